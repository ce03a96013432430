"""An index of what is counted: each measure with its years, its figures and the latest of them."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from serbia_tip.period import reach, span
from serbia_tip.queries.lookups import AREAS
from serbia_tip.queries.rows import StatisticRow
from serbia_tip.terminal.escape import visible
from serbia_tip.terminal.styled import NO_BREAK, Run, Styled, dim, styled
from serbia_tip.views.statistic_words import StatisticWords, bounds, is_total
from serbia_tip.views.view import Line, Section, View
from serbia_tip.views.wording import period, years_in_words
from serbia_tip.words import fold, number_of

_HEADINGS = ["Measure", "Figures", "Latest"]


def index(words: StatisticWords, rows: Sequence[StatisticRow]) -> View:
    """The measures, area by area, those with most figures first; each where its totals are."""
    measures: defaultdict[str, list[StatisticRow]] = defaultdict(list)
    for row in rows:
        measures[row.measure].append(row)
    areas: defaultdict[str, list[list[StatisticRow]]] = defaultdict(list)
    for own in sorted(measures.values(), key=lambda own: (-len(own), words.measure(own[0]))):
        areas[next(filter(is_total, own), own[0]).area].append(own)
    signs = bounds(map(_latest, measures.values()))
    return View(
        title=f"Figures: {len(rows)}, of {number_of(len(measures), 'measure')}{_years(rows)}",
        sections=[
            Section(
                title=area.capitalize(),
                headings=() if number else _HEADINGS,
                lines=[_line(words, own) for own in areas[area]],
            )
            for number, area in enumerate(filter(areas.__contains__, AREAS))
        ],
        key=[
            styled("tip stats NAME shows one: its title with hyphens, or the name beside it."),
            *([styled(signs)] if signs else []),
        ],
        aligned=True,
        marks=False,
    )


def _years(rows: Sequence[StatisticRow]) -> str:
    touched = reach(row.period for row in rows)
    return f", {years_in_words(*touched)}" if touched else ""


def _line(words: StatisticWords, rows: Sequence[StatisticRow]) -> Line:
    latest = _latest(rows)
    title, name = words.measure(latest), visible(latest.measure)
    return Line(
        cells=[
            styled(title, dim("" if fold(title) == fold(name) else f"  {name}")),
            styled(f"{len(rows)}{_years(rows)}"),
            styled(_spaced(words.value(latest)), _whose(words, latest, rows)),
        ],
        notes=list(words.notes([latest])),
    )


def _latest(rows: Sequence[StatisticRow]) -> StatisticRow:
    """The figure whose period ends last, and of those the shortest; a total, if there is one."""

    def place(row: StatisticRow) -> tuple[bool, bool, date, date, bool]:
        first, last = span(row.period) if row.period else (date.min, date.min)
        return row.rank != "deprecated", is_total(row), last, first, row.rank == "preferred"

    return max(rows, key=place)


def _whose(words: StatisticWords, latest: StatisticRow, rows: Sequence[StatisticRow]) -> str:
    """The group, the counter and, where it isn't the last year or all years, the period."""
    group = f" {words.group(latest)}" if latest.group else ""
    touched = reach(row.period for row in rows)
    plain = {str(touched[1]), years_in_words(*touched)} if touched else set()
    when = period(latest.period) if latest.period else ""
    said = f"{group} in {when}" if when and when not in plain else group
    return ", ".join((said, *filter(None, (words.counter(latest), words.words.state(latest)))))


def _spaced(value: Styled) -> Styled:
    """The value with blanks at which a line may end."""
    return [Run(run.text.replace(NO_BREAK, " "), run.style, run.link) for run in value]
