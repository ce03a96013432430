"""Pictures in several renderers: in each of them, what is drawn is where it is said to be."""

import io
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from defusedxml.ElementTree import fromstring

from tests.conftest import Tip, client
from tests.readers import layer, places

_SVG, _PNG = "{folder}/picture.svg", "{folder}/picture.png"


def by(name: str, *command: str, is_slow: bool = False) -> Any:
    """How a program draws a picture that reads and writes files in a folder of its own."""

    def render(svg: str) -> bytes:
        *_, width, height = fromstring(svg).attrib["viewBox"].split()
        with TemporaryDirectory() as folder:
            Path(folder, "picture.svg").write_text(svg)
            client(*(word.format(folder=folder, width=width, height=height) for word in command))
            return Path(folder, "picture.png").read_bytes()

    release = [pytest.mark.release] if is_slow else []
    marks = [pytest.mark.client(command[0], "import PIL"), *release]
    return pytest.param(render, id=name, marks=marks)


def within(name: str, module: str, draw: Callable[[Any, str], bytes]) -> Any:
    """How a package of Python draws a picture."""
    marks = pytest.mark.client(f"import {module}", "import PIL")
    return pytest.param(lambda svg: draw(import_module(module), svg), id=name, marks=marks)


RENDERERS = [
    by("librsvg", "rsvg-convert", _SVG, "-o", _PNG),
    within("resvg", "resvg_py", lambda resvg, svg: bytes(resvg.svg_to_bytes(svg_string=svg))),
    within(
        "CairoSVG", "cairosvg", lambda cairo, svg: bytes(cairo.svg2png(bytestring=svg.encode()))
    ),
    by(
        *("Chromium", "chromium", "--headless", "--no-sandbox", "--disable-gpu"),
        *("--hide-scrollbars", "--user-data-dir={folder}/home", "--window-size={width},{height}"),
        *(f"--screenshot={_PNG}", f"file://{_SVG}"),
    ),
    by("Inkscape", "inkscape", _SVG, f"--export-filename={_PNG}", is_slow=True),
    by(
        *("LibreOffice", "soffice", "-env:UserInstallation=file://{folder}/home", "--headless"),
        *("--convert-to", "png", "--outdir", "{folder}", _SVG),
        is_slow=True,
    ),
]


def looked_at(image: bytes, svg: str) -> Callable[[float, float, int], int]:
    """A rendered picture as a function: the darkest grey, of 255, around a place of the drawing."""
    from PIL.Image import open as opened  # it comes with the clients, which not everybody has

    grey = opened(io.BytesIO(image)).convert("RGB").convert("L")
    left, top, *size = map(float, fromstring(svg).attrib["viewBox"].split())
    assert grey.size == pytest.approx(size, abs=1)

    def darkest(x: float, y: float, reach: int) -> int:
        column, line = round(x - left), round(y - top)
        around = (column - reach, line - reach, column + reach + 1, line + reach + 1)
        return int(min(grey.crop(around).tobytes()))

    return darkest


@pytest.mark.parametrize("render", RENDERERS)
def test_what_is_drawn_is_where_it_is_said_to_be(tip: Tip, render: Callable[[str], bytes]) -> None:
    """Each mark, value and name is dark in its place; the ground and what is unseen are light."""
    for line in ("tiers", "stats victims-identified", "routes"):
        svg = tip(*line.split(), "--chart", "-f", "svg").out
        picture, darkest = fromstring(svg), looked_at(render(svg), svg)
        for mark in layer(picture, "mark"):
            assert darkest(places(mark)[0].real, places(mark)[0].imag, 4) < 110
        for text in layer(picture, "title"):
            assert darkest(float(text.attrib["x"]) + 8, float(text.attrib["y"]) - 5, 7) < 110
        assert darkest(-12, -12, 2) > 200
        for tap in layer(picture, "reach"):
            x, y = float(tap.attrib["x"]), float(tap.attrib["y"])
            assert line != "tiers" or darkest(x + 12, y + 2, 1) > 200
