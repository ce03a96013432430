"""The years of the page: how much is stored of each, and how the country was rated."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence

from msgspec import Struct

from serbia_tip.figures.captions import Captions
from serbia_tip.model import FACT_TYPES, Fact, Store
from serbia_tip.periods import years
from serbia_tip.queries import kinds
from serbia_tip.words import number_of


class PageYear(Struct, frozen=True):
    """A year in which a fact begins or ends."""

    year: int
    number: int
    """How many facts touch it."""
    rating: str
    counts: Sequence[tuple[str, str]]
    """The tables with facts of it, and how many these are."""


def count_years(store: Store) -> list[PageYear]:
    """The years in their order; those that are only within longer spans have no entry."""
    counts = {kind.table: _Spans(store.of(kind)) for kind in FACT_TYPES}
    ratings: defaultdict[int, list[str]] = defaultdict(list)
    captions = Captions(store)
    for row in kinds.tiers(store):
        ratings[row.year].append(captions.marked(row.tier, row))
    touched = {year for spans in counts.values() for year in (*spans.first, *spans.last)}
    found = []
    for year in sorted(touched):
        numbers = {kind: counts[kind.table].count(year) for kind in FACT_TYPES}
        named = [
            (kind.table, number_of(number, kind.noun)) for kind, number in numbers.items() if number
        ]
        found.append(PageYear(year, sum(numbers.values()), "; ".join(ratings[year]), named))
    return found


class _Spans:
    """The first and the last years of facts, from which those of any year can be counted."""

    def __init__(self, facts: Sequence[Fact]) -> None:
        spans = [years(fact.dated) for fact in facts if fact.dated]
        self.first = sorted(span[0] for span in spans)
        self.last = sorted(span[-1] for span in spans)

    def count(self, year: int) -> int:
        """How many facts touch the year."""
        return bisect_right(self.first, year) - bisect_left(self.last, year)
