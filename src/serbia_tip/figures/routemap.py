"""The routes as a drawing: the country in the middle, the others in their direction from it.

The direction is that of the shortest way over the globe; the distance is squeezed, so that near
and far countries find room in one drawing.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise, product
from math import asin, atan2, cos, hypot, log1p, pi, radians, sin, sqrt
from typing import NamedTuple

from msgspec import Struct

from serbia_tip.field_types import Role, Standing, vocabulary
from serbia_tip.model import Country, Store
from serbia_tip.queries.pairs import Pair, pairs
from serbia_tip.queries.rows import RouteRow
from serbia_tip.terminal.escape import visible
from serbia_tip.terminal.wrap import cells

_EARTH = 6371.0
"""Its radius in kilometres."""
_RADIUS = 470.0
"""How far from the middle the farthest country is drawn."""
_NEAR = 100.0
"""Kilometres up to which distances are drawn almost to scale."""
_RINGS = (250, 1_000, 4_000, 16_000)
"""Kilometres at which a ring is drawn."""
_HOME = 11.0
"""The radius of the country in the middle."""
_DOT = 3.5
_THINNEST, _WIDEST = 0.8, 4.5
_LETTER, _LINE = 7.2, 15.0
"""How wide a letter of a label is, about, and how high."""
_REACH = 300.0
"""How far from its dot a name is looked at."""
_LONGEST = 32
"""A name with more letters is cut short on the map."""
_ROLES = vocabulary(Role)
_STANDINGS = vocabulary(Standing)


class Point(NamedTuple):
    """A place in the drawing."""

    x: float
    y: float


class Box(NamedTuple):
    """A rectangle."""

    left: float
    top: float
    right: float
    bottom: float

    def overlap(self, other: "Box") -> float:
        """The area that both cover."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(width, 0) * max(height, 0)

    def holds(self, point: Point) -> bool:
        """Whether the point is within it."""
        return self.left <= point.x <= self.right and self.top <= point.y <= self.bottom

    def distance(self, point: Point) -> float:
        """How far the point is from it."""
        return hypot(
            max(self.left - point.x, 0, point.x - self.right),
            max(self.top - point.y, 0, point.y - self.bottom),
        )


class Label(Struct, frozen=True):
    """A name, and where it stands."""

    at: Point
    anchor: str
    text: str
    box: Box
    away: float
    """How much this place has against it, even if it is free."""


class Way(NamedTuple):
    """From one country to the next in one role, said as firmly."""

    begin: str
    end: str
    role: Role
    standing: Standing


class Leg(Struct, frozen=True):
    """The line of a way."""

    role: Role
    standing: Standing
    begin: Point
    end: Point
    width: float
    arrow: Sequence[Point]
    """The corners of the arrowhead."""


class Ring(Struct, frozen=True):
    """A distance from the middle."""

    kilometres: int
    radius: float
    label: Point
    """Where its distance is written."""


class RouteMap(Struct, frozen=True):
    """All that is drawn, in units of the drawing; the store's country is in the middle, at 0, 0."""

    box: Box
    rings: Sequence[Ring]
    legs: Sequence[Leg]
    spots: Sequence[Point]
    labels: Sequence[Label]
    internal: float | None
    """How wide the ring is that stands for the routes within the country, if there are any."""
    roles: Sequence[tuple[str, int]]
    """The roles, and how many reports have routes in each."""
    standings: Sequence[str]
    """How firmly the routes that are drawn are said."""
    widths: Sequence[tuple[int, float]]
    """Some numbers of reports, and how wide their lines are."""
    partly: int
    """How many pairs have an end that is not named."""
    dot: float = _DOT
    home: float = _HOME


def routemap(store: Store, rows: Sequence[RouteRow]) -> RouteMap | None:
    """The drawing of these routes; None when none of them leads from one country to another."""
    home = store.store.country
    found = pairs(store, rows)
    counts = _ways(store, found)
    if not counts:
        return None
    codes = Counter({home: 0})
    for way, number in counts.items():
        codes.update({way.begin: number, way.end: number})
    middle = store.countries[home]
    polar = {code: _bearing_and_distance(middle, store.countries[code]) for code in codes}
    scale = _RADIUS / _squeezed(max(1, *(distance for _, distance in polar.values())))
    points = {
        code: Point(sin(bearing) * far, -cos(bearing) * far)
        for code, (bearing, distance) in polar.items()
        for far in [_squeezed(distance) * scale]
    }
    legs = list(_drawn(counts, points, home))
    labels = _labels(
        {code: visible(store.countries[code].name) for code, _ in codes.most_common()},
        points,
        home,
        legs,
    )
    rings = list(_rings(scale, [bearing for code, (bearing, _) in polar.items() if code != home]))
    most = max(counts.values())
    inside = {each for pair in found if pair.role == "internal" for each in pair.reports}
    standings = {leg.standing for leg in legs}
    return RouteMap(
        box=_around([label.box for label in labels], [*points.values()], rings),
        rings=rings,
        legs=legs,
        spots=[point for code, point in points.items() if code != home],
        labels=labels,
        internal=_width(len(inside), most) if inside else None,
        roles=[
            (role, len(reports))
            for role in _ROLES
            if (reports := {each for pair in found if pair.role == role for each in pair.reports})
        ],
        standings=[standing for standing in _STANDINGS if standing in standings],
        widths=[(number, _width(number, most)) for number in sorted({1, (most + 1) // 2, most})],
        partly=sum(
            None in (pair.origin, pair.destination) for pair in found if pair.role != "internal"
        ),
    )


def _ways(store: Store, found: Sequence[Pair]) -> Counter[Way]:
    """How many reports there are of each way from a country to the next."""
    reports: defaultdict[Way, set[str]] = defaultdict(set)
    for pair in found:
        for begin, end in pairwise(pair.way(store)):
            if begin and end and begin != end:
                reports[Way(begin, end, pair.role, pair.standing)].update(pair.reports)
    return Counter({way: len(each) for way, each in reports.items()})


def _bearing_and_distance(here: Country, there: Country) -> tuple[float, float]:
    """The direction of the shortest way, clockwise from the north, and its kilometres."""
    lat, other = radians(here.lat), radians(there.lat)
    east = radians(there.lon - here.lon)
    bearing = atan2(
        sin(east) * cos(other), cos(lat) * sin(other) - sin(lat) * cos(other) * cos(east)
    )
    half = sin((other - lat) / 2) ** 2 + cos(lat) * cos(other) * sin(east / 2) ** 2
    return bearing, 2 * _EARTH * asin(min(sqrt(half), 1))


def _squeezed(kilometres: float) -> float:
    return log1p(kilometres / _NEAR)


def _width(reports: int, most: int) -> float:
    """How wide a line is: it grows with the number of reports, up to the most that a line has."""
    return round(_THINNEST + min(0.45, _WIDEST / most) * min(reports, most), 2)


def _drawn(counts: Counter[Way], points: dict[str, Point], home: str) -> Iterator[Leg]:
    """The legs as lines; those between the same two countries run side by side."""
    most = max(counts.values())
    together: defaultdict[tuple[str, ...], list[Way]] = defaultdict(list)
    for way in counts:
        together[tuple(sorted((way.begin, way.end)))].append(way)
    for (one, other), ways in together.items():
        widths = [_width(counts[way], most) for way in ways]
        offset = -(sum(widths) + 2.5 * (len(ways) - 1)) / 2
        for way, width in zip(ways, widths, strict=True):
            ends = _shifted(points[one], points[other], offset + width / 2)
            near = [_HOME + 3 if code == home else _DOT + 2 for code in (one, other)]
            begin, end = _shortened(*ends, *near)
            if way.begin != one:
                begin, end = end, begin
            corners = _arrow(begin, end, width)
            yield Leg(way.role, way.standing, begin, end, width, corners)
            offset += width + 2.5


def _shifted(begin: Point, end: Point, offset: float) -> tuple[Point, Point]:
    """The line moved sideways."""
    length = hypot(end.x - begin.x, end.y - begin.y) or 1
    x, y = -(end.y - begin.y) / length * offset, (end.x - begin.x) / length * offset
    return Point(begin.x + x, begin.y + y), Point(end.x + x, end.y + y)


def _shortened(begin: Point, end: Point, first: float, last: float) -> tuple[Point, Point]:
    """The line without so much of its beginning and its end."""
    length = hypot(end.x - begin.x, end.y - begin.y) or 1
    x, y = (end.x - begin.x) / length, (end.y - begin.y) / length
    return (
        Point(begin.x + x * first, begin.y + y * first),
        Point(end.x - x * last, end.y - y * last),
    )


def _arrow(begin: Point, end: Point, width: float) -> Sequence[Point]:
    """A triangle past the middle of the line, pointing along it."""
    length = hypot(end.x - begin.x, end.y - begin.y) or 1
    x, y = (end.x - begin.x) / length, (end.y - begin.y) / length
    long, wide = 7 + width, 3 + width * 0.7
    tip = Point(begin.x + x * (0.62 * length + long / 2), begin.y + y * (0.62 * length + long / 2))
    back = Point(tip.x - x * long, tip.y - y * long)
    return (
        tip,
        Point(back.x - y * wide, back.y + x * wide),
        Point(back.x + y * wide, back.y - x * wide),
    )


def _labels(
    names: dict[str, str], points: dict[str, Point], home: str, legs: Sequence[Leg]
) -> list[Label]:
    """A label for each country, where it covers least of the others, of the dots and the lines."""
    strokes = [
        Point(
            leg.begin.x + (leg.end.x - leg.begin.x) * part / 24,
            leg.begin.y + (leg.end.y - leg.begin.y) * part / 24,
        )
        for leg in legs
        for part in range(25)
    ]
    placed: list[Label] = []
    for code in sorted(names, key=lambda code: code != home):
        name, at = names[code], points[code]
        others = [point for other, point in points.items() if other != code]
        near = [stroke for stroke in strokes if hypot(stroke.x - at.x, stroke.y - at.y) < _REACH]
        short = name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"
        size = _HOME if code == home else _DOT
        candidates = _candidates(at, short, size + 4)
        placed.append(min(candidates, key=lambda label: _cost(label, at, placed, others, near)))
    return placed


def _cost(
    label: Label,
    at: Point,
    placed: Sequence[Label],
    dots: Sequence[Point],
    strokes: Sequence[Point],
) -> float:
    """How much is against this label of the dot `at`: what it covers, and what it seems to name."""
    mistakable = label.box.distance(at) + 4
    return (
        8 * sum(label.box.overlap(other.box) for other in placed)
        + 200 * sum(label.box.distance(dot) < _DOT + 2 for dot in dots)
        + 40 * sum(label.box.distance(dot) < mistakable for dot in dots)
        + 12 * sum(map(label.box.holds, strokes))
        + label.away
    )


def _candidates(at: Point, text: str, away: float) -> Iterator[Label]:
    """The places where a dot's name may stand: beside it, above it, below it, a little farther."""
    wide = cells(text) * _LETTER
    for further, (across, down) in product(
        (0, 9, 20), ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1))
    ):
        reach = away + further if not (across and down) else (away + further) * 0.75
        x, y = at.x + across * reach, at.y + down * (reach + _LINE * 0.4 * (not across))
        left = x - wide * (1 - across) / 2
        anchor = {1: "start", 0: "middle", -1: "end"}[across]
        outwards = (at.x * across + at.y * down) / (hypot(*at) * hypot(across, down) or 1)
        box = Box(left - 2, y - _LINE / 2, left + wide + 2, y + _LINE / 2)
        yield Label(Point(x, y), anchor, text, box, further - 12 * outwards)


def _square(at: Point, half: float) -> Box:
    return Box(at.x - half, at.y - half, at.x + half, at.y + half)


def _rings(scale: float, bearings: Sequence[float]) -> Iterator[Ring]:
    """The rings within the drawing, their labels in the direction farthest from these."""
    ordered = sorted(bearings)
    gaps = [
        (after - before, (after + before) / 2)
        for before, after in pairwise([*ordered, ordered[0] + 2 * pi])
    ]
    _, middle = max(gaps)
    for kilometres in _RINGS:
        radius = _squeezed(kilometres) * scale
        if radius < _RADIUS:
            yield Ring(kilometres, radius, Point(sin(middle) * radius, -cos(middle) * radius))


def _around(boxes: Sequence[Box], points: Sequence[Point], rings: Sequence[Ring]) -> Box:
    """What holds all of this, the rings whole, with a margin."""
    every = [
        *boxes,
        *(_square(point, _HOME + 6) for point in points),
        *(_square(Point(0, 0), ring.radius) for ring in rings),
        *(_square(ring.label, _LINE) for ring in rings),
    ]
    return Box(
        min(box.left for box in every) - 8,
        min(box.top for box in every) - 8,
        max(box.right for box in every) + 8,
        max(box.bottom for box in every) + 8,
    )
