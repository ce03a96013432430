"""One year: the rating of its report, and all other facts on it."""

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from serbia_tip.model import Fact, Statistic, Store, TierRating
from serbia_tip.queries.lookups import KINDS, Common, tiers
from serbia_tip.queries.rows import extended

_FIRST: list[type[Fact]] = [TierRating, Statistic]
ORDER = [KINDS[fact] for fact in dict.fromkeys([*_FIRST, *KINDS])]
"""The kinds of fact in the order of a year's page."""


def _with_rows(view: type["YearView"]) -> type["YearView"]:
    """Add a field for each kind of fact, with the rows of that kind."""
    return extended(view, [(kind.table, list.__class_getitem__(kind.row)) for kind in ORDER])


@_with_rows
class YearView(Struct, frozen=True):
    """The answer of `tip year`: the rows that touch the year, by kind."""

    year: int

    if TYPE_CHECKING:

        def __getattr__(self, table: str) -> list[Any]:
            """The rows of one kind of fact."""


def year(store: Store, year: int) -> YearView:
    """Return the facts whose periods touch a year, and the ratings in its report."""
    common = Common(year=[year])
    rows: dict[str, Any] = {kind.table: kind.query(store, common=common) for kind in ORDER}
    rows[TierRating.table] = [row for row in tiers(store, common=common) if row.year == year]
    return YearView(year, **rows)
