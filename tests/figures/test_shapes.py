"""Figures as SVG: standalone files in which every shape and text has its own place."""

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring

from tests.conftest import OTHER, Tip, spawn
from tests.hostile import HOSTILE_STORE, UNSAFE
from tests.readers import layer, places
from tests.small import small_store

SVG = "{http://www.w3.org/2000/svg}"
CHARTS = [
    "routes --chart",
    "tiers --chart",
    "stats --measure victims-identified --chart",
    "stats --dimension sex --chart",
    "year 2010 --chart",
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


@pytest.mark.parametrize("chart", CHARTS)
def test_svg_stands_alone(other_tip: Tip, chart: str) -> None:
    """It has a title and a description, and nothing to fetch or run."""
    picture = fromstring(other_tip(*chart.split(), "-f", "svg").out)
    assert picture.tag == f"{SVG}svg"
    for tag, name in zip(("title", "desc"), picture.attrib["aria-labelledby"].split(), strict=True):
        element = picture.find(f"{SVG}{tag}[@id='{name}']")
        assert element is not None
        assert element.text
    tags = {element.tag.removeprefix(SVG) for element in picture.iter()}
    assert tags <= {"svg", "title", "desc", "style", "g", "path", "rect", "text"}
    for element in picture.iter():
        for name, value in element.attrib.items():
            assert "href" not in name
            assert "url(" not in value
            assert not name.startswith("on")
    style = picture.find(f"{SVG}style")
    assert style is not None
    assert not re.search("url|@import|@font-face", str(style.text))
    assert "prefers-color-scheme:dark" in str(style.text)


@pytest.mark.parametrize("chart", CHARTS)
def test_every_text_has_its_place_within(other_tip: Tip, chart: str) -> None:
    """No text depends on blanks or on the one before it, and none starts outside the picture."""
    picture = fromstring(other_tip(*chart.split(), "-f", "svg").out)
    left, top, width, height = map(float, picture.attrib["viewBox"].split())
    found = list(picture.iter(f"{SVG}text"))
    assert found
    for element in found:
        said = str(element.text)
        assert said == said.strip()
        assert "\N{NO-BREAK SPACE}" not in said
        assert "  " not in said
        assert left <= float(element.attrib["x"]) <= left + width
        assert top <= float(element.attrib["y"]) <= top + height


def test_ratings_stand_in_their_years_and_lanes(tip: Tip, tmp_path: Path) -> None:
    """Each mark is over its year and beside its tier; no line crosses a gap or a change."""
    path = small_store(
        tmp_path,
        tiers=[
            {"year": 2001, "tier": "Tier 3"},
            {"year": 2002, "tier": "Tier 1"},
            {"year": 2004, "tier": "Tier 2"},
            {"year": 2005, "tier": "Tier 2", "entity": "Bredon"},
            {"year": 2006, "tier": "Tier 2", "entity": "Bredon"},
        ],
    )
    picture = drawn(tip, "--store", path, "tiers")
    years = {str(label.text): float(label.attrib["x"]) for label in layer(picture, "quiet")[:6]}
    lanes = {str(label.text): float(label.attrib["y"]) - 4 for label in layer(picture, "text")}
    step = 30
    marks = [places(path)[0] for path in layer(picture, "mark")[:5]]
    x = {
        year: years["2001"] + (year - 2001) * step for year in (2001, 2002, 2003, 2004, 2005, 2006)
    }
    assert {label: at for label, at in years.items() if label.isdecimal()} == {
        str(year): at for year, at in x.items() if str(year) in years
    }
    assert [(left + 5, y) for left, y in marks] == [
        (x[2001], lanes["Tier 3"]),
        (x[2002], lanes["Tier 1"]),
        (x[2004], lanes["Tier 2"]),
        (x[2005], lanes["Tier 2"]),
        (x[2006], lanes["Tier 2"]),
    ]
    lines = [path.attrib["d"] for path in layer(picture, "line")]
    assert [re.split("[A-Z ]", line)[1] for line in lines] == [f"{x[2001]:g}", f"{x[2005]:g}"]
    assert [float(re.split("[A-Z ]", line)[-1]) for line in lines] == [x[2002], x[2006]]
    [gap, _sample] = layer(picture, "gap")
    assert float(gap.attrib["x"]) + float(gap.attrib["width"]) / 2 == x[2003]
    [line, _sample] = layer(picture, "divider")
    assert places(line)[0][0] == x[2005] - step / 2


def test_values_stand_as_high_as_they_are(tip: Tip, tmp_path: Path) -> None:
    """All counters share a scale; zero is on the base line; no line joins a bound."""
    path = small_store(
        tmp_path,
        statistics=[
            {"value": 40, "period": "2001"},
            {"value": 20, "period": "2002"},
            {"value": 0, "period": "2003"},
            {"value": 10, "period": "2004", "bound": "at_least"},
            {"value": 10, "period": "2004", "attributed_to": "A Counter"},
            {"value": 5, "period": "2001/2003", "attributed_to": "A Counter"},
        ],
    )
    picture = drawn(tip, "--store", path, "stats")
    marks = [places(path)[0] for path in layer(picture, "mark")]
    base, other_base = (places(rule)[0][1] for rule in layer(picture, "rule"))
    first = sorted(mark for mark in marks if mark[1] <= base)
    heights = {round(x): base - y for x, y in first}
    full = max(heights.values())
    assert [round(height / full * 40) for _, height in sorted(heights.items())] == [40, 20, 0, 10]
    [one] = [mark for mark in marks if mark[1] > base]
    assert round((other_base - one[1]) / full * 40) == 10
    [line] = layer(picture, "line")
    assert line.attrib["d"].count("L") == 2
    assert {"40", "20", "0", "≥10", "10", "5"} <= set(texts(picture))
    [bracket, _sample] = layer(picture, "bracket")
    (begin, _), _, (end, _) = places(bracket)
    step = first[1][0] - first[0][0]
    assert end - begin == pytest.approx(3 * step, abs=0.5)
    assert begin == pytest.approx(first[0][0] + 5 - step / 2, abs=0.5)


def test_bars_are_as_long_as_their_shares(other_tip: Tip) -> None:
    """In a whole of 40, 30 is a bar three times as long as 10."""
    picture = drawn(other_tip, "stats", "--dimension", "sex")
    lengths = [float(bar.attrib["width"]) for bar in layer(picture, "bar")]
    assert lengths[0] == 3 * lengths[1]
    assert {"women", "men", "30, 75.0 %", "10, 25.0 %"} <= set(texts(picture))


def test_risk_and_allegation_have_lines_of_their_own(tip: Tip, tmp_path: Path) -> None:
    """Stated routes, alleged ones and risks differ in style, which the legend explains."""
    to = {"role": "source", "origin": "XA", "destination": "XB"}
    standings = [{}, {"standing": "alleged"}, {"standing": "at_risk"}]
    path = small_store(tmp_path, routes=[to | standing for standing in standings])
    picture = drawn(tip, "--store", path, "routes")
    looks = {
        group.attrib["class"]: group.attrib.get("stroke-dasharray")
        for group in picture
        if group.get("class") in ("route", "alleged", "at_risk")
    }
    assert list(looks) == ["route", "alleged", "at_risk"]
    assert len(set(looks.values())) == 3
    for name in looks:
        assert len(layer(picture, name)) == 2  # the route, and its sample in the legend


def test_more_reports_are_thicker(tip: Tip, tmp_path: Path) -> None:
    """The line of the pair with most reports is the thickest."""
    to = {"role": "source", "origin": "XA", "destination": "XB"}
    path = small_store(tmp_path, routes=[to, {"role": "source", "origin": "XA"}])
    text = Path(path).read_text().replace("[sources.book]", "[sources.other]", 1)
    text += '\n[sources.book]\ntitle = "B"\npublisher = "B"\nkind = "book"\n'
    text = text.replace('sources = ["book"]', 'sources = ["book", "other"]', 1)
    Path(path).write_text(text)
    one, other = layer(drawn(tip, "--store", path, "routes"), "route")
    assert float(one.attrib["stroke-width"]) > float(other.attrib["stroke-width"])


@pytest.mark.parametrize("line", ["tiers -f svg", "tiers -f html", "year 2010 -f svg"])
def test_the_same_bytes_everywhere(line: str) -> None:
    """Neither the environment nor the terminal's encoding changes a picture."""
    words = ["--store", str(OTHER), *line.split(), "--chart"]
    once = spawn(*words, environment={"NO_COLOR": "1", "COLUMNS": "40", "TERM": "dumb"})
    again = spawn(*words, environment={"FORCE_COLOR": "1", "PYTHONIOENCODING": "ascii"})
    assert once.returncode == 0
    assert once.stdout == again.stdout


MARKUP = "</title></style></text></desc><script>alert(1)</script>]]><!--{0}%s&lt;\"'\ufffe\uffff"


@pytest.mark.parametrize("chart", ["stats --totals", "tiers", "routes", "year 2003"])
def test_a_hostile_store_makes_no_markup(tip: Tip, tmp_path: Path, chart: str) -> None:
    """Whatever a store says is text in the picture."""
    odd = {"entity": MARKUP, "attributed_to": MARKUP, "note": MARKUP, "rank": "deprecated"}
    path = small_store(
        tmp_path,
        **HOSTILE_STORE | {"store": {"title": MARKUP}},
        routes=[odd | {"destination": "XB"}],
        tiers=[odd, odd | {"year": 2003}],
    )
    result = tip("--store", path, *chart.split(), "--chart", "-f", "svg")
    assert result.code == 0
    assert not set(UNSAFE) - {"\n"} & set(result.out)
    assert "<script" not in result.out
    assert any("<script>" in text for text in texts(fromstring(result.out)))


def test_nothing_is_an_empty_picture(tip: Tip) -> None:
    """No row matches: nothing is drawn, and a message says so."""
    result = tip("tiers", "--year", "1900", "--chart", "-f", "svg")
    assert (result.code, result.out) == (0, "")
    assert result.err.startswith("tip: no tier matches")


def every(picture: Element) -> Iterator[str]:
    """The colours of a picture."""
    for element in picture.iter():
        yield from (element.attrib[name] for name in ("fill", "stroke") if name in element.attrib)


@pytest.mark.parametrize("chart", CHARTS)
def test_no_colour_judges(other_tip: Tip, chart: str) -> None:
    """Neither red nor green is among the colours."""
    colors = set(every(fromstring(other_tip(*chart.split(), "-f", "svg").out)))
    for color in colors - {"none", "transparent"}:
        red, green, blue = (int(color[place : place + 2], 16) for place in (1, 3, 5))
        assert red <= 1.5 * max(green, blue), color
        assert green <= 1.2 * max(red, blue), color
