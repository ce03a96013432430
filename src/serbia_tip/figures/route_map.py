"""The map of routes as a picture: where things stand on it, and how they are drawn."""

import cmath
from collections.abc import Container, Iterator, Sequence
from itertools import chain, groupby, pairwise
from math import hypot, inf, log1p, pi, radians

import serbia_tip.figures.svg_paper as svg
from serbia_tip.figures.routes import routes_as_map
from serbia_tip.figures.shapes import Captions, RouteMap, Way
from serbia_tip.figures.svg_paper import Box, Label, Paper, Room
from serbia_tip.model import Role, Standing, Store
from serbia_tip.queries.country_profile import pair_routes
from serbia_tip.queries.rows import RouteRow
from serbia_tip.views.wording import group_by

_NEAR = 50.0  # kilometres up to which distances are almost to scale
_RINGS = (250, 1_000, 4_000, 16_000)  # kilometres
_DOT = 3.5  # the radius of a country's dot
_LOWEST, _HIGHEST = 0.35, 0.6  # the heights of a map that isn't narrow, as shares of its width
_THINNEST, _WIDEST = 0.8, 4.5  # the lines with the fewest and the most reports
_AWAY = 6.5, 11.5, 17.5, 23.5  # how far from the middle of its dot a name or a code may stand
_SIDES = (1 + 0j, -1 + 0j, 1j, -1j, 1 + 1j, 1 - 1j, -1 + 1j, -1 - 1j)  # of a dot, seen from it
_ALLEGED, _AT_RISK = {"stroke_dasharray": "9 5"}, {"stroke_dasharray": "2 4"}
_DASHES: dict[Standing, dict[str, str]] = {"alleged": _ALLEGED, "at_risk": _AT_RISK, "stated": {}}


class _Layout:
    """The map in units of the drawing, the home country at 0, the farthest one at the radius."""

    def __init__(self, drawn: RouteMap, radius: float, paper: Paper) -> None:
        self._drawn = drawn
        self._scale = min(1, radius / 240)  # of lines, which are thinner on a small map
        self.size = svg.SMALL if paper.is_narrow else svg.SIZE
        # The home country's name stands where others have a dot.
        self.home = svg.wrap_on_paper(drawn.home, 90.0, self.size)
        wide = max(svg.paper_text_width(line, self.size) for line in self.home)
        self.room = hypot(wide, len(self.home) * svg.LINE) / 2 + 2  # the radius of what it takes
        places = drawn.places.items()
        farthest = max([1, *map(abs, drawn.places.values())])
        scale = max(radius - self.room, 1) / log1p(farthest / _NEAR)

        def away(kilometres: float) -> float:
            return self.room + log1p(kilometres / _NEAR) * scale

        self.points = {code: cmath.rect(away(abs(at)), cmath.phase(at)) for code, at in places}
        # The labels of the rings stand in the middle of the widest gap between the countries.
        angles = sorted(map(cmath.phase, drawn.places.values())) or [0.0]
        gaps = pairwise([*angles, angles[0] + 2 * pi])
        _, aside = max((after - before, (after + before) / 2) for before, after in gaps)
        rings = [(each, cmath.rect(away(each), aside)) for each in _RINGS if away(each) < radius]
        self.rings = [
            svg.paper_label(f"{each:,} km", at.real, at.imag + 4, svg.SMALL) for each, at in rings
        ]
        self.legs = list(self._legs())
        dots = [
            svg.paper_square(0, self.room + 4),
            *(svg.paper_square(at, 17) for at in self.points.values()),
        ]
        left, _, right, _ = svg.paper_box(dots)
        spare = max(paper.width - (right - left), 0) / 2
        self.labels = list(self._labels(left - spare, right + spare))
        self.box = svg.paper_box([*dots, *(label.box for label in (*self.labels, *self.rings))])

    def _legs(self) -> Iterator[tuple[Way, complex, complex, float]]:
        """The ways as lines with their widths, side by side between the same two countries."""
        together = group_by(self._drawn.ways, lambda way: tuple(sorted(way[:2])))
        for ends, ways in together.items():
            one, other = (self.points.get(code, 0j) for code in ends)
            along = (other - one) / (abs(other - one) or 1)
            one += along * (_DOT + 2 if ends[0] in self.points else self.room + 2)
            other -= along * (_DOT + 2 if ends[1] in self.points else self.room + 2)
            gap = 2.0 * self._scale
            widths = [
                _map_line_width(self._drawn, self._drawn.ways[way], self._scale) for way in ways
            ]
            offset = -(sum(widths) + gap * (len(ways) - 1)) / 2
            for way, width in zip(ways, widths, strict=True):
                aside = along * 1j * (offset + width / 2)
                begin, end = (one, other) if way[0] == ends[0] else (other, one)
                yield way, begin + aside, end + aside, width
                offset += width + gap

    def _labels(self, left: float, right: float) -> Iterator[Label]:
        """A label for each country but the home one, between the edges, as far as there is room."""
        room = Room()
        dots = (svg.paper_square(at, _DOT + 1) for at in self.points.values())
        for box in (*dots, svg.paper_square(0, self.room), *(label.box for label in self.rings)):
            room.take(box)
        for _, begin, end, width in self.legs:
            room.draw(begin, end, width / 2)
        for code, at in sorted(self.points.items(), key=lambda item: -abs(item[1])):
            names = _map_name_places(at, self._drawn.names[code], _AWAY[:2], self.size)
            places = chain(names, _map_name_places(at, code, _AWAY, self.size))
            within = (each for each in places if left <= each.box.left and each.box.right <= right)
            if label := room.place(within):
                yield label


def _map_name_places(
    at: complex, text: str, distances: Sequence[float], size: float
) -> Iterator[Label]:
    """The possible places of a name: close to its dot before farther away, the outer first."""
    sides = sorted(_SIDES, key=lambda side: -(at.real * side.real + at.imag * side.imag))
    for away in distances:
        for side in sides:
            anchor = {1: "start", -1: "end"}.get(int(side.real), "middle")
            x = at.real + side.real * away * (0.7 if side.imag else 1)
            y = at.imag + side.imag * (away * (0.7 if side.real else 1) + size * 0.4) + size * 0.35
            yield svg.paper_label(text, x, y, size, anchor)


def _map_line_width(drawn: RouteMap, reports: int, scale: float) -> float:
    """The width of a line for so many reports."""
    more = min(0.45, _WIDEST / drawn.most) * min(reports, drawn.most)
    return round((_THINNEST + more) * scale, 2)


def _lay_out_map(drawn: RouteMap, paper: Paper, room: float) -> _Layout:
    """The largest map as wide as the paper, and if possible within a room of this height."""
    width, radius = paper.width, paper.width / 2
    most = width if paper.is_narrow else min(max(room, _LOWEST * width), _HIGHEST * width)
    while True:
        found = _Layout(drawn, radius, paper)
        left, top, right, bottom = found.box
        if (right - left <= width and bottom - top <= most) or radius < width / 8:
            return found
        radius *= 0.97


def draw_map(store: Store, rows: Sequence[RouteRow]) -> str | None:
    """Draw the map and its legend for a page that has its style; None without routes."""
    if not rows:
        return None
    paper = Paper(960, part="map_")
    drawn = routes_as_map(Captions(store), pair_routes(store, rows))
    draw_map_panel(drawn, paper, 0)
    return paper.written(
        f"Routes between {drawn.home} and other countries",
        f"{drawn.home} is in the middle, every other country in its direction from there. "
        "A line for each role; the more reports, the wider.",
    )


def draw_map_panel(drawn: RouteMap, paper: Paper, top: float, room: float = inf) -> float:
    """Draw the map and all routes in words, if possible in this room; return the next baseline."""
    said = sum(paper.height_of("small", text, svg.SAMPLE + 10) + 2 for _, _, text in drawn.said)
    plan = _lay_out_map(drawn, paper, room - said - 3 * svg.LINE)
    left, above, right, below = plan.box
    middle = complex(paper.width / 2 - (left + right) / 2, top - above)
    edge = Box(0, top, paper.width, top + below - above)
    for label in plan.rings:
        _draw_map_ring(paper, label, middle, edge)
        paper.label("quiet", label, middle)
    for (_, _, role, standing), begin, end, width in plan.legs:
        _draw_map_line(paper, role, standing, middle + begin, middle + end, width)
    for at in plan.points.values():
        paper.circle("mark", middle + at, _DOT)
    if drawn.inside:
        width = _map_line_width(drawn, drawn.inside, 1)
        paper.circle("destination", middle, plan.room, stroke_width=width)
    usual, strong = ("small", "strong") if paper.is_narrow else ("text", "heading")
    y = middle.imag - (len(plan.home) - 1) / 2 * svg.LINE + svg.SMALL * 0.4
    for place, line in enumerate(plan.home):
        paper.text(strong, middle.real, y + place * svg.LINE, line, "middle")
    for label in plan.labels:
        for layer in ("halo", usual):
            paper.label(layer, label, middle)
    return _draw_map_words(
        drawn, {label.text for label in plan.labels}, paper, edge.bottom + svg.LINE
    )


def _draw_map_words(drawn: RouteMap, shown: Container[str], paper: Paper, top: float) -> float:
    """Draw all routes in words, and what the lines, and the codes among the names, mean."""
    for role, standing, text in drawn.said:
        begin, end = complex(0, top - 4), complex(svg.SAMPLE, top - 4)
        if role == "internal":
            middle = (begin + end) / 2
            paper.circle("destination", middle, 6, stroke_width=2.0, **_DASHES[standing])
        else:
            _draw_map_line(paper, role, standing, begin, end, 2.0)
        top = paper.paragraph("small", svg.SAMPLE + 10, top, text) + 2
    told = [f"The wider a line, the more reports, up to {drawn.most}"] if drawn.most > 1 else []
    told += [f"{code} {name}" for code, name in drawn.names.items() if code in shown]
    told += [f"+ {drawn.open_ended}"] if drawn.open_ended else []
    return paper.paragraph("quiet", 0, top + 4, "; ".join(told)) if told else top + 4


def _draw_map_line(
    paper: Paper, role: Role, standing: Standing, begin: complex, end: complex, width: float
) -> None:
    """Draw a line with an arrowhead beyond its middle."""
    paper.path(role, [begin, end], stroke_width=width, **_DASHES[standing])
    along = (end - begin) / (abs(end - begin) or 1)
    tip = begin + 0.62 * (end - begin) + along * (7 + width) / 2
    back, wide = tip - along * (7 + width), along * 1j * (3 + width * 0.7)
    paper.path(f"{role}_arrow", [tip, back + wide, back - wide], "Z")


def _draw_map_ring(paper: Paper, label: Label, middle: complex, edge: Box) -> None:
    """Draw the parts of a ring that lie within the edge, beside its label."""
    radius = hypot(label.x, label.y - 4)  # the label stands on its ring
    turns = [cmath.rect(radius, radians(degrees)) for degrees in range(0, 361, 3)]

    def is_drawn(turn: complex) -> bool:
        return svg.paper_square(middle + turn, 0).overlaps(edge) and not svg.paper_square(
            turn, 2
        ).overlaps(label.box)

    for drawn, run in groupby(turns, is_drawn):
        arc = [middle + turn for turn in run]
        for part in (arc[: len(arc) // 2 + 1], arc[len(arc) // 2 :]):  # no arc over half a ring
            if drawn and len(part) > 1:
                end = f"{svg.paper_number(part[-1].real)} {svg.paper_number(part[-1].imag)}"
                paper.path(
                    "rule",
                    part[:1],
                    f"A{svg.paper_number(radius)} {svg.paper_number(radius)} 0 0 1 {end}",
                )
