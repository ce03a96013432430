"""Draw statistics as bars: the parts of wholes, and one year."""

from collections.abc import Sequence

from serbia_tip.figures.captions import PERCENT, Captions, highest, scale, share, year_of
from serbia_tip.figures.routes import explain_lines, map_pairs, panels
from serbia_tip.figures.shapes import Bar, Bars, Figure, grouped
from serbia_tip.model import Store
from serbia_tip.queries import kinds
from serbia_tip.queries.filters import Common
from serbia_tip.queries.gaps import is_within
from serbia_tip.queries.route_pairs import pairs
from serbia_tip.queries.rows import FactRow, StatisticRow
from serbia_tip.queries.rows import rows as rows_of
from serbia_tip.terminal.text import NO_BREAK
from serbia_tip.views.evidence import is_total
from serbia_tip.views.wording import SIGNS, period, years_of
from serbia_tip.words import number_of

_COMPUTED = "Percentages of the whole are computed here; no source gives them."
_OVERLAP = "These parts need not add up to the whole, and may overlap."
_COMPARED = 3  # the fewest figures of one scale that are compared as bars, where a year has so many


def draw_parts(store: Store, parts: Sequence[StatisticRow]) -> Figure:
    """The figure of these parts, a panel for each whole and dimension."""
    captions = Captions(store)
    words = captions.words
    by_whole = grouped(parts, lambda part: (str(part.part_of), str(part.dimension)))
    ids = {whole for whole, _ in by_whole}
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
        title = f"{measure}{period(whole.period)}: {said}, {words.who(whole)}{along}"
        bars = []
        for part in same:
            length, percent = _share(part, whole)
            computed |= bool(percent)
            text = ", ".join(filter(None, [words.value(part), percent]))
            name, sign = words.group(str(part.group)), captions.sign(part)
            text = captions.marked(text, part)
            bars.append(Bar(label=name, share=length, sign=sign, text=text, depth=1))
        shown.append(Bars(title=f"{title} *" if overlaps else title, bars=bars))
        overlap |= overlaps
    every = [*wholes.values(), *parts]
    counted = " and ".join(map(words.measure, measures))
    by = ", ".join(map(words.dimension, dimensions)).lower()
    when = years_of(whole.period for whole in wholes.values())
    return Figure(
        title=f"{counted} by {by}{when}, {captions.who(every)}",
        description="A bar for each part, as long as its share of the whole.",
        panels=shown,
        legend=[("parts", _OVERLAP)] if overlap else [],
        notes=[*([_COMPUTED] if computed else []), *captions.notes(every)],
        remark=_COMPUTED if computed else "",
        sources=captions.sources(every),
        credit=captions.credit,
    )


def _share(part: StatisticRow, whole: StatisticRow) -> tuple[float | None, str]:
    """The part as a share of the whole, from 0 to 1, and the percentage if it's computed here."""
    if part.unit == PERCENT:
        return share(part.value, 100), ""
    if part.unit != whole.unit or whole.value <= 0:
        return None, ""
    sign = SIGNS.get(part.bound if whole.bound == "exact" else "about", "")
    percent = f"{part.value / whole.value:.1%}".removesuffix("%")
    return share(part.value, whole.value), NO_BREAK.join(filter(None, [sign, percent, "%"]))


def draw_year(store: Store, year: int, *, pictured: bool) -> Figure | None:
    """The figure of this year; None when there are no facts to draw.

    A picture leaves out parts of wholes, figures of longer periods, and what it can't compare.
    """
    captions = Captions(store)
    common = Common(year=[year])
    ratings = kinds.tiers(store, common=common)
    stored = kinds.statistics(store, common=common)
    found = pairs(store, ways := kinds.routes(store, common=common))
    within = [row for row in stored if is_within(row.period, year)]
    if pictured:
        within, longer = [row for row in within if is_total(row)], []
    else:
        longer = [row for row in stored if not is_within(row.period, year)]
    every: list[FactRow] = [*ratings, *within, *longer, *ways]
    if not every:
        return None
    scales = grouped(within, lambda row: (row.unit, row.out_of)).values()
    ordered = sorted(scales, key=len, reverse=True)
    fewest = min(max([2, *map(len, ordered)]), _COMPARED)
    compared = [same for same in ordered if len(same) >= fewest]
    single = [row for same in ordered if len(same) < fewest for row in same]
    shown = [Bars(title=scale(same[0]), bars=_bars(captions, same, year)) for same in compared]
    remark = ""
    if pictured and (left_out := len(stored) - sum(map(len, compared))):
        remark = f"Not drawn: {number_of(left_out, 'other figure')} of {year:04}."
    for title, rows in (("In other units", single), ("Over longer periods", longer)):
        if rows and not pictured:
            shown.append(Bars(title=title, bars=_bars(captions, rows, year, measured=False)))
    rated = [f"{captions.marked(row.tier, row)}, {captions.words.who(row)}" for row in ratings]
    said = f": rated {'; '.join(rated)}" if rated else ""
    return Figure(
        title=f"{captions.words.home} in {year:04}{said}",
        description="Bars for figures, lines for routes.",
        panels=[*shown, *panels(captions, found, year)],
        legend=explain_lines(found),
        notes=captions.notes(every),
        map=map_pairs(captions, found) if found else None,
        remark=remark,
        sources=captions.sources(every),
        credit=captions.credit,
    )


def _bars(
    captions: Captions, rows: Sequence[StatisticRow], year: int, *, measured: bool = True
) -> list[Bar]:
    """A bar for each statistic, its parts below it; without lengths unless `measured`."""
    words = captions.words
    full = highest(rows[0], (row.value for row in rows))
    bars = []
    depths: dict[str | None, int] = {}
    for row in rows:  # parts follow their wholes
        depths[row.id] = depth = depths.get(row.part_of, -1) + 1
        text = captions.marked(words.value(row), row)
        label = words.measure(row.measure)
        if row.group:
            label = words.group(row.group) if depth else f"{label}: {words.group(row.group)}"
        if not depth:
            text += f", {words.who(row)}"
            if year_of(row) != year:
                label += f", {period(row.period).replace(f' {year:04}', '')}"
        length = share(row.value, full) if measured else None
        bars.append(Bar(label=label, share=length, sign=captions.sign(row), text=text, depth=depth))
    return bars
