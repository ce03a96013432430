"""The page's tables: rows as cells that a reader reads, and once as data for the script."""

import re
from base64 import b64encode
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby, repeat
from zlib import compress

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from serbia_tip.export.tables import WHOLE
from serbia_tip.model import Statistic, Store, reference
from serbia_tip.queries.fields import holds
from serbia_tip.queries.filters import EVERYTHING
from serbia_tip.queries.gaps import measure_remarks
from serbia_tip.queries.kinds import KINDS, sources
from serbia_tip.queries.rows import (
    FactRow,
    Field,
    IdentifiedRow,
    Row,
    SourceRow,
    StatisticRow,
    fields,
    text,
)
from serbia_tip.terminal.screen import visible
from serbia_tip.terminal.text import NO_BREAK
from serbia_tip.views.evidence import Doubts
from serbia_tip.views.wording import Wording

_WITHIN = {"year", "bound", "unit", "out_of", "url", "origin_code", "destination_code"}
"""The fields that are said within the cell of another, of the period, the value or the title."""
_CONTEXT = {"entity", "attributed_to", "said_by", "credited"}
"""The details that stand below the time, with the sources; others stand below the statement."""
_ELSEWHERE = {"id", "sources", "reported"}
"""The fields that are the row's id, its citations, and the year of the earliest of these."""
_IN_CELLS = ("id", "statement", "note")
"""The fields that elements of the page hold alone, to the letter: the script takes them there."""


class Detail(Struct, frozen=True):
    """A field below the text of a cell."""

    class_: str
    """Its name, or `credited` for whoever says the fact and is credited with it."""
    text: str
    facts: Sequence[tuple[str, str]] = ()
    """The facts that it names, and how each is called here."""


class SourceLink(Struct, frozen=True):
    """A source that a row rests on, and the place in it."""

    key: str
    short: str
    place: str | None


class Cell(Struct, frozen=True):
    """One field of one row, or of several that share it."""

    name: str
    text: str
    doubts: str = ""
    url: str | None = None
    details: Sequence[Detail] = ()
    citations: Sequence[SourceLink] = ()
    rows: int = 1
    """How many rows it spans."""


class PageRow(Struct, frozen=True):
    """One row, without the cells that it shares with rows above."""

    id: str
    cells: Sequence[Cell]
    part: bool
    """Whether it is a part of the last row above that is none."""


class PageTable(Struct, frozen=True):
    """All rows of one kind."""

    name: str
    kind: type[Row]
    columns: Sequence[Field]
    lines: Sequence[PageRow]
    remarks: Sequence[str]
    """What a reader of the rows together must know."""
    rows: Sequence[Row]
    """The rows themselves, in the order of the lines."""

    @property
    def own(self) -> Sequence[Field]:
        """The fields that not every fact has."""
        return [field for field in fields(self.kind) if field.name not in FactRow.__struct_fields__]


def tables(store: Store) -> list[PageTable]:
    """A table for each kind of fact, in the order of the store, and one of the sources."""
    cells = _Cells(store)
    facts = [
        _table(store, cells, kind.table, kind.row, kind.query(store, common=WHOLE))
        for kind in KINDS.values()
    ]
    return [*facts, _table(store, cells, "sources", SourceRow, sources(store))]


def _table(
    store: Store, cells: "_Cells", name: str, kind: type[Row], rows: Sequence[IdentifiedRow]
) -> PageTable:
    parts = _parts(rows)
    columns = zip(*(cells.of(row, part=row.id in parts) for row in rows), strict=True)
    shared = map(_shared, columns)
    return PageTable(
        name,
        kind,
        _columns(kind),
        [
            PageRow(row.id, [cell for cell in line if cell.rows], row.id in parts)
            for row, line in zip(rows, zip(*shared, strict=True), strict=True)
        ],
        list(_remarks(store, rows)),
        rows,
    )


def _parts(rows: Sequence[IdentifiedRow]) -> set[str]:
    """The parts that stand below their whole, with nothing but its other parts between."""
    found, whole = set(), None
    for row in rows:
        if whole is not None and getattr(row, "part_of", None) == whole:
            found.add(row.id)
        else:
            whole = row.id
    return found


def _shared(column: Sequence[Cell]) -> Iterator[Cell]:
    """The column with equal cells as one that spans their rows, where that is shorter."""
    for cell, run in groupby(column):
        number = len(list(run))
        saved = (number - 1) * len(f"<td>{cell.text}") - len(" rowspan=10")
        if saved > 0 and cell.name not in ("statement", "value"):
            yield replace(cell, rows=number)
            cell, number = replace(cell, rows=0), number - 1
        yield from repeat(cell, number)


@cache
def _columns(kind: type[Row]) -> list[Field]:
    """The fields with a column: the time, the statement, and then what is the kind's own."""
    known = {field.name: field for field in fields(kind)}
    first = next((name for name in ("period", "year") if name in known), "id")
    tail = FactRow.__struct_fields__ if issubclass(kind, FactRow) else ()
    left_out = {first, *tail, *_WITHIN, "part_of", "disputed_by"}
    lead = [first, *(["statement"] if tail else [])]
    return [known[name] for name in [*lead, *(name for name in known if name not in left_out)]]


class _Cells:
    """Turns the rows of a store into cells."""

    def __init__(self, store: Store) -> None:
        self._store, self._words = store, Wording(store)
        self._doubts = Doubts(store, self._words)
        self._facts = {fact.id: fact for fact in store.facts()}
        bodies = {body for fact in store.facts() for body in self._words.said_by(fact)}
        shared = Counter(map(self._words.body, bodies))
        short = {body: self._words.body(body) for body in bodies}
        self._short = {body: name for body, name in short.items() if shared[name] == 1}

    def of(self, row: IdentifiedRow, *, part: bool) -> list[Cell]:
        """The cells of a row; a `part` that stands below its whole doesn't name it."""
        first, *others = (self._cell(row, field) for field in _columns(type(row)))
        if not isinstance(row, FactRow):
            return [first, *others]
        details = list(self._details(row))
        context = [detail for detail in details if detail.class_ in _CONTEXT]
        own = [detail for detail in details if detail not in context]
        if part:
            own = [detail for detail in own if detail.class_ != "part_of"]
        citations = [
            SourceLink(key, self._words.source(key), place)
            for key, place in map(reference, row.sources)
        ]
        statement, *others = others
        doubts = ", ".join(self._doubts.words(row)).capitalize()
        return [
            replace(first, details=context, citations=citations),
            replace(statement, details=own, doubts=doubts),
            *others,
        ]

    def _cell(self, row: Row, field: Field) -> Cell:
        """The field as a reader reads it; nothing where nothing is stored, or it is no."""
        name, words = field.name, self._words
        value = getattr(row, name)
        if value is None or value is False or value == []:  # but a reported zero is said
            return Cell(name, "")
        if isinstance(row, StatisticRow) and name == "value":
            return Cell(name, words.value(row).replace(NO_BREAK, " "))
        titles = {
            "measure": words.measure,
            "dimension": words.dimension,
            "group": words.group,
            "topic": words.topic,
        }
        said = titles[name](value) if name in titles else words.cell(row, name)
        if name == "period":
            return Cell(name, said.replace("/", "\N{EN DASH}"))
        url = row.url if isinstance(row, SourceRow) and name == "title" else None
        return Cell(name, said, url=url)

    def _details(self, row: FactRow) -> Iterator[Detail]:
        """The fields without a column that tell more than a reader takes for granted."""
        named = {field.name for field in _columns(type(row))} | _WITHIN | _ELSEWHERE
        usual = {"entity": self._store.home.name, "rank": "normal"}
        credited = row.attributed_to == text(row, "said_by")
        if credited:
            named.add("attributed_to")
        elif row.attributed_to is None:  # it is the publisher
            named.add("said_by")
        for field in fields(type(row)):
            name, value = field.name, getattr(row, field.name)
            if name in named or value in (None, []) or value == usual.get(name):
                continue
            shown = text(row, name)
            if name == "said_by":
                shown = "; ".join(self._short.get(body, visible(body)) for body in row.said_by)
                name = "credited" if credited else name
            yield Detail(name, shown, self._links(row, name))

    def _links(self, row: FactRow, name: str) -> list[tuple[str, str]]:
        """The facts that a field names: the whole, or rivals by who says them."""
        if name == "part_of":
            return [(str(getattr(row, name)), "the whole")]
        if name != "disputed_by":
            return []
        rivals = (self._facts[rival] for rival in row.disputed_by)
        return [(rival.id, self._words.bodies(self._words.said_by(rival))) for rival in rivals]


def _remarks(store: Store, rows: Sequence[Row]) -> Iterator[str]:
    """The gaps and the breaks of each series of figures."""
    figures: defaultdict[str, list[StatisticRow]] = defaultdict(list)
    facts: defaultdict[str, list[Statistic]] = defaultdict(list)
    for row in rows:
        if isinstance(row, StatisticRow):
            figures[row.measure].append(row)
    for fact in store.statistics if figures else ():
        facts[fact.measure].append(fact)
    for measure, same in figures.items():  # each looks at the facts of its measure alone
        yield from measure_remarks(replace(store, statistics=facts[measure]), same, EVERYTHING)


def pack_rows(tables: Sequence[PageTable]) -> str:
    """The rows of all tables, by column, as base64 of compressed JSON."""
    said = {table.name: _data(table) for table in tables}
    return b64encode(compress(msgspec.json.encode(said), 9)).decode()


def _data(table: PageTable) -> dict[str, object]:
    known = [(field.name, holds(field.type).type) for field in fields(table.kind)]
    columns = {
        name: [getattr(row, name) for row in table.rows]
        for name, _ in known
        if name not in _IN_CELLS
    }
    others: dict[str, dict[str, str]] = {}  # the texts that a cell can't hold to the letter
    for row in table.rows:
        for name in _IN_CELLS[1:]:
            said = text(row, name) if hasattr(row, name) else ""
            if said and said != re.sub(r"\s+", " ", visible(said)).strip():
                others.setdefault(text(row, "id"), {})[name] = said
    return {"fields": known, "columns": columns, "others": others}
