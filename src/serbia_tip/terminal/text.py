"""Text in styles, and how it is cut and wrapped by columns."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Literal, TypeAlias

from msgspec import Struct
from rich.cells import cell_len

NO_BREAK = "\N{NO-BREAK SPACE}"  # a space at which a line is not broken
Style: TypeAlias = Literal["plain", "bold", "dim", "doubt"]  # how a run looks


class Run(Struct, frozen=True):
    """A run of text in one style, which may be a link."""

    text: str
    style: Style = "plain"
    link: str | None = None


Styled: TypeAlias = Sequence[Run]
bold = partial(Run, style="bold")  # for a heading
dim = partial(Run, style="dim")  # for evidence, or an id
doubt = partial(Run, style="doubt")  # for what is disputed, deprecated, alleged or inferred


def styled(*parts: str | Run | Iterable[Run]) -> list[Run]:
    """Join plain texts and runs into one text, without empty ones."""
    runs: list[Run] = []
    for part in parts:
        run = Run(part) if isinstance(part, str) else part
        runs.extend([run] if isinstance(run, Run) else run)
    return [run for run in runs if run.text]


def join_texts(texts: Iterable[Styled], gap: str | Run) -> list[Run]:
    """The texts in a row."""
    return [run for text in texts for run in styled(gap, text)][1:]


def unstyled(text: Styled) -> str:
    """The text without styles and links."""
    return "".join(run.text for run in text)


def cut_text(text: Styled, begin: int, end: int) -> list[Run]:
    """The text from index `begin` up to `end`."""
    runs, place = [], 0
    for run in text:
        part = run.text[max(begin - place, 0) : max(end - place, 0)]
        runs.append(Run(part, run.style, run.link))
        place += len(run.text)
    return styled(runs)


GAP = 2  # the blank columns between two columns of cells
cells = cell_len  # the number of terminal columns that a text takes
_WORD = re.compile(r"\n| *[^ \n]+")
_LONG_NAME = re.compile(r" *[\w-]{25,}\W*")  # an id is broken after a hyphen; a URL may not be
_PART = re.compile(r" *[^-]+-*|-+")


def longest_word(text: str) -> int:
    """The width of the widest word, which at the start of a line has its indentation."""
    tokens = ((line, *token) for line in text.split("\n") for token in _text_wrap_places(line))
    words = (line[begin:end].lstrip(" " if begin else "") for line, begin, end in tokens)
    return max(map(cells, words), default=0)


def wrap_text(text: str, width: int) -> list[str]:
    """Wrap the text within `width`, unless a single word is wider."""
    return [text[begin:end] for begin, end in text_line_spans(text, width)]


def text_line_spans(text: str, width: int, extra: int = 0) -> Iterator[tuple[int, int]]:
    """Where each line begins and ends when wrapped within `width`, the first within `extra` more.

    A word that is wider than a line is broken at its no-break spaces, if it has any.
    """

    def loosened(word: re.Match[str]) -> str:
        wide = cells(word[0].lstrip(" ")) > width
        return word[0].replace(NO_BREAK, " ") if wide else word[0]

    text = _WORD.sub(loosened, text)
    begin = end = taken = 0
    room = width + extra
    for start, stop in _text_wrap_places(text):
        word = text[start:stop]
        if word == "\n":
            yield begin, end
            begin = end = stop
            taken, room = 0, width
            continue
        taken += cells(word)
        if end > begin and taken > room:
            yield begin, end
            word = word.lstrip(" ")
            begin = stop - len(word)
            taken, room = cells(word), width
        end = stop
    yield begin, end


def fit_columns(rows: Sequence[Sequence[str]], room: int | None) -> list[int] | None:
    """The widths of columns that fit within `room` without splitting a word; None if none do.

    Every column gets what its longest word needs; the rest is shared equally among those whose
    text is longer.
    """
    columns = list(zip(*rows, strict=True))
    wishes = [max(cells(line) for line in "\n".join(column).split("\n")) for column in columns]
    if room is None:
        return wishes
    widths = [max(map(longest_word, column)) for column in columns]
    spare = room - sum(widths) - GAP * (len(widths) - 1)
    if spare < 0:
        return None
    wanting = sorted(range(len(widths)), key=lambda number: wishes[number] - widths[number])
    for place, number in enumerate(wanting):
        share = min(wishes[number] - widths[number], spare // (len(wanting) - place))
        widths[number] += share
        spare -= share
    return widths


def _text_wrap_places(text: str) -> Iterator[tuple[int, int]]:
    """Where each word, line end or part of a long id begins and ends, including leading blanks."""
    for word in _WORD.finditer(text):
        if _LONG_NAME.fullmatch(word[0]):
            for part in _PART.finditer(word[0]):
                yield word.start() + part.start(), word.start() + part.end()
        else:
            yield word.span()
