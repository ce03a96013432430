"""What is likely to be a mistake in a store that can be read, and what its readers miss."""

from collections.abc import Callable

from serbia_tip.model import Finding, Statistic, Store
from serbia_tip.store.check import found_broken
from serbia_tip.store.doubts import DOUBTS
from serbia_tip.store.locate import Problem
from serbia_tip.store.rules import Found
from serbia_tip.store.shape import placed_rows
from serbia_tip.store.slips import SLIPS

WARNINGS: tuple[Callable[[Store], Found], ...] = (*SLIPS, *DOUBTS)
"""The rules whose breach is likely to be a mistake; the store is read all the same."""


def warnings(store: Store) -> list[Problem]:
    """Return what is likely to be a mistake in a store that can be read."""
    return found_broken(WARNINGS, store, placed_rows(store))


def hints(store: Store) -> list[str]:
    """Return what readers of a sound store miss: short names of sources, and titles of words."""
    long = [
        key
        for key, source in store.sources.items()
        if not source.short and len(source.title) > _LONG
    ]
    found = [("sources have a long title and no `short`, so that views print it whole", long)]
    for of, kind in (("measure", Statistic), ("topic", Finding)):
        titled = {name for name, term in store.terms[of].items() if term.title}
        used = {str(getattr(fact, of)) for fact in store.of(kind)}
        if titled:
            found.append((f"{of}s have no `title`, as others have", sorted(used - titled)))
    return [f"{said}: {', '.join(names)}" for said, names in found if names]


_LONG = 40
"""How many letters of a title fit beside a value; a short name may have as many."""
