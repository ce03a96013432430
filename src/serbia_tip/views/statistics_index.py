"""The index of measures: each with its years, how many figures it has, and the latest."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TypeAlias

from serbia_tip.model import Store
from serbia_tip.periods import reach, span
from serbia_tip.queries.filters import Asked
from serbia_tip.queries.rows import StatisticRow
from serbia_tip.terminal.text import NO_BREAK, Run, dim, join_texts, spelled, styled
from serbia_tip.views.evidence import FactWords, is_total
from serbia_tip.views.pointers import (
    FEW,
    join_commands,
    last_year,
    point_to_disputes,
    without_quarrels,
)
from serbia_tip.views.view import Line, Section, View, cells_of, paragraph
from serbia_tip.views.wording import SIGNS, group_by, period, signs, years_of
from serbia_tip.words import number_of

_RECENT = 10  # a measure without a figure for more years than this is only named
_HEADINGS = ["Measure", "Figures", "Latest"]
_MOST = 8  # how many measures of an area have a line where there are many
_NAMED = 8  # how many of the others of one sort are named, those counted last first
_Measures: TypeAlias = Sequence[Sequence[StatisticRow]]  # the statistics of each


def group_by_measure(store: Store, rows: Iterable[StatisticRow]) -> dict[str, list[StatisticRow]]:
    """The profile's first, then in the store's order; unlisted ones by how many figures."""
    found = group_by(rows, lambda row: row.measure)
    others = sorted(found, key=lambda name: -len(found[name]))
    ordered = dict.fromkeys([_lead(store), *store.measures, *others])
    return {name: found[name] for name in ordered if name in found}


def view_index(words: FactWords, rows: Sequence[StatisticRow], asked: Asked) -> View:
    """The measures by the area of their totals; of many, those of one year are only named."""
    measures = group_by_measure(words.store, rows)
    is_long = len(measures) > FEW and not asked.all
    since = last_year(row.period for row in rows) - _RECENT if is_long else None
    areas = group_by(measures.values(), lambda own: next(filter(is_total, own), own[0]).area)
    sections: list[Section] = []
    for area, within in areas.items():
        sections += _area(words, area.capitalize(), within, since, is_first=not sections)
    shown = "".join(spelled(line.cells[-1]) for each in sections for line in each.lines)
    first, own = next(iter(measures.items()))
    touched = reach(row.period for row in own)
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
    words: FactWords, title: str, measures: _Measures, since: int | None, *, is_first: bool
) -> Iterator[Section]:
    def last(own: Sequence[StatisticRow]) -> int:
        return last_year(row.period for row in own)

    whole = measures
    if since is not None:
        lead = _lead(words.store)
        whole = [own for own in measures if last(own) >= since or own[0].measure == lead]
        whole = [own for own in whole if not _why_apart(own)]
        whole = sorted(whole, key=lambda own: -len(own))[:_MOST]
    lines = [_line(words, own) for own in measures if own in whole]
    if lines:
        yield Section(title=title, headings=_HEADINGS if is_first else (), lines=lines)
    rest = sorted((own for own in measures if own not in whole), key=lambda own: -last(own))
    apart = group_by(rest, lambda own: _why_apart(own) or "also")
    named = []
    for why in sorted(apart, key=["once", "in parts", "also"].index):
        said = [
            words.measure(own[0].measure) + ("" if why == "once" else f" ({last(own)})")
            for own in apart[why][:_NAMED]
        ]
        more = [f"{len(apart[why]) - _NAMED} more"] if apart[why][_NAMED:] else []
        named.append(Line(cells=cells_of(dim(why), ", ".join([*said, *more]))))
    if named:
        yield Section(lines=named, title="" if lines else title, piped=title, close=bool(lines))


def _lead(store: Store) -> str:
    profile = store.store.profile
    return profile.measures[0] if profile and profile.measures else ""


def _why_apart(rows: Sequence[StatisticRow]) -> str:
    """Whether the statistics are of one period or one year, or all are parts."""
    touched = reach(row.period for row in rows)
    if len({row.period for row in rows}) == 1 or (touched and touched[0] == touched[1]):
        return "once"
    return "" if any(map(is_total, rows)) else "in parts"


def _line(words: FactWords, rows: Sequence[StatisticRow]) -> Line:
    """A measure with its latest totals, of the shortest such period: `66 in 2023, Centre`."""
    totals = list(filter(is_total, rows)) or rows
    newest = max(map(moment, totals))
    latest = [row for row in totals if moment(row) == newest]
    when = latest[0].period
    said = f" {'on' if len(when) == len('YYYY-MM-DD') else 'in'} {period(when)}" if when else ""
    values = []
    for own in group_alike(words, latest):
        who = ", ".join(filter(None, (words.counters(own), words.state(own[0]))))
        value = [
            Run(run.text.replace(NO_BREAK, " "), run.style) for run in words.doubted_value(own[0])
        ]
        values.append(styled(value, f"{said}, {who}"))
    return words.line(
        latest,
        words.measure(rows[0].measure),
        f"{len(rows):>3,}{years_of(row.period for row in rows)}",
        join_texts(values, " · ") if is_total(latest[0]) else f"only parts{said}",
    )


def moment(row: StatisticRow) -> tuple[date, ...]:
    """The last day of the period, then the first, by which the newest figure is found."""
    return span(row.period)[::-1] if row.period else (date.min, date.min)


def group_alike(words: FactWords, rows: Iterable[StatisticRow]) -> list[list[StatisticRow]]:
    """Equal figures of one thing together, unless in doubt: mostly the bodies name one count."""

    def about(row: StatisticRow) -> tuple[object, ...]:
        if row.rank != "normal" or row.disputed_by:
            return (row.id,)
        counted = words.counted(row), row.period, words.state(row)
        return *counted, row.value, row.bound, row.unit, row.out_of

    return list(group_by(rows, about).values())
