"""One measure as people read it: years down, and across who counts, or the groups of one counter.

Its totals have a column for each of the counters with most figures; where only parts of totals
are asked for, each counter has a table, with columns for its groups.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from serbia_tip.period import Span, reach, span, years
from serbia_tip.queries.lookups import Common, in_years
from serbia_tip.queries.rows import StatisticRow
from serbia_tip.terminal.styled import NO_BREAK, Run, Styled, spelled, styled
from serbia_tip.terminal.wrap import longest_word
from serbia_tip.views.statistic_words import StatisticWords, is_total, main_unit
from serbia_tip.views.view import Line, Section
from serbia_tip.views.wording import ABSENT, period, runs, years_in_words
from serbia_tip.words import number_of

_COUNTERS = 3
"""How many counters have columns of their own."""
_ROOM = 80
"""How wide a terminal is on which all groups that have columns of their own can be seen."""
_YEAR = 4
"""How wide a year is."""
_MARK = 5
"""How wide the mark of a source is, with the blank before it."""
_REST = 20
"""How wide the column of the others is at least."""
_OTHERS = "Others"
_NEVER = Span(date.max, date.max)

Name: TypeAlias = Callable[[StatisticRow], str]
"""What a figure is told from others of its year by: who counts, or the group."""


class Series(Struct, frozen=True):
    """What is shown of one measure."""

    title: str
    """The measure, its unit, how many figures, of which years."""
    sections: Sequence[Section]
    several: bool
    """Whether there are several counters."""


def series(
    words: StatisticWords,
    shown: Sequence[StatisticRow],
    common: Common,
    narrowed: str = "",
    *,
    among_others: bool = False,
) -> Series:
    """One measure's figures: totals, or parts of such as aren't given.

    `narrowed` is said in the title after the measure; `among_others` is whether other measures
    stand beside it, so that each section must name its own.
    """
    totals = [row for row in shown if is_total(row)]
    measure = words.measure(shown[0])
    dimensions = list(dict.fromkeys(row.dimension for row in shown))
    if totals:
        what, noun = f"{measure}{narrowed}", "total"
    elif len(dimensions) == 1:
        what, noun = f"{words.divided(shown[0])}{narrowed}", "part"
    else:
        what, noun = f"{measure}{narrowed}", "part"
    unit = main_unit(shown)
    touched = reach(row.period for row in shown)
    said = unit if unit and not words.is_plain(shown[0], unit) else ""
    title = (
        f"{what}{f', {said}' if said else ''}: {number_of(len(shown), noun)}"
        f"{f', {years_in_words(*touched)}' if touched else ''}"
    )
    if totals:
        sections = list(_totals(words, totals, common, title if among_others else "", unit))
    else:
        sections = [
            section
            for dimension in dimensions
            for section in _parts(
                words,
                [row for row in shown if row.dimension == dimension],
                common,
                unit,
                named=among_others or len(dimensions) > 1,
            )
        ]
    return Series(
        title=title,
        sections=sections,
        several=len({words.counter(row) for row in shown}) > 1,
    )


def _totals(
    words: StatisticWords,
    rows: Sequence[StatisticRow],
    common: Common,
    title: str,
    unit: str,
) -> Iterator[Section]:
    """The totals by year and counter, and those of other periods."""
    measure = words.measure(rows[0])
    yearly = [row for row in rows if _is_yearly(row)]
    others = [row for row in rows if not _is_yearly(row)]
    if yearly:
        columns = _most(yearly, words.counter)[:_COUNTERS]
        table = _table(words, yearly, words.counter, columns, unit, common)
        state = _only_state(words, yearly)
        said, piped = (", ".join(filter(None, (name, state))) for name in (title, measure))
        yield replace(table, title=said, piped=piped)
    if others:
        over = "over other periods"
        if yearly:
            title = f"{measure} {over}" if title else over.capitalize()
        listed = _other_periods(words, others, unit)
        yield replace(listed, title=title, piped=f"{measure} {over}")


def _parts(
    words: StatisticWords,
    rows: Sequence[StatisticRow],
    common: Common,
    known: str,
    *,
    named: bool,
) -> Iterator[Section]:
    """The parts along one dimension: a table for each counter of several years, then the rest.

    The unit that is `known` is said nowhere but in sections that must be `named`.
    """
    what = words.divided(rows[0])
    group = _groups(words, rows)
    counters: defaultdict[str, list[StatisticRow]] = defaultdict(list)
    for row in rows:
        counters[words.counter(row)].append(row)
    rest = []
    for counter, own in counters.items():
        yearly = [row for row in own if _is_yearly(row)]
        if len(counters) > 1 and len({row.year for row in yearly}) < 2:
            yearly = []
        if yearly:
            unit = main_unit(yearly)
            columns = _fitting(words, yearly, group, unit)
            table = _table(words, yearly, group, columns, unit, common)
            counted = unit if named or unit != known else ""
            said = ", ".join(filter(None, (counter, counted, _only_state(words, yearly))))
            piped = f"{what}: {said}"
            yield replace(table, title=piped if named else said, piped=piped)
        shown = {row.id for row in yearly}
        rest += [row for row in own if row.id not in shown]
    if rest:
        apart = "other years and periods" if len(rest) < len(rows) else ""
        piped = f"{what}: {apart}".removesuffix(": ")
        title = piped if named else apart.capitalize()
        yield replace(_gathered(words, rest, group), title=title, piped=piped)


def _is_yearly(row: StatisticRow) -> bool:
    """Whether the figure is one of a whole year."""
    return row.period is not None and row.period.isdigit()


def _only_state(words: StatisticWords, rows: Sequence[StatisticRow]) -> str:
    """The state that all the figures are about, if that is another than the store's country."""
    states = {words.words.state(row) for row in rows}
    return states.pop() if len(states) == 1 else ""


def _most(rows: Sequence[StatisticRow], name: Name) -> list[str]:
    """The names that the rows have, those of most rows first."""
    return [each for each, _ in Counter(map(name, rows)).most_common()]


def _groups(words: StatisticWords, rows: Sequence[StatisticRow]) -> Name:
    """Names of the groups; one within another group is told from one within the whole."""
    plain = {row.id: words.group_alone(row) for row in rows}
    alike = Counter((row.period, row.entity, words.counter(row), plain[row.id]) for row in rows)

    def name(row: StatisticRow) -> str:
        own = plain[row.id]
        once = alike[row.period, row.entity, words.counter(row), own] == 1
        return own if once else words.group(row)

    return name


def _fitting(
    words: StatisticWords, rows: Sequence[StatisticRow], name: Name, unit: str
) -> list[str]:
    """The names with most rows that can have columns of their own beside what others need.

    Unless all can, those that fewer than one year in four has stand among the others.
    """
    counts = Counter(map(name, rows))
    widths = {each: longest_word(each) for each in counts}
    for row in rows:
        width = longest_word(spelled(words.value(row, unit))) + _MARK
        widths[name(row)] = max(width, widths[name(row)])
    gap = 2
    room = _ROOM - _YEAR
    if any(map(words.words.state, rows)):
        room -= gap + max(longest_word(words.words.state(row)) for row in rows)
    found = [each for each, _ in counts.most_common()]
    if sum(widths.values()) + gap * len(widths) <= room:
        return found
    years_of = len({row.period for row in rows})
    chosen = []
    room -= _REST + gap
    for each in found:
        room -= widths[each] + gap
        if room < 0 or 4 * counts[each] < years_of:
            break
        chosen.append(each)
    return chosen


def _table(
    words: StatisticWords,
    rows: Sequence[StatisticRow],
    name: Name,
    columns: Sequence[str],
    unit: str,
    common: Common,
) -> Section:
    """Years down and names across, those without a column of their own in the last one."""
    by_year: defaultdict[tuple[int, str], list[StatisticRow]] = defaultdict(list)
    for row in rows:
        by_year[int(str(row.period)), words.words.state(row)].append(row)
    stated = len({state for _, state in by_year}) > 1
    leading = ["Year", *(["State"] if stated else [])]
    others = any(name(row) not in columns for row in rows)
    headings = [*leading, *columns, *([_OTHERS] if others else [])]
    missing = _missing(words, rows[0], common)
    lines: list[Line] = []
    before = None
    for (year, state), own in sorted(by_year.items(), key=lambda item: item[0][0]):
        if before and (gap := [each for each in range(before, year) if each in missing]):
            absent = [ABSENT] * (len(headings) - len(leading))
            lines.append(Line(cells=[styled(cell) for cell in (runs(gap), *leading[1:], *absent)]))
        before = year
        cited = [[row for row in own if name(row) == column] for column in columns]
        rest = [row for row in own if name(row) not in columns]
        lines.append(
            Line(
                cells=[
                    styled(str(year)),
                    *([styled(state)] if stated else []),
                    *(_values(words, each, unit) for each in cited),
                    *([_run_in(words, rest, name, unit)] if others else []),
                ],
                cited={
                    len(leading) + number: words.references(each)
                    for number, each in enumerate([*cited, rest])
                    if each
                },
                notes=list(words.notes(own)),
                before=styled(words.breaks(own)),
            )
        )
    numbers = range(len(leading), len(leading) + len(columns))
    return Section(headings=headings, lines=lines, numbers=numbers)


def _missing(words: StatisticWords, like: StatisticRow, common: Common) -> set[int]:
    """The years asked for that have no total, or no part of this one's dimension and counter."""
    stored = {
        fact.period
        for fact in words.store.statistics
        if (fact.measure, fact.dimension) == (like.measure, like.dimension)
        if fact.dimension is None or words.words.said_by(fact) == like.said_by
    }
    dated = [year for period in stored if period for year in years(period)]
    every = range(min(dated), max(dated) + 1)
    return {year for year in every if f"{year:04}" not in stored and in_years(f"{year:04}", common)}


def _values(words: StatisticWords, rows: Sequence[StatisticRow], unit: str) -> Styled:
    """The values of one counter and year, in one cell."""
    if not rows:
        return styled(ABSENT)
    values = [words.value(row, unit) for row in rows]
    return styled(*values[0], *(run for value in values[1:] for run in (Run(", "), *value)))


def _run_in(
    words: StatisticWords, rows: Sequence[StatisticRow], name: Name, unit: str | None = None
) -> Styled:
    """Values with the names that they belong to: `12 NGOs; 3 Police`."""
    runs_of: list[Run] = []
    for row in rows:
        gap = "; " if runs_of else ""
        runs_of += styled(gap, words.value(row, unit), f"{NO_BREAK}{name(row)}")
    return runs_of


def _in_time(rows: Sequence[StatisticRow]) -> list[StatisticRow]:
    """The figures by the first day of their periods, then by the last; undated ones last."""
    return sorted(rows, key=lambda row: span(row.period) if row.period else _NEVER)


def _other_periods(words: StatisticWords, rows: Sequence[StatisticRow], unit: str) -> Section:
    """A line for each figure: its period, its value, who counts."""
    return Section(
        lines=[
            Line(
                cells=[
                    styled(_when(words, row)),
                    words.value(row, unit),
                    styled(words.words.who(row)),
                ],
                references=row.sources,
                notes=list(words.notes([row])),
                before=styled(words.breaks([row])),
            )
            for row in _in_time(rows)
        ],
        numbers=[1],
    )


def _gathered(words: StatisticWords, rows: Sequence[StatisticRow], name: Name) -> Section:
    """A line for all figures of one period and counter."""
    together: defaultdict[tuple[str, str], list[StatisticRow]] = defaultdict(list)
    for row in _in_time(rows):
        together[_when(words, row), words.words.who(row)].append(row)
    return Section(
        lines=[
            Line(
                cells=[styled(when), _run_in(words, own, name), styled(who)],
                references=words.references(own),
                notes=list(words.notes(own)),
                before=styled(words.breaks(own)),
            )
            for (when, who), own in together.items()
        ]
    )


def _when(words: StatisticWords, row: StatisticRow) -> str:
    """The period in words, with the state where it is another."""
    return ", ".join(filter(None, (period(row.period), words.words.state(row))))
