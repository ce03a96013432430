"""Sizes and places on the paper: texts and the room that they take, points, paths."""

from collections.abc import Sequence
from math import ceil
from typing import NamedTuple, TypeAlias

from serbia_tip.terminal.text import cells, wrapped

SIZE, SMALL, LARGE = 13.0, 11.5, 17.0
"""The font sizes, in the units of a drawing: pixels."""

LINE = 17.0
"""The height of a line of text of the usual size."""

SAMPLE = 36.0
"""The width of a sample in a legend."""

_LETTER = 0.57  # the approximate width of a letter, as a share of the font size
_WIDE = 0.64  # the same for a short text, which may have many wide letters

SIZES = {"quiet": SMALL, "small": SMALL, "strong": SMALL, "title": LARGE}
"""The font size of the layers of text that have another than the usual one."""


def width_of(text: str, size: float = SIZE) -> float:
    """The approximate width of the text, and hardly ever too little."""
    return ceil(cells(text) * size * _WIDE)


def split(text: str, width: float, size: float = SIZE) -> list[str]:
    """Wrap the text within this width; a longer word is broken."""
    most = max(int(width / (size * _LETTER)), 1)
    return [
        line[begin : begin + most]
        for line in wrapped(text, most)
        for begin in range(0, max(len(line), 1), most)
    ]


class Box(NamedTuple):
    """A rectangle."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Box") -> bool:
        """Whether some area belongs to both."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def is_crossed(self, begin: complex, end: complex, half: float = 0) -> bool:
        """Whether the line from one point to the other touches the rectangle.

        `half` is half the line's width.
        """
        enter, leave = 0.0, 1.0
        way = end - begin
        for start, change, low, high in (
            (begin.real, way.real, self.left - half, self.right + half),
            (begin.imag, way.imag, self.top - half, self.bottom + half),
        ):
            if change:
                first, last = sorted(((low - start) / change, (high - start) / change))
                enter, leave = max(enter, first), min(leave, last)
            elif not low <= start <= high:
                return False
        return enter <= leave


SHARES = {"start": 0.0, "middle": 0.5, "end": 1.0}
"""The share of a text's width that lies to the left of its place, by its anchor."""


class Label(NamedTuple):
    """A line of text with the place of its anchor, and the rectangle that it takes."""

    text: str
    x: float
    y: float
    anchor: str
    box: Box


def placed(text: str, x: float, y: float, size: float, anchor: str = "middle") -> Label:
    """The text with its baseline at `y`."""
    width = width_of(text, size)
    left = x - width * SHARES[anchor]
    return Label(text, x, y, anchor, Box(left, y - size * 0.85, left + width, y + size * 0.25))


def square(at: complex, half: float) -> Box:
    """The square around a point."""
    return Box(at.real - half, at.imag - half, at.real + half, at.imag + half)


Move: TypeAlias = tuple[str, *tuple[float, ...]]
"""A path command with its numbers."""


def to(*moves: Move) -> str:
    """The commands as path data: `to(("M", 0, 0), ("H", 10))`."""
    return "".join(f"{letter}{' '.join(map(number, places))}" for letter, *places in moves)


def joined(points: Sequence[complex]) -> str:
    """The path commands that join these points."""
    moves = (("L", point.real, point.imag) for point in points[1:])
    return to(("M", points[0].real, points[0].imag), *moves)


def number(number: float) -> str:
    """A coordinate, as exact as a screen can show it."""
    return f"{round(number, 1):g}"


def circle(x: float, y: float, radius: float) -> str:
    """The path commands of a circle."""
    arc = f"a{radius:g} {radius:g} 0 1 0"
    return f"{to(('M', x - radius, y))}{arc} {2 * radius:g} 0{arc} {-2 * radius:g} 0Z"
