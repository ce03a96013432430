"""`tip coverage`: how much there is for each year."""

from collections.abc import Sequence

from serbia_tip.cli.row_command import answers
from serbia_tip.model import Store
from serbia_tip.queries import kinds
from serbia_tip.queries.filters import Common
from serbia_tip.queries.rows import CoverageRow, Row


@answers(
    CoverageRow,
    group="Trust",
    example="tip coverage",
    help="""How many facts of each kind each year has; gaps show as gaps.

    A fact counts for every year that its period touches, as in the --year filter.
    """,
)
def coverage(store: Store, common: Common) -> Sequence[Row]:
    return kinds.coverage(store, common=common)
