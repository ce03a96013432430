"""The figure of a measure: a track for each counter, since counters don't count the same."""

from calendar import isleap
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from serbia_tip.figures.captions import DOUBTS, Captions
from serbia_tip.figures.shapes import Bracket, Break, Era, Figure, Mark, Track, Years
from serbia_tip.figures.years import eras, foreign, legend, lines
from serbia_tip.model import Store
from serbia_tip.period import span, years
from serbia_tip.queries.rows import StatisticRow
from serbia_tip.terminal.escape import visible
from serbia_tip.views import wording

GAP = "nothing is stored for the year, which is not zero"
BRACKET = "a figure of this period, which is not one whole year"
_STATE = "the figures are of another state from here on"
_PERCENT = "percent"


def figure(
    store: Store, rows: Sequence[StatisticRow], remarks: Sequence[str] = ()
) -> Figure | None:
    """The figure of these rows, which are of one measure and one group; None without any."""
    if not rows:
        return None
    captions = Captions(store)
    words = captions.words
    dated = [row for row in rows if row.period is not None]
    by_scale: defaultdict[tuple[str, float | None], list[StatisticRow]] = defaultdict(list)
    for row in sorted(dated, key=lambda row: span(str(row.period))):
        by_scale[row.unit, row.out_of].append(row)
    breaks = _breaks(captions, dated)
    touched = [year for row in dated for year in years(str(row.period))]
    panels = [
        _panel(captions, same, breaks, min(touched), max(touched)) for same in by_scale.values()
    ]
    drawn = {each for panel in panels for each in panel.breaks}
    undated = [
        f"{words.value(row)} {words.who(row)}, undated" for row in rows if row.period is None
    ]
    group = rows[0].group
    title = words.measure(rows[0].measure) + (f", {words.group(group)}" if group else "")
    if touched:
        title += f", {wording.years_in_words(min(touched), max(touched))}"
    return Figure(
        title=title,
        description="Years across, a track for each counter, all on one scale. A mark for each "
        "year's figure, a bracket for that of another period. Nothing joins what a gap, a break "
        "or a dispute divides.",
        panels=panels,
        legend=legend(
            [track for panel in panels for track in panel.tracks],
            DOUBTS,
            GAP,
            BRACKET,
            [f"{each.year:04}: {each.meaning}" for each in breaks if each in drawn],
        ),
        notes=[*undated, *captions.notes(rows), *map(visible, remarks)],
        sources=captions.sources(rows),
        credit=captions.credit,
    )


def _panel(
    captions: Captions,
    rows: Sequence[StatisticRow],
    breaks: Sequence[Break],
    first: int,
    last: int,
) -> Years:
    """The tracks of figures that share a scale, the counters with most of them first."""
    counters: defaultdict[tuple[str, ...], list[StatisticRow]] = defaultdict(list)
    for row in rows:
        counters[tuple(row.said_by)].append(row)
    full = highest(rows[0], [row.value for row in rows if _is_year(row)])
    return Years(
        title=scale(rows[0]),
        first=first,
        last=last,
        tracks=[
            _track(captions, same, breaks, full)
            for same in sorted(counters.values(), key=len, reverse=True)
        ],
        breaks=[each for each in breaks if first < each.year <= last],
        eras=foreign(_eras(captions, rows), captions.words.home),
    )


def scale(row: StatisticRow) -> str:
    """The title of the row's scale: `Persons`, `Points of 15`."""
    out_of = "" if row.out_of is None else f" of {row.out_of:,}"
    return visible(f"{row.unit[:1].upper()}{row.unit[1:]}{out_of}")


def highest(row: StatisticRow, values: Sequence[float]) -> float:
    """The value at the top of the row's scale, which has these values."""
    if row.out_of is not None:
        return row.out_of
    most = max(values, default=0)
    return 100 if row.unit == _PERCENT and most <= 100 else most


def share(value: float, full: float) -> float:
    """The value as a share of the one at the top of its scale, from 0 to 1."""
    return min(max(value / full, 0), 1) if full > 0 else 0


def _track(
    captions: Captions, rows: Sequence[StatisticRow], breaks: Sequence[Break], full: float
) -> Track:
    """The track of one counter's figures."""
    words = captions.words
    marks, brackets = [], []
    for row in rows:
        value = f"{wording.SIGNS.get(row.bound, '')}{row.value:,}"
        said = f"{wording.period(row.period)}: {captions.marked(words.value(row), row)}"
        said += f", {words.who(row)}"
        sign = captions.sign(row)
        if _is_year(row):
            year, height = int(str(row.period)), share(row.value, full)
            marks.append(Mark(id=row.id, year=year, at=height, sign=sign, label=value, said=said))
        else:
            begin, end = _moments(str(row.period))
            brackets.append(
                Bracket(id=row.id, begin=begin, end=end, sign=sign, label=value, said=said)
            )
    parted = {each.year for each in breaks} | {era.year for era in _eras(captions, rows)[1:]}
    unbounded = {row.id for row in rows if row.bound not in ("exact", "about")}
    return Track(
        title=" and ".join(map(words.body, rows[0].said_by)),
        marks=marks,
        brackets=brackets,
        lines=lines(marks, parted, unbounded),
        gaps=_gaps(captions, marks, rows[0]),
    )


def _is_year(row: StatisticRow) -> bool:
    return row.period is not None and len(row.period) == len("YYYY")


def _moments(period: str) -> tuple[float, float]:
    """The start and the end of the period, in years."""
    first, last = span(period)
    return _moment(first, 0), _moment(last, 1)


def _moment(day: date, over: int) -> float:
    """The start of the day in years, or its end if `over` is 1."""
    return day.year + (day.timetuple().tm_yday - 1 + over) / (365 + isleap(day.year))


def _gaps(captions: Captions, marks: Sequence[Mark], row: StatisticRow) -> list[int]:
    """The years between the first and the last mark for which the counter has no figure."""
    stored = {
        int(fact.period)
        for fact in captions.store.statistics
        if fact.measure == row.measure
        and fact.group == row.group
        and fact.period
        and len(fact.period) == len("YYYY")
        and captions.words.said_by(fact) == row.said_by
    }
    drawn = [mark.year for mark in marks]
    return [year for year in range(min(drawn), max(drawn)) if year not in stored] if drawn else []


def _breaks(captions: Captions, rows: Sequence[StatisticRow]) -> list[Break]:
    """The breaks of the series, and the years in which the state that is counted changes."""
    measures = {row.measure for row in rows}
    breaks = {
        span(fact.period).first.year: visible(fact.break_before)
        for fact in captions.store.statistics
        if fact.measure in measures and fact.break_before and fact.period
    }
    for era in _eras(captions, rows)[1:]:
        breaks.setdefault(era.year, f"{_STATE}: {era.name}")
    return [Break(year, meaning) for year, meaning in sorted(breaks.items())]


def _eras(captions: Captions, rows: Iterable[StatisticRow]) -> list[Era]:
    """The eras of the states that the yearly figures are about."""
    yearly = {(int(str(row.period)), captions.state(row)) for row in rows if _is_year(row)}
    return eras(sorted(yearly))
