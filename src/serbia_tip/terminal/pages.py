"""Pages in a terminal: lines that fit a screen, and the reader's pager."""

import os
import shlex
import shutil
import signal
import subprocess
from collections.abc import Iterator, Sequence
from functools import cache

from rich.color import ColorSystem
from rich.style import Style as RichStyle

import serbia_tip.terminal.text as texts
from serbia_tip.terminal.screen import Screen, stream_output
from serbia_tip.terminal.text import GAP, NO_BREAK, Run, Style, Styled, cells, unstyled

_ENDLESS = 10**9  # the width of a pipe


class Page:
    """Lines for a screen."""

    def __init__(self, screen: Screen) -> None:
        """Start an empty page as wide as the screen; in a pipe, its width is unlimited."""
        self.screen = screen
        self.width = _ENDLESS if screen.width is None else screen.width
        self._lines: list[str] = []

    def paragraph(self, text: Styled, hang: int = 0, indent: int = 0) -> None:
        """Add the text, wrapped and indented by `hang`, its first line by `indent`."""
        text = self._shown(text)
        for number, line in enumerate(_break_page_lines(text, self.width - hang, hang - indent)):
            self._put([(hang if number else indent, line)])

    def ends(self, left: Styled, right: Styled) -> None:
        """Add one text at the left end of a line and one at its right, or on two lines."""
        left, right = self._shown(left), self._shown(right)
        begins = first = cells(unstyled(left)) + GAP
        if self.screen.width is not None:
            begins = self.width - cells(unstyled(right))
        if right and begins >= first:
            self._put([(0, left), (begins, right)])
        else:
            for text in filter(None, [left, right]):
                self.paragraph(text)

    def fitted(self, rows: Sequence[Sequence[Styled]]) -> list[int] | None:
        """The widths of these rows' columns; None if the screen is too narrow for them."""
        most = max(map(len, rows), default=0)
        whole = [row for row in rows if row and len(row) == most]
        shown = [[unstyled(self._shown(cell)) for cell in row] for row in whole]
        return texts.fit_columns(shown, self.screen.width) if shown else []

    def side_by_side(
        self,
        rows: Sequence[Sequence[Styled]],
        widths: Sequence[int] | None,
        numbers: Sequence[int] = (),
        headings: Sequence[Styled] = (),
    ) -> None:
        """Add the rows in columns of these widths, those in `numbers` right-aligned.

        A row of one cell, or of fewer than there are columns, is a paragraph across them, and so is
        each without widths; if it has headings, each cell is one, with its heading before it.
        """
        for row in [headings, *rows] if headings and widths is not None else rows:
            if len(row) == len(widths or ()) > 1:
                self._row(row, widths or (), numbers)
            elif widths is None and headings and len(row) > 1:
                self._stacked(row, headings)
            else:
                joined = texts.join_texts(
                    [cell for cell in row if unstyled(cell).strip()], " " * GAP
                )
                self.paragraph(joined, hang=_page_line_indent(joined) + GAP)

    def line(self) -> None:
        """Add a blank line, but not as the first one, nor a second."""
        if self._lines and self._lines[-1]:
            self._lines.append("")

    def _put(self, pieces: Sequence[tuple[int, Styled]]) -> None:
        """Add one line of texts at columns; all on the page is added by this method and `line`."""
        line: list[Run] = []
        for column, text in pieces:
            line += [Run(" " * (column - cells(unstyled(line)))), *text]
        line = texts.cut_text(line, 0, len(unstyled(line).rstrip()))
        self._lines.append("".join(map(self._drawn, line)))

    def _shown(self, text: Styled) -> Styled:
        """The text in letters that this screen has; a no-break space is kept until it is drawn."""
        spell = self.screen.spell
        return [
            Run(NO_BREAK.join(map(spell, run.text.split(NO_BREAK))), run.style, run.link)
            for run in text
        ]

    def text(self) -> str:
        """The text of the page."""
        return "".join(f"{line}\n" for line in self._lines)

    def _stacked(self, row: Sequence[Styled], headings: Sequence[Styled]) -> None:
        named = zip(row, map(unstyled, headings), strict=True)
        said = [(cell, name) for cell, name in named if unstyled(cell).strip()]
        for number, (cell, name) in enumerate(said):
            labelled = [Run(f"{name}: ", "dim"), *cell] if name else cell
            self.paragraph(labelled, hang=GAP, indent=GAP if number else 0)

    def _row(self, row: Sequence[Styled], widths: Sequence[int], numbers: Sequence[int]) -> None:
        starts = [sum(widths[:place]) + GAP * place for place in range(len(widths))]
        hangs = [
            _page_line_indent(cell)
            if texts.longest_word(unstyled(cell).lstrip(" ")) + _page_line_indent(cell) <= width
            else 0
            for cell, width in zip(row, widths, strict=True)
        ]
        wrapped = [
            list(_break_page_lines(self._shown(cell), width - hang, hang))
            for cell, width, hang in zip(row, widths, hangs, strict=True)
        ]
        for number in range(max(map(len, wrapped))):
            pieces = []
            for place, lines in enumerate(wrapped):
                if number < len(lines):
                    text = lines[number]
                    spare = widths[place] - cells(unstyled(text)) if place in numbers else 0
                    hang = hangs[place] if number else 0
                    pieces.append((starts[place] + hang + spare, text))
            self._put(pieces)

    def _drawn(self, run: Run) -> str:
        color = ColorSystem.STANDARD if self.screen.color else None
        style = _terminal_page_style(
            run.style, run.link if color and self.screen.width is not None else None
        )
        return style.render(run.text.replace(NO_BREAK, " "), color_system=color)


def _page_line_indent(text: Styled) -> int:
    """How many blanks the text begins with."""
    return len(unstyled(text)) - len(unstyled(text).lstrip(" "))


def _break_page_lines(text: Styled, width: int, extra: int = 0) -> Iterator[Styled]:
    for begin, end in texts.text_line_spans(unstyled(text), max(width, 1), extra):
        yield texts.cut_text(text, begin, end)


@cache
def _terminal_page_style(style: Style, link: str | None) -> RichStyle:
    """Translate the style for Rich; cached, so that a link keeps its id on all its lines."""
    return RichStyle(bold=style in ("bold", "doubt"), dim=style == "dim", link=link)


_LESS = "FRX"  # quit if the text fits, show colours, keep the text on the screen
_BY_A_SIGNAL = 128  # a failed command's exit code is below this, unless a signal ended it


def _pager() -> list[str]:
    """The words of the pager's command line; empty if there is no pager, or none is wanted.

    Nothing is paged on a dumb terminal, which can't scroll.
    """
    if os.environ.get("TERM") == "dumb":
        return []
    usual = os.environ.get("PAGER", "less" if shutil.which("less") else "")
    try:
        words = shlex.split(os.environ.get("TIP_PAGER", usual))
    except ValueError:  # an unclosed quotation mark
        return []
    return [] if words == ["cat"] else words


def present_pages(text: str, screen: Screen, *, paged: bool) -> None:
    """Show a person the text, in a pager if it and the prompt don't fit on the screen together."""
    too_long = screen.height is not None and text.count("\n") >= screen.height
    command = _pager() if paged and too_long else []
    if not (command and show_in_pager(screen.encode(text), command)):
        stream_output([screen.encode(text)])


def show_in_pager(text: bytes, command: list[str]) -> bool:
    """Show the text in this pager until the reader quits; False if it couldn't be shown."""
    environment = {"LESS": _LESS, "LESSCHARSET": "utf-8", **os.environ}
    # An interrupt is for the pager, which would inherit it if it were ignored here.
    usual = signal.signal(signal.SIGINT, lambda _number, _frame: None)
    try:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, env=environment)  # noqa: S603  # the reader's own choice
        process.communicate(text)  # a reader who has seen enough is no error to it
    except OSError:
        return False
    finally:
        signal.signal(signal.SIGINT, usual)
    return not 0 < process.returncode < _BY_A_SIGNAL
