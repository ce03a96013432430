"""Facts on human trafficking, each with its source: the library behind `tip`.

>>> import serbia_tip
>>> facts = serbia_tip.load()
>>> [row.tier for row in serbia_tip.tiers(facts, common=serbia_tip.Common(year=[2007]))]
['Tier 2']

`records` makes plain dicts of rows, for data frames, and `column_types` says what they hold. What
goes wrong is a `TipError`. Full text, whole facts and citations are in modules of their own, which
take longer to load: `serbia_tip.queries.search`, `.fact_card`, `.citations`.
"""

from serbia_tip.errors import NotThereError, StoreError, TipError
from serbia_tip.model import Fact, Store
from serbia_tip.queries.column_types import column_types
from serbia_tip.queries.lookups import (
    Common,
    coverage,
    findings,
    laws,
    routes,
    sources,
    statistics,
    tiers,
    timeline,
)
from serbia_tip.queries.one_year import year
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

__version__ = "0.1.0"
__all__ = [
    "Common",
    "CoverageRow",
    "Fact",
    "FactRow",
    "FindingRow",
    "LawRow",
    "NotThereError",
    "RouteRow",
    "Row",
    "SourceRow",
    "StatisticRow",
    "Store",
    "StoreError",
    "TierRow",
    "TimelineRow",
    "TipError",
    "column_types",
    "coverage",
    "findings",
    "laws",
    "load",
    "records",
    "routes",
    "sources",
    "statistics",
    "tiers",
    "timeline",
    "year",
]
