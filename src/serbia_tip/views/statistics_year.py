"""The statistics of one year by area, each with its parts under it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from serbia_tip.model import Store
from serbia_tip.queries.filters import Asked
from serbia_tip.queries.gaps import is_within
from serbia_tip.queries.rows import StatisticRow
from serbia_tip.terminal.screen import visible
from serbia_tip.terminal.text import NO_BREAK, Styled, dim, spelled, styled
from serbia_tip.views.evidence import FactWords, is_total
from serbia_tip.views.pointers import (
    join_commands,
    point_to_disputes,
    show_and_cite,
    without_quarrels,
)
from serbia_tip.views.statistics_index import group_alike, group_by_measure, join_counters
from serbia_tip.views.view import Line, Section, View, cells_of, paragraph
from serbia_tip.views.wording import period, signs, years_of
from serbia_tip.words import number_of

DIFFER = "Counters don't count the same and are never added up."
"""Said where several bodies count one thing."""
_FEW_NAMES = 3
"""How many bodies and measures are named of those that count longer spans."""


def of_year(words: FactWords, rows: Sequence[StatisticRow], asked: Asked, year: str) -> View:
    """The statistics of one year, those that count the whole year first; longer spans in a line."""
    within = [row for row in rows if is_within(row.period, int(year))]
    longer = [row for row in rows if not is_within(row.period, int(year))]
    whole = asked.all or not within
    measures = {words.measure(row.measure) for row in rows}
    what = f"Figures for {year}" if len(measures) > 1 else f"{min(measures)} in {year}"
    counted = str(len(within)) if len(measures) > 1 else number_of(len(within), "figure")
    beside = f"; {len(longer)} more for longer spans" if longer else ""
    sections = list(_by_area(words, within, year))
    if whole:
        sections += _over_longer_periods(words, longer)
    lead = [row for row in _ordered(words.store, within) if is_total(row)] or within or rows
    asked_for = [*words_asked(asked), year]
    everything = " ".join(["tip stats", *asked_for, "--all"])
    return _view(
        words,
        f"{what}: {counted}{beside}",
        sections,
        rows if whole else within,
        about=asked_for,
        remarks=[
            *([] if whole else name_longer_spans(words, longer, year, everything)),
            *join_commands(show_and_cite(lead[0])),
        ],
    )


def name_longer_spans(
    words: FactWords, rows: Sequence[StatisticRow], year: str, command: str
) -> Iterator[Styled]:
    """How many statistics of longer spans touch the year, whose, of what; the command for them."""
    if rows:
        measures = _most(words.measure(row.measure) for row in rows)
        yield styled(
            f"Longer spans that touch {year}: {number_of(len(rows), 'figure')}, by "
            f"{_most(map(words.counter, rows))}: {measures}: ",
            command.replace(" ", NO_BREAK),
        )


def _most(names: Iterable[str]) -> str:
    counts = Counter(names)
    shown = [name for name, _ in counts.most_common(_FEW_NAMES)]
    return ", ".join([*shown, *(["…"] if len(counts) > len(shown) else [])])


def words_asked(asked: Asked) -> list[str]:
    """The words that narrow the question to areas, measures and groups."""
    return [
        visible(str(word)) for name in ("area", "measure", "group") for word in asked.option(name)
    ]


def by_area(words: FactWords, rows: Sequence[StatisticRow], asked: Asked) -> View:
    """Figures of any periods, each with its own."""
    measures = {words.measure(row.measure) for row in rows}
    what = min(measures) if len(measures) == 1 else "Figures"
    which = "the latest of each series" if asked.latest else "disputed or deprecated"
    title = f"{what}, {which}: {len(rows)}{years_of(row.period for row in rows)}"
    sections = [replace(each, apart=True) for each in _by_area(words, rows)]
    return _view(words, title, sections, rows, about=words_asked(asked), remarks=[])


def _view(
    words: FactWords,
    title: str,
    sections: Sequence[Section],
    rows: Sequence[StatisticRow],
    *,
    about: Sequence[str],
    remarks: Sequence[Styled],
) -> View:
    counters: defaultdict[object, set[str]] = defaultdict(set)
    for row in filter(is_total, rows):
        counters[row.measure, row.period].add(words.counter(row))
    differ = any(len(found) > 1 for found in counters.values())
    return View(
        title=title,
        sections=without_quarrels(sections),
        key=paragraph(
            words.on_encyclopedias(rows), DIFFER if differ else "", signs(row.bound for row in rows)
        ),
        remarks=[
            *point_to_disputes(sections, "figure", " ".join(about)),
            *words.noted(rows),
            *remarks,
        ],
        aligned=True,
    )


def _by_area(
    words: FactWords, rows: Sequence[StatisticRow], year: str | None = None
) -> Iterator[Section]:
    """A section for each area, the one of the first key measure first; parts follow their whole."""
    present = {row.id for row in rows}
    tops = [row for row in _ordered(words.store, rows) if row.part_of not in present]
    for area in dict.fromkeys(row.area for row in tops):
        own = [row for row in tops if row.area == area]
        lines = list(lines_of(words, rows, year, own))
        yield Section(title=area.capitalize(), lines=lines, numbers=[1])


def _ordered(store: Store, rows: Sequence[StatisticRow]) -> list[StatisticRow]:
    return [row for own in group_by_measure(store, rows).values() for row in own]


def _over_longer_periods(words: FactWords, rows: Sequence[StatisticRow]) -> Iterator[Section]:
    """One section, if there is any statistic; its title names the counter if there is only one."""
    title = "Over longer periods"
    present = {row.id for row in rows}
    tops = [row for row in _ordered(words.store, rows) if row.part_of not in present]
    lines = list(lines_of(words, rows, None, tops))
    names = {spelled(line.cells[-1]) for line in lines} - {""}
    if len(names) == 1 and len(lines) > 1:
        title = f"{title}, {min(names)}"
        for place, line in enumerate(lines):
            cited = {1: line.references} if line.references else {}
            lines[place] = replace(line, cells=line.cells[:-1], references=(), cited=cited)
    if lines:
        yield Section(title=title, lines=lines, numbers=[1], apart=True)


def lines_of(
    words: FactWords,
    rows: Sequence[StatisticRow],
    year: str | None,
    tops: Sequence[StatisticRow],
    *,
    titled: bool = False,
) -> Iterator[Line]:
    """A line for each statistic of `tops` with its parts under it; equal ones share a line.

    With `titled` a title names the measure, lines say when, and notes stand beside the figures.
    """
    parts: defaultdict[str | None, list[StatisticRow]] = defaultdict(list)
    for row in rows:
        parts[row.part_of].append(row)
    above: Sequence[object] = ()
    before = ""
    for each in _outline(words, parts, tops, year, titled=titled):
        own, first = each.rows, each.rows[0]
        cites = [(row.said_by, row.sources) for row in own]
        same = each.depth and len(own) == 1 and cites == above
        notes = [f" Note: {visible(row.note)}" for row in own if titled and row.note]
        references = list(dict.fromkeys(text for row in own for text in row.sources))
        breaks = "" if each.depth else words.breaks(own, words.measure(first.measure))
        known = not each.depth and each.name == before
        yield Line(
            cells=cells_of(
                dim(each.name) if known else each.name,
                words.doubted_value(first),
                styled("" if same else join_counters(words, own), dim(" ".join(notes))),
            ),
            references=() if same else references,
            notes=words.notes(own),
            before=styled(breaks),
            over=each.over,
            within=each.within,
            depth=each.depth,
            repeats=True,
        )
        above = cites
        before = before if each.depth else each.name


class _Item(Struct, frozen=True):
    """Statistics that share a line: one, or equal ones of several counters."""

    rows: Sequence[StatisticRow]
    name: str
    within: str
    """What they are parts of."""
    over: str
    """The dimension that begins with them, if their whole has parts along several."""
    depth: int


def _outline(
    words: FactWords,
    parts: Mapping[str | None, Sequence[StatisticRow]],
    tops: Iterable[StatisticRow],
    known: str | None,
    *,
    titled: bool,
) -> Iterator[_Item]:
    """The statistics, each followed by its parts, however deep these go."""
    levels = [_level(words, tops, known, titled=titled)]
    while levels:
        item = next(levels[-1], None)
        if item is None:
            levels.pop()
            continue
        yield item
        path = f"{item.within}: {item.name}" if item.within else item.name
        for row in reversed(item.rows):
            if under := parts.get(row.id):
                levels.append(_level(words, under, row.period, row, path, item.depth + 1))


def _level(
    words: FactWords,
    rows: Iterable[StatisticRow],
    known: str | None,
    whole: StatisticRow | None = None,
    path: str = "",
    depth: int = 0,
    *,
    titled: bool = False,
) -> Iterator[_Item]:
    """The parts of one whole, those along one dimension together.

    A name leaves out the period that is `known`, and what stands in the line of the `whole`.
    """
    along: defaultdict[str | None, list[StatisticRow]] = defaultdict(list)
    for row in rows:
        along[row.dimension if whole else None].append(row)
    for dimension, own in along.items():
        over = words.by(dimension) if dimension and len(along) > 1 else ""
        within = f"{path}, {over}" if over else path
        inner = depth + 1 if over else depth
        for same in group_alike(words, own):
            name = _name(words, same[0], whole, known, titled=titled)
            yield _Item(same, name, within, over, inner)
            over = ""


def _name(
    words: FactWords,
    row: StatisticRow,
    whole: StatisticRow | None,
    known: str | None,
    *,
    titled: bool,
) -> str:
    group = words.group(row.group) if row.group else ""
    if whole is None:
        what = group if titled else words.counted(row)
    elif row.measure == whole.measure and group:
        what = group
    else:
        what = ": ".join(filter(None, (words.measure(row.measure), group)))
    when = "" if row.period == known else period(row.period)
    return ", ".join(filter(None, (what, when, "" if whole else words.state(row))))
