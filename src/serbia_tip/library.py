"""The public names of `serbia_tip`, which loads this module at their first use."""

from serbia_tip.errors import NotThereError, StoreError, TipError
from serbia_tip.model import Fact, Store
from serbia_tip.queries.fields import column_types
from serbia_tip.queries.filters import Common
from serbia_tip.queries.gaps import EndedSeries, ended_series
from serbia_tip.queries.kinds import (
    YearView,
    coverage,
    findings,
    laws,
    routes,
    sources,
    statistics,
    tiers,
    timeline,
    year,
)
from serbia_tip.queries.rows import (
    CoverageRow,
    FactRow,
    FindingRow,
    LawRow,
    RouteRow,
    Row,
    SourceRow,
    StatisticRow,
    TierRow,
    TimelineRow,
    records,
)
from serbia_tip.store.load import load

__all__ = ["Common", "EndedSeries", "Fact", "NotThereError", "Store", "StoreError", "TipError"]
__all__ += ["CoverageRow", "FactRow", "FindingRow", "LawRow", "RouteRow", "YearView"]
__all__ += ["Row", "SourceRow", "StatisticRow", "TierRow", "TimelineRow"]
__all__ += ["column_types", "coverage", "findings", "laws", "load", "records", "routes", "sources"]
__all__ += ["ended_series", "statistics", "tiers", "timeline", "year"]
