"""Pictures in several renderers: in each of them, what is drawn is where it is said to be."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
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


def by_librsvg(svg: str) -> bytes:
    """The picture as GNOME, Wikimedia and pandoc draw it."""
    done = subprocess.run(
        ["rsvg-convert"], input=svg.encode(), capture_output=True, check=True, timeout=60
    )
    return done.stdout


def by_resvg(svg: str) -> bytes:
    """The picture as Typst and many web services draw it."""
    import resvg_py

    return bytes(resvg_py.svg_to_bytes(svg_string=svg))


def by_cairosvg(svg: str) -> bytes:
    """The picture as WeasyPrint and Jupyter draw it."""
    import cairosvg

    return bytes(cairosvg.svg2png(bytestring=svg.encode()))


def by_command(*command: str) -> Render:
    """The picture as a program draws it that reads and writes files in a folder of its own."""

    def render(svg: str) -> bytes:
        with TemporaryDirectory() as folder:
            Path(folder, "picture.svg").write_text(svg)
            client(*(word.format(folder=folder) for word in command))
            return Path(folder, "picture.png").read_bytes()

    return render


@pytest.fixture(scope="module")
def by_chromium() -> Iterator[Render]:
    """The picture as a browser draws it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )

        def render(svg: str) -> bytes:
            _, _, width, height = re.findall(r"-?\d+", svg.partition('viewBox="')[2])[:4]
            page = browser.new_page(viewport={"width": int(width), "height": int(height)})
            page.set_content(f'<body style="margin:0">{svg}</body>')
            shot = page.screenshot()
            page.close()
            return shot

        yield render
        browser.close()


_LIBREOFFICE = by_command(
    *("soffice", "-env:UserInstallation=file://{folder}/home", "--headless"),
    *("--convert-to", "png", "--outdir", "{folder}", "{folder}/picture.svg"),
)
_INKSCAPE = by_command("inkscape", "{folder}/picture.svg", "--export-filename={folder}/picture.png")
RENDERERS: dict[str, tuple[Render | None, tuple[str, ...]]] = {
    "librsvg": (by_librsvg, ("rsvg-convert",)),
    "resvg": (by_resvg, ("import resvg_py",)),
    "CairoSVG": (by_cairosvg, ("import cairosvg",)),
    "Chromium": (None, ("chromium", "import playwright")),
    "Inkscape": (_INKSCAPE, ("inkscape",)),
    "LibreOffice": (_LIBREOFFICE, ("soffice",)),
}
"""How each renderer draws, and what it needs; the last two are tried before a release."""


@pytest.fixture(
    params=[
        pytest.param(
            name,
            marks=[
                pytest.mark.client(*needs, "import PIL"),
                *([pytest.mark.release] if name in ("Inkscape", "LibreOffice") else []),
            ],
        )
        for name, (_, needs) in RENDERERS.items()
    ]
)
def render(request: pytest.FixtureRequest) -> Render:
    """Each of the renderers, five of them outside browsers."""
    found: Render = RENDERERS[request.param][0] or request.getfixturevalue("by_chromium")
    return found


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


@pytest.mark.parametrize("line", ["tiers", "stats victims-identified", "routes"])
def test_what_is_drawn_is_where_it_is_said_to_be(tip: Tip, render: Render, line: str) -> None:
    """Each mark, value and name is dark in its place; the ground and what is unseen are light."""
    svg = tip(*line.split(), "--chart", "-f", "svg").out
    picture, raster = fromstring(svg), Raster(render(svg), svg)
    for mark in layer(picture, "mark"):
        assert raster.darkest(*places(mark)[0], 4) < 110
    for text in layer(picture, "title"):
        assert raster.darkest(float(text.attrib["x"]) + 8, float(text.attrib["y"]) - 5, 7) < 110
    assert raster.darkest(-12, -12, 2) > 200
    for tap in layer(picture, "reach"):
        x, y = float(tap.attrib["x"]), float(tap.attrib["y"])
        assert line != "tiers" or raster.darkest(x + 12, y + 2, 1) > 200
