"""Which facts match: the filters, and what was asked and answered."""

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Hashable, Iterable, Mapping, Sequence
from datetime import date
from typing import Literal, TypeAlias

from msgspec import Struct

from serbia_tip.model import (
    Area,
    Assessment,
    F,
    Fact,
    Role,
    Route,
    Standing,
    Store,
    Tier,
    reference,
    vocabulary,
)
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
from serbia_tip.words import fold, lookup

Values: TypeAlias = Sequence[str]
Meanings: TypeAlias = Sequence[tuple[str, str]]
"""What a word may mean: values, each of a field of facts, or of `by`, `source` or `country`."""
AREAS = vocabulary(Area)
TIERS = vocabulary(Tier)
TIER_ALIASES = {"1": "Tier 1", "2": "Tier 2", "2WL": "Tier 2 Watch List", "3": "Tier 3"}
_WORDS = {
    "area": AREAS,
    "assessment": vocabulary(Assessment),
    "role": vocabulary(Role),
    "standing": vocabulary(Standing),
    "tier": TIERS,
}
"""The fields with a vocabulary: all its words are known values, even if no fact has them."""


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
            meant = _meant(store, kind, field, values)
            facts = [fact for fact in facts if getattr(fact, field) in meant]
    return facts


def count_values(facts: Iterable[Fact], field: str) -> dict[str, int]:
    """Count the facts that have each value of a field; words of its vocabulary may have none."""
    counts = dict.fromkeys(_WORDS.get(field, ()), 0)
    for fact in facts:
        if (value := getattr(fact, field)) is not None:
            counts[value] = counts.get(value, 0) + 1
    return counts


def _meant(store: Store, kind: type[Fact], field: str, wanted: Values) -> set[str]:
    """Return the values of a field that are wanted by name, by title or by alias."""
    counts = count_values(store.of(kind), field)
    called = _called(store, field, counts)
    aliases = {name: values[0] for name, values in called.items()}
    if field == "tier":
        aliases |= TIER_ALIASES
    spelled: defaultdict[str, set[str]] = defaultdict(set)
    for value in counts:
        spelled[fold(value)].add(value)
    meant: set[str] = set()
    for value in wanted:
        meant |= spelled[fold(lookup(field, value, counts, aliases))]
        meant.update(called.get(fold(value), ()))
    return meant


def _called(store: Store, field: str, values: Iterable[str]) -> dict[str, list[str]]:
    """Return the values of a field by their titles and aliases, folded."""
    terms = store.terms.get(field, {})
    found: defaultdict[str, list[str]] = defaultdict(list)
    for value in values:
        if term := terms.get(value):
            for name in dict.fromkeys(map(fold, (term.title or value, *term.aliases))):
                found[name].append(value)
    return found


def words_of_sources(
    store: Store, group: Values, found: Iterable[StatisticRow]
) -> dict[str, list[str]]:
    """Return the other words that the found rows use for each group: minors for children."""
    groups = dict.fromkeys(row.group for row in found if row.group is not None)
    called = _called(store, "group", groups)
    titles = {name: store.groups[name].title for name in groups if name in store.groups}
    said = {
        word: [
            name
            for name in called.get(fold(word), ())
            if fold(word) not in (fold(name), fold(titles[name] or name))
        ]
        for word in group
    }
    return {word: names for word, names in said.items() if names}


def touching(
    store: Store, facts: list[Route], wanted: Values, ends: Callable[[Route], list[str | None]]
) -> list[Route]:
    """Return the routes with a wanted country among their `ends`."""
    if not wanted:
        return facts
    codes = {country_code(store, name) for name in wanted}
    return [route for route in facts if codes.intersection(ends(route))]


def count_countries(store: Store) -> Counter[str]:
    """Count the routes that touch each country, by its code."""
    touched = Counter(dict.fromkeys(store.countries, 0))
    for route in store.routes:
        touched.update({code for code in (route.origin, route.destination) if code})
    return touched


def country_code(store: Store, name: str) -> str:
    """Return a country's code by its code, name or alias; raises NotThereError."""
    touched = count_countries(store)
    counts = {country.name: touched[code] for code, country in store.countries.items()}
    aliases = {
        alias: country.name
        for code, country in store.countries.items()
        for alias in (code, country.alpha3, *country.aliases)
    }
    found = lookup("country", name, counts, aliases)
    return next(code for code, country in store.countries.items() if country.name == found)


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


def speakers(attribution: Attribution, fact: Fact) -> set[str]:
    """Return the bodies that say the fact, and all that any of its sources credits."""
    return {*attribution.said_by(fact), *map(attribution.body, fact.credits)}


def wanted_bodies(store: Store, wanted: Values) -> set[str]:
    """Return the wanted bodies by their usual names; raises NotThereError for an unknown one."""
    if not wanted:
        return set()
    counts = count_bodies(store)
    known = {name: store.bodies[name] for name in counts if name in store.bodies}
    aliases = {alias: name for name, body in known.items() for alias in body.aliases}
    aliases |= {body.short: name for name, body in known.items() if body.short}
    return {lookup("body", name, counts, aliases) for name in wanted}


def count_bodies(store: Store) -> Counter[str]:
    """Count the facts that each body says or is credited with."""
    attribution = Attribution.of(store)
    return Counter(body for fact in store.facts() for body in speakers(attribution, fact))


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


def cited(store: Store) -> tuple[Counter[str], Counter[str]]:
    """Count how often facts refer to each place in a source, and to each source."""
    places = Counter(text for fact in store.facts() for text in dict.fromkeys(fact.sources))
    keys = Counter(dict.fromkeys(store.sources, 0))
    for text, count in places.items():
        keys[reference(text)[0]] += count
    return places, keys


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
    return tuple(str(getattr(row, field)) for field in row.series) or row


def _end(row: Row) -> date | None:
    if isinstance(row, TierRow):
        return date(row.year, 12, 31)
    period = getattr(row, "period", None)
    return None if period is None else span(period).last
