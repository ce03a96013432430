"""The index of `tip stats`: each measure with its years, its statistics and the latest of them."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from serbia_tip.period import span
from serbia_tip.queries.lookups import AREAS
from serbia_tip.queries.rows import StatisticRow
from serbia_tip.terminal.escape import visible
from serbia_tip.terminal.styled import NO_BREAK, Run, dim, styled
from serbia_tip.views.statistic_words import StatisticWords, is_total
from serbia_tip.views.view import Line, Section, View, paragraph
from serbia_tip.views.wording import period, signs, years_of
from serbia_tip.words import fold, number_of

_HEADINGS = ["Measure", "Figures", "Latest"]


def index(words: StatisticWords, rows: Sequence[StatisticRow]) -> View:
    """The measures by the area of their totals, those with most statistics first."""
    measures: defaultdict[str, list[StatisticRow]] = defaultdict(list)
    for row in rows:
        measures[row.measure].append(row)
    areas: defaultdict[str, list[Line]] = defaultdict(list)
    for measure in sorted(measures, key=lambda name: (-len(measures[name]), words.measure(name))):
        own = measures[measure]
        areas[next(filter(is_total, own), own[0]).area].append(_line(words, own))
    return View(
        title=f"Figures: {len(rows)}, of {number_of(len(measures), 'measure')}{_years(rows)}",
        sections=[
            Section(
                title=area.capitalize(), headings=() if number else _HEADINGS, lines=areas[area]
            )
            for number, area in enumerate(filter(areas.__contains__, AREAS))
        ],
        key=[
            styled("tip stats NAME shows one: its title with hyphens, or the name beside it."),
            *paragraph(signs(_latest(own).bound for own in measures.values())),
        ],
        aligned=True,
        marks=False,
    )


def _years(rows: Sequence[StatisticRow]) -> str:
    return years_of(row.period for row in rows)


def _line(words: StatisticWords, rows: Sequence[StatisticRow]) -> Line:
    latest = _latest(rows)
    title, name = words.measure(latest.measure), visible(latest.measure)
    value = [
        Run(run.text.replace(NO_BREAK, " "), run.style, run.link)
        for run in words.doubted_value(latest)
    ]
    return Line(
        cells=[
            styled(title, dim("" if fold(title) == fold(name) else f"  {name}")),
            styled(f"{len(rows)}{_years(rows)}"),
            styled(value, _whose(words, latest, rows)),
        ],
        notes=list(words.notes([latest])),
    )


def _latest(rows: Sequence[StatisticRow]) -> StatisticRow:
    """The statistic whose period ends last, and of those the shortest; a total, if there is one."""

    def place(row: StatisticRow) -> tuple[bool, bool, date, date, bool]:
        first, last = span(row.period) if row.period else (date.min, date.min)
        return row.rank != "deprecated", is_total(row), last, first, row.rank == "preferred"

    return max(rows, key=place)


def _whose(words: StatisticWords, latest: StatisticRow, rows: Sequence[StatisticRow]) -> str:
    """The group, the period unless it is the measure's last year or all its years, the counter."""
    group = f" {words.group_in_whole(latest)}" if latest.group else ""
    years = _years(rows).removeprefix(", ")
    when = f" in {period(latest.period)}" if latest.period else ""
    if when in (f" in {years}", f" in {years[-4:]}"):
        when = ""
    beside = filter(None, (words.counter(latest), words.state(latest)))
    return ", ".join([f"{group}{when}", *beside])
