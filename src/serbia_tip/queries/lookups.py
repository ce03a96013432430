"""What can be asked of a store: pure functions from its facts to rows.

Several values of one filter mean "or", different filters mean "and"; values compare as people
type them (`words.fold`). A value that the store doesn't have raises NotThereError, which names
the right ones; a value that it has and that matches nothing gives no rows.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TypeAlias

from msgspec import Struct

from serbia_tip.lookup import lookup
from serbia_tip.model import (
    FACT_TYPES,
    Area,
    Assessment,
    F,
    Fact,
    Finding,
    Law,
    Role,
    Route,
    Standing,
    Statistic,
    Store,
    Tier,
    TierRating,
    vocabulary,
)
from serbia_tip.period import span, year_of, years
from serbia_tip.queries.attribution import Attribution
from serbia_tip.queries.rows import (
    CoverageRow,
    FactRow,
    FieldRow,
    FindingRow,
    LawRow,
    RouteRow,
    Row,
    SearchRow,
    SourceRow,
    StatisticRow,
    TierRow,
    TimelineRow,
    rows,
)
from serbia_tip.references import reference
from serbia_tip.words import fold

Values: TypeAlias = Sequence[str]
Query: TypeAlias = Callable[..., Sequence[FactRow]]

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
"""The fields whose values are of a vocabulary: its words are right even where no fact has them."""


class Common(Struct, frozen=True):
    """The filters that every query has.

    `year`, `since` and `until` are about what is described, `reported` about when its earliest
    source was published; a `source` goes by id or as key[locator].
    """

    year: Sequence[int] = ()
    since: int | None = None
    until: int | None = None
    source: Values = ()
    reported: Sequence[int] = ()


EVERYTHING = Common()


def routes(
    store: Store,
    *,
    role: Values = (),
    standing: Values = (),
    origin: Values = (),
    destination: Values = (),
    country: Values = (),
    common: Common = EVERYTHING,
) -> list[RouteRow]:
    """The routes by year; `origin`, `destination` and `country` (either end) name countries."""
    facts = _matching(store, Route, role=role, standing=standing)
    facts = _touching(store, facts, origin, lambda route: [route.origin])
    facts = _touching(store, facts, destination, lambda route: [route.destination])
    facts = _touching(store, facts, country, lambda route: [route.origin, route.destination])
    facts = _by_year(narrowed(store, facts, common))
    return rows(store, facts, RouteRow)


def statistics(
    store: Store,
    *,
    area: Values = (),
    measure: Values = (),
    dimension: Values = (),
    group: Values = (),
    totals: bool = False,
    common: Common = EVERYTHING,
) -> list[StatisticRow]:
    """The figures by year and area, parts under their whole; `totals` leaves the parts out."""
    facts = _matching(
        store, Statistic, area=area, measure=measure, dimension=dimension, group=group
    )
    if totals:
        facts = [figure for figure in facts if figure.part_of is None and figure.group is None]
    facts = _by_year(narrowed(store, facts, common), lambda figure: AREAS.index(figure.area))
    return rows(store, _under_wholes(facts), StatisticRow)


def tiers(
    store: Store,
    *,
    tier: Values = (),
    changes: bool = False,
    common: Common = EVERYTHING,
) -> list[TierRow]:
    """The ratings by year; `changes` keeps the years whose tier differs from the one before."""
    facts = _matching(store, TierRating, tier=tier)
    if changes:
        moved = changed(store.tiers)
        facts = [rating for rating in facts if rating in moved]
    facts = _by_year(narrowed(store, facts, common))
    return rows(store, facts, TierRow)


def findings(
    store: Store,
    *,
    area: Values = (),
    topic: Values = (),
    assessment: Values = (),
    common: Common = EVERYTHING,
) -> list[FindingRow]:
    """What the sources say in words, by year and area."""
    facts = _matching(store, Finding, area=area, topic=topic, assessment=assessment)
    facts = _by_year(narrowed(store, facts, common), lambda finding: AREAS.index(finding.area))
    return rows(store, facts, FindingRow)


def laws(store: Store, *, kind: Values = (), common: Common = EVERYTHING) -> list[LawRow]:
    """The legal instruments and bodies, one row for each dated event."""
    facts = _matching(store, Law, kind=kind)
    facts = _by_year(narrowed(store, facts, common))
    return rows(store, facts, LawRow)


def timeline(store: Store, *, kind: Values = (), common: Common = EVERYTHING) -> list[TimelineRow]:
    """Every dated fact, year by year; within a year, precise dates before vaguer ones."""
    facts = [fact for fact in of_kinds(store, kind) if fact.dated is not None]
    facts = sorted(narrowed(store, facts, common), key=_moment)
    return rows(store, facts, TimelineRow)


def coverage(store: Store, *, common: Common = EVERYTHING) -> list[CoverageRow]:
    """How many facts of each kind touch each year, from the first year to the last; gaps too."""
    counts: Counter[tuple[int | None, str]] = Counter()
    for fact in narrowed(store, store.facts(), common):
        touched = [None] if fact.dated is None else years(fact.dated)
        counts.update((year, fact.table) for year in touched)
    known = [year for year, _ in counts if year is not None]
    every: list[int | None] = [
        year
        for year in range(min(known, default=0), max(known, default=-1) + 1)
        if in_years(f"{year:04}", common)
    ]
    if any(year is None for year, _ in counts):
        every.append(None)
    return [
        CoverageRow(year, **{kind.table: counts[year, kind.table] or None for kind in FACT_TYPES})
        for year in every
    ]


def sources(store: Store, *, common: Common = EVERYTHING) -> list[SourceRow]:
    """The sources by id; years, reported or not, are those of publication."""
    facts = Counter(
        key for fact in store.facts() for key in {reference(text)[0] for text in fact.sources}
    )
    wanted = {reference(text)[0] for text in _sources(store, common.source)}
    return [
        SourceRow(
            id=key,
            title=source.title,
            publisher=source.publisher,
            published=source.published,
            url=source.url,
            kind=source.kind,
            facts=facts[key],
        )
        for key, source in sorted(store.sources.items())
        if (not wanted or key in wanted) and in_years(source.published, common)
        if not common.reported or year_of(source.published) in common.reported
    ]


class Kind(Struct, frozen=True):
    """A kind of fact: how it is stored, the rows that commands print of it, and their query."""

    fact: type[Fact]
    row: type[FactRow]
    query: Query

    @property
    def table(self) -> str:
        """The store's table of such facts."""
        return self.fact.table


KINDS: Mapping[type[Fact], Kind] = {
    kind.fact: kind
    for kind in (
        Kind(Route, RouteRow, routes),
        Kind(Statistic, StatisticRow, statistics),
        Kind(TierRating, TierRow, tiers),
        Kind(Finding, FindingRow, findings),
        Kind(Law, LawRow, laws),
    )
}
"""The kinds of fact: whatever differs from kind to kind is read off these records."""

_OTHER_ROWS: tuple[type[Row], ...] = (TimelineRow, SearchRow, SourceRow, CoverageRow, FieldRow)

COMMANDS: Mapping[str, type[Row]] = {
    row.command: row for row in (*(kind.row for kind in KINDS.values()), *_OTHER_ROWS)
}
"""The rows that each command answers with, where it answers with rows."""


def changed(ratings: Iterable[TierRating]) -> list[TierRating]:
    """The ratings that differ from the latest one before them.

    A deprecated one doesn't count; of rivals for one year the preferred one does, or the first.
    """
    standing = [rating for rating in ratings if rating.rank != "deprecated"]
    standing.sort(key=lambda rating: rating.rank != "preferred")
    by_year = {rating.year: rating for rating in reversed(standing)}
    moved = []
    before: TierRating | None = None
    for _, rating in sorted(by_year.items()):
        if before is not None and rating.tier != before.tier:
            moved.append(rating)
        before = rating
    return moved


def of_kinds(store: Store, kinds: Values) -> list[Fact]:
    """The facts of these kinds, named as one or as many (route, routes); all when none is."""
    counts = {kind.noun: len(store.of(kind)) for kind in FACT_TYPES}
    aliases = {kind.table: kind.noun for kind in FACT_TYPES}
    wanted = {lookup("kind", kind, counts, aliases) for kind in kinds}
    return [fact for fact in store.facts() if not wanted or fact.noun in wanted]


# --- filters -----------------------------------------------------------------------------------


def _matching(store: Store, kind: type[F], /, **wanted: Values) -> list[F]:
    """The facts of one kind whose fields each have one of the wanted values, where any is wanted.

    Raises NotThereError for a value that no fact of the kind has.
    """
    facts = store.of(kind)
    for field, values in wanted.items():
        if values:
            meant = _meant(store, kind, field, values)
            facts = [fact for fact in facts if getattr(fact, field) in meant]
    return facts


def _meant(store: Store, kind: type[Fact], field: str, wanted: Values) -> set[str]:
    """The values of a field that the wanted ones name: by themselves, a title or an alias."""
    counts = dict.fromkeys(_WORDS.get(field, ()), 0)
    for fact in store.of(kind):
        if (value := getattr(fact, field)) is not None:
            counts[value] = counts.get(value, 0) + 1
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
    """The values of a field that have a title or an alias, by each of these, folded."""
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
    """For each group that was asked for, the other words that the rows that it found have for it.

    Such as minors, for children.
    """
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


def _touching(
    store: Store,
    facts: list[Route],
    wanted: Values,
    ends: Callable[[Route], list[str | None]],
) -> list[Route]:
    """The routes of which one of the `ends` is a wanted country."""
    if not wanted:
        return facts
    codes = {_country(store, name) for name in wanted}
    return [route for route in facts if codes.intersection(ends(route))]


def _country(store: Store, name: str) -> str:
    """The code of the country with this code, name or alias; raises NotThereError."""
    touched = Counter(
        code for route in store.routes for code in {route.origin, route.destination} if code
    )
    counts = {country.name: touched[code] for code, country in store.countries.items()}
    aliases = {
        alias: country.name
        for code, country in store.countries.items()
        for alias in (code, country.alpha3, *country.aliases)
    }
    found = lookup("country", name, counts, aliases)
    return next(code for code, country in store.countries.items() if country.name == found)


def narrowed(store: Store, facts: list[F], common: Common) -> list[F]:
    """The facts that the common filters let through."""
    if wanted := _sources(store, common.source):
        facts = [fact for fact in facts if any(_rests_on(text, wanted) for text in fact.sources)]
    if common.reported:
        reported = Attribution.of(store).reported
        facts = [fact for fact in facts if reported(fact) in common.reported]
    return [fact for fact in facts if in_years(fact.dated, common)]


def _sources(store: Store, wanted: Values) -> set[str]:
    """The wanted sources, as ids or as key[locator]; raises NotThereError for an unknown one."""
    if not wanted:
        return set()
    places = Counter(text for fact in store.facts() for text in set(fact.sources))
    keys = Counter(dict.fromkeys(store.sources, 0))
    for text, count in places.items():
        keys[reference(text)[0]] += count
    return {
        lookup("source", text, places if reference(text)[1] is not None else keys)
        for text in wanted
    }


def _rests_on(text: str, wanted: set[str]) -> bool:
    return text in wanted or reference(text)[0] in wanted


def in_years(period: str | None, common: Common) -> bool:
    """Whether the period overlaps the years asked for; without a period, only if none are."""
    if not common.year and common.since is None and common.until is None:
        return True
    if period is None:
        return False
    touched = years(period)
    first = touched[0] if common.since is None else max(touched[0], common.since)
    last = touched[-1] if common.until is None else min(touched[-1], common.until)
    return any(first <= year <= last for year in common.year) if common.year else first <= last


# --- order -------------------------------------------------------------------------------------


def _by_year(facts: list[F], then: Callable[[F], int] | None = None) -> list[F]:
    """The facts in order of year, undated ones last, then by `then`, then as in the store."""

    def key(fact: F) -> tuple[bool, int, int]:
        year = year_of(fact.dated)
        return year is None, year or 0, then(fact) if then else 0

    return sorted(facts, key=key)


def _moment(fact: Fact) -> tuple[int, date, int]:
    """The place of a dated fact in time: within its first year, what ends first comes first.

    Of what ends on one day, the shorter comes first.
    """
    first, last = span(str(fact.dated))
    return first.year, last, -first.toordinal()


def _under_wholes(figures: list[Statistic]) -> list[Statistic]:
    """The same figures, the parts of each directly under it, where it is among them."""
    present = {figure.id for figure in figures}
    parts: defaultdict[str, list[Statistic]] = defaultdict(list)
    tops = []
    for figure in figures:
        if figure.part_of in present:
            parts[str(figure.part_of)].append(figure)
        else:
            tops.append(figure)
    ordered = []
    waiting = tops[::-1]
    while waiting:
        figure = waiting.pop()
        ordered.append(figure)
        waiting += parts[figure.id][::-1]
    return ordered
