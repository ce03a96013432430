"""The paper of an SVG: where boxes and labels find room, and how shapes are written on it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from math import ceil
from typing import NamedTuple

from serbia_tip.terminal.screen import Theme, visible
from serbia_tip.terminal.text import cells, wrap_text

SIZE, SMALL, LARGE = 13.0, 11.5, 17.0  # the font sizes, in pixels
LINE = 17.0  # the height of a line of text of the usual size
SAMPLE = 36.0  # the width of a sample in a legend
_LETTER, _WIDE = 0.57, 0.64  # the width of a letter, also in a short text, as shares of its size
SIZES = {"quiet": SMALL, "small": SMALL, "strong": SMALL, "title": LARGE}  # unlike the usual one
_SHARES = {"start": 0.0, "middle": 0.5, "end": 1.0}  # of a text's width to the left of its anchor


def paper_text_width(text: str, size: float = SIZE) -> float:
    """The approximate width of the text, and hardly ever too little."""
    return ceil(cells(text) * size * _WIDE)


def wrap_on_paper(text: str, width: float, size: float = SIZE) -> list[str]:
    """Wrap the text within this width; a longer word is broken."""
    most = max(int(width / (size * _LETTER)), 1)
    return [
        line[begin : begin + most]
        for line in wrap_text(text, most)
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


def paper_box(boxes: Iterable[Box]) -> Box:
    """The smallest rectangle around these."""
    left, top, right, bottom = zip(*boxes, strict=True)
    return Box(min(left), min(top), max(right), max(bottom))


def paper_square(at: complex, half: float) -> Box:
    """The square around a point."""
    return Box(at.real - half, at.imag - half, at.real + half, at.imag + half)


class Label(NamedTuple):
    """A line of text with the place of its anchor, and the rectangle that it takes."""

    text: str
    x: float
    y: float
    anchor: str
    box: Box


def paper_label(text: str, x: float, y: float, size: float, anchor: str = "middle") -> Label:
    """The text with its baseline at `y`."""
    width = paper_text_width(text, size)
    left = x - width * _SHARES[anchor]
    return Label(text, x, y, anchor, Box(left, y - size * 0.85, left + width, y + size * 0.25))


class Room:
    """What is drawn already, and the labels that find room beside it."""

    def __init__(self) -> None:
        """Start with nothing."""
        # By the part of the width that it touches, so that a label looks at its own.
        self._taken = defaultdict[int, list[Box]](list)
        self._lines = defaultdict[int, list[tuple[complex, complex, float]]](list)

    def take(self, box: Box) -> None:
        """Let no label cover the rectangle."""
        for part in _paper_parts(box.left, box.right):
            self._taken[part].append(box)

    def draw(self, begin: complex, end: complex, half: float = 0) -> None:
        """Let no label cross the line, so wide on each side, if there is a place beside it."""
        left, right = sorted((begin.real, end.real))
        for part in _paper_parts(left - half, right + half):
            self._lines[part].append((begin, end, half))

    def place(self, labels: Iterable[Label]) -> Label | None:
        """Take the first of the labels that has room, or that which crosses fewest lines."""
        crossed: dict[Label, int] = {}  # how many lines each crosses that covers nothing
        for label in labels:
            parts, box = _paper_parts(label.box.left, label.box.right), label.box
            if not any(box.overlaps(taken) for part in parts for taken in self._taken[part]):
                near = {line for part in parts for line in self._lines[part]}
                crossed[label] = sum(box.is_crossed(*line) for line in near)
                if not crossed[label]:
                    break
        if found := min(crossed, key=crossed.__getitem__, default=None):
            self.take(found.box)
        return found


def _paper_parts(left: float, right: float) -> range:
    """The parts of the width between two places, each as wide as a short label."""
    return range(int(left // 26), int(right // 26) + 1)


def paper_number(number: float) -> str:
    """A coordinate, as exact as a screen can show it."""
    return f"{round(number, 1):g}"


_INK, _QUIET, _PAPER, _RAISED = "#1b1b1b", "#5b5a57", "#fdfcfa", "#e3dfd7"
_RULE, _EDGE, _ACCENT = "#d8d5cf", "#7a776f", "#1f5f99"
# The attributes of each layer, from the lowest to the uppermost.
_LOOKS: dict[str, dict[str, str]] = {
    "ground": {"fill": _PAPER},
    "gap": {"fill": _RAISED},
    "rule": {"fill": "none", "stroke": _RULE},
    "divider": {"fill": "none", "stroke": _EDGE, "stroke-dasharray": "3 3"},
    "bar": {"fill": _ACCENT},
    "doubtful": {"fill": "none", "stroke": _ACCENT, "stroke-dasharray": "4 2"},
    "destination": {"fill": "none", "stroke": _INK},
    "destination_arrow": {"fill": _INK},
    "transit": {"fill": "none", "stroke": _EDGE},
    "transit_arrow": {"fill": _PAPER, "stroke": _EDGE},
    "source": {"fill": "none", "stroke": _ACCENT},
    "source_arrow": {"fill": _ACCENT},
    "bracket": {"fill": "none", "stroke": _ACCENT, "stroke-width": "2"},
    "line": {"fill": "none", "stroke": _INK, "stroke-width": "2", "stroke-linejoin": "round"},
    "mark": {"fill": _INK},
    "hollow": {"fill": _PAPER, "stroke": _INK, "stroke-width": "2"},
    "cross": {"fill": "none", "stroke": _INK, "stroke-width": "2.5"},
    "reach": {"fill": _PAPER, "fill-opacity": "0"},
    "halo": {"fill": "none", "stroke": _PAPER, "stroke-width": "4", "stroke-linejoin": "round"},
    "quiet": {"fill": _QUIET, "font-size": f"{SMALL:g}"},
    "small": {"fill": _INK, "font-size": f"{SMALL:g}"},
    "strong": {"fill": _INK, "font-size": f"{SMALL:g}", "font-weight": "bold"},
    "text": {"fill": _INK},
    "heading": {"fill": _INK, "font-weight": "bold"},
    "title": {"fill": _INK, "font-size": f"{LARGE:g}", "font-weight": "bold"},
}
_DARK = {  # the colours on a dark background
    **{_INK: "#e8e6e1", _QUIET: "#a9a6a0", _PAPER: "#151515", _RAISED: "#34332f"},
    **{_RULE: "#393836", _EDGE: "#8f8c85", _ACCENT: "#7fb2e0"},
}
_MARGIN = 16.0  # of a drawing in a file of its own
_NARROW = 500.0  # the width up to which a drawing has to do with little room


def escape_on_paper(text: str) -> str:
    """Escape the text for markup, with single plain spaces: not every font has others."""
    return escape(" ".join(visible(text).split()), quote=False)


def dark_paper(within: str = ".figure") -> str:
    """The style sheet that darkens the drawings on a page if the reader prefers that."""
    rules = "".join(
        f"{within} .{name}{{{part}:{_DARK[color]}}}"
        for name, look in _LOOKS.items()
        for part, color in look.items()
        if color in _DARK
    )
    return f"@media screen and (prefers-color-scheme:dark){{{rules}}}"


def light_paper() -> str:
    """The looks as a style sheet, for all drawings of a page."""
    sheet = ""
    for name, look in _LOOKS.items():
        said = (f"{part}:{value}{'px' * (part == 'font-size')}" for part, value in look.items())
        sheet += f".figure .{name}{{{';'.join(said)}}}"
    return sheet


class Paper:
    """A drawing of a fixed width to which shapes are added, layer by layer."""

    def __init__(self, width: float, theme: Theme = "auto", part: str = "") -> None:
        """Start an empty drawing: a file of its own, or the part of a page that has this name."""
        self._theme, self._part = theme, part
        self._margin = 0.0 if part else _MARGIN
        self.width = width - 2 * self._margin  # of what is drawn
        self.is_narrow = self.width <= _NARROW
        self._bottom = 0.0
        self._shapes = defaultdict[tuple[str, str], list[str]](list)
        self._paths = defaultdict[tuple[str, str], list[str]](list)
        self._texts: list[Box] = []

    def rect(self, layer: str, box: Box, said: str = "") -> None:
        """Add a rectangle; `said` is its tooltip."""
        self._bottom = max(self._bottom, box.bottom)
        place = f'x="{paper_number(box.left)}" y="{paper_number(box.top)}"'
        width, height = box.right - box.left, box.bottom - box.top
        size = f'width="{paper_number(width)}" height="{paper_number(height)}"'
        end = f"><title>{escape_on_paper(said)}</title></rect>" if said else "/>"
        self._shapes[layer, "start"].append(f"<rect {place} {size}{end}")

    def path(
        self, layer: str, points: Sequence[complex], end: str = "", **looks: str | float
    ) -> None:
        """Add a line that joins these points, and then the commands of its `end`: Z closes it."""
        said = (f' {name.replace("_", "-")}="{value}"' for name, value in looks.items())
        data = "L".join(f"{paper_number(at.real)} {paper_number(at.imag)}" for at in points)
        self._paths[layer, "".join(said)].append(f"M{data}{end}")

    def circle(self, layer: str, middle: complex, radius: float, **looks: str | float) -> None:
        """Add a circle."""
        arc = f"a{radius:g} {radius:g} 0 1 0"
        halves = f"{arc} {2 * radius:g} 0{arc} {-2 * radius:g} 0Z"
        self.path(layer, [middle - radius], halves, **looks)

    def text(self, layer: str, x: float, y: float, text: str, anchor: str = "start") -> None:
        """Add one line of text, its baseline at `y`."""
        shape = f'<text x="{paper_number(x)}" y="{paper_number(y)}">{escape_on_paper(text)}</text>'
        self._shapes[layer, anchor].append(shape)
        size = SIZES.get(layer, SIZE)
        self._texts.append(paper_label(text, x, y, size, anchor).box)
        self._bottom = max(self._bottom, y + size / 2)

    def label(self, layer: str, label: Label, at: complex) -> None:
        """Add a label, its place as seen from this point."""
        self.text(layer, at.real + label.x, at.imag + label.y, label.text, label.anchor)

    def lines(self, layer: str, x: float, y: float, lines: Sequence[str]) -> float:
        """Add lines of text, the first one's baseline at `y`; return the baseline of the next."""
        for line in lines:
            self.text(layer, x, y, line)
            y += SIZES.get(layer, SIZE) + 4
        return y

    def paragraph(self, layer: str, x: float, y: float, text: str) -> float:
        """Add the text in lines from `x` to the right edge; return the baseline of the next."""
        return self.lines(layer, x, y, wrap_on_paper(text, self.width - x, SIZES.get(layer, SIZE)))

    def height_of(self, layer: str, text: str, x: float = 0) -> float:
        """The height of such a paragraph."""
        size = SIZES.get(layer, SIZE)
        return len(wrap_on_paper(text, self.width - x, size)) * (size + 4)

    def upright(self, layer: str, x: float, top: float, bottom: float) -> None:
        """Add a vertical line that leaves out the texts that are already there."""
        beside = (box for box in self._texts if box.left - 2 < x < box.right + 2)
        ends = sorted((box.top - 1, box.bottom + 1) for box in beside)
        begin = top
        for upper, lower in [*ends, (bottom, bottom)]:
            if min(upper, bottom) > begin:
                self.path(layer, [complex(x, begin), complex(x, min(upper, bottom))])
            begin = max(begin, lower)

    def mark(self, sign: str, at: complex, radius: float = 5, said: str = "") -> None:
        """Add the mark of a rating or a figure around this point; `said` is its tooltip."""
        if sign == "disputed":
            self.path("mark", [at + radius * 1.4 * turn for turn in (1, 1j, -1, -1j)], "Z")
        elif sign == "deprecated":
            for corner in (complex(radius, radius), complex(radius, -radius)):
                self.path("cross", [at - corner, at + corner])
        else:
            self.circle("hollow" if sign == "inferred" else "mark", at, radius)
        if said:
            self.rect("reach", paper_square(at, 12), said)  # as large as a finger needs

    def bracket(self, begin: complex, end: complex) -> None:
        """Add a line over a period, with its two ends."""
        self.path("bracket", [begin - 5j, begin + 5j, begin, end, end - 5j, end + 5j])

    def written(self, title: str, description: str) -> str:
        """Write the drawing, for its page or as a file with a background and a margin."""
        part, margin = self._part, self._margin
        width, height = self.width + 2 * margin, round(self._bottom) + 2 * margin
        alone = style = ""
        if not part:
            alone = ' xmlns="http://www.w3.org/2000/svg" xml:lang="en" font-family="sans-serif"'
            self.rect("ground", Box(-margin, -margin, width - margin, height - margin))
            if self._theme == "auto":
                # LibreOffice, which would take the dark colours always, skips such a selector.
                style = f"<style>{dark_paper(':root.figure')}</style>"
        return (
            f'<svg{alone} class="figure" '
            f'viewBox="{-margin or 0:g} {-margin or 0:g} {width:g} {height:g}" '
            f'width="{width:g}" height="{height:g}" role="img" '
            f'aria-labelledby="{part}title {part}description" font-size="{SIZE:g}">'
            f'<title id="{part}title">{escape_on_paper(title)}</title>'
            f'<desc id="{part}description">{escape_on_paper(description)}</desc>'
            f"{style}{''.join(self._groups())}</svg>"
        )

    def _groups(self) -> Iterator[str]:
        """The layers from the lowest up, with their looks unless a page's style sheet has them."""
        colors = _DARK if self._theme == "dark" else {}
        for (layer, own), data in self._paths.items():
            drawn = ["".join(data)] if self._part else data  # one path is shorter
            self._shapes[layer, "start"] += [f'<path d="{each}"{own}/>' for each in drawn]
        for layer, look in _LOOKS.items():
            looks = "".join(f' {name}="{colors.get(value, value)}"' for name, value in look.items())
            for anchor in _SHARES:
                if shapes := "".join(self._shapes[layer, anchor]):
                    where = "" if anchor == "start" else f' text-anchor="{anchor}"'
                    yield f'<g class="{layer}"{"" if self._part else looks}{where}>{shapes}</g>'
