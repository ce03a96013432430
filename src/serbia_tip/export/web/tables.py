"""The tables of the page: rows as cells, read off the definition of the rows."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from serbia_tip.field_types import vocabulary
from serbia_tip.model import KINDS, Store
from serbia_tip.period import years
from serbia_tip.queries import lookups
from serbia_tip.queries.column_types import holds
from serbia_tip.queries.fact_card import Citation, citation
from serbia_tip.queries.gaps import measure_remarks
from serbia_tip.queries.lookups import EVERYTHING
from serbia_tip.queries.rows import (
    ROWS,
    FactRow,
    Field,
    IdentifiedRow,
    Row,
    SourceRow,
    StatisticRow,
    fields,
)
from serbia_tip.views.values import cell, credit, doubts, spoken

_CODES = {"origin": "origin_code", "destination": "destination_code"}
"""The fields that a code stands beside, and the fields of the codes."""
_WITHIN = {"year", "bound", "unit", "out_of", "url", *_CODES.values()}
"""The fields that are said within the cell of another, of the period, the value or the title."""
_LEAD = ("period", "year")
"""The fields of which the first that a kind has leads its rows."""
_OF_FACTS = ("part_of", "disputed_by")
"""The fields that name facts."""
_CHOICES = 80
"""A column with more different words than this offers none to choose from."""


class Cell(Struct, frozen=True):
    """One field of one row."""

    field: Field
    value: Any
    text: str
    code: str | None = None
    """The code of what it names."""

    @property
    def absent(self) -> bool:
        """Whether nothing is stored."""
        return self.value in (None, [])

    @property
    def facts(self) -> list[str]:
        """The facts that it names."""
        if self.field.name not in _OF_FACTS:
            return []
        return [self.value] if isinstance(self.value, str) else self.value

    @property
    def key(self) -> str | None:
        """What the row is sorted and chosen by, where that is not the text."""
        if self.absent:
            return ""
        return str(self.value) if _is_number(self.field) or self.code else None


class Line(Struct, frozen=True):
    """One row; below the statement of a fact stand its details and its citations."""

    row: IdentifiedRow
    cells: Sequence[Cell]
    years: tuple[int, int] | None
    """The first and the last year that it touches."""
    details: Sequence[Cell] = ()
    citations: Sequence[Citation] = ()
    doubts: str = ""


class Column(Struct, frozen=True):
    """What stands over the cells of one field."""

    field: Field
    number: bool
    choices: Sequence[str]
    """The words, if there are few, of which one can be chosen to narrow the rows."""


class Table(Struct, frozen=True):
    """All rows of one kind."""

    name: str
    kind: type[Row]
    columns: Sequence[Column]
    lines: Sequence[Line]
    remarks: Sequence[str]
    """What a reader of the rows together must know."""

    @property
    def years(self) -> range:
        """Every year from the first that a row touches to the last."""
        touched = [year for line in self.lines for year in line.years or ()]
        return range(min(touched, default=0), max(touched, default=-1) + 1)

    @property
    def fields(self) -> Sequence[Field]:
        """All fields of the rows."""
        return fields(self.kind)


def tables(store: Store) -> list[Table]:
    """A table for each kind of fact, in the order of the store, and one of the sources."""
    dated = {fact.id: fact.dated for fact in store.facts()}
    usual = {"entity": store.home.name, "rank": "normal"}

    def fact(row: FactRow) -> Line:
        named = {field.name for field in _columns(type(row))} | _WITHIN | {"id", "sources"}
        if credit(row) is None:
            named.add("attributed_to")
        details = [_cell(row, field) for field in fields(type(row)) if field.name not in named]
        return Line(
            row,
            _cells(row),
            _years(dated[row.id]),
            details=[each for each in details if _says(each, usual)],
            citations=[citation(store, text) for text in row.sources],
            doubts=doubts(row),
        )

    def source(row: SourceRow) -> Line:
        return Line(row, _cells(row), _years(row.published))

    return [
        *(
            _table(store, name, ROWS[kind], getattr(lookups, name)(store), fact)
            for name, kind in KINDS.items()
        ),
        _table(store, "sources", SourceRow, lookups.sources(store), source),
    ]


def _table(
    store: Store, name: str, kind: type[Row], rows: Sequence[Any], line: Callable[[Any], Line]
) -> Table:
    columns = [Column(field, _is_number(field), _choices(field, rows)) for field in _columns(kind)]
    return Table(name, kind, columns, list(map(line, rows)), list(_remarks(store, rows)))


def _columns(kind: type[Row]) -> list[Field]:
    """The fields with a column: the time, the statement, and then what is the kind's own."""
    known = {field.name: field for field in fields(kind)}
    first = next((name for name in _LEAD if name in known), "id")
    tail = FactRow.__struct_fields__ if issubclass(kind, FactRow) else ()
    left_out = {first, *tail, *_WITHIN, *_OF_FACTS}
    lead = [first, *(["statement"] if tail else [])]
    return [known[name] for name in [*lead, *(name for name in known if name not in left_out)]]


def _cells(row: Row) -> list[Cell]:
    return [_cell(row, field) for field in _columns(type(row))]


def _cell(row: Row, field: Field) -> Cell:
    code = getattr(row, _CODES[field.name]) if field.name in _CODES else None
    return Cell(field, getattr(row, field.name), cell(row, field.name), code)


def _says(detail: Cell, usual: Mapping[str, str]) -> bool:
    """Whether it tells more than what a reader takes for granted."""
    return not detail.absent and detail.value != usual.get(detail.field.name)


def _is_number(field: Field) -> bool:
    return holds(field.type).type in ("integer", "number")


def _choices(field: Field, rows: Sequence[Row]) -> list[str]:
    """The words of a vocabulary, or such as come again and again, that the rows have."""
    values = [getattr(row, field.name) for row in rows]
    words = {value for value in values if isinstance(value, str)}
    if known := [spoken(word) for word in vocabulary(field.type) if word in words]:
        return known
    if field.name in _LEAD or len(words) > min(_CHOICES, len(values) // 2):
        return []
    return sorted(words, key=str.casefold)


def _years(period: str | None) -> tuple[int, int] | None:
    return None if period is None else (years(period)[0], years(period)[-1])


def _remarks(store: Store, rows: Sequence[Row]) -> Iterator[str]:
    """The gaps and the breaks of each series of figures."""
    measures = dict.fromkeys(row.measure for row in rows if isinstance(row, StatisticRow))
    for measure in measures:
        yield from measure_remarks(store, measure, EVERYTHING)
