"""Check a store: every breach of a rule, and what is likely to be a mistake, with its place."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Any, TypeVar

from msgspec import Struct, ValidationError, convert

from serbia_tip.model import (
    About,
    Country,
    Fact,
    Finding,
    Law,
    Route,
    Source,
    Statistic,
    Store,
    TierRating,
)
from serbia_tip.store.doubts import DOUBTS
from serbia_tip.store.links import LINKS
from serbia_tip.store.locate import Place, Problem
from serbia_tip.store.rules import RULES as ROW_RULES
from serbia_tip.store.rules import Found, Names, Sound
from serbia_tip.store.shape import placed_rows, shape_problems, table_rows
from serbia_tip.store.slips import SLIPS
from serbia_tip.words import did_you_mean, near

T = TypeVar("T")


RULES: tuple[Callable[[Sound], Found], ...] = (*ROW_RULES, *LINKS)
"""The rules that a store must keep to be read."""


WARNINGS: tuple[Callable[[Store], Found], ...] = (*SLIPS, *DOUBTS)
"""The rules whose breach is likely to be a mistake; the store is read all the same."""


_SUGGESTED = 100
"""How many problems are given near names; finding these takes long."""


def problems(data: dict[str, Any], store: Store | None = None) -> list[Problem]:
    """Return all problems of the tables `data`: first those of shape, then rule by rule.

    `store` is the same store as facts, if its shape is right.
    """
    if store:
        return _broken(RULES, _whole(store), placed_rows(store))
    placed = list(_converted(data))
    return [*shape_problems(data), *_broken(RULES, _sound(placed, _names(data)), placed)]


def warnings(store: Store) -> list[Problem]:
    """Return what is likely to be a mistake in a store that can be read."""
    return _broken(WARNINGS, store, placed_rows(store))


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


def _broken(
    rules: Iterable[Callable[[T], Found]], checked: T, placed: Iterable[tuple[Place, Struct]]
) -> list[Problem]:
    """Check the rules, and return what breaks them."""
    breaches = [(rule, breach) for rule in rules for breach in rule(checked)]
    places = {id(row): place for place, row in placed} if breaches else {}

    def place(what: Place | Fact) -> Place:
        return places[id(what)] if isinstance(what, Fact) else what

    found = []
    suggested = 0
    for rule, breach in breaches:
        message = breach.message
        if breach.wanted is not None and suggested < _SUGGESTED:
            suggested += 1
            message += did_you_mean(near(breach.wanted, breach.names))
        found.append(
            Problem(
                place(breach.what)._replace(key=breach.key),
                rule.__name__.replace("_", "-"),
                message,
                None if breach.before is None else place(breach.before),
            )
        )
    return found


def _converted(data: dict[str, Any]) -> Iterator[tuple[Place, Struct]]:
    """Yield the rows that have the right shape, each with its place."""
    for place, row, kind in table_rows(data):
        with suppress(ValidationError):
            yield place, convert(row, kind)


def _whole(store: Store) -> Sound:
    """Return all parts of a store whose shape is right."""
    facts = store.facts()
    return Sound(
        about=store.store,
        countries=store.countries,
        sources=store.sources,
        facts=facts,
        routes=store.routes,
        statistics=store.statistics,
        tiers=store.tiers,
        laws=store.laws,
        names=Names({fact.id for fact in facts}, {*store.countries}, {*store.sources}),
    )


def _sound(placed: Sequence[tuple[Place, Struct]], names: Names) -> Sound:
    def of(kind: type[T]) -> list[T]:
        return [row for _, row in placed if isinstance(row, kind)]

    return Sound(
        about=next(iter(of(About)), None),
        countries={str(place.row): row for place, row in placed if isinstance(row, Country)},
        sources={str(place.row): row for place, row in placed if isinstance(row, Source)},
        facts=of(Fact),
        routes=of(Route),
        statistics=of(Statistic),
        tiers=of(TierRating),
        laws=of(Law),
        names=names,
    )


def _names(data: dict[str, Any]) -> Names:
    names = Names(set(), set(), set())
    for place, row, _ in table_rows(data):
        if place.table == "countries":
            names.countries.add(str(place.row))
        elif place.table == "sources":
            names.sources.add(str(place.row))
        elif isinstance(row, dict) and isinstance(row.get("id"), str):
            names.facts.add(row["id"])
    return names
