"""One measure as bars over time, or the parts of one whole as shares of it.

Figures share a scale only where they have the same unit, and are bars only where each counts one
year. A bar is drawn for what is known and for nothing else; what lies between two bars, a gap or a
break, is said.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence

from serbia_tip.errors import UsageError
from serbia_tip.figures.bars import Bar, Bars, in_words
from serbia_tip.figures.signs import signs
from serbia_tip.model import Store
from serbia_tip.period import first_to_last, span
from serbia_tip.queries.answer import Answer
from serbia_tip.queries.rows import StatisticRow, rows
from serbia_tip.references import reference
from serbia_tip.terminal.escape import visible
from serbia_tip.terminal.layout import Page
from serbia_tip.terminal.screen import Screen
from serbia_tip.views.footnotes import Footnotes
from serbia_tip.views.values import SIGNS, UNITS, disputed, doubts, figure

_NAMED = 5
"""How many measures a message names."""
_PERCENT = "percent"


def render(answer: Answer, screen: Screen) -> str:
    """The chart, and below it the sources, the disputes and the remarks.

    Raises UsageError when the rows are of several measures, or are parts of different kinds.
    """
    figures = [row for row in answer.rows if isinstance(row, StatisticRow)]
    _refuse_several_measures(figures)
    drawn = _drawn(figures)
    page, footnotes = Page(screen), Footnotes(answer.store)
    if len({row.group for row in drawn}) > 1:
        _shares(answer.store, drawn, page, screen, footnotes)
    else:
        _over_time(answer.store, drawn, page, screen, footnotes)
    remarks = list(answer.remarks)
    if left := len(figures) - len(drawn):
        remarks.append(f"Parts of these figures, not drawn: {left}; --group draws one over time.")
    page.sections(
        Sources=footnotes.lines(),
        Disputed=disputed(drawn),
        Remarks=map(visible, remarks),
    )
    return page.text()


def _refuse_several_measures(figures: Sequence[StatisticRow]) -> None:
    measures = Counter(row.measure for row in figures)
    if len(measures) > 1:
        most = ", ".join(f"{name} ({count})" for name, count in measures.most_common(_NAMED))
        more = ", …" if len(measures) > _NAMED else ""
        raise UsageError(
            f"--chart draws one measure, and these are {len(measures)}: "
            f"name one with --measure: {most}{more}"
        )


def _drawn(figures: Sequence[StatisticRow]) -> list[StatisticRow]:
    """The wholes; where there are none, one group, or the parts of one whole."""
    wholes = [row for row in figures if row.group is None and row.part_of is None]
    if wholes or len({row.group for row in figures}) <= 1:
        return wholes or list(figures)
    if len({(row.part_of, row.dimension) for row in figures}) > 1 or figures[0].part_of is None:
        raise UsageError(
            "--chart draws wholes, one group, or the parts of one whole along one dimension: "
            "narrow these parts with --group, or with --dimension, --year and --source"
        )
    return list(figures)


# --- over time ---------------------------------------------------------------------------------


def _over_time(
    store: Store,
    figures: Sequence[StatisticRow],
    page: Page,
    screen: Screen,
    footnotes: Footnotes,
) -> None:
    """A block of bars for each unit; figures of other periods than a year are words."""
    for number, panel in enumerate(_panels(figures)):
        if number:
            page.line()
        page.paragraph(visible(_title(panel)), 4)
        bars = [_bar(store, row, panel, footnotes) for row in panel]
        if _single_year(panel[0]):
            _draw(store, panel, bars, page, screen)
        else:
            in_words(page, bars)


def _draw(
    store: Store, panel: Sequence[StatisticRow], bars: Sequence[Bar], page: Page, screen: Screen
) -> None:
    """The bars, and between two of them what must be said there."""
    columns = Bars(page, bars, signs(screen))
    waiting: list[Bar] = []
    for place, bar in enumerate(bars):
        if said := list(_between(store, panel, place)):
            columns.draw(waiting)
            waiting = []
            for line in said:
                page.paragraph(f"{signs(screen).across * 3} {visible(line)}", 4)
        waiting.append(bar)
    columns.draw(waiting)


def _panels(figures: Sequence[StatisticRow]) -> list[list[StatisticRow]]:
    """The figures that one scale fits, in order of time; single years first."""
    panels: defaultdict[tuple[bool, str, str], list[StatisticRow]] = defaultdict(list)
    for row in figures:
        panels[not _single_year(row), row.unit, str(row.out_of)].append(row)
    return [sorted(panels[key], key=_moment) for key in sorted(panels, key=lambda key: key[0])]


def _single_year(row: StatisticRow) -> bool:
    return row.period is not None and len(row.period) == len("YYYY")


def _moment(row: StatisticRow) -> tuple[bool, Hashable]:
    return row.period is None, span(row.period) if row.period else ()


def _title(panel: Sequence[StatisticRow]) -> str:
    """What the bars of a panel show, and how long a full one would be."""
    row = panel[0]
    said = f"{row.measure}{f': {row.group}' if row.group else ''}, {UNITS.get(row.unit, row.unit)}"
    full = _full(panel)
    if _single_year(row) and full > max(row.value for row in panel):
        said += f" of {full:,}"
    if not _single_year(row):
        said += ", not of one year: no bars, since spans of time don't compare"
    return said


def _full(panel: Sequence[StatisticRow]) -> int | float:
    """The value of a bar of full length."""
    most = max(row.value for row in panel)
    if panel[0].out_of is not None:
        return panel[0].out_of
    return 100 if panel[0].unit == _PERCENT and most <= 100 else most


def _bar(
    store: Store, row: StatisticRow, panel: Sequence[StatisticRow], footnotes: Footnotes
) -> Bar:
    full = _full(panel)
    share = min(max(row.value / full, 0), 1) if full > 0 else 0
    series = {other.attributed_to or _publisher(store, other) for other in panel}
    who = row.attributed_to or (_publisher(store, row) if len(series) > 1 else None)
    return Bar(row.period or "undated", share, _said(row, figure(row), who, footnotes))


def _publisher(store: Store, row: StatisticRow) -> str:
    return store.sources[reference(row.sources[0])[0]].publisher


def _said(row: StatisticRow, value: str, who: str | None, footnotes: Footnotes) -> str:
    """The value with all that must be said beside it: doubts, the marks, who says it."""
    doubt = f"({doubts(row)})" if doubts(row) else ""
    by = f"according to {who}" if who else ""
    return visible(" ".join(filter(None, [value, doubt, footnotes.mark(row), by])))


def _between(store: Store, panel: Sequence[StatisticRow], place: int) -> Iterator[str]:
    """What must be said before the figure at this place: a gap, a break, another state."""
    row = panel[place]
    home = store.home.name
    if not place:
        if row.entity != home:
            yield str(row.entity)
        return
    above = panel[place - 1]
    first, last = int(str(above.period)) + 1, int(str(row.period)) - 1
    if first <= last:
        yield f"{first_to_last(first, last)}: no bar, nothing in this answer"
    for when, why in _breaks(store, row.measure).items():
        if span(str(above.period)).first < span(when).first <= span(str(row.period)).first:
            yield f"break before {when}: {why}"
    if row.entity != above.entity:
        yield str(row.entity)


def _breaks(store: Store, measure: str) -> dict[str, str]:
    """When the measure's series breaks, and why."""
    return {
        fact.period: fact.break_before
        for fact in store.statistics
        if fact.measure == measure and fact.break_before and fact.period
    }


# --- shares ------------------------------------------------------------------------------------


def _shares(
    store: Store, parts: Sequence[StatisticRow], page: Page, screen: Screen, footnotes: Footnotes
) -> None:
    """A bar for each part, as long as its share of the whole."""
    fact = next(fact for fact in store.statistics if fact.id == parts[0].part_of)
    [whole] = rows(store, [fact], StatisticRow)
    said = _said(whole, figure(whole), whole.attributed_to, footnotes)
    title = f"{whole.measure}, {whole.period or 'undated'}, by {parts[0].dimension}; the whole: "
    page.paragraph(visible(title) + said, 4)
    bars = []
    for row in parts:
        share, value = _share(row, whole)
        bars.append(Bar(visible(str(row.group)), share, _said(row, value, None, footnotes)))
    Bars(page, bars, signs(screen)).draw(bars)
    if any(row.unit == whole.unit for row in parts):
        page.paragraph("Percentages of the whole are computed here; no source gives them.", 4)
    if parts[0].dimension not in fact.partitioned_by:
        page.paragraph("These parts need not add up to the whole, and may overlap.", 4)


def _share(row: StatisticRow, whole: StatisticRow) -> tuple[float, str]:
    """How much of the whole the part is, from 0 to 1, and its figure with that in percent."""
    if row.unit == _PERCENT:
        return min(max(row.value / 100, 0), 1), figure(row)
    if row.unit != whole.unit or whole.value <= 0:
        return 0, figure(row)
    share = row.value / whole.value
    sign = SIGNS[row.bound if whole.bound == "exact" else "about"]
    return min(max(share, 0), 1), f"{figure(row)}, {sign}{share:.1%}".replace("%", " %")
