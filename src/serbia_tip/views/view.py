"""What a person is shown of an answer, before it has a width: headings, lines, evidence.

A view is made from rows by one module for each command; `render.py` puts it on a screen.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from serbia_tip.period import reach
from serbia_tip.terminal.styled import Styled, doubt, spelled, styled
from serbia_tip.views.wording import years_in_words


class Note(Struct, frozen=True):
    """Something that must be said of a line under the answer."""

    word: str
    """What kind of doubt it is: disputed, deprecated, inferred, alleged, at risk."""
    period: str | None
    """When that holds, in ISO 8601."""
    text: Styled


def said_once(notes: Iterable[Note]) -> Iterator[Styled]:
    """The notes, those alike as one, with the years of all of them."""
    periods: defaultdict[tuple[str, str], list[str | None]] = defaultdict(list)
    texts: dict[tuple[str, str], Styled] = {}
    for note in notes:
        alike = note.word, spelled(note.text)
        periods[alike].append(note.period)
        texts[alike] = note.text
    for (word, said), text in texts.items():
        touched = reach(periods[word, said])
        when = f" ({years_in_words(*touched)})" if touched else ""
        yield styled(doubt(f"{word.capitalize()}{when}: "), text)


class Line(Struct, frozen=True, kw_only=True):
    """One line of an answer: its cells, and what stands under the answer because of it."""

    cells: Sequence[Styled]
    references: Sequence[str] = ()
    """What the line rests on, as references to sources: their marks stand in the marked cell."""
    cited: Mapping[int, Sequence[str]] = {}
    """What single cells rest on, by their column: the marks stand beside each cell, or beside the
    heading or the title where all cells of the column or the section rest on the same."""
    notes: Sequence[Note] = ()
    """What must be said of it under the answer, whatever else is left out."""
    within: str = ""
    """What it is a part of: its first cell is indented under that, and in a pipe names it."""
    depth: int = 1
    """How many times what is within something is indented."""
    repeats: bool = False
    """Whether blank cells mean what stands above them: a pipe, where lines part, says it again."""
    before: Styled = ()
    """What stands across all columns before the line: a break in the series."""


class Section(Struct, frozen=True, kw_only=True):
    """Lines in columns, under a title of their own if they have one."""

    lines: Sequence[Line]
    title: str = ""
    piped: str = ""
    """What its lines stand under in a pipe, each for itself, if that isn't the title."""
    under: str = ""
    """The heading of several sections, which stands above the first of them."""
    close: bool = False
    """Whether it follows the section before it without a blank line."""
    indented: bool = False
    """Whether its lines are indented under its title."""
    headings: Sequence[str] = ()
    """The columns' headings; none where the cells speak for themselves."""
    numbers: Sequence[int] = ()
    """The columns that are aligned to the right."""
    apart: bool = False
    """Whether its columns are its own, in a view whose other sections are aligned."""
    marked: int = -1
    """The column that the marks of the sources stand in, counted from the last."""

    def without_shared(self, columns: Iterable[int]) -> "Section":
        """The section without those of `columns` whose cells, of two lines or more, are alike."""
        shared = {
            column
            for column in columns
            if len(self.lines) > 1
            and len({spelled(line.cells[column]) for line in self.lines}) == 1
        }
        every = range(max((len(line.cells) for line in self.lines), default=0))
        kept = [column for column in every if column not in shared]
        return replace(
            self,
            headings=[self.headings[column] for column in kept] if self.headings else (),
            lines=[
                replace(line, cells=[line.cells[column] for column in kept]) for line in self.lines
            ],
            numbers=[place for place, column in enumerate(kept) if column in self.numbers],
        )


class View(Struct, frozen=True, kw_only=True):
    """An answer as people read it."""

    title: str
    """The question as a heading."""
    aside: str = ""
    """What stands at the other end of the heading's line."""
    lead: Sequence[Styled] = ()
    """What stands above the answer, whatever it is."""
    sections: Sequence[Section] = ()
    aligned: bool = False
    """Whether the columns of all sections, which have as many, stand under each other."""
    key: Sequence[Styled] = ()
    """What the marks in the lines mean, each in a sentence or less."""
    remarks: Sequence[Styled] = ()
    """What is true of the lines together: gaps, breaks, what was left out and how to see it."""
    marks: bool = True
    """Whether lines carry the numbers of their sources; without, the lines name them."""
    editions: bool = False
    """Whether the yearly editions of a publication share a number, as the lines say the year."""

    def lines(self) -> Iterator[Line]:
        """All lines, section by section."""
        for section in self.sections:
            yield from section.lines

    def without_headings(self) -> "View":
        """The view without its own heading and those of columns."""
        sections = [replace(section, headings=()) for section in self.sections]
        return replace(self, title="", aside="", sections=sections)

    def limited(self, most: int) -> "View":
        """The view with its first lines only, at most so many."""
        sections = []
        for section in self.sections:
            kept = section.lines[:most]
            most -= len(kept)
            if kept:
                sections.append(replace(section, lines=kept))
        return replace(self, sections=sections)
