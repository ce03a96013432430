"""One measure through the years: years down, counters or the groups of one counter across."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import TypeAlias

from msgspec.structs import replace

from serbia_tip.periods import span
from serbia_tip.queries.filters import Common
from serbia_tip.queries.gaps import is_yearly, missing_years, yearly_years
from serbia_tip.queries.rows import StatisticRow
from serbia_tip.terminal.screen import visible
from serbia_tip.terminal.text import (
    GAP,
    NO_BREAK,
    Styled,
    join_texts,
    longest_word,
    spelled,
    styled,
)
from serbia_tip.views.evidence import FactWords, is_total, main_unit, references_of
from serbia_tip.views.pointers import DISPUTED
from serbia_tip.views.view import Line, Section, cells_of
from serbia_tip.views.wording import ABSENT, group_by, period, runs, years_of
from serbia_tip.words import number_of

_COUNTERS = 3  # how many counters have columns of their own
_ROOM = 80 - len("2000")  # the width of a terminal on which the columns of groups fit, beside years
_MARK = len(" [10]")  # the width of a source's number, with the blank before it
_REST = 20  # the least width of the column of the others
_NEVER = "9999"  # where undated statistics stand
_Name: TypeAlias = Callable[[StatisticRow], str]
"""What tells a statistic from others of its year: who counts, or the group."""


def series(
    words: FactWords, shown: Sequence[StatisticRow], common: Common, narrowed: str, *, named: bool
) -> tuple[str, list[Section]]:
    """A title and sections for one measure's statistics: its totals, or else parts.

    `narrowed` follows the measure in the title; `named` is whether each section must name the
    measure, since others stand beside it.
    """
    totals = is_total(shown[0])
    dimensions = list(dict.fromkeys(row.dimension for row in shown))
    measure = words.measure(shown[0].measure)
    what = measure if totals or len(dimensions) > 1 else words.divided(shown[0])
    unit = main_unit(shown)
    said = f", {visible(unit)}" if unit and not words.names_unit(shown[0].measure, unit) else ""
    counted = number_of(len(shown), "total" if totals else "part")
    title = f"{what}{narrowed}{said}: {counted}{years_of(row.period for row in shown)}"
    if totals:
        return title, list(_totals(words, shown, common, title if named else "", unit))
    named = named or len(dimensions) > 1
    sections: list[Section] = []
    for dimension in dimensions:
        rows = [row for row in shown if row.dimension == dimension]
        sections += _parts(words, rows, common, unit, named=named)
    return title, sections


def _totals(
    words: FactWords, rows: Sequence[StatisticRow], common: Common, title: str, unit: str
) -> Iterator[Section]:
    measure = words.measure(rows[0].measure)
    yearly = [row for row in rows if is_yearly(row.period)]
    others = [row for row in rows if not is_yearly(row.period)]
    if yearly:
        counters = Counter(map(words.counter, yearly)).most_common(_COUNTERS)
        columns = [counter for counter, _ in counters]
        table = _table(words, yearly, words.counter, columns, unit, common)
        state = _only_state(words, yearly)
        said, piped = (", ".join(filter(None, (name, state))) for name in (title, measure))
        yield replace(table, title=said, piped=piped)
    if others:
        over = "over other periods"
        if yearly:
            title = f"{measure} {over}" if title else over.capitalize()
        yield _list(words, others, unit, None, title, f"{measure} {over}")


def _parts(
    words: FactWords, rows: Sequence[StatisticRow], common: Common, known: str, *, named: bool
) -> Iterator[Section]:
    """The parts of one dimension: a table for each counter of several years, then the others.

    The unit that is `known` is repeated only in sections that must be `named`.
    """
    what = words.divided(rows[0])
    group = _groups(words, rows)
    counters = group_by(rows, words.counter)
    rest: list[StatisticRow] = []
    for counter, own in counters.items():
        yearly = [row for row in own if is_yearly(row.period)]
        if len(counters) > 1 and len({row.year for row in yearly}) < 2:
            yearly = []
        rest += [row for row in own if not (yearly and is_yearly(row.period))]
        if yearly:
            unit = main_unit(yearly)
            columns = _fitting(words, yearly, group, unit)
            counted = visible(unit) if named or unit != known else ""
            said = ", ".join(filter(None, (counter, counted, _only_state(words, yearly))))
            table = _table(words, yearly, group, columns, unit, common)
            yield replace(
                table, title=f"{what}: {said}" if named else said, piped=f"{what}: {said}"
            )
    if rest:
        apart = "other years and periods" if len(rest) < len(rows) else ""
        piped = f"{what}: {apart}" if apart else what
        yield _list(words, rest, None, group, piped if named else apart.capitalize(), piped)


def _only_state(words: FactWords, rows: Sequence[StatisticRow]) -> str:
    states = set(map(words.state, rows))
    return states.pop() if len(states) == 1 else ""


def _groups(words: FactWords, rows: Sequence[StatisticRow]) -> _Name:
    """The names of groups, with the group that they are within only where it tells two apart."""

    def alone(row: StatisticRow) -> str:
        return words.group(row.group) if row.group else "a part"

    def place(row: StatisticRow) -> tuple[object, ...]:
        return row.period, row.entity, words.counter(row), alone(row)

    found = Counter(map(place, rows))
    return lambda row: alone(row) if found[place(row)] == 1 else words.group_in_whole(row)


def _fitting(words: FactWords, rows: Sequence[StatisticRow], name: _Name, unit: str) -> list[str]:
    """The names with most rows whose columns fit beside the year and any state.

    Unless all fit, one that fewer than a quarter of the years has stands among the others.
    """
    counts = Counter(map(name, rows))
    widths = {each: longest_word(each) for each in counts}
    for row in rows:
        width = longest_word(spelled(words.doubted_value(row, unit))) + _MARK
        widths[name(row)] = max(width, widths[name(row)])
    states = (longest_word(state) + GAP for state in map(words.state, rows) if state)
    room = _ROOM - max(states, default=0)
    found = [each for each, _ in counts.most_common()]
    taken = dict(zip(found, accumulate(widths[each] + GAP for each in found), strict=True))
    if taken[found[-1]] <= room:
        return found
    few = len({row.period for row in rows}) / 4
    room -= _REST + GAP
    return [each for each in found if taken[each] <= room and counts[each] >= few]


def _table(
    words: FactWords,
    rows: Sequence[StatisticRow],
    name: _Name,
    columns: Sequence[str],
    unit: str,
    common: Common,
) -> Section:
    by_year = group_by(rows, lambda row: (row.year or 0, words.state(row)))
    lead = 2 if len({state for _, state in by_year}) > 1 else 1
    others = ["Others"] if any(name(row) not in columns for row in rows) else []
    headings = [*["Year", "State"][:lead], *columns, *others]
    missing = _missing(words, rows[0], common)
    lines: list[Line] = []
    before = 0
    for (year, state), own in sorted(by_year.items(), key=lambda item: item[0][0]):
        if before and (gap := [each for each in range(before, year) if each in missing]):
            absent = [ABSENT] * (len(headings) - lead)
            lines.append(Line(cells=cells_of(*[runs(gap), ""][:lead], *absent)))
        before = year
        named = [[row for row in own if name(row) == column] for column in columns]
        rest = [row for row in own if name(row) not in columns]
        cells = [_values(words, each, unit) or styled(ABSENT) for each in named]
        cells += [_values(words, rest, unit, name) for _ in others]
        lines.append(
            Line(
                cells=cells_of(*[str(year), state][:lead], *cells),
                cited={
                    place: references_of(each)
                    for place, each in enumerate([*named, rest], lead)
                    if each
                },
                notes=words.notes(own),
                before=styled(words.breaks(own)),
            )
        )
    return Section(headings=headings, lines=lines, numbers=range(lead, lead + len(columns)))


def _missing(words: FactWords, like: StatisticRow, common: Common) -> list[int]:
    """The years asked for that have no total, or no part of this one's dimension and counter."""
    stored = yearly_years(
        fact
        for fact in words.store.statistics
        if (fact.measure, fact.dimension) == (like.measure, like.dimension)
        if fact.dimension is None or words.said_by(fact) == like.said_by
    )
    return missing_years(stored, common)


def _values(
    words: FactWords, rows: Sequence[StatisticRow], unit: str | None, name: _Name | None = None
) -> Styled:
    """Values in one cell, `12, *13`; or with what they belong to, `12 NGOs; 3 Police`, `men: 4`.

    A sign stands for "disputed", which would widen each column of numbers.
    """
    cells = []
    for row in rows:
        said = words.doubted_value(row, unit)
        value = [DISPUTED if run.text.strip() == "disputed" else run for run in said]
        group = f"{name(row)}:{NO_BREAK}" if name and row.group else ""
        whose = f"{NO_BREAK}{name(row)}" if name and not row.group else ""
        cells.append(styled(group, value, whose))
    return join_texts(cells, "; " if name else ", ")


def _list(
    words: FactWords,
    rows: Sequence[StatisticRow],
    unit: str | None,
    name: _Name | None,
    title: str,
    piped: str,
) -> Section:
    """A line for all statistics of one period and counter, in order of time, undated ones last."""

    def place(row: StatisticRow) -> tuple[str, str]:
        state = words.state(row)
        return f"{period(row.period)}{f', {state}' if state else ''}", words.who(row)

    ordered = sorted(rows, key=lambda row: span(row.period or _NEVER))
    lines = [
        Line(
            cells=cells_of(when, _values(words, own, unit, name), who),
            references=references_of(own),
            notes=words.notes(own),
            before=styled(words.breaks(own)),
        )
        for (when, who), own in group_by(ordered, place).items()
    ]
    return Section(lines=lines, numbers=() if name else [1], title=title, piped=piped)
