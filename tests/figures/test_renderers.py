"""Pictures in several renderers: each of them draws what the tool draws."""

import io
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from defusedxml.ElementTree import fromstring

from tests.conftest import Tip, client, spawn

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


def looked_at(image: bytes) -> Any:
    """What a picture looks like from afar: greys in a small square."""
    from PIL.Image import open as opened  # it comes with the clients, which not everybody has

    return opened(io.BytesIO(image)).convert("RGB").convert("L").resize((24, 24)).tobytes()


@pytest.mark.parametrize("render", RENDERERS)
def test_every_renderer_draws_the_same(tip: Tip, render: Callable[[str], bytes]) -> None:
    """What others make of the drawing looks as what the tool makes of it in pixels."""
    for line in ("tiers", "stats victims-identified", "routes --role source"):
        svg = tip(*line.split(), "-f", "svg").out
        ours = looked_at(spawn(*line.split(), "-f", "png").stdout)
        differences = [abs(a - b) for a, b in zip(ours, looked_at(render(svg)), strict=True)]
        assert max(differences) < 90, line
        assert sum(differences) / len(differences) < 6, line
