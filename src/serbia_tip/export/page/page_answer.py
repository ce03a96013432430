"""What the page says in short of the routes by role, and of the years."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain, groupby
from typing import TypeAlias
from urllib.parse import urlencode

from serbia_tip.figures.captions import Captions
from serbia_tip.model import FACT_TYPES, Fact, Role, Store
from serbia_tip.periods import years
from serbia_tip.queries.attribution import Attribution
from serbia_tip.queries.route_pairs import Pair, count_reports, pairs
from serbia_tip.queries.rows import RouteRow, TierRow
from serbia_tip.views.evidence import STANDINGS
from serbia_tip.views.wording import runs
from serbia_tip.words import number_of

_ROLES: dict[Role, tuple[str, Sequence[str]]] = {
    "source": ("From {home} abroad", ("destination",)),
    "transit": ("Through {home}", ("origin", "destination")),
    "destination": ("To {home} from abroad", ("origin",)),
    "internal": ("Within {home}", ()),
}
"""The title of each role, and the ends of its routes that are other countries."""
RoutePair: TypeAlias = tuple[
    str, str, str
]  # two countries, the query for their routes, who says so


def list_roles(
    store: Store, routes: Sequence[RouteRow]
) -> Iterator[tuple[str, str, list[RoutePair]]]:
    """The title of each role of the country, the number of reports, and the pairs of countries."""
    attribution = Attribution.of(store)
    for role, same in groupby(pairs(store, routes), key=lambda pair: pair.role):
        own = list(same)
        reports = number_of(count_reports(attribution, own), "report")
        title, abroad = _ROLES[role]
        named = [_describe_pair(pair, abroad) for pair in own]
        yield title.format(home=store.home.name), reports, named


def _describe_pair(pair: Pair, abroad: Sequence[str]) -> RoutePair:
    ends = {end: getattr(pair.rows[0], end) for end in abroad}
    named = " to ".join(country or "(not named)" for country in ends.values())
    wanted = {"role": pair.role, "standing": pair.standing, **ends}
    narrowed = urlencode({field: value for field, value in wanted.items() if value})
    said = [
        number_of(len(pair.reports), "report"),
        runs(pair.years) or "undated",
        "and others" if pair.open_ended else "",
        STANDINGS.get(pair.standing, ""),
    ]
    return named or ", ".join(pair.people) or "people", narrowed, ", ".join(filter(None, said))


def count_years(
    store: Store, ratings: Sequence[TierRow]
) -> Iterator[tuple[int, str, dict[type[Fact], int]]]:
    """The years in which a fact begins or ends, the rating, and how many facts touch each."""
    spans = {
        kind: [years(fact.dated) for fact in store.of(kind) if fact.dated] for kind in FACT_TYPES
    }
    begins = {kind: sorted(span[0] for span in found) for kind, found in spans.items()}
    ends = {kind: sorted(span[-1] for span in found) for kind, found in spans.items()}
    rated: defaultdict[int, list[str]] = defaultdict(list)
    captions = Captions(store)
    for row in ratings:
        rated[row.year].append(captions.marked(row.tier, row))
    for year in sorted({*chain(*begins.values(), *ends.values())}):
        touching = {
            kind: number
            for kind in FACT_TYPES
            if (number := bisect_right(begins[kind], year) - bisect_left(ends[kind], year))
        }
        yield year, "; ".join(rated[year]), touching
