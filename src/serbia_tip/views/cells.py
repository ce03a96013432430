"""Turn a section's lines into rows of cells: with marks, and indented or, in a pipe, named."""

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from msgspec import Struct

from serbia_tip.references import reference
from serbia_tip.terminal.styled import NO_BREAK, Run, Styled, bold, dim, spelled, styled
from serbia_tip.views.evidence import Evidence
from serbia_tip.views.view import Section

_INDENT = "  "

Row: TypeAlias = Sequence[Styled]
"""The cells of a row; a single one goes across all columns."""


class Table(Struct, frozen=True):
    """A section as rows of cells."""

    title: Styled
    headings: Row
    rows: Sequence[Row]


def on_terminal(section: Section, marks: Evidence | None) -> Table:
    """The section with what is a part indented."""
    title = styled(bold(section.title))
    title, headings, rows = _marked(section, title, marks)
    shown: list[Row] = []
    for line, cells in zip(section.lines, rows, strict=True):
        if line.before:
            shown.append([styled(_INDENT, line.before)])
        indent = _INDENT * line.depth if line.within else ""
        shown.append([styled(indent, cells[0]), *cells[1:]])
    return Table(title, headings, shown)


def in_pipe(section: Section, marks: Evidence | None) -> Table:
    """The section with the words that each line stands under before it, first of all its title."""
    title, headings, rows = _marked(section, styled(section.piped or section.title), marks)
    first = [title] if title else []
    shown: list[Row] = []
    above: Row = []
    for line, cells in zip(section.lines, rows, strict=True):
        if line.before:
            shown.append([styled(*first, _INDENT, line.before)])
        said = list(cells)
        if line.within:
            said[0] = styled(line.within, ": " if spelled(cells[0]) else "", cells[0])
        if line.repeats and above:
            said = [cell if spelled(cell) else same for cell, same in zip(said, above, strict=True)]
        shown.append([*first, *map(_unbroken, said)])
        above = said
    return Table(title, [*([[]] if title else []), *headings] if headings else [], shown)


def _unbroken(cell: Styled) -> Styled:
    return [Run(run.text.replace("\n", "  "), run.style, run.link) for run in cell]


def _marked(
    section: Section, title: list[Run], marks: Evidence | None
) -> tuple[list[Run], list[Styled], list[list[Styled]]]:
    """The title, the headings and the cells of the lines, with the numbers of their sources.

    What all cells of a column, or of all columns, rest on is said once, beside the heading or the
    title.
    """
    headings: list[Styled] = (
        [styled(bold(heading)) for heading in section.headings] if any(section.headings) else []
    )
    rows: list[list[Styled]] = [list(line.cells) for line in section.lines]
    if marks is None:
        return title, headings, rows
    columns = {column for line in section.lines for column, texts in line.cited.items() if texts}
    everywhere = _same(section, columns) if title else []
    shared = {column: _same(section, [column]) for column in columns} if headings else {}
    if everywhere:
        title = _with_mark(title, marks.mark(everywhere), " ")
    else:
        for column, same in sorted(shared.items()):
            if same:
                headings[column] = _with_mark(headings[column], marks.mark(same), " ")
    tails = [[""] * len(row) for row in rows]
    for line, row, tail in zip(section.lines, rows, tails, strict=True):
        for column, references in sorted(line.cited.items()):
            if references and not (everywhere or shared.get(column)):
                tail[column] = marks.mark(references)
                row[column] = _with_mark(row[column], tail[column])
        if line.references:
            row[section.marked] = _with_mark(row[section.marked], marks.mark(line.references), " ")
    for column in section.numbers:
        _align(rows, column, [tail[column] for tail in tails])
    return title, headings, rows


def _with_mark(cell: Styled, mark: str, blank: str = NO_BREAK) -> list[Run]:
    return styled(cell, blank if spelled(cell) else "", dim(mark))


def _same(section: Section, columns: Iterable[int]) -> list[str]:
    """What the cells of these columns, two or more, rest on, if it is the same sources."""
    cited = [
        line.cited[column] for column in columns for line in section.lines if line.cited.get(column)
    ]
    keys = {frozenset(reference(text)[0] for text in texts) for texts in cited}
    return [text for texts in cited for text in texts] if len(cited) > 1 and len(keys) == 1 else []


def _align(rows: Sequence[list[Styled]], column: int, tails: Sequence[str]) -> None:
    """Have the numbers in a column end at one place, whatever marks come after them."""
    widest = max(map(len, tails), default=0)
    for row, tail in zip(rows, tails, strict=True):
        if widest > len(tail):
            blank = widest - len(tail) + (0 if tail else 1)
            row[column] = styled(row[column], NO_BREAK * blank)
