"""Pictures in several renderers: in each of them, marks are above their years."""

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

from tests.conftest import ROOT, Tip, client
from tests.readers import layer
from tests.small import small_store

if TYPE_CHECKING:  # they come with the clients, which not everybody has
    from PIL.Image import Image

Render: TypeAlias = Callable[[str], "Image"]

SVGO = ROOT / "tests" / "clients" / "node_modules" / ".bin" / "svgo"
TIERS = [
    {"year": 2001, "tier": "Tier 3"},
    {"year": 2002, "tier": "Tier 1", "basis": "inferred"},
    {"year": 2004, "tier": "Tier 2"},
    {"year": 2005, "tier": "Tier 2", "rank": "deprecated", "note": "No."},
    {"year": 2005, "tier": "Tier 2 Watch List"},
    {"year": 2006, "tier": "Tier 2 Watch List", "entity": "Bredon"},
    {"year": 2007, "tier": "Tier 1"},
    {"year": 2007, "tier": "Tier 2"},
]


def by_librsvg(svg: str) -> Image:
    """The picture as GNOME, Wikimedia and pandoc draw it."""
    from PIL.Image import open as opened

    done = subprocess.run(
        ["rsvg-convert"], input=svg.encode(), capture_output=True, check=True, timeout=60
    )
    return opened(io.BytesIO(done.stdout))


def by_command(*command: str) -> Render:
    """The picture as a program draws it that reads and writes files in a folder of its own."""

    def render(svg: str) -> Image:
        from PIL.Image import open as opened

        with TemporaryDirectory() as folder:
            Path(folder, "picture.svg").write_text(svg)
            client(*(word.format(folder=folder) for word in command))
            return opened(io.BytesIO(Path(folder, "picture.png").read_bytes()))

    return render


by_inkscape = by_command(
    "inkscape", "{folder}/picture.svg", "--export-filename={folder}/picture.png"
)

by_libreoffice = by_command(
    *("soffice", "-env:UserInstallation=file://{folder}/home", "--headless"),
    *("--convert-to", "png", "--outdir", "{folder}", "{folder}/picture.svg"),
)


def by_resvg(svg: str) -> Image:
    """The picture as Typst and many web services draw it."""
    import resvg_py
    from PIL.Image import open as opened

    return opened(io.BytesIO(bytes(resvg_py.svg_to_bytes(svg_string=svg))))


def by_cairosvg(svg: str) -> Image:
    """The picture as WeasyPrint and Jupyter draw it."""
    import cairosvg
    from PIL.Image import open as opened

    return opened(io.BytesIO(cairosvg.svg2png(bytestring=svg.encode())))


@pytest.fixture(scope="module")
def by_chromium() -> Iterator[Render]:
    """The picture as a browser draws it."""
    from PIL.Image import open as opened
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )

        def render(svg: str) -> Image:
            _, _, width, height = re.findall(r"-?\d+", svg.partition('viewBox="')[2])[:4]
            page = browser.new_page(viewport={"width": int(width), "height": int(height)})
            page.set_content(f'<body style="margin:0">{svg}</body>')
            shot = page.screenshot()
            page.close()
            return opened(io.BytesIO(shot))

        yield render
        browser.close()


RENDERERS: dict[str, tuple[Render | None, tuple[str, ...]]] = {
    "librsvg": (by_librsvg, ("rsvg-convert",)),
    "resvg": (by_resvg, ("import resvg_py",)),
    "CairoSVG": (by_cairosvg, ("import cairosvg",)),
    "Chromium": (None, ("chromium", "import playwright")),
    "Inkscape": (by_inkscape, ("inkscape",)),
    "LibreOffice": (by_libreoffice, ("soffice",)),
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

    def __init__(self, image: Image, svg: str) -> None:
        """The picture of this drawing."""
        self._grey = image.convert("RGB").convert("L")
        left, top, width, height = map(float, fromstring(svg).attrib["viewBox"].split())
        assert (self._grey.width, self._grey.height) == pytest.approx((width, height), abs=1)
        self._corner = left, top

    def middle(self, x: float, y: float, *, reach: float, height: float) -> float | None:
        """The horizontal middle of the ink around a point; None without ink."""
        left, top = self._corner
        columns = range(round(x - reach - left), round(x + reach - left))
        lines = range(round(y - height - top), round(y + height - top))
        inked = [column for column in columns for line in lines if self._pixel(column, line) < 110]
        return None if not inked else (min(inked) + max(inked) + 1) / 2 + left

    def _pixel(self, column: int, line: int) -> int:
        value = self._grey.getpixel((column, line))
        assert isinstance(value, int)
        return value


def axis(svg: str) -> dict[int, tuple[float, float]]:
    """Where the drawing puts the labels of the years."""
    return {
        int(str(label.text)): (float(label.attrib["x"]), float(label.attrib["y"]))
        for label in layer(fromstring(svg), "quiet")
        if str(label.text).isdecimal()
    }


def test_what_is_unseen_stays_unseen(tip: Tip, render: Render) -> None:
    """Neither the ground nor what a finger can tap around each mark is painted dark."""
    svg = tip("tiers", "--chart", "-f", "svg").out
    raster = Raster(render(svg), svg)
    taps = [
        (float(tap.attrib["x"]), float(tap.attrib["y"])) for tap in layer(fromstring(svg), "reach")
    ]
    assert taps
    for x, y in [*taps, (-20, -14)]:
        assert raster.middle(x + 12, y + 2, reach=3, height=1) is None


def test_ratings_stand_over_their_years(tip: Tip, tmp_path: Path, render: Render) -> None:
    """Each mark is above the label of its year, and no other year has a mark."""
    path = small_store(tmp_path, tiers=TIERS)
    svg = tip("--store", path, "tiers", "--chart", "-f", "svg").out
    raster = Raster(render(svg), svg)
    labels = axis(svg)
    first, (x, y) = next(iter(labels.items()))
    step = labels[first + 1][0] - x
    lanes = {
        str(text.text): float(text.attrib["y"]) - 4
        for text in layer(fromstring(svg), "text")
        if str(text.text).startswith("Tier")
    }
    for year in range(2001, 2008):
        middle = x + (year - first) * step
        if year in labels:
            seen = raster.middle(middle, y - 4, reach=20, height=5)
            assert seen == pytest.approx(middle, abs=6)
        for lane, height in lanes.items():
            rated = any(row["year"] == year and row["tier"] == lane for row in TIERS)
            seen = raster.middle(middle, height, reach=8, height=2.5)
            assert (seen is not None) == rated, (year, lane)
            if seen is not None and rated:
                assert seen == pytest.approx(middle, abs=2.5)


@pytest.mark.client("node")
@pytest.mark.parametrize(
    "line",
    [
        *("tiers --chart", "routes --chart", "stats victims-identified --chart"),
        "year 2010 --chart",
    ],
)
def test_svgo_takes_it(other_tip: Tip, tmp_path: Path, line: str) -> None:
    """SVGO reads each picture and makes it smaller."""
    if not SVGO.exists():
        pytest.skip("not installed: npm install --prefix tests/clients")
    before = tmp_path / "before.svg"
    before.write_text(other_tip(*line.split(), "-f", "svg").out)
    client(str(SVGO), str(before), "-o", str(tmp_path / "after.svg"))
    after = (tmp_path / "after.svg").read_text()
    assert fromstring(after).tag.endswith("svg")
    assert len(after) < len(before.read_text())
