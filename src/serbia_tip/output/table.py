"""The table that people read: footnoted, and fitted to the terminal without losing a word.

In a pipe it is the same table with one line for each row, however long. Where a terminal is too
narrow for the words of a row to stand side by side, each row becomes a block of lines.
"""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from textwrap import fill
from typing import NamedTuple

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from serbia_tip.output.answer import Answer
from serbia_tip.output.flat import visible
from serbia_tip.output.footnotes import NO_BREAK, Footnotes
from serbia_tip.output.reading import ABSENT, cell, doubts
from serbia_tip.output.screen import Screen
from serbia_tip.rows import CitedRow, FactRow, Row, StatisticRow, fields

_PIPE = 1_000_000
"""A width that no line in a pipe reaches."""
_GAP = 2
"""The blank columns between two columns of a table."""
_LONG_NAME = 20
"""A hyphenated name longer than this continues, in a column, on a new line after a hyphen."""


class Grid(NamedTuple):
    """The headings and the cells of a table, as text."""

    headings: list[str]
    lines: list[list[str]]

    def widths(self, room: int) -> list[int] | None:
        """How wide each column is within `room`, so that no word is split; None if that can't be.

        Every column gets what its longest word needs; the rest goes, in equal shares, to those
        whose text is longer.
        """
        columns = list(zip(self.headings, *self.lines, strict=True))
        widths = [max(map(_longest_word, column)) for column in columns]
        spare = room - sum(widths) - _GAP * (len(widths) - 1)
        if spare < 0:
            return None
        wishes = [max(map(cell_len, column)) for column in columns]
        wanting = sorted(range(len(widths)), key=lambda number: wishes[number] - widths[number])
        for place, number in enumerate(wanting):
            share = min(wishes[number] - widths[number], spare // (len(wanting) - place))
            widths[number] += share
            spare -= share
        return widths


def render(answer: Answer, screen: Screen) -> str:
    """The rows as a table, and below it the sources, the disputes and the remarks."""
    footnotes = Footnotes(answer.store)
    names = _shown(answer)
    room = _PIPE if screen.width is None else screen.width
    grid = _grid(answer, names, footnotes)
    columns = grid if screen.width is None else _compact(answer, names, grid)
    if answer.fields is None and columns.widths(room) is None:  # who says it can stand in a cell
        names = [name for name in names if name != "attributed_to"]
        grid = _grid(answer, names, footnotes)
        columns = _compact(answer, names, grid)
    page = _Page(screen, room)
    if not answer.rows:
        pass
    elif widths := columns.widths(room):
        page.table(columns, widths, answer)
    else:
        page.blocks(grid)
    page.sections(
        Sources=footnotes.lines(),
        Disputed=_disputed(answer),
        Remarks=map(visible, answer.remarks),
    )
    return page.text()


# --- what the table says -----------------------------------------------------------------------


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
    if name == "entity":
        return bool(value != answer.store.countries[answer.store.store.country].name)
    return value not in (None, False, [])


def _grid(answer: Answer, names: Sequence[str], footnotes: Footnotes) -> Grid:
    titles = {field.name: field.title for field in fields(answer.kind)}
    marked = _marked(answer, names)
    return Grid(
        [titles[name] for name in names],
        [
            [
                _marked_cell(row, name, names, footnotes)
                if name == marked
                else _cell(answer, row, name)
                for name in names
            ]
            for row in answer.rows
        ],
    )


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
    depths: dict[str, int] = {}
    for row, line in zip(answer.rows, grid.lines, strict=True):
        same = 0
        while above and same < before_mark and line[same] == above[same]:
            same += 1
        compact = [""] * same + [_hyphenated(text) for text in line[same:]]
        if isinstance(row, StatisticRow):
            depths[row.id] = depths.get(str(row.part_of), -1) + 1
            if depths[row.id] and row.group and answer.fields is None:
                compact[list(names).index("measure")] = "  " * depths[row.id] + visible(row.group)
                for number in range(before_mark + 1, len(line)):
                    if line[number] == above[number]:
                        compact[number] = ""
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


def _longest_word(text: str) -> int:
    return max(map(cell_len, text.split()), default=0)


def _disputed(answer: Answer) -> Iterator[str]:
    for row in answer.rows:
        if isinstance(row, CitedRow) and doubts(row):
            by = f" by {', '.join(row.disputed_by)}" if row.disputed_by else ""
            note = isinstance(row, FactRow) and row.note
            yield visible(f"{row.id}: {doubts(row)}{by}.{f' {note}' if note else ''}")


# --- how it is laid out ------------------------------------------------------------------------


def _emphasized(text: str, spans: Iterable[tuple[int, int]]) -> Text:
    styled = Text(text)
    for begin, end in spans:
        styled.stylize("bold", begin, end)
    return styled


class _Page:
    """Lines for the screen, drawn by Rich, which is told all there is to know of the screen."""

    def __init__(self, screen: Screen, room: int) -> None:
        self._written = io.StringIO()
        self._on_terminal = screen.width is not None
        self._console = Console(
            file=self._written,
            width=room,
            height=100,  # without a height, Rich takes no width from us on a dumb terminal
            color_system="standard" if screen.color else None,
            force_terminal=screen.color,
            no_color=not screen.color,
            markup=False,
            emoji=False,
            highlight=False,
            legacy_windows=False,
        )

    def table(self, grid: Grid, widths: Sequence[int], answer: Answer) -> None:
        """The cells in columns; a blank line where, on a terminal, a group of rows ends."""
        table = Table(
            box=SIMPLE_HEAD,
            show_header=answer.header,
            show_edge=False,
            pad_edge=False,
            padding=(0, 1, 0, 0),
            header_style="bold",
        )
        for heading, width in zip(grid.headings, widths, strict=True):
            table.add_column(Text(heading), width=width, no_wrap=not self._on_terminal)
        heads = sum(bool(line[0]) for line in grid.lines)
        for number, line in enumerate(grid.lines):
            if self._on_terminal and number and line[0] and len(grid.lines) > 2 * heads:
                table.add_section()
            table.add_row(*(_emphasized(text, answer.emphasis.get(text, ())) for text in line))
        self._console.print(table)

    def blocks(self, grid: Grid) -> None:
        """A block for each row, a line for each of its cells."""
        indent = max(map(cell_len, grid.headings)) + _GAP
        for number, line in enumerate(grid.lines):
            if number:
                self._line("")
            for heading, text in zip(grid.headings, line, strict=True):
                if text not in ("", ABSENT):
                    self._paragraph(f"{heading:{indent}}{text}", indent)

    def sections(self, **sections: Iterator[str]) -> None:
        """What stands under the table: the sections that there are, a blank line before each."""
        for title, lines in sections.items():
            for number, line in enumerate(lines):
                if not number:
                    self._line("")
                    self._line(title)
                self._paragraph(line, 4)

    def text(self) -> str:
        """All that was laid out."""
        return "".join(f"{line.rstrip()}\n" for line in self._written.getvalue().splitlines())

    def _paragraph(self, text: str, indent: int) -> None:
        """Lines within the screen's width, all but the first indented; no word is split."""
        filled = fill(
            text,
            width=max(self._console.width, indent + 1),
            subsequent_indent=" " * indent,
            break_long_words=False,
            break_on_hyphens=False,
        )
        self._line(filled.replace(NO_BREAK, " "))

    def _line(self, text: str) -> None:
        self._console.print(Text(text), soft_wrap=True)
