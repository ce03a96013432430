"""Who disputes whom: facts that cannot all be right."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from itertools import chain, permutations
from math import inf, nextafter
from typing import TypeVar

from serbia_tip.model import Fact, Statistic, Store, TierRating

F = TypeVar("F", bound=Fact)


def disputes(store: Store, facts: Collection[Fact]) -> dict[str, list[str]]:
    """For each of the facts that is disputed, the ids of those that do, in the store's order.

    Two facts dispute each other when one says that it contradicts the other, when they give
    different tiers for one report year, or values that exclude each other for one measure,
    group and period.
    """
    asked = {fact.id for fact in facts}
    pairs = chain(_said(store), _by_tier(store, facts), _by_value(store, facts))
    found: defaultdict[str, set[str]] = defaultdict(set)
    for one, other in pairs:
        if one in asked:
            found[one].add(other)
    if not found:
        return {}
    order = {fact.id: number for number, fact in enumerate(store.facts())}
    return {one: sorted(others, key=order.__getitem__) for one, others in found.items()}


def _said(store: Store) -> Iterator[tuple[str, str]]:
    """Each fact with each that it contradicts, either way."""
    for fact in store.facts():
        for other in fact.contradicts:
            yield fact.id, other
            yield other, fact.id


def _by_tier(store: Store, facts: Iterable[Fact]) -> Iterator[tuple[str, str]]:
    """Each of these ratings with each that gives its year another tier."""
    years = {fact.year for fact in facts if isinstance(fact, TierRating)}
    among = ((rating.year, rating) for rating in store.tiers if rating.year in years)
    for one, other in _alike(among):
        if one.tier != other.tier:
            yield one.id, other.id


def _by_value(store: Store, facts: Iterable[Fact]) -> Iterator[tuple[str, str]]:
    """Each of these figures with each that excludes it."""
    about = {(fact.measure, fact.period) for fact in facts if isinstance(fact, Statistic)}
    if not about:
        return
    figures = {figure.id: figure for figure in store.statistics}
    home = store.countries[store.store.country].name
    among = (
        (_subject(figure, figures, home), figure)
        for figure in store.statistics
        if (figure.measure, figure.period) in about
    )
    for one, other in _alike(among):
        if exclude(one, other):
            yield one.id, other.id


def _alike(keyed: Iterable[tuple[Hashable, F]]) -> Iterator[tuple[F, F]]:
    """Each two that have the same key, either way round."""
    groups: defaultdict[Hashable, list[F]] = defaultdict(list)
    for key, fact in keyed:
        groups[key].append(fact)
    for group in groups.values():
        yield from permutations(group, 2)


def _subject(figure: Statistic, figures: Mapping[str, Statistic], home: str) -> Hashable:
    """What a figure is about: two figures about the same can dispute each other.

    A part is about its group within the group of its whole: minors among women are not minors
    among men.
    """
    groups = []
    part: Statistic | None = figure
    while part is not None:
        if (part.dimension, part.group) != (None, None):
            groups.append((part.dimension, part.group))
        part = figures.get(part.part_of or "")
    return (
        figure.area,
        figure.measure,
        tuple(groups),
        figure.unit,
        figure.out_of,
        figure.period,
        figure.entity or home,
    )


def exclude(one: Statistic, other: Statistic) -> bool:
    """Whether no true figure fits both, given their bounds: 23 fits "at least 20", 19 does not."""
    (low, high), (other_low, other_high) = _interval(one), _interval(other)
    return max(low, other_low) > min(high, other_high)


def _interval(figure: Statistic) -> tuple[float, float]:
    """The lowest and the highest true figure that the value and its bound allow."""
    value = float(figure.value)
    match figure.bound:
        case "at_least":
            return value, inf
        case "more_than":
            return nextafter(value, inf), inf
        case "at_most":
            return -inf, value
        case "less_than":
            return -inf, nextafter(value, -inf)
        case "exact" | "about":
            return value, value
