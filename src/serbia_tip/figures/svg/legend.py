"""Draw the legend of a figure in SVG."""

from collections.abc import Sequence
from typing import get_args

from serbia_tip.figures.shapes import Entry, Sign
from serbia_tip.figures.svg.marks import draw_arrow, draw_bracket, draw_mark
from serbia_tip.figures.svg.paper import LINE, Paper, split, to

_SAMPLE = 36.0
"""The width of a sample of a sign."""


def draw_legend(
    legend: Sequence[tuple[Entry, str]], paper: Paper, top: float, width: float
) -> float:
    """Draw the legend from `top` down; return the baseline of the next line."""
    for entry, meaning in legend:
        _sample(entry, paper, top - 4)
        top = paper.lines("text", _SAMPLE + 10, top, split(meaning, width - _SAMPLE - 10)) + 3
    return top + (6 if legend else 0)


def _sample(entry: Entry, paper: Paper, y: float) -> None:
    middle = _SAMPLE / 2
    if entry in get_args(Sign):
        draw_mark(paper, entry, middle, y)
        return
    match entry:
        case "gap":
            paper.rect("gap", middle - 10, y - LINE / 2 + 1, 20, LINE - 2)
        case "divider":
            paper.path("divider", to(("M", middle, y - LINE / 2), ("V", y + LINE / 2)))
        case "bracket":
            draw_bracket(paper, 4, _SAMPLE - 4, y)
        case "open":
            paper.text("text", middle, y + 4, "+", anchor="middle")
        case "route" | "alleged" | "at_risk":
            draw_arrow(paper, entry, 0, _SAMPLE, y, 2)
