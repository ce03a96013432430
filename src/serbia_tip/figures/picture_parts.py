"""What pictures are made of: their colours and sizes, texts, and the signs of values."""

from collections.abc import Iterable, Mapping
from textwrap import wrap
from typing import Any, TypeAlias

import altair as alt

from serbia_tip.figures.shapes import Entry
from serbia_tip.terminal.screen import visible
from serbia_tip.terminal.text import cells

Row: TypeAlias = Mapping[str, object]  # of a chart's data

INK, QUIET, PAPER, GAP = "#1b1b1b", "#5b5a57", "#fdfcfa", "#e3dfd7"
RULE, LINE, HOME = "#d8d5cf", "#1f5f99", "#c98a1b"
SHADES = ["#cfe0ee", "#93bcdc", "#4b8fc2", "#1f5f98"]  # from few reports to many
DARK = {  # the colours on a dark background
    **{INK: "#e8e6e1", QUIET: "#a9a6a0", PAPER: "#151515", GAP: "#34332f"},
    **{RULE: "#393836", LINE: "#7fb2e0", HOME: "#dba440"},
    **dict(zip(SHADES, ("#1d3a55", "#2c618f", "#5795c8", "#a9d2f3"), strict=True)),
}
SIZE, SMALL, LARGE = 12, 11, 16  # of letters
_WIDE = 0.56  # how wide a letter is on average in a wide font, as a share of its size
_SHAPES: Mapping[Entry, str] = {  # all others are circles; a path lies in a square from -1 to 1
    "disputed": "diamond",
    "deprecated": "M-1,-1L1,1M1,-1L-1,1",
    "gap": "square",
    "divider": "M0,-1.5L0,-0.6M0,0L0,0.9",
    "bracket": "M-1.4,-0.6L-1.4,0.6M-1.4,0L1.4,0M1.4,-0.6L1.4,0.6",
    "parts": "M-0.7,-0.4L0.7,0.4M-0.7,0.4L0.7,-0.4M0,-0.8L0,0.8",
}


def text_width(text: str, size: float = SIZE) -> float:
    """The pixels that the text takes, rather more than fewer."""
    return cells(text) * size * _WIDE


def wrap_text(text: str, width: float, size: float = SIZE) -> list[str]:
    """The text in lines that fit so many pixels."""
    letters = max(int(width / size / _WIDE), 8)
    return wrap(visible(text), letters, break_on_hyphens=False) or [""]


def chart_of(rows: Iterable[Row]) -> alt.Chart:
    """A chart of these rows, whose marks are still to be said."""
    return alt.Chart(alt.InlineData([dict(row) for row in rows]))


def texts_of(rows: Iterable[Row], *, size: int = SIZE, color: str = INK, **mark: Any) -> alt.Chart:
    """A chart of the rows' `text`, from their places to the right and down unless `mark` says."""
    usual = {"align": "left", "baseline": "top", "lineBreak": "\n", "lineHeight": size * 1.3}
    marked: alt.Chart = chart_of(rows).mark_text(fontSize=size, color=color, **{**usual, **mark})
    return marked.encode(text="text:N")


def signs_of(rows: Iterable[Row], size: float, **mark: Any) -> alt.Chart:
    """A chart of the rows' signs, with what each says for whoever can't see it."""
    marked: alt.Chart = chart_of(rows).mark_point(size=size, strokeWidth=1.8, opacity=1, **mark)
    return marked.encode(
        shape=alt.Shape("shape:N", scale=None),
        fill=alt.Fill("fill:N", scale=None),
        stroke=alt.Stroke("stroke:N", scale=None),
        description="said:N",
    )


def look_of(sign: Entry, *, is_open: bool = False) -> Row:
    """The shape and the colours of a sign, for a row."""
    ink = {"gap": GAP, "divider": QUIET, "parts": INK}.get(sign, LINE)
    fill = PAPER if is_open else ink
    return {"shape": _SHAPES.get(sign, "circle"), "fill": fill, "stroke": ink}


def pixels(field: str, end: float, channel: type[Any]) -> Any:
    """An axis of pixels, from 0 to the end, for rows that know their places."""
    scale = alt.Scale(domain=[0, end], range=[0, end], nice=False, zero=False)
    return channel(f"{field}:Q", scale=scale, axis=None)
