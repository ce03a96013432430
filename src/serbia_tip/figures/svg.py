"""Draw a figure as SVG of a given width that looks the same in every renderer."""

from collections.abc import Sequence
from typing import get_args

from serbia_tip.figures.route_map import draw_routes
from serbia_tip.figures.shapes import Bar, Bars, Entry, Figure, Sign, Years
from serbia_tip.figures.svg_geometry import LARGE, LINE, SAMPLE, SIZE, Box, split, width_of
from serbia_tip.figures.svg_paper import MARGIN, Paper, draw_bracket, draw_mark
from serbia_tip.figures.svg_years import draw_years
from serbia_tip.terminal.screen import Screen

_WIDTH = 720  # the usual width of a picture
_TALLEST = 1.5  # the height that a map doesn't exceed, as a share of the width
_LABEL, _TEXT = 0.42, 0.34  # the widest label and the widest text of a bar, as shares of the width
_BAR_ROW, _GAP = 21.0, 12.0  # the height of a row, and the gap between its parts
_COLUMN, _BETWEEN = 320.0, 24.0
"""The least width of a panel of bars where several stand side by side, and their distance."""


def svg(figure: Figure, screen: Screen) -> str:
    """Draw the figure as a standalone file, as wide and in the colours that the screen has."""
    paper = Paper((screen.pixels or _WIDTH) - 2 * MARGIN, screen.theme)
    layer, size = ("heading", SIZE) if paper.is_narrow else ("title", LARGE)
    titles = split(figure.title, paper.width * 0.95, size)  # bold letters are wider
    top = paper.lines(layer, 0, size, titles) + 8
    below = [f"{text.removesuffix('.')}." for text in (f"Sources: {figure.sources}", figure.credit)]
    series = [panel for panel in figure.panels if isinstance(panel, Years)]
    for panel in series:
        top = draw_years(panel, paper, top, sum(len(each.tracks) for each in series)) + LINE
    top = _draw_grid([panel for panel in figure.panels if isinstance(panel, Bars)], paper, top)
    if figure.map:
        follows = sum(paper.height_of("quiet", text) for text in (*below, figure.remark))
        room = _TALLEST * paper.width - top - follows
        top = draw_routes(figure.map, paper, top - LINE / 2, room)
    else:
        for entry, meaning in figure.legend:
            _draw_sample(entry, paper, top - 4)
            top = paper.paragraph("small", SAMPLE + 10, top, meaning) + 1
    if figure.remark:
        top = paper.paragraph("quiet", 0, top, figure.remark)
    top += 4
    for text in below:
        top = paper.paragraph("quiet", 0, top, text)
    return f"{paper.written(figure.title, figure.description)}\n"


def _draw_sample(entry: Entry, paper: Paper, y: float) -> None:
    middle = SAMPLE / 2
    if entry in get_args(Sign):
        draw_mark(paper, entry, complex(middle, y))
    elif entry == "gap":
        paper.rect("gap", Box(middle - 10, y - LINE / 2 + 1, middle + 10, y + LINE / 2 - 1))
    elif entry == "divider":
        paper.upright("divider", middle, y - LINE / 2, y + LINE / 2)
    elif entry == "parts":
        paper.text("text", middle, y + 7, "*", "middle")
    else:
        draw_bracket(paper, complex(4, y), complex(SAMPLE - 4, y))


def _draw_grid(panels: Sequence[Bars], paper: Paper, top: float) -> float:
    """Draw panels of bars side by side in rows, all alike; return the baseline of the next line."""
    columns = max(int((paper.width + _BETWEEN) / (_COLUMN + _BETWEEN)), 1)
    if len(panels) <= columns:
        columns = 1
    step = (paper.width + _BETWEEN) / columns
    bars = [bar for panel in panels for bar in panel.bars]
    label = max((width_of(bar.label) + _indent(bar) for bar in bars), default=0)
    text = max((width_of(bar.text) for bar in bars), default=0)
    for begin in range(0, len(panels), columns):
        row = enumerate(panels[begin : begin + columns])
        places = [
            (panel, Box(at * step, top, (at + 1) * step - _BETWEEN, top)) for at, panel in row
        ]
        top = max(_draw_bars(panel, paper, place, label, text) for panel, place in places) + LINE
    return top


def _draw_bars(panel: Bars, paper: Paper, place: Box, label: float, text: float) -> float:
    """Draw the bars from the top of the place down; return the baseline of the next line."""
    left, width = place.left, place.right - place.left
    narrow = paper.is_narrow  # a bar stands below its label and its text
    label = 0.0 if narrow else min(label, _LABEL * width) + _GAP
    text = min(text, (0.45 if narrow else _TEXT) * width)
    top = paper.lines("heading", left, place.top, split(panel.title, width * 0.93)) + 4
    above, first = "", top
    for bar in panel.bars:
        room = (width - text if narrow else label) - _GAP - _indent(bar)
        names = split(bar.label, room) if bar.depth or bar.label != above else []
        said = split(bar.text, text)
        paper.lines("text", left + _indent(bar), top, names)
        paper.lines("text", place.right - text, top, said)
        lines = max(len(names), len(said)) - 1
        top += LINE * (lines + 1) if narrow else 0
        if bar.share:
            full = width if narrow else width - label - text - _GAP
            begin = left + label
            layer = "bar" if bar.sign == "stated" else "doubtful"
            paper.rect(layer, Box(begin, top - 11, begin + max(bar.share * full, 1), top + 3))
        top += _BAR_ROW + (0 if narrow else LINE * lines)
        above = bar.label
    paper.path("rule", [complex(left + label, y) for y in (first - 14, top - 14)])
    return top


def _indent(bar: Bar) -> float:
    return 14.0 * min(bar.depth, 8)
