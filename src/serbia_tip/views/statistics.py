"""Statistics as the question asks: a measure through the years, its family, its parts."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import TypeAlias

from msgspec.structs import replace

import serbia_tip.terminal.text as texts
import serbia_tip.views.pointers as pointers
import serbia_tip.views.statistics_areas as areas
import serbia_tip.views.wording as wording
from serbia_tip.model import Store
from serbia_tip.periods import is_yearly, period_span
from serbia_tip.queries.filters import Asked
from serbia_tip.queries.gaps import SeriesGaps
from serbia_tip.queries.rows import StatisticRow
from serbia_tip.terminal.screen import visible
from serbia_tip.terminal.text import NO_BREAK, Styled, join_texts, styled, unstyled
from serbia_tip.views.evidence import FactWords, evidence_of
from serbia_tip.views.statistics_areas import Rows
from serbia_tip.views.view import Line, Section, View, view_line, view_text
from serbia_tip.views.wording import ABSENT, group_by, say_period, say_runs, say_signs, say_years_of
from serbia_tip.words import count_noun

_COUNTERS = 3  # how many counters have columns of their own
_REST = 20  # the least width of the column of the others
_Name: TypeAlias = Callable[[StatisticRow], str]  # who counts, or the group
_Measures: TypeAlias = Mapping[str, Rows]  # the statistics of each


class Series:
    """One measure's statistics: its totals, or else parts; a part of a part under its part."""

    def __init__(self, words: FactWords, shown: Rows, gaps: SeriesGaps, asked: Asked) -> None:
        """The statistics shown, and the gaps of their series within what was asked for."""
        self._words, self._shown, self._gaps, self._asked = words, shown, gaps, asked
        self._totals = shown[0].is_total
        self._unit = _view_statistic_unit(shown)
        found = group_by(shown, lambda row: (row.dimension, words.wholes(row)))
        depths = sorted(found, key=lambda key: len(key[1]))  # parts of parts after all others
        self._families = [found[key] for key in depths]
        self.lead = shown if self._totals else self._families[0]

    def title(self, narrowed: str = "") -> str:
        """What is counted, `narrowed` as the question was, and how much there is of it."""
        words, first = self._words, self._shown[0]
        what = words.measure(first.measure)
        if not self._totals and len({row.dimension for row in self._shown}) == 1:
            within = words.wholes(first) if len(self._families) == 1 else ()
            what = words.divided(first, *within)
        known = not self._unit or words.names_unit(first.measure, self._unit)
        rows = wording.counted_rows(self._shown, self._asked)
        counted = count_noun(len(rows), "total" if self._totals else "part")
        years = say_years_of(row.period for row in rows)
        return f"{what}{narrowed}{'' if known else f', {visible(self._unit)}'}: {counted}{years}"

    def sections(self, *, named: bool) -> Iterator[Section]:
        """Tables and lists, each of which names the measure if others stand beside it."""
        if self._totals:
            yield from self._of_totals(self.title() if named else "")
            return
        for rows in self._families:
            yield from self._of_parts(rows, named=named or len(self._families) > 1)

    def _of_totals(self, title: str) -> Iterator[Section]:
        measure = self._words.measure(self._shown[0].measure)
        yearly = [row for row in self._shown if is_yearly(row.period)]
        others = [row for row in self._shown if not is_yearly(row.period)]
        if yearly:
            state = self._only_state(yearly)
            said, piped = (", ".join(filter(None, (name, state))) for name in (title, measure))
            counter = self._words.counter
            columns = [name for name, _ in Counter(map(counter, yearly)).most_common(_COUNTERS)]
            yield self._table(yearly, counter, columns, self._unit, said, piped)
        if others:
            piped = f"{measure} over other periods"
            if yearly:
                title = piped if title else "Over other periods"
            yield self._list(others, self._unit, None, title, piped)

    def _of_parts(self, rows: Rows, *, named: bool) -> Iterator[Section]:
        """A table for each counter of several years, then the others; the title's unit once."""
        words = self._words
        what = words.divided(rows[0], *words.wholes(rows[0]))
        counters = group_by(rows, words.counter)
        rest: list[StatisticRow] = []
        for counter, own in counters.items():
            yearly = [row for row in own if is_yearly(row.period)]
            if len(counters) > 1 and len({row.year for row in yearly}) < 2:
                yearly = []
            rest += [row for row in own if not (yearly and is_yearly(row.period))]
            if yearly:
                unit = _view_statistic_unit(yearly)
                counted = visible(unit) if named or unit != self._unit else ""
                said = ", ".join(filter(None, (counter, counted, self._only_state(yearly))))
                piped, columns = f"{what}: {said}", self._fitting(yearly, unit)
                title = piped if named else said
                yield self._table(yearly, self._group, columns, unit, title, piped)
        if rest:
            apart = "other years and periods" if len(rest) < len(rows) else ""
            title = f"{what}: {apart}" if apart else what
            yield self._list(rest, None, self._group, title if named else apart.capitalize(), title)

    def _only_state(self, rows: Rows) -> str:
        states = set(map(self._words.state, rows))
        return states.pop() if len(states) == 1 else ""

    def _group(self, row: StatisticRow) -> str:
        return self._words.group(row.group) if row.group else "a part"

    def _fitting(self, rows: Rows, unit: str) -> list[str]:
        """The commonest groups whose columns fit; unless all do, none that few years have."""
        counts = Counter(map(self._group, rows))
        widths = {each: texts.longest_word(each) for each in counts}
        for row in rows:
            value = unstyled(self._words.doubted_value(row, unit))
            width = texts.longest_word(value) + len(" [10]")
            widths[self._group(row)] = max(width, widths[self._group(row)])
        state = max(map(texts.longest_word, map(self._words.state, rows)))
        room = 80 - len("YYYY") - (state + texts.GAP if state else 0)  # on a usual terminal
        found = [each for each, _ in counts.most_common()]
        taken = list(accumulate(widths[each] + texts.GAP for each in found))
        if taken[-1] <= room:
            return found
        few = len({row.period for row in rows}) / 4
        room -= _REST + texts.GAP
        fits = zip(found, taken, strict=True)
        return [each for each, end in fits if end <= room and counts[each] >= few]

    def _table(
        self, rows: Rows, name: _Name, columns: Sequence[str], unit: str, title: str, piped: str
    ) -> Section:
        """Years down, names across, and in a last column those without one of their own."""
        words = self._words
        by_year = group_by(rows, lambda row: (row.year or 0, words.state(row)))
        lead = 2 if len({state for _, state in by_year}) > 1 else 1
        others = ["Others"] if any(name(row) not in columns for row in rows) else []
        headings = [*["Year", "State"][:lead], *columns, *others]
        missing = self._gaps.years(rows)
        lines: list[Line] = []
        before = 0
        for (year, state), own in sorted(by_year.items(), key=lambda item: item[0][0]):
            if before and (gap := [each for each in range(before, year) if each in missing]):
                absent = [ABSENT] * (len(headings) - lead)
                lines.append(view_line(*[say_runs(gap), ""][:lead], *absent))
            before = year
            named = [[row for row in own if name(row) == column] for column in columns]
            rest = [row for row in own if name(row) not in columns]
            cells = [self._values(each, unit) or styled(ABSENT) for each in named]
            cells += [self._values(rest, unit, name) for _ in others]
            told = enumerate([*named, rest], lead)
            line = words.line(own, *[str(year), state][:lead], *cells, before=words.breaks(own))
            cited = {column: evidence_of(each) for column, each in told if each}
            lines.append(replace(line, references=(), cited=cited))
        numbers = range(lead, lead + len(columns))
        return Section(headings=headings, lines=lines, numbers=numbers, title=title, piped=piped)

    def _values(self, rows: Rows, unit: str | None, name: _Name | None = None) -> Styled:
        """Values in one cell, `12, *13`, or each with whose it is: `12 NGOs; *5 Police`."""
        cells = []
        for row in rows:
            said = self._words.doubted_value(row, unit)
            value = [pointers.DISPUTED if run.text.strip() == "disputed" else run for run in said]
            group = f"{name(row)}:{NO_BREAK}" if name and row.group else ""
            whose = f"{NO_BREAK}{name(row)}" if name and not row.group else ""
            cells.append(styled(group, value, whose))
        return join_texts(cells, "; " if name else ", ")

    def _list(
        self, rows: Rows, unit: str | None, name: _Name | None, title: str, piped: str
    ) -> Section:
        """A line for all statistics of one period and counter, in order of time."""
        words = self._words

        def place(row: StatisticRow) -> tuple[str, str]:
            when = ", ".join(filter(None, (say_period(row.period), words.state(row))))
            return when, words.who(row)

        ordered = sorted(rows, key=lambda row: period_span(row.period or "9999"))
        lines = [
            words.line(own, when, self._values(own, unit, name), who, before=words.breaks(own))
            for (when, who), own in group_by(ordered, place).items()
        ]
        return Section(lines=lines, numbers=() if name else [1], title=title, piped=piped)


def view_statistics(store: Store, rows: Rows, asked: Asked) -> View:
    """The view that fits the question."""
    words = FactWords(store)
    if pointers.is_all_asked(asked):
        return areas.view_measure_index(words, rows, asked)
    if year := asked.only_year:
        return areas.view_statistics_of_year(words, rows, asked, year)
    if asked.latest or asked.disputed:
        return areas.view_statistics_by_area(words, rows, asked)
    measures = areas.measures_in_index_order(store, rows)
    if len(asked.option("measure")) == 1 < len(measures) and not asked.option("dimension"):
        return _view_measure_family(words, measures, rows, asked)
    return _view_measures_through_years(words, measures, rows, asked)


def _view_measures_through_years(
    words: FactWords, measures: _Measures, rows: Rows, asked: Asked
) -> View:
    """Each measure's totals, or its parts where it has none; of the other parts, how many."""
    shown = [[row for row in own if row.is_total] or own for own in measures.values()]
    seen = [row for own in shown for row in own]
    narrowed, several = words.question(asked), len(measures) > 1
    gaps = SeriesGaps(words.store, asked.common)
    made = [Series(words, own, gaps, asked) for own in shown]
    sections = [section for each in made for section in each.sections(named=several)]
    title, remarks = made[0].title(narrowed), list[str]()
    if several:
        counted = f"{len(wording.counted_rows(rows, asked)):,}"
        title = f"Figures{narrowed}: {counted}, of {count_noun(len(measures), 'measure')}"
        title += say_years_of(row.period for row in wording.counted_rows(rows, asked))
    else:
        ends = seen[0].is_total and not wording.say_when(asked)
        remarks = gaps.remarks(made[0].lead, ends=ends)
    differ = any(len(set(map(words.counter, own))) > 1 for own in shown)
    cells = [cell for section in sections for line in section.lines for cell in line.cells]
    legend = view_text(
        areas.DIFFER if differ else "",
        f"{ABSENT}{NO_BREAK}nothing{NO_BREAK}stored" if styled(ABSENT) in cells else "",
        say_signs(row.bound for row in seen),
    )
    if any(pointers.DISPUTED in cell for cell in cells):
        command = pointers.dispute_command(" ".join(areas.asked_statistics(asked)))
        legend.append(styled(pointers.DISPUTED, f" disputed: {command}"))
    ids = {row.id for row in seen}
    parts = [row for row in wording.counted_rows(rows, asked) if row.id not in ids]
    return View(
        title=title,
        sections=pointers.drop_pointed_notes(sections),
        key=[join_texts(legend, "  ")] if legend else [],
        remarks=[
            *(styled(visible(wording.say_capitalized(said))) for said in remarks),
            *_statistic_parts_left_out(parts, several=several),
            *words.noted(seen),
            *areas.point_beyond_statistics(words, seen, asked),
        ],
    )


def _view_measure_family(words: FactWords, measures: _Measures, rows: Rows, asked: Asked) -> View:
    """The measures that share a name: by year if they have many figures, else with their notes."""
    sections: list[Section] = []
    gaps = SeriesGaps(words.store, asked.common)
    for measure, own in measures.items():
        if len(own) > pointers.FEW:
            totals = [row for row in own if row.is_total] or own
            sections += Series(words, totals, gaps, asked).sections(named=True)
        else:
            lines = list(areas.Outline(words, own, "", titled=True).lines())
            sections.append(Section(title=words.measure(measure), lines=lines, numbers=[1]))
    [word] = areas.asked_statistics(asked)
    counted = wording.counted_rows(rows, asked)
    title = (
        f"{wording.say_capitalized(word)}{words.question(asked)}: "
        f"{count_noun(len(counted), 'figure')} of {count_noun(len(measures), 'measure')}"
        f"{say_years_of(row.period for row in counted)}"
    )
    key = view_text(say_signs(row.bound for row in rows))
    view = View(title=title, sections=sections, key=key)
    more = areas.point_beyond_statistics(words, rows, asked)
    return pointers.point_to_more(view, words, counted, word, more)


def _statistic_parts_left_out(parts: Rows, *, several: bool) -> Iterator[Styled]:
    if parts:
        are_parts = "is a part" if len(parts) == 1 else "are parts"
        dimensions = Counter(row.dimension for row in parts if row.dimension)
        names = ", ".join(visible(name) for name, _ in dimensions.most_common())
        how = "one measure with --dimension" if several else f"--dimension {names}"
        yield styled(f"{count_noun(len(parts), 'more figure')} {are_parts}: {how}")


def _view_statistic_unit(rows: Rows) -> str:
    """The unit of more than half of the statistics, if any; signs such as % don't count."""
    counts = Counter(row.unit for row in rows if row.unit not in wording.UNITS)
    [(unit, count)] = counts.most_common(1) or [("", 0)]
    return unit if 2 * count > sum(counts.values()) else ""
