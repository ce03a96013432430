"""The index of measures: each with its years, how many figures it has, and the latest."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from serbia_tip.model import Store
from serbia_tip.periods import reach, span
from serbia_tip.queries.filters import Asked
from serbia_tip.queries.rows import StatisticRow
from serbia_tip.terminal.text import NO_BREAK, Run, Styled, dim, spelled, styled
from serbia_tip.views.evidence import FactWords, is_total
from serbia_tip.views.pointers import (
    FEW,
    join_commands,
    last_year,
    point_to_disputes,
    without_quarrels,
)
from serbia_tip.views.view import Line, Section, View, cells_of, paragraph
from serbia_tip.views.wording import SIGNS, period, signs, years_of
from serbia_tip.words import number_of

_RECENT = 10
"""A measure without a figure for more years than this is only named."""
_HEADINGS = ["Measure", "Figures", "Latest"]
_NAMED = 8
"""How many of the other measures of one sort are named, those counted last first."""
_MOST = 8
"""How many measures of an area have a line where there are many."""
Measures = Mapping[str, Sequence[StatisticRow]]
"""The statistics of each measure."""


def group_by_measure(store: Store, rows: Iterable[StatisticRow]) -> Measures:
    """The statistics by measure: the profile's first, the others in the store's order.

    Those that the store doesn't list come last, those with most statistics first.
    """
    found: defaultdict[str, list[StatisticRow]] = defaultdict(list)
    for row in rows:
        found[row.measure].append(row)
    listed = [*filter(None, [_lead(store)]), *store.measures]
    places = {measure: place for place, measure in reversed([*enumerate(listed)])}
    ordered = sorted(found, key=lambda name: (places.get(name, len(listed)), -len(found[name])))
    return {measure: found[measure] for measure in ordered}


def view_index(words: FactWords, rows: Sequence[StatisticRow], asked: Asked) -> View:
    """The measures by the area of their totals; of many, those of one year are only named."""
    measures = group_by_measure(words.store, rows)
    areas: defaultdict[str, dict[str, Sequence[StatisticRow]]] = defaultdict(dict)
    for measure, own in measures.items():
        areas[next(filter(is_total, own), own[0]).area][measure] = own
    is_long = len(measures) > FEW and not asked.all
    since = last_year(row.period for row in rows) - _RECENT if is_long else None
    sections: list[Section] = []
    for area, within in areas.items():
        sections += _area(words, area, within, since, () if sections else _HEADINGS)
    shown = "".join(spelled(line.cells[-1]) for each in sections for line in each.lines)
    first = next(iter(measures))
    touched = reach(row.period for row in measures[first])
    commands = [f"tip stats {first}", *([f"tip stats {touched[1]:04}"] if touched else [])]
    counted = f"{len(rows):,} of {number_of(len(measures), 'measure')}"
    return View(
        title=f"Figures: {counted}{years_of(row.period for row in rows)}",
        sections=without_quarrels(sections),
        key=paragraph(
            "The latest is the latest stored, not today's.",
            signs(bound for bound, sign in SIGNS.items() if sign in shown),
        ),
        remarks=[
            *point_to_disputes(sections, "measure", ""),
            *join_commands([*commands, *(["tip stats --all"] if is_long else [])]),
        ],
        marks=False,
    )


def _area(
    words: FactWords, area: str, measures: Measures, since: int | None, headings: Sequence[str]
) -> Iterator[Section]:
    title = area.capitalize()
    named: dict[str, list[str]] = {"once": [], "in parts": [], "also": []}
    last = {name: last_year(row.period for row in own) for name, own in measures.items()}
    apart = {name: _why_apart(own) for name, own in measures.items() if since is not None}
    whole = [name for name in measures if not apart.get(name)]
    if since is not None:
        whole = [name for name in whole if last[name] >= since or name == _lead(words.store)]
        whole = sorted(whole, key=lambda name: -len(measures[name]))[:_MOST]
    for name in sorted(measures, key=lambda name: -last[name]):
        if name not in whole:
            why = apart[name] or "also"
            when = "" if why == "once" else f" ({last[name]})"
            named[why].append(f"{words.measure(name)}{when}")
    lines = [_line(words, own) for name, own in measures.items() if name in whole]
    if lines:
        yield Section(title=title, headings=headings, lines=lines)
    if rest := [(label, names) for label, names in named.items() if names]:
        yield Section(
            lines=[
                Line(cells=cells_of(dim(label), _in_short(names, since))) for label, names in rest
            ],
            title="" if lines else title,
            piped=title,
            close=bool(lines),
        )


def _in_short(names: Sequence[str], since: int | None) -> str:
    shown = names if since is None else names[:_NAMED]
    return ", ".join(
        [*shown, *([f"{len(names) - len(shown)} more"] if names[len(shown) :] else [])]
    )


def _lead(store: Store) -> str | None:
    profile = store.store.profile
    return profile.measures[0] if profile and profile.measures else None


def _why_apart(rows: Sequence[StatisticRow]) -> str:
    """Whether the statistics are of one period or one year, or all are parts."""
    touched = reach(row.period for row in rows)
    if len({row.period for row in rows}) == 1 or (touched and len({*touched}) == 1):
        return "once"
    return "" if any(map(is_total, rows)) else "in parts"


def _line(words: FactWords, rows: Sequence[StatisticRow]) -> Line:
    latest = _latest(rows)
    return Line(
        cells=cells_of(
            words.measure(rows[0].measure),
            f"{len(rows):>3,}{years_of(row.period for row in rows)}",
            _said(words, latest),
        ),
        notes=words.notes(latest),
    )


def moment(row: StatisticRow) -> tuple[date, date]:
    """The last day of the period, then the first, by which the newest figure is found."""
    first, last = span(row.period) if row.period else (date.min, date.min)
    return last, first


def _latest(rows: Sequence[StatisticRow]) -> list[StatisticRow]:
    """The totals of the period that ends last, and of those the shortest; else the parts of it."""
    standing = [row for row in rows if row.rank != "deprecated"] or rows
    totals = list(filter(is_total, standing)) or standing
    newest = max(map(moment, totals))
    return [row for row in totals if moment(row) == newest]


def _said(words: FactWords, latest: Sequence[StatisticRow]) -> Styled:
    """The latest totals, each with who says it: `66 in 2023, Centre`."""
    first = latest[0]
    if not is_total(first):
        return styled(f"only parts{_when(first)}")
    said: list[Run] = []
    for own in group_alike(words, latest):
        value = words.doubted_value(own[0])
        breakable = [Run(run.text.replace(NO_BREAK, " "), run.style, run.link) for run in value]
        beside = ", ".join(filter(None, (join_counters(words, own), words.state(own[0]))))
        said += styled(" · " if said else "", breakable, _when(own[0]), f", {beside}")
    return said


def _when(row: StatisticRow) -> str:
    if row.period is None:
        return ""
    return f" {'on' if len(row.period) == len('YYYY-MM-DD') else 'in'} {period(row.period)}"


def group_alike(words: FactWords, rows: Iterable[StatisticRow]) -> list[list[StatisticRow]]:
    """The statistics, those together that say one value of one thing and aren't disputed.

    Two bodies that name one number mostly name one count.
    """
    alike: defaultdict[object, list[StatisticRow]] = defaultdict(list)
    for row in rows:
        about = words.counted(row), row.period, words.state(row), row.unit, row.out_of
        plain = row.rank == "normal" and not row.disputed_by
        alike[row.id if not plain else (about, row.value, row.bound)].append(row)
    return list(alike.values())


def join_counters(words: FactWords, rows: Iterable[StatisticRow]) -> str:
    """Who says the statistics, each body once: `Centre/UNODC`."""
    return "/".join(dict.fromkeys(map(words.who, rows)))
