"""Draw statistics: a measure through the years, the parts of wholes, one year."""

from calendar import isleap
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from serbia_tip.errors import UsageError
from serbia_tip.figures.captions import DOUBTS, Captions, eras, foreign, legend, lines
from serbia_tip.figures.routes import legend as routes_legend
from serbia_tip.figures.routes import panels as routes_panels
from serbia_tip.figures.shapes import (
    Bar,
    Bars,
    Bracket,
    Break,
    Era,
    Figure,
    Mark,
    Panel,
    Track,
    Years,
)
from serbia_tip.model import Store
from serbia_tip.periods import span, years
from serbia_tip.queries import kinds
from serbia_tip.queries.filters import Common
from serbia_tip.queries.gaps import is_within, is_yearly, missing_years, yearly_years
from serbia_tip.queries.route_pairs import pairs
from serbia_tip.queries.rows import FactRow, Row, StatisticRow, rows
from serbia_tip.terminal.screen import visible
from serbia_tip.terminal.text import NO_BREAK
from serbia_tip.views import wording
from serbia_tip.views.wording import SIGNS, period
from serbia_tip.words import number_of

_NAMED = 5
"""The most measures that a message names."""


def figure(store: Store, rows: Sequence[Row], _remarks: Sequence[str] = ()) -> Figure | None:
    """The wholes through the years, or else one group, or else the parts of wholes."""
    figures = [row for row in rows if isinstance(row, StatisticRow)]
    measures = Counter(row.measure for row in figures)
    if len(measures) > 1:
        most = ", ".join(f"{name} ({count})" for name, count in measures.most_common(_NAMED))
        more = ", …" if len(measures) > _NAMED else ""
        raise UsageError(
            f"--chart draws one measure, and these are {len(measures)}: "
            f"name one with --measure: {most}{more}"
        )
    wholes = [row for row in figures if row.group is None and row.part_of is None]
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


GAP = "nothing is stored for the year, which is not zero"


BRACKET = "a figure of this period, which is not one whole year"


_STATE = "the figures are of another state from here on"


_PERCENT_SERIES = "percent"


def draw_series(
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
        _panel_series(captions, same, breaks, min(touched), max(touched))
        for same in by_scale.values()
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


def _panel_series(
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
    full = highest(rows[0], [row.value for row in rows if is_yearly(row.period)])
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
    return 100 if row.unit == _PERCENT_SERIES and most <= 100 else most


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
        value = f"{wording.SIGNS.get(row.bound, '')}{wording.number(row.value)}"
        said = f"{wording.period(row.period)}: {captions.marked(words.value(row), row)}"
        said += f", {words.who(row)}"
        sign = captions.sign(row)
        if is_yearly(row.period):
            year, height = span(str(row.period)).first.year, share(row.value, full)
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


def _moments(period: str) -> tuple[float, float]:
    """The start and the end of the period, in years."""
    first, last = span(period)
    return _moment(first, 0), _moment(last, 1)


def _moment(day: date, over: int) -> float:
    """The start of the day in years, or its end if `over` is 1."""
    return day.year + (day.timetuple().tm_yday - 1 + over) / (365 + isleap(day.year))


def _gaps(captions: Captions, marks: Sequence[Mark], row: StatisticRow) -> list[int]:
    """The years between the first and the last mark for which the counter has no figure."""
    stored = yearly_years(
        fact
        for fact in captions.store.statistics
        if (fact.measure, fact.group) == (row.measure, row.group)
        and captions.words.said_by(fact) == row.said_by
    )
    return [year for year in missing_years({mark.year for mark in marks}) if year not in stored]


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
    yearly = {(row.year or 0, captions.state(row)) for row in rows if is_yearly(row.period)}
    return eras(sorted(yearly))


_PERCENT_PARTS = "percent"


COMPUTED = "Percentages of the whole are computed here; no source gives them."


_OVERLAP = "These parts need not add up to the whole, and may overlap."


def draw_parts(store: Store, parts: Sequence[StatisticRow]) -> Figure:
    """The figure of these parts of one measure."""
    captions = Captions(store)
    words = captions.words
    by_whole: dict[tuple[str, str], list[StatisticRow]] = {}
    for part in parts:
        by_whole.setdefault((str(part.part_of), str(part.dimension)), []).append(part)
    ids = {whole for whole, _ in by_whole}
    dimensions = dict.fromkeys(dimension for _, dimension in by_whole)
    facts = {fact.id: fact for fact in store.statistics if fact.id in ids}
    wholes = {row.id: row for row in rows(store, list(facts.values()), StatisticRow)}
    panels, computed = [], False
    for (id_, dimension), same in by_whole.items():
        computed |= any(_share(part, wholes[id_])[1] for part in same)
        notes = () if dimension in facts[id_].partitioned_by else (_OVERLAP,)
        along = f", by {words.dimension(dimension).lower()}" if len(dimensions) > 1 else ""
        panels.append(_panel_parts(captions, wholes[id_], same, along, notes))
    measure = words.measure(parts[0].measure)
    every = [*wholes.values(), *parts]
    return Figure(
        title=f"{measure} by {', '.join(map(words.dimension, dimensions)).lower()}",
        description="A bar for each part, as long as its share of the whole.",
        panels=panels,
        notes=[*([COMPUTED] if computed else []), *captions.notes(every)],
        sources=captions.sources(every),
        credit=captions.credit,
    )


def _panel_parts(
    captions: Captions,
    whole: StatisticRow,
    parts: Sequence[StatisticRow],
    along: str,
    notes: Sequence[str],
) -> Bars:
    words = captions.words
    said = captions.marked(words.value(whole), whole)
    bars = []
    for part in parts:
        length, percent = _share(part, whole)
        text = ", ".join(filter(None, [words.value(part), percent]))
        bars.append(
            Bar(
                id=part.id,
                label=words.group(str(part.group)),
                share=length,
                sign=captions.sign(part),
                text=captions.marked(text, part),
            )
        )
    title = f"{period(whole.period)}: {said} {words.who(whole)}{along}"
    return Bars(title=title, bars=bars, notes=notes)


def _share(part: StatisticRow, whole: StatisticRow) -> tuple[float | None, str]:
    """The part as a share of the whole, from 0 to 1, and the percentage if it's computed here."""
    if part.unit == _PERCENT_PARTS:
        return share(part.value, 100), ""
    if part.unit != whole.unit or whole.value <= 0:
        return None, ""
    sign = SIGNS.get(part.bound if whole.bound == "exact" else "about", "")
    percent = f"{part.value / whole.value:.1%}".removesuffix("%")
    said = NO_BREAK.join(filter(None, [sign, percent, "%"]))
    return share(part.value, whole.value), said


def draw_year(store: Store, year: int, *, beyond: bool = True, parts: bool = True) -> Figure | None:
    """The figure of this year; None when there are no facts to draw.

    It includes figures of longer periods if `beyond`, and parts of wholes if `parts`.
    """
    captions, said = Captions(store), f"{year:04}"
    common = Common(year=[year])
    ratings = kinds.tiers(store, common=common)
    statistics = kinds.statistics(store, totals=not parts, common=common)
    ways = kinds.routes(store, common=common)
    within = [row for row in statistics if is_within(row.period, year)]
    longer = [row for row in statistics if beyond and not is_within(row.period, year)]
    scales = _by_scale(within)
    panels: list[Panel] = [_panel_year(captions, same, said) for same in scales if len(same) > 1]
    if single := [row for same in scales if len(same) == 1 for row in same]:
        panels.append(Bars(title="In other units", bars=_bars(captions, single, None, said)))
    if longer:
        panels.append(Bars(title="Over longer periods", bars=_bars(captions, longer, None, said)))
    found = pairs(store, ways)
    panels += routes_panels(captions, found, year)
    rows: list[FactRow] = [*ratings, *within, *longer, *ways]
    if not rows:
        return None
    rated = [f"{captions.marked(row.tier, row)}, {captions.words.who(row)}" for row in ratings]
    return Figure(
        title=f"{said}: rated {'; '.join(rated)}" if rated else said,
        description="Bars for figures, lines for routes.",
        panels=panels,
        legend=routes_legend(found),
        notes=captions.notes(rows),
        sources=captions.sources(rows),
        credit=captions.credit,
    )


def _by_scale(rows: Iterable[StatisticRow]) -> list[list[StatisticRow]]:
    """The statistics grouped by scale, the largest group first."""
    found: defaultdict[tuple[str, float | None], list[StatisticRow]] = defaultdict(list)
    for row in rows:
        found[row.unit, row.out_of].append(row)
    return sorted(found.values(), key=len, reverse=True)


def _panel_year(captions: Captions, rows: Sequence[StatisticRow], year: str) -> Bars:
    full = highest(rows[0], [row.value for row in rows])
    return Bars(title=scale(rows[0]), bars=_bars(captions, rows, full, year))


def _bars(
    captions: Captions, rows: Sequence[StatisticRow], full: float | None, year: str
) -> list[Bar]:
    """A bar for each statistic, without a length if they share no scale."""
    words = captions.words
    present = {row.id for row in rows}
    bars = []
    for row in rows:
        when = "" if row.period == year else row.period
        part = row.part_of in present
        text = [captions.marked(words.value(row), row), "" if part else words.who(row)]
        label = words.measure(row.measure)
        if row.group:
            label = words.group(row.group) if part else f"{label}: {words.group(row.group)}"
        if when and not part:
            label += f", {period(when)}"
        bars.append(
            Bar(
                id=row.id,
                label=label,
                share=None if full is None else share(row.value, full),
                sign=captions.sign(row),
                text=" ".join(filter(None, text)),
                within=part,
            )
        )
    return bars
