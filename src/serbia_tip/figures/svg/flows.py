"""Draw flows in SVG: a line for each pair of ends, and a box for the home country."""

from serbia_tip.figures.shapes import Flows
from serbia_tip.figures.svg.marks import draw_arrow
from serbia_tip.figures.svg.paper import LINE, Paper, split, width_of

_ROW = 24.0
_ARROW = 64.0
"""The length of a line."""
_GAP = 8.0
_TEXT = 330.0
"""The widest text of a flow."""
_THICKEST = 6.0


def draw_flows(panel: Flows, paper: Paper, top: float) -> float:
    """Draw the flows from `top` down; return the baseline of the next line."""
    top = paper.lines("heading", 0, top, split(panel.title, 2 * _TEXT)) + 6
    flows = panel.flows
    origin = max((width_of(flow.origin) + _GAP for flow in flows if flow.origin), default=0)
    box = origin + (_ARROW if origin else 0)
    wide = width_of(panel.home) + 2 * _GAP
    onwards = box + wide
    destination = max((width_of(flow.destination) for flow in flows if flow.destination), default=0)
    text = onwards + _GAP + (_ARROW + _GAP + destination + _GAP if destination else _GAP)
    y = first = top
    for flow in flows:
        lines = split(flow.text, _TEXT)
        thick = 1 + (_THICKEST - 1) * flow.weight
        if flow.origin:
            paper.text("text", origin - _GAP, y + 4, flow.origin, anchor="end")
            draw_arrow(paper, flow.line, origin, box - 2, y, thick)
        if flow.destination:
            draw_arrow(paper, flow.line, onwards + 2, onwards + _ARROW, y, thick)
            paper.text("text", onwards + _ARROW + _GAP, y + 4, flow.destination)
        paper.lines("text", text, y + 4, lines)
        y += _ROW + LINE * (len(lines) - 1)
    height = y - first
    paper.rect("box", box, first - _ROW / 2 + 2, wide, height - 4)
    paper.text(
        "text", box + wide / 2, first + height / 2 - _ROW / 2 + 4, panel.home, anchor="middle"
    )
    paper.reach(box + wide + 2, y)
    return y + LINE / 2
