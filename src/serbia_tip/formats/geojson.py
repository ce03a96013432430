"""GeoJSON (RFC 7946): the routes as lines, and the countries that they touch as points."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from serbia_tip.figures.flows import through
from serbia_tip.formats.json import array, encoded
from serbia_tip.queries.answer import Answer
from serbia_tip.queries.rows import RouteRow, Row
from serbia_tip.terminal.screen import Screen


def render(answer: Answer, screen: Screen) -> str:
    """A FeatureCollection, a feature on each line: the countries by code, then the routes."""
    features = array(map(encoded, [*_countries(answer), *_routes(answer)])).rstrip()
    return f'{{"type":"FeatureCollection","features":{features}}}\n'


def _countries(answer: Answer) -> Iterator[dict[str, Any]]:
    """A point for each country that a route begins in, passes through or ends in."""
    touched = Counter(code for row in answer.rows for code in set(_way(answer, row)) if code)
    for code, routes in sorted(touched.items()):
        yield {
            "type": "Feature",
            "id": code,
            "geometry": {"type": "Point", "coordinates": _position(answer, code)},
            "properties": {"name": answer.store.countries[code].name, "routes": routes},
        }


def _routes(answer: Answer) -> Iterator[dict[str, Any]]:
    for row in answer.rows:
        assert isinstance(row, RouteRow)
        yield {
            "type": "Feature",
            "id": row.id,
            "geometry": _geometry(answer, row),
            "properties": {name: getattr(row, name) for name in answer.columns},
        }


def _way(answer: Answer, row: Row) -> list[str | None]:
    """The codes of the countries along the route, None for an end that is not named."""
    assert isinstance(row, RouteRow)
    return [row.origin_code, *through(answer.store, row.role), row.destination_code]


def _geometry(answer: Answer, row: RouteRow) -> dict[str, Any] | None:
    """A line, or a point where the route stays in one country; None with an end not named.

    The line is straight on the map, from longitude to longitude, and so never crosses the
    antimeridian, where the standard would have it cut.
    """
    codes = [code for code in _way(answer, row) if code is not None]
    if row.origin_code is None or row.destination_code is None:
        return None
    if len(set(codes)) == 1:
        return {"type": "Point", "coordinates": _position(answer, codes[0])}
    return {"type": "LineString", "coordinates": [_position(answer, code) for code in codes]}


def _position(answer: Answer, code: str) -> list[float]:
    country = answer.store.countries[code]
    return [country.lon, country.lat]
