"""Put styled text on a screen: paragraphs and columns, in which no word is ever split."""

import io
import re
from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.style import Style as RichStyle
from rich.text import Text

from serbia_tip.terminal.screen import Screen
from serbia_tip.terminal.styled import NO_BREAK, Run, Style, Styled, spelled

_GAP = 2
"""The blank columns between two columns."""
_STYLES: dict[Style, str] = {"plain": "", "bold": "bold", "dim": "dim", "doubt": "bold"}
_WORD = re.compile(r"\n| *[^ \n]+")
_LONG_NAME = re.compile(r" *[\w-]{25,}\W*")
"""A word that may go on in a new line after a hyphen: a long id, but no address."""
_PART = re.compile(r" *[^-]+-*|-+")


class Page:
    """Lines for a screen, which Rich draws and is told all there is to know of the screen."""

    def __init__(self, screen: Screen) -> None:
        """An empty page as wide as the screen; in a pipe, as wide as its longest line."""
        self._screen = screen
        self._written = io.StringIO()
        self._console = Console(
            file=self._written,
            width=10**9,  # lines are broken here, not by Rich
            height=100,  # without a height, Rich takes no width from us on a dumb terminal
            color_system="standard" if screen.color else None,
            force_terminal=screen.color,
            no_color=not screen.color,
            markup=False,
            emoji=False,
            highlight=False,
            legacy_windows=False,
        )

    def paragraph(self, text: Styled, hang: int = 0) -> None:
        """The text within the screen's width, all its lines but the first indented by `hang`."""
        for number, line in enumerate(self._wrapped(text, hang)):
            self._print(Text(" " * hang if number else "").append_text(line))

    def ends(self, left: Styled, right: Styled) -> None:
        """One text at the left end of a line, the other at its right end, if both fit."""
        if not right:
            self.paragraph(left)
            return
        width = self._screen.width
        spare = (width or 0) - cell_len(spelled(left)) - cell_len(spelled(right))
        blank = " " * (spare if width is not None and spare >= _GAP else _GAP)
        if width is not None and spare < _GAP:
            self.paragraph(left)
            self.paragraph(right)
        else:
            self._print(self._text(left).append(blank).append(self._text(right)))

    def fitted(self, rows: Sequence[Sequence[Styled]]) -> list[int] | None:
        """How wide the columns of these rows are; None where the screen is too narrow for them."""
        most = max(map(len, rows), default=0)
        cells = [
            [self._text(cell).plain for cell in row] for row in rows if row and len(row) == most
        ]
        return fitted(cells, self._screen.width) if cells else []

    def side_by_side(
        self,
        rows: Sequence[Sequence[Styled]],
        widths: Sequence[int] | None,
        numbers: Sequence[int] = (),
        headings: Sequence[Styled] = (),
    ) -> None:
        """The rows' cells in columns of these widths, those of `numbers` to the right.

        A row of a single cell, where others have more, goes across all columns. Without widths,
        each cell is a paragraph with its heading before it, all but the first of a row indented.
        """
        if headings and widths is not None:
            self._side_by_side([self._text(cell) for cell in headings], widths, numbers)
        for row in rows:
            if widths is None:
                self._stacked(row, headings)
            elif len(row) == len(widths):
                self._side_by_side([self._text(cell) for cell in row], widths, numbers)
            else:
                self.paragraph(row[0], hang=_GAP)

    def line(self) -> None:
        """A blank line, but not as the first one."""
        if self._written.tell():
            self._console.print()

    def text(self) -> str:
        """All that was put on the page."""
        return self._written.getvalue()

    def _stacked(self, row: Sequence[Styled], headings: Sequence[Styled]) -> None:
        """The cells of the row that say something, one below the other."""
        names = [*map(spelled, headings), *[""] * len(row)]
        said = [pair for pair in zip(row, names, strict=False) if spelled(pair[0]).strip()]
        for number, (cell, name) in enumerate(said):
            labelled = [Run(f"{name}: ", "dim"), *cell] if name else cell
            if number:
                self._indented(labelled)
            else:
                self.paragraph(labelled, hang=_GAP)

    def _indented(self, text: Styled) -> None:
        width = self._screen.width
        for line in _broken(self._text(text), None if width is None else max(width - _GAP, 1)):
            self._print(Text(" " * _GAP).append_text(line))

    def _side_by_side(
        self, cells: Sequence[Text], widths: Sequence[int], numbers: Sequence[int]
    ) -> None:
        wrapped = [_broken(cell, width) for cell, width in zip(cells, widths, strict=True)]
        for number in range(max(map(len, wrapped))):
            line = Text()
            for column, (lines, width) in enumerate(zip(wrapped, widths, strict=True)):
                part = lines[number] if number < len(lines) else Text()
                blank = " " * (width - cell_len(part.plain))
                if column:
                    line.append(" " * _GAP)
                if column in numbers:
                    line.append(blank).append_text(part)
                else:
                    line.append_text(part).append(blank)
            self._print(line)

    def _wrapped(self, text: Styled, hang: int) -> Sequence[Text]:
        width = self._screen.width
        return _broken(self._text(text), None if width is None else max(width - hang, 1), hang)

    def _text(self, text: Styled) -> Text:
        """The text as Rich has it, in letters of the screen's."""
        found = Text()
        for run in text:
            letters = NO_BREAK.join(map(self._screen.spell, run.text.split(NO_BREAK)))
            style = RichStyle.parse(_STYLES[run.style])
            if run.link and self._screen.links:
                style += RichStyle(link=run.link)
            found.append(letters, style)
        return found

    def _print(self, line: Text) -> None:
        line.plain = line.plain.replace(NO_BREAK, " ")
        line.rstrip()
        self._console.print(line, soft_wrap=True)


def longest_word(text: str) -> int:
    """How wide a column must be for each word of the text, the first one with its indentation."""
    return max((cell_len(word) for word in _words(text)), default=0)


def _longest_line(text: str) -> int:
    return max(map(cell_len, text.split("\n")))


def _words(text: str) -> Iterator[str]:
    """The words of the text, those that begin a line with their indentation."""
    for line in text.split("\n"):
        for begin, end in _tokens(line):
            yield line[begin:end].lstrip(" ") if begin else line[begin:end]


def _tokens(text: str) -> Iterator[tuple[int, int]]:
    """Where what may stand on a line of its own begins and ends: words, line ends, parts of ids."""
    for word in _WORD.finditer(text):
        if _LONG_NAME.fullmatch(word[0]):
            for part in _PART.finditer(word[0]):
                yield word.start() + part.start(), word.start() + part.end()
        else:
            yield word.span()


def fitted(rows: Sequence[Sequence[str]], room: int | None) -> list[int] | None:
    """How wide each column is within `room`, so that no word is split; None if that can't be.

    Every column gets what its longest word needs; the rest goes, in equal shares, to those
    whose text is longer.
    """
    columns = list(zip(*rows, strict=True))
    wishes = [max(map(_longest_line, column)) for column in columns]
    if room is None:
        return wishes
    widths = [max(map(longest_word, column)) for column in columns]
    spare = room - sum(widths) - _GAP * (len(widths) - 1)
    if spare < 0:
        return None
    wanting = sorted(range(len(widths)), key=lambda number: wishes[number] - widths[number])
    for place, number in enumerate(wanting):
        share = min(wishes[number] - widths[number], spare // (len(wanting) - place))
        widths[number] += share
        spare -= share
    return widths


def _broken(text: Text, width: int | None, hang: int = 0) -> Sequence[Text]:
    """The lines of the text, none but a single word wider than `width` (the first by `hang`)."""
    if width is None:
        return list(text.split("\n", allow_blank=True))
    if NO_BREAK in text.plain:
        _loosen(text, width)
    ends = [end for line in _line_spans(text.plain, width, hang) for end in line]
    return list(text.divide(ends))[1::2]  # between two lines is what ends the first


def _line_spans(text: str, width: int, hang: int) -> Iterator[tuple[int, int]]:
    """Where each line of the text begins and ends."""
    begin = end = taken = 0
    room = width + hang
    for start, stop in _tokens(text):
        word = text[start:stop]
        if word == "\n":
            yield begin, end
            begin = end = stop
            taken, room = 0, width
            continue
        taken += cell_len(word)
        if end > begin and taken > room:
            yield begin, end
            word = word.lstrip(" ")
            begin = stop - len(word)
            taken, room = cell_len(word), width
        end = stop
    yield begin, end


def _loosen(text: Text, width: int) -> None:
    """Let lines end at any blank of what would be wider than the lines."""
    text.plain = _WORD.sub(
        lambda word: (
            word[0].replace(NO_BREAK, " ") if cell_len(word[0].lstrip(" ")) > width else word[0]
        ),
        text.plain,
    )
