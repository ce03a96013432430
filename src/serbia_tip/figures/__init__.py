"""Drawings of rows as data, and what draws them: letters for a terminal, and pictures."""

import sys
from pkgutil import resolve_name
from typing import TYPE_CHECKING

from msgspec.structs import replace

from serbia_tip.errors import UsageError
from serbia_tip.queries.filters import Answer
from serbia_tip.terminal.screen import Screen

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
    drawn: Figure | None = draw(answer)
    return replace(drawn, title=answer.title) if drawn and answer.title else drawn


def render_figure(figure: "Figure", form: str, screen: Screen) -> bytes:
    """The figure as a picture: svg, png, pdf or vega; UsageError without the extra for it."""
    if sys.flags.optimize > 1:  # Altair reads the docstrings of its own classes
        raise UsageError("a picture needs Python's docstrings: run it without -OO")
    try:
        draw = resolve_name("serbia_tip.figures.pictures:draw_picture")
    except ModuleNotFoundError as error:
        if str(error.name).startswith("serbia_tip"):
            raise
        raise UsageError(
            f"a picture needs {error.name}, which the extra 'charts' brings: "
            "pip install 'serbia-tip[charts]', or pipx inject serbia-tip altair vl-convert-python; "
            "a chart in letters (--chart) needs none"
        ) from error
    drawn: bytes = draw(figure, form, width=screen.pixels, theme=screen.theme)
    return drawn
