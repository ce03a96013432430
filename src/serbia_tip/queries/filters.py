"""Filters of facts, by values, years, groups; filters and order of rows; question and answer."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Literal, TypeAlias, TypedDict

from msgspec import Struct
from msgspec.structs import replace

from serbia_tip.model import (
    FACT_TYPES,
    Area,
    F,
    Fact,
    Route,
    Statistic,
    Store,
    Tier,
    read_reference,
)
from serbia_tip.model import allowed_words as words_of
from serbia_tip.periods import is_yearly, period_end, period_moment, period_years
from serbia_tip.queries.rows import (
    CitedRow,
    CoverageRow,
    FactRow,
    R,
    Row,
    SourceRow,
    TierRow,
    Value,
)
from serbia_tip.queries.vocabularies import source_vocabulary, vocabulary
from serbia_tip.store.attribution import Attribution
from serbia_tip.words import did_you_mean, fold, lookup_word, near_words

Values: TypeAlias = str | Sequence[str]  # one text is one value
Years: TypeAlias = int | Sequence[int]
# What a word may mean: values by fields of facts, or by `by`, `source` or `country`.
Meanings: TypeAlias = Mapping[str, Collection[object]]
AREAS = words_of(Area)
TIERS = words_of(Tier)


class Common(Struct, frozen=True):
    """The filters that every query has.

    `year`, `since` and `until` are about the period that is described, `reported` about the year
    of the earliest source; a `source` is an id or key[locator]; `by` names who says a fact.
    """

    year: Sequence[int] = ()
    since: int | None = None
    until: int | None = None
    source: Sequence[str] = ()
    reported: Sequence[int] = ()
    by: Sequence[str] = ()
    deprecated: bool = False  # whether deprecated facts are among the answers
    yearly: bool = False  # only what is of one whole calendar year, no part of one and no span
    meant: Mapping[str, Meanings] = {}  # what other words mean; facts must have one value of each


EVERYTHING = Common()


class Filters(TypedDict, total=False):
    """The filters of `Common` as keywords, each with one value or several."""

    year: Years
    since: int | None
    until: int | None
    source: Values
    reported: Years
    by: Values
    deprecated: bool
    yearly: bool


def read_filters(query: Callable[..., object], common: Common, filters: Filters) -> Common:
    """Return the common filters with these; raises TypeError for a keyword of no filter."""
    for name in filters.keys() - Filters.__annotations__.keys():
        known = [*(query.__kwdefaults__ or ()), *Filters.__annotations__]
        near = did_you_mean(near_words(name, known))
        raise TypeError(f"{query.__name__}() has no filter {name!r}{near}")
    several = ("year", "reported", "source", "by")
    given = {name: list_values(it) if name in several else it for name, it in filters.items()}
    return replace(common, **given) if given else common


def list_values(values: object) -> Sequence[Any]:
    """Return the values of a filter as a sequence: one text or number is one value."""
    if isinstance(values, str) or not isinstance(values, Iterable):
        return [values]
    return values if isinstance(values, Sequence) else [*values]


def filter_by_values(store: Store, kind: type[F], /, **wanted: Values) -> list[F]:
    """Return the facts of one kind with the wanted values; NotThereError for one that none has."""
    facts = store.of(kind)
    for field, values in wanted.items():
        if names := list_values(values):
            called = vocabulary(store, field, kind)
            meant = {value for name in names for value in called.find(name)}
            facts = [fact for fact in facts if not meant.isdisjoint(_filtered_values(fact, field))]
    return facts


def _filtered_values(fact: Fact, field: str) -> Sequence[object]:
    """Return the fact's values of a field of its own, or of `source` or `country`."""
    if field == "source":
        return [*fact.sources, *fact.cited]
    if field == "country":
        return [fact.origin, fact.destination] if isinstance(fact, Route) else []
    value = getattr(fact, field, None)
    return value if isinstance(value, list) else [value]


def filter_facts(store: Store, facts: Iterable[F], common: Common) -> list[F]:
    """Return the facts that match the common filters."""
    asked = [*common.meant.values()]
    if sources := sources_of_filter(store, common.source):
        asked.append({"source": sources})
    if bodies := bodies_of_filter(store, common.by):
        asked.append({"by": bodies})
    found = [
        fact
        for fact in facts
        if common.deprecated or fact.rank != "deprecated"
        if in_years_asked(fact.dated, common) and (is_yearly(fact.dated) or not common.yearly)
    ]
    if not asked and not common.reported:
        return found  # without a look at who says what
    attribution = Attribution.of(store)

    def has_one(fact: Fact, meanings: Meanings) -> bool:
        return any(
            value in values
            for field, values in meanings.items()
            for value in (
                attribution.heard(fact) if field == "by" else _filtered_values(fact, field)
            )
        )

    return [
        fact
        for fact in found
        if not common.reported or attribution.reported(fact) in common.reported
        if all(has_one(fact, meanings) for meanings in asked)
    ]


def keep_yearly_statistics(store: Store) -> Store:
    """Return the store without the statistics that are not of one whole calendar year."""
    left_out = {each.id for each in store.statistics if not is_yearly(each.period)}

    def cut(fact: F) -> F:
        known = [name for name in fact.contradicts if name not in left_out]
        return fact if known == fact.contradicts else replace(fact, contradicts=known)

    tables = {name: getattr(store, name) for name in Store.__struct_fields__}
    for kind in FACT_TYPES:
        tables[kind.table] = [cut(each) for each in store.of(kind) if each.id not in left_out]
    tables["statistics"] = [
        replace(each, part_of=None) if each.part_of in left_out else each
        for each in tables["statistics"]
    ]
    return Store(**tables)


def bodies_of_filter(store: Store, wanted: Sequence[str]) -> set[str]:
    """Return the wanted bodies by their usual names; raises NotThereError for an unknown one."""
    return {name for each in wanted for name in vocabulary(store, "by").find(each)}


def sources_of_filter(store: Store, wanted: Sequence[str]) -> set[str]:
    """Return the wanted sources, ids or key[locator]; raises NotThereError for an unknown one."""
    places, keys = source_vocabulary(store) if wanted else ({}, {})
    return {
        lookup_word("source", text, places if read_reference(text)[1] is not None else keys)
        for text in wanted
    }


def filtered_group_words(
    store: Store, group: Sequence[str], found: Iterable[Row]
) -> dict[str, list[str]]:
    """Return the other words that the found rows use for each group: minors for children."""
    if not group:
        return {}  # without a look at the statistics
    groups = dict.fromkeys(getattr(row, "group", None) for row in found)
    every = vocabulary(store, "group", Statistic)
    said = {}
    for word in group:
        others = {*every.find(word)} - {*every.levels[0].get(fold(word), ())}
        if used := [name for name in groups if name in others]:
            said[word] = used
    return said


def in_years_asked(period: str | None, common: Common) -> bool:
    """Whether the period overlaps the years asked for; without one, only if none are."""
    if not common.year and common.since is None and common.until is None:
        return True
    if period is None:
        return False
    touched = period_years(period)
    first = touched[0] if common.since is None else max(touched[0], common.since)
    last = touched[-1] if common.until is None else min(touched[-1], common.until)
    return any(first <= year <= last for year in common.year) if common.year else first <= last


Sources: TypeAlias = Literal["none", "short", "full"]  # how much of them people see


class Asked(Struct, frozen=True, kw_only=True):
    """The question: the filters, and what people want to see of the rows."""

    common: Common = EVERYTHING
    options: Mapping[str, object] = {}  # the command's own filters, by parameter name
    latest: bool = False  # only the newest row of each series
    disputed: bool = False  # only disputed and deprecated rows
    each: bool = False  # a line of its own for every row
    all: bool = False  # a long answer whole instead of its summary
    readings: Sequence[str] = ()  # what bare words meant, unless plain: `greta: said by GRETA`
    limit: int | None = None  # how many lines an answer for people may have; None means all
    sources: Sources = "short"

    @property
    def only_year(self) -> str | None:
        """The year that is asked for, as a period; None unless it is exactly one."""
        common = self.common
        if len({*common.year}) == 1:
            return f"{common.year[0]:04}"
        is_one = common.since is not None and common.since == common.until
        return f"{common.since:04}" if is_one else None

    def option(self, *names: str) -> list[str]:
        """Return the values of the command's own filters with these names."""
        given = (self.options.get(name) for name in names)
        return [str(one) for each in given if isinstance(each, list | tuple) for one in each]


class Answer(Struct, frozen=True):
    """The rows, and what formatting them takes."""

    store: Store
    kind: type[Row]
    rows: Sequence[Row]
    asked: Asked = Asked()
    fields: Sequence[str] | None = None  # to be shown; None means all, or those of the table
    remarks: Sequence[str] = ()  # on all rows together: gaps, breaks
    header: bool = True
    chart: bool = False  # people are shown a chart of the rows instead of a table
    title: str | None = None  # the chart's, instead of its own

    @property
    def columns(self) -> Sequence[str]:
        """The fields in a data format."""
        return self.kind.__struct_fields__ if self.fields is None else self.fields


def filter_disputed(store: Store, rows: Sequence[R]) -> list[R]:
    """Return the rows that are deprecated, or disputed by a fact that isn't."""
    standing = {fact.id for fact in store.facts() if fact.rank != "deprecated"}
    return [
        row
        for row in rows
        if isinstance(row, CitedRow)
        if row.rank == "deprecated" or not standing.isdisjoint(row.disputed_by)
    ]


def filter_standing(rows: Sequence[R]) -> list[R]:
    """Return the rows that aren't deprecated; of kinds that are asked for with both, all."""
    return [row for row in rows if not isinstance(row, FactRow) or row.rank != "deprecated"]


def filter_contradicted(every: Sequence[R], shown: Sequence[R]) -> list[R]:
    """Return the shown rows, and of every row those deprecated ones that contradict one of them."""
    ids = {row.id for row in shown if isinstance(row, FactRow)}
    return [
        row
        for row in every
        if isinstance(row, FactRow)
        if row.id in ids or (row.rank == "deprecated" and not ids.isdisjoint(row.disputed_by))
    ]


def count_undated_matches(store: Store, rows: Sequence[Row], common: Common) -> int:
    """Count the rows, or the facts that these filters let them count, without a dated source."""
    if any(isinstance(row, CoverageRow) for row in rows):
        reported = Attribution.of(store).reported
        return sum(reported(fact) is None for fact in filter_facts(store, store.facts(), common))
    dates = ("published" if isinstance(row, SourceRow) else "reported" for row in rows)
    return sum(getattr(row, date, 0) is None for row, date in zip(rows, dates, strict=True))


def filter_latest(rows: Sequence[R]) -> list[R]:
    """Return the newest rows of each series, and all rows that are in none.

    Of three years or more a row is the newest only where the series has no shorter period.
    """

    def series(row: R) -> object:
        return tuple(str(getattr(row, field)) for field in row.series) or id(row)

    def end(row: R) -> tuple[bool, date]:
        period = f"{row.year:04}" if isinstance(row, TierRow) else getattr(row, "period", None)
        return period is not None and len(period_years(period)) < 3, period_end(period)

    latest: dict[object, tuple[bool, date]] = {}
    for row in rows:
        latest[series(row)] = max(end(row), latest.get(series(row), (False, date.min)))
    return [row for row in rows if end(row) == latest[series(row)]]


class Order(Struct, frozen=True):
    """An order of rows by one field; rows without a value come last, in both directions."""

    field: str
    descending: bool

    def sorted(self, rows: Sequence[R]) -> list[R]:
        """Sort the rows, periods by their days; equal ones keep their order."""

        def value(row: R) -> Value:
            found = getattr(row, self.field)
            if found and self.field in ("period", "published", "accessed"):
                return period_moment(found)
            return found.casefold() if isinstance(found, str) else found

        absent = [row for row in rows if value(row) in (None, [])]
        present = [row for row in rows if value(row) not in (None, [])]
        return sorted(present, key=value, reverse=self.descending) + absent
