"""Who disputes whom: facts that cannot all be right."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from itertools import combinations
from math import inf, nextafter
from typing import TypeVar

from serbia_tip.model import Fact, Statistic, Store

F = TypeVar("F", bound=Fact)


def disputes(store: Store) -> dict[str, list[str]]:
    """For each disputed fact's id, the ids of the facts that dispute it, in the store's order.

    Two facts dispute each other when one says that it contradicts the other, when they give
    different tiers for one report year, or values that exclude each other for one measure,
    group and period.
    """
    pairs = {pair for one, other in _rivals(store) for pair in ((one, other), (other, one))}
    if not pairs:
        return {}
    order = {fact.id: number for number, fact in enumerate(store.facts())}
    found: defaultdict[str, list[str]] = defaultdict(list)
    for one, other in sorted(pairs, key=lambda pair: (order[pair[0]], order[pair[1]])):
        found[one].append(other)
    return dict(found)


def _rivals(store: Store) -> Iterator[tuple[str, str]]:
    for fact in store.facts():
        for other in fact.contradicts:
            yield fact.id, other
    for tier, rival in _alike((tier.year, tier) for tier in store.tiers):
        if tier.tier != rival.tier:
            yield tier.id, rival.id
    figures = {figure.id: figure for figure in store.statistics}
    home = store.countries[store.store.country].name
    for figure, other_figure in _alike(
        (_subject(figure, figures, home), figure) for figure in store.statistics
    ):
        if exclude(figure, other_figure):
            yield figure.id, other_figure.id


def _alike(keyed: Iterable[tuple[Hashable, F]]) -> Iterator[tuple[F, F]]:
    groups: defaultdict[Hashable, list[F]] = defaultdict(list)
    for key, fact in keyed:
        groups[key].append(fact)
    for group in groups.values():
        yield from combinations(group, 2)


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
