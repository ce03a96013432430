"""Drawings of rows as data, and their renderers: letters for a terminal, and SVG."""

from pkgutil import resolve_name
from typing import TYPE_CHECKING

from serbia_tip.queries.filters import Answer

if TYPE_CHECKING:  # what is never drawn needs no shapes
    from serbia_tip.figures.shapes import Figure

CHARTS = {  # the commands whose rows can be drawn, each with the function that does
    "routes": "serbia_tip.figures.routes:draw_routes",
    "stats": "serbia_tip.figures.statistics:draw_statistics",
    "tiers": "serbia_tip.figures.tiers:draw_tiers",
}


def draw_figure(answer: Answer) -> "Figure | None":
    """The figure of these rows; None when there are none.

    Raises UsageError when the rows are of several measures, or groups without wholes.
    """
    draw = resolve_name(CHARTS[answer.kind.command])
    drawn: Figure | None = draw(answer.store, answer.rows, answer.remarks)
    return drawn
