"""Draw routes as a figure: a flow for each pair of countries, and the routes as a map's data."""

from cmath import rect
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise, starmap
from math import atan2, cos, hypot, radians, sin

from serbia_tip.figures.shapes import Captions, Entry, Figure, Flow, Flows, RouteMap, Stroke, Way
from serbia_tip.model import Role, Standing, Store
from serbia_tip.queries.country_profile import Pair, count_pair_reports, pair_routes
from serbia_tip.queries.rows import RouteRow
from serbia_tip.terminal.screen import visible
from serbia_tip.terminal.text import NO_BREAK
from serbia_tip.views.evidence import STANDINGS
from serbia_tip.views.wording import group_by, say_ends, say_runs, say_years_of
from serbia_tip.words import count_noun

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
_LINES: dict[Standing, Stroke] = {"stated": "route", "alleged": "alleged", "at_risk": "at_risk"}


def draw_routes(
    store: Store, rows: Sequence[RouteRow], remarks: Sequence[str] = ()
) -> Figure | None:
    """The figure of these routes; None when there are none."""
    if not rows:
        return None
    captions = Captions(store)
    found = pair_routes(store, rows)
    home, when = captions.words.home, say_years_of(row.period for row in rows)
    *words, last = dict.fromkeys(_PREPOSITIONS[pair.role] for pair in found)
    ways = f"{', '.join(words)} and {last}" if words else last
    others = Counter(filter(None, map(captions.words.state, rows)))
    states = ", ".join(f"{state} ({count})" for state, count in others.items())
    of_others = [f"Routes of another state than {home}: {states}."] if others else []
    return Figure(
        title=f"Routes {ways} {home}{when}, in {_drawn_route_reports(captions, found)}",
        description=f"{home} is in the middle, every other country in its direction "
        "and, the nearer ones apart, at its distance from there. A line for each role and pair of "
        "countries; the more reports, the wider. Dashes stand for what is alleged, dots for a "
        "risk. Below, each route in words, with the number of reports.",
        panels=draw_route_flows(captions, found),
        legend=route_legend(found),
        notes=[*of_others, *captions.notes(rows), *map(visible, remarks)],
        map=routes_as_map(captions, found),
        sources=captions.sources(rows),
        credit=captions.credit,
    )


def draw_route_flows(
    captions: Captions, found: Sequence[Pair], year: int | None = None
) -> list[Flows]:
    """A panel for each role of these routes; the texts leave out `year`."""
    drawn = []
    for role, same in group_by(found, lambda pair: pair.role).items():
        ends = Counter(pair.named_ends for pair in same)
        inside = count_noun(len(same), "group") if role == "internal" else ""
        number = inside or say_ends(ends[2], ends[1], ends[0])
        title = f"{role.capitalize()}: {number} in {_drawn_route_reports(captions, same)}"
        flows = [_route_flow(captions, pair, year) for pair in same]
        drawn.append(Flows(title=title, home=captions.words.home, flows=flows))
    return drawn


def _route_flow(captions: Captions, pair: Pair, year: int | None) -> Flow:
    """The line of a pair, with the number of its reports, their years, and any doubts."""
    begins, ends = (_route_flow_end(captions, end) for end in (pair.origin, pair.destination))
    enters, leaves = pair.role in ("transit", "destination"), pair.role in ("source", "transit")
    if pair.open_ended and leaves and pair.destination:
        ends += " +"
    elif pair.open_ended and not leaves and pair.origin:
        begins += " +"
    when = "" if pair.years == [year] else say_runs(pair.years) or "undated"
    count, standing = count_noun(len(pair.reports), "report"), STANDINGS.get(pair.standing)
    said = [*map(visible, pair.people), count, when, standing, *captions.doubted(pair.rows)]
    return Flow(
        origin=begins if enters else None,
        destination=ends if leaves else None,
        line=_LINES[pair.standing],
        text=", ".join(filter(None, said)),
    )


def _route_flow_end(captions: Captions, code: str | None) -> str:
    return visible(captions.store.countries[code].name) if code else _UNNAMED


def _drawn_route_reports(captions: Captions, found: Iterable[Pair]) -> str:
    return count_noun(count_pair_reports(captions.words.attribution, found), "report")


def route_legend(found: Sequence[Pair]) -> list[tuple[Entry, str]]:
    """The line styles, if any route is not stated, with the number of statements of each."""
    counts = Counter(_LINES[pair.standing] for pair in found for _ in pair.rows)
    differ = counts.keys() - {"route"} and any(pair.role != "internal" for pair in found)
    entries: list[tuple[Entry, str]] = [
        (line, f"{meaning} ({count_noun(counts[line], 'statement')})")
        for line, meaning in _MEANINGS.items()
        if differ and line in counts
    ]
    is_open = any(pair.open_ended for pair in found)
    return [*entries, ("open", _OPEN_ENDED)] if is_open else entries


def routes_as_map(captions: Captions, found: Sequence[Pair]) -> RouteMap:
    """The map of these pairs of countries."""
    store, attribution = captions.store, captions.words.attribution
    legs: list[tuple[Way, Pair]] = [
        ((begin, end, pair.role, pair.standing), pair)
        for pair in found
        for begin, end in pairwise(pair.way(store))
        if begin and end and begin != end
    ]
    codes = dict.fromkeys(code for way, _ in legs for code in way[:2])
    codes.pop(store.store.country, None)
    return RouteMap(
        home=captions.words.home,
        names={code: _route_flow_end(captions, code) for code in codes},
        places={code: _routes_map_place(store, code) for code in codes},
        ways={
            way: count_pair_reports(attribution, (pair for _, pair in same))
            for way, same in group_by(legs, lambda leg: leg[0]).items()
        },
        said=_say_drawn_routes(captions, found),
        inside=count_pair_reports(attribution, (pair for pair in found if pair.role == "internal")),
        open_ended=_OPEN_ENDED if any(pair.open_ended for pair in found) else "",
    )


def _routes_map_place(store: Store, code: str) -> complex:
    """How far away the country is and in which direction, seen from the home country."""
    here, there = store.home, store.countries[code]
    lat, other, east = radians(here.lat), radians(there.lat), radians(there.lon - here.lon)
    # The country as a point of a globe of radius 1, seen from above the home country.
    across = sin(east) * cos(other)
    upwards = cos(lat) * sin(other) - sin(lat) * cos(other) * cos(east)
    deep = sin(lat) * sin(other) + cos(lat) * cos(other) * cos(east)
    kilometres = 6371 * atan2(hypot(across, upwards), deep)  # from the radius of the Earth
    return rect(kilometres, atan2(-upwards, across))


def _say_drawn_routes(
    captions: Captions, found: Sequence[Pair]
) -> list[tuple[Role, Standing, str]]:
    """Each role and standing in words: its reports, and each pair with the number of its own."""

    def counted(end: str, same: Sequence[Pair]) -> str:
        doubts = captions.doubted(row for pair in same for row in pair.rows)
        said = f" ({', '.join(doubts)})" if doubts else ""
        more = f"+{NO_BREAK}" if any(pair.open_ended for pair in same) else ""
        return f"{end}{NO_BREAK}{more}{count_pair_reports(captions.words.attribution, same)}{said}"

    def listed(role: Role, same: Sequence[Pair]) -> str:
        """The pairs of one role; those on the way from one country stand together."""
        if role == "internal":
            people = group_by(same, lambda pair: visible((*pair.people, _UNNAMED)[0]))
            return "; ".join(starmap(counted, people.items()))
        if role == "transit":
            origins = group_by(same, lambda pair: _route_flow_end(captions, pair.origin)).items()
            return "; ".join(f"{origin} to {listed('source', pairs)}" for origin, pairs in origins)
        ends = [pair.origin if role == "destination" else pair.destination for pair in same]
        pairs = zip(ends, same, strict=True)
        return ", ".join(counted(_route_flow_end(captions, end), [pair]) for end, pair in pairs)

    said = []
    for (role, standing), same in group_by(found, lambda pair: (pair.role, pair.standing)).items():
        doubt = f", {STANDINGS[standing]}" if standing in STANDINGS else ""
        where = f"{_PREPOSITIONS[role].capitalize()} {captions.words.home}{doubt}"
        text = f"{where}, {_drawn_route_reports(captions, same)}: {listed(role, same)}"
        said.append((role, standing, text))
    return said
