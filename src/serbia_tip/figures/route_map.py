"""The map of routes: where things stand on it, and how they are drawn."""

import cmath
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from math import asin, atan2, cos, log1p, pi, radians, sin, sqrt
from typing import NamedTuple

from msgspec import Struct

from serbia_tip.figures.svg import inlined
from serbia_tip.figures.svg_paper import LINE, Paper, circle, draw_arrow, to
from serbia_tip.model import Country, Role, Standing, Store
from serbia_tip.queries.attribution import Attribution
from serbia_tip.queries.route_pairs import Pair, count_reports, pairs
from serbia_tip.queries.rows import RouteRow
from serbia_tip.terminal.screen import visible
from serbia_tip.terminal.text import cells
from serbia_tip.words import number_of

_EARTH = 6371.0
"""The radius of the Earth in kilometres."""


_RADIUS = 470.0
"""The distance of the farthest country from the middle."""


_NEAR = 100.0
"""Kilometres up to which distances are almost to scale."""


_RINGS = (250, 1_000, 4_000, 16_000)
"""The distances of the rings in kilometres."""


HOME = 11.0
"""The radius of the home country's dot."""


DOT = 3.5
"""The radius of every other country's dot."""


_THINNEST, _WIDEST = 0.8, 4.5


_APART = 2.5
"""The distance between lines that join the same two countries."""


_LETTER, _LINE = 7.2, 15.0
"""The approximate width of a label's letter, and its height."""


_ANCHORS = {(0, -1): "middle", (0, 1): "middle", (1, 0): "start", (-1, 0): "end"}
"""The text anchor of a name above, below, right and left of its dot."""


_LONGEST = 32
"""The most letters of a name; a longer one is cut short."""


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


class Label(Struct, frozen=True):
    """A country's name and its place."""

    x: float
    y: float
    anchor: str
    text: str
    box: Box


class Way(NamedTuple):
    """From one country to the next in one role and standing."""

    begin: str
    end: str
    role: Role
    standing: Standing


class Leg(Struct, frozen=True):
    """The line of a way."""

    way: Way
    begin: complex
    end: complex
    width: float


class Ring(Struct, frozen=True):
    """A circle at a distance from the middle."""

    kilometres: int
    radius: float
    label: complex
    """The place of the distance's text."""


class RouteMap(Struct, frozen=True):
    """The map in units of the drawing, the home country at 0."""

    box: Box
    rings: Sequence[Ring]
    legs: Sequence[Leg]
    spots: Sequence[complex]
    labels: Sequence[Label]
    reports: Mapping[Role, int]
    """The number of reports by role."""
    most: int
    """The number of reports of the widest line."""


def routemap(store: Store, rows: Sequence[RouteRow]) -> RouteMap | None:
    """The map of these routes; None when none of them leads from one country to another."""
    home = store.store.country
    found = pairs(store, rows)
    counts = _ways(store, found)
    if not counts:
        return None
    codes = dict.fromkeys([home, *(code for way in counts for code in (way.begin, way.end))])
    middle = store.countries[home]
    polar = {code: _distance_and_angle(middle, store.countries[code]) for code in codes}
    scale = _RADIUS / _squeezed(max(1, *(distance for distance, _ in polar.values())))
    points = {
        code: cmath.rect(_squeezed(distance) * scale, angle)
        for code, (distance, angle) in polar.items()
    }
    names = {code: visible(store.countries[code].name) for code in codes}
    labels = _labels(names, points, home)
    rings = list(_rings(scale, [angle for code, (_, angle) in polar.items() if code != home]))
    attribution = Attribution.of(store)
    of_role: defaultdict[Role, list[Pair]] = defaultdict(list)
    for pair in found:
        of_role[pair.role].append(pair)
    return RouteMap(
        box=_around(labels, points.values(), rings),
        rings=rings,
        legs=list(_legs(counts, points, home)),
        spots=[point for code, point in points.items() if code != home],
        labels=labels,
        reports={role: count_reports(attribution, same) for role, same in of_role.items()},
        most=max(counts.values()),
    )


def line_width(reports: int, most: int) -> float:
    """The width of a line for so many reports, where the widest line has `most`."""
    return round(_THINNEST + min(0.45, _WIDEST / most) * min(reports, most), 2)


def _ways(store: Store, found: Sequence[Pair]) -> Counter[Way]:
    """The number of reports for each way from a country to the next."""
    pairs: defaultdict[Way, list[Pair]] = defaultdict(list)
    for pair in found:
        for begin, end in pairwise(pair.way(store)):
            if begin and end and begin != end:
                pairs[Way(begin, end, pair.role, pair.standing)].append(pair)
    attribution = Attribution.of(store)
    return Counter({way: count_reports(attribution, same) for way, same in pairs.items()})


def _distance_and_angle(here: Country, there: Country) -> tuple[float, float]:
    """The length of the shortest way in kilometres, and its direction, clockwise from the east."""
    lat, other = radians(here.lat), radians(there.lat)
    east = radians(there.lon - here.lon)
    bearing = atan2(
        sin(east) * cos(other), cos(lat) * sin(other) - sin(lat) * cos(other) * cos(east)
    )
    half = sin((other - lat) / 2) ** 2 + cos(lat) * cos(other) * sin(east / 2) ** 2
    return 2 * _EARTH * asin(min(sqrt(half), 1)), bearing - pi / 2


def _squeezed(kilometres: float) -> float:
    return log1p(kilometres / _NEAR)


def _legs(counts: Counter[Way], points: Mapping[str, complex], home: str) -> Iterator[Leg]:
    """The ways as lines, side by side between the same two countries."""
    most = max(counts.values())
    together: defaultdict[tuple[str, ...], list[Way]] = defaultdict(list)
    for way in counts:
        together[tuple(sorted((way.begin, way.end)))].append(way)
    for (one, other), ways in together.items():
        along = points[other] - points[one]
        along /= abs(along) or 1
        begin = points[one] + along * _room(one, home)
        end = points[other] - along * _room(other, home)
        widths = [line_width(counts[way], most) for way in ways]
        offset = -(sum(widths) + _APART * (len(ways) - 1)) / 2
        for way, width in zip(ways, widths, strict=True):
            aside = along * 1j * (offset + width / 2)
            ends = (begin, end) if way.begin == one else (end, begin)
            yield Leg(way, ends[0] + aside, ends[1] + aside, width)
            offset += width + _APART


def _room(code: str, home: str) -> float:
    """The distance from a country's centre at which its lines end."""
    return HOME + 3 if code == home else DOT + 2


def _labels(names: Mapping[str, str], points: Mapping[str, complex], home: str) -> list[Label]:
    """A label for each country, the home country first, that covers no dot and no other label."""
    taken = [_square(point, DOT + 2) for point in points.values()]
    labels = []
    for code in sorted(names, key=lambda code: (code != home, -abs(points[code]))):
        name = names[code]
        text = name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"
        candidates = list(_candidates(points[code], text, (HOME if code == home else DOT) + 4))
        free = (each for each in candidates if not any(map(each.box.overlap, taken)))
        label = next(free, candidates[0])
        taken.append(label.box)
        labels.append(label)
    return labels


def _candidates(at: complex, text: str, reach: float) -> Iterator[Label]:
    """The possible labels of a dot: close to it before farther away, the outer sides first."""
    wide = cells(text) * _LETTER
    sides = sorted(_ANCHORS, key=lambda side: -(at.real * side[0] + at.imag * side[1]))
    for away in (reach, reach + _LINE):
        for across, down in sides:
            x, y = at.real + across * away, at.imag + down * (away + _LINE * 0.4)
            left = x - wide * (1 - across) / 2
            box = Box(left - 2, y - _LINE / 2, left + wide + 2, y + _LINE / 2)
            yield Label(x, y, _ANCHORS[across, down], text, box)


def _square(at: complex, half: float) -> Box:
    return Box(at.real - half, at.imag - half, at.real + half, at.imag + half)


def _rings(scale: float, angles: Sequence[float]) -> Iterator[Ring]:
    """The rings within the drawing, labelled in the middle of the widest gap between the angles."""
    ordered = sorted(angles)
    gaps = [
        (after - before, (after + before) / 2)
        for before, after in pairwise([*ordered, ordered[0] + 2 * pi])
    ]
    _, widest = max(gaps)
    for kilometres in _RINGS:
        radius = _squeezed(kilometres) * scale
        if radius < _RADIUS:
            yield Ring(kilometres, radius, cmath.rect(radius, widest))


def _around(labels: Sequence[Label], points: Iterable[complex], rings: Sequence[Ring]) -> Box:
    """The bounding box of labels, dots and rings, with a margin."""
    every = [
        *(label.box for label in labels),
        *(_square(point, HOME + 6) for point in points),
        *(_square(0, ring.radius) for ring in rings),
        *(_square(ring.label, _LINE) for ring in rings),
    ]
    left, top, right, bottom = zip(*every, strict=True)
    return Box(min(left) - 8, min(top) - 8, max(right) + 8, max(bottom) + 8)


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
