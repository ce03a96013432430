"""The table that people read: footnoted, and fitted to the terminal without losing a word.

In a pipe it is the same table with one line for each row, however long. Where a terminal is too
narrow for the words of a row to stand side by side, each row becomes a block of lines.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from serbia_tip.queries.answer import Answer
from serbia_tip.queries.rows import CitedRow, CoverageRow, FactRow, Row, StatisticRow, fields
from serbia_tip.terminal.escape import visible
from serbia_tip.terminal.layout import Grid, Page
from serbia_tip.terminal.screen import Screen
from serbia_tip.views.footnotes import Footnotes
from serbia_tip.views.values import cell, disputed, doubts

_LONG_NAME = 20
"""A hyphenated name longer than this continues, in a column, on a new line after a hyphen."""
_FEW = 20
"""With more rows than this, their notes are not shown."""


def render(answer: Answer, screen: Screen) -> str:
    """The rows as a table, and below it the sources, the disputes and the remarks."""
    footnotes = Footnotes(answer.store)
    names = _shown(answer)
    page = Page(screen)
    grid = _grid(answer, names, footnotes, screen)
    columns = grid if screen.width is None else _compact(answer, names, grid)
    if answer.fields is None and columns.widths(page.width) is None:
        # Too narrow: who says it can stand in the marked cell.
        names = [name for name in names if name != "attributed_to"]
        grid = _grid(answer, names, footnotes, screen)
        columns = _compact(answer, names, grid)
    widths = columns.widths(page.width)
    if answer.rows and widths:
        page.table(columns, widths, answer.header, answer.emphasis)
    elif answer.rows:
        page.blocks(grid)
    page.sections(
        Sources=footnotes.lines(),
        Disputed=disputed(answer.rows),
        Notes=_notes(answer),
        Remarks=map(visible, answer.remarks),
    )
    return page.text()


def _notes(answer: Answer) -> Iterator[str]:
    """What to know before quoting a row, once for those alike; of many rows, how to see it."""
    if answer.fields is not None:
        return
    ids: defaultdict[str, list[str]] = defaultdict(list)
    for row in answer.rows:
        if isinstance(row, FactRow) and row.note and not doubts(row):
            ids[row.note].append(row.id)
    if len(answer.rows) <= _FEW:
        for note, alike in ids.items():
            yield visible(f"{', '.join(alike)}: {note}")
    elif ids:
        noted = sum(map(len, ids.values()))
        have = "has" if noted == 1 else "have"
        yield f"{noted} of these facts {have} one; tip show ID, or --fields id,note, shows it."


def _shown(answer: Answer) -> Sequence[str]:
    """The fields to show: those asked for, or the kind's own that say something in some row."""
    if answer.fields is not None:
        return answer.fields
    return [
        name for name in answer.kind.shown if any(_says(answer, row, name) for row in answer.rows)
    ]


def _says(answer: Answer, row: Row, name: str) -> bool:
    """Whether the field tells more than what a reader takes for granted."""
    value = getattr(row, name)
    if isinstance(row, CoverageRow):  # that there is nothing is what it tells
        return True
    if name == "entity":
        return bool(value != answer.store.home.name)
    return value not in (None, False, [])


def _grid(answer: Answer, names: Sequence[str], footnotes: Footnotes, screen: Screen) -> Grid:
    titles = {field.name: field.title for field in fields(answer.kind)}
    marked = _marked(answer, names)

    def line(row: Row) -> Iterator[str]:
        for name in names:
            if name == marked:
                yield screen.spell(_marked_cell(row, name, names, footnotes))
            else:
                yield screen.spell(_cell(answer, row, name))

    return Grid([titles[name] for name in names], [list(line(row)) for row in answer.rows])


def _marked(answer: Answer, names: Sequence[str]) -> str:
    """The field that the marks stand beside."""
    return answer.kind.marked if answer.kind.marked in names or not names else names[-1]


def _cell(answer: Answer, row: Row, name: str) -> str:
    if answer.fields is None and name == "entity" and not _says(answer, row, name):
        return ""
    if answer.fields is None and name == "measure" and isinstance(row, StatisticRow) and row.group:
        return visible(f"{row.measure}: {row.group}")
    return cell(row, name)


def _marked_cell(row: Row, name: str, names: Sequence[str], footnotes: Footnotes) -> str:
    """The cell with all that must be said beside it: who says it, doubts, the marks."""
    if not isinstance(row, CitedRow):
        return cell(row, name)
    parts = [cell(row, name)]
    if isinstance(row, FactRow) and row.attributed_to and "attributed_to" not in names:
        parts.append(f"(according to {visible(row.attributed_to)})")
    if said := doubts(row):
        parts.append(f"({said})")
    return " ".join([*parts, footnotes.mark(row)])


def _compact(answer: Answer, names: Sequence[str], grid: Grid) -> Grid:
    """The grid as a terminal shows it: repeated cells blank, parts indented, long names broken.

    A row's cells are blank, from the left, where they repeat the row above, up to the marked one.
    """
    before_mark = list(names).index(_marked(answer, names)) if names else 0
    lines = []
    above: list[str] = []
    wholes: list[str] = []  # of the row above: the ids of those that it is a part of, and its own
    measures = {row.id: row.measure for row in answer.rows if isinstance(row, StatisticRow)}
    for row, line in zip(answer.rows, grid.lines, strict=True):
        same = 0
        while above and same < before_mark and line[same] == above[same]:
            same += 1
        compact = [""] * same + [_hyphenated(text) for text in line[same:]]
        if isinstance(row, StatisticRow):
            while wholes and wholes[-1] != row.part_of:
                wholes.pop()
            depth = len(wholes)
            wholes.append(row.id)
            if depth and row.group and answer.fields is None:
                same_measure = measures.get(str(row.part_of)) == row.measure
                said = row.group if same_measure else f"{row.measure}: {row.group}"
                compact[list(names).index("measure")] = "  " * depth + visible(said)
                for number in range(before_mark + 1, len(line)):
                    if line[number] == above[number] and names[number] != "entity":
                        compact[number] = ""  # but a blank entity is the store's own country
        lines.append(compact)
        above = line
    return Grid(grid.headings, lines)


def _hyphenated(name: str) -> str:
    """A long name with line ends after hyphens; any other text as it is."""
    if len(name) <= _LONG_NAME or re.search(r"[^\w-]", name):
        return name
    lines = [""]
    for part in re.findall(r"[^-]+-?|-", name):
        if lines[-1] and len(lines[-1] + part) > _LONG_NAME:
            lines.append("")
        lines[-1] += part
    return "\n".join(lines)
