"""Figures as SVG: standalone files in which every shape and text has its own place."""

import re
from collections.abc import Iterator
from itertools import combinations, pairwise
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring

from serbia_tip.figures.svg_paper import SIZE, SIZES, Box
from tests.conftest import OTHER, Tip, spawn
from tests.readers import SVG, layer, places
from tests.small import small_store

CHARTS = [
    *("routes", "tiers", "stats victims-identified", "stats --dimension sex", "year 2010"),
    *("stats convictions victims-identified", "routes --role source", "stats score"),
]
SHIPPED = [
    *("routes", "tiers", "year 2016", "stats victims-identified"),
    *("stats convictions persons-prosecuted", "stats victims-identified --dimension sex"),
]


def texts(picture: Element) -> list[str]:
    """All lines of text of a drawing."""
    return [str(element.text) for element in picture.iter(f"{SVG}text")]


def drawn(tip: Tip, *line: str) -> Element:
    """The drawing of this command line."""
    result = tip(*line, "--chart", "-f", "svg")
    assert result.code == 0
    root: Element = fromstring(result.out)
    return root


def colors(picture: Element) -> set[str]:
    """The colours of a drawing."""
    looks = (element.get(name, "none") for element in picture.iter() for name in ("fill", "stroke"))
    return {look for look in looks if look != "none"}


def boxes(picture: Element) -> Iterator[tuple[Box, str]]:
    """Each text of a drawing with the room that it takes in a usual font."""
    for group in picture:
        for text in group.iter(f"{SVG}text"):
            said, size = str(text.text), SIZES.get(group.attrib["class"], SIZE)
            share = {"middle": 0.5, "end": 1.0}.get(group.get("text-anchor", ""), 0.0)
            wide = len(said) * size * 0.57
            left, y = float(text.attrib["x"]) - wide * share, float(text.attrib["y"])
            if group.attrib["class"] != "halo":
                yield Box(left, y - size * 0.75, left + wide, y + size * 0.2), said


def strokes(picture: Element, *layers: str) -> Iterator[tuple[complex, complex]]:
    """The parts of the lines of these layers."""
    for path in (path for name in layers for path in layer(picture, name)):
        yield from pairwise(places(path))


@pytest.mark.parametrize("width", [360, 720, 1200])
@pytest.mark.parametrize("name", ["shipped", "other"])
def test_nothing_overlaps(tip: Tip, name: str, width: int) -> None:
    """At any width all texts lie within, and none on another one, on a line or on a divider."""
    store, home = (["--store", str(OTHER)], "Arden") if name == "other" else ([], "Serbia")
    for chart in CHARTS if name == "other" else SHIPPED:
        picture = drawn(tip, *store, *chart.split(), "--width", f"{width}px")
        left, top, wide, high = map(float, picture.attrib["viewBox"].split())
        assert wide == width
        assert high <= 1.5 * wide or width == 360, chart
        found = list(boxes(picture))
        for box, said in found:
            assert left <= box.left, (chart, said)
            assert box.right <= left + wide, (chart, said)
            assert top <= box.top, (chart, said)
            assert box.bottom <= top + high, (chart, said)
        for (box, said), (other, also) in combinations(found, 2):
            assert not box.overlaps(other), (chart, said, also)
        if "tiers" not in chart:
            for begin, end in strokes(picture, "line", "divider"):
                assert not [said for box, said in found if box.is_crossed(begin, end)], chart
        for box in (box for box, said in found if said == home):
            for begin, end in strokes(picture, "source", "transit", "destination"):
                assert not box.is_crossed(begin, end), chart


def test_svg_stands_alone(other_tip: Tip) -> None:
    """It has a title and a description, plain texts, only SVG 1.1, and nothing to fetch or run."""
    for chart in CHARTS:
        picture = drawn(other_tip, *chart.split())
        assert picture.tag == f"{SVG}svg"
        names = picture.attrib["aria-labelledby"].split()
        for tag, name in zip(("title", "desc"), names, strict=True):
            assert picture.findtext(f"{SVG}{tag}[@id='{name}']"), chart
        tags = {element.tag.removeprefix(SVG) for element in picture.iter()}
        assert tags <= {"svg", "title", "desc", "style", "g", "path", "rect", "text"}
        for name, value in (pair for element in picture.iter() for pair in element.items()):
            assert not re.match("on|.*href", name), chart
            assert not re.search(r"url\(|^transparent$", value), chart
        style = str(picture.findtext(f"{SVG}style"))
        assert not re.search("url|@import|@font-face", style)
        assert "prefers-color-scheme:dark" in style
        assert not re.search(r"\{\.figure|[^t]\.figure", style)  # LibreOffice would take it always
        for said in texts(picture):
            assert said == " ".join(said.split())


def test_a_theme_is_the_picture_alone(other_tip: Tip) -> None:
    """Light and dark pictures have their colours whatever the reader prefers."""
    pictures = {
        theme: other_tip("tiers", "--chart", "-f", "svg", "--theme", theme).out
        for theme in ("auto", "light", "dark")
    }
    assert re.sub("<style>.*</style>", "", pictures["auto"]) == pictures["light"]
    assert "<style" not in pictures["dark"]
    ground = {name: layer(fromstring(each), "ground") for name, each in pictures.items()}
    assert all(ground.values())
    light, dark = (colors(fromstring(pictures[name])) for name in ("light", "dark"))
    assert not light & dark


def test_values_stand_as_high_as_they_are(tip: Tip, tmp_path: Path) -> None:
    """All counters share a scale; zero is on the base line; no line joins a bound."""
    values = [(40, 2001), (20, 2002), (0, 2003), (10, 2004)]
    path = small_store(
        tmp_path,
        statistics=[
            *({"value": value, "period": str(year)} for value, year in values[:3]),
            {"value": 10, "period": "2004", "bound": "at_least"},
            {"value": 10, "period": "2004", "attributed_to": "A Counter"},
            {"value": 10, "period": "2003", "attributed_to": "A Counter"},
            {"value": 5, "period": "2001/2003", "attributed_to": "A Counter"},
        ],
    )
    picture = drawn(tip, "--store", path, "stats")
    base, other_base = (places(rule)[0].imag for rule in layer(picture, "rule"))
    marks = sorted((places(path)[0] for path in layer(picture, "mark")), key=lambda at: at.real)
    first = [at for at in marks if at.imag <= base]
    heights = [base - at.imag for at in first]
    assert [round(height / max(heights) * 40) for height in heights] == [40, 20, 0, 10]
    one, other = (at for at in marks if at.imag > base)
    assert round((other_base - one.imag) / max(heights) * 40) == 10
    line, other_line = map(places, layer(picture, "line"))
    assert (line, other_line) == ([at + 5 for at in first[:3]], [one + 5, other + 5])
    assert {"40", "20", "0", "≥10", "10", "5"} <= set(texts(picture))
    [bracket, _sample] = map(places, layer(picture, "bracket"))
    step = (first[1] - first[0]).real
    assert bracket[0].real == pytest.approx(first[0].real + 5 - step / 2, abs=0.5)
    assert (bracket[-1] - bracket[0]).real == pytest.approx(3 * step, abs=0.5)


def test_the_map_has_each_country_in_its_direction(tip: Tip) -> None:
    """Near and far have room in one drawing: direction is kept, distance grows, squeezed."""
    picture = drawn(tip, "routes", "--width", "1200px")
    label = {
        str(text.text): complex(float(text.attrib["x"]), float(text.attrib["y"]))
        for name in ("text", "heading")
        for text in layer(picture, name)
    }
    assert label["China"].real > label["Ukraine"].real > label["Serbia"].real > label["Italy"].real
    assert (
        label["Sweden"].imag < label["Serbia"].imag < label["Greece"].imag < label["Nigeria"].imag
    )


def test_the_same_bytes_everywhere() -> None:
    """Neither the environment nor the terminal's encoding changes a picture."""
    words = ["--store", str(OTHER), "year", "2010", "--chart", "-f", "svg"]
    once = spawn(*words, environment={"NO_COLOR": "1", "COLUMNS": "40", "TERM": "dumb"})
    again = spawn(*words, environment={"FORCE_COLOR": "1", "PYTHONIOENCODING": "ascii"})
    assert (once.returncode, once.stdout) == (0, again.stdout)


def test_no_colour_judges(other_tip: Tip) -> None:
    """Neither red nor green is among the colours."""
    for color in {
        each for chart in CHARTS[:4] for each in colors(drawn(other_tip, *chart.split()))
    }:
        red, green, blue = (int(color[place : place + 2], 16) for place in (1, 3, 5))
        assert red <= 1.5 * max(green, blue), color
        assert green <= 1.2 * max(red, blue), color
