"""`tip search`: full text over all facts."""

from collections.abc import Sequence
from typing import Annotated

import typer

from serbia_tip.cli.options import KindsOfFact
from serbia_tip.cli.row_command import answers
from serbia_tip.model import Store
from serbia_tip.queries.filters import Common
from serbia_tip.queries.rows import Row, SearchRow
from serbia_tip.terminal.screen import message


@answers(
    SearchRow,
    group="Find",
    example="tip search witness protection",
    help="""Full-text search over all facts, the best matches first.

    A phrase stands in quotes ("one NGO", inside quotes of the shell), a prefix ends in *. Case,
    diacritics and alphabet don't matter. If no fact has all the words, those that have the most
    of them are shown.
    """,
)
def search(
    store: Store,
    common: Common,
    words: Annotated[list[str], typer.Argument(metavar="WORDS...", show_default=False)],
    kind: KindsOfFact = [],
) -> Sequence[Row]:
    from serbia_tip.queries.search import found

    rows, remarks = found(store, " ".join(words), kind=kind, common=common)
    for remark in remarks:
        message(remark)
    return rows
