"""Rows as they are, a line for each, in the columns that were asked for or say something."""

from collections.abc import Iterator

from serbia_tip.queries.answer import Answer
from serbia_tip.queries.column_types import holds
from serbia_tip.queries.rows import CitedRow, Row, fields
from serbia_tip.terminal.escape import visible
from serbia_tip.terminal.styled import styled
from serbia_tip.views.doubts import Doubts
from serbia_tip.views.values import cell
from serbia_tip.views.view import Line, Section, View
from serbia_tip.views.wording import Wording


def view(answer: Answer) -> View:
    """The rows under their headings, with their doubts and sources."""
    doubts = Doubts(answer.store, Wording(answer.store))
    names = list(_names(answer))
    known = {field.name: field for field in fields(answer.kind)}
    section = Section(
        headings=[known[name].title for name in names] if answer.header else (),
        lines=[_line(answer, doubts, row, names) for row in answer.rows],
        numbers=[
            place
            for place, name in enumerate(names)
            if holds(known[name].type).type in ("integer", "number")
        ],
    )
    return View(
        title=visible(answer.store.store.title),
        aside=answer.kind.command,
        sections=[section] if answer.rows else [],
        remarks=[styled(visible(remark)) for remark in answer.remarks],
    )


def _names(answer: Answer) -> Iterator[str]:
    """The fields asked for, or the kind's own that say something in some row."""
    if answer.fields is not None:
        yield from answer.fields
        return
    for name in answer.kind.shown:
        values = [getattr(row, name) for row in answer.rows]
        if name == "entity":
            values = [value for value in values if value != answer.store.home.name]
        if any(value not in (None, False, []) for value in values):
            yield name


def _line(answer: Answer, doubts: Doubts, row: Row, names: list[str]) -> Line:
    cells = [[*styled(cell(row, name))] for name in names]
    if not isinstance(row, CitedRow) or not cells:
        return Line(cells=cells)
    cells[-1] = styled(cells[-1], doubts.marked(row))
    notes = list(doubts.notes(row)) if answer.fields is None else []
    return Line(cells=cells, references=row.sources, notes=notes)
