"""A measure through the years: a track for each counter.

Counters don't count the same, so each has a track of its own on one scale. A mark is a year's
figure, a bracket that of another period; two marks are joined only where nothing lies between.
"""

from calendar import isleap
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from msgspec import Struct

from serbia_tip.figures.captions import MEANINGS, Captions
from serbia_tip.figures.shapes import Bracket, Change, Entry, Era, Figure, Mark, Track, Years
from serbia_tip.model import Store
from serbia_tip.period import span, years
from serbia_tip.queries.attribution import Attribution
from serbia_tip.queries.rows import StatisticRow
from serbia_tip.terminal.escape import visible
from serbia_tip.views import wording

GAP = "nothing is stored for the year, which is not zero"
BRACKET = "a figure of this period, which is not one whole year"
_STATE = "the figures are of another state from here on"
_PERCENT = "percent"

Scale = tuple[str, float | None]
"""What figures must have in common to be drawn on one scale: the unit, and what they are out of."""


class _Series(Struct, frozen=True):
    """The figures of one measure that can be compared, and what lies between them."""

    captions: Captions
    attribution: Attribution
    store: Store
    rows: Sequence[StatisticRow]
    changes: Sequence[Change]


def figure(
    store: Store, rows: Sequence[StatisticRow], remarks: Sequence[str] = ()
) -> Figure | None:
    """The figure of these rows, which are of one measure and one group; None without any."""
    dated = [row for row in rows if row.period is not None]
    if not rows:
        return None
    captions = Captions(store)
    words = captions.words
    panels = []
    by_scale: defaultdict[Scale, list[StatisticRow]] = defaultdict(list)
    for row in sorted(dated, key=lambda row: span(str(row.period))):
        by_scale[row.unit, row.out_of].append(row)
    changes = _changes(store, captions, dated)
    touched = [year for row in dated for year in years(str(row.period))]
    for same in by_scale.values():
        panels.append(
            _panel(_Series(captions, Attribution.of(store), store, same, changes), touched)
        )
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
        legend=_legend(panels, changes),
        notes=[*undated, *captions.notes(rows), *map(visible, remarks)],
        sources=captions.sources(rows),
        credit=captions.credit,
    )


def _panel(series: _Series, touched: Sequence[int]) -> Years:
    """The tracks of figures that share a scale, the counters with most of them first."""
    rows = series.rows
    counters: defaultdict[tuple[str, ...], list[StatisticRow]] = defaultdict(list)
    for row in rows:
        counters[tuple(row.said_by)].append(row)
    full = _full(rows)
    first, last = min(touched), max(touched)
    return Years(
        title=scale(rows[0]),
        first=first,
        last=last,
        tracks=[
            _track(series, counter, same, full)
            for counter, same in sorted(counters.items(), key=lambda item: -len(item[1]))
        ],
        changes=[change for change in series.changes if first < change.year <= last],
        eras=_eras(series),
    )


def scale(row: StatisticRow) -> str:
    """What the figures of one scale are counted in: `Persons`, `Points of 15`."""
    out_of = "" if row.out_of is None else f" of {row.out_of:,}"
    return visible(f"{row.unit[:1].upper()}{row.unit[1:]}{out_of}")


def _full(rows: Sequence[StatisticRow]) -> float:
    """The value that stands highest."""
    out_of = rows[0].out_of
    if out_of is not None:
        return out_of
    most = max((row.value for row in rows if _is_year(row)), default=0)
    return 100 if rows[0].unit == _PERCENT and most <= 100 else most


def _track(
    series: _Series, counter: tuple[str, ...], rows: Sequence[StatisticRow], full: float
) -> Track:
    captions = series.captions
    marks, brackets = [], []
    for row in rows:
        value = f"{wording.SIGNS.get(row.bound, '')}{row.value:,}"
        said = f"{wording.period(row.period)}: {captions.marked(captions.words.value(row), row)}"
        said += f", {captions.words.who(row)}"
        if _is_year(row):
            height = min(max(row.value / full, 0), 1) if full > 0 else 0
            mark = Mark(
                id=row.id,
                year=int(str(row.period)),
                at=height,
                sign=captions.sign(row),
                label=value,
                said=said,
            )
            marks.append(mark)
        else:
            begin, end = _moments(str(row.period))
            brackets.append(
                Bracket(
                    id=row.id,
                    begin=begin,
                    end=end,
                    sign=captions.sign(row),
                    label=value,
                    said=said,
                )
            )
    return Track(
        title=" and ".join(map(captions.words.body, counter)),
        marks=marks,
        brackets=brackets,
        joins=_joins(series, marks, rows),
        gaps=_gaps(series, counter, marks, rows[0]),
    )


def _is_year(row: StatisticRow) -> bool:
    return row.period is not None and len(row.period) == len("YYYY")


def _moments(period: str) -> tuple[float, float]:
    """When the period begins and when it is over, in years."""
    first, last = span(period)
    return _moment(first, 0), _moment(last, 1)


def _moment(day: date, over: int) -> float:
    """When the day begins, or is over, in years."""
    return day.year + (day.timetuple().tm_yday - 1 + over) / (365 + isleap(day.year))


def _joins(
    series: _Series, marks: Sequence[Mark], rows: Sequence[StatisticRow]
) -> list[tuple[int, int]]:
    """Places of two marks of one counter between which no gap, break or change of state lies.

    Where one of them is disputed by another source, the line goes on: it is this counter's. One
    whose bound leaves open where the true figure stands is not joined.
    """
    states = {row.id: series.captions.state(row) for row in rows}
    broken = {change.year for change in series.changes}
    open_ = {row.id for row in rows if row.bound not in ("exact", "about")}
    standing: defaultdict[int, list[int]] = defaultdict(list)
    for place, mark in enumerate(marks):
        if mark.sign != "deprecated":
            standing[mark.year].append(place)
    found = []
    for year, here in list(standing.items()):
        there = standing.get(year + 1, [])
        if len(here) != 1 or len(there) != 1 or year + 1 in broken:
            continue
        one, other = marks[here[0]], marks[there[0]]
        if states[one.id] == states[other.id] and not {one.id, other.id} & open_:
            found.append((here[0], there[0]))
    return found


def _gaps(
    series: _Series, counter: tuple[str, ...], marks: Sequence[Mark], row: StatisticRow
) -> list[int]:
    """The years between its first and last mark for which the store has no figure of it."""
    if not marks:
        return []
    stored: set[int] = set()
    for fact in series.store.statistics:
        if (
            fact.measure == row.measure
            and fact.group == row.group
            and fact.period
            and tuple(series.attribution.said_by(fact)) == counter
        ):
            stored |= {*years(fact.period)} if len(fact.period) == len("YYYY") else set()
    first, last = marks[0].year, max(mark.year for mark in marks)
    return [year for year in range(first, last) if year not in stored]


def _changes(store: Store, captions: Captions, rows: Sequence[StatisticRow]) -> list[Change]:
    """The breaks of the series, and the years in which the state that is counted changes."""
    measure = rows[0].measure if rows else ""
    changes = {
        span(fact.period).first.year: visible(fact.break_before)
        for fact in store.statistics
        if fact.measure == measure and fact.break_before and fact.period
    }
    states = sorted({(int(str(row.period)), captions.state(row)) for row in rows if _is_year(row)})
    for (_, before), (year, state) in pairwise(states):
        if before != state:
            changes.setdefault(year, f"{_STATE}: {state}")
    return [Change(year, meaning) for year, meaning in sorted(changes.items())]


def _eras(series: _Series) -> list[Era]:
    eras: list[Era] = []
    for row in series.rows:
        state = series.captions.state(row)
        if _is_year(row) and (not eras or eras[-1].name != state):
            eras.append(Era(int(str(row.period)), state))
    home = visible(series.store.home.name)
    return eras if {era.name for era in eras} - {home} else []


def _legend(panels: Sequence[Years], changes: Sequence[Change]) -> list[tuple[Entry, str]]:
    tracks = [track for panel in panels for track in panel.tracks]
    signs = {each.sign for track in tracks for each in track.said} - {"stated"}
    legend: list[tuple[Entry, str]] = [
        (sign, meaning) for sign, meaning in MEANINGS.items() if sign in signs
    ]
    if any(track.gaps for track in tracks):
        legend.append(("gap", GAP))
    if any(track.brackets for track in tracks):
        legend.append(("bracket", BRACKET))
    drawn = {change for panel in panels for change in panel.changes}
    legend += [
        ("change", f"{change.year:04}: {change.meaning}") for change in changes if change in drawn
    ]
    return legend
