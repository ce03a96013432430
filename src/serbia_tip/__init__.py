"""Facts on human trafficking, each with its source: the library behind `tip`.

>>> import serbia_tip
>>> facts = serbia_tip.load()
>>> [row.tier for row in serbia_tip.tiers(facts, common=serbia_tip.Common(year=[2007]))]
['Tier 2']
"""

from serbia_tip.query import Common, findings, laws, routes, sources, statistics, tiers
from serbia_tip.store import load

__version__ = "0.1.0"
__all__ = ["Common", "findings", "laws", "load", "routes", "sources", "statistics", "tiers"]
