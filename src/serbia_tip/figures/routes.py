"""The figure of the routes: a line for each pair of countries, and the map as data."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from math import asin, atan2, cos, pi, radians, sin, sqrt

from serbia_tip.figures.captions import Captions
from serbia_tip.figures.shapes import Entry, Figure, Flow, Flows, RouteMap, Spot, Stroke, Way
from serbia_tip.model import Role, Standing, Store
from serbia_tip.queries.route_pairs import Pair, pairs
from serbia_tip.queries.rows import RouteRow
from serbia_tip.terminal.screen import visible
from serbia_tip.terminal.text import NO_BREAK
from serbia_tip.views.evidence import STANDINGS
from serbia_tip.views.wording import ends_in_words, runs, years_of
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
    when = years_of(row.period for row in rows)
    reports = number_of(_count_reports(captions, found), "report")
    *words, last = dict.fromkeys(_PREPOSITIONS[pair.role] for pair in found)
    ways = f"{', '.join(words)} and {last}" if words else last
    return Figure(
        title=f"Routes {ways} {captions.words.home}{when}, in {reports}",
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
    drawn = []
    for role, same in groupby(found, key=lambda pair: pair.role):
        of_role = list(same)
        ends = Counter(pair.named_ends for pair in of_role)
        number = ends_in_words(ends[2], ends[1], ends[0])
        if role == "internal":
            number = number_of(len(of_role), "group")
        reports = number_of(_count_reports(captions, of_role), "report")
        drawn.append(
            Flows(
                title=f"{role.capitalize()}: {number} in {reports}",
                home=captions.words.home,
                flows=[_flow(captions, pair, year) for pair in of_role],
            )
        )
    return drawn


def _flow(captions: Captions, pair: Pair, year: int | None) -> Flow:
    """The line of a pair, with the number of its reports, their years, and any doubts."""

    def named(code: str | None, more: bool) -> str:
        name = captions.store.countries[code].name if code else _UNNAMED
        return f"{visible(name)}{' +' if code and more else ''}"

    abroad = pair.role in ("source", "transit")
    text = [*map(visible, pair.people), number_of(len(pair.reports), "report")]
    if pair.years != [year]:
        text.append(runs(pair.years) or "undated")
    if pair.standing != "stated":
        text.append(STANDINGS[pair.standing])
    return Flow(
        origin=(
            named(pair.origin, pair.open_ended and not abroad)
            if pair.role in ("transit", "destination")
            else None
        ),
        destination=named(pair.destination, pair.open_ended) if abroad else None,
        line=_line(pair),
        text=", ".join([*text, *captions.doubted(pair.rows)]),
    )


def _line(pair: Pair) -> Stroke:
    return "route" if pair.standing == "stated" else pair.standing


def legend(found: Sequence[Pair]) -> list[tuple[Entry, str]]:
    """The line styles, if any route is not stated, with the number of statements of each."""
    kinds: Counter[Stroke] = Counter()
    for pair in found:
        kinds[_line(pair)] += len(pair.rows)
    has_lines = any(pair.role != "internal" for pair in found)
    entries: list[tuple[Entry, str]] = [
        (kind, f"{meaning} ({number_of(kinds[kind], 'statement')})")
        for kind, meaning in _MEANINGS.items()
        if kinds.keys() - {"route"} and kind in kinds and has_lines
    ]
    if any(pair.open_ended for pair in found):
        entries.append(("open", _OPEN_ENDED))
    return entries


def _states(captions: Captions, rows: Sequence[RouteRow]) -> list[str]:
    """A note on routes of another state than the home country."""
    home = captions.words.home
    others = Counter(state for state in map(captions.state, rows) if state != home)
    said = ", ".join(f"{state} ({count})" for state, count in others.items())
    return [f"Routes of another state than {home}: {said}."] if said else []


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


_EARTH = 6371.0  # the radius of the Earth in kilometres


def _spot(store: Store, code: str) -> Spot:
    """The country with the length of the shortest way to it, and the direction of that way."""
    here, there = store.home, store.countries[code]
    lat, other = radians(here.lat), radians(there.lat)
    east = radians(there.lon - here.lon)
    bearing = atan2(
        sin(east) * cos(other), cos(lat) * sin(other) - sin(lat) * cos(other) * cos(east)
    )
    half = sin((other - lat) / 2) ** 2 + cos(lat) * cos(other) * sin(east / 2) ** 2
    return Spot(
        name=visible(there.name),
        code=code,
        kilometres=2 * _EARTH * asin(min(sqrt(half), 1)),
        angle=bearing - pi / 2,
    )


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
