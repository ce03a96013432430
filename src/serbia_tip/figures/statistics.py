"""Draw statistics as figures: a measure through the years, its parts, one year in bars."""

from calendar import isleap
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from datetime import date
from typing import TypeAlias

import serbia_tip.figures.shapes as shapes
from serbia_tip.errors import UsageError
from serbia_tip.figures.routes import draw_route_panels
from serbia_tip.figures.shapes import Bar, Bars, Captions, Change, Figure, Mark, Track, Years
from serbia_tip.model import Store
from serbia_tip.periods import is_within_year, period_reach, period_span
from serbia_tip.queries import kinds
from serbia_tip.queries.country_profile import pair_routes
from serbia_tip.queries.filters import Answer, Asked, Common
from serbia_tip.queries.gaps import gap_years, yearly_figure_years
from serbia_tip.queries.rows import FactRow, StatisticRow
from serbia_tip.queries.rows import make_rows as rows_of
from serbia_tip.terminal.screen import visible
from serbia_tip.terminal.text import NO_BREAK
from serbia_tip.views.wording import SIGNS, group_by, say_number, say_period, say_years_of
from serbia_tip.words import count_noun

_COMPUTED = "Percentages of the whole are computed here; no source gives them."
_OVERLAP = "These parts need not add up to the whole, and may overlap."
_COMPARED = 3  # the fewest figures of one scale that are compared as bars, where a year has so many


def draw_statistic_parts(store: Store, parts: Sequence[StatisticRow], asked: Asked) -> Figure:
    """The figure of these parts, a panel for each whole and dimension."""
    captions = Captions(store)
    words = captions.words
    by_whole = group_by(parts, lambda part: (str(part.part_of), str(part.dimension)))
    ids = {part.part_of for part in parts}
    facts = {fact.id: fact for fact in store.statistics if fact.id in ids}
    wholes = {row.id: row for row in rows_of(store, list(facts.values()), StatisticRow)}
    dimensions = dict.fromkeys(dimension for _, dimension in by_whole)
    measures = dict.fromkeys(part.measure for part in parts)
    shown, computed, overlap = [], False, False
    for (id_, dimension), same in by_whole.items():
        whole = wholes[id_]
        said = captions.marked(words.value(whole), whole)
        measure = f"{words.measure(whole.measure)}, " if len(measures) > 1 else ""
        along = f", by {words.dimension(dimension).lower()}" if len(dimensions) > 1 else ""
        overlaps = dimension not in facts[id_].partitioned_by
        within = f"{words.group_in_whole(whole)}, " if whole.group else ""
        title = f"{measure}{within}{say_period(whole.period)}: {said}, {words.who(whole)}{along}"
        title = f"{title[:1].upper()}{title[1:]}"
        bars = []
        for part in same:
            length, percent = _drawn_part_share(part, whole)
            computed |= bool(percent)
            text = captions.marked(", ".join(filter(None, [words.value(part), percent])), part)
            name, is_open = words.group(str(part.group)), captions.is_open(part)
            bars.append(Bar(label=name, share=length, text=text, is_open=is_open, depth=1))
        shown.append(Bars(title=f"{title} *" if overlaps else title, bars=bars))
        overlap |= overlaps
    every = [*wholes.values(), *parts]
    counted = " and ".join(map(words.measure, measures))
    by = ", ".join(map(words.dimension, dimensions)).lower()
    when = say_years_of(whole.period for whole in wholes.values())
    return Figure(
        title=f"{words.home}: {counted} by {by}{captions.asked(asked)}{when}, "
        f"{captions.who(every)}",
        description="A bar for each part, as long as its share of the whole.",
        panels=shown,
        legend=[("parts", _OVERLAP)] if overlap else [],
        notes=[*([_COMPUTED] if computed else []), *captions.notes(every)],
        remark=_COMPUTED if computed else "",
        home=captions.place,
        sources=captions.sources(every),
        credit=captions.credit,
    )


def _drawn_part_share(part: StatisticRow, whole: StatisticRow) -> tuple[float | None, str]:
    """The part as a share of the whole, from 0 to 1, and the percentage if it's computed here."""
    if part.unit == shapes.PERCENT:
        return shapes.scale_share(part.value, 100), ""
    if part.unit != whole.unit or whole.value <= 0:
        return None, ""
    sign = SIGNS.get(part.bound if whole.bound == "exact" else "about", "")
    percent = f"{part.value / whole.value:.1%}".removesuffix("%")
    said = NO_BREAK.join(filter(None, [sign, percent, "%"]))
    return shapes.scale_share(part.value, whole.value), said


def draw_year_statistics(store: Store, year: int, *, pictured: bool) -> Figure | None:
    """The figure of this year; None when there are no facts to draw.

    A picture leaves out parts of wholes, figures of longer periods, and what it can't compare.
    """
    captions, common = Captions(store), Common(year=[year])
    ratings = kinds.tiers(store, common=common)
    stored = kinds.statistics(store, common=common)
    found = pair_routes(store, ways := kinds.routes(store, common=common))
    told = [row for row in stored if row.is_total or not pictured]
    within = [row for row in told if is_within_year(row.period, year)]
    longer = [row for row in stored if not pictured and not is_within_year(row.period, year)]
    every: list[FactRow] = [*ratings, *within, *longer, *ways]
    if not every:
        return None
    sizes = dict[str | None, float]()  # a part's is that of its whole, which it follows
    for row in within:
        sizes[row.id] = sizes.get(row.part_of, row.value)
    scales = group_by(within, lambda row: (row.unit, row.out_of)).values()
    ordered = sorted(scales, key=len, reverse=True)
    fewest = min(max([2, *map(len, ordered)]), _COMPARED)
    compared = [same for same in ordered if len(same) >= fewest]
    single = [row for same in ordered if len(same) < fewest for row in same]
    shown = list[Bars]()
    for scale in compared:
        for same in shapes.split_by_size(scale, lambda row: sizes[row.id]):
            own = ", on a scale of their own" if same[0] is not scale[0] else ""
            title = f"{shapes.scale_title(same[0])}{own}"
            shown.append(Bars(title=title, bars=_statistic_bars(captions, same, year)))
    left_out = len(stored) - sum(map(len, compared)) if pictured else 0
    remark = f"Not drawn: {count_noun(left_out, 'other figure')} of {year:04}." if left_out else ""
    for title, rows in (("In other units", single), ("Over longer periods", longer)):
        if rows and not pictured:
            shown.append(
                Bars(title=title, bars=_statistic_bars(captions, rows, year, measured=False))
            )
    rated = [f"{captions.marked(row.tier, row)}, {captions.words.who(row)}" for row in ratings]
    said = f": rated {'; '.join(rated)}, in the Trafficking in Persons Report" if rated else ""
    return Figure(
        title=f"{visible(store.store.title)}, {year:04}{said}",
        description="Bars for figures, and for the countries that reports on routes name.",
        panels=[*shown, *draw_route_panels(captions, found, year)],
        notes=captions.notes(every),
        home=captions.place,
        remark=remark,
        sources=captions.sources(every),
        credit=captions.credit,
    )


def _statistic_bars(
    captions: Captions, rows: Sequence[StatisticRow], year: int, *, measured: bool = True
) -> list[Bar]:
    """A bar for each statistic, its parts below it; without lengths unless `measured`."""
    words, depths, counters = captions.words, dict[str | None, int](), dict[str | None, str]()
    full = shapes.scale_top(rows[0], (row.value for row in rows))
    bars = []
    for row in rows:  # parts follow their wholes
        depths[row.id] = depth = depths.get(row.part_of, -1) + 1
        text = captions.marked(words.value(row), row)
        label = words.group(str(row.group)) if depth else words.counted(row)
        counters[row.id] = who = words.who(row)
        if counters.get(row.part_of) != who:
            text += f", {who}"
        if not depth and shapes.track_mark_year(row) != year:
            known = f" {year:04}" if is_within_year(row.period, year) else ""
            label += f", {say_period(row.period).removesuffix(known)}"
        length = shapes.scale_share(row.value, full) if measured else None
        is_open = captions.is_open(row)
        bars.append(Bar(label=label, share=length, text=text, is_open=is_open, depth=depth))
    return bars


_MOST = 4  # the most measures in one figure
_NAMED = 5  # the most measures that a message names
_GAP = "nothing is stored for the year, which is not zero"
_SERIES = 2  # the fewest years that make a series
_Counters: TypeAlias = list[list[StatisticRow]]  # the figures of each, most of them first


def draw_statistics(answer: Answer) -> Figure | None:
    """The wholes through the years, or else one group, or else the parts of wholes."""
    store, figures = answer.store, [row for row in answer.rows if isinstance(row, StatisticRow)]
    if not figures:
        return None
    measures = Counter(row.measure for row in figures)
    if len(measures) > _MOST:
        most = ", ".join(f"{name} ({count})" for name, count in measures.most_common(_NAMED))
        more = ", …" if len(measures) > _NAMED else ""
        raise UsageError(
            f"--chart draws {_MOST} measures at most, and these are {len(measures)}: "
            f"name some with --measure: {most}{more}"
        )
    wholes = [row for row in figures if row.is_total]
    if wholes or len({row.group for row in figures}) <= 1:
        left = len(figures) - len(wholes or figures)
        said = f"Not drawn: {count_noun(left, 'part')} of these figures; --dimension draws parts."
        return draw_statistic_series(store, wholes or figures, answer.asked, [said] if left else [])
    divided = [row for row in figures if row.part_of is not None]
    if not divided:
        raise UsageError(
            "--chart draws wholes, one group, or the parts of wholes: name one with --group"
        )
    return draw_statistic_parts(store, divided, answer.asked)


def draw_statistic_series(
    store: Store, rows: Sequence[StatisticRow], asked: Asked, remarks: Iterable[str] = ()
) -> Figure:
    """The figure of these rows, which are of few measures and one group."""
    captions = Captions(store)
    words = captions.words
    dated = sorted(
        (row for row in rows if row.period), key=lambda row: period_span(str(row.period))
    )
    by_scale = group_by(dated, lambda row: (row.measure, row.unit, row.out_of))
    split = [_split_drawn_series(same) for same in by_scale.values()]
    first, last = period_reach(row.period for row in dated) or (0, 0)
    measures = [words.measure(name) for name in dict.fromkeys(row.measure for row in rows)]
    counted = {row.measure for row in dated}
    facts = [fact for fact in store.statistics if fact.measure in counted]
    stored = {
        (it.measure, it.group, tuple(words.said_by(it)), shapes.track_mark_year(it)) for it in facts
    }
    panels = []
    alike = group_by(
        (same for tracks, _ in split for same in tracks),
        lambda same: (same[0].unit, same[0].out_of),
    )
    sized = [part for tracks in alike.values() for part in shapes.split_by_size(tracks, _most)]
    for tracks, others in split:
        like = tracks[0][0]
        breaks = _drawn_breaks(captions, [row for row in dated if row.measure == like.measure])
        parts = [(part, [same for same in part if same in tracks]) for part in sized]
        for part, own in [(part, own) for part, own in parts if own]:
            full = shapes.scale_top(like, map(_most, part))
            panel = Years(
                title=words.measure(like.measure) if len(measures) > 1 else "",
                unit=shapes.scale_title(like),
                top=full,
                years=range(first, last + 1),
                tracks=[_statistic_track(captions, same, breaks, stored) for same in own],
                breaks=[each for each in breaks if first < each.year <= last],
                eras=captions.eras(row for same in own for row in same),
                gap=_GAP,
                words=[_say_drawn_statistics(captions, same) for same in others],
            )
            panels.append(panel)
            others = []
    undated = [f"{words.value(row)}, {words.who(row)}, undated" for row in rows if not row.period]
    group = f", {words.group(rows[0].group)}" if rows[0].group else ""
    # Within the title, the first word of a measure needs no capital letter.
    lowered = [name if name[1:2].isupper() else name[:1].lower() + name[1:] for name in measures]
    measured = " and ".join([measures[0], *lowered[1:]])
    meanings = [f"{each.year:04}: {each.meaning}" for panel in panels for each in panel.breaks]
    every = [track for panel in panels for track in panel.tracks]
    return Figure(
        title=f"{words.home}: {measured}{group}{captions.asked(asked)}"
        f"{say_years_of(row.period for row in dated)}, {captions.who(rows)}",
        description="Years across, a track for each counter, those of a panel on one scale. A mark "
        "for each year's figure, a bracket for that of another period. Nothing joins what a gap, a "
        "break or a dispute divides. In words, the figures of those who have no series.",
        panels=panels,
        legend=shapes.track_legend(every, _GAP, dict.fromkeys(meanings)),
        remark="; ".join(undated),
        home=captions.place,
        notes=[*undated, *captions.notes(rows), *map(visible, remarks)],
        sources=captions.sources(rows),
        credit=captions.credit,
    )


def _most(rows: Iterable[StatisticRow]) -> float:
    """The highest of the yearly figures."""
    return max((row.value for row in rows if shapes.track_mark_year(row) is not None), default=0)


def _split_drawn_series(rows: Iterable[StatisticRow]) -> tuple[_Counters, _Counters]:
    """The figures of those who have a series, or else of all, and of the others."""
    counters = group_by(rows, lambda row: tuple(row.said_by)).values()
    ordered = sorted(counters, key=len, reverse=True)
    series = [same for same in ordered if len(yearly_figure_years(same)) >= _SERIES]
    others = [same for same in ordered if len(yearly_figure_years(same)) < _SERIES]
    return (series, others) if series else (others, [])


def _say_drawn_statistics(captions: Captions, rows: Sequence[StatisticRow]) -> str:
    """The figures of one counter: `ASTRA: 39 in 2019, 41 in January to September 2020`."""
    words = captions.words
    said = (f"{captions.marked(words.value(row), row)} in {say_period(row.period)}" for row in rows)
    return f"{words.bodies(rows[0].said_by)}: {', '.join(said)}"


def _statistic_track(
    captions: Captions,
    rows: Sequence[StatisticRow],
    breaks: Iterable[Change],
    stored: Container[tuple[object, ...]],
) -> Track:
    """The track of one counter's figures."""
    words, marks, brackets = captions.words, [], []
    for row in rows:
        label = f"{SIGNS.get(row.bound, '')}{say_number(row.value)}"
        said = (
            f"{say_period(row.period)}: {captions.marked(words.value(row), row)}, {words.who(row)}"
        )
        sign, year = captions.sign(row), shapes.track_mark_year(row)
        if year is None:
            first, last = period_span(str(row.period))
            begin, end = _drawn_statistic_day(first, 0), _drawn_statistic_day(last, 1)
            brackets.append(shapes.Bracket(begin=begin, end=end, sign=sign, label=label, said=said))
        else:
            mark = Mark(
                year=year,
                at=row.value,
                sign=sign,
                label=label,
                said=said,
                is_bound=row.bound != "exact",
                is_joined=row.bound in ("exact", "about"),
            )
            marks.append(mark)
    counted = rows[0].measure, rows[0].group, tuple(rows[0].said_by)
    missing = gap_years({mark.year for mark in marks})
    return Track(
        title=words.bodies(rows[0].said_by),
        marks=marks,
        brackets=brackets,
        lines=shapes.join_track_marks(
            marks, {each.year for each in (*breaks, *captions.eras(rows)[1:])}
        ),
        gaps=[year for year in missing if (*counted, year) not in stored],
    )


def _drawn_statistic_day(day: date, over: int) -> float:
    """The start of the day in years, or its end if `over` is 1."""
    return day.year + (day.timetuple().tm_yday - 1 + over) / (365 + isleap(day.year))


def _drawn_breaks(captions: Captions, rows: Sequence[StatisticRow]) -> list[Change]:
    """The breaks of one measure, and the years in which the state that is counted changes."""
    breaks = {
        period_span(fact.period).first.year: visible(fact.break_before)
        for fact in captions.store.statistics
        if fact.measure == rows[0].measure and fact.break_before and fact.period
    }
    for year, state in captions.eras(rows)[1:]:
        breaks.setdefault(year, f"the figures are of another state from here on: {state}")
    return [Change(*each) for each in sorted(breaks.items())]
