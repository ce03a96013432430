"""Draw a figure as SVG of a given width that looks the same in every renderer."""

from collections.abc import Sequence
from typing import get_args

from serbia_tip.figures.route_map import draw_routes
from serbia_tip.figures.shapes import Bar, Bars, Entry, Figure, Sign, Years
from serbia_tip.figures.svg_geometry import LARGE, LINE, SIZE, Box, split, to, width_of
from serbia_tip.figures.svg_paper import (
    MARGIN,
    Markup,
    Paper,
    draw_bracket,
    draw_mark,
    enclosed,
    inlined,
)
from serbia_tip.figures.svg_years import draw_years
from serbia_tip.terminal.screen import Screen

_WIDTH = 720
"""The usual width of a picture."""

_TALLEST = 1.5
"""The height that a map doesn't exceed, as a share of the width."""


def svg(figure: Figure, screen: Screen) -> Markup:
    """Draw the figure as a standalone file, as wide and in the colours that the screen has."""
    paper = Paper((screen.pixels or _WIDTH) - 2 * MARGIN, theme=screen.theme)
    size = LARGE if paper.width > _NARROW else SIZE
    layer = "title" if size == LARGE else "heading"
    titles = split(figure.title, paper.width * 0.95, size)  # bold letters are wider
    below = [f"{text.removesuffix('.')}." for text in _below(figure)]
    bottom = _draw_panels(figure, paper, paper.lines(layer, 0, size, titles) + 8, below) + 4
    for text in below:
        bottom = paper.paragraph("quiet", 0, bottom, text)
    return Markup(f"{enclosed(paper, figure.title, figure.description)}\n")


def _below(figure: Figure) -> list[str]:
    """The sources and the credit."""
    return list(filter(None, [figure.sources and f"Sources: {figure.sources}", figure.credit]))


def embedded(figure: Figure, name: str) -> str:
    """Draw the figure for a page that has its title, sources and style; marks are links."""
    paper = Paper(_WIDTH, linked=True)
    _draw_panels(figure, paper, SIZE)
    return inlined(paper, name, figure.title, figure.description)


def _draw_panels(figure: Figure, paper: Paper, top: float, below: Sequence[str] = ()) -> float:
    """Draw the panels and the legend from `top` down; return the baseline of the next line.

    `below` are the texts that follow, which a map leaves room for.
    """
    most = sum(len(panel.tracks) for panel in figure.panels if isinstance(panel, Years))
    for panel in figure.panels:
        match panel:
            case Years():
                top = draw_years(panel, paper, top, most) + LINE
            case Bars(is_list=False):
                top = _draw_bars(panel, paper, top) + LINE
    if figure.map:
        follows = sum(paper.height_of("quiet", text) for text in (*below, figure.left_out))
        room = _TALLEST * paper.width - top - follows
        top = draw_routes(figure.map, paper, top - LINE / 2, room)
    else:
        top = _draw_legend(figure.legend, paper, top)
    return paper.paragraph("quiet", 0, top, figure.left_out) if figure.left_out else top


_NARROW = 500.0
"""The width up to which a bar stands below its label and its text."""

_LABEL, _TEXT = 0.42, 0.34
"""The widest label and the widest text of a bar, as shares of the width."""

_ROW, _GAP, _WITHIN, _DEEPEST = 21.0, 12.0, 14.0, 8
"""The height of a row, the gap between its parts, the indentation of a part, and its limit."""


def _draw_bars(panel: Bars, paper: Paper, top: float) -> float:
    """Draw the bars from `top` down; return the baseline of the next line."""
    top = paper.lines("heading", 0, top, split(panel.title, paper.width * 0.93)) + 4
    narrow = paper.width <= _NARROW
    labels = max(width_of(bar.label) + _indent(bar) for bar in panel.bars)
    texts = max(width_of(bar.text) for bar in panel.bars)
    label = 0.0 if narrow else min(labels, _LABEL * paper.width) + _GAP
    text = min(texts, (0.45 if narrow else _TEXT) * paper.width)
    end = paper.width if narrow else paper.width - text - _GAP
    above, first = "", top
    for bar in panel.bars:
        room = (paper.width - text if narrow else label) - _GAP - _indent(bar)
        names = split(bar.label, room)
        said = split(bar.text, text)
        if bar.depth or bar.label != above:
            paper.lines("text", _indent(bar), top, names)
        for number, line in enumerate(said):
            fact = None if number else bar.id
            paper.text("text", paper.width - text, top + number * LINE, line, fact=fact)
        if narrow:
            top += LINE * max(len(names), len(said))
        _draw_bar(bar, paper, Box(label, top - 11, end, top + 3))
        top += _ROW if narrow else _ROW + LINE * (max(len(names), len(said)) - 1)
        above = bar.label
    paper.path("rule", to(("M", label, first - 14), ("V", top - 14)))
    for note in panel.notes:
        top = paper.paragraph("quiet", 0, top, note)
    return top


def _indent(bar: Bar) -> float:
    return _WITHIN * min(bar.depth, _DEEPEST)


def _draw_bar(bar: Bar, paper: Paper, full: Box) -> None:
    """Draw the bar as its share of the full one."""
    length = max((bar.share or 0) * (full.right - full.left), 1 if bar.share else 0)
    if length:
        layer = "bar" if bar.sign == "stated" else "doubtful"
        paper.rect(layer, full._replace(right=full.left + length))


_SAMPLE = 36.0
"""The width of a sample of a sign."""


def _draw_legend(legend: Sequence[tuple[Entry, str]], paper: Paper, top: float) -> float:
    """Draw the legend from `top` down; return the baseline of the next line."""
    for entry, meaning in legend:
        _draw_sample(entry, paper, top - 4)
        top = paper.paragraph("small", _SAMPLE + 10, top, meaning) + 1
    return top


def _draw_sample(entry: Entry, paper: Paper, y: float) -> None:
    middle = _SAMPLE / 2
    if entry in get_args(Sign):
        draw_mark(paper, entry, middle, y)
    elif entry == "gap":
        paper.rect("gap", Box(middle - 10, y - LINE / 2 + 1, middle + 10, y + LINE / 2 - 1))
    elif entry == "divider":
        paper.path("divider", to(("M", middle, y - LINE / 2), ("V", y + LINE / 2)))
    else:
        draw_bracket(paper, 4, _SAMPLE - 4, y)
