"""Routes for maps: GeoJSON."""

from collections.abc import Iterator, Sequence
from itertools import chain, count

from serbia_tip.formats.data import as_json, json_array
from serbia_tip.model import Store
from serbia_tip.queries.country_profile import Pair, count_pair_reports, pair_routes
from serbia_tip.queries.filters import Answer
from serbia_tip.queries.rows import Plain, RouteRow
from serbia_tip.store.attribution import Attribution
from serbia_tip.terminal.screen import Screen


def render_geojson(answer: Answer, screen: Screen) -> str:
    """A FeatureCollection, a feature on each line: the countries by code, then the routes."""
    store, found, named = answer.store, _geojson_pairs(answer), answer.columns
    if answer.asked.each:
        rows = [pair.rows[0] for pair in found]
        said = [(row.id, {name: getattr(row, name) for name in named}) for row in rows]
    else:
        said = list(zip(_geojson_ids(found), map(_geojson_pair, found), strict=True))
    routes = [_geojson_route(store, pair, *own) for pair, own in zip(found, said, strict=True)]
    features = json_array(map(as_json, [*_geojson_countries(store, found), *routes])).rstrip()
    return f'{{"type":"FeatureCollection","features":{features}}}\n'


def _geojson_pairs(answer: Answer) -> list[Pair]:
    """The routes as pairs of ends with all their reports; with `--each`, one for each statement."""
    rows = [row for row in answer.rows if isinstance(row, RouteRow)]
    groups = [[row] for row in rows] if answer.asked.each else [rows]
    return [pair for group in groups for pair in pair_routes(answer.store, group)]


def _geojson_countries(store: Store, found: Sequence[Pair]) -> Iterator[Plain]:
    """A point for each country along a route."""
    ways = [(pair, pair.way(store)) for pair in found]
    attribution = Attribution.of(store)
    for code in sorted({code for _, way in ways for code in way if code}):
        own = [pair for pair, way in ways if code in way]
        said = {
            "feature": "country",
            "name": store.countries[code].name,
            "statements": sum(len(pair.rows) for pair in own),
            "reports": count_pair_reports(attribution, own),
        }
        yield _geojson_feature(store, code, [code], said)


def _geojson_ids(found: Sequence[Pair]) -> Iterator[str]:
    """An id for each pair; where names differ in a blank alone, it is numbered."""
    taken: set[str] = set()
    for pair in found:
        ends = (pair.origin or "unnamed", pair.destination or "unnamed")
        name = "-".join([pair.role, pair.standing, *ends, *pair.people]).replace(" ", "-")
        names = chain([name], (f"{name}-{number}" for number in count(2)))
        taken.add(identity := next(each for each in names if each not in taken))
        yield identity


def _geojson_pair(pair: Pair) -> Plain:
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


def _geojson_route(store: Store, pair: Pair, identity: str, said: Plain) -> Plain:
    """A route as a feature; its lists are text, since few programs that draw maps read others."""
    way = pair.way(store)  # which never crosses the antimeridian, where a line would be cut
    at_home = None in (way[0], way[-1])  # where an end is not named
    codes = [store.store.country] if at_home else [code for code in way if code]
    texts = {
        name: "; ".join(map(str, value)) if isinstance(value, list | tuple) else value
        for name, value in said.items()
    }
    said = {"feature": "route", **texts, "placed_at_home": at_home}
    return _geojson_feature(store, identity, codes, said)


def _geojson_feature(store: Store, identity: str, codes: Sequence[str], properties: Plain) -> Plain:
    places = [[store.countries[code].lon, store.countries[code].lat] for code in codes]
    geometry: Plain = {"type": "Point", "coordinates": places[0]}
    if len({*codes}) > 1:
        geometry = {"type": "LineString", "coordinates": places}
    return {"type": "Feature", "id": identity, "geometry": geometry, "properties": properties}
