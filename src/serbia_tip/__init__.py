"""Facts on human trafficking, each with its source: the library behind `tip`.

>>> import serbia_tip
>>> facts = serbia_tip.load()
>>> [row.tier for row in serbia_tip.tiers(facts, common=serbia_tip.Common(year=[2007]))]
['Tier 2']

The commands' other answers are in modules of their own, which take longer to load: `search`,
`card` (what `tip show` shows), `cite` and `profile`.
"""

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
from serbia_tip.store.load import load

__version__ = "0.1.0"
__all__ = [
    "Common",
    "coverage",
    "findings",
    "laws",
    "load",
    "routes",
    "sources",
    "statistics",
    "tiers",
    "timeline",
    "year",
]
