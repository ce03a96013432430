"""One year: the rating of its report, and whatever else the facts say of it."""

from msgspec import Struct

from serbia_tip.model import Store
from serbia_tip.queries import lookups
from serbia_tip.queries.lookups import Common
from serbia_tip.queries.rows import FindingRow, LawRow, RouteRow, StatisticRow, TierRow


class YearView(Struct, frozen=True):
    """What `tip year` answers: kind by kind the rows that touch the year."""

    year: int
    tiers: list[TierRow]
    """What the report of the year gives."""
    statistics: list[StatisticRow]
    routes: list[RouteRow]
    findings: list[FindingRow]
    laws: list[LawRow]


def year(store: Store, year: int) -> YearView:
    """The facts whose periods touch this year, and the rating of this year's report."""
    common = Common(year=[year])
    return YearView(
        year=year,
        tiers=[row for row in lookups.tiers(store) if row.year == year],
        statistics=lookups.statistics(store, common=common),
        routes=lookups.routes(store, common=common),
        findings=lookups.findings(store, common=common),
        laws=lookups.laws(store, common=common),
    )
