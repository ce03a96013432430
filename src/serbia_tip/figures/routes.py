"""The figure of the routes: a line for each pair of countries, and the map as data."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from math import asin, atan2, cos, pi, radians, sin, sqrt

from serbia_tip.figures.captions import Captions
from serbia_tip.figures.shapes import (
    Entry,
    Figure,
    Flow,
    Flows,
    RouteMap,
    Spot,
    Stroke,
    Way,
)
from serbia_tip.model import Country, Role, Standing, Store
from serbia_tip.queries.route_pairs import Pair, pairs
from serbia_tip.queries.rows import RouteRow
from serbia_tip.terminal.screen import visible
from serbia_tip.terminal.text import NO_BREAK
from serbia_tip.views.evidence import STANDINGS
from serbia_tip.views.wording import ends_in_words, runs, years_in_words
from serbia_tip.words import number_of

_UNNAMED = "not named"

_OPEN_ENDED = "and others that the source doesn't name"

_PREPOSITIONS: dict[Role, str] = {
    "source": "from",
    "transit": "through",
    "destination": "to",
    "internal": "within",
}

_MEANINGS: dict[Stroke, str] = {
    "route": "stated by the source",
    "alleged": "alleged: the source says that others say so",
    "at_risk": "at risk: the source says that people could be taken there",
}


def figure(store: Store, rows: Sequence[RouteRow], remarks: Sequence[str] = ()) -> Figure | None:
    """The figure of these routes; None when there are none."""
    if not rows:
        return None
    captions = Captions(store)
    found = pairs(store, rows)
    touched = [year for pair in found for year in pair.years]
    years = f", {years_in_words(min(touched), max(touched))}" if touched else ""
    ways = _within(captions.words.home, dict.fromkeys(pair.role for pair in found))
    return Figure(
        title=f"Routes {ways}{years}, in {number_of(_count_reports(captions, found), 'report')}",
        description=f"{captions.words.home} is in the middle, every other country in its direction "
        "and, the nearer ones apart, at its distance from there. A line for each role and pair of "
        "countries; the more reports, the wider. Dashes stand for what is alleged, dots for a "
        "risk. Below, each route in words, with the number of reports.",
        panels=panels(captions, found),
        legend=legend(found),
        notes=[*_states(captions, rows), *captions.notes(rows), *map(visible, remarks)],
        map=map_pairs(captions, found),
        sources=captions.sources(rows),
        credit=captions.credit,
    )


def panels(captions: Captions, found: Sequence[Pair], year: int | None = None) -> list[Flows]:
    """A panel for each role of these routes; the texts leave out `year`."""
    return [
        _panel(captions, role, list(same), year)
        for role, same in groupby(found, key=lambda pair: pair.role)
    ]


def _panel(captions: Captions, role: str, found: Sequence[Pair], year: int | None) -> Flows:
    ends = Counter(pair.named_ends for pair in found)
    number = (
        number_of(len(found), "group")
        if role == "internal"
        else ends_in_words(ends[2], ends[1], ends[0])
    )
    reports = number_of(_count_reports(captions, found), "report")
    return Flows(
        title=f"{role.capitalize()}: {number} in {reports}",
        home=captions.words.home,
        flows=[_flow(captions, pair, year) for pair in found],
    )


def _flow(captions: Captions, pair: Pair, year: int | None) -> Flow:
    def named(code: str | None, more: bool) -> str:
        if code is None:
            return _UNNAMED
        return f"{visible(captions.store.countries[code].name)}{' +' if more else ''}"

    abroad = pair.role in ("source", "transit")
    return Flow(
        origin=(
            named(pair.origin, pair.open_ended and not abroad)
            if pair.role in ("transit", "destination")
            else None
        ),
        destination=named(pair.destination, pair.open_ended) if abroad else None,
        line=_line(pair),
        text=_text(captions, pair, year),
    )


def _text(captions: Captions, pair: Pair, year: int | None) -> str:
    """The number of reports, their years, and any doubts about them."""
    words = [*map(visible, pair.people), number_of(len(pair.reports), "report")]
    if pair.years != [year]:
        words.append(runs(pair.years) or "undated")
    if pair.standing != "stated":
        words.append(STANDINGS[pair.standing])
    return ", ".join([*words, *captions.doubted(pair.rows)])


def legend(found: Sequence[Pair]) -> list[tuple[Entry, str]]:
    """The line styles, if any route is not stated, with the number of statements of each."""
    kinds: Counter[Stroke] = Counter()
    for pair in found:
        kinds[_line(pair)] += len(pair.rows)
    entries: list[tuple[Entry, str]] = []
    if set(kinds) - {"route"}:
        entries = [
            (kind, f"{meaning} ({number_of(kinds[kind], 'statement')})")
            for kind, meaning in _MEANINGS.items()
            if kind in kinds
        ]
    if any(pair.open_ended for pair in found):
        entries.append(("open", _OPEN_ENDED))
    return entries


def _line(pair: Pair) -> Stroke:
    return "route" if pair.standing == "stated" else pair.standing


def _states(captions: Captions, rows: Sequence[RouteRow]) -> list[str]:
    """A note on routes of another state than the home country."""
    home = captions.words.home
    others = Counter(state for state in map(captions.state, rows) if state != home)
    if not others:
        return []
    said = ", ".join(f"{state} ({count})" for state, count in others.items())
    return [f"Routes of another state than {home}: {said}."]


# --- the map -----------------------------------------------------------------------------------


def map_pairs(captions: Captions, found: Sequence[Pair]) -> RouteMap:
    """The map of these pairs of countries."""
    store = captions.store
    rows: defaultdict[Way, list[RouteRow]] = defaultdict(list)
    for pair in found:
        for begin, end in pairwise(pair.way(store)):
            if begin and end and begin != end:
                rows[Way(begin, end, pair.role, pair.standing)] += pair.rows
    home = store.store.country
    codes = dict.fromkeys(code for way in rows for code in (way.begin, way.end))
    return RouteMap(
        home=_spot(store, home),
        spots=[_spot(store, code) for code in codes if code != home],
        ways={way: len(captions.words.reports(same)) for way, same in rows.items()},
        said=list(_said(captions, found)),
        inside=_count_reports(captions, [pair for pair in found if pair.role == "internal"]),
        open_ended=_OPEN_ENDED if any(pair.open_ended for pair in found) else "",
    )


def _within(home: str, roles: Collection[Role]) -> str:
    """The roles in words: `from and through` the home country."""
    *words, last = (_PREPOSITIONS[role] for role in roles)
    return f"{', '.join(words)} and {last} {home}" if words else f"{last} {home}"


def _spot(store: Store, code: str) -> Spot:
    country = store.countries[code]
    kilometres, angle = _distance_and_angle(store.home, country)
    return Spot(name=visible(country.name), code=code, kilometres=kilometres, angle=angle)


_EARTH = 6371.0
"""The radius of the Earth in kilometres."""


def _distance_and_angle(here: Country, there: Country) -> tuple[float, float]:
    """The length of the shortest way in kilometres, and its direction, clockwise from the east."""
    lat, other = radians(here.lat), radians(there.lat)
    east = radians(there.lon - here.lon)
    bearing = atan2(
        sin(east) * cos(other), cos(lat) * sin(other) - sin(lat) * cos(other) * cos(east)
    )
    half = sin((other - lat) / 2) ** 2 + cos(lat) * cos(other) * sin(east / 2) ** 2
    return 2 * _EARTH * asin(min(sqrt(half), 1)), bearing - pi / 2


def _said(captions: Captions, found: Sequence[Pair]) -> Iterator[tuple[Role, Standing, str]]:
    """Each role and standing in words: its reports, and each pair with the number of its own."""
    groups: defaultdict[tuple[Role, Standing], list[Pair]] = defaultdict(list)
    for pair in found:
        groups[pair.role, pair.standing].append(pair)
    for (role, standing), same in groups.items():
        doubt = f", {STANDINGS[standing]}" if standing in STANDINGS else ""
        where = f"{_PREPOSITIONS[role].capitalize()} {captions.words.home}{doubt}"
        listed = "; ".join(_listed(captions, role, same))
        reports = number_of(_count_reports(captions, same), "report")
        yield role, standing, f"{where}, {reports}: {listed}"


def _count_reports(captions: Captions, found: Iterable[Pair]) -> int:
    return len(captions.words.reports(row for pair in found for row in pair.rows))


def _listed(captions: Captions, role: Role, found: Sequence[Pair]) -> Iterator[str]:
    """The pairs of one role and standing, those with a beginning or people in common together."""
    names = {code: visible(country.name) for code, country in captions.store.countries.items()}
    groups: defaultdict[str, list[Pair]] = defaultdict(list)
    for pair in found:
        begin = names.get(pair.origin or "", _UNNAMED)
        people = visible(pair.people[0]) if pair.people else _UNNAMED
        groups[{"transit": begin, "internal": people}.get(role, "")].append(pair)
    for name, same in groups.items():
        if role == "internal":
            yield f"{name}{NO_BREAK}{_counted(captions, same)}"
            continue
        far = (pair.origin if role == "destination" else pair.destination for pair in same)
        ends = zip([names.get(code or "", _UNNAMED) for code in far], same, strict=True)
        listed = ", ".join(f"{end}{NO_BREAK}{_counted(captions, [pair])}" for end, pair in ends)
        yield f"{name} to {listed}" if name else listed


def _counted(captions: Captions, found: Sequence[Pair]) -> str:
    """The number of reports, after a sign if some are open-ended, and the doubts."""
    doubts = captions.doubted(row for pair in found for row in pair.rows)
    said = f" ({', '.join(doubts)})" if doubts else ""
    more = f"+{NO_BREAK}" if any(pair.open_ended for pair in found) else ""
    return f"{more}{_count_reports(captions, found)}{said}"
