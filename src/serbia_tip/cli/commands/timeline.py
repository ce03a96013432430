"""`tip timeline`: every dated fact in order of time."""

from collections.abc import Sequence

from serbia_tip.cli.options import KindsOfFact
from serbia_tip.cli.row_command import answers
from serbia_tip.model import Store
from serbia_tip.queries import kinds
from serbia_tip.queries.filters import Common
from serbia_tip.queries.rows import Row, TimelineRow


@answers(
    TimelineRow,
    group="Find",
    example="tip timeline --kind law",
    bare=("kind",),
    help="""Every dated fact in order of time.

    Within a year, what ends first comes first: a day before its month, a month before the year,
    the year before a span of years.
    """,
)
def timeline(
    store: Store,
    common: Common,
    kind: KindsOfFact = [],
) -> Sequence[Row]:
    return kinds.timeline(store, kind=kind, common=common)
