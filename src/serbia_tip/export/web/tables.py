"""The tables of the page: rows as cells, read off the definition of the rows.

What a reader takes for granted is left out, and nothing is said twice, so that the page is small;
all of a row can still be told from its cells, which is how the page's script makes CSV and JSON.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from serbia_tip.model import ENCYCLOPEDIA, Store, vocabulary
from serbia_tip.period import years
from serbia_tip.queries.column_types import holds
from serbia_tip.queries.flat import text
from serbia_tip.queries.gaps import measure_remarks
from serbia_tip.queries.lookups import EVERYTHING, KINDS, sources
from serbia_tip.queries.rows import (
    FactRow,
    Field,
    IdentifiedRow,
    Row,
    SourceRow,
    StatisticRow,
    fields,
)
from serbia_tip.references import reference
from serbia_tip.terminal.escape import visible
from serbia_tip.terminal.styled import NO_BREAK
from serbia_tip.views.doubts import Doubts
from serbia_tip.views.wording import Wording

_CODES = {"origin": "origin_code", "destination": "destination_code"}
"""The fields that a code stands beside, and the fields of the codes."""
_WITHIN = {"year", "bound", "unit", "out_of", "url", *_CODES.values()}
"""The fields that are said within the cell of another, of the period, the value or the title."""
_LEAD = ("period", "year")
"""The fields of which the first that a kind has leads its rows."""
_ELSEWHERE = {"id", "sources", "reported"}
"""The fields that are the row's id, its citations, and the year of the earliest of these."""
_CHOICES = 80
"""A column with more different words than this offers none to choose from."""


class Cell(Struct, frozen=True):
    """One field of one row."""

    name: str
    text: str
    raw: str | None = None
    """The value itself, where it can't be told from the text."""
    facts: Sequence[tuple[str, str]] = ()
    """The facts that it names, and how each is called here."""
    class_: str = ""
    """What it is: its field, or `credited` for whoever says it and is credited with it."""


class Citation(Struct, frozen=True):
    """A source that a row rests on, and the place in it."""

    key: str
    short: str
    place: str | None


class Line(Struct, frozen=True):
    """One row; below the statement of a fact stand its details and its citations."""

    row: IdentifiedRow
    cells: Sequence[Cell]
    details: Sequence[Cell] = ()
    citations: Sequence[Citation] = ()
    doubts: str = ""


class Column(Struct, frozen=True):
    """What stands over the cells of one field."""

    name: str
    title: str
    number: bool
    choices: Sequence[tuple[str, str]]
    """The words, if there are few, of which one can be chosen to narrow the rows, and in short."""


class Table(Struct, frozen=True):
    """All rows of one kind."""

    name: str
    kind: type[Row]
    columns: Sequence[Column]
    lines: Sequence[Line]
    years: range
    """Every year from the first that a row touches to the last."""
    remarks: Sequence[str]
    """What a reader of the rows together must know."""
    words: Mapping[str, Mapping[str, str]]
    """By column, the values that are told from how they read."""

    @property
    def fields(self) -> Sequence[Field]:
        """All fields of the rows."""
        return fields(self.kind)

    @property
    def types(self) -> str:
        """The fields with what each holds, for the script: `id:text people:list …`."""
        return " ".join(f"{field.name}:{holds(field.type).type}" for field in self.fields)


def tables(store: Store) -> list[Table]:
    """A table for each kind of fact, in the order of the store, and one of the sources."""
    words = Wording(store)
    doubts = Doubts(store, words)
    short = _short(store, words)
    citations = {text: _citation(words, text) for fact in store.facts() for text in fact.sources}

    def fact(row: FactRow) -> Line:
        return Line(
            row,
            _cells(words, row),
            details=list(_details(store, words, short, row)),
            citations=[citations[text] for text in row.sources],
            doubts=", ".join(doubts.words(row)).capitalize(),
        )

    def source(row: SourceRow) -> Line:
        return Line(row, _cells(words, row))

    facts = [
        _table(store, words, kind.table, kind.row, kind.query(store), fact)
        for kind in KINDS.values()
    ]
    return [
        *facts,
        _table(store, words, "sources", SourceRow, sources(store), source),
    ]


def bodies(store: Store) -> dict[str, str]:
    """The bodies that are told from their short names."""
    return {said: body for body, said in _short(store, Wording(store)).items() if said != body}


def _short(store: Store, words: Wording) -> dict[str, str]:
    """The short name of each body that no other has."""
    bodies = {body for fact in store.facts() for body in words.said_by(fact)}
    shared = Counter(map(words.body, bodies))
    return {body: said for body in sorted(bodies) if shared[said := words.body(body)] == 1}


def _citation(words: Wording, cited: str) -> Citation:
    key, place = reference(cited)
    return Citation(key, words.source(key), place)


def _table(
    store: Store,
    words: Wording,
    name: str,
    kind: type[Row],
    rows: Sequence[Any],
    line: Callable[[Any], Line],
) -> Table:
    lines = list(map(line, rows))
    columns = [
        Column(field.name, field.title, _is_number(field), _choices(words, field, rows))
        for field in _columns(kind)
    ]
    touched = [year for row in rows for year in _years(row)]
    every = range(min(touched, default=0), max(touched, default=-1) + 1)
    told = {column.name: _told(lines, place) for place, column in enumerate(columns)}
    return Table(
        name,
        kind,
        columns,
        [_without(each, columns, told) for each in lines],
        every,
        list(_remarks(store, rows)),
        {name: words for name, words in told.items() if words},
    )


def _told(lines: Sequence[Line], place: int) -> dict[str, str]:
    """The values of a column by how they read, where each reading is of one value."""
    values: dict[str, set[str]] = {}
    for line in lines:
        cell = line.cells[place]
        if cell.raw is not None:
            values.setdefault(cell.text, set()).add(cell.raw)
    return {said: raw.pop() for said, raw in values.items() if len(raw) == 1}


def _without(line: Line, columns: Sequence[Column], told: Mapping[str, Mapping[str, str]]) -> Line:
    """The row without the values that can be told from how they read."""
    cells = [
        replace(cell, raw=None) if cell.text in told[column.name] else cell
        for cell, column in zip(line.cells, columns, strict=True)
    ]
    return replace(line, cells=cells)


def _columns(kind: type[Row]) -> list[Field]:
    """The fields with a column: the time, the statement, and then what is the kind's own."""
    known = {field.name: field for field in fields(kind)}
    first = next((name for name in _LEAD if name in known), "id")
    tail = FactRow.__struct_fields__ if issubclass(kind, FactRow) else ()
    left_out = {first, *tail, *_WITHIN, "part_of", "disputed_by"}
    lead = [first, *(["statement"] if tail else [])]
    return [known[name] for name in [*lead, *(name for name in known if name not in left_out)]]


def _cells(words: Wording, row: Row) -> list[Cell]:
    return [_cell(words, row, field) for field in _columns(type(row))]


def _cell(words: Wording, row: Row, field: Field) -> Cell:
    """The field as a reader reads it; nothing where nothing is stored, or what is asked is not."""
    value = getattr(row, field.name)
    if value is None or value is False or value == []:  # but a reported zero is said
        return Cell(field.name, "")
    if isinstance(row, StatisticRow) and field.name == "value":
        said = words.value(row).replace(NO_BREAK, " ")
        irregular = row.value == 1 and row.unit.endswith("s") and row.unit in said + "s"
        return Cell(field.name, said, row.unit if irregular else None)
    raw = str(getattr(row, _CODES[field.name])) if field.name in _CODES else text(row, field.name)
    said = _said(words, row, field.name, words.cell(row, field.name))
    regular = raw == said or field.name == "period" or value is True
    return Cell(field.name, said, None if regular else raw)


def _said(words: Wording, row: Row, name: str, usual: str) -> str:
    """A value in the words of the store, or else as it is everywhere."""
    named = {
        "measure": words.measure,
        "dimension": words.dimension,
        "group": words.group,
        "topic": words.topic,
    }
    if name in named:
        return named[name](getattr(row, name))
    return usual.replace("/", "\N{EN DASH}") if name == "period" else usual


def _details(
    store: Store, words: Wording, short: Mapping[str, str], row: FactRow
) -> Iterator[Cell]:
    """The fields below the statement that tell more than a reader takes for granted."""
    named = {field.name for field in _columns(type(row))} | _WITHIN | _ELSEWHERE
    usual = {"entity": store.home.name, "rank": "normal"}
    credited = row.attributed_to == text(row, "said_by")
    for field in fields(type(row)):
        name, value = field.name, getattr(row, field.name)
        if name in named or value in (None, []) or value == usual.get(name):
            continue
        if name == "attributed_to" and credited:
            continue
        if name == "said_by" and not credited and value == [_publisher(store, row)]:
            continue
        class_ = "credited" if name == "said_by" and credited else name
        shown = text(row, name)
        if name == "said_by":
            shown = "; ".join(short.get(body, visible(body)) for body in row.said_by)
        yield Cell(name, shown, facts=_named(store, words, row, name), class_=class_)


def _publisher(store: Store, row: FactRow) -> str:
    """Who published the first of the row's sources that is not an encyclopedia."""
    cited = [store.sources[reference(text)[0]] for text in row.sources]
    others = (source for source in cited if source.kind != ENCYCLOPEDIA)
    return next(others, cited[0]).publisher


def _named(store: Store, words: Wording, row: FactRow, name: str) -> list[tuple[str, str]]:
    """The facts that a field names: the whole, or rivals by who says them."""
    if name == "part_of":
        return [(str(getattr(row, name)), "the whole")]
    if name != "disputed_by":
        return []
    facts = {fact.id: fact for fact in store.facts() if fact.id in row.disputed_by}
    return [
        (rival, " and ".join(map(words.body, words.said_by(facts[rival]))))
        for rival in row.disputed_by
    ]


def _is_number(field: Field) -> bool:
    return holds(field.type).type in ("integer", "number")


def _choices(words: Wording, field: Field, rows: Sequence[Row]) -> list[tuple[str, str]]:
    """The words of a vocabulary, or such as come again and again, that the rows have."""
    row_of = {value: row for row in rows if isinstance(value := getattr(row, field.name), str)}
    found = set(row_of)
    known = [word for word in vocabulary(field.type) if word in found]
    if not known and (field.name in _LEAD or len(found) > min(_CHOICES, len(rows) // 2)):
        return []
    pairs = [
        (word, _said(words, row_of[word], field.name, words.cell(row_of[word], field.name)))
        for word in known or found
    ]
    return pairs if known else sorted(pairs, key=lambda pair: pair[1].casefold())


def _years(row: Row) -> Iterator[int]:
    """The first and the last year that the row touches."""
    period = getattr(row, "period", None) or getattr(row, "published", None)
    if period is not None:
        yield from (years(period)[0], years(period)[-1])
    elif isinstance(getattr(row, "year", None), int):
        yield row.year  # type: ignore[attr-defined]  # it has one


def _remarks(store: Store, rows: Sequence[Row]) -> Iterator[str]:
    """The gaps and the breaks of each series of figures."""
    figures: defaultdict[str, list[StatisticRow]] = defaultdict(list)
    for row in rows:
        if isinstance(row, StatisticRow):
            figures[row.measure].append(row)
    for same in figures.values():
        yield from measure_remarks(store, same, EVERYTHING)
