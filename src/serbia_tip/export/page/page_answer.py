"""What the page says in short: the rating, the key figures, the routes by role, the years."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby
from urllib.parse import urlencode

from msgspec import Struct

from serbia_tip.figures.captions import Captions
from serbia_tip.model import FACT_TYPES, Fact, Role, Store
from serbia_tip.periods import years
from serbia_tip.queries.attribution import Attribution
from serbia_tip.queries.country_profile import (
    key_figures,
    latest_rating,
    latest_statistic,
    usual_profile,
)
from serbia_tip.queries.route_pairs import Pair, count_reports, pairs
from serbia_tip.queries.rows import RouteRow, StatisticRow, TierRow
from serbia_tip.terminal.screen import visible
from serbia_tip.terminal.text import NO_BREAK
from serbia_tip.views.evidence import STANDINGS, Doubts
from serbia_tip.views.wording import Wording, period, runs
from serbia_tip.words import number_of

_NAMED = 4
"""How many pairs of countries are named for each role."""
_ROLES: dict[Role, tuple[str, Sequence[str]]] = {
    "source": ("From {home} abroad", ("destination",)),
    "transit": ("Through {home}", ("origin", "destination")),
    "destination": ("To {home} from abroad", ("origin",)),
    "internal": ("Within {home}", ()),
}
"""The title of each role, and the ends of its routes that are other countries."""
_NOT_NAMED = "(not named)"


class Said(Struct, frozen=True):
    """A fact in a few words, with its id, to which they are a link."""

    id: str
    what: str
    whose: str
    """When, and who says so."""


class KeyFigure(Struct, frozen=True):
    """A measure, and its latest figures."""

    title: str
    measure: str
    figures: Sequence[Said]


class RoutePair(Struct, frozen=True):
    """The routes between two countries."""

    name: str
    narrowed: str
    """The filters of the table of routes that leave these, as in an address."""
    said: str
    """How many reports name them, and for which years."""


class RouteRole(Struct, frozen=True):
    """The routes on which the country has one role."""

    title: str
    reports: str
    pairs: Sequence[RoutePair]

    @property
    def first(self) -> str:
        """The first of the pairs by name."""
        names = list(dict.fromkeys(pair.name for pair in self.pairs))
        return "; ".join([*names[:_NAMED], *(["…"] if len(names) > _NAMED else [])])


class PageAnswer(Struct, frozen=True):
    """What a reader wants to know first."""

    rating: Said | None
    figures: Sequence[KeyFigure]
    roles: Sequence[RouteRole]


def summarize(
    store: Store,
    ratings: Sequence[TierRow],
    totals: Sequence[StatisticRow],
    routes: Sequence[RouteRow],
) -> PageAnswer:
    """The answer of this store: the rating and the figures of its profile, the latest first."""
    words, profile = Wording(store), store.store.profile or usual_profile(store, totals)
    doubts = Doubts(store, words)

    def said(row: TierRow | StatisticRow) -> Said:
        whose = ", ".join([words.who(row), *doubts.words(row)])
        if isinstance(row, TierRow):
            return Said(row.id, row.tier, f"in {row.year:04}, {whose}")
        value = words.value(row, unit=row.measure != row.unit).replace(NO_BREAK, " ")
        return Said(row.id, value, f"in {period(row.period)}, {whose}")

    found = {name: key_figures(totals, name, profile.year)[::-1] for name in profile.measures}
    if index := latest_statistic(totals, lambda row: row.measure == profile.index):
        found.setdefault(index.measure, [index])
    figures = [
        KeyFigure(words.measure(measure), measure, list(map(said, rows)))
        for measure, rows in found.items()
        if rows
    ]
    latest = latest_rating(ratings)
    return PageAnswer(said(latest) if latest else None, figures, list(_roles(store, words, routes)))


def _roles(store: Store, words: Wording, routes: Sequence[RouteRow]) -> Iterator[RouteRole]:
    attribution = Attribution.of(store)
    for role, same in groupby(pairs(store, routes), key=lambda pair: pair.role):
        own = list(same)
        reports = number_of(count_reports(attribution, own), "report")
        title, _ = _ROLES[role]
        yield RouteRole(title.format(home=words.home), reports, [_pair(pair) for pair in own])


def _pair(pair: Pair) -> RoutePair:
    _, abroad = _ROLES[pair.role]
    ends = {end: getattr(pair.rows[0], end) for end in abroad}
    named = " to ".join(visible(country or _NOT_NAMED) for country in ends.values())
    wanted = {"role": pair.role, "standing": pair.standing}
    wanted |= {end: country for end, country in ends.items() if country}
    said = [number_of(len(pair.reports), "report"), runs(pair.years) or "undated"]
    if pair.open_ended:
        said.append("and others")
    if pair.standing in STANDINGS:
        said.append(STANDINGS[pair.standing])
    return RoutePair(
        name=named or visible(", ".join(pair.people)) or "people",
        narrowed=urlencode(wanted),
        said=", ".join(said),
    )


class PageYear(Struct, frozen=True):
    """A year in which a fact begins or ends."""

    year: int
    number: int
    """How many facts touch it."""
    rating: str
    counts: Sequence[tuple[str, str]]
    """The tables with facts of it, and how many these are."""


def count_years(store: Store, rows: Sequence[TierRow]) -> list[PageYear]:
    """The years in their order; those that are only within longer spans have no entry."""
    counts = {kind.table: _Spans(store.of(kind)) for kind in FACT_TYPES}
    ratings: defaultdict[int, list[str]] = defaultdict(list)
    captions = Captions(store)
    for row in rows:
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
