"""Draw statistics: measures through the years."""

from calendar import isleap
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from datetime import date
from typing import TypeAlias

from serbia_tip.errors import UsageError
from serbia_tip.figures.bars import draw_parts
from serbia_tip.figures.captions import Captions, highest, legend, lines, scale, share, year_of
from serbia_tip.figures.shapes import Bracket, Change, Figure, Mark, Track, Years, grouped
from serbia_tip.model import Store
from serbia_tip.periods import reach, span
from serbia_tip.queries.gaps import missing_years, yearly_years
from serbia_tip.queries.rows import Row, StatisticRow
from serbia_tip.terminal.screen import visible
from serbia_tip.views.evidence import is_total
from serbia_tip.views.wording import SIGNS, number, period, years_of
from serbia_tip.words import number_of

_MOST = 4  # the most measures in one figure
_NAMED = 5  # the most measures that a message names
_GAP = "nothing is stored for the year, which is not zero"
_BRACKET = "a figure of this period, which is not one whole year"
_SERIES = 2  # the fewest years that make a series
Counters: TypeAlias = list[list[StatisticRow]]
"""The figures of each counter, most of them first."""


def figure(store: Store, rows: Sequence[Row], _remarks: Sequence[str] = ()) -> Figure | None:
    """The wholes through the years, or else one group, or else the parts of wholes."""
    figures = [row for row in rows if isinstance(row, StatisticRow)]
    measures = Counter(row.measure for row in figures)
    if len(measures) > _MOST:
        most = ", ".join(f"{name} ({count})" for name, count in measures.most_common(_NAMED))
        more = ", …" if len(measures) > _NAMED else ""
        raise UsageError(
            f"--chart draws {_MOST} measures at most, and these are {len(measures)}: "
            f"name some with --measure: {most}{more}"
        )
    wholes = [row for row in figures if is_total(row)]
    if wholes or len({row.group for row in figures}) <= 1:
        left = len(figures) - len(wholes or figures)
        said = f"Not drawn: {number_of(left, 'part')} of these figures; --dimension draws parts."
        return draw_series(store, wholes or figures, [said] if left else [])
    divided = [row for row in figures if row.part_of is not None]
    if not divided:
        raise UsageError(
            "--chart draws wholes, one group, or the parts of wholes: name one with --group"
        )
    return draw_parts(store, divided)


def draw_series(
    store: Store, rows: Sequence[StatisticRow], remarks: Sequence[str] = ()
) -> Figure | None:
    """The figure of these rows, which are of few measures and one group; None without any."""
    if not rows:
        return None
    captions = Captions(store)
    words = captions.words
    dated = sorted((row for row in rows if row.period), key=lambda row: span(str(row.period)))
    by_scale = grouped(dated, lambda row: (row.measure, row.unit, row.out_of))
    split = [_with_series(same) for same in by_scale.values()]
    drawn = [row for tracks, _ in split for same in tracks for row in same]
    first, last = reach(row.period for row in drawn) or (0, 0)
    measures = [words.measure(name) for name in dict.fromkeys(row.measure for row in rows)]
    counted = {row.measure for row in drawn}
    stored = {
        (fact.measure, fact.group, tuple(words.said_by(fact)), year_of(fact))
        for fact in store.statistics
        if fact.measure in counted
    }
    panels = []
    for tracks, others in split:
        like = tracks[0][0]
        title = scale(like)
        if len(measures) > 1:
            title = f"{words.measure(like.measure)} ({title.lower()})"
        alike = (row for row in drawn if (row.unit, row.out_of) == (like.unit, like.out_of))
        full = highest(like, (row.value for row in alike if year_of(row)))
        breaks = _breaks(captions, [row for row in dated if row.measure == like.measure])
        panels.append(
            Years(
                title=title,
                first=first,
                last=last,
                tracks=[_track(captions, same, breaks, full, stored) for same in tracks],
                breaks=[each for each in breaks if first < each.year <= last],
                eras=captions.eras(row for same in tracks for row in same),
                words=[_in_words(captions, same) for same in others],
            )
        )
    undated = [f"{words.value(row)}, {words.who(row)}, undated" for row in rows if not row.period]
    group = f", {words.group(rows[0].group)}" if rows[0].group else ""
    # Within the title, the first word of a measure needs no capital letter.
    lowered = [name if name[1:2].isupper() else name[:1].lower() + name[1:] for name in measures]
    measured = " and ".join([measures[0], *lowered[1:]])
    meanings = [f"{each.year:04}: {each.meaning}" for panel in panels for each in panel.breaks]
    every = [track for panel in panels for track in panel.tracks]
    return Figure(
        title=f"{measured}{group}{years_of(row.period for row in dated)}, {captions.who(rows)}",
        description="Years across, a track for each counter, all on one scale. A mark for each "
        "year's figure, a bracket for that of another period. Nothing joins what a gap, a break "
        "or a dispute divides. In words, the figures of those who have no series.",
        panels=panels,
        legend=legend(every, _GAP, _BRACKET, dict.fromkeys(meanings)),
        remark="; ".join(undated),
        notes=[*undated, *captions.notes(rows), *map(visible, remarks)],
        sources=captions.sources(rows),
        credit=captions.credit,
    )


def _with_series(rows: Iterable[StatisticRow]) -> tuple[Counters, Counters]:
    """The figures of those who have a series, or else of all, and of the others."""
    counters = grouped(rows, lambda row: tuple(row.said_by)).values()
    ordered = sorted(counters, key=len, reverse=True)
    series = [same for same in ordered if len(yearly_years(same)) >= _SERIES]
    others = [same for same in ordered if len(yearly_years(same)) < _SERIES]
    return (series, others) if series else (others, [])


def _in_words(captions: Captions, rows: Sequence[StatisticRow]) -> str:
    """The figures of one counter: `ASTRA: 39 in 2019, 41 in January to September 2020`."""
    words = captions.words
    said = (f"{captions.marked(words.value(row), row)} in {period(row.period)}" for row in rows)
    return f"{words.bodies(rows[0].said_by)}: {', '.join(said)}"


def _track(
    captions: Captions,
    rows: Sequence[StatisticRow],
    breaks: Iterable[Change],
    full: float,
    stored: Container[tuple[object, ...]],
) -> Track:
    """The track of one counter's figures."""
    words = captions.words
    marks, brackets = [], []
    for row in rows:
        label = f"{SIGNS.get(row.bound, '')}{number(row.value)}"
        said = f"{period(row.period)}: {captions.marked(words.value(row), row)}, {words.who(row)}"
        sign, year = captions.sign(row), year_of(row)
        if year is None:
            first, last = span(str(row.period))
            begin, end = _moment(first, 0), _moment(last, 1)
            brackets.append(Bracket(begin=begin, end=end, sign=sign, label=label, said=said))
        else:
            at, firm = share(row.value, full), row.bound in ("exact", "about")
            mark = Mark(year=year, at=at, sign=sign, label=label, said=said, is_joined=firm)
            marks.append(mark)
    counted = rows[0].measure, rows[0].group, tuple(rows[0].said_by)
    missing = missing_years({mark.year for mark in marks})
    return Track(
        title=words.bodies(rows[0].said_by),
        marks=marks,
        brackets=brackets,
        lines=lines(marks, {each.year for each in (*breaks, *captions.eras(rows)[1:])}),
        gaps=[year for year in missing if (*counted, year) not in stored],
    )


def _moment(day: date, over: int) -> float:
    """The start of the day in years, or its end if `over` is 1."""
    return day.year + (day.timetuple().tm_yday - 1 + over) / (365 + isleap(day.year))


def _breaks(captions: Captions, rows: Sequence[StatisticRow]) -> list[Change]:
    """The breaks of one measure, and the years in which the state that is counted changes."""
    breaks = {
        span(fact.period).first.year: visible(fact.break_before)
        for fact in captions.store.statistics
        if fact.measure == rows[0].measure and fact.break_before and fact.period
    }
    for year, state in captions.eras(rows)[1:]:
        breaks.setdefault(year, f"the figures are of another state from here on: {state}")
    return [Change(*each) for each in sorted(breaks.items())]
