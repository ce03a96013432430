"""The routes on a scheme of a map, in shapes."""

from html import escape

from serbia_tip.figures.routemap import Box, RouteMap
from serbia_tip.figures.svg.marks import circle
from serbia_tip.figures.svg.paper import LINE, SIZE, Paper, to

_DASHES = {"alleged": ' stroke-dasharray="9 5"', "at_risk": ' stroke-dasharray="2 4"'}
_SAMPLE = 36.0
_MEANINGS = {
    "source": "from {home}",
    "transit": "through {home}",
    "destination": "to {home}",
    "internal": "within {home}",
}
_STANDINGS = {"alleged": "alleged, not stated", "at_risk": "at risk, not stated"}


def draw_map(drawn: RouteMap, home: str, name: str) -> str:
    """The map and its legend, as a part of a page that has its style."""
    paper = Paper(linked=True)
    _draw(drawn, paper)
    box = _legend(drawn, home, paper)
    view = f"{box.left:.0f} {box.top:.0f} {box.right - box.left:.0f} {box.bottom - box.top:.0f}"
    said = f"Routes between {home} and other countries"
    how = (
        f"{home} is in the middle, every other country in its direction from there. "
        "A line for each role; the more reports, the wider."
    )
    return (
        f'<svg class="figure" viewBox="{view}" width="{box.right - box.left:.0f}" '
        f'height="{box.bottom - box.top:.0f}" role="img" aria-labelledby="{name}_title" '
        f'aria-describedby="{name}_description" font-size="{SIZE:g}">'
        f'<title id="{name}_title">{escape(said)}</title>'
        f'<desc id="{name}_description">{escape(how)}</desc>{"".join(paper.shapes())}</svg>'
    )


def _draw(drawn: RouteMap, paper: Paper) -> None:
    for ring in drawn.rings:
        paper.path("rule", circle(0, 0, ring.radius))
        x, y = ring.label
        paper.text("quiet", x, y + 4, f"{ring.kilometres:,} km", anchor="middle")
    for leg in drawn.legs:
        looks = f'stroke-width="{leg.width:g}"{_DASHES.get(leg.standing, "")}'
        paper.path(leg.role, to(("M", *leg.begin), ("L", *leg.end)), looks=looks)
        tip, *others = leg.arrow
        paper.path(f"{leg.role}_arrow", f"{to(('M', *tip), *(('L', *at) for at in others))}Z")
    for spot in drawn.spots:
        paper.path("mark", circle(*spot, drawn.dot))
    paper.path("mark", circle(0, 0, drawn.home - 5))
    if drawn.internal:
        looks = f'stroke-width="{drawn.internal:g}"'
        paper.path("destination", circle(0, 0, drawn.home), looks=looks)
    for number, label in enumerate(drawn.labels):
        for layer in ("halo", "text" if number else "heading"):
            paper.text(layer, label.at.x, label.at.y + 4.5, label.text, anchor=label.anchor)


def _legend(drawn: RouteMap, home: str, paper: Paper) -> Box:
    """Draw what the lines mean below the map; returns what holds both."""
    box = drawn.box
    y = box.bottom + LINE
    middle = box.left + _SAMPLE / 2
    for role, count in drawn.roles:
        if role == "internal":
            paper.path("destination", circle(middle, y - 4, 6), looks='stroke-width="2"')
        else:
            _line(paper, role, box.left, y - 4, 'stroke-width="2"')
            end = box.left + _SAMPLE
            head = to(("M", end, y - 4), ("L", end - 9, y - 8), ("L", end - 9, y))
            paper.path(f"{role}_arrow", f"{head}Z")
        said = _MEANINGS[role].format(home=home)
        _say(paper, box, y, f"{said}: {count} report{'' if count == 1 else 's'}")
        y += LINE
    for standing in drawn.standings:
        if standing in _STANDINGS:
            _line(paper, "source", box.left, y - 4, f'stroke-width="2"{_DASHES[standing]}')
            _say(paper, box, y, _STANDINGS[standing])
            y += LINE
    for count, width in drawn.widths:
        _line(paper, "source", box.left, y - 4, f'stroke-width="{width:g}"')
        _say(paper, box, y, f"{count} report{'' if count == 1 else 's'}")
        y += LINE
    return box._replace(bottom=y)


def _line(paper: Paper, role: str, x: float, y: float, looks: str) -> None:
    paper.path(role, to(("M", x, y), ("H", x + _SAMPLE - 6)), looks=looks)


def _say(paper: Paper, box: Box, y: float, text: str) -> None:
    paper.text("text", box.left + _SAMPLE + 10, y, text)
