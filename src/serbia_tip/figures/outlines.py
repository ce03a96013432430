"""Outlines of the world's countries for maps, and those that lie around a place.

`outlines.json` has the lines between countries of Natural Earth, which is in the public domain;
docs/charts.md says how it was made. Each line is a list of numbers: a point, then steps.
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate
from math import cos, radians, sin
from pathlib import Path
from typing import TypeAlias

import msgspec
from msgspec import Struct

Ring: TypeAlias = list[tuple[float, float]]  # longitudes and latitudes


class _Transform(Struct):
    scale: tuple[float, float]
    translate: tuple[float, float]


class _Outlines(Struct):
    """The file: the lines, and the numbers of those that go around each part of a country."""

    transform: _Transform
    countries: dict[str, list[list[list[int]]]]  # a number n below 0 is line ~n, backwards
    arcs: list[list[int]]


def outlines_around(lat: float, lon: float, reach: float) -> Iterator[tuple[str, list[list[Ring]]]]:
    """The code of each country so near a place, in radians, and the parts of it that are near."""
    text = (Path(__file__).parent / "outlines.json").read_bytes()
    outlines = msgspec.json.decode(text, type=_Outlines)
    (wide, high), (left, low) = outlines.transform.scale, outlines.transform.translate
    lines: list[Ring] = []
    for steps in outlines.arcs:
        points = zip(accumulate(steps[::2]), accumulate(steps[1::2]), strict=True)
        lines.append([(round(x * wide + left, 2), round(y * high + low, 2)) for x, y in points])
    up, over = sin(radians(lat)), cos(radians(lat))

    def is_near(ring: Ring) -> bool:
        least = cos(reach)
        return any(
            up * sin(radians(y)) + over * cos(radians(y)) * cos(radians(x - lon)) > least
            for x, y in ring
        )

    for code, parts in outlines.countries.items():
        areas = [[_join_ring(lines, ring) for ring in part] for part in parts]
        if near := [area for area in areas if is_near(area[0])]:
            yield code, near


def _join_ring(lines: Sequence[Ring], numbers: Sequence[int]) -> Ring:
    ring: Ring = []
    for number in numbers:
        line = lines[number] if number >= 0 else lines[~number][::-1]
        ring += line[1:] if ring else line
    return ring
