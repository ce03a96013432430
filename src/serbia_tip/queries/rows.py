"""Rows of answers: the fields of each kind of row, which tables, JSON and documents rest on.

A field's type carries its heading and its meaning.
"""

from __future__ import annotations  # which only `tip fields` and schemas read

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cache
from operator import attrgetter
from typing import Annotated, Any, ClassVar, TypeAlias, TypeVar, get_type_hints

from msgspec import Struct

import serbia_tip.model as model
from serbia_tip.model import Dates, titled
from serbia_tip.periods import period_last_year, period_year
from serbia_tip.store.attribution import Attribution
from serbia_tip.store.load import CompiledStore

# The sign before a value, by its bound; an exact value has none.
SIGNS = {"at_least": "≥", "more_than": ">", "at_most": "≤", "less_than": "<", "about": "≈"}
Value: TypeAlias = Any  # what JSON holds
Plain: TypeAlias = dict[str, Value]  # a row, or what else JSON holds by name
R = TypeVar("R", bound="Row")


class Context(Struct, frozen=True):
    """The store, and what is derived from it once for all rows."""

    store: model.Store
    disputed_by: dict[str, list[str]]
    attribution: Attribution

    def country(self, code: str | None) -> str | None:
        """Return a country's name; None for an end that is not named."""
        return None if code is None else self.store.countries[code].name

    def names(self, fact: model.Fact) -> list[str]:
        """Return the countries, the instrument or the body that the fact is about."""
        ends = [fact.origin, fact.destination] if isinstance(fact, model.Route) else []
        names = [*map(self.country, ends), getattr(fact, "name", None)]
        return [name for name in dict.fromkeys(names) if name is not None]


_Text: TypeAlias = str | None
Dated = model.Period
Year = Annotated[int | None, titled("Year", "The first year of the period.")]
_LAST_YEAR = "The last year of the period: of one year, the same as the first."
LastYear = Annotated[int | None, titled("Last year", _LAST_YEAR)]
_DISPUTED_BY = (
    "The ids of the facts that cannot be right if this is; of those whose tiers or "
    "values exclude it, at most the first hundred."
)
DisputedBy = Annotated[list[str], titled("Disputed by", _DISPUTED_BY)]
_ATTRIBUTED_TO = "Whom the source credits with the statement."
_SAID_BY = (
    "Who says it: whom the source credits, or else who published the first source "
    "that is not an encyclopedia."
)
SaidBy = Annotated[list[str], titled("Said by", _SAID_BY)]
_REPORTED = "The year in which the earliest of the sources was published; null where none is dated."
Reported = Annotated[int | None, titled("Reported", _REPORTED)]
_DESTINATION = "The country of destination; null where it is not named."
_DESTINATION_CODE = "The destination's code in ISO 3166-1 alpha-2."
_SCORE = (
    "How well it matches: from 3 the statement has all the words, from 2 with "
    "what it is about, from 1 with notes and who says it, below with its sources' titles."
)
_PRINTED = "As printed; null where it is a statement."
_ABOUT = "The measure and group, the topic, the instrument, or the kind of fact."
FactKind = Annotated[model.Noun, titled("Kind", "Which kind of fact it is.")]


class Row(Struct, frozen=True):
    """One line of an answer; each kind has `__doc__`, since `python -OO` leaves out a docstring."""

    command: ClassVar[str]  # which answers with these rows
    noun: ClassVar[str]
    series: ClassVar[tuple[str, ...]] = ()  # the fields that rows of one series have in common
    own: ClassVar[tuple[str, ...]] = ()  # the fields that are the fact's, and elsewhere derived

    # A row is a mapping as well, as data frames and `dict` take it; a metaclass forbids a base.
    def keys(self) -> tuple[str, ...]:
        """Return the fields in their order."""
        return self.__struct_fields__

    def __getitem__(self, field: str) -> Value:
        if field not in self.__struct_fields__:
            raise KeyError(field)
        return getattr(self, field)

    def __iter__(self) -> Iterator[str]:
        return iter(self.keys())

    def __len__(self) -> int:
        return len(self.keys())

    __contains__: ClassVar[Callable[..., bool]] = Mapping.__contains__
    get: ClassVar[Callable[..., Value]] = Mapping.get
    items: ClassVar[Callable[..., Collection[tuple[str, Value]]]] = Mapping.items
    values: ClassVar[Callable[..., Collection[Value]]] = Mapping.values


Mapping.register(Row)


class IdentifiedRow(Row, frozen=True):
    """A row about a fact or a source, by its id."""

    id: model.Id


class FactRow(IdentifiedRow, kw_only=True, frozen=True):
    """The last fields of the rows of facts; those of each kind come before them."""

    entity: model.Entity
    statement: model.Statement
    attributed_to: Annotated[_Text, titled("According to", _ATTRIBUTED_TO)]
    said_by: SaidBy
    sources: model.References
    reported: Reported
    rank: model.Rank
    disputed_by: DisputedBy
    note: model.Note


class RouteRow(FactRow, frozen=True):
    __doc__ = "One origin and one destination in one report."
    command = "routes"
    noun = model.Route.noun
    series = ("role", "standing", "origin", "destination")
    role: model.Role
    origin: Annotated[_Text, titled("From", "The country of origin; null where it is not named.")]
    origin_code: Annotated[_Text, titled("From (code)", "The origin's code in ISO 3166-1 alpha-2.")]
    destination: Annotated[_Text, titled("To", _DESTINATION)]
    destination_code: Annotated[_Text, titled("To (code)", _DESTINATION_CODE)]
    open_ended: model.OpenEnded
    standing: model.Standing
    people: model.People
    purpose: model.Purpose
    period: Dated
    year: Year
    last_year: LastYear


class StatisticRow(FactRow, frozen=True):
    __doc__ = "One figure, with its bound, its unit and its whole."
    command = "stats"
    noun = model.Statistic.noun
    series = ("measure", "dimension", "group", "unit", "entity", "said_by")
    area: model.Area
    measure: model.Measure
    dimension: model.Dimension
    group: model.Group
    value: model.Value
    unit: model.Unit
    bound: model.Bound
    out_of: model.OutOf
    part_of: model.PartOf
    period: Dated
    year: Year
    last_year: LastYear

    @property
    def is_total(self) -> bool:
        """Whether it is a whole: neither a part of one nor about one group."""
        return self.group is None and self.part_of is None


class TierRow(FactRow, frozen=True):
    __doc__ = "The tier that one year's report gives."
    command = "tiers"
    noun = model.TierRating.noun
    series = ("noun",)
    own = ("year",)
    year: model.ReportYear
    tier: model.Tier
    basis: model.Basis


class FindingRow(FactRow, frozen=True):
    __doc__ = "What a source says, in words, on a policy area or on the situation."
    command = "policy"
    noun = model.Finding.noun
    series = ("area", "topic")
    area: model.Area
    topic: model.Topic
    assessment: model.Assessment
    period: Dated
    year: Year
    last_year: LastYear


class LawRow(FactRow, frozen=True):
    __doc__ = "One dated event in the life of a legal instrument or a body."
    command = "laws"
    noun = model.Law.noun
    series = ("kind", "name")
    own = ("kind",)
    name: model.LawName
    kind: model.LawKind
    event: model.LawEvent
    period: Dated
    year: Year
    last_year: LastYear


class TimelineRow(IdentifiedRow, frozen=True):
    __doc__ = "One dated fact of any kind."
    command = "timeline"
    noun = "fact"
    period: Dated
    year: Year
    last_year: LastYear
    kind: FactKind
    statement: model.Statement
    sources: model.References
    rank: model.Rank
    disputed_by: DisputedBy
    said_by: SaidBy
    reported: Reported


class SearchRow(IdentifiedRow, frozen=True):
    __doc__ = "One fact in which the words were found."
    command = "search"
    noun = "fact"
    kind: FactKind
    year: Year
    last_year: LastYear
    statement: model.Statement
    score: Annotated[float, titled("Score", _SCORE)]
    said_by: SaidBy
    reported: Reported


class CoverageRow(Row, frozen=True):
    __doc__ = "How many facts of each kind a year has; null where it has none."
    command = "coverage"
    noun = "year"
    year: Annotated[int | None, titled("Year", "The year; null for facts without a period.")]
    routes: Annotated[int | None, titled("Routes", "How many routes.")]
    statistics: Annotated[int | None, titled("Statistics", "How many statistics.")]
    tiers: Annotated[int | None, titled("Tiers", "How many tiers.")]
    findings: Annotated[int | None, titled("Findings", "How many findings.")]
    laws: Annotated[int | None, titled("Laws", "How many laws.")]

    def count(self, kind: type[model.Fact]) -> int | None:
        """Return how many facts of one kind the year has."""
        found: int | None = getattr(self, kind.table)
        return found


class SourceRow(IdentifiedRow, frozen=True):
    __doc__ = "A publication, and how many facts rest on it."
    command = "sources"
    noun = "source"
    title: Annotated[str, titled("Title", "The publication's title.")]
    publisher: Annotated[str, titled("Publisher", "Who published it.")]
    published: Annotated[_Text, titled("Published", "When, as precisely as is known.")]
    url: Annotated[_Text, titled("URL", "Where it was read.")]
    kind: Annotated[str, titled("Kind", "Report, data set, news, …")]
    facts: Annotated[int, titled("Facts", "How many facts rest on it.")]
    language: model.Language
    derived_from: model.DerivedFrom
    archived: Annotated[_Text, titled("Archived", "Where a web archive has a copy.")]
    accessed: model.Accessed


class DisputeRow(Row, frozen=True):
    __doc__ = "Two facts that cannot both be right."
    command = "disputes"
    noun = "dispute"
    about: Annotated[str, titled("About", _ABOUT)]
    period: Annotated[Dates | None, titled("Period", "What the first describes, in ISO 8601.")]
    first: Annotated[model.Key, titled("First", "The id of the one.")]
    first_said_by: Annotated[list[str], titled("First said by", "Who says the first.")]
    first_value: Annotated[_Text, titled("First value", _PRINTED)]
    second: Annotated[model.Key, titled("Second", "The id of the other.")]
    second_said_by: Annotated[list[str], titled("Second said by", "Who says the second.")]
    second_value: Annotated[_Text, titled("Second value", _PRINTED)]
    note: Annotated[model.Text, titled("Note", "What the store notes on the two.")]


class FieldRow(Row, frozen=True):
    __doc__ = "One field of a command's rows: what it is called, holds, and means."
    command = "fields"
    noun = "field"
    of: Annotated[str, titled("Command", "The command whose rows have it.")]
    field: Annotated[str, titled("Field", "Its name, as in --fields and JSON.")]
    type: Annotated[str, titled("Type", "What it holds.")]
    values: Annotated[list[str], titled("Values", "The words that it may be.")]  # type: ignore  # a key of JSON
    meaning: Annotated[str, titled("Meaning", "What it says.")]


class ValueRow(Row, frozen=True):
    __doc__ = "One value of a field, and how many facts have it."
    command = "fields"
    noun = "value"
    value: Annotated[str, titled("Value", "The value, as a filter takes it.")]
    title: Annotated[_Text, titled("Title", "What people read instead; null where it is the same.")]
    facts: Annotated[int, titled("Facts", "How many of the rows have it.")]


CitedRow: TypeAlias = FactRow | TimelineRow  # the rows with sources and disputes
_OF_FACTS = (RouteRow, StatisticRow, TierRow, FindingRow, LawRow, TimelineRow, SearchRow)
COMMANDS: Mapping[str, type[Row]] = {  # the row of each command that answers with rows
    row.command: row for row in (*_OF_FACTS, SourceRow, DisputeRow, CoverageRow, FieldRow)
}


class Field(Struct, frozen=True):
    """One field of a kind of row, as its type defines it."""

    name: str
    title: str
    meaning: str
    type: model.Annotation


@cache
def row_fields(kind: type[Row]) -> tuple[Field, ...]:
    """Return the fields of this kind of row in order."""
    hints = get_type_hints(kind, include_extras=True)
    found = []
    for name in kind.__struct_fields__:
        said = next(mark for mark in hints[name].__metadata__ if mark.title)
        found.append(Field(name, said.title, said.description, hints[name].__origin__))
    return tuple(found)


# How a field is derived from a fact of any kind that has it; all others are the fact's own.
_DERIVED: Mapping[str, Callable[..., object]] = {
    "kind": lambda _, fact: fact.noun,
    "period": lambda _, fact: fact.dated,
    "year": lambda _, fact: period_year(fact.dated),
    "last_year": lambda _, fact: period_last_year(fact.dated),
    "origin": lambda context, fact: context.country(fact.origin),
    "origin_code": lambda _, fact: fact.origin,
    "destination": lambda context, fact: context.country(fact.destination),
    "destination_code": lambda _, fact: fact.destination,
    "entity": lambda context, fact: context.store.state(fact.entity),
    "attributed_to": lambda _, fact: "; ".join(fact.credits) or None,
    "said_by": lambda context, fact: context.attribution.said_by(fact),
    "reported": lambda context, fact: context.attribution.reported(fact),
    "disputed_by": lambda context, fact: context.disputed_by.get(fact.id, []),
    "names": lambda context, fact: context.names(fact),
}


def rivals_for_rows(store: model.Store, facts: Collection[model.Fact]) -> dict[str, list[str]]:
    """Return what `find_rivals` does; of a compiled store, what it did when that was made."""
    if isinstance(store, CompiledStore):
        known = store.disputes
        return {fact.id: known[fact.id] for fact in facts if fact.id in known}
    from serbia_tip.queries.rivals import find_rivals

    return find_rivals(store, facts)


def make_rows(store: model.Store, facts: Collection[model.Fact], kind: type[R]) -> list[R]:
    """Make the rows of these facts."""
    context = Context(store, rivals_for_rows(store, facts), Attribution.of(store))
    names = [name for name in kind.__struct_fields__ if name in _DERIVED and name not in kind.own]
    derived = [(name, _DERIVED[name]) for name in names]
    plain = [name for name in kind.__struct_fields__ if name not in names]
    values = attrgetter(*plain)
    made = []
    for fact in facts:
        own = dict(zip(plain, values(fact), strict=True))
        made.append(kind(**own, **{name: derive(context, fact) for name, derive in derived}))
    return made


def records(rows: Iterable[Row]) -> list[Plain]:
    """Return the rows as plain dicts, from which data frames can be made."""
    return [dict(row) for row in rows]


def row_text(row: Row, field: str) -> str:
    """Return a field as text: empty if absent, `true` or `false`, lists joined by `; `."""
    value = row[field]
    if isinstance(value, list):
        return "; ".join(value)
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)
