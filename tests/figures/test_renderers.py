"""Pictures in several renderers: in each of them, what is drawn is where it is said to be."""

from __future__ import annotations

import io
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeAlias

import pytest
from defusedxml.ElementTree import fromstring

from tests.conftest import Tip, client
from tests.readers import layer, places

if TYPE_CHECKING:  # it comes with the clients, which not everybody has
    from PIL.Image import Image

Render: TypeAlias = Callable[[str], bytes]


def by(*command: str) -> Render:
    """The picture as a program draws it that reads and writes files in a folder of its own."""

    def render(svg: str) -> bytes:
        *_, width, height = fromstring(svg).attrib["viewBox"].split()
        with TemporaryDirectory() as folder:
            Path(folder, "picture.svg").write_text(svg)
            client(*(word.format(folder=folder, width=width, height=height) for word in command))
            return Path(folder, "picture.png").read_bytes()

    return render


_SVG, _PNG = "{folder}/picture.svg", "{folder}/picture.png"
RENDERERS: dict[str, tuple[tuple[str, ...], Render]] = {
    "librsvg": (("rsvg-convert",), by("rsvg-convert", _SVG, "-o", _PNG)),
    "resvg": (
        ("import resvg_py",),
        lambda svg: bytes(import_module("resvg_py").svg_to_bytes(svg_string=svg)),
    ),
    "CairoSVG": (
        ("import cairosvg",),
        lambda svg: bytes(import_module("cairosvg").svg2png(bytestring=svg.encode())),
    ),
    "Chromium": (
        ("chromium",),
        by(
            *("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"),
            *("--user-data-dir={folder}/home", "--window-size={width},{height}"),
            *(f"--screenshot={_PNG}", f"file://{_SVG}"),
        ),
    ),
    "Inkscape": (("inkscape",), by("inkscape", _SVG, f"--export-filename={_PNG}")),
    "LibreOffice": (
        ("soffice",),
        by(
            *("soffice", "-env:UserInstallation=file://{folder}/home", "--headless"),
            *("--convert-to", "png", "--outdir", "{folder}", _SVG),
        ),
    ),
}
"""What each renderer needs, and how it draws; the last two are tried before a release."""


class Raster:
    """A rendered picture, looked at in the units of the drawing."""

    def __init__(self, image: bytes, svg: str) -> None:
        """The picture of this drawing."""
        from PIL.Image import open as opened

        self._grey: Image = opened(io.BytesIO(image)).convert("RGB").convert("L")
        left, top, width, height = map(float, fromstring(svg).attrib["viewBox"].split())
        assert (self._grey.width, self._grey.height) == pytest.approx((width, height), abs=1)
        self._corner = left, top

    def darkest(self, x: float, y: float, reach: int) -> int:
        """The darkest grey around a point, from 0 to 255."""
        left, top = round(x - self._corner[0]), round(y - self._corner[1])
        around = (left - reach, top - reach, left + reach + 1, top + reach + 1)
        return next(grey for grey, count in enumerate(self._grey.crop(around).histogram()) if count)


@pytest.mark.parametrize(
    "render",
    [
        pytest.param(
            render,
            id=name,
            marks=[
                pytest.mark.client(*needs, "import PIL"),
                *([pytest.mark.release] if name in ("Inkscape", "LibreOffice") else []),
            ],
        )
        for name, (needs, render) in RENDERERS.items()
    ],
)
def test_what_is_drawn_is_where_it_is_said_to_be(tip: Tip, render: Render) -> None:
    """Each mark, value and name is dark in its place; the ground and what is unseen are light."""
    for line in ("tiers", "stats victims-identified", "routes"):
        svg = tip(*line.split(), "--chart", "-f", "svg").out
        picture, raster = fromstring(svg), Raster(render(svg), svg)
        for mark in layer(picture, "mark"):
            assert raster.darkest(places(mark)[0].real, places(mark)[0].imag, 4) < 110
        for text in layer(picture, "title"):
            assert raster.darkest(float(text.attrib["x"]) + 8, float(text.attrib["y"]) - 5, 7) < 110
        assert raster.darkest(-12, -12, 2) > 200
        for tap in layer(picture, "reach"):
            x, y = float(tap.attrib["x"]), float(tap.attrib["y"])
            assert line != "tiers" or raster.darkest(x + 12, y + 2, 1) > 200
