"""A workbook: a sheet for each table, in which no text becomes a formula.

Headings stay in view, rows can be filtered, references and addresses are links, and each sheet
prints one page wide, with its headings on every page.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, TypeAlias

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from serbia_tip.errors import WriteError
from serbia_tip.export.tables import Table, entity_tables, field_table, store_table
from serbia_tip.model import FACT_TYPES, Store, reference
from serbia_tip.queries.fields import Type, holds
from serbia_tip.queries.rows import fields
from serbia_tip.terminal.screen import message

_NO_DATE = datetime(1980, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""The creation date of every workbook: the clock would make each one different."""
_WIDTHS: dict[Type, int] = {"text": 24, "list": 24, "integer": 8, "number": 8, "boolean": 8}
_WIDE = 80
_LONG = 60
"""A column with a text longer than this is wide."""
_FACTS = {kind.table for kind in FACT_TYPES}
_A4 = 9
"""Excel's number for this paper size."""
_LONGEST_ADDRESS = 2079
"""Excel's limit on the length of an address."""
_LONGEST_TITLE = 100
"""Of a header's 255 letters, so many are for the title, in which an ampersand is two."""
_MOST_LINKS = 65_530
"""Excel's limit on the links of a sheet."""
_MOST_ROWS = 1_048_575
"""Excel's limit on the rows of a sheet, its headings apart."""
RowKey: TypeAlias = tuple[str, str]
"""A sheet, and the key of a row in it."""


def contents(store: Store) -> bytes:
    """The workbook; raises WriteError when a text is longer than a cell can hold."""
    made = BytesIO()
    book = Workbook(made, {"in_memory": True, "max_url_length": _LONGEST_ADDRESS})
    book.set_properties({"title": store.store.title, "created": _NO_DATE})
    cell = {"text_wrap": True, "valign": "top"}
    looks = {
        "heading": book.add_format({"bold": True, "valign": "top"}),
        "body": book.add_format(cell),
        "link": book.add_format({**cell, "underline": 1}),
    }
    # It opens on the first sheet, which has facts.
    entities = sorted(entity_tables(store), key=lambda table: table.name not in _FACTS)
    tables = [*entities, store_table(store)]
    places = {  # the line in its sheet of each row that has a key of one field
        (table.name, str(getattr(row, table.key[0]))): line
        for table in tables
        if len(table.key) == 1
        for line, row in enumerate(table.rows, 2)
    }
    for table in [*tables, field_table(tables)]:
        sheet = book.add_worksheet(table.name)
        _set_up(sheet, store, table)
        _fill(sheet, table, places, looks)
    book.close()
    return made.getvalue()


def _set_up(sheet: Worksheet, store: Store, table: Table) -> None:
    """Set how the sheet is shown and printed."""
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(table.rows), len(fields(table.kind)) - 1)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    title = f"{store.store.title}, version {store.store.version}"[:_LONGEST_TITLE]
    sheet.set_header(f"&L{title.replace('&', '&&')}&R{table.name}")
    sheet.set_footer("&CPage &P of &N")


def _fill(
    sheet: Worksheet, table: Table, places: Mapping[RowKey, int], looks: Mapping[str, Any]
) -> None:
    """Write the headings and the rows; a sheet with too many links for Excel has none."""
    if len(table.rows) > _MOST_ROWS:
        raise WriteError(f"{table.name}: {len(table.rows):,} rows are too many for a sheet")
    names = table.kind.__struct_fields__
    links = sum(
        _address(table, name, getattr(row, name), places) is not None
        for row in table.rows
        for name in names
    )
    if links > _MOST_LINKS:
        message(f"{table.name}: without links, as a sheet can hold {_MOST_LINKS:,}, not {links:,}")
    for place, field in enumerate(fields(table.kind)):
        sheet.write_string(0, place, field.name, looks["heading"])
        values = [getattr(row, field.name) for row in table.rows]
        long = any(isinstance(value, str) and len(value) > _LONG for value in values)
        sheet.set_column(place, place, _WIDE if long else _WIDTHS[holds(field.type).type])
        for number, value in enumerate(values, 1):
            linked = links <= _MOST_LINKS
            address = _address(table, field.name, value, places) if linked else None
            if _put(sheet, number, place, value, looks["link" if address else "body"]):
                raise WriteError(
                    f"{table.name}: {field.name} of row {number} is too long for a cell"
                )
            if address:
                sheet.write_url(number, place, address, looks["link"], _text(value))


def _address(table: Table, field: str, value: Any, places: Mapping[RowKey, int]) -> str | None:
    """The target of a cell's link: a page, the row it refers to, or the first of its sources."""
    if field == "url" and isinstance(value, str):
        is_page = value.startswith(("https://", "http://")) and value.isprintable()
        return value if is_page and len(value) <= _LONGEST_ADDRESS else None
    if field == "sources" and value:
        sheet, key = "sources", reference(value[0])[0]
    elif field in table.references and isinstance(value, str):
        sheet, key = table.references[field][0], value
    elif field == "disputed_by" and value:  # by a fact of any kind
        key = value[0]
        sheet = next((kind.table for kind in FACT_TYPES if (kind.table, key) in places), "")
    else:
        return None
    line = places.get((sheet, key))
    return None if line is None else f"internal:'{sheet}'!A{line}"


def _text(value: Any) -> str:
    return "; ".join(value) if isinstance(value, list) else str(value)


def _put(sheet: Worksheet, row: int, column: int, value: Any, look: Any) -> int:
    """Write one cell; return other than 0 when the value doesn't fit."""
    match value:
        case None:
            return 0
        case bool():
            return int(sheet.write_boolean(row, column, value, look))
        case int() | float():
            return int(sheet.write_number(row, column, value, look))
    return int(sheet.write_string(row, column, _text(value), look))
