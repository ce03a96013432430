"""Who disputes whom: facts that cannot all be right."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator
from itertools import chain, permutations, product
from math import inf, nextafter
from typing import TypeAlias

from serbia_tip.model import Fact, Statistic, Store, TierRating

Pairs: TypeAlias = Iterator[tuple[str, str]]
"""The ids of two facts that dispute each other, once either way round."""

Interval: TypeAlias = tuple[float, float]


def disputes(store: Store, facts: Collection[Fact]) -> dict[str, list[str]]:
    """For each of the facts that is disputed, the ids of those that do, in the store's order.

    Two facts dispute each other when one says that it contradicts the other, when they give
    different tiers for one report year, or values that exclude each other for one measure,
    group and period.
    """
    asked = {fact.id for fact in facts}
    found: defaultdict[str, set[str]] = defaultdict(set)
    for one, other in chain(_said(store), _by_tier(store, facts), _by_value(store, facts)):
        if one in asked:
            found[one].add(other)
    if not found:
        return {}
    order = {fact.id: number for number, fact in enumerate(store.facts())}
    return {one: sorted(others, key=order.__getitem__) for one, others in found.items()}


def _said(store: Store) -> Pairs:
    """Each fact with each that it contradicts."""
    for fact in store.facts():
        for other in fact.contradicts:
            yield fact.id, other
            yield other, fact.id


def _by_tier(store: Store, facts: Iterable[Fact]) -> Pairs:
    """The ratings of these facts' years, each with each that gives its year another tier."""
    years = {fact.year for fact in facts if isinstance(fact, TierRating)}
    by_tier: defaultdict[int, dict[str, list[str]]] = defaultdict(dict)
    for rating in store.tiers:
        if rating.year in years:
            by_tier[rating.year].setdefault(rating.tier, []).append(rating.id)
    for tiers in by_tier.values():
        for one, other in permutations(tiers.values(), 2):
            yield from product(one, other)


def _by_value(store: Store, facts: Iterable[Fact]) -> Pairs:
    """The figures of these facts' measures and periods, each with each that excludes it."""
    about = {(fact.measure, fact.period) for fact in facts if isinstance(fact, Statistic)}
    if not about:
        return
    figures = [figure for figure in store.statistics if (figure.measure, figure.period) in about]
    group = _groups(store, figures)
    home = store.home.name
    by_value: defaultdict[Hashable, dict[Interval, list[str]]] = defaultdict(dict)
    for figure in figures:
        alike = by_value[
            figure.area,
            figure.measure,
            group[figure.id],
            figure.unit,
            figure.out_of,
            figure.period,
            figure.entity or home,
        ]
        alike.setdefault(_interval(figure), []).append(figure.id)
    for values in by_value.values():
        for one, other in permutations(values, 2):
            if _exclude(one, other):
                yield from product(values[one], values[other])


def _groups(store: Store, figures: Iterable[Statistic]) -> dict[str, int]:
    """A number for the group that each of the figures, by its id, is about; alike, if it is.

    A part is about its group within the group of its whole: minors among women are not minors
    among men.
    """
    by_id = {figure.id: figure for figure in store.statistics}
    numbers: dict[tuple[int, str | None, str | None], int] = {}
    group = {"": 0}
    for figure in figures:
        way = [figure]
        while (whole := way[-1].part_of or "") not in group:
            way.append(by_id[whole])
        for part in reversed(way):
            within = group[part.part_of or ""]
            own = (within, part.dimension, part.group)
            divides = own[1:] != (None, None)
            group[part.id] = numbers.setdefault(own, len(numbers) + 1) if divides else within
    return group


def _exclude(one: Interval, other: Interval) -> bool:
    """Whether no true figure lies in both: 23 lies in "at least 20", 19 does not."""
    return max(one[0], other[0]) > min(one[1], other[1])


def _interval(figure: Statistic) -> Interval:
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
