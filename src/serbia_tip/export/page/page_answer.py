"""What the page begins with: the rating, the key figures, the routes by role."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from urllib.parse import urlencode

from msgspec import Struct

from serbia_tip.model import Role, Store
from serbia_tip.queries import kinds
from serbia_tip.queries.attribution import Attribution
from serbia_tip.queries.country_profile import latest_rating, latest_statistic
from serbia_tip.queries.route_pairs import Pair, pairs
from serbia_tip.queries.rows import StatisticRow
from serbia_tip.terminal.screen import visible
from serbia_tip.terminal.text import NO_BREAK
from serbia_tip.views.evidence import STANDINGS, Doubts
from serbia_tip.views.wording import Wording, period, runs
from serbia_tip.words import number_of

_KEY_FIGURES = 4
"""Where a store names no key figures, so many measures with most totals are shown."""

_NAMED = 4
"""How many pairs of countries are named for each role."""

_ROLES: dict[Role, str] = {
    "source": "From {home} abroad",
    "transit": "Through {home}",
    "destination": "To {home} from abroad",
    "internal": "Within {home}",
}

_ABROAD: dict[Role, Sequence[str]] = {
    "source": ("destination",),
    "transit": ("origin", "destination"),
    "destination": ("origin",),
}
"""The ends of a route that are other countries."""

_NOT_NAMED = "(not named)"


class Said(Struct, frozen=True):
    """A fact in a few words, with its id, to which they are a link."""

    id: str
    what: str
    whose: str
    """When, and who says so."""


class KeyFigure(Struct, frozen=True):
    """A measure, and its latest figures."""

    title: str
    measure: str
    figures: Sequence[Said]


class RoutePair(Struct, frozen=True):
    """The routes between two countries."""

    name: str
    narrowed: str
    """The filters of the table of routes that leave these, as in an address."""
    said: str
    """How many reports name them, and for which years."""


class RouteRole(Struct, frozen=True):
    """The routes on which the country has one role."""

    title: str
    reports: str
    pairs: Sequence[RoutePair]

    @property
    def first(self) -> str:
        """The first of the pairs by name."""
        names = list(dict.fromkeys(pair.name for pair in self.pairs))
        return ", ".join([*names[:_NAMED], *(["…"] if len(names) > _NAMED else [])])


class PageAnswer(Struct, frozen=True):
    """What a reader wants to know first."""

    rating: Said | None
    figures: Sequence[KeyFigure]
    roles: Sequence[RouteRole]


def summarize(store: Store) -> PageAnswer:
    """The answer of this store."""
    words = Wording(store)
    doubts = Doubts(store, words)
    statistics = kinds.statistics(store, totals=True)
    row = latest_rating(kinds.tiers(store))
    rating = None
    if row:
        said = ", ".join([words.who(row), *doubts.words(row)])
        rating = Said(row.id, row.tier, f"in {row.year:04}, {said}")
    figures = [
        KeyFigure(words.measure(measure), measure, found)
        for measure in key_measures(store, statistics)
        if (found := list(_figures(store, words, doubts, statistics, measure)))
    ]
    return PageAnswer(rating, figures, list(_roles(store, words)))


def key_measures(store: Store, statistics: Sequence[StatisticRow]) -> list[str]:
    """The measures of the store's profile, or else those with most totals."""
    if profile := store.store.profile:
        return list(dict.fromkeys([*profile.measures, profile.index]))
    totals = [row.measure for row in statistics]
    return [measure for measure, _ in Counter(totals).most_common(_KEY_FIGURES)]


def _figures(
    store: Store,
    words: Wording,
    doubts: Doubts,
    statistics: Sequence[StatisticRow],
    measure: str,
) -> Iterator[Said]:
    """The latest figure of the measure, and that of the profile's year."""
    profile = store.store.profile
    own = [row for row in statistics if row.measure == measure]
    found = [latest_statistic(own, lambda row: row.year is not None)]
    if profile:
        found.append(latest_statistic(own, lambda row: row.year == profile.year))
    for row in dict.fromkeys(each.id for each in found if each):
        [figure] = [each for each in own if each.id == row]
        said = ", ".join([words.who(figure), *doubts.words(figure)])
        value = words.value(figure, unit=figure.measure != figure.unit).replace(NO_BREAK, " ")
        yield Said(figure.id, value, f"in {period(figure.period)}, {said}")


def _roles(store: Store, words: Wording) -> Iterator[RouteRole]:
    attribution = Attribution.of(store)
    found = pairs(store, kinds.routes(store))
    for role, same in groupby(found, key=lambda pair: pair.role):
        own = list(same)
        reports = attribution.reports(row.sources for pair in own for row in pair.rows)
        yield RouteRole(
            title=_ROLES[role].format(home=words.home),
            reports=number_of(len(reports), "report"),
            pairs=[_pair(pair) for pair in own],
        )


def _pair(pair: Pair) -> RoutePair:
    first = pair.rows[0]
    ends = {"origin": first.origin, "destination": first.destination}
    abroad = _ABROAD.get(pair.role, ())
    named = [visible(ends[end] or _NOT_NAMED) for end in abroad]
    wanted = {"role": str(pair.role), "standing": str(pair.standing)}
    wanted |= {end: country for end in abroad if (country := ends[end])}
    said = [number_of(len(pair.reports), "report"), runs(pair.years) or "undated"]
    if pair.open_ended:
        said.append("and others")
    if pair.standing in STANDINGS:
        said.append(STANDINGS[pair.standing])
    return RoutePair(
        name=" to ".join(named) or visible(", ".join(pair.people)) or "people",
        narrowed=urlencode(wanted),
        said=", ".join(said),
    )
