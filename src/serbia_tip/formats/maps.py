"""Routes for maps and flowcharts: GeoJSON and Mermaid."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, count, pairwise
from typing import Any, cast

from serbia_tip.formats.data import array, encoded
from serbia_tip.model import Store
from serbia_tip.queries.attribution import Attribution
from serbia_tip.queries.filters import Answer
from serbia_tip.queries.route_pairs import Pair, count_reports, pairs
from serbia_tip.queries.rows import RouteRow
from serbia_tip.terminal.screen import Screen, visible
from serbia_tip.views.evidence import STANDINGS
from serbia_tip.views.wording import runs
from serbia_tip.words import number_of


def render_geojson(answer: Answer, screen: Screen) -> str:
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
    through: dict[str, list[Pair]] = {}
    for pair in found:
        for code in {code for code in pair.way(store) if code}:
            statements[code] += len(pair.rows)
            through.setdefault(code, []).append(pair)
    attribution = Attribution.of(store)
    for code in sorted(statements):
        yield _feature(
            code,
            {"type": "Point", "coordinates": _position(store, code)},
            {
                "feature": "country",
                "name": store.countries[code].name,
                "statements": statements[code],
                "reports": count_reports(attribution, through[code]),
            },
        )


def _pairs(store: Store, found: Sequence[Pair]) -> Iterator[dict[str, Any]]:
    """A line for each pair of ends, with its reports and years."""
    taken: set[str] = set()
    for pair in found:
        first = pair.rows[0]
        ends = (pair.origin or "unnamed", pair.destination or "unnamed")
        name = "-".join([pair.role, pair.standing, *ends, *pair.people]).replace(" ", "-")
        numbered = (f"{name}-{number}" for number in count(2))
        identity = next(each for each in chain([name], numbered) if each not in taken)
        taken.add(identity)
        yield _route(
            store,
            pair,
            identity,
            {
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
            },
        )


def _statements(answer: Answer, rows: Sequence[RouteRow]) -> Iterator[dict[str, Any]]:
    for row in rows:
        [pair] = pairs(answer.store, [row])
        said = {name: getattr(row, name) for name in answer.columns}
        yield _route(answer.store, pair, row.id, said)


def _route(store: Store, pair: Pair, identity: str, said: dict[str, Any]) -> dict[str, Any]:
    """A route as a feature; its lists are text, since few programs that draw maps read others."""
    geometry, at_home = _geometry(store, pair.way(store))
    texts = {
        name: "; ".join(map(str, value)) if isinstance(value, list | tuple) else value
        for name, value in said.items()
    }
    return _feature(identity, geometry, {"feature": "route", **texts, "placed_at_home": at_home})


def _feature(identity: str, geometry: Any, properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "id": identity, "geometry": geometry, "properties": properties}


def _geometry(store: Store, way: Sequence[str | None]) -> tuple[dict[str, Any], bool]:
    """A line, or a point if the route stays in one country; at home if an end is not named.

    With it comes whether it is only for want of a place at home. The line never crosses the
    antimeridian, where the standard would have it cut.
    """
    codes = [code for code in way if code is not None]
    unnamed = None in (way[0], way[-1])
    if unnamed or len(set(codes)) == 1:
        place = store.store.country if unnamed else codes[0]
        return {"type": "Point", "coordinates": _position(store, place)}, unnamed
    line = [_position(store, code) for code in codes]
    return {"type": "LineString", "coordinates": line}, False


def _position(store: Store, code: str) -> list[float]:
    country = store.countries[code]
    return [country.lon, country.lat]


_UNNAMED_ORIGIN = "unnamed_origin"
_UNNAMED_DESTINATION = "unnamed_destination"
_MARKUP = re.compile(r"""["'#%&*;<>\\`_{|}~\[\]]""")
"""What is markup in Mermaid, or in the Markdown and HTML that its labels may hold."""


def render_mermaid(answer: Answer, screen: Screen) -> str:
    """A flowchart from left to right, with a node each for unnamed origins and destinations.

    Alleged routes and risks are dotted. A transit route is two arrows, each shared with the other
    transit routes from, or to, the same country.
    """
    store = answer.store
    rows = cast(Sequence[RouteRow], answer.rows)
    found = [pair for row in rows for pair in pairs(store, [row])]
    legs: dict[tuple[str, str, str, str], list[Pair]] = {}
    for pair in found if answer.asked.each else pairs(store, rows):
        for begin, end in pairwise(_nodes(store, pair)):
            one = pair.rows[0].id if answer.asked.each else ""
            legs.setdefault((begin, pair.role, f"{pair.standing} {one}", end), []).append(pair)
    nodes = sorted({node for begin, _, _, end in legs for node in (begin, end)})
    lines = [f'{node}["{_label(_named(store, node))}"]' for node in nodes]
    attribution = Attribution.of(store)
    for (begin, role, _, end), same in legs.items():
        standing = STANDINGS.get(same[0].standing)
        arrow = "-.->" if standing else "-->"
        said = ", ".join(filter(None, [role, standing]))
        lines.append(f'{begin} {arrow}|"{_label(f"{said}: {_counted(attribution, same)}")}"| {end}')
    return "flowchart LR\n" + "".join(f"  {line}\n" for line in lines)


def _counted(attribution: Attribution, same: Sequence[Pair]) -> str:
    """The number of reports and their years: `3 reports, 2001, 2003–2004`."""
    years = [year for pair in same for year in pair.years]
    return f"{number_of(count_reports(attribution, same), 'report')}, {runs(years) or 'undated'}"


def _nodes(store: Store, pair: Pair) -> list[str]:
    """The nodes along the pair's route."""
    origin, *between, destination = pair.way(store)
    inner = [code for code in between if code]
    return [origin or _UNNAMED_ORIGIN, *inner, destination or _UNNAMED_DESTINATION]


def _named(store: Store, node: str) -> str:
    if node in (_UNNAMED_ORIGIN, _UNNAMED_DESTINATION):
        return f"{node.partition('_')[2]} not named"
    return store.countries[node].name


def _label(text: str) -> str:
    """Escape the text for a label."""
    return _MARKUP.sub(lambda match: f"#{ord(match[0])};", visible(text))
