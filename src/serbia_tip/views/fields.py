"""The view of `tip fields`: the fields of each command, or the values of a field."""

from collections.abc import Sequence
from itertools import groupby

from serbia_tip.model import Store
from serbia_tip.queries.answer import Asked
from serbia_tip.queries.rows import FieldRow, ValueRow
from serbia_tip.terminal.escape import visible
from serbia_tip.terminal.styled import dim, styled
from serbia_tip.views.view import Line, Section, View
from serbia_tip.words import number_of


def view(_: Store, rows: Sequence[FieldRow] | Sequence[ValueRow], asked: Asked) -> View:
    """The fields by command, or the values of the field that was asked for."""
    values = [row for row in rows if isinstance(row, ValueRow)]
    if values:
        return _values(values, str(asked.options["command"]), str(asked.options["field"]))
    return _fields([row for row in rows if isinstance(row, FieldRow)])


def _values(rows: Sequence[ValueRow], command: str, field: str) -> View:
    titled = any(row.title not in (None, row.value) for row in rows)

    def line(row: ValueRow) -> Line:
        facts, title, value = f"{row.facts:,}", visible(row.title or row.value), visible(row.value)
        return Line(cells=[styled(facts), styled(title), *([styled(dim(value))] if titled else [])])

    headings = ["Facts", "Title", "Value"] if titled else ["Facts", "Value"]
    return View(
        title=f"{visible(field)} in tip {visible(command)}: {number_of(len(rows), 'value')}",
        sections=[Section(headings=headings, numbers=[0], lines=list(map(line, rows)))],
    )


def _fields(rows: Sequence[FieldRow]) -> View:
    commands = list(dict.fromkeys(row.of for row in rows))
    one = len(commands) == 1
    sections = [
        Section(
            title="" if one else f"tip {command}",
            headings=["Field", "Type", "Meaning"],
            lines=[
                Line(cells=[styled(row.field), styled(row.type), styled(_meaning(row))])
                for row in found
            ],
        )
        for command, found in groupby(rows, key=lambda row: row.of)
    ]
    counted = number_of(len(rows), "field")
    return View(
        title=f"tip {commands[0]}: {counted}" if one else f"The rows of all commands: {counted}",
        sections=sections,
        aligned=True,
        remarks=[styled("The values of one: tip fields COMMAND FIELD.")],
    )


def _meaning(row: FieldRow) -> str:
    return f"{row.meaning} One of: {', '.join(row.values)}." if row.values else row.meaning
