"""The rows as data, which the page carries once for its script: compressed JSON."""

import re
from base64 import b64encode
from collections.abc import Sequence
from zlib import compress

import msgspec

from serbia_tip.export.page.page_tables import PageTable
from serbia_tip.queries.fields import holds
from serbia_tip.queries.rows import Row, text
from serbia_tip.terminal.screen import visible

_IN_CELLS = ("id", "statement", "note")
"""The fields that elements of the page hold alone, to the letter: the script takes them there."""


def pack_rows(tables: Sequence[PageTable]) -> str:
    """The rows of all tables, by column, as base64 of compressed JSON."""
    said = {table.name: _columns(table) for table in tables}
    return b64encode(compress(msgspec.json.encode(said), 9)).decode()


def _columns(table: PageTable) -> dict[str, object]:
    fields = [[field.name, holds(field.type).type] for field in table.fields]
    columns = {
        name: [getattr(row, name) for row in table.rows]
        for name, _ in fields
        if name not in _IN_CELLS
    }
    return {"fields": fields, "columns": columns, "others": _others(table.rows)}


def _others(rows: Sequence[Row]) -> dict[str, dict[str, str]]:
    """The texts that a cell can't hold to the letter, by row and field."""
    found: dict[str, dict[str, str]] = {}
    for row in rows:
        for name in _IN_CELLS[1:]:
            said = text(row, name) if hasattr(row, name) else ""
            if said and said != re.sub(r"\s+", " ", visible(said)).strip():
                found.setdefault(text(row, "id"), {})[name] = said
    return found
