"""Draw the schematic map of routes in SVG."""

from serbia_tip.figures.routemap import DOT, HOME, Leg, RouteMap, line_width
from serbia_tip.figures.svg import inlined
from serbia_tip.figures.svg.marks import circle, draw_arrow
from serbia_tip.figures.svg.paper import LINE, Paper, to
from serbia_tip.words import number_of

_DASHES = {"alleged": ' stroke-dasharray="9 5"', "at_risk": ' stroke-dasharray="2 4"'}
_SAMPLE = 36.0
"""The width of a sample of a line."""
_TEXT = _SAMPLE + 10
_MEANINGS = {
    "source": "from {home}",
    "transit": "through {home}",
    "destination": "to {home}",
    "internal": "within {home}",
}
_STANDINGS = {"alleged": "alleged, not stated", "at_risk": "at risk, not stated"}


def draw_map(drawn: RouteMap, home: str, name: str) -> str:
    """Draw the map and its legend for a page that has its style."""
    paper = Paper(linked=True)
    _draw(drawn, paper)
    left, top, right, _ = drawn.box
    box = (left, top, right - left, _legend(drawn, home, paper) - top)
    title = f"Routes between {home} and other countries"
    description = (
        f"{home} is in the middle, every other country in its direction from there. "
        "A line for each role; the more reports, the wider."
    )
    return inlined(paper, box, name, title, description, role="img")


def _draw(drawn: RouteMap, paper: Paper) -> None:
    for ring in drawn.rings:
        paper.path("rule", circle(0, 0, ring.radius))
        x, y = _place(ring.label)
        paper.text("quiet", x, y + 4, f"{ring.kilometres:,} km", anchor="middle")
    for leg in drawn.legs:
        _draw_leg(leg, paper)
    for spot in drawn.spots:
        paper.path("mark", circle(*_place(spot), DOT))
    paper.path("mark", circle(0, 0, HOME - 5))
    if inside := drawn.reports.get("internal"):
        looks = f'stroke-width="{line_width(inside, drawn.most):g}"'
        paper.path("destination", circle(0, 0, HOME), looks=looks)
    for number, label in enumerate(drawn.labels):
        for layer in ("halo", "text" if number else "heading"):
            paper.text(layer, label.x, label.y + 4.5, label.text, anchor=label.anchor)


def _draw_leg(leg: Leg, paper: Paper) -> None:
    """Draw a line with an arrowhead past its middle."""
    role, width = leg.way.role, leg.width
    looks = f'stroke-width="{width:g}"{_DASHES.get(leg.way.standing, "")}'
    paper.path(role, to(("M", *_place(leg.begin)), ("L", *_place(leg.end))), looks=looks)
    whole = leg.end - leg.begin
    along = whole / (abs(whole) or 1)
    tip = leg.begin + 0.62 * whole + along * (7 + width) / 2
    back, half = tip - along * (7 + width), along * 1j * (3 + width * 0.7)
    corners = (("L", *_place(corner)) for corner in (back + half, back - half))
    paper.path(f"{role}_arrow", f"{to(('M', *_place(tip)), *corners)}Z")


def _place(at: complex) -> tuple[float, float]:
    return at.real, at.imag


def _legend(drawn: RouteMap, home: str, paper: Paper) -> float:
    """Draw the legend below the map; return where it ends."""
    left, y = drawn.box.left, drawn.box.bottom + LINE
    for role, count in drawn.reports.items():
        if role == "internal":
            paper.path(
                "destination", circle(left + _SAMPLE / 2, y - 4, 6), looks='stroke-width="2"'
            )
        else:
            draw_arrow(paper, role, left, left + _SAMPLE, y - 4, 2, head=f"{role}_arrow")
        meaning = _MEANINGS[role].format(home=home)
        y = paper.lines("text", left + _TEXT, y, [f"{meaning}: {number_of(count, 'report')}"])
    standings = {leg.way.standing for leg in drawn.legs}
    for standing, meaning in _STANDINGS.items():
        if standing in standings:
            paper.path(standing, to(("M", left, y - 4), ("h", _SAMPLE)), looks='stroke-width="2"')
            y = paper.lines("text", left + _TEXT, y, [meaning])
    for count in sorted({1, (drawn.most + 1) // 2, drawn.most}):
        looks = f'stroke-width="{line_width(count, drawn.most):g}"'
        paper.path("route", to(("M", left, y - 4), ("h", _SAMPLE)), looks=looks)
        y = paper.lines("text", left + _TEXT, y, [number_of(count, "report")])
    return y
