"""The routes for maps, read by a GeoJSON library."""

import json
from pathlib import Path
from typing import Any

from geojson_pydantic import LineString, Point

from tests.conftest import OTHER, Tip
from tests.readers import collection
from tests.small import small_store


def test_each_statement_to_the_letter(tip: Tip) -> None:
    """A feature a line: the countries by code, then the routes, longitude before latitude."""
    line = ["--store", str(OTHER), "routes", "-f", "geojson", "--fields", "id,role,people"]
    assert tip(*line) == (
        0,
        '{"type":"FeatureCollection","features":[\n'
        '{"type":"Feature","id":"XA","geometry":{"type":"Point","coordinates":[20.0,10.0]},'
        '"properties":{"feature":"country","name":"Arden","statements":3,"reports":2}},\n'
        '{"type":"Feature","id":"XB","geometry":{"type":"Point","coordinates":[21.0,11.0]},'
        '"properties":{"feature":"country","name":"Brückland","statements":2,"reports":2}},\n'
        '{"type":"Feature","id":"XC","geometry":{"type":"Point","coordinates":[-60.0,-5.5]},'
        '"properties":{"feature":"country","name":"Cardenia","statements":1,"reports":2}},\n'
        '{"type":"Feature","id":"source-2004-xa","geometry":{"type":"Point",'
        '"coordinates":[20.0,10.0]},"properties":{"feature":"route","id":"source-2004-xa",'
        '"role":"source","people":"children","placed_at_home":true}},\n'
        '{"type":"Feature","id":"source-2010-xa-xb","geometry":{"type":"LineString",'
        '"coordinates":[[20.0,10.0],[21.0,11.0]]},"properties":'
        '{"feature":"route","id":"source-2010-xa-xb","role":"source","people":"women; girls",'
        '"placed_at_home":false}},\n'
        '{"type":"Feature","id":"transit-2010-xb-xc","geometry":{"type":"LineString",'
        '"coordinates":[[21.0,11.0],[20.0,10.0],[-60.0,-5.5]]},"properties":'
        '{"feature":"route","id":"transit-2010-xb-xc","role":"transit","people":"men","placed_at_home":false}}\n'
        "]}\n",
        "",
    )


PAIR: dict[str, Any] = {"role": "source", "origin": "XA", "destination": "XB"}


def test_a_line_for_each_pair(tip: Tip, tmp_path: Path) -> None:
    """A pair is one line with its reports and years; a risk is another line."""
    routes = [
        PAIR | {"period": "2001", "people": ["women"]},
        PAIR | {"period": "2003/2004", "people": ["men"], "open_ended": True},
        PAIR | {"period": "2005", "standing": "at_risk"},
    ]
    path = small_store(tmp_path, routes=routes)
    read = collection(tip("--store", path, "routes", "-f", "geojson"))
    stated, at_risk = (each for each in read.features if each.properties["feature"] == "route")
    ends = {"origin": "Arden", "origin_code": "XA", "destination": "Bredon"}
    assert stated.properties == {
        **{"feature": "route", "role": "source", "standing": "stated"},
        **{**ends, "destination_code": "XB", "open_ended": True, "people": "men; women"},
        **{"reports": 1, "sources": "book", "years": "2001; 2003; 2004", "first_year": 2001},
        **{"last_year": 2004, "statements": "routes-0; routes-1", "placed_at_home": False},
    }
    assert isinstance(stated.geometry, LineString)
    assert at_risk.properties["standing"] == "at_risk"
    assert at_risk.id != stated.id
    each = collection(tip("--store", path, "routes", "-f", "geojson", "--each"))
    assert [feature.id for feature in each.features[2:]] == ["routes-0", "routes-1", "routes-2"]


def test_every_statement_is_on_one_line(tip: Tip) -> None:
    """A GeoJSON library reads the shipped routes; each row is in one pair, once.

    A country's number is that of the rows that `--country` finds; its own includes transit.
    """
    rows = tip("routes", "--json").json
    read = collection(tip("routes", "-f", "geojson"))
    pairs = [each for each in read.features if each.properties["feature"] == "route"]
    statements = [id_ for pair in pairs for id_ in pair.properties["statements"].split("; ")]
    assert sorted(statements) == sorted(row["id"] for row in rows)
    assert len({pair.id for pair in pairs}) == len(pairs) < len(rows)
    numbers = {each.id: each.properties.get("statements") for each in read.features}
    assert numbers["IT"] == len(tip("routes", "--country", "IT", "--json").json)
    assert numbers["RS"] == len(rows)
    each = collection(tip("routes", "-f", "geojson", "--each"))
    assert [feature.id for feature in each.features[-len(rows) :]] == [row["id"] for row in rows]


def test_groups_of_people_have_ids_of_their_own(tip: Tip, tmp_path: Path) -> None:
    """Where names differ in a blank alone, the ids differ, also from that of a third."""
    within = {"role": "internal", "destination": "XA"}
    routes = [within | {"people": [who]} for who in ("a-b", "a b", "a-b-2")]
    path = small_store(tmp_path, routes=routes)
    read = collection(tip("--store", path, "routes", "-f", "geojson"))
    ids = ["XA", *(f"internal-stated-XA-XA-a-b{more}" for more in ("", "-2", "-2-2"))]
    assert [each.id for each in read.features] == ids
    assert {type(each.geometry) for each in read.features} == {Point}
    assert not any(each.properties.get("placed_at_home") for each in read.features)


def test_ends_that_are_not_named(tip: Tip, tmp_path: Path) -> None:
    """On the map such a route is a point at home."""
    to: dict[str, Any] = {"role": "destination", "origin": None, "destination": "XA"}
    path = small_store(tmp_path, routes=[{"role": "source"}, to])
    home, *points = collection(tip("--store", path, "routes", "-f", "geojson")).features
    ids = ["source-stated-XA-unnamed", "destination-stated-unnamed-XA"]
    assert [each.id for each in points] == ids
    for each in points:
        assert (each.geometry, each.properties["placed_at_home"]) == (home.geometry, True)


def test_a_map_takes_any_name_and_any_code(tip: Tip, tmp_path: Path) -> None:
    """No name acts on a terminal, and each is what it was."""
    names = {"LR": 'Đorđe "Брикланд" 日本', "TD": "x\x1b[31m\u202ey"}
    path = small_store(tmp_path, routes=[{"destination": code} for code in names])
    countries = "".join(
        f'[countries.{code}]\nalpha3 = "{code}Q"\nname = {json.dumps(name)}\nlat = 0\nlon = 0\n'
        for code, name in names.items()
    )
    Path(path).write_text(Path(path).read_text() + countries)
    result = tip("--store", path, "routes", "-f", "geojson")
    assert not {"\x1b", "\u202e"} & set(result.out)
    read = {each.id: each.properties.get("name") for each in collection(result).features}
    assert read.items() >= names.items()


def test_nothing_is_an_empty_map(tip: Tip) -> None:
    """No route matches: a collection without features."""
    empty = '{"type":"FeatureCollection","features":[]}\n'
    assert tip("routes", "--year", "1900", "-f", "geojson") == (0, empty, "")


def test_other_rows_are_no_routes(tip: Tip) -> None:
    """Other rows have no such format; the message names those that they have."""
    for command in ("stats", "laws", "fields"):
        result = tip(command, "-f", "geojson")
        assert (command, result.code, result.out) == (command, 2, "")
        [message] = result.err.splitlines()
        assert message.startswith("tip: no format 'geojson'")
        for name in ("table", "json", "jsonl", "csv", "tsv", "markdown", "html"):
            assert name in message
        assert ("svg" in message) == (command == "stats")
