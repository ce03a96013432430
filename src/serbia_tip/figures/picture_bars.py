"""Draw bars, and maps of the countries that they count, as charts of Altair."""

from collections.abc import Iterator
from itertools import starmap
from math import ceil

import altair as alt
from altair.typing import ChartType

from serbia_tip.figures.outlines import Ring, outlines_around
from serbia_tip.figures.picture_parts import (
    GAP,
    HOME,
    LINE,
    PAPER,
    SHADES,
    SMALL,
    Row,
    chart_of,
    look_of,
    pixels,
    signs_of,
    text_width,
    texts_of,
    wrap_text,
)
from serbia_tip.figures.shapes import Bar, Bars, Place
from serbia_tip.views.wording import say_range

_NARROW = 480  # the width up to which bars stand below their map, and not beside it
_BETWEEN = 20
_REACH = 2400 / 6371  # how far a map reaches to each side: kilometres in radii of the Earth


def draw_bars(panel: Bars, home: Place, width: float) -> Iterator[ChartType]:
    """The bars of a panel, beside or below the map of the countries that they count."""
    lines = wrap_text(panel.title, width / 1.1) if panel.title else []
    title = alt.TitleParams(lines, offset=8)
    if not panel.reports:
        yield _bars(panel, width).properties(title=title)
    elif width <= _NARROW:
        yield _map(panel, home, width).properties(title=title)
        if panel.bars:
            yield _bars(panel, width)
    else:
        half = (width - _BETWEEN) / 2
        both = _map(panel, home, half), _bars(panel, half)
        yield alt.concat(*both, spacing=_BETWEEN).properties(title=title)


def _bars(panel: Bars, width: float) -> ChartType:
    """A label, a bar and its value in each row."""
    said = [bar.brief or bar.text for bar in panel.bars]
    left = min(max(text_width(bar.label) + _indent(bar) for bar in panel.bars), width * 0.4) + 8
    right = min(max(text_width(text, SMALL) for text in said), width * 0.35) + 8
    rows, y = list[Row](), 0.0
    for bar, text in zip(panel.bars, said, strict=True):
        labels = wrap_text(bar.label, left - 8 - _indent(bar))
        texts = wrap_text(text, right, SMALL)
        end = left + max((bar.share or 0) * (width - left - right), 1 if bar.share else 0)
        rows.append(
            {"text": "\n".join(labels), "value": "\n".join(texts), "x": _indent(bar), "y": y}
            | {"begin": left, "end": end, "from": y + 1, "to": y + 13, "at": end + 6}
            | {"fill": PAPER if bar.is_open else LINE}
        )
        y += max(len(labels), len(texts)) * 15 + 6
    drawn = chart_of(row for row in rows if row["begin"] != row["end"]).mark_rect(stroke=LINE)
    fill = alt.Fill("fill:N", scale=None)
    down, across = pixels("from", y, alt.Y), pixels("begin", width, alt.X)
    values = [{**row, "text": row["value"]} for row in rows]
    return alt.layer(
        drawn.encode(x=across, x2="end:Q", y=down, y2="to:Q", fill=fill),
        texts_of(rows).encode(x=pixels("x", width, alt.X), y=pixels("y", y, alt.Y)),
        texts_of(values, size=SMALL).encode(x=pixels("at", width, alt.X), y=pixels("y", y, alt.Y)),
    ).properties(width=width, height=y)


def _indent(bar: Bar) -> float:
    return 14.0 * min(bar.depth, 8)


def _map(panel: Bars, home: Place, width: float) -> ChartType:
    """A map around the home country in equal areas: the more reports, the darker."""
    most, drawn = (
        max(panel.reports.values()),
        dict(outlines_around(home.lat, home.lon, _REACH * 1.4)),
    )
    begins = sorted({ceil(most ** (share / 4)) for share in range(4)})
    shades = dict(zip(begins, SHADES[-len(begins) :], strict=True))
    by_fill = dict[str, list[list[Ring]]]()
    for code, areas in drawn.items():
        count = panel.reports.get(code, 0)
        fill = shades[max(begin for begin in begins if begin <= count)] if count else GAP
        by_fill.setdefault(HOME if code == home.code else fill, []).extend(areas)
    projection = alt.Projection(
        type="azimuthalEqualArea",
        rotate=[-home.lon, -home.lat, 0],
        scale=width / 2 / _REACH,
        translate=[width / 2, width / 2],
        clipExtent=[[0, 0], [width, width]],
    )
    land = chart_of(starmap(_feature, by_fill.items())).mark_geoshape(
        stroke=PAPER, strokeWidth=0.6, clip=False, aria=False
    )
    ends = [*(begin - 1 for begin in begins[1:]), most]
    entries = [(say_range(*span), shades[span[0]]) for span in zip(begins, ends, strict=True)]
    entries[-1] = (f"{entries[-1][0]} reports", entries[-1][1])
    entries += [("none stored", GAP), (home.name, HOME)]
    if beyond := len(panel.reports.keys() - drawn.keys()):
        entries.append((f"{beyond} beyond the map", PAPER))
    return alt.vconcat(
        land.encode(fill=alt.Fill("properties.fill:N", scale=None)).properties(
            projection=projection, width=width, height=width
        ),
        _key(entries, width),
        spacing=8,
    )


def _feature(fill: str, areas: list[list[Ring]]) -> Row:
    geometry = {"type": "MultiPolygon", "coordinates": areas}
    return {"type": "Feature", "geometry": geometry, "properties": {"fill": fill}}


def _key(entries: list[tuple[str, str]], width: float) -> ChartType:
    """What the shades of a map mean, in as many lines as they take."""
    rows, x, y = list[Row](), 0.0, 8.0
    for text, shade in entries:
        wide = text_width(text, SMALL) + 22
        if x + wide > width:
            x, y = 0.0, y + 17
        look = {**look_of("gap"), "fill": shade} | ({"stroke": PAPER} if shade == PAPER else {})
        rows.append({"x": x + 6, "at": x + 16, "y": y, "text": text, **look})
        x += wide
    down = pixels("y", y + 9, alt.Y)
    signs = signs_of(rows, 90).encode(x=pixels("x", width, alt.X), y=down)
    said = texts_of(rows, size=SMALL, baseline="middle")
    drawn = signs, said.encode(x=pixels("at", width, alt.X), y=down)
    return alt.layer(*drawn).properties(width=width, height=y + 9)
