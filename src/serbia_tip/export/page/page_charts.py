"""The charts of the page: one small panel for each series, so that a phone shows it whole."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import count, pairwise

from msgspec import Struct

from serbia_tip.export.page.page_answer import key_measures
from serbia_tip.figures.captions import Captions
from serbia_tip.model import Store, Tier, vocabulary
from serbia_tip.periods import years
from serbia_tip.queries import kinds
from serbia_tip.queries.rows import FactRow, StatisticRow, TierRow
from serbia_tip.terminal.screen import visible
from serbia_tip.terminal.text import NO_BREAK
from serbia_tip.views.wording import SIGNS, number, years_in_words

_MOST = 12
"""The most panels."""

_FEWEST = 4
"""The fewest years of a series that is drawn for its length alone."""

_NAMED = 2
"""Of more bodies than this, those who say most are named."""

_WIDTH, _HEIGHT = 344.0, 176.0
"""The size of a panel, in pixels, which fits a phone."""

_TOP, _BOTTOM, _LEFT, _RIGHT = 26.0, 150.0, 8.0, 336.0
"""Where the values are drawn."""

_LANES_LEFT = 104.0
"""Where the years of ratings begin, right of the tiers' names."""

_LABEL_YEARS = 40.0
"""The least distance between two years that are written."""

_TIERS = vocabulary(Tier)


class Text(Struct, frozen=True):
    """A text within a panel."""

    x: float
    y: float
    anchor: str
    text: str
    class_: str = "small"


class Dot(Struct, frozen=True):
    """A value of one year: its mark, and what is said of it where it is pointed at."""

    x: float
    y: float
    sign: str
    said: str


class Panel(Struct, frozen=True):
    """A drawing of one series."""

    title: str
    whose: str
    """Who counts, and what."""
    measure: str | None
    """What is counted; None where it is the ratings."""
    gaps: Sequence[tuple[float, float, float, float]]
    """The years for which nothing is stored, as rectangles."""
    rules: Sequence[float]
    """The heights of the lines from the first year to the last."""
    left: float
    right: float
    breaks: Sequence[float]
    """Where the figures before and after can't be compared."""
    lines: Sequence[Sequence[tuple[float, float]]]
    dots: Sequence[Dot]
    texts: Sequence[Text]
    notes: Sequence[str]
    sources: str
    top: float = _TOP
    bottom: float = _BOTTOM
    size: tuple[float, float] = (_WIDTH, _HEIGHT)


def draw_charts(store: Store) -> list[Panel]:
    """The ratings, the richest series of each key measure, and the richest of the others."""
    captions = Captions(store)
    panels = list(_ratings(captions))
    statistics = kinds.statistics(store, totals=True)
    for rows in _series(store, statistics)[: _MOST - len(panels)]:
        panels.append(_values(captions, rows))
    return panels


def _series(store: Store, statistics: Sequence[StatisticRow]) -> list[list[StatisticRow]]:
    """The yearly figures of one measure, unit and counter each, those to be drawn first."""
    found: defaultdict[tuple[object, ...], list[StatisticRow]] = defaultdict(list)
    for row in statistics:
        if row.period and row.period.isdigit() and row.rank != "deprecated":
            found[row.measure, row.unit, row.out_of, tuple(row.said_by)].append(row)
    richest = sorted(found.values(), key=lambda rows: -len({row.period for row in rows}))
    first = []
    for measure in key_measures(store, statistics):
        own = (rows for rows in richest if rows[0].measure == measure)
        first += [rows for rows in [next(own, [])] if len({row.period for row in rows}) > 1]
    long = [rows for rows in richest if len({row.period for row in rows}) >= _FEWEST]
    return [*first, *(rows for rows in long if rows not in first)]


class _Years:
    """The scale of the years of a panel."""

    def __init__(self, first: int, last: int, left: float = _LEFT) -> None:
        self.first, self.last, self.left = first, last, left
        self.step = (_RIGHT - left) / (last - first + 1)

    def middle(self, year: int) -> float:
        return round(self.left + (year - self.first + 0.5) * self.step, 1)

    def begin(self, year: int) -> float:
        return round(self.left + (year - self.first) * self.step, 1)

    def labels(self) -> Iterator[Text]:
        """The years that are written: the last, and others at a distance that has room."""
        steps = (step * 10**power for power in count() for step in (1, 2, 5))
        reach = self.last - self.first
        every = next(each for each in steps if each * self.step >= _LABEL_YEARS or each > reach)
        for year in range(self.last, self.first - 1, -every):
            at = min(max(self.middle(year), self.left + 12), _RIGHT - 12)
            yield Text(at, _BOTTOM + 18, "middle", f"{year:04}")

    def gaps(self, covered: Collection[int]) -> list[tuple[float, float, float, float]]:
        """The years between those covered, each run of them as one rectangle."""
        return [
            (self.begin(one + 1), _TOP, round((other - one - 1) * self.step, 1), _BOTTOM - _TOP)
            for one, other in pairwise(sorted(covered))
            if other > one + 1
        ]


def _ratings(captions: Captions) -> Iterator[Panel]:
    rows = [row for row in kinds.tiers(captions.store) if row.rank != "deprecated"]
    if not rows:
        return
    first, last = min(row.year for row in rows), max(row.year for row in rows)
    scale = _Years(first, last, _LANES_LEFT)
    lane = (_BOTTOM - _TOP) / len(_TIERS)
    heights = {tier: _TOP + (place + 0.5) * lane for place, tier in enumerate(_TIERS)}
    points = [(row, scale.middle(row.year), heights[row.tier]) for row in rows]
    states = {row.year: captions.state(row) for row in rows}
    changes = [other for one, other in pairwise(sorted(states)) if states[one] != states[other]]
    yield Panel(
        title=f"Ratings, {years_in_words(first, last)}",
        whose=_who(captions, rows),
        measure=None,
        gaps=scale.gaps(states.keys()),
        rules=list(heights.values()),
        left=_LANES_LEFT,
        right=_RIGHT,
        breaks=[scale.begin(year) for year in changes],
        lines=_joined(captions, points, set(changes)),
        dots=[_dot(captions, row, x, y, row.tier) for row, x, y in points],
        texts=[
            *(Text(0, height + 4, "start", tier) for tier, height in heights.items()),
            *scale.labels(),
        ],
        notes=[
            *(
                f"{year:04}: another state is rated from here on: {states[year]}"
                for year in changes
            ),
            *captions.notes(rows),
        ],
        sources=captions.sources(rows),
    )


def _values(captions: Captions, rows: Sequence[StatisticRow]) -> Panel:
    words, one = captions.words, rows[0]
    covered = {int(str(row.period)) for row in rows}
    first, last = min(covered), max(covered)
    scale = _Years(first, last)
    top = float(one.out_of or max(max(row.value for row in rows), 0) or 1)
    points = [
        (
            row,
            scale.middle(int(str(row.period))),
            round(_BOTTOM - min(max(row.value / top, 0), 1) * (_BOTTOM - _TOP), 1),
        )
        for row in rows
    ]
    breaks = _breaks(captions.store, one)
    inner = [year for year in sorted(breaks) if first < year <= last]
    unit = "" if words.measure(one.measure).casefold() == one.unit else f", {visible(one.unit)}"
    out_of = "" if one.out_of is None else f" of {number(one.out_of)}"
    return Panel(
        title=f"{words.measure(one.measure)}, {years_in_words(first, last)}",
        whose=f"{_who(captions, rows)}{unit}{out_of}",
        measure=one.measure,
        gaps=scale.gaps(covered),
        rules=[_BOTTOM],
        left=_LEFT,
        right=_RIGHT,
        breaks=[scale.begin(year) for year in inner],
        lines=_joined(captions, points, set(inner)),
        dots=[
            _dot(captions, row, x, y, words.value(row).replace(NO_BREAK, " "))
            for row, x, y in points
        ],
        texts=[*_labels(points), *scale.labels()],
        notes=[
            *(f"{year:04}: a break. {breaks[year]}" for year in inner),
            *captions.notes(rows),
        ],
        sources=captions.sources(rows),
    )


def _who(captions: Captions, rows: Sequence[FactRow]) -> str:
    """Who says the rows; of many, those who say most."""
    counts = Counter(captions.words.body(body) for row in rows for body in row.said_by)
    names = [name for name, _ in counts.most_common(_NAMED)]
    others = ["others"] if len(counts) > len(names) else []
    return " and ".join([", ".join(names), *others]) if others else ", ".join(names)


def _breaks(store: Store, one: StatisticRow) -> Mapping[int, str]:
    """The years before which the series breaks, and why."""
    return {
        years(fact.period)[0]: visible(fact.break_before)
        for fact in store.statistics
        if fact.measure == one.measure and fact.break_before and fact.period
    }


def _labels(points: Sequence[tuple[StatisticRow, float, float]]) -> Iterator[Text]:
    """The highest value, and the latest unless it stands too near, each above its mark."""
    highest = max(points, key=lambda point: point[0].value)
    near = abs(points[-1][1] - highest[1]) < _LABEL_YEARS
    for row, x, y in [highest] if near else [highest, points[-1]]:
        at = min(max(x, _LEFT + 16), _RIGHT - 16)
        value = f"{SIGNS.get(row.bound, '')} {number(row.value)}".strip()
        yield Text(at, y - 9, "middle", value, "value")


def _dot(captions: Captions, row: FactRow, x: float, y: float, value: str) -> Dot:
    when = f"{row.year:04}" if isinstance(row, TierRow | StatisticRow) and row.year else ""
    who = captions.words.who(row)
    return Dot(x, y, captions.sign(row), f"{when}: {captions.marked(value, row)}, {who}")


def _joined(
    captions: Captions,
    points: Sequence[tuple[TierRow, float, float]] | Sequence[tuple[StatisticRow, float, float]],
    parted: Collection[int],
) -> list[list[tuple[float, float]]]:
    """The runs of consecutive years, each with one exact, undisputed value and no break before."""
    by_year: defaultdict[int, list[tuple[float, float] | None]] = defaultdict(list)
    for row, x, y in points:
        exact = isinstance(row, TierRow) or row.bound in ("exact", "about")
        sound = exact and captions.sign(row) != "disputed"
        by_year[row.year or 0].append((x, y) if sound else None)
    runs: list[list[tuple[float, float]]] = []
    before = None
    for year, found in sorted(by_year.items()):
        place = found[0] if len(found) == 1 else None
        if place and before == year - 1 and year not in parted:
            runs[-1].append(place)
        elif place:
            runs.append([place])
        before = year if place else None
    return [run for run in runs if len(run) > 1]
