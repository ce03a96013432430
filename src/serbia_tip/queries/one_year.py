"""One year: the rating of its report, and all other facts on it."""

from typing import TYPE_CHECKING, Any, cast

from msgspec import Struct, defstruct

from serbia_tip.model import Fact, Statistic, Store, TierRating
from serbia_tip.queries.lookups import KINDS, Common, tiers

_FIRST: list[type[Fact]] = [TierRating, Statistic]
ORDER = [KINDS[fact] for fact in dict.fromkeys([*_FIRST, *KINDS])]
"""The kinds of fact in the order of a year's page."""


def _with_rows(view: type["YearView"]) -> type["YearView"]:
    """Add a field for each kind of fact, with the rows of that kind."""
    rows = [(kind.table, list.__class_getitem__(kind.row)) for kind in ORDER]
    meaning = {"__doc__": view.__doc__}
    return cast(
        "type[YearView]",
        defstruct(view.__name__, rows, bases=(view,), namespace=meaning, frozen=True),
    )


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
