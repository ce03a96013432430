"""Who disputes whom: facts that cannot all be right."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from math import inf, nextafter
from typing import TypeAlias

from serbia_tip.model import Fact, Statistic, Store, TierRating
from serbia_tip.queries.attribution import Attribution

MOST = 100
"""Of the facts that dispute one by their tiers or values no more are named: the first."""

Rivals: TypeAlias = Iterator[tuple[str, Sequence[str]]]
"""The ids of facts, each with those of facts that dispute it."""
Interval: TypeAlias = tuple[float, float]
Places: TypeAlias = Sequence[int]
"""Facts of one kind by their places in the store, in their order."""


def disputes(store: Store, facts: Collection[Fact]) -> dict[str, list[str]]:
    """For each of the facts that is disputed, the ids of those that do, in the store's order.

    Two facts dispute each other when one says that it contradicts the other, when they give
    different tiers for one report year, or when one body gives, for one measure, group and
    period, values that exclude each other. Of tiers and values only the first `MOST` are named,
    so that thousands that exclude each other don't name each other millions of times.
    """
    asked = {fact.id for fact in facts}
    found: defaultdict[str, set[str]] = defaultdict(set)
    for rivals in (_said(store), _by_tier(store, facts), _by_value(store, facts)):
        for one, others in rivals:
            if others and one in asked:
                found[one].update(others)
    if not found:
        return {}
    order = {fact.id: number for number, fact in enumerate(store.facts())}
    return {one: sorted(others, key=order.__getitem__) for one, others in found.items()}


def _said(store: Store) -> Rivals:
    """Each fact with those that it contradicts, and each of these with it."""
    for fact in store.facts():
        yield fact.id, fact.contradicts
        yield from ((other, [fact.id]) for other in fact.contradicts)


def _by_tier(store: Store, facts: Iterable[Fact]) -> Rivals:
    """The ratings of these facts' years, each with those that give its year another tier."""
    years = {fact.year for fact in facts if isinstance(fact, TierRating)}
    by_tier: defaultdict[int, defaultdict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for place, rating in enumerate(store.tiers):
        if rating.year in years:
            by_tier[rating.year][rating.tier].append(place)
    for places in by_tier.values():
        for tier, here in places.items():
            there = (place for other in places if other != tier for place in places[other][:MOST])
            others = [store.tiers[place].id for place in sorted(there)[:MOST]]
            yield from ((store.tiers[place].id, others) for place in here)


def _by_value(store: Store, facts: Iterable[Fact]) -> Rivals:
    """The figures of these facts' measures and periods, each with those that exclude it."""
    about = {(fact.measure, fact.period) for fact in facts if isinstance(fact, Statistic)}
    if not about:
        return
    figures = [figure for figure in store.statistics if (figure.measure, figure.period) in about]
    group = _groups(store, figures)
    alike: defaultdict[Hashable, list[Statistic]] = defaultdict(list)
    for figure in figures:
        subject = (
            figure.area,
            figure.measure,
            group[figure.id],
            figure.unit,
            figure.out_of,
            figure.period,
            store.state(figure.entity),
        )
        alike[subject].append(figure)
    attribution = Attribution.of(store)
    for same in alike.values():
        if len(same) > 1:
            for counted in _by_counter(attribution, same).values():
                yield from _excluding(counted)


def _by_counter(
    attribution: Attribution, figures: Iterable[Statistic]
) -> Mapping[str, list[Statistic]]:
    """The figures by each of the bodies that say them."""
    counted: defaultdict[str, list[Statistic]] = defaultdict(list)
    for figure in figures:
        for body in attribution.said_by(figure):
            counted[body].append(figure)
    return counted


def _excluding(figures: Sequence[Statistic]) -> Rivals:
    """Each of the figures, which are about the same, with those that exclude it."""
    places: defaultdict[Interval, list[int]] = defaultdict(list)
    for place, figure in enumerate(figures):
        places[_interval(figure)].append(place)
    if len(places) == 1:
        return
    below = _below(places)
    above = _below({(-high, -low): here for (low, high), here in places.items()})
    for (low, high), here in places.items():
        rivals = sorted([*below[low, high], *above[-high, -low]])[:MOST]
        others = [figures[place].id for place in rivals]
        yield from ((figures[place].id, others) for place in here)


def _below(places: Mapping[Interval, Places]) -> dict[Interval, Places]:
    """For each interval the first places of those that lie wholly below it.

    From the lowest interval up ever more others lie below, so that each is looked at once.
    """
    found: dict[Interval, Places] = {}
    by_end = sorted(places, key=lambda interval: interval[1])
    first: Places = []
    passed = 0
    for interval in sorted(places):
        while by_end[passed][1] < interval[0]:
            first = sorted([*first, *places[by_end[passed]][:MOST]])[:MOST]
            passed += 1
        found[interval] = first
    return found


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
