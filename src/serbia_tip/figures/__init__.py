"""Drawings of rows as data, and their renderers.

`shapes` defines what a figure consists of; a module for each subject makes one from rows; `letters`
draws it as text for a terminal, `svg` as SVG.
"""

from typing import TYPE_CHECKING

from serbia_tip.choice import load_function
from serbia_tip.queries.filters import Answer

if TYPE_CHECKING:  # what is never drawn needs no shapes
    from serbia_tip.figures.shapes import Figure

CHARTS = {
    "routes": "serbia_tip.figures.routes.figure",
    "stats": "serbia_tip.figures.statistics.figure",
    "tiers": "serbia_tip.figures.tiers.figure",
}
"""The commands whose rows can be drawn, each with the function that does."""


def figure(answer: Answer) -> "Figure | None":
    """The figure of these rows; None when there are none.

    The figures of ratings and statistics draw gaps and breaks, and so need no remarks on them.
    Raises UsageError when the rows are of several measures, or groups without wholes.
    """
    drawn: Figure | None = load_function(CHARTS[answer.kind.command])(
        answer.store, answer.rows, answer.remarks
    )
    return drawn
