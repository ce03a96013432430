"""Facts on human trafficking, each with its source: the library behind `tip`.

>>> import serbia_tip
>>> facts = serbia_tip.load()
>>> [row.tier for row in serbia_tip.tiers(facts, year=2007)]
['Tier 2']

A lookup takes what its command's options say, and the keywords of `Filters`; its rows are mappings,
from which data frames can be made, and `column_types` gives their types. All errors are a
`TipError`, but for a keyword that is none: a `TypeError`.
"""

__version__ = "1.0.0rc1"

TYPE_CHECKING = False  # true to type checkers; importing `typing` takes time
if TYPE_CHECKING:
    from serbia_tip.library import *  # noqa: F403  # `library` has `__all__`
else:

    def __getattr__(name):
        """Return the library's object of this name; the library is loaded at the first use.

        `tip` uses none, and so soon gets to where an interrupt ends it silently.
        """
        if name.startswith("_") and name != "__all__":
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        import serbia_tip.library

        return getattr(serbia_tip.library, name)

    def __dir__():
        """List the library's names, for `help` and for completion."""
        import serbia_tip.library

        return [*serbia_tip.library.__all__, "__version__"]
