"""Sizes and places on the paper: texts and the room that they take, points, paths."""

from collections import defaultdict
from collections.abc import Iterable
from math import ceil
from typing import NamedTuple

from serbia_tip.terminal.text import cells, wrapped

SIZE, SMALL, LARGE = 13.0, 11.5, 17.0  # the font sizes, in pixels
LINE = 17.0  # the height of a line of text of the usual size
SAMPLE = 36.0  # the width of a sample in a legend
_LETTER = 0.57  # the approximate width of a letter, as a share of the font size
_WIDE = 0.64  # the same for a short text, which may have many wide letters
SIZES = {"quiet": SMALL, "small": SMALL, "strong": SMALL, "title": LARGE}
"""The font size of the layers of text that have another than the usual one."""
SHARES = {"start": 0.0, "middle": 0.5, "end": 1.0}
"""The share of a text's width that lies to the left of its place, by its anchor."""


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
        is_beside = self.left >= other.right or other.left >= self.right
        return not is_beside and self.top < other.bottom and other.top < self.bottom

    def is_crossed(self, begin: complex, end: complex, half: float = 0) -> bool:
        """Whether the line from one point to the other, so wide on each side, touches it."""
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


def around(boxes: Iterable[Box]) -> Box:
    """The smallest rectangle around these."""
    left, top, right, bottom = zip(*boxes, strict=True)
    return Box(min(left), min(top), max(right), max(bottom))


def square(at: complex, half: float) -> Box:
    """The square around a point."""
    return Box(at.real - half, at.imag - half, at.real + half, at.imag + half)


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


class Room:
    """What is drawn already, and the labels that find room beside it."""

    def __init__(self) -> None:
        """Start with nothing."""
        # By the part of the width that it touches, so that a label looks at its own.
        self._taken: defaultdict[int, list[Box]] = defaultdict(list)
        self._lines: defaultdict[int, list[tuple[complex, complex, float]]] = defaultdict(list)

    def take(self, box: Box) -> None:
        """Let no label cover the rectangle."""
        for part in _parts(box.left, box.right):
            self._taken[part].append(box)

    def draw(self, begin: complex, end: complex, half: float = 0) -> None:
        """Let no label cross the line, so wide on each side, if there is a place beside it."""
        left, right = sorted((begin.real, end.real))
        for part in _parts(left - half, right + half):
            self._lines[part].append((begin, end, half))

    def place(self, labels: Iterable[Label]) -> Label | None:
        """Take the first of the labels that has room, or that which crosses fewest lines."""

        def is_free(label: Label) -> bool:
            parts = _parts(label.box.left, label.box.right)
            return not any(label.box.overlaps(box) for part in parts for box in self._taken[part])

        def crossed(label: Label) -> int:
            parts = _parts(label.box.left, label.box.right)
            near = {line for part in parts for line in self._lines[part]}
            return sum(label.box.is_crossed(*line) for line in near)

        free = list(filter(is_free, labels))
        clear = (label for label in free if not crossed(label))
        if found := next(clear, None) or min(free, key=crossed, default=None):
            self.take(found.box)
        return found


def _parts(left: float, right: float) -> range:
    """The parts of the width between two places, each as wide as a short label."""
    return range(int(left // 26), int(right // 26) + 1)


def number(number: float) -> str:
    """A coordinate, as exact as a screen can show it."""
    return f"{round(number, 1):g}"
