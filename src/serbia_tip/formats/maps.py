"""Routes for maps and flowcharts: GeoJSON and Mermaid."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain, count, pairwise

from serbia_tip.formats.data import array, encoded
from serbia_tip.model import Store
from serbia_tip.queries.country_profile import Pair, count_reports, pairs
from serbia_tip.queries.filters import Answer
from serbia_tip.queries.rows import Plain, RouteRow
from serbia_tip.store.attribution import Attribution
from serbia_tip.terminal.screen import Screen, visible
from serbia_tip.views.evidence import STANDINGS
from serbia_tip.views.wording import runs
from serbia_tip.words import number_of

_MARKUP = str.maketrans({letter: f"#{ord(letter)};" for letter in "\"'#%&*;<>\\`_{|}~[]"})
"""What is markup in Mermaid, or in the Markdown and HTML that its labels may hold."""


def render_geojson(answer: Answer, screen: Screen) -> str:
    """A FeatureCollection, a feature on each line: the countries by code, then the routes.

    A route is a pair of ends with all its reports; with `--each`, it is one statement.
    """
    store, rows = answer.store, [row for row in answer.rows if isinstance(row, RouteRow)]
    found = pairs(store, rows)
    if answer.asked.each:
        routes = [
            _route(store, pair, row.id, {name: getattr(row, name) for name in answer.columns})
            for row in rows
            for pair in pairs(store, [row])
        ]
    else:
        named = zip(found, _identities(found), strict=True)
        routes = [_route(store, pair, name, _describe(pair)) for pair, name in named]
    features = array(map(encoded, [*_countries(store, found), *routes])).rstrip()
    return f'{{"type":"FeatureCollection","features":{features}}}\n'


def _countries(store: Store, found: Sequence[Pair]) -> Iterator[Plain]:
    """A point for each country along a route."""
    through: defaultdict[str, list[Pair]] = defaultdict(list)
    for pair in found:
        for code in {code for code in pair.way(store) if code}:
            through[code].append(pair)
    attribution = Attribution.of(store)
    for code, own in sorted(through.items()):
        said = {
            "feature": "country",
            "name": store.countries[code].name,
            "statements": sum(len(pair.rows) for pair in own),
            "reports": count_reports(attribution, own),
        }
        yield _feature(store, code, [code], said)


def _identities(found: Sequence[Pair]) -> Iterator[str]:
    """An id for each pair; where names differ in a blank alone, it is numbered."""
    taken: set[str] = set()
    for pair in found:
        ends = (pair.origin or "unnamed", pair.destination or "unnamed")
        name = "-".join([pair.role, pair.standing, *ends, *pair.people]).replace(" ", "-")
        numbered = (f"{name}-{number}" for number in count(2))
        identity = next(each for each in chain([name], numbered) if each not in taken)
        taken.add(identity)
        yield identity


def _describe(pair: Pair) -> Plain:
    first = pair.rows[0]
    return {
        "role": pair.role,
        "standing": pair.standing,
        "origin": first.origin,
        "origin_code": pair.origin,
        "destination": first.destination,
        "destination_code": pair.destination,
        "open_ended": pair.open_ended,
        "people": sorted({each for row in pair.rows for each in row.people}),
        "reports": len(pair.reports),
        "sources": pair.reports,
        "years": pair.years,
        "first_year": min(pair.years, default=None),
        "last_year": max(pair.years, default=None),
        "statements": [row.id for row in pair.rows],
    }


def _route(store: Store, pair: Pair, identity: str, said: Plain) -> Plain:
    """A route as a feature; its lists are text, since few programs that draw maps read others.

    Where an end is not named, it is a point at home. No line crosses the antimeridian, where the
    standard would have it cut.
    """
    way = pair.way(store)
    at_home = None in (way[0], way[-1])
    codes = [store.store.country] if at_home else [code for code in way if code]
    texts = {
        name: "; ".join(map(str, value)) if isinstance(value, list | tuple) else value
        for name, value in said.items()
    }
    properties = {"feature": "route", **texts, "placed_at_home": at_home}
    return _feature(store, identity, codes, properties)


def _feature(store: Store, identity: str, codes: Sequence[str], properties: Plain) -> Plain:
    places = [[store.countries[code].lon, store.countries[code].lat] for code in codes]
    point = {"type": "Point", "coordinates": places[0]}
    line = {"type": "LineString", "coordinates": places}
    geometry = line if len({*codes}) > 1 else point
    return {"type": "Feature", "id": identity, "geometry": geometry, "properties": properties}


def render_mermaid(answer: Answer, screen: Screen) -> str:
    """A flowchart from left to right, with a node each for unnamed origins and destinations.

    Alleged routes and risks are dotted. A transit route is two arrows, each shared with the other
    transit routes from, or to, the same country.
    """
    store, rows = answer.store, [row for row in answer.rows if isinstance(row, RouteRow)]
    names = {code: country.name for code, country in store.countries.items()}
    names |= {f"unnamed_{end}": f"{end} not named" for end in ("origin", "destination")}
    apart = answer.asked.each
    found = [pair for row in rows for pair in pairs(store, [row])] if apart else pairs(store, rows)
    legs: defaultdict[tuple[str, str, str, str], list[Pair]] = defaultdict(list)
    for pair in found:
        origin, *home, destination = pair.way(store)
        way = [origin or "unnamed_origin", *home, destination or "unnamed_destination"]
        for begin, end in pairwise(map(str, way)):
            one = pair.rows[0].id if apart else ""
            legs[begin, pair.role, f"{pair.standing} {one}", end].append(pair)
    nodes = sorted({node for begin, _, _, end in legs for node in (begin, end)})
    lines = [f'{node}["{_label(names[node])}"]' for node in nodes]
    attribution = Attribution.of(store)
    for (begin, role, _, end), same in legs.items():
        standing = STANDINGS.get(same[0].standing)
        arrow = "-.->" if standing else "-->"
        reports = number_of(count_reports(attribution, same), "report")
        years = runs([year for pair in same for year in pair.years]) or "undated"
        said = f"{role}, {standing}" if standing else role
        lines.append(f'{begin} {arrow}|"{_label(f"{said}: {reports}, {years}")}"| {end}')
    return "flowchart LR\n" + "".join(f"  {line}\n" for line in lines)


def _label(text: str) -> str:
    return visible(text).translate(_MARKUP)
