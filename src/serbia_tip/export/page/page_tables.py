"""The page's tables: the facts of each kind and the sources, in groups, the newest first."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import chain
from typing import TypeAlias

from msgspec import Struct

from serbia_tip.export.tables import WHOLE
from serbia_tip.model import Store, Term, read_reference
from serbia_tip.periods import period_reach, period_span
from serbia_tip.queries.gaps import measure_gap_remarks
from serbia_tip.queries.kinds import KINDS, sources
from serbia_tip.queries.rows import (
    FactRow,
    IdentifiedRow,
    RouteRow,
    SourceRow,
    StatisticRow,
    row_fields,
)
from serbia_tip.terminal.text import NO_BREAK
from serbia_tip.views.evidence import FactWords
from serbia_tip.views.wording import group_by, say_capitalized, say_period, say_years_of

# Of each table the fields that its rows are grouped by, and those that have a column of their own.
_LAYOUT: Mapping[str, tuple[Sequence[str], Sequence[str]]] = {
    "routes": (["role", "ends"], ["purpose"]),
    "statistics": (["area", "measure"], ["value", "group"]),
    "tiers": ([], ["tier"]),
    "findings": (["area", "topic"], ["assessment"]),
    "laws": (["kind"], ["name", "event"]),
    "sources": ([], ["publisher"]),
}
_TITLED = {"measure", "topic", "group"}  # the fields whose words have titles
# The fields that other cells say: the period, the statement or title, the doubts, the sources.
_ELSEWHERE = {
    *("id", "period", "year", "last_year", "published", "statement", "title", "url", "sources"),
    *("dimension", "attributed_to", "said_by", "reported", "rank", "standing", "basis"),
    *(
        "unit",
        "bound",
        "out_of",
        "people",
        "origin",
        "origin_code",
        "destination",
        "destination_code",
    ),
}
_TABLES: Mapping[type[IdentifiedRow], str] = {kind.row: kind.table for kind in KINDS.values()} | {
    SourceRow: "sources"
}
Detail: TypeAlias = tuple[str, str, str | None]  # a field's title, its text, and where it leads


class Line(Struct, frozen=True):
    """One row: when, what, what its own column says, who says it."""

    id: str
    part: bool  # whether it stands below its whole
    when: str
    years: tuple[int, int] | None  # the first and the last that it touches
    said: str
    url: str | None
    doubts: str
    own: str
    details: Sequence[Detail]
    citations: Sequence[tuple[str, str, str]]  # whom a source credits, its id, places in it


class Group(Struct, frozen=True):
    """The rows of one measure, topic, role or kind; or all rows of a table."""

    id: str
    heading: str  # shared with other groups, such as the area
    title: str
    name: str  # the word of the store that the title stands for
    also: str  # other names by which it is searched for
    years: str
    lines: Sequence[Line]
    remarks: Sequence[str]  # what a reader of the rows together must know


class PageTable(Struct, frozen=True):
    """All rows of one kind."""

    name: str
    kind: type[IdentifiedRow]
    own: str  # the heading of the kind's own column
    groups: Sequence[Group]
    rows: Sequence[IdentifiedRow]


def list_page_tables(store: Store) -> list[PageTable]:
    """A table for each kind of fact, in the order of the store, and one of the sources."""
    write = _Writer(store).write
    made = [write(each.table, each.row, each.query(store, common=WHOLE)) for each in KINDS.values()]
    return [*made, write("sources", SourceRow, sources(store))]


def number_page_sources(store: Store) -> dict[str, str]:
    """The anchor of each source on the page, short since facts name it often."""
    return {key: f"s_{number}" for number, key in enumerate(store.sources, 1)}


def _sort_newest_first(rows: Sequence[IdentifiedRow]) -> Iterator[tuple[IdentifiedRow, bool]]:
    """The rows, the newest first, each with its parts below it; and whether it is such a part."""
    wholes: list[list[IdentifiedRow]] = []
    for row in rows:
        if wholes and getattr(row, "part_of", None) == wholes[-1][0].id:
            wholes[-1].append(row)
        else:
            wholes.append([row])

    def place(whole: Sequence[IdentifiedRow]) -> tuple[date, ...]:
        period = _period_of(whole[0])
        return period_span(period)[::-1] if period else ()

    for whole in sorted(wholes, key=place, reverse=True):
        yield from ((row, row is not whole[0]) for row in whole)


def _period_of(row: IdentifiedRow) -> str | None:
    if isinstance(row, SourceRow):
        return row.published
    year = getattr(row, "year", None)
    return getattr(row, "period", None if year is None else f"{year:04}")


class _Writer:
    """Turns the rows of a store into tables."""

    def __init__(self, store: Store) -> None:
        self._store, self._words = store, FactWords(store)
        self._anchors = number_page_sources(store)

    def write(
        self, name: str, kind: type[IdentifiedRow], rows: Sequence[IdentifiedRow]
    ) -> PageTable:
        """Write a table."""
        by, own = _LAYOUT[name]
        titles = {field.name: field.title for field in row_fields(kind)}
        remarks = measure_gap_remarks(
            self._store, [row for row in rows if isinstance(row, StatisticRow)]
        )
        found = group_by(rows, lambda row: tuple(self._say(row, field) for field in by))
        groups = [
            self._group(f"{name}_{place}", said, found[said], remarks)
            for place, said in enumerate(sorted(found))
        ]
        return PageTable(name, kind, ", ".join(titles[it] for it in own), groups, rows)

    def _group(
        self,
        place: str,
        said: Sequence[str],
        rows: Sequence[IdentifiedRow],
        remarks: Mapping[str, Sequence[str]],
    ) -> Group:
        heading, title = ("", *map(say_capitalized, said))[-2:] if said else ("", "")
        name = getattr(rows[0], "measure", getattr(rows[0], "topic", ""))
        also = {**self._store.topics, **self._store.measures}.get(name, Term()).aliases
        lines = [self._line(row, part=part) for row, part in _sort_newest_first(rows)]
        return Group(
            id=place,
            heading=heading,
            title=title,
            name=name,
            also="; ".join(also),
            years=say_years_of(map(_period_of, rows)),
            lines=lines,
            remarks=[each.removeprefix(f"{name}: ") for each in remarks.get(name, ())],
        )

    def _say(self, row: IdentifiedRow, name: str) -> str:
        """The field as a reader reads it; of a route, `ends` are the other countries, or who."""
        if name == "ends":
            ends = [row.origin, row.destination] if isinstance(row, RouteRow) else []
            abroad = [end or "not named" for end in ends if end != self._store.home.name]
            return " to ".join(abroad) or self._say(row, "people")
        value, words = getattr(row, name), self._words
        if name == "derived_from":
            return "; ".join(map(words.source, value))
        said = getattr(words, name)(value) if value and name in _TITLED else words.cell(row, name)
        return str(said).replace(NO_BREAK, " ")

    def _line(self, row: IdentifiedRow, *, part: bool) -> Line:
        period = _period_of(row)
        own = {name: getattr(row, name) for name in _LAYOUT[_TABLES[type(row)]][1]}
        told = [name for name, value in own.items() if value not in (None, [], self._words.home)]
        fact = row if isinstance(row, FactRow) else None
        return Line(
            id=row.id if fact else self._anchors[row.id],
            part=part,
            when=say_period(period),
            years=period_reach([period]),
            said=getattr(row, "statement" if fact else "title"),
            url=getattr(row, "url", None),
            doubts=say_capitalized(", ".join(self._words.doubts(fact))) if fact else "",
            own=", ".join(self._say(row, name) for name in told),
            details=list(self._details(row)),
            citations=list(self._citations(fact)) if fact else [],
        )

    def _details(self, row: IdentifiedRow) -> Iterator[Detail]:
        """The fields that no cell says and that tell more than a reader takes for granted."""
        named = {*_ELSEWHERE, *chain.from_iterable(_LAYOUT[_TABLES[type(row)]])}
        usual = {"entity": self._store.home.name, "language": "en"}
        for field in row_fields(type(row)):
            name, value, title = field.name, getattr(row, field.name), field.title
            if name in named or value in (None, [], False, usual.get(name)):
                continue
            if name == "disputed_by":
                for rival in value:
                    said_by = self._words.said_by(self._words.facts_by_id[rival])
                    yield title, self._words.bodies(said_by), rival
            elif name == "part_of":
                yield "Part of", "the whole", value
            else:
                yield title, self._say(row, name), None

    def _citations(self, row: FactRow) -> Iterator[tuple[str, str, str]]:
        places = group_by(map(read_reference, row.sources), lambda reference: reference[0])
        cited = self._words.cited(self._words.facts_by_id[row.id])
        credit = {key: said for said, key in cited}
        for key, same in places.items():
            yield credit.get(key, ""), key, "; ".join(place for _, place in same if place)
