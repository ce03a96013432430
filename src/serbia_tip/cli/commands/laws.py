"""`tip laws`: treaties, statutes, strategies and bodies."""

from collections.abc import Sequence
from typing import Annotated

from serbia_tip.cli import completion
from serbia_tip.cli.options import repeatable
from serbia_tip.cli.row_command import answers
from serbia_tip.model import Law, Store
from serbia_tip.queries import kinds
from serbia_tip.queries.filters import Common
from serbia_tip.queries.rows import LawRow, Row


@answers(
    LawRow,
    group="Look up",
    example="tip laws --json",
    bare=("kind",),
    help="Treaties, statutes, strategies and bodies, one row for each dated event.",
)
def laws(
    store: Store,
    common: Common,
    kind: Annotated[
        list[str],
        repeatable(
            "KIND",
            "What it is: treaty, statute, strategy, …",
            completes=completion.values(Law, "kind"),
        ),
    ] = [],
) -> Sequence[Row]:
    return kinds.laws(store, kind=kind, common=common)
