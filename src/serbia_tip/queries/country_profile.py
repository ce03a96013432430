"""Pairs of routes, with their people and reports; and the profile of the store's country."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec import Struct

from serbia_tip.model import Help, Profile, Role, Standing, Store, Term, allowed_words
from serbia_tip.periods import (
    is_long_span,
    is_within_year,
    is_yearly,
    period_reach,
    period_span,
    period_years,
)
from serbia_tip.queries import kinds
from serbia_tip.queries.rows import LawRow, R, RouteRow, StatisticRow, TierRow
from serbia_tip.store.attribution import Attribution

_ROLES = allowed_words(Role)
_STANDINGS = allowed_words(Standing)


class Pair(Struct, frozen=True):
    """The routes of one role and standing between two ends; within a country, of one group."""

    role: Role
    standing: Standing
    origin: str | None  # the country's code; None if it is not named
    destination: str | None
    people: Sequence[str]  # within the country: who is trafficked, and for what
    rows: Sequence[RouteRow]
    reports: Sequence[str]  # the sources; an encyclopedia counts only if there are no others

    @property
    def named_ends(self) -> int:
        """How many of its ends are named: 2, 1 or 0; a group within the country has both."""
        return 2 - (self.origin, self.destination).count(None)

    @property
    def open_ended(self) -> bool:
        """Whether a source adds countries that it doesn't name."""
        return any(row.open_ended for row in self.rows)

    @property
    def years(self) -> list[int]:
        """The years that its routes touch."""
        return sorted(
            {year for row in self.rows if row.period for year in period_years(row.period)}
        )

    @property
    def periods(self) -> tuple[list[int], list[str]]:
        """The years that are named, and the spans of three or more years that name no others."""
        own, spans = split_long_spans(self.rows)
        named = {year for row in own if row.period for year in period_years(row.period)}
        longer = dict.fromkeys(row.period for row in spans if row.period)
        return sorted(named), [each for each in longer if not named.issuperset(period_years(each))]

    def way(self, store: Store) -> list[str | None]:
        """Return the codes of the countries along the way."""
        between = [store.store.country] if self.role == "transit" else []
        return [self.origin, *between, self.destination]


def pair_routes(store: Store, rows: Iterable[RouteRow]) -> list[Pair]:
    """Group the routes in pairs: by role, named ends first, then those with most reports."""
    attribution = Attribution.of(store)
    found: dict[object, list[RouteRow]] = {}
    for row in rows:
        key = (row.role, row.standing, row.origin_code, row.destination_code, _pair_people(row))
        found.setdefault(key, []).append(row)
    made = []
    for same in found.values():
        one, reports = same[0], attribution.reports(row.sources for row in same)
        ends = one.origin_code, one.destination_code
        made.append(Pair(one.role, one.standing, *ends, _pair_people(one), same, reports))

    def place(pair: Pair) -> tuple[object, ...]:
        ends = (pair.origin or "", pair.destination or "")
        role, standing = _ROLES.index(pair.role), _STANDINGS.index(pair.standing)
        return role, -pair.named_ends, -len(pair.reports), *ends, standing

    return sorted(made, key=place)


class RouteCount(Struct, frozen=True):
    """How many pairs of countries routes of one standing join, and in how many reports."""

    standing: Standing
    pairs: int  # both of whose ends are named
    one_end: int
    no_end: int
    groups: int  # of people, within the country
    reports: int  # the independent ones
    others: Mapping[Standing, int]  # how many pairs and groups have another standing


def count_routes(store: Store, found: Sequence[Pair], *, stated: bool = False) -> RouteCount:
    """Count these pairs by the firmest standing among them, or as `stated`; all headings do."""
    present = {pair.standing for pair in found}
    standing: Standing = "stated"
    if present and not stated:
        standing = min(present, key=_STANDINGS.index)
    same = [pair for pair in found if pair.standing == standing]
    ends = Counter(pair.named_ends for pair in same if pair.role != "internal")
    groups = sum(pair.role == "internal" for pair in same)
    others = Counter(pair.standing for pair in found if pair.standing != standing)
    reports = count_pair_reports(Attribution.of(store), same)
    return RouteCount(standing, ends[2], ends[1], ends[0], groups, reports, others)


def split_long_spans(rows: Iterable[R]) -> tuple[list[R], list[R]]:
    """Part the rows from those of spans of three or more years, which are none of a year's."""
    own: list[R] = []
    spans: list[R] = []
    for row in rows:
        (spans if is_long_span(getattr(row, "period", None)) else own).append(row)
    return own, spans


class ApartSum(Struct, frozen=True):
    """What the figures of one measure and year add up to whose groups count for themselves."""

    measure: str
    year: int | None
    rows: list[StatisticRow]
    groups: str  # what they are: countries
    least: int | float | None  # None where they can't be added up
    bounded: bool  # whether it may be more


def is_apart(store: Store, row: StatisticRow) -> bool:
    """Whether the figure's group counts for itself, so that it is none of the country's own."""
    return bool(row.dimension and store.dimensions.get(row.dimension, Term()).apart)


def sum_apart(store: Store, rows: Iterable[StatisticRow]) -> list[ApartSum]:
    """Add up the figures whose groups count for themselves, by measure and year.

    Only where each group stands once, for the whole year, in one unit by one counter, as what is
    added up would else be counted twice.
    """
    found: dict[tuple[str, int | None], list[StatisticRow]] = {}
    for row in rows:
        if is_apart(store, row):
            found.setdefault((row.measure, row.year), []).append(row)
    sums = []
    for (measure, year), own in found.items():
        series = {(row.dimension, row.unit, *row.said_by) for row in own}
        once = len({row.group for row in own}) == len(own) and len(series) == 1
        added = once and all(is_yearly(row.period) and row.bound != "about" for row in own)
        least = sum(0 if row.bound in _UPPER else row.value for row in own) if added else None
        groups = store.dimensions[own[0].dimension or ""].apart or ""
        bounded = any(row.bound != "exact" for row in own)
        sums.append(ApartSum(measure, year, own, groups, least, bounded))
    return sums


def count_pair_reports(attribution: Attribution, pairs: Iterable[Pair]) -> int:
    """Count the independent reports of these pairs together."""
    return len(attribution.reports(row.sources for pair in pairs for row in pair.rows))


def _pair_people(row: RouteRow) -> tuple[str, ...]:
    said = (", ".join(row.people), row.purpose) if row.role == "internal" else ()
    return tuple(filter(None, said))


_UPPER = ("less_than", "at_most")  # bounds of a figure that may be none
_MOST = 5  # so many countries are named for each role
_MEASURES, _LAWS = 4, 3  # what a profile shows that names none; of laws, the latest


class RoleSummary(Struct, frozen=True):
    """The stated routes on which the country has one role."""

    role: str
    routes: int
    pairs: int  # the pairs of named countries they join, or groups of people within the country
    one_end: int  # how many more with only one of the two countries named
    no_end: int  # and with neither
    reports: int  # the independent reports they rest on
    alleged: int  # how many more pairs are alleged
    at_risk: int
    first_year: int | None
    last_year: int | None
    countries: list[str]  # at the other end, the most often named first
    others: int  # how many more countries there are

    @property
    def count(self) -> RouteCount:
        """The count that headings of these routes say."""
        inside = self.role == "internal"
        pairs, groups = (0, self.pairs) if inside else (self.pairs, 0)
        return RouteCount("stated", pairs, self.one_end, self.no_end, groups, self.reports, {})


class ProfileView(Struct, frozen=True):
    """The answer of `tip profile`."""

    title: str
    country: str
    version: str
    facts: int
    tier: TierRow | None  # the latest rating
    tiers: list[TierRow]
    routes: list[RoleSummary]
    year: int  # to compare with the latest figures
    figures: list[StatisticRow]  # of the key measures: those of the year, and the latest
    apart: list[StatisticRow]  # whose groups count for themselves: the latest year of each measure
    index: StatisticRow | None  # the latest score
    laws: list[LawRow]
    help: Help | None


def country_profile(store: Store) -> ProfileView:
    """Return the profile of the store's country: what `[store.profile]` names, or the usual."""
    about = store.store
    statistics = kinds.statistics(store, totals=True)
    setup = about.profile or usual_country_profile(store, statistics)
    tiers = kinds.tiers(store)
    laws = {row.id: row for row in kinds.laws(store)}
    figures = [profile_key_figures(statistics, measure, setup.year) for measure in setup.measures]
    return ProfileView(
        title=about.title,
        country=store.home.name,
        version=about.version,
        facts=len(store.facts()),
        tier=profile_rating(tiers),
        tiers=tiers,
        routes=[_profile_role(store, role) for role in allowed_words(Role)],
        year=setup.year,
        figures=[row for rows in figures for row in rows],
        apart=_latest_apart(store),
        index=profile_statistic(statistics, lambda row: row.measure == setup.index),
        laws=[laws[law] for law in setup.laws],
        help=about.help,
    )


def _latest_apart(store: Store) -> list[StatisticRow]:
    latest = {each.measure: each for each in sum_apart(store, kinds.statistics(store))}
    return [row for each in latest.values() for row in each.rows]


def usual_country_profile(store: Store, statistics: Sequence[StatisticRow]) -> Profile:
    """Return what a profile shows of a store that doesn't say: what it has most of, and latest."""
    dated = [row for row in statistics if row.period and row.out_of is None]
    measures = [name for name, _ in Counter(row.measure for row in dated).most_common(_MEASURES)]
    years = [row.year for row in dated if row.measure in measures and row.year is not None]
    scores = [row.measure for row in statistics if row.out_of is not None]
    return Profile(
        year=min(years, default=0),
        measures=measures,
        index=scores[-1] if scores else "",
        laws=[row.id for row in kinds.laws(store)[-_LAWS:]],
    )


def profile_rating(ratings: Sequence[TierRow]) -> TierRow | None:
    """Return the latest rating that is not deprecated; of rivals, the preferred or the first."""
    standing = [row for row in ratings if row.rank != "deprecated"]
    return max(standing, key=lambda row: (row.year, row.rank == "preferred"), default=None)


def _profile_role(store: Store, role: str) -> RoleSummary:
    every = kinds.routes(store, role=[role])
    routes = [row for row in every if row.standing == "stated"]
    found = pair_routes(store, every)
    count = count_routes(store, found, stated=True)
    first, last = period_reach(row.period for row in routes) or (None, None)
    ends = Counter(end for row in routes for end in (row.origin, row.destination) if end)
    del ends[store.home.name]
    return RoleSummary(
        role=role,
        routes=len(routes),
        pairs=count.pairs or count.groups,
        one_end=count.one_end,
        no_end=count.no_end,
        reports=count.reports,
        alleged=count.others.get("alleged", 0),
        at_risk=count.others.get("at_risk", 0),
        first_year=first,
        last_year=last,
        countries=[end for end, _ in ends.most_common(_MOST)],
        others=max(len(ends) - _MOST, 0),
    )


def profile_key_figures(
    statistics: Sequence[StatisticRow], measure: str, year: int
) -> list[StatisticRow]:
    """Return the measure's statistic of the year and its latest one, once if they are the same."""
    own = [row for row in statistics if row.measure == measure]
    then = profile_statistic(own, lambda row: is_within_year(row.period, year))
    latest = profile_statistic(own, lambda row: row.year is not None)
    return [row for row in (then, latest if latest is not then else None) if row is not None]


def profile_statistic(
    statistics: Sequence[StatisticRow], wanted: Callable[[StatisticRow], bool]
) -> StatisticRow | None:
    """Return the wanted one of the last whole year, or else that ends last, the shortest such.

    Of rivals, it is the preferred.
    """
    found = [row for row in statistics if row.period and row.rank != "deprecated" and wanted(row)]
    found.sort(key=lambda row: row.rank != "preferred")

    def recency(row: StatisticRow) -> tuple[object, ...]:
        return is_yearly(row.period), period_span(str(row.period))[::-1]

    return max(found, key=recency, default=None)
