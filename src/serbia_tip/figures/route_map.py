"""The map of routes: where things stand on it, and how they are drawn."""

import cmath
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from math import hypot, inf, log1p, pi, radians

from msgspec import Struct

from serbia_tip.figures.captions import Captions
from serbia_tip.figures.routes import map_pairs
from serbia_tip.figures.shapes import RouteMap, Way
from serbia_tip.figures.svg_geometry import (
    LINE,
    SAMPLE,
    SIZE,
    SMALL,
    Box,
    Label,
    circle,
    joined,
    placed,
    split,
    square,
    to,
    width_of,
)
from serbia_tip.figures.svg_paper import Markup, Paper
from serbia_tip.model import Role, Standing, Store
from serbia_tip.queries.route_pairs import pairs
from serbia_tip.queries.rows import RouteRow

# --- where things stand ------------------------------------------------------------------------

_NEAR = 50.0  # kilometres up to which distances are almost to scale
_RINGS = (250, 1_000, 4_000, 16_000)  # kilometres
_DOT = 3.5  # the radius of a country's dot
_NAME = 90.0  # the width of a line of the home country's name
_NARROW = 500.0  # the width up to which texts are small, and the map as high as it is wide
_LOWEST, _HIGHEST = 0.35, 0.6  # the heights of a wider map, as shares of its width
_SMALLER = 0.97  # by what the map shrinks until it has room
_APART = 2.0  # between lines that join the same two countries
_THINNEST, _WIDEST, _USUAL = 0.8, 4.5, 240.0
"""The width of lines with the fewest and the most reports, on a map of this radius."""
_NEAR_DOT, _FAR_FROM_DOT = (3, 8), (3, 8, 14, 20)
"""How far from its dot a name may stand, and a code where the name has no room."""
_SIDES = (1, -1, 1j, -1j, 1 + 1j, 1 - 1j, -1 + 1j, -1 - 1j)
"""Where a name can stand: right and left of its dot, below and above it, and at the corners."""


class _Leg(Struct, frozen=True):
    """The line of a way."""

    way: Way
    begin: complex
    end: complex
    width: float


class _Layout(Struct, frozen=True):
    """The map in units of the drawing, the home country at 0."""

    box: Box
    home: Sequence[str]
    """The lines of the home country's name, which stands where the others have a dot."""
    room: float
    """The radius of the circle that is free for it."""
    rings: Sequence[tuple[float, Label]]
    """The radius of each ring, and its label."""
    legs: Sequence[_Leg]
    dots: Sequence[complex]
    labels: Sequence[Label]


def _lay_out(drawn: RouteMap, width: float, room: float) -> _Layout:
    """The largest map of this width, and if possible within a room of this height."""
    radius = width / 2
    most = min(max(room, _LOWEST * width), _HIGHEST * width) if width > _NARROW else width
    while True:
        found = _of_radius(drawn, radius, width)
        across, down = found.box.right - found.box.left, found.box.bottom - found.box.top
        if (across <= width and down <= most) or radius < width / 8:
            return found
        radius *= _SMALLER


def _of_radius(drawn: RouteMap, radius: float, width: float) -> _Layout:
    """The map in which the farthest country is at this distance from the middle."""
    size = SIZE if width > _NARROW else SMALL
    home = split(drawn.home.name, _NAME, size)
    room = hypot(max(width_of(line, size) for line in home), len(home) * LINE) / 2 + 2
    farthest = max((spot.kilometres for spot in drawn.spots), default=1)
    scale = max(radius - room, 1) / log1p(max(farthest, 1) / _NEAR)

    def away(kilometres: float) -> float:
        return room + log1p(kilometres / _NEAR) * scale

    points = {spot.code: cmath.rect(away(spot.kilometres), spot.angle) for spot in drawn.spots}
    dots = [square(0, room + 4), *(square(point, 17) for point in points.values())]
    left, _, right, _ = _around(dots)
    spare = max(width - (right - left), 0) / 2
    legs = list(_legs(drawn, {**points, drawn.home.code: 0}, room, min(1, radius / _USUAL)))
    aside = _widest_gap([spot.angle for spot in drawn.spots])
    rings = [
        (near, placed(f"{each:,} km", at.real, at.imag + 4, SMALL))
        for each in _RINGS
        if (near := away(each)) < radius
        for at in [cmath.rect(near, aside)]
    ]
    taken = [square(0, room), *(square(point, _DOT + 1) for point in points.values())]
    taken += [label.box for _, label in rings]
    labels = _labels(drawn, points, taken, legs, size, (left - spare, right + spare))
    box = _around([*dots, *(label.box for label in labels), *(label.box for _, label in rings)])
    return _Layout(box, home, room, rings, legs, list(points.values()), labels)


def _widest_gap(angles: Sequence[float]) -> float:
    """The middle of the widest gap between the angles."""
    ordered = sorted(angles) or [0.0]
    turns = pairwise([*ordered, ordered[0] + 2 * pi])
    _, middle = max((after - before, (after + before) / 2) for before, after in turns)
    return middle


def _around(boxes: Sequence[Box]) -> Box:
    left, top, right, bottom = zip(*boxes, strict=True)
    return Box(min(left), min(top), max(right), max(bottom))


def _line_width(reports: int, most: int, scale: float) -> float:
    """The width of a line for so many reports, where the widest line has `most`."""
    return round((_THINNEST + min(0.45, _WIDEST / most) * min(reports, most)) * scale, 2)


def _legs(
    drawn: RouteMap, points: Mapping[str, complex], room: float, scale: float
) -> Iterator[_Leg]:
    """The ways as lines, side by side between the same two countries."""
    together: defaultdict[tuple[str, ...], list[Way]] = defaultdict(list)
    for way in drawn.ways:
        together[tuple(sorted((way.begin, way.end)))].append(way)
    for (one, other), ways in together.items():
        along = points[other] - points[one]
        along /= abs(along) or 1
        begin = points[one] + along * (room + 2 if one == drawn.home.code else _DOT + 2)
        end = points[other] - along * (room + 2 if other == drawn.home.code else _DOT + 2)
        widths = [_line_width(drawn.ways[way], drawn.most, scale) for way in ways]
        offset = -(sum(widths) + _APART * scale * (len(ways) - 1)) / 2
        for way, width in zip(ways, widths, strict=True):
            aside = along * 1j * (offset + width / 2)
            ends = (begin, end) if way.begin == one else (end, begin)
            yield _Leg(way, ends[0] + aside, ends[1] + aside, width)
            offset += width + _APART * scale


def _labels(
    drawn: RouteMap,
    points: Mapping[str, complex],
    taken: list[Box],
    legs: Sequence[_Leg],
    size: float,
    edges: tuple[float, float],
) -> list[Label]:
    """A label for each country but the home one, between the edges, and on nothing taken.

    It covers no line, or as few as it can.
    """

    def crossed(label: Label) -> int:
        return sum(label.box.is_crossed(leg.begin, leg.end, leg.width / 2) for leg in legs)

    labels = []
    for spot in sorted(drawn.spots, key=lambda spot: -abs(points[spot.code])):
        places = [
            label
            for text, near in ((spot.name, _NEAR_DOT), (spot.code, _FAR_FROM_DOT))
            for label in _candidates(points[spot.code], text, [_DOT + each for each in near], size)
            if edges[0] <= label.box.left
            if label.box.right <= edges[1]
            if not any(map(label.box.overlaps, taken))
        ]
        clear = (label for label in places if not crossed(label))
        if label := next(clear, None) or min(places, key=crossed, default=None):
            taken.append(label.box)
            labels.append(label)
    return labels


def _candidates(at: complex, text: str, distances: Sequence[float], size: float) -> Iterator[Label]:
    """The possible places of a name: close to its dot before farther away, the outer first."""
    sides = sorted(_SIDES, key=lambda side: -(at.real * side.real + at.imag * side.imag))
    for away in distances:
        for side in map(complex, sides):
            anchor = {1: "start", -1: "end"}.get(int(side.real), "middle")
            x = at.real + side.real * away * (0.7 if side.imag else 1)
            y = at.imag + side.imag * (away * (0.7 if side.real else 1) + size * 0.4) + size * 0.35
            yield placed(text, x, y, size, anchor)


# --- how it is drawn ---------------------------------------------------------------------------

_DASHES: dict[Standing, dict[str, str]] = {
    "stated": {},
    "alleged": {"stroke_dasharray": "9 5"},
    "at_risk": {"stroke_dasharray": "2 4"},
}


def draw_map(store: Store, rows: Sequence[RouteRow]) -> Markup | None:
    """Draw the map and its legend for a page that has its style; None without routes."""
    if not rows:
        return None
    paper = Paper(960, on_page=True)
    drawn = map_pairs(Captions(store), pairs(store, rows))
    draw_routes(drawn, paper, 0)
    home = drawn.home.name
    return paper.written(
        f"Routes between {home} and other countries",
        f"{home} is in the middle, every other country in its direction from there. "
        "A line for each role; the more reports, the wider.",
        "map_",
    )


def draw_routes(drawn: RouteMap, paper: Paper, top: float, room: float = inf) -> float:
    """Draw the map from `top` down, all routes in words below; return the next baseline.

    Both fit in `room` if the map isn't to be too small.
    """
    said = sum(paper.height_of("small", text, SAMPLE + 10) + 2 for _, _, text in drawn.said)
    plan = _lay_out(drawn, paper.width, room - said - 3 * LINE)
    middle = complex(paper.width / 2 - (plan.box.left + plan.box.right) / 2, top - plan.box.top)
    edge = Box(0, top, paper.width, top + plan.box.bottom - plan.box.top)
    for radius, label in plan.rings:
        for arc in _arcs(radius, middle, edge, label.box):
            paper.path("rule", arc)
        paper.label("quiet", label, middle)
    for leg in plan.legs:
        begin, end = middle + leg.begin, middle + leg.end
        looks = _DASHES[leg.way.standing]
        paper.path(leg.way.role, joined([begin, end]), stroke_width=leg.width, **looks)
        _draw_head(paper, leg.way.role, begin + 0.62 * (end - begin), end - begin, leg.width)
    for dot in plan.dots:
        paper.path("mark", circle((middle + dot).real, (middle + dot).imag, _DOT))
    x, y = middle.real, middle.imag
    if drawn.inside:
        width = _line_width(drawn.inside, drawn.most, 1)
        paper.path("destination", circle(x, y, plan.room), stroke_width=width)
    usual, strong = ("text", "heading") if paper.width > _NARROW else ("small", "strong")
    for number, line in enumerate(plan.home):
        below = (number - (len(plan.home) - 1) / 2) * LINE + SMALL * 0.4
        paper.text(strong, x, y + below, line, anchor="middle")
    for label in plan.labels:
        for layer in ("halo", usual):
            paper.label(layer, label, middle)
    top += plan.box.bottom - plan.box.top + LINE
    for role, standing, text in drawn.said:
        _draw_sample(paper, role, standing, top - 4)
        top = paper.paragraph("small", SAMPLE + 10, top, text) + 2
    top += 4
    told = [f"The wider a line, the more reports, up to {drawn.most}"] if drawn.most > 1 else []
    coded = {label.text for label in plan.labels} & {spot.code for spot in drawn.spots}
    told += [f"{spot.code} {spot.name}" for spot in drawn.spots if spot.code in coded]
    told += [f"+ {drawn.open_ended}"] if drawn.open_ended else []
    return paper.paragraph("quiet", 0, top, "; ".join(told)) if told else top


def _arcs(radius: float, middle: complex, edge: Box, label: Box) -> Iterator[str]:
    """The path commands of the parts of a ring that lie within the edge, beside its label."""
    turns = [cmath.rect(radius, radians(degrees)) for degrees in range(0, 361, 3)]

    def is_drawn(turn: complex) -> bool:
        dot = square(turn, 2)
        return square(middle + turn, 0).overlaps(edge) and not dot.overlaps(label)

    for drawn, run in groupby(turns, is_drawn):
        arc = [middle + turn for turn in run]
        for part in (arc[: len(arc) // 2 + 1], arc[len(arc) // 2 :]):  # no arc over half a ring
            if drawn and len(part) > 1:
                end = ("A", radius, radius, 0, 0, 1, part[-1].real, part[-1].imag)
                yield to(("M", part[0].real, part[0].imag), end)


def _draw_head(paper: Paper, role: Role, at: complex, way: complex, width: float) -> None:
    """Draw an arrowhead around this point that shows where the line goes."""
    along = way / (abs(way) or 1)
    long, wide = 7 + width, along * 1j * (3 + width * 0.7)
    tip, back = at + along * long / 2, at - along * long / 2
    paper.path(f"{role}_arrow", f"{joined([tip, back + wide, back - wide])}Z")


def _draw_sample(paper: Paper, role: Role, standing: Standing, y: float) -> None:
    if role == "internal":
        paper.path("destination", circle(SAMPLE / 2, y, 6), stroke_width=2.0, **_DASHES[standing])
        return
    begin, end = complex(0, y), complex(SAMPLE, y)
    paper.path(role, joined([begin, end]), stroke_width=2.0, **_DASHES[standing])
    _draw_head(paper, role, begin + 0.6 * (end - begin), end - begin, 2)
