"""The page's tables: rows as cells that a reader reads, and once as data for the script."""

import re
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import chain, groupby, repeat
from typing import TypeAlias
from zlib import compress

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from serbia_tip.export.tables import WHOLE
from serbia_tip.model import Store, read_reference
from serbia_tip.queries.fields import field_type
from serbia_tip.queries.gaps import measure_gap_remarks
from serbia_tip.queries.kinds import KINDS, sources
from serbia_tip.queries.rows import (
    FactRow,
    IdentifiedRow,
    SourceRow,
    StatisticRow,
    row_fields,
    row_text,
)
from serbia_tip.terminal.screen import visible
from serbia_tip.terminal.text import NO_BREAK
from serbia_tip.views.evidence import FactWords
from serbia_tip.views.wording import group_by

# The fields that are said within the cell of another, of the period, the value or the title.
_WITHIN = {"year", "last_year", "bound", "unit", "out_of", "url", "origin_code", "destination_code"}
_CONTEXT = {"entity", "attributed_to", "said_by", "credited"}  # details that stand with the sources
_ELSEWHERE = {"id", "sources", "reported"}  # the row's own, its citations, and their earliest year
_TITLED = {"measure", "dimension", "group", "topic"}  # the fields whose words have titles
_IN_CELLS = ("id", "statement", "note")  # the script takes them from elements that hold them alone
Detail: TypeAlias = tuple[str, str | Sequence[str]]  # a field below a cell: its text, or rivals
Rows: TypeAlias = Sequence[IdentifiedRow]


class Cell(Struct, frozen=True):
    """One field of one row, or of several that share it."""

    name: str
    text: str
    doubts: str = ""
    url: str | None = None
    details: Sequence[Detail] = ()
    citations: Sequence[tuple[str, str | None]] = ()  # sources of the row, and places in them
    rows: int = 1  # how many it spans


class PageTable(Struct, frozen=True):
    """All rows of one kind."""

    name: str
    kind: type[IdentifiedRow]
    rows: Rows
    columns: Mapping[str, str]  # the titles of the fields that have one
    # Of each row the id, whether it is a part of the last row above that is none, and the cells
    # that no row above shares with it.
    lines: Sequence[tuple[str, bool, Sequence[Cell]]]
    remarks: Sequence[str]  # what a reader of the rows together must know


def list_page_tables(store: Store) -> list[PageTable]:
    """A table for each kind of fact, in the order of the store, and one of the sources."""
    write = _Writer(store).write
    made = [write(each.table, each.row, each.query(store, common=WHOLE)) for each in KINDS.values()]
    return [*made, write("sources", SourceRow, sources(store))]


def _share_page_table_cells(column: Sequence[Cell]) -> Iterator[Cell]:
    """The column with equal cells as one that spans their rows, where that is shorter."""
    for cell, run in groupby(column):
        number = len(list(run))
        saved = (number - 1) * len(f"<td>{cell.text}") - len(" rowspan=10")
        if saved > 0 and cell.name not in ("statement", "value"):
            yield replace(cell, rows=number)
            cell, number = replace(cell, rows=0), number - 1
        yield from repeat(cell, number)


@cache
def _page_table_columns(kind: type[IdentifiedRow]) -> dict[str, str]:
    """The fields with a column: the time, the statement, and then what is the kind's own."""
    known = {field.name: field.title for field in row_fields(kind)}
    first = next((name for name in ("period", "year") if name in known), "id")
    tail = FactRow.__struct_fields__ if issubclass(kind, FactRow) else ()
    left_out = {first, *tail, *_WITHIN, "part_of"}
    lead = [first, *(["statement"] if tail else [])]
    names = [*lead, *(name for name in known if name not in left_out)]
    return {name: known[name] for name in names}


class _Writer:
    """Turns the rows of a store into tables, by cells."""

    def __init__(self, store: Store) -> None:
        self._store, self._words = store, FactWords(store)

    def write(self, name: str, kind: type[IdentifiedRow], rows: Rows) -> PageTable:
        """Write a table."""
        parts, whole = set(), None  # parts that stand below their whole, or below its other parts
        for row in rows:
            if whole is not None and getattr(row, "part_of", None) == whole:
                parts.add(row.id)
            else:
                whole = row.id
        columns = zip(*map(self._cells, rows), strict=True)
        shared = zip(*map(_share_page_table_cells, columns), strict=True)
        lines = [
            (row.id, row.id in parts, [cell for cell in line if cell.rows])
            for row, line in zip(rows, shared, strict=True)
        ]
        figures = [row for row in rows if isinstance(row, StatisticRow)]
        said = measure_gap_remarks(self._store, figures).values()
        return PageTable(
            name, kind, rows, _page_table_columns(kind), lines, list(chain.from_iterable(said))
        )

    def _cells(self, row: IdentifiedRow) -> list[Cell]:
        cells = [self._cell(row, name) for name in _page_table_columns(type(row))]
        if isinstance(row, FactRow):
            details = group_by(self._details(row), lambda detail: detail[0] in _CONTEXT)
            cited = list(map(read_reference, row.sources))
            doubts = ", ".join(self._words.doubts(row)).capitalize()
            cells[0] = replace(cells[0], details=details.get(True, ()), citations=cited)
            cells[1] = replace(cells[1], details=details.get(False, ()), doubts=doubts)
        return cells

    def _cell(self, row: IdentifiedRow, name: str) -> Cell:
        """The field as a reader reads it; nothing where nothing is stored, or it is no."""
        value = getattr(row, name)
        if value is None or value is False or value == []:  # but a reported zero is said
            return Cell(name, "")
        words = self._words
        said = getattr(words, name)(value) if name in _TITLED else words.cell(row, name)
        if name == "value":
            said = said.replace(NO_BREAK, " ")
        if name == "period":
            said = said.replace("/", "\N{EN DASH}")
        return Cell(name, said, url=getattr(row, "url", None) if name == "title" else None)

    def _details(self, row: FactRow) -> Iterator[Detail]:
        """The fields without a column that tell more than a reader takes for granted."""
        named = {*_page_table_columns(type(row)), *_WITHIN, *_ELSEWHERE}
        usual = {"entity": self._store.home.name, "rank": "normal"}
        credited = row.attributed_to == row_text(row, "said_by")
        if credited:
            named.add("attributed_to")
        elif row.attributed_to is None:  # it is the publisher
            named.add("said_by")
        for field in row_fields(type(row)):
            name, value = field.name, getattr(row, field.name)
            if name in named or value in (None, []) or value == usual.get(name):
                continue
            if name == "said_by":  # `credited` is whoever says it and is credited with it
                yield "credited" if credited else name, "; ".join(map(self._words.body, value))
            else:
                yield name, value if name == "disputed_by" else row_text(row, name)


def pack_page_table_rows(tables: Sequence[PageTable]) -> str:
    """The rows of all tables, by column, as base64 of compressed JSON."""
    packed: dict[str, dict[str, object]] = {}
    for table in tables:
        known = [(field.name, field_type(field.type).type) for field in row_fields(table.kind)]
        columns = {
            name: [getattr(row, name) for row in table.rows]
            for name, _ in known
            if name not in _IN_CELLS
        }
        others: dict[str, dict[str, str]] = {}  # the texts that a cell can't hold to the letter
        for row in table.rows:
            for name in _IN_CELLS[1:]:
                said = row_text(row, name) if hasattr(row, name) else ""
                if said and said != re.sub(r"\s+", " ", visible(said)).strip():
                    others.setdefault(row.id, {})[name] = said
        packed[table.name] = {"fields": known, "columns": columns, "others": others}
    return b64encode(compress(msgspec.json.encode(packed), 9)).decode()
