"""A workbook: a sheet for each table, in which no text becomes a formula."""

from collections.abc import Callable, Mapping
from datetime import datetime
from io import BytesIO
from typing import TypeAlias

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from serbia_tip.errors import WriteError
from serbia_tip.export.tables import Table, describe_tables, main_tables, panel_tables
from serbia_tip.model import FACT_TYPES, Store, read_reference
from serbia_tip.queries.fields import Type, field_type
from serbia_tip.queries.rows import row_text
from serbia_tip.terminal.screen import write_message

_NO_DATE = datetime(1980, 1, 1)  # of every workbook: the clock would make each one different
_WIDTHS: dict[Type, int] = {"text": 24, "list": 24, "integer": 8, "number": 8, "boolean": 8}
_WIDE, _LONG = 80, 60  # the width of a column with a text longer than the second
_FACTS = [kind.table for kind in FACT_TYPES]
_LONGEST_TITLE = 100  # of a header's 255 letters; an ampersand is two
_LONGEST_ADDRESS, _MOST_LINKS = 2079, 65_530  # as Excel limits an address, and a sheet
Places: TypeAlias = Mapping[tuple[str, str], int]  # the line of a row, by its sheet and its key


def xlsx_file(store: Store) -> bytes:
    """The workbook; raises WriteError when a text is longer than a cell can hold."""
    made = BytesIO()
    book = Workbook(made, {"in_memory": True, "max_url_length": _LONGEST_ADDRESS})
    book.set_properties({"title": store.store.title, "created": _NO_DATE})
    cell = {"text_wrap": True, "valign": "top"}
    heading = book.add_format({"bold": True, "valign": "top"})
    body, link = book.add_format(cell), book.add_format({**cell, "underline": 1})
    about, *tables = main_tables(store)
    tables += panel_tables(store)
    # It opens on the first sheet, which has facts.
    tables = [*sorted(tables, key=lambda table: table.name not in _FACTS), about]
    places = {  # of the rows that have a key of one field
        (table.name, str(row[table.key[0]])): line
        for table in tables
        if len(table.key) == 1
        for line, row in enumerate(table.rows, 2)
    }
    title = f"{store.store.title}, version {store.store.version}"[:_LONGEST_TITLE]
    for table in [*tables, describe_tables(tables)]:
        sheet = book.add_worksheet(table.name)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(table.rows), len(table.fields) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.set_header(f"&L{title.replace('&', '&&')}&R{table.name}")
        sheet.set_footer("&CPage &P of &N")
        _fill_xlsx_sheet(sheet, table, places, (heading, body, link))
    book.close()
    return made.getvalue()


def _fill_xlsx_sheet(
    sheet: Worksheet, table: Table, places: Places, looks: tuple[Format, ...]
) -> None:
    """Write the headings and the rows; a sheet with too many links for Excel has none."""
    heading, body, link = looks
    addresses = {
        (line, column): address
        for line, row in enumerate(table.rows, 1)
        for column, name in enumerate(row.keys())
        if (address := _xlsx_link(table, name, row[name], places))
    }
    if (links := len(addresses)) > _MOST_LINKS:
        write_message(
            f"{table.name}: without links, as a sheet can hold {_MOST_LINKS:,}, not {links:,}"
        )
        addresses = {}
    writers: dict[type, Callable[..., int]] = {bool: sheet.write_boolean}  # of all but text
    writers |= dict.fromkeys((int, float), sheet.write_number)
    for column, field in enumerate(table.fields):
        sheet.write_string(0, column, field.name, heading)
        values = [row[field.name] for row in table.rows]
        long = any(isinstance(value, str) and len(value) > _LONG for value in values)
        sheet.set_column(column, column, _WIDE if long else _WIDTHS[field_type(field.type).type])
        for line, (row, value) in enumerate(zip(table.rows, values, strict=True), 1):
            if value is None:
                continue
            address, said = addresses.get((line, column)), row_text(row, field.name)
            write = writers.get(type(value), sheet.write_string)
            held = value if type(value) in writers else said
            if write(line, column, held, link if address else body):
                raise WriteError(f"{table.name}: {field.name} of row {line} is too long for a cell")
            if address:
                sheet.write_url(line, column, address, link, said)


def _xlsx_link(table: Table, field: str, value: object, places: Places) -> str | None:
    """The target of a cell's link: a page, the row it refers to, or the first of its sources."""
    key, sheet = value[0] if isinstance(value, list) and value else value, ""
    if not isinstance(key, str):
        return None
    if field == "url":
        is_page = key.startswith(("https://", "http://")) and key.isprintable()
        return key if is_page and len(key) <= _LONGEST_ADDRESS else None
    if field == "sources":
        sheet, key = "sources", read_reference(key)[0]
    elif field in table.references:
        sheet = table.references[field][0]
    elif field == "disputed_by":  # by a fact of any kind
        sheet = next((name for name in _FACTS if (name, key) in places), "")
    line = places.get((sheet, key))
    return None if line is None else f"internal:'{sheet}'!A{line}"
