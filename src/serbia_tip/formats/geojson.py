"""GeoJSON (RFC 7946): the routes as lines, and their countries as points."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, cast

from serbia_tip.formats.json import array, encoded
from serbia_tip.model import Store
from serbia_tip.queries.answer import Answer
from serbia_tip.queries.pairs import Pair, pairs
from serbia_tip.queries.rows import RouteRow
from serbia_tip.terminal.screen import Screen


def render(answer: Answer, screen: Screen) -> str:
    """A FeatureCollection, a feature on each line: the countries by code, then the routes.

    A route is a pair of ends with all its reports; with `--each`, it is one statement.
    """
    rows = cast(Sequence[RouteRow], answer.rows)
    found = pairs(answer.store, rows)
    routes = _statements(answer, rows) if answer.asked.each else _pairs(answer.store, found)
    features = array(map(encoded, [*_countries(answer.store, found), *routes])).rstrip()
    return f'{{"type":"FeatureCollection","features":{features}}}\n'


def _countries(store: Store, found: Sequence[Pair]) -> Iterator[dict[str, Any]]:
    """A point for each country along a route."""
    statements: Counter[str] = Counter()
    reports: dict[str, set[str]] = {}
    for pair in found:
        for code in {code for code in pair.way(store) if code}:
            statements[code] += len(pair.rows)
            reports.setdefault(code, set()).update(pair.reports)
    for code in sorted(statements):
        yield _feature(
            code,
            {"type": "Point", "coordinates": _position(store, code)},
            {
                "feature": "country",
                "name": store.countries[code].name,
                "statements": statements[code],
                "reports": len(reports[code]),
            },
        )


def _pairs(store: Store, found: Sequence[Pair]) -> Iterator[dict[str, Any]]:
    """A line for each pair of ends, with its reports and years."""
    for pair in found:
        first = pair.rows[0]
        ends = (pair.origin or "unnamed", pair.destination or "unnamed")
        identity = [pair.role, pair.standing, *ends, *pair.people]
        yield _feature(
            "-".join(identity).replace(" ", "-"),
            _geometry(store, pair.way(store)),
            {
                "feature": "route",
                "role": pair.role,
                "standing": pair.standing,
                "origin": first.origin,
                "origin_code": pair.origin,
                "destination": first.destination,
                "destination_code": pair.destination,
                "open_ended": pair.open_ended,
                "people": sorted({each for row in pair.rows for each in row.people}),
                "reports": len(pair.reports),
                "sources": list(pair.reports),
                "years": pair.years,
                "first_year": min(pair.years, default=None),
                "last_year": max(pair.years, default=None),
                "statements": [row.id for row in pair.rows],
            },
        )


def _statements(answer: Answer, rows: Sequence[RouteRow]) -> Iterator[dict[str, Any]]:
    for row in rows:
        [pair] = pairs(answer.store, [row])
        said = {name: getattr(row, name) for name in answer.columns}
        way = _geometry(answer.store, pair.way(answer.store))
        yield _feature(row.id, way, {"feature": "route", **said})


def _feature(identity: str, geometry: Any, properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "id": identity, "geometry": geometry, "properties": properties}


def _geometry(store: Store, way: Sequence[str | None]) -> dict[str, Any] | None:
    """A line, or a point if the route stays in one country; None if an end is not named.

    The line never crosses the antimeridian, where the standard would have it cut.
    """
    codes = [code for code in way if code is not None]
    if None in (way[0], way[-1]):
        return None
    if len(set(codes)) == 1:
        return {"type": "Point", "coordinates": _position(store, codes[0])}
    return {"type": "LineString", "coordinates": [_position(store, code) for code in codes]}


def _position(store: Store, code: str) -> list[float]:
    country = store.countries[code]
    return [country.lon, country.lat]
