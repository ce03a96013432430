"""Statistics as people read them: the index of measures, one year by area, one measure."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from msgspec.structs import replace

from serbia_tip.model import Store, reference
from serbia_tip.periods import span
from serbia_tip.queries.filters import AREAS, EVERYTHING, Asked
from serbia_tip.queries.gaps import is_within, unknown_years
from serbia_tip.queries.rows import StatisticRow
from serbia_tip.terminal.screen import visible
from serbia_tip.terminal.text import NO_BREAK, Run, Styled, dim, spelled, styled
from serbia_tip.views.evidence import StatisticWords, is_total
from serbia_tip.views.statistics_series import series
from serbia_tip.views.view import Line, Section, View, paragraph
from serbia_tip.views.wording import ABSENT, period, signs, when_asked, year_asked, years_of
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


def of_year(words: StatisticWords, rows: Sequence[StatisticRow], year: str) -> View:
    """The statistics of one year, then those of longer periods that touch it."""
    within: list[StatisticRow] = []
    longer: list[StatisticRow] = []
    for row in rows:
        (within if is_within(row.period, int(year)) else longer).append(row)
    measures = {words.measure(row.measure) for row in rows}
    what = f"Figures for {year}" if len(measures) > 1 else f"{min(measures)} in {year}"
    counted = str(len(within)) if len(measures) > 1 else number_of(len(within), "figure")
    beside = f", and {len(longer)} for longer periods" if longer else ""
    sections = [*_by_area(words, within, year), *_over_longer_periods(words, longer)]
    return _view(words, f"{what}: {counted}{beside}", sections, rows)


def by_area(words: StatisticWords, rows: Sequence[StatisticRow], *, latest: bool) -> View:
    """Figures of any periods, each with its own."""
    measures = {words.measure(row.measure) for row in rows}
    what = min(measures) if len(measures) == 1 else "Figures"
    which = "the latest of each series" if latest else "disputed or deprecated"
    title = f"{what}, {which}: {len(rows)}{years_of(row.period for row in rows)}"
    return _view(words, title, [replace(each, apart=True) for each in _by_area(words, rows)], rows)


def _view(
    words: StatisticWords, title: str, sections: Sequence[Section], rows: Sequence[StatisticRow]
) -> View:
    alone = [row for row in rows if words.on_encyclopedia_alone(row)]
    names = sorted({words.source(reference(row.sources[0])[0]) for row in alone})
    said = f"On {' and '.join(names)} alone: {len(alone)} of these." if alone else ""
    return View(
        title=title,
        sections=sections,
        key=paragraph(said, signs(row.bound for row in rows)),
        remarks=list(words.noted(rows, own=False)),
        aligned=True,
    )


def _by_area(
    words: StatisticWords, rows: Sequence[StatisticRow], year: str | None = None
) -> Iterator[Section]:
    """A section for each area; parts stand where their whole does."""
    for area in AREAS:
        if lines := list(_lines(words, rows, year, [area])):
            yield Section(title=area.capitalize(), lines=lines, numbers=[1])


def _over_longer_periods(words: StatisticWords, rows: Sequence[StatisticRow]) -> Iterator[Section]:
    """One section, if there is any statistic; its title names the counter if there is only one."""
    title = "Over longer periods"
    lines = list(_lines(words, rows, None, AREAS))
    names = {spelled(line.cells[-1]) for line in lines} - {""}
    if len(names) == 1 and len(lines) > 1:
        title = f"{title}, {min(names)}"
        for place, line in enumerate(lines):
            cited = {1: line.references} if line.references else {}
            lines[place] = replace(line, cells=line.cells[:-1], references=(), cited=cited)
    if lines:
        yield Section(title=title, lines=lines, numbers=[1], apart=True)


def _lines(
    words: StatisticWords, rows: Sequence[StatisticRow], year: str | None, areas: Sequence[str]
) -> Iterator[Line]:
    """A line for each statistic of these areas, by measure, each with its parts under it."""
    present = {row.id for row in rows}
    parts: defaultdict[str | None, list[StatisticRow]] = defaultdict(list)
    for row in rows:
        parts[row.part_of if row.part_of in present else None].append(row)
    measures = list(dict.fromkeys(row.measure for row in parts[None]))
    tops = [row for row in parts[None] if row.area in areas]
    parts[None] = sorted(tops, key=lambda row: measures.index(row.measure))
    above: StatisticRow | None = None
    for row, name, within, depth in _outline(words, parts, None, year):
        same = depth and above and (above.said_by, above.sources) == (row.said_by, row.sources)
        breaks = "" if depth else words.breaks([row], words.measure(row.measure))
        yield Line(
            cells=[styled(name), words.doubted_value(row), styled("" if same else words.who(row))],
            references=() if same else row.sources,
            notes=list(words.notes([row], own=False)),
            before=styled(breaks),
            within=within,
            depth=depth,
            repeats=True,
        )
        above = row


def _outline(
    words: StatisticWords,
    parts: Mapping[str | None, Sequence[StatisticRow]],
    whole: StatisticRow | None,
    known: str | None,
    path: str = "",
    depth: int = 0,
) -> Iterator[tuple[StatisticRow, str, str, int]]:
    """The parts of a whole with their parts: each with its name, what it is within, its depth.

    A name leaves out the period that is `known`, and what stands in the line above.
    """
    before = None
    for row in parts.get(whole.id if whole else None, ()):
        group = words.group(row.group) if row.group else ""
        if whole is None:
            what = words.counted(row)
        elif row.measure == whole.measure and group:
            what = group
        else:
            what = ": ".join(filter(None, (words.measure(row.measure), group)))
        when = "" if row.period == known else period(row.period)
        state = "" if whole else words.state(row)
        name = ", ".join(filter(None, (what, when, state)))
        if whole is None and name == before:
            yield row, "", name, depth
        else:
            yield row, name, path, depth
        below = f"{path}: {name}" if path else name
        yield from _outline(words, parts, row, row.period, below, depth + 1)
        before = name


def view(store: Store, rows: Sequence[StatisticRow], asked: Asked) -> View:
    """The view that fits the question."""
    narrowed = asked.latest or asked.disputed
    if asked.common == EVERYTHING and not any(asked.options.values()) and not narrowed:
        return index(StatisticWords(store), rows)
    if year := year_asked(asked):
        return of_year(StatisticWords(store, rows), rows, year)
    if narrowed:
        return by_area(StatisticWords(store, rows), rows, latest=asked.latest)
    return _through_years(store, rows, asked)


def _through_years(store: Store, rows: Sequence[StatisticRow], asked: Asked) -> View:
    """The totals of each measure by year; its parts, if it has no totals."""
    measures: defaultdict[str, list[StatisticRow]] = defaultdict(list)
    for row in rows:
        measures[row.measure].append(row)
    shown = [list(filter(is_total, own)) or own for own in measures.values()]
    seen = [row for own in shown for row in own]
    seen_ids = {row.id for row in seen}
    parts = [row for own in measures.values() for row in own if row.id not in seen_ids]
    words = StatisticWords(store, seen)
    when = when_asked(asked)
    several = len(measures) > 1
    sections: list[Section] = []
    title = ""
    for own in shown:
        title, added = series(words, own, asked.common, "" if several else when, named=several)
        sections += added
    if several:
        counted = f"{len(rows)}, of {number_of(len(measures), 'measure')}"
        title = f"Figures{when}: {counted}{years_of(row.period for row in rows)}"
    whole = not several and not when and is_total(seen[0])
    unknown = unknown_years(store, seen[0].measure) if whole else ""
    differ = any(len({words.counter(row) for row in own}) > 1 for own in shown)
    return View(
        title=title,
        sections=sections,
        key=_key(seen, sections, differ=differ),
        remarks=[
            *([styled(f"No yearly figure is known for {unknown}.")] if unknown else []),
            *_parts_elsewhere(parts, several=several),
            *words.noted(seen),
        ],
    )


def _key(
    rows: Sequence[StatisticRow], sections: Sequence[Section], *, differ: bool
) -> list[Styled]:
    """What the signs mean, and that counters differ."""
    cells = (cell for section in sections for line in section.lines for cell in line.cells)
    gaps = any(spelled(cell) == ABSENT for cell in cells)
    return paragraph(
        "Counters don't count the same and are never added up." if differ else "",
        f"{ABSENT}{NO_BREAK}nothing{NO_BREAK}stored" if gaps else "",
        signs(row.bound for row in rows),
    )


def _parts_elsewhere(parts: Sequence[StatisticRow], *, several: bool) -> Iterator[Styled]:
    """How many parts are not shown, and how to see them."""
    if parts:
        counted = f"{number_of(len(parts), 'more figure')} {'is' if len(parts) == 1 else 'are'}"
        dimensions = Counter(str(row.dimension) for row in parts if row.dimension)
        names = ", ".join(visible(name) for name, _ in dimensions.most_common())
        how = "one measure with --dimension" if several else f"--dimension {names}"
        yield styled(f"{counted} {'a part' if len(parts) == 1 else 'parts'}: {how}")
