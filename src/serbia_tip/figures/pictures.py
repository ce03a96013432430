"""Draw a figure as a picture: a specification by Altair, which vl-convert renders."""

import re
from collections.abc import Iterable
from html import escape
from itertools import pairwise
from typing import Literal, TypeAlias

import altair as alt
import vl_convert
from altair.typing import ChartType

from serbia_tip.figures.picture_bars import draw_bars
from serbia_tip.figures.picture_parts import (
    DARK,
    INK,
    LARGE,
    PAPER,
    QUIET,
    RULE,
    SIZE,
    SMALL,
    Row,
    look_of,
    pixels,
    signs_of,
    texts_of,
    wrap_text,
)
from serbia_tip.figures.picture_years import YearsDrawer
from serbia_tip.figures.shapes import Figure, Years
from serbia_tip.terminal.screen import Theme, visible

PictureFormat: TypeAlias = Literal["svg", "png", "pdf", "vega"]
_VERSION = ".".join(alt.SCHEMA_VERSION.removeprefix("v").split(".")[:2])  # of Vega-Lite
_MARGIN, _PIXELS = 12, 720  # around a picture, and its usual width


def draw_picture(
    figure: Figure, form: PictureFormat, *, width: int | None = None, theme: Theme = "auto"
) -> bytes:
    """The picture in a format; `auto` is light, and as SVG dark where its reader prefers that."""
    said = _lay_out(figure, (width or _PIXELS) - 2 * _MARGIN).to_json(indent=None)
    if theme == "dark":
        said = re.sub("#[0-9a-f]{6}", lambda it: DARK.get(it[0], it[0]), said)
    if form == "vega":
        return f"{said}\n".encode()
    if form == "png":
        return vl_convert.vegalite_to_png(said, vl_version=_VERSION, scale=2)
    if form == "pdf":
        return vl_convert.vegalite_to_pdf(said, vl_version=_VERSION)
    drawn = vl_convert.vegalite_to_svg(said, vl_version=_VERSION)
    return _finish_svg(drawn, figure, is_auto=theme == "auto").encode()


def dark_style(within: str) -> str:
    """The style sheet that darkens the pictures within an element where the reader prefers it."""
    rules = (
        f'{within} [{part}="{light}"]{{{part}:{dark}}}'
        for light, dark in DARK.items()
        for part in ("fill", "stroke")
    )
    return f"@media screen and (prefers-color-scheme:dark){{{''.join(rules)}}}"


def _lay_out(figure: Figure, width: float) -> alt.VConcatChart:
    """All of it, from the title to the sources, the left edges of whose plots are one."""
    years = YearsDrawer([panel for panel in figure.panels if isinstance(panel, Years)], width)

    def text(
        texts: Iterable[str], size: int = SIZE, color: str = INK, weight: str = "normal"
    ) -> ChartType:
        wide = width / (1.1 if weight == "bold" else 1)
        lines = [line for each in texts for line in wrap_text(each, wide, size)]
        said = [{"text": "\n".join(lines)}]
        drawn = texts_of(said, size=size, color=color, fontWeight=weight, x=-years.left, y=0)
        return drawn.properties(width=width - years.left, height=len(lines) * size * 1.3)

    charts = [text([figure.title], LARGE, weight="bold")]
    for panel in figure.panels:
        if not isinstance(panel, Years):
            charts += draw_bars(panel, figure.home, width)
            continue
        charts += [text([panel.title], weight="bold")] if panel.title else []
        charts += [*years.draw(panel), *([text(panel.words)] if panel.words else [])]
    if figure.legend:
        charts.append(_legend(figure, width, years.left))
    below = [figure.remark, f"Sources: {figure.sources}" if figure.sources else "", figure.credit]
    charts.append(text((f"{said.removesuffix('.')}." for said in below if said), SMALL, QUIET))
    axis = alt.AxisConfig(
        labelColor=QUIET,
        titleColor=QUIET,
        domainColor=QUIET,
        tickColor=QUIET,
        gridColor=RULE,
        labelFontSize=SMALL,
        titleFontSize=SMALL,
        titleFontWeight="normal",
    )
    title = alt.TitleConfig(anchor="start", frame="group", dx=-years.left, fontSize=SIZE, color=INK)
    config = alt.Config(axis=axis, title=title, view=alt.ViewConfig(stroke=None))
    return alt.vconcat(*charts, spacing=14, background=PAPER, padding=_MARGIN, config=config)


def _legend(figure: Figure, width: float, left: float) -> ChartType:
    """Each sign that the figure uses, and its meaning."""
    rows, y = list[Row](), 0.0
    for entry, meaning in figure.legend:
        lines = wrap_text(meaning, width - 24, SMALL)
        look = look_of(entry, is_open=entry in ("inferred", "bound"))
        rows.append({"text": "\n".join(lines), "y": y, "middle": y + 7, **look})
        y += len(lines) * SMALL * 1.3 + 4
    signs = signs_of(rows, 70, x=8 - left).encode(y=pixels("middle", y, alt.Y))
    said = texts_of(rows, size=SMALL, x=24 - left).encode(y=pixels("y", y, alt.Y))
    return alt.layer(signs, said).properties(width=width - left, height=y)


_FINISHED = (  # what is left out of a drawing, or shorter in it
    (r'<path class="(?:back|fore)ground"[^>]*?/>', ""),
    (r'<path aria-label="([^"]*)"( [^>]*)/>', r"<path\2><title>\1</title></path>"),
    (r"<title>(?:[a-z]+: [^<]*|undefined|)</title>", ""),  # of what has no words of its own
    (r' (?:role|aria-[a-z]+|pointer-events|class|font-family)="[^"]*"', ""),
    (r' (?:(?:opacity|stroke-width)="1"|font-size="11px"|font-weight="normal")', ""),
    (r' stroke-miterlimit="10"', ""),
    (
        r'(<text[^>]*) transform="translate\(([-\d.]+),([-\d.]+)\)"([^>]*>[^<]+</text>)',
        r'\1 x="\2" y="\3"\4',
    ),
    (r' (?:[xy]2="0"|text-anchor="start"|transform="translate\(0,0\)")', ""),
    (r'<path( [^>]*) d="M([\d.]+),0A\2,[^"]*"(.*?)</path>', r'<circle\1 r="\2"\3</circle>'),
    *[(r"<g>((?:(?!</?g[ >]).)*)</g>", r"\1")] * 6,
)


def _shorten_outline(found: re.Match[str]) -> str:
    """The outline of countries in whole pixels, and in steps from point to point."""
    said = ""
    for ring in found[1].removesuffix("Z").split("ZM"):
        points = [tuple(map(round, map(float, at.split(",")))) for at in ring.strip("M").split("L")]
        steps = ((x - left, y - top) for (left, top), (x, y) in pairwise(points))
        joined = "".join(f"{x}{',' if y >= 0 else ''}{y} " for x, y in steps if x or y)
        said += f"M{points[0][0]},{points[0][1]}l{joined}Z" if joined else ""
    return f' d="{said.replace(" Z", "Z")}"'


def _finish_svg(svg: str, figure: Figure, *, is_auto: bool) -> str:
    """The drawing with its title and description, without what says nothing."""
    head, _, body = svg.partition(">")
    for pattern, shorter in _FINISHED:
        body = re.sub(pattern, shorter, body)

    def rounded(found: re.Match[str]) -> str:
        return re.sub(r"\d+\.\d{2,}", lambda it: f"{float(it[0]):.1f}".removesuffix(".0"), found[0])

    body = re.sub(r' (?:d|r|transform|[xy]2|width|height)="[^"]*"', rounded, body)
    body = re.sub(r' d="(M[^"AC]{400,})"', _shorten_outline, body)
    size = re.sub(r'.*?(width="[^"]*" height="[^"]*" viewBox="[^"]*").*', r"\1", head)
    title, description = (escape(visible(text)) for text in (figure.title, figure.description))
    # LibreOffice, which would take the dark colours always, skips such a selector.
    style = f"<style>{dark_style(':root.figure')}</style>" if is_auto else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xml:lang="en" class="figure" {size} role="img" '
        f'font-family="sans-serif" font-size="{SMALL}" aria-label="{title}"><title>{title}</title>'
        f"<desc>{description}</desc>{style}{body}\n"
    )
