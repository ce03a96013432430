"""Lay text out for a screen: columns, blocks, paragraphs, in which no word is ever split."""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from serbia_tip.queries.answer import Emphasis
from serbia_tip.terminal.screen import Screen

ABSENT = "—"
"""What stands where there is nothing to say."""

NO_BREAK = "\N{NO-BREAK SPACE}"
"""A blank at which a paragraph's line does not end."""

_PIPE = 1_000_000_000
"""A width that no line in a pipe reaches."""
_GAP = 2
"""The blank columns between two columns of a table."""


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
        widths = [max(map(longest_word, column)) for column in columns]
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


def longest_word(text: str) -> int:
    """How wide a column must be for each word of the text, the first one with its indentation."""
    indent = len(text) - len(text.lstrip())
    first, *others = text.split() or [""]
    return max(indent + cell_len(first), *map(cell_len, others), 0)


def _wrapped(text: str, width: int, indent: int = 0) -> str:
    """The text with line ends in place of blanks, so that no line is wider; no word is split."""
    lines: list[str] = []
    room = width
    for line in text.split("\n"):
        words: list[str] = []
        taken = 0
        for word in re.findall(r"\s*[^ ]+", line):
            if words and taken + cell_len(word) > room:
                lines.append("".join(words))
                words, taken, word, room = [], 0, word.lstrip(" "), width - indent
            words.append(word)
            taken += cell_len(word)
        lines.append("".join(words))
    return ("\n" + " " * indent).join(lines)


def _emphasized(text: str, spans: Iterable[tuple[int, int]]) -> Text:
    styled = Text(text)
    for begin, end in spans:
        styled.stylize("bold", begin, end)
    return styled


class Page:
    """Lines for the screen, drawn by Rich, which is told all there is to know of the screen."""

    def __init__(self, screen: Screen) -> None:
        """An empty page as wide as the screen; in a pipe, as wide as its longest line."""
        self._spell = screen.spell
        self.width = _PIPE if screen.width is None else screen.width
        self._written = io.StringIO()
        self._on_terminal = screen.width is not None
        self._console = Console(
            file=self._written,
            width=self.width,
            height=100,  # without a height, Rich takes no width from us on a dumb terminal
            color_system="standard" if screen.color else None,
            force_terminal=screen.color,
            no_color=not screen.color,
            markup=False,
            emoji=False,
            highlight=False,
            legacy_windows=False,
        )

    def table(self, grid: Grid, widths: Sequence[int], header: bool, emphasis: Emphasis) -> None:
        """The cells in columns; a blank line where, on a terminal, a group of rows ends."""
        table = Table(
            box=SIMPLE_HEAD,
            show_header=header,
            show_edge=False,
            pad_edge=False,
            padding=(0, 1, 0, 0),
            header_style="bold",
        )
        for heading, width in zip(grid.headings, widths, strict=True):
            table.add_column(Text(_wrapped(heading, width)), width=width, no_wrap=True)
        heads = sum(bool(line[0]) for line in grid.lines)
        for number, line in enumerate(grid.lines):
            if self._on_terminal and number and line[0] and len(grid.lines) > 2 * heads:
                table.add_section()
            table.add_row(
                *(
                    _emphasized(_wrapped(text, width), emphasis.get(text, ()))
                    for text, width in zip(line, widths, strict=True)
                )
            )
        self._console.print(table)

    def blocks(self, grid: Grid) -> None:
        """A block for each row, a line for each of its cells."""
        indent = max(map(cell_len, grid.headings)) + _GAP
        for number, line in enumerate(grid.lines):
            if number:
                self.line()
            self.pairs(zip(grid.headings, line, strict=True), indent)

    def pairs(self, pairs: Iterable[tuple[str, str]], indent: int) -> None:
        """A line for each heading and its text, those without one left out."""
        for heading, text in pairs:
            if text not in ("", ABSENT):
                self.paragraph(f"{heading:{indent}}{text}", indent)

    def sections(self, **sections: Iterator[str]) -> None:
        """What stands under the table: the sections that there are, a blank line before each."""
        for title, lines in sections.items():
            for number, line in enumerate(lines):
                if not number:
                    if self._written.tell():
                        self.line()
                    self.line(title)
                self.paragraph(line, 4)

    def text(self) -> str:
        """All that was laid out."""
        return "".join(f"{line.rstrip()}\n" for line in self._written.getvalue().splitlines())

    def paragraph(self, text: str, indent: int = 0) -> None:
        """Lines within the screen's width, all but the first indented; no word is split."""
        spelled = NO_BREAK.join(map(self._spell, text.split(NO_BREAK)))
        filled = _wrapped(spelled, max(self.width, indent + 1), indent)
        self.line(filled.replace(NO_BREAK, " "))

    def line(self, text: str = "") -> None:
        """One line, as it is."""
        self._console.print(Text(self._spell(text)), soft_wrap=True)
