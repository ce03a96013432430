"""`tip sources`: the sources."""

from collections.abc import Sequence

from serbia_tip.cli.row_command import answers
from serbia_tip.model import Store
from serbia_tip.queries import kinds
from serbia_tip.queries.filters import Common
from serbia_tip.queries.rows import Row, SourceRow


@answers(
    SourceRow,
    group="Trust",
    example="tip sources --sort -facts",
    help="The sources, and how many facts rest on each.",
)
def sources(store: Store, common: Common) -> Sequence[Row]:
    return kinds.sources(store, common=common)
