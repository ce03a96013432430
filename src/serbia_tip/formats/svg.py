"""SVG: the drawing or the view in shapes and texts, each with a place of its own."""

from serbia_tip.figures.subjects import figure
from serbia_tip.figures.svg import svg
from serbia_tip.queries.answer import Answer
from serbia_tip.terminal.screen import Screen


def render(answer: Answer, screen: Screen) -> str:
    """The chart that was asked for, or else the view."""
    if answer.chart:
        drawn = figure(answer)
        return "" if drawn is None else svg(drawn)
    raise NotImplementedError
