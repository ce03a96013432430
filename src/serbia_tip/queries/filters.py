"""Which facts match: the filters, and what was asked and answered."""

from collections.abc import Callable, Container, Hashable, Iterable, Mapping, Sequence
from datetime import date
from typing import Literal, TypeAlias

from msgspec import Struct

from serbia_tip.model import Area, F, Fact, Route, Statistic, Store, Tier, reference
from serbia_tip.model import vocabulary as words_of
from serbia_tip.periods import span, years
from serbia_tip.queries.attribution import Attribution
from serbia_tip.queries.rows import (
    CitedRow,
    CoverageRow,
    FactRow,
    R,
    Row,
    SourceRow,
    StatisticRow,
    TierRow,
)
from serbia_tip.queries.vocabularies import cited, speakers, vocabulary
from serbia_tip.words import lookup

Values: TypeAlias = Sequence[str]
Meanings: TypeAlias = Sequence[tuple[str, str]]
"""What a word may mean: values, each of a field of facts, or of `by`, `source` or `country`."""
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
    source: Values = ()
    reported: Sequence[int] = ()
    by: Values = ()
    deprecated: bool = False
    """Whether deprecated facts are among the answers."""
    meant: Sequence[Meanings] = ()
    """Words with several meanings: a fact must have one meaning of each."""


EVERYTHING = Common()


def matching(store: Store, kind: type[F], /, **wanted: Values) -> list[F]:
    """Return the facts of one kind whose fields have a wanted value, if any is wanted.

    Raises NotThereError for a value that no fact of the kind has.
    """
    facts = store.of(kind)
    for field, values in wanted.items():
        if values:
            called = vocabulary(store, field, kind)
            meant = {value for name in values for value in called.find(name)}
            facts = [fact for fact in facts if getattr(fact, field) in meant]
    return facts


def words_of_sources(
    store: Store, group: Values, found: Iterable[StatisticRow]
) -> dict[str, list[str]]:
    """Return the other words that the found rows use for each group: minors for children."""
    groups = dict.fromkeys(row.group for row in found if row.group is not None)
    every = vocabulary(store, "group", Statistic)
    said = {
        word: [name for name in groups if name in called and not every.is_name(word, name)]
        for word in group
        for called in [every.find(word)]
    }
    return {word: names for word, names in said.items() if names}


def touching(
    store: Store, facts: list[Route], wanted: Values, ends: Callable[[Route], list[str | None]]
) -> list[Route]:
    """Return the routes with a wanted country among their `ends`."""
    if not wanted:
        return facts
    countries = vocabulary(store, "country")
    codes = {code for name in wanted for code in countries.find(name)}
    return [route for route in facts if codes.intersection(ends(route))]


def narrowed(store: Store, facts: Iterable[F], common: Common) -> list[F]:
    """Return the facts that match the common filters."""
    if not common.deprecated:
        facts = [fact for fact in facts if fact.rank != "deprecated"]
    if wanted := wanted_sources(store, common.source):
        facts = [fact for fact in facts if _rests_on(fact, wanted)]
    if common.reported:
        reported = Attribution.of(store).reported
        facts = [fact for fact in facts if reported(fact) in common.reported]
    if bodies := wanted_bodies(store, common.by):
        heard = Attribution.of(store)
        facts = [fact for fact in facts if bodies.intersection(speakers(heard, fact))]
    if common.meant:
        heard = Attribution.of(store)
        facts = [fact for fact in facts if all(_has_one(heard, fact, m) for m in common.meant)]
    return [fact for fact in facts if in_years(fact.dated, common)]


def _rests_on(fact: Fact, wanted: Container[str]) -> bool:
    return any(text in wanted or reference(text)[0] in wanted for text in fact.sources)


def wanted_bodies(store: Store, wanted: Values) -> set[str]:
    """Return the wanted bodies by their usual names; raises NotThereError for an unknown one."""
    if not wanted:
        return set()
    bodies = vocabulary(store, "by")
    return {name for each in wanted for name in bodies.find(each)}


def _has_one(attribution: Attribution, fact: Fact, meanings: Meanings) -> bool:
    for field, value in meanings:
        match field:
            case "by":
                if value in speakers(attribution, fact):
                    return True
            case "source":
                if _rests_on(fact, {value}):
                    return True
            case "country":
                if isinstance(fact, Route) and value in (fact.origin, fact.destination):
                    return True
            case _:
                if getattr(fact, field, None) == value:
                    return True
    return False


def wanted_sources(store: Store, wanted: Values) -> set[str]:
    """Return the wanted sources, ids or key[locator]; raises NotThereError for an unknown one."""
    if not wanted:
        return set()
    places, keys = cited(store)
    return {
        lookup("source", text, places if reference(text)[1] is not None else keys)
        for text in wanted
    }


def in_years(period: str | None, common: Common) -> bool:
    """Whether the period overlaps the years asked for; without one, only if none are."""
    if not common.year and common.since is None and common.until is None:
        return True
    if period is None:
        return False
    touched = years(period)
    first = touched[0] if common.since is None else max(touched[0], common.since)
    last = touched[-1] if common.until is None else min(touched[-1], common.until)
    return any(first <= year <= last for year in common.year) if common.year else first <= last


Sources: TypeAlias = Literal["none", "short", "full"]
"""How much of the sources people see: nothing, their short names, or all."""


class Asked(Struct, frozen=True, kw_only=True):
    """The question: the filters, and what people want to see of the rows."""

    common: Common = EVERYTHING
    options: Mapping[str, object] = {}
    """The command's own filters, by parameter name."""
    latest: bool = False
    """Whether to show only the newest row of each series."""
    disputed: bool = False
    """Whether to show only disputed and deprecated rows."""
    each: bool = False
    """Whether every row has a line of its own."""
    all: bool = False
    """Whether a long answer is given whole instead of its summary."""
    readings: Sequence[str] = ()
    """What bare words were taken for, where that isn't plain: `greta: said by GRETA`."""
    limit: int | None = None
    """How many lines an answer for people may have; None means all."""
    sources: Sources = "short"

    def option(self, name: str) -> Sequence[str]:
        """Return the values of the command's own filter `name`."""
        values = self.options.get(name)
        return list(map(str, values)) if isinstance(values, list | tuple) else ()


class Answer(Struct, frozen=True):
    """The rows, and what formatting them takes."""

    store: Store
    kind: type[Row]
    rows: Sequence[Row]
    asked: Asked = Asked()
    fields: Sequence[str] | None = None
    """The fields to show; None means all of them, or those of the table."""
    remarks: Sequence[str] = ()
    """Remarks on all rows together: gaps, breaks."""
    header: bool = True
    chart: bool = False
    """Whether people are shown a chart of the rows instead of a table."""

    @property
    def columns(self) -> Sequence[str]:
        """The fields in a data format."""
        return self.kind.__struct_fields__ if self.fields is None else self.fields


def disputed_only(store: Store, rows: Sequence[R]) -> list[R]:
    """Return the rows that are deprecated, or disputed by a fact that isn't."""
    standing = {fact.id for fact in store.facts() if fact.rank != "deprecated"}
    return [
        row
        for row in rows
        if isinstance(row, CitedRow)
        if row.rank == "deprecated" or not standing.isdisjoint(row.disputed_by)
    ]


def standing(rows: Sequence[R]) -> list[R]:
    """Return the rows that aren't deprecated; of kinds that are asked for with both, all."""
    return [row for row in rows if not isinstance(row, FactRow) or row.rank != "deprecated"]


def with_contradicted(every: Sequence[R], shown: Sequence[R]) -> list[R]:
    """Return the shown rows, and of every row those deprecated ones that contradict one of them."""
    ids = {row.id for row in shown if isinstance(row, FactRow)}
    return [
        row
        for row in every
        if isinstance(row, FactRow)
        if row.id in ids or (row.rank == "deprecated" and not ids.isdisjoint(row.disputed_by))
    ]


def undated(store: Store, rows: Sequence[Row], common: Common) -> int:
    """Count the rows, or the facts that they count, without a dated source.

    `common` are the filters that gave the rows.
    """
    if any(isinstance(row, CoverageRow) for row in rows):
        reported = Attribution.of(store).reported
        return sum(reported(fact) is None for fact in narrowed(store, store.facts(), common))
    return sum(
        getattr(row, "published" if isinstance(row, SourceRow) else "reported", 0) is None
        for row in rows
    )


def latest_only(rows: Sequence[R]) -> list[R]:
    """Return the newest rows of each series, and all rows that are in none."""
    latest: dict[Hashable, date] = {}
    for row in rows:
        series, end = _series(row), _end(row)
        if end is not None:
            latest[series] = max(end, latest.get(series, end))
    return [row for row in rows if _end(row) == latest.get(_series(row))]


def _series(row: Row) -> Hashable:
    return tuple(str(getattr(row, field)) for field in row.series) or id(row)


def _end(row: Row) -> date | None:
    if isinstance(row, TierRow):
        return date(row.year, 12, 31)
    period = getattr(row, "period", None)
    return None if period is None else span(period).last
