"""What a person is shown of an answer, before it has a width: headings, lines, notes."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from serbia_tip.periods import reach
from serbia_tip.terminal.text import Run, Styled, bold, dim, doubt, join_texts, spelled, styled
from serbia_tip.views.wording import years_in_words


class Note(Struct, frozen=True):
    """What the reader must know of a line, told under the answer."""

    word: str
    """The kind of doubt: disputed, deprecated, inferred, alleged, at risk; or note."""
    period: str | None
    """The period that it concerns, in ISO 8601."""
    text: Styled


_MOST_COMMANDS = 3
"""How many of the commands that tell disputes are named."""


def said_once(notes: Iterable[Note]) -> Iterator[Styled]:
    """The notes as text, equal ones merged, with the years of all of them; disputes on one line."""
    periods: defaultdict[tuple[str, str], list[str | None]] = defaultdict(list)
    texts: defaultdict[tuple[str, str], dict[str, Styled]] = defaultdict(dict)
    for note in notes:
        text = spelled(note.text)
        same = note.word, "" if note.word == "disputed" else text
        periods[same].append(note.period)
        texts[same][text] = note.text
    for same, said in texts.items():
        touched = reach(periods[same])
        when = f" ({years_in_words(*touched)})" if touched else ""
        told = join_texts(said.values(), dim(" · "))
        if len(said) > _MOST_COMMANDS:
            told = [dim("tip disputes")]
        yield styled(doubt(f"{same[0].capitalize()}{when}: "), told)


class Line(Struct, frozen=True, kw_only=True):
    """One line of an answer: its cells, its sources, its notes."""

    cells: Sequence[Styled]
    references: Sequence[str] = ()
    """References to the line's sources, whose numbers stand in the last cell."""
    cited: Mapping[int, Sequence[str]] = {}
    """References of single cells, by column; their numbers stand beside the cell, or beside the
    heading or the title when they are the same throughout the column or the section."""
    notes: Sequence[Note] = ()
    within: str = ""
    """What the line is a part of; a pipe repeats it before the first cell."""
    depth: int = 0
    """How many steps the first cell is indented on a terminal."""
    repeats: bool = False
    """Whether blank cells mean what stands above them; a pipe fills them in."""
    before: Styled = ()
    """Text across all columns above the line: a break in the series."""
    over: str = ""
    """A heading above the line on a terminal, indented one step less; a pipe has it in `within`."""


def cells_of(*texts: str | Run | Iterable[Run]) -> list[Styled]:
    """The texts as the cells of a line."""
    return [styled(text) for text in texts]


def labelled(label: str, *cells: Styled) -> Line:
    """A line that begins with a label in bold."""
    return Line(cells=cells_of(bold(label), *cells))


def paragraph(*sentences: str) -> list[Styled]:
    """The sentences that are not empty as one paragraph, or no paragraph."""
    text = "  ".join(filter(None, sentences))
    return [styled(text)] if text else []


class Section(Struct, frozen=True, kw_only=True):
    """Lines in columns, under a title if they have one."""

    lines: Sequence[Line]
    title: str = ""
    piped: str = ""
    """What a pipe repeats before each line, if not the title."""
    under: str = ""
    """The heading above the first of several sections."""
    close: bool = False
    """Whether no blank line parts it from the section before."""
    indented: bool = False
    """Whether its lines are indented under its title."""
    headings: Sequence[str] = ()
    """The columns' headings, if any."""
    numbers: Sequence[int] = ()
    """The columns that are aligned to the right."""
    apart: bool = False
    """Whether its columns have widths of their own in a view that is `aligned`."""

    def shared(self, columns: Iterable[int]) -> dict[int, str]:
        """The text of each of these columns that has one text in all lines, two or more."""
        texts = {column: {spelled(line.cells[column]) for line in self.lines} for column in columns}
        return {
            column: said.pop()
            for column, said in texts.items()
            if len(said) == 1 and len(self.lines) > 1
        }

    def without(self, columns: Collection[int]) -> "Section":
        """The section without these columns."""
        every = range(max((len(line.cells) for line in self.lines), default=0))
        kept = [column for column in every if column not in columns]
        return replace(
            self,
            headings=[self.headings[column] for column in kept] if self.headings else (),
            lines=[
                replace(line, cells=[line.cells[column] for column in kept]) for line in self.lines
            ],
            numbers=[place for place, column in enumerate(kept) if column in self.numbers],
        )


class View(Struct, frozen=True, kw_only=True):
    """An answer for people."""

    title: str
    aside: str = ""
    """Text at the right end of the title's line."""
    lead: Sequence[Styled] = ()
    """Paragraphs above the sections."""
    sections: Sequence[Section] = ()
    aligned: bool = False
    """Whether all sections, which have equally many columns, share their widths."""
    folds: bool = False
    """Whether columns that don't fit on the screen stand below the others."""
    key: Sequence[Styled] = ()
    """What the signs in the lines mean."""
    remarks: Sequence[Styled] = ()
    """What is true of the lines together: gaps, what was left out and how to see it."""
    marks: bool = True
    """Whether lines carry the numbers of their sources; without, the lines name them."""
    editions: bool = False
    """Whether the yearly editions of a publication share a number, as the lines say the year."""

    def lines(self) -> Iterator[Line]:
        """All lines, section by section."""
        for section in self.sections:
            yield from section.lines

    def without_headings(self) -> "View":
        """The view without its title and the headings of columns."""
        sections = [replace(section, headings=()) for section in self.sections]
        return replace(self, title="", aside="", sections=sections)

    def values_alone(self) -> "View":
        """The sections' values under their headings, without sources and notes."""
        sections = [
            replace(
                section,
                lines=[replace(line, references=(), cited={}, notes=()) for line in section.lines],
            )
            for section in self.sections
        ]
        return View(title="", sections=sections)

    def limited(self, most: int) -> "View":
        """The view with at most so many lines."""
        sections = []
        for section in self.sections:
            kept = section.lines[:most]
            most -= len(kept)
            if kept:
                sections.append(replace(section, lines=kept))
        return replace(self, sections=sections)
