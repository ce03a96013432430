"""Charts as pictures: what their specification has, and the files that are made of it."""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring

from serbia_tip.figures.picture_parts import DARK, GAP, PAPER
from tests.conftest import OTHER, Tip, spawn
from tests.small import small_store

SVG = "{http://www.w3.org/2000/svg}"
CHARTS = [
    *("routes", "tiers", "stats victims-identified", "stats --dimension sex", "year 2010"),
    *("stats convictions victims-identified", "stats score"),
]
SHIPPED = ["routes --role source", "tiers", "year 2016", "stats victims-identified"]


class Layer:
    """One layer of a chart: its mark, its channels, and its rows."""

    def __init__(self, chart: dict[str, Any]) -> None:
        """Read it off its specification."""
        self.mark, self.channels = chart["mark"], chart.get("encoding", {})
        self.rows: list[dict[str, Any]] = chart["data"]["values"]

    def axis(self, channel: str) -> dict[str, Any]:
        """What the axis of a channel says, and its scale's domain."""
        said = self.channels[channel]
        return {**(said.get("axis") or {}), "domain": said["scale"]["domain"]}


def layers_of(tip: Tip, *line: str) -> list[Layer]:
    """All layers of the picture of this command line."""
    result = tip(*line, "-f", "vega")
    assert (result.code, result.err) == (0, "")
    whole = json.loads(result.out)

    def walk(chart: dict[str, Any]) -> Iterator[Layer]:
        parts = [each for name in ("vconcat", "concat", "layer") for each in chart.get(name, [])]
        for part in parts:
            yield from walk({"data": chart.get("data"), **part})
        if not parts:
            data = chart["data"]
            values = data["values"] if "values" in data else whole["datasets"][data["name"]]
            yield Layer({**chart, "data": {"values": values}})

    return list(walk(whole))


def rows_of(layers: list[Layer], mark: str) -> list[dict[str, Any]]:
    """The rows of all marks of this type."""
    return [row for layer in layers if layer.mark["type"] == mark for row in layer.rows]


def words_of(layers: list[Layer]) -> list[str]:
    """All texts, their lines joined."""
    return [row["text"].replace("\n", " ") for row in rows_of(layers, "text")]


def drawn(tip: Tip, *line: str) -> Element:
    """The drawing of this command line as SVG."""
    result = tip(*line, "-f", "svg")
    assert (result.code, result.err) == (0, "")
    root: Element = fromstring(result.out)
    return root


VALUES: list[dict[str, Any]] = [
    {"value": 40, "period": "2002"},
    {"value": 20, "period": "2003"},
    {"value": 0, "period": "2004"},
    {"value": 10, "period": "2005", "bound": "at_least"},
    {"value": 12, "period": "2007", "break_before": "counted anew."},
    {"value": 14, "period": "2008"},
    {"id": "one", "value": 30, "period": "2009"},
    {"id": "two", "value": 31, "period": "2009", "attributed_to": "B", "contradicts": ["one"]},
    {"value": 5, "period": "2001/2003", "attributed_to": "B"},
    {"value": 30, "period": "2008", "attributed_to": "B"},
]


def test_a_series_keeps_what_is_known(tip: Tip, tmp_path: Path) -> None:
    """Open bounds, grey gaps, dashed breaks, diamonds, brackets; nothing joins what is parted."""
    layers = layers_of(tip, "--store", small_store(tmp_path, statistics=VALUES), "stats")
    marks = {(row["x"], row["y"]): row for row in rows_of(layers, "point") if "x" in row}
    at_height = {at: (row["shape"], row["fill"] == PAPER) for at, row in marks.items()}
    assert at_height == {
        **{(2002, 40): ("circle", False), (2003, 20): ("circle", False)},
        **{(2004, 0): ("circle", False), (2005, 10): ("circle", True)},
        **{(2007, 12): ("circle", False), (2008, 14): ("circle", False)},
        **{(2009, 30): ("diamond", False), (2009, 31): ("diamond", False)},
        (2008, 30): ("circle", False),
    }
    runs: dict[tuple[int, int], list[int]] = {}
    lines = [layer for layer in layers if layer.mark["type"] == "line"]
    for number, layer in enumerate(lines):
        for row in layer.rows:
            runs.setdefault((number, row["run"]), []).append(row["x"])
    assert list(runs.values()) == [[2002, 2003, 2004], [2007, 2008, 2009], [2008, 2009]]
    gaps = [layer.rows for layer in layers if layer.mark.get("color") == GAP]
    assert gaps == [[{"x": 2005.5, "end": 2006.5}]]
    assert {row["x"] for row in rows_of(layers, "rule")} == {2006.5}
    [bracket] = rows_of(layers, "errorbar")
    assert (bracket["x"], bracket["end"], bracket["text"]) == (2000.5, 2003.5, "5")
    assert {"40", "20", "0", "≥10", "12", "14", "31"} <= set(words_of(layers))


def test_scales_are_shared_and_as_wide_as_the_title(tip: Tip, tmp_path: Path) -> None:
    """One scale of years, from the title's first to its last, which is labelled; units named."""
    layers = layers_of(tip, "--store", small_store(tmp_path, statistics=VALUES), "stats")
    assert words_of(layers)[0] == "Arden: Victims, 2001–2009, according to A House and B"
    tracks = [layer for layer in layers if layer.mark["type"] == "point" and "x" in layer.channels]
    assert len(tracks) == 2
    for axis in (layer.axis("x") for layer in tracks):
        assert axis["domain"] == [2000.5, 2009.5]
        assert axis["values"][-1] == 2009
    up = [layer.axis("y") for layer in layers if layer.mark["type"] == "line"]
    assert [(axis["domain"], axis["title"]) for axis in up] == [([0, 40], ["Persons"])] * 2


def test_an_estimate_has_a_panel_of_its_own(tip: Tip, tmp_path: Path) -> None:
    """What is twenty times as large as the rest has a scale of its own, in series and bars."""
    figures: list[dict[str, Any]] = [
        {"value": value, "period": year, "attributed_to": who, "bound": bound}
        for who, value, bound in (("A", 10, "exact"), ("B", 30000, "about"), ("C", 90, "exact"))
        for year in ("2001", "2002")
    ]
    store = ["--store", small_store(tmp_path, statistics=figures)]
    lines = [each for each in layers_of(tip, *store, "stats") if each.mark["type"] == "line"]
    assert [line.axis("y")["domain"][1] >= 30000 for line in lines] == [True, False, False]
    bars = [each for each in layers_of(tip, *store, "year", "2001") if each.mark["type"] == "rect"]
    said = [[row["value"] for row in bar.rows] for bar in bars]
    assert sorted(map(sorted, said)) == [["10, A", "90, C"], ["≈\N{NO-BREAK SPACE}30,000, B"]]
    assert [row["fill"] == PAPER for bar in bars for row in bar.rows if "≈" in row["value"]] == [
        True
    ]


PLACES = "".join(
    f'[countries.{code}]\nalpha3 = "{code}Q"\nname = "{name}"\nlat = {lat}\nlon = {lon}\n'
    for code, name, lat, lon in (
        *(("CZ", "Home", 49.8, 15.5), ("DE", "Đurđevland", 51.2, 10.4)),
        ("JP", "Far", 36.2, 138.3),
    )
)
WAYS = [("DE", "a"), ("DE", "b"), ("DE", "c"), ("JP", "a"), (None, "b")]


def test_routes_are_a_map_beside_ranked_bars(tip: Tip, tmp_path: Path) -> None:
    """Countries by their independent reports: a bar each, the more the darker; no lines."""
    books = "".join(
        f'[sources.{key}]\ntitle = "T{key}"\npublisher = "P{key}"\nkind = "book"\n' for key in "abc"
    )
    path = small_store(
        tmp_path,
        store={"country": "CZ"},
        more=PLACES + books,
        routes=[
            {"origin": "CZ", "destination": to, "sources": [by], "period": "2001"}
            for to, by in WAYS
        ],
    )
    layers = layers_of(tip, "--store", path, "routes")
    bars = [(row["text"], row["value"]) for layer in layers for row in layer.rows if "begin" in row]
    assert bars[:2] == [("Đurđevland", "3 reports"), ("Far", "1 report")]
    assert ("not named", "1 report") in bars
    [land] = [layer for layer in layers if layer.mark["type"] == "geoshape"]
    fills = {row["properties"]["fill"]: row["geometry"]["coordinates"] for row in land.rows}
    assert len(fills) == 3  # the country that is named, the home country, all others
    assert "1 beyond the map" in words_of(layers)
    assert not rows_of(layers, "line")
    assert words_of(layers)[0] == "Routes from Home, 2001, in 3 reports"
    assert "Đurđevland" in {text.text for text in drawn(tip, "--store", path, "routes").iter()}


ASKED = [
    ("routes --country Italy", ", Italy only, "),
    ("routes Italy --by ASTRA", ", Italy only, said by ASTRA, "),
    ("tiers --source wikipedia", ", resting on Wikipedia, "),
    ("stats victims-identified --by UNODC", "Serbia: Victims identified, said by UNODC, 2008–2022"),
    ("tiers", "Serbia: rating in the Trafficking in Persons Report, 2001–2025, according to "),
    ("year 2014", "Human trafficking in Serbia, 2014: rated Tier 2, State Dept., in the Traff"),
    ("stats victims-identified --dimension age --year 2022", "Serbia: Victims identified by age"),
]


@pytest.mark.parametrize(("line", "said"), ASKED)
def test_a_title_stands_alone(tip: Tip, line: str, said: str) -> None:
    """It has the subject, the country, what was asked, the years and who says it."""
    assert said in words_of(layers_of(tip, *line.split()))[0]


def test_a_part_says_of_whom(tip: Tip) -> None:
    """A block under another part names it: 34 are the sexually exploited, not all."""
    shown = tip("stats", "victims-identified", "--dimension", "age", "--year", "2022", "--chart")
    assert "Sexual exploitation, 2022: 34, UNODC" in shown.lines
    assert "2022: 62, UNODC" in shown.lines


def test_one_can_title_a_picture(tip: Tip) -> None:
    """`--title` replaces the chart's own, as text; one that is none is refused."""
    title = "<b>Đ & co</b>"
    for chart in ("tiers", "year 2007"):
        assert drawn(tip, *chart.split(), "--title", title).findtext(f"{SVG}title") == title
    assert tip("tiers", "--chart", "--title", "Mine").lines[0] == "Mine"
    for bad in ("", "x" * 301):
        assert tip("tiers", "-f", "svg", "--title", bad).code == 2
    assert tip("tiers", "--title", "Mine").err == "tip: --title is for --chart\n"


def test_svg_stands_alone(other_tip: Tip) -> None:
    """It has a title and a description, texts, only shapes of SVG 1.1, and nothing to fetch."""
    for chart in CHARTS:
        result = other_tip(*chart.split(), "-f", "svg")
        picture = fromstring(result.out)
        assert picture.findtext(f"{SVG}title") == picture.attrib["aria-label"], chart
        assert picture.findtext(f"{SVG}desc")
        tags = {element.tag.removeprefix(SVG) for element in picture.iter()}
        shapes = {"g", "path", "rect", "line", "circle", "text", "tspan"}
        assert tags <= {"svg", "title", "desc", "style", *shapes}
        for name, value in (pair for element in picture.iter() for pair in element.items()):
            assert not re.match("on|.*href|style|id", name), chart
            assert "url(" not in value
        assert not re.search("url|@import|@font-face", str(picture.findtext(f"{SVG}style")))
        assert set(re.findall(r'font-family="([^"]*)"', result.out)) == {"sans-serif"}


@pytest.mark.parametrize("width", ["8cm", "360px", "1200px"])
def test_a_picture_is_as_wide_as_asked_for(tip: Tip, width: str) -> None:
    """From 8 cm on, which are 302 pixels, nothing stands outside."""
    wide = 302 if width == "8cm" else int(width[:-2])
    for chart in SHIPPED:
        picture = drawn(tip, *chart.split(), "--width", width)
        assert float(picture.attrib["width"]) == pytest.approx(wide, abs=8), chart


def test_a_theme_is_the_picture_alone(other_tip: Tip) -> None:
    """Light and dark pictures have their colours whatever the reader prefers; none judges."""
    for chart in ("tiers", "routes"):
        pictures = {
            theme: other_tip(chart, "-f", "svg", "--theme", theme).out
            for theme in ("auto", "light", "dark")
        }
        assert re.sub("<style>.*</style>", "", pictures["auto"]) == pictures["light"]
        colors = {name: set(re.findall('"(#......)"', each)) for name, each in pictures.items()}
        assert colors["dark"] == {DARK[color] for color in colors["light"]}
        for red, green, blue in (
            bytes.fromhex(each[1:]) for each in colors["light"] | colors["dark"]
        ):
            assert red <= 1.5 * max(green, blue)
            assert green <= 1.2 * max(red, blue)


def test_the_same_bytes_everywhere() -> None:
    """Neither the environment nor the terminal's encoding changes a picture, in any format."""
    for form, begin in {"svg": b"<svg", "png": b"\x89PNG", "vega": b"{"}.items():
        words = ["--store", str(OTHER), "year", "2010", "-f", form]
        once = spawn(*words, environment={"NO_COLOR": "1", "COLUMNS": "40", "TERM": "dumb"})
        again = spawn(*words, environment={"FORCE_COLOR": "1", "PYTHONIOENCODING": "ascii"})
        assert (once.returncode, once.stderr, once.stdout) == (0, b"", again.stdout), form
        assert once.stdout.startswith(begin)
    assert spawn("tiers", "-f", "pdf").stdout.startswith(b"%PDF")  # its fonts come in any order


@pytest.mark.parametrize("missing", ["altair", "vl_convert"])
def test_without_the_extra(
    tip: Tip, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, missing: str
) -> None:
    """One line says how to get it; tables, charts in letters and the page's tables need none."""
    monkeypatch.setitem(sys.modules, missing, None)
    for name in [name for name in sys.modules if name.startswith("serbia_tip.figures.picture")]:
        monkeypatch.delitem(sys.modules, name)
    for line in ("tiers -f svg", "year 2007 -f png", "routes --chart -f html"):
        code, out, err = tip(*line.split())
        assert (code, out, err.count("\n")) == (2, "", 1)
        assert missing in err
        assert "pip install 'serbia-tip[charts]'" in err
    assert tip("tiers", "--chart").code == tip("tiers").code == 0
    page = tmp_path / "page.html"
    exported = tip("--store", str(OTHER), "export", str(page))
    assert (exported.code, exported.err.count("no pictures")) == (0, 1)
    text = page.read_text()
    assert "<svg" not in text
    assert "<table" in text
