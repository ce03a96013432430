"""One year: the rating of its report, and all other facts on it."""

from msgspec import Struct

from serbia_tip.model import Store
from serbia_tip.queries import lookups
from serbia_tip.queries.lookups import Common
from serbia_tip.queries.rows import FindingRow, LawRow, RouteRow, StatisticRow, TierRow


class YearView(Struct, frozen=True):
    """The answer of `tip year`: the rows that touch the year, by kind."""

    year: int
    tiers: list[TierRow]
    """The ratings in that year's report."""
    statistics: list[StatisticRow]
    routes: list[RouteRow]
    findings: list[FindingRow]
    laws: list[LawRow]


def year(store: Store, year: int) -> YearView:
    """Return the facts whose periods touch a year, and the ratings in its report."""
    common = Common(year=[year])
    return YearView(
        year=year,
        tiers=[row for row in lookups.tiers(store) if row.year == year],
        statistics=lookups.statistics(store, common=common),
        routes=lookups.routes(store, common=common),
        findings=lookups.findings(store, common=common),
        laws=lookups.laws(store, common=common),
    )
