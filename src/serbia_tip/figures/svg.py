"""Draw a figure as SVG of a given width that looks the same in every renderer."""

from collections.abc import Sequence
from typing import get_args

from serbia_tip.figures.route_map import draw_routes
from serbia_tip.figures.shapes import Bar, Bars, Entry, Figure, Sign, Years
from serbia_tip.figures.svg_geometry import LARGE, LINE, SAMPLE, SIZE, Box, split, to, width_of
from serbia_tip.figures.svg_paper import MARGIN, Markup, Paper, draw_bracket, draw_mark
from serbia_tip.figures.svg_years import draw_years
from serbia_tip.terminal.screen import Screen

_WIDTH = 720  # the usual width of a picture
_TALLEST = 1.5  # the height that a map doesn't exceed, as a share of the width


def svg(figure: Figure, screen: Screen) -> Markup:
    """Draw the figure as a standalone file, as wide and in the colours that the screen has."""
    paper = Paper((screen.pixels or _WIDTH) - 2 * MARGIN, theme=screen.theme)
    size = LARGE if paper.width > _NARROW else SIZE
    layer = "title" if size == LARGE else "heading"
    titles = split(figure.title, paper.width * 0.95, size)  # bold letters are wider
    below = [f"{text.removesuffix('.')}." for text in (f"Sources: {figure.sources}", figure.credit)]
    bottom = _draw_panels(figure, paper, paper.lines(layer, 0, size, titles) + 8, below) + 4
    for text in below:
        bottom = paper.paragraph("quiet", 0, bottom, text)
    return Markup(f"{paper.written(figure.title, figure.description)}\n")


def _draw_panels(figure: Figure, paper: Paper, top: float, below: Sequence[str] = ()) -> float:
    """Draw the panels and the legend from `top` down; return the baseline of the next line.

    `below` are the texts that follow, which a map leaves room for.
    """
    most = sum(len(panel.tracks) for panel in figure.panels if isinstance(panel, Years))
    for series in (panel for panel in figure.panels if isinstance(panel, Years)):
        top = draw_years(series, paper, top, most) + LINE
    bars = [panel for panel in figure.panels if isinstance(panel, Bars)]
    top = _draw_grid(bars, paper, top)
    if figure.map:
        follows = sum(paper.height_of("quiet", text) for text in (*below, figure.remark))
        room = _TALLEST * paper.width - top - follows
        top = draw_routes(figure.map, paper, top - LINE / 2, room)
    else:
        top = _draw_legend(figure.legend, paper, top)
    return paper.paragraph("quiet", 0, top, figure.remark) if figure.remark else top


_NARROW = 500.0  # the width up to which a bar stands below its label and its text
_LABEL, _TEXT = 0.42, 0.34  # the widest label and the widest text of a bar, as shares of the width
_ROW, _GAP, _WITHIN, _DEEPEST = 21.0, 12.0, 14.0, 8
"""The height of a row, the gap between its parts, the indentation of a part, and its limit."""


_COLUMN, _BETWEEN = 320.0, 24.0
"""The least width of a panel of bars where several stand side by side, and their distance."""


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
        bottoms = [
            _draw_bars(panel, paper, Box(left, top, left + step - _BETWEEN, top), label, text)
            for left, panel in zip(
                (number * step for number in range(columns)),
                panels[begin : begin + columns],
                strict=False,
            )
        ]
        top = max(bottoms) + LINE
    return top


def _draw_bars(panel: Bars, paper: Paper, place: Box, label: float, text: float) -> float:
    """Draw the bars from the top of the place down; return the baseline of the next line.

    `label` and `text` are the widths of the widest, which are wrapped if they are too wide.
    """
    left, width = place.left, place.right - place.left
    narrow = paper.width <= _NARROW
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
        top += _ROW + (0 if narrow else LINE * lines)
        above = bar.label
    paper.path("rule", to(("M", left + label, first - 14), ("V", top - 14)))
    return top


def _indent(bar: Bar) -> float:
    return _WITHIN * min(bar.depth, _DEEPEST)


def _draw_legend(legend: Sequence[tuple[Entry, str]], paper: Paper, top: float) -> float:
    """Draw the legend from `top` down; return the baseline of the next line."""
    for entry, meaning in legend:
        _draw_sample(entry, paper, top - 4)
        top = paper.paragraph("small", SAMPLE + 10, top, meaning) + 1
    return top


def _draw_sample(entry: Entry, paper: Paper, y: float) -> None:
    middle = SAMPLE / 2
    if entry in get_args(Sign):
        draw_mark(paper, entry, middle, y)
    elif entry == "gap":
        paper.rect("gap", Box(middle - 10, y - LINE / 2 + 1, middle + 10, y + LINE / 2 - 1))
    elif entry == "divider":
        paper.path("divider", to(("M", middle, y - LINE / 2), ("V", y + LINE / 2)))
    elif entry == "parts":
        paper.text("text", middle, y + 7, "*", anchor="middle")
    else:
        draw_bracket(paper, 4, SAMPLE - 4, y)
