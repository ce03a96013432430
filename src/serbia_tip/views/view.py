"""A view: what people are shown before it has a width: texts, lines, cells, sections, notes."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from serbia_tip.periods import period_reach
from serbia_tip.terminal.text import Run, Styled, bold, dim, doubt, join_texts, styled, unstyled
from serbia_tip.views.wording import group_by, say_range


class Note(Struct, frozen=True):
    """What the reader must know of a line, told under the answer."""

    word: str  # the kind of doubt: disputed, deprecated, inferred, alleged, at risk; or note
    period: str | None  # that it concerns, in ISO 8601
    text: Styled


def merge_view_notes(notes: Iterable[Note]) -> Iterator[Styled]:
    """The notes as text, equal ones merged, with the years of all of them; disputes on one line."""

    def what(note: Note) -> tuple[str, str]:
        return note.word, "" if note.word == "disputed" else unstyled(note.text)

    for (word, _), own in group_by(notes, what).items():
        touched = period_reach(note.period for note in own)
        when = f" ({say_range(*touched)})" if touched else ""
        texts = {unstyled(note.text): note.text for note in own}.values()
        told = join_texts(texts, dim(" · ")) if len(texts) <= 3 else [dim("tip disputes")]
        yield styled(doubt(f"{word.capitalize()}{when}: "), told)


class Line(Struct, frozen=True, kw_only=True):
    """One line of an answer: its cells, its sources, its notes."""

    cells: Sequence[Styled]
    references: Sequence[str] = ()  # to the line's sources, whose numbers stand in the last cell
    cited: Mapping[int, Sequence[str]] = {}  # of single cells, by column: beside the cell, or the
    # heading or the title if they are the same throughout the column or the section
    notes: Sequence[Note] = ()
    within: str = ""  # what the line is a part of; a pipe repeats it before the first cell
    depth: int = 0  # how many steps the first cell is indented on a terminal
    repeats: bool = False  # whether blank cells mean what stands above them; a pipe fills them in
    before: Styled = ()  # text across all columns above the line: a break in the series
    over: str = ""  # a heading above, indented one step less; a pipe has it in `within`


def view_cells(*texts: str | Run | Iterable[Run]) -> list[Styled]:
    """The texts as the cells of a line."""
    return [styled(text) for text in texts]


def view_line(*texts: str | Run | Iterable[Run]) -> Line:
    """A line of these texts, without sources."""
    return Line(cells=view_cells(*texts))


def view_label(label: str, *cells: Styled) -> Line:
    """A line that begins with a label in bold."""
    return view_line(bold(label), *cells)


def view_text(*sentences: str) -> list[Styled]:
    """The sentences that are not empty as one paragraph, or no paragraph."""
    text = "  ".join(filter(None, sentences))
    return [styled(text)] if text else []


class Section(Struct, frozen=True, kw_only=True):
    """Lines in columns, under a title if they have one."""

    lines: Sequence[Line]
    title: str = ""
    piped: str = ""  # what a pipe repeats before each line, if not the title
    under: str = ""  # the heading above the first of several sections
    close: bool = False  # whether no blank line parts it from the section before
    indented: bool = False  # whether its lines are indented under its title
    headings: Sequence[str] = ()  # the columns' headings, if any
    numbers: Sequence[int] = ()  # the columns that are aligned to the right
    apart: bool = False  # whether its columns have widths of their own in a view that is `aligned`

    def shared(self, columns: Iterable[int]) -> dict[int, str]:
        """The text of each of these columns that has one text in all lines, two or more."""
        texts = {each: {unstyled(line.cells[each]) for line in self.lines} for each in columns}
        several = len(self.lines) > 1
        return {each: said.pop() for each, said in texts.items() if len(said) == 1 and several}

    def without(self, columns: Collection[int]) -> "Section":
        """The section without these columns."""
        every = range(max((len(line.cells) for line in self.lines), default=0))
        kept = [column for column in every if column not in columns]
        return replace(
            self,
            headings=[self.headings[column] for column in kept] if self.headings else (),
            lines=[replace(line, cells=[line.cells[each] for each in kept]) for line in self.lines],
            numbers=[kept.index(column) for column in self.numbers if column in kept],
        )


def view_part(title: str, lines: Iterable[Line], *, close: bool = True) -> Section:
    """Lines indented under their title, as a rule close below what stands above."""
    return Section(title=title, lines=list(lines), close=close, indented=True)


class View(Struct, frozen=True, kw_only=True):
    """An answer for people."""

    title: str
    aside: str = ""  # text at the right end of the title's line
    lead: Sequence[Styled] = ()  # paragraphs above the sections
    sections: Sequence[Section] = ()
    aligned: bool = False  # whether all sections, with equally many columns, share their widths
    gaps_hidden: bool = False  # whether lines whose columns don't fit leave out what is absent
    key: Sequence[Styled] = ()  # what the signs in the lines mean
    remarks: Sequence[Styled] = ()  # on the lines together: gaps, what was left out, how to see it
    marks: bool = True  # whether lines carry the numbers of their sources, or else name them
    editions: bool = False  # whether a publication's editions share a number, as lines say the year

    def lines(self) -> Iterator[Line]:
        """All lines, section by section."""
        for section in self.sections:
            yield from section.lines

    def values_alone(self) -> "View":
        """The sections' values under their headings, without sources and notes."""
        bare = ([Line(cells=line.cells) for line in section.lines] for section in self.sections)
        made = zip(self.sections, bare, strict=True)
        return View(title="", sections=[replace(section, lines=lines) for section, lines in made])

    def limited(self, most: int) -> "View":
        """The view with at most so many lines."""
        sections = []
        for section in self.sections:
            if kept := section.lines[:most]:
                sections.append(replace(section, lines=kept))
                most -= len(kept)
        return replace(self, sections=sections)
