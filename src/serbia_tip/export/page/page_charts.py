"""The page's answer at its top, and its charts."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain, count, groupby
from typing import TypeAlias
from urllib.parse import urlencode

from serbia_tip.figures import tiers
from serbia_tip.figures.captions import Captions, scale, year_of
from serbia_tip.figures.shapes import Figure, Mark, Years
from serbia_tip.figures.statistics import draw_series
from serbia_tip.model import FACT_TYPES, Fact, Role, Store
from serbia_tip.periods import years
from serbia_tip.queries.country_profile import Pair, count_reports, pairs
from serbia_tip.queries.gaps import yearly_years
from serbia_tip.queries.rows import RouteRow, StatisticRow, TierRow
from serbia_tip.store.attribution import Attribution
from serbia_tip.views.evidence import STANDINGS
from serbia_tip.views.wording import capitalized, runs, years_in_words
from serbia_tip.words import number_of

_MOST = 12  # the most panels
_FEWEST = 4  # the fewest years of a series that is drawn for its length alone
_LABEL_YEARS = 40.0  # the least distance between two years that are written
Text: TypeAlias = tuple[float, float, str, str, str]  # its place, anchor, words and class


class Panel:
    """A series, and where its years and values stand in a drawing that fits a phone."""

    width, height = 344.0, 176.0
    top, bottom, right = 26.0, 150.0, 336.0

    def __init__(self, figure: Figure, title: str, whose: str, measure: str | None = None) -> None:
        """The panel of a figure with one track; `measure` is None where it is the ratings."""
        [self.years] = (panel for panel in figure.panels if isinstance(panel, Years))
        [self.track] = self.years.tracks
        self.title = f"{title}, {years_in_words(self.years.first, self.years.last)}"
        self.whose, self.measure, self.sources = whose, measure, figure.sources
        breaks = (f"{each.year:04}: {each.meaning}" for each in self.years.breaks)
        self.notes = [*breaks, *figure.notes]
        lanes = range(len(self.track.lanes))
        self.left = 118.0 if lanes else 8.0  # right of the tiers' names
        self._lane = (self.bottom - self.top) / (len(lanes) or 1)
        # The heights of the lines from the first year to the last.
        self.rules = [self.top + (each + 0.5) * self._lane for each in lanes] or [self.bottom]
        self.step = (self.right - self.left) / len(self.years.years)

    def x(self, year: float) -> float:
        """Where the year begins; half a year later is its middle."""
        return self.left + (year - self.years.first) * self.step

    def place(self, mark: Mark) -> tuple[float, float]:
        """Where the mark stands."""
        in_lane = self.top + (mark.at + 0.5) * self._lane
        by_value = self.bottom - mark.at * (self.bottom - self.top)
        y = in_lane if self.track.lanes else by_value
        return round(self.x(mark.year + 0.5), 1), round(y, 1)

    def texts(self) -> Iterator[Text]:
        """The names of the lanes, or the highest value and the latest; and years."""
        marks = self.track.marks
        for y, lane in zip(self.rules, self.track.lanes, strict=False):
            yield 0, y + 4, "start", lane, "small"
        if not self.track.lanes:
            highest, latest = max(marks, key=lambda mark: mark.at), marks[-1]
            apart = abs(self.place(latest)[0] - self.place(highest)[0]) >= _LABEL_YEARS
            for mark in [highest, latest] if apart else [highest]:
                x, y = self.place(mark)
                yield self._within(x, 16), y - 9, "middle", mark.label, "value"
        # The last year, and others at a distance that has room.
        first, last = self.years.first, self.years.last
        steps = (each * 10**power for power in count() for each in (1, 2, 5))
        every = next(
            each for each in steps if each * self.step >= _LABEL_YEARS or each > last - first
        )
        for year in range(last, first - 1, -every):
            x = self._within(self.x(year + 0.5), 12)
            yield x, self.bottom + 18, "middle", f"{year:04}", "small"

    def _within(self, x: float, half: float) -> float:
        """The middle of a text of twice this width, so that it stands within the panel."""
        return round(min(max(x, self.left + half), self.right - half), 1)


def draw_charts(
    store: Store,
    ratings: Sequence[TierRow],
    totals: Sequence[StatisticRow],
    measures: Sequence[str],
) -> list[Panel]:
    """The ratings, the richest series of each of the measures, and the richest of the others."""
    captions, panels = Captions(store), []
    if drawn := tiers.figure(store, ratings):
        panels.append(Panel(drawn, "Ratings", capitalized(captions.who(ratings))))
    for rows in _choose_series(totals, measures)[: _MOST - len(panels)]:
        title, unit = captions.words.measure(rows[0].measure), scale(rows[0])
        who = captions.who(rows)
        whose = capitalized(who) if unit.casefold() == title.casefold() else f"{unit}, {who}"
        if drawn := draw_series(store, rows):
            panels.append(Panel(drawn, title, whose, rows[0].measure))
    return panels


def _choose_series(
    totals: Sequence[StatisticRow], measures: Sequence[str]
) -> list[list[StatisticRow]]:
    """The yearly figures of one measure, unit and counter each, those to be drawn first."""
    found: defaultdict[tuple[object, ...], list[StatisticRow]] = defaultdict(list)
    for row in totals:
        if year_of(row) is not None:
            found[row.measure, row.unit, row.out_of, tuple(row.said_by)].append(row)
    richest = sorted(found.values(), key=lambda rows: -len(yearly_years(rows)))
    best = {rows[0].measure: rows for rows in reversed(richest)}
    first = [best[name] for name in measures if len(yearly_years(best.get(name, []))) > 1]
    long = [rows for rows in richest if len(yearly_years(rows)) >= _FEWEST]
    return [*first, *(rows for rows in long if rows not in first)]


_ROLES: dict[Role, tuple[str, Sequence[str]]] = {
    "source": ("From {home} abroad", ("destination",)),
    "transit": ("Through {home}", ("origin", "destination")),
    "destination": ("To {home} from abroad", ("origin",)),
    "internal": ("Within {home}", ()),
}
"""The title of each role, and the ends of its routes that are other countries."""
RoutePair: TypeAlias = tuple[
    str, str, str
]  # two countries, the query for their routes, who says so


def list_roles(
    store: Store, routes: Sequence[RouteRow]
) -> Iterator[tuple[str, str, list[RoutePair]]]:
    """The title of each role of the country, the number of reports, and the pairs of countries."""
    attribution = Attribution.of(store)
    for role, same in groupby(pairs(store, routes), key=lambda pair: pair.role):
        own = list(same)
        reports = number_of(count_reports(attribution, own), "report")
        title, abroad = _ROLES[role]
        named = [_describe_pair(pair, abroad) for pair in own]
        yield title.format(home=store.home.name), reports, named


def _describe_pair(pair: Pair, abroad: Sequence[str]) -> RoutePair:
    ends = {end: getattr(pair.rows[0], end) for end in abroad}
    named = " to ".join(country or "(not named)" for country in ends.values())
    wanted = {"role": pair.role, "standing": pair.standing, **ends}
    narrowed = urlencode({field: value for field, value in wanted.items() if value})
    said = [
        number_of(len(pair.reports), "report"),
        runs(pair.years) or "undated",
        "and others" if pair.open_ended else "",
        STANDINGS.get(pair.standing, ""),
    ]
    return named or ", ".join(pair.people) or "people", narrowed, ", ".join(filter(None, said))


def count_years(
    store: Store, ratings: Sequence[TierRow]
) -> Iterator[tuple[int, str, dict[type[Fact], int]]]:
    """The years in which a fact begins or ends, the rating, and how many facts touch each."""
    spans = {
        kind: [years(fact.dated) for fact in store.of(kind) if fact.dated] for kind in FACT_TYPES
    }
    begins = {kind: sorted(span[0] for span in found) for kind, found in spans.items()}
    ends = {kind: sorted(span[-1] for span in found) for kind, found in spans.items()}
    rated: defaultdict[int, list[str]] = defaultdict(list)
    captions = Captions(store)
    for row in ratings:
        rated[row.year].append(captions.marked(row.tier, row))
    for year in sorted({*chain(*begins.values(), *ends.values())}):
        touching = {
            kind: number
            for kind in FACT_TYPES
            if (number := bisect_right(begins[kind], year) - bisect_left(ends[kind], year))
        }
        yield year, "; ".join(rated[year]), touching
