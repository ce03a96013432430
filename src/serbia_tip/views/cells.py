"""Turn a section's lines into rows of cells: with marks, and indented or, in a pipe, named."""

from collections.abc import Sequence
from typing import TypeAlias

from serbia_tip.references import reference
from serbia_tip.terminal.styled import NO_BREAK, Run, Styled, bold, dim, spelled, styled
from serbia_tip.views.evidence import Evidence
from serbia_tip.views.view import Section

_INDENT = "  "

Row: TypeAlias = Sequence[Styled]
"""The cells of a row; a single one goes across all columns."""


def on_terminal(section: Section, marks: Evidence | None) -> tuple[Row, list[Row]]:
    """The headings and the rows of a section; what is a part is indented."""
    headings, rows = _marked(section, marks)
    shown: list[Row] = []
    for line, cells in zip(section.lines, rows, strict=True):
        if line.before:
            shown.append([styled(_INDENT, line.before)])
        indent = _INDENT * line.depth if line.within else ""
        shown.append([styled(indent, cells[0]), *cells[1:]])
    return headings, shown


def in_pipe(section: Section, marks: Evidence | None, *, titled: bool) -> tuple[Row, list[Row]]:
    """The headings and the rows of a section, each with the words that it stands under.

    Its title stands in a column of its own, if any section beside it is `titled`.
    """
    headings, rows = _marked(section, marks)
    title: Row = [styled(section.title)] if titled else []
    shown: list[Row] = []
    above: Row = []
    for line, cells in zip(section.lines, rows, strict=True):
        if line.before:
            shown.append([styled(*title, f"{_INDENT}{spelled(line.before)}")])
        first, *others = cells
        if line.within:
            blank = not spelled(first)
            first = styled(line.within) if blank else styled(f"{line.within}: ", first)
        if line.repeats:
            others = [
                cell if spelled(cell) else same
                for cell, same in zip(others, above[1:], strict=True)
            ]
        above = [first, *others]
        shown.append([*title, *map(_unbroken, above)])
    return ([*([[]] if titled else []), *headings] if headings else []), shown


def _unbroken(cell: Styled) -> Styled:
    return [Run(run.text.replace("\n", "  "), run.style, run.link) for run in cell]


def _marked(section: Section, marks: Evidence | None) -> tuple[Row, list[Row]]:
    """The headings and the cells of the lines, with the numbers of their sources."""
    headings = [styled(bold(heading)) for heading in section.headings if any(section.headings)]
    rows: list[list[Styled]] = [list(line.cells) for line in section.lines]
    if marks is None:
        return headings, list(rows)
    shared = _shared(section) if headings else {}
    for column, references in shared.items():
        headings[column] = _with_mark(headings[column], marks.mark(references))
    tails = [[""] * len(row) for row in rows]
    for line, row, tail in zip(section.lines, rows, tails, strict=True):
        for column, references in sorted(line.cited.items()):
            if references and column not in shared:
                tail[column] = marks.mark(references)
                row[column] = _with_mark(row[column], tail[column])
        if line.references:
            row[section.marked] = _with_mark(row[section.marked], marks.mark(line.references), " ")
    for column in section.numbers:
        _align(rows, column, [tail[column] for tail in tails])
    return headings, list(rows)


def _with_mark(cell: Styled, mark: str, blank: str = NO_BREAK) -> Styled:
    return styled(cell, blank if spelled(cell) else "", dim(mark))


def _shared(section: Section) -> dict[int, Sequence[str]]:
    """The columns of which all cells, of two or more, rest on the same sources, and these."""
    found: dict[int, Sequence[str]] = {}
    for column in range(len(section.headings)):
        cited = [line.cited[column] for line in section.lines if line.cited.get(column)]
        keys = {frozenset(reference(text)[0] for text in texts) for texts in cited}
        if len(cited) > 1 and len(keys) == 1:
            found[column] = [text for texts in cited for text in texts]
    return found


def _align(rows: Sequence[list[Styled]], column: int, tails: Sequence[str]) -> None:
    """Have the numbers in a column end at one place, whatever marks come after them."""
    widest = max(map(len, tails), default=0)
    for row, tail in zip(rows, tails, strict=True):
        if widest > len(tail):
            blank = widest - len(tail) + (0 if tail else 1)
            row[column] = styled(row[column], NO_BREAK * blank)
