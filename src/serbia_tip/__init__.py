"""Facts on human trafficking, each with its source: the library behind `tip`.

>>> import serbia_tip
>>> facts = serbia_tip.load()
>>> [row.tier for row in serbia_tip.tiers(facts, common=serbia_tip.Common(year=[2007]))]
['Tier 2']

The commands' other answers are in modules of their own, which take longer to load: `search`,
`card` (what `tip show` shows), `cite` and `profile`.
"""

TYPE_CHECKING = False  # to which type checkers pay no heed; `typing` takes time to load
if TYPE_CHECKING:
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
    from serbia_tip.store.load import load
else:

    def __getattr__(name: str) -> object:
        """What the library has under this name, loaded when it is first asked for.

        The program, which asks for nothing here, comes so to its first line, from which on an
        interrupt ends it without a word.
        """
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from serbia_tip.queries import lookups
        from serbia_tip.store.load import load

        return load if name == "load" else getattr(lookups, name)

    def __dir__() -> list[str]:
        """The names that `help` lists."""
        return __all__


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
]
