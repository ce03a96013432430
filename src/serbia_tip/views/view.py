"""What a person is shown of an answer, before it has a width: headings, lines, evidence.

A view is made from rows by one module for each command; `render.py` puts it on a screen.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from serbia_tip.queries.lookups import EVERYTHING, Common
from serbia_tip.terminal.styled import Styled

Sources: TypeAlias = Literal["none", "short", "full"]
"""How much a view says of the sources: nothing, their short names, or all."""


class Asked(Struct, frozen=True, kw_only=True):
    """What was asked for: the rows' filters, and how the answer is to be shown."""

    common: Common = EVERYTHING
    options: dict[str, Any] = {}
    """The command's own filters, by name."""
    each: bool = False
    """Whether every row has a line of its own."""
    fields: Sequence[str] | None = None
    """The fields that were asked for; None means that the view chooses."""
    header: bool = True

    @property
    def record_by_record(self) -> bool:
        """Whether rows are to be shown as they are, not as lines that readers think of."""
        return self.each or self.fields is not None

    def option(self, name: str) -> Sequence[str]:
        """The values that the command's own filter `name` was given."""
        return self.options.get(name) or ()


class Line(Struct, frozen=True, kw_only=True):
    """One line of an answer: its cells, and what stands under the answer because of it."""

    cells: Sequence[Styled]
    references: Sequence[str] = ()
    """What the line rests on, as references to sources: their marks stand in the marked cell."""
    notes: Sequence[Styled] = ()
    """What must be said of it under the answer, whatever else is left out."""
    within: str = ""
    """What it is a part of: its first cell is indented under that, and in a pipe names it."""


class Section(Struct, frozen=True, kw_only=True):
    """Lines in columns, under a title of their own if they have one."""

    lines: Sequence[Line]
    title: str = ""
    headings: Sequence[str] = ()
    """The columns' headings; none where the cells speak for themselves."""
    numbers: Sequence[int] = ()
    """The columns that are aligned to the right."""
    marked: int = -1
    """The column that the marks of the sources stand in."""


class View(Struct, frozen=True, kw_only=True):
    """An answer as people read it."""

    title: str
    """The question as a heading."""
    aside: str = ""
    """What stands at the other end of the heading's line."""
    sections: Sequence[Section] = ()
    key: Sequence[Styled] = ()
    """What the marks in the lines mean, each in a sentence or less."""
    remarks: Sequence[Styled] = ()
    """What is true of the lines together: gaps, breaks, what was left out and how to see it."""
    marks: bool = True
    """Whether lines carry the numbers of their sources; without, the lines name them."""

    def lines(self) -> Iterator[Line]:
        """All lines, section by section."""
        for section in self.sections:
            yield from section.lines

    def limited(self, most: int) -> "View":
        """The view with its first lines only, at most so many."""
        sections = []
        for section in self.sections:
            kept = section.lines[:most]
            most -= len(kept)
            if kept:
                sections.append(replace(section, lines=kept))
        return replace(self, sections=sections)
