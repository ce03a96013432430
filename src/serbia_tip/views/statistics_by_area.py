"""Figures by area, the parts of each under it: those of one year, or the latest of all."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from serbia_tip.period import years
from serbia_tip.queries.lookups import AREAS
from serbia_tip.queries.rows import StatisticRow
from serbia_tip.references import reference
from serbia_tip.terminal.styled import spelled, styled
from serbia_tip.views.statistic_words import StatisticWords
from serbia_tip.views.view import Line, Section, View, paragraph
from serbia_tip.views.wording import period, signs, years_of
from serbia_tip.words import number_of


def of_year(words: StatisticWords, rows: Sequence[StatisticRow], year: str) -> View:
    """The statistics of one year, then those of longer periods that touch it."""
    within: list[StatisticRow] = []
    longer: list[StatisticRow] = []
    for row in rows:
        whole_year = row.period and years(row.period) == years(year)
        (within if whole_year else longer).append(row)
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
