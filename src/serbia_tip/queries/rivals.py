"""Rivals: the facts that dispute a fact, since they can't all be right."""

from bisect import insort
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from math import inf, nextafter
from typing import TypeAlias

from msgspec import structs

from serbia_tip.model import Fact, Statistic, Store, Tier, TierRating, allowed_words
from serbia_tip.store.attribution import Attribution
from serbia_tip.store.load import CompiledStore

MOST = 100  # of the facts whose tiers or values exclude a fact, so many are named: the first
_TIERS = allowed_words(Tier)
_Rivals: TypeAlias = Iterator[tuple[str, Sequence[str]]]  # ids of facts, with those of disputing
_Interval: TypeAlias = tuple[str, float, float]  # a fact's id, its lowest and its highest value


def find_rivals(store: Store, facts: Collection[Fact]) -> dict[str, list[str]]:
    """Return the ids of the facts that dispute each of these, in the store's order.

    Two facts dispute each other when one says that it contradicts the other, when they give
    different tiers for one report year, or when one body gives, for one measure, population and
    period, values that exclude each other. By tiers and values only the first `MOST` are named:
    thousands that exclude each other would name each other millions of times.
    """
    found: defaultdict[str, set[str]] = defaultdict(set)
    for rivals in (_stated_rivals(store), _tier_rivals(store, facts), _value_rivals(store, facts)):
        for one, others in rivals:
            found[one].update(others)
    asked = [fact.id for fact in facts if found.get(fact.id)]
    order = {fact.id: number for number, fact in enumerate(store.facts())} if asked else {}
    return {one: sorted(found[one], key=order.__getitem__) for one in asked}


def _stated_rivals(store: Store) -> _Rivals:
    """Yield each fact with those that it contradicts, and each of these with it."""
    for fact in store.facts():
        if fact.contradicts:
            yield fact.id, fact.contradicts
            yield from ((other, [fact.id]) for other in fact.contradicts)


def _tier_rivals(store: Store, facts: Iterable[Fact]) -> _Rivals:
    """Yield the ratings of these facts' years, each with those that give another tier."""
    years = {fact.year for fact in facts if isinstance(fact, TierRating)}
    by_year: defaultdict[int, list[_Interval]] = defaultdict(list)
    for rating in store.tiers:
        tier = _TIERS.index(rating.tier)
        by_year[rating.year].append((rating.id, tier, tier))
    for year in years:
        yield from _excluded_rivals(by_year[year])


def _value_rivals(store: Store, facts: Iterable[Fact]) -> _Rivals:
    """Yield the statistics of these measures and periods, each with those that exclude it."""
    about = {(fact.measure, fact.period) for fact in facts if isinstance(fact, Statistic)}
    if not about:
        return
    statistics = [each for each in store.statistics if (each.measure, each.period) in about]
    population = rival_populations(store, statistics)
    said_by = Attribution.of(store).said_by
    rivals: defaultdict[Hashable, list[_Interval]] = defaultdict(list)
    for each in statistics:
        kind = each.area, each.measure, each.unit, each.out_of
        subject = *kind, population[each.id], each.period, store.state(each.entity)
        for body in said_by(each):
            rivals[subject, body].append((each.id, *_rival_limits(each)))
    for counted in rivals.values():
        yield from _excluded_rivals(counted)


def _excluded_rivals(intervals: Sequence[_Interval]) -> _Rivals:
    """Yield each of the intervals with the first of those that exclude it."""
    below = _rivals_below([(low, high) for _, low, high in intervals])
    above = _rivals_below([(-high, -low) for _, low, high in intervals])
    for one, low, high in intervals:
        places = sorted([*below[low], *above[-high]])[:MOST]
        yield one, [intervals[place][0] for place in places]


def _rivals_below(limits: Sequence[tuple[float, float]]) -> dict[float, Sequence[int]]:
    """For each lowest value, the first places of the intervals that end below it."""
    ends = sorted(((high, place) for place, (_, high) in enumerate(limits)), reverse=True)
    found: dict[float, Sequence[int]] = {}
    first: list[int] = []  # from the lowest up ever more, so that each is looked at once
    for low in sorted({low for low, _ in limits}):
        while ends[-1][0] < low:
            insort(first, ends.pop()[1])
            del first[MOST:]
        found[low] = [*first]
    return found


def rival_populations(store: Store, statistics: Iterable[Statistic]) -> dict[str, int]:
    """Number the population of each statistic, by its id: minors among women are not all minors."""
    by_id = {statistic.id: statistic for statistic in store.statistics}
    numbers: dict[tuple[int, str | None, str | None], int] = {}
    population = {"": 0}
    for statistic in statistics:
        wholes = [statistic]
        while (whole := wholes[-1].part_of or "") not in population:
            wholes.append(by_id[whole])
        for part in reversed(wholes):
            within = population[part.part_of or ""]
            own = (within, part.dimension, part.group)
            divides = own[1:] != (None, None)
            population[part.id] = numbers.setdefault(own, len(numbers) + 1) if divides else within
    return population


def _rival_limits(statistic: Statistic) -> tuple[float, float]:
    """Return the lowest and the highest true value that the figure and its bound allow."""
    value = float(statistic.value)
    above, below = nextafter(value, inf), nextafter(value, -inf)
    limits = {"at_least": (value, inf), "more_than": (above, inf)}
    limits |= {"at_most": (-inf, value), "less_than": (-inf, below)}
    return limits.get(statistic.bound, (value, value))


def with_rivals(store: Store) -> CompiledStore:
    """Return the store with what takes long to find out, to be compiled."""
    return CompiledStore(**structs.asdict(store), disputes=find_rivals(store, store.facts()))
