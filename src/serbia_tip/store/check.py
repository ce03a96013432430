"""Check a store: every breach of a rule, with its place."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import TypeVar

from msgspec import Struct, ValidationError, convert

from serbia_tip.model import About, Country, Fact, Law, Route, Source, Statistic, Store, TierRating
from serbia_tip.store.links import LINKS
from serbia_tip.store.locate import Place, Problem
from serbia_tip.store.rules import RULES as ROW_RULES
from serbia_tip.store.rules import Found, Names, Sound
from serbia_tip.store.shape import placed_rows, shape_problems, table_rows
from serbia_tip.words import did_you_mean, near

T = TypeVar("T")
RULES: tuple[Callable[[Sound], Found], ...] = (*ROW_RULES, *LINKS)
"""The rules that a store must keep to be read."""
_SUGGESTED = 100
"""How many problems are given near names; finding these takes long."""


def problems(data: dict[str, object], store: Store | None = None) -> list[Problem]:
    """Return all problems of the tables `data`: first those of shape, then rule by rule.

    `store` is the same store as facts, if its shape is right.
    """
    if store:
        return found_broken(RULES, _whole(store), placed_rows(store))
    placed = list(_converted(data))
    return [*shape_problems(data), *found_broken(RULES, _sound(placed, _names(data)), placed)]


def found_broken(
    rules: Iterable[Callable[[T], Found]], checked: T, placed: Iterable[tuple[Place, Struct]]
) -> list[Problem]:
    """Check the rules, and return what breaks them, with its place."""
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


def _converted(data: dict[str, object]) -> Iterator[tuple[Place, Struct]]:
    for place, row, kind in table_rows(data):
        with suppress(ValidationError):
            yield place, convert(row, kind)


def _whole(store: Store) -> Sound:
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


def _names(data: dict[str, object]) -> Names:
    names = Names(set(), set(), set())
    for place, row, _ in table_rows(data):
        if place.table == "countries":
            names.countries.add(str(place.row))
        elif place.table == "sources":
            names.sources.add(str(place.row))
        elif isinstance(row, dict) and isinstance(row.get("id"), str):
            names.facts.add(row["id"])
    return names
