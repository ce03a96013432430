"""`tip disputes`: who contradicts whom."""

from collections.abc import Sequence
from typing import Annotated

import typer

from serbia_tip.cli.row_command import answers
from serbia_tip.model import Store
from serbia_tip.queries.filters import Common
from serbia_tip.queries.quarrels import quarrels
from serbia_tip.queries.rows import DisputeRow, Row


@answers(
    DisputeRow,
    group="Trust",
    example="tip disputes convictions 2011",
    help="""Who contradicts whom: each quarrel once, both sides.

    WORDS are what it is about, who says it, a country, a year, or any other words of both sides;
    with them, or with --all, the answer has the sources and why the sides differ.
    """,
)
def disputes(
    store: Store,
    common: Common,
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[WORDS]...", show_default=False)
    ] = None,
) -> Sequence[Row]:
    return quarrels(store, words=words or (), common=common)
