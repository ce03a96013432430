"""A workbook: a sheet for each table, its headings in view, every text a text, none a formula."""

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from serbia_tip.errors import WriteError
from serbia_tip.export.tables import Table, meanings, things, top
from serbia_tip.model import Store
from serbia_tip.queries.column_types import Type, holds
from serbia_tip.queries.rows import fields

_NO_DATE = datetime(1980, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""What stands as the day of its making, so that one store always makes the same workbook."""

_WIDTHS: dict[Type, int] = {"text": 24, "list": 24, "integer": 8, "number": 8, "boolean": 8}
_WIDE = 80
_LONG = 60
"""A column with a text longer than this is wide."""


def contents(store: Store) -> bytes:
    """The workbook; raises WriteError when a text is longer than a cell can hold."""
    made = BytesIO()
    book = Workbook(made, {"in_memory": True})
    book.set_properties({"title": store.store.title, "created": _NO_DATE})
    heading = book.add_format({"bold": True, "valign": "top"})
    body = book.add_format({"text_wrap": True, "valign": "top"})
    tables = [*things(store), top(store)]
    for table in [*tables, meanings(tables)]:
        sheet = book.add_worksheet(table.name)
        _fill(sheet, table, heading, body)
    book.close()
    return made.getvalue()


def _fill(sheet: Worksheet, table: Table, heading: Any, body: Any) -> None:
    columns = fields(table.kind)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(table.rows), len(columns) - 1)
    for place, field in enumerate(columns):
        sheet.write_string(0, place, field.name, heading)
        values = [getattr(row, field.name) for row in table.rows]
        long = any(isinstance(value, str) and len(value) > _LONG for value in values)
        sheet.set_column(place, place, _WIDE if long else _WIDTHS[holds(field.type).type])
        for number, value in enumerate(values, 1):
            if _put(sheet, number, place, value, body):
                raise WriteError(f"{table.name}: {field.name} of row {number} fits in no cell")


def _put(sheet: Worksheet, row: int, column: int, value: Any, body: Any) -> int:
    """Write one cell; returns 0 unless it can't hold the value."""
    match value:
        case None:
            return 0
        case bool():
            return int(sheet.write_boolean(row, column, value, body))
        case int() | float():
            return int(sheet.write_number(row, column, value, body))
        case list():
            value = "; ".join(value)
    return int(sheet.write_string(row, column, value, body))
