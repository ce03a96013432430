"""The paper on which a figure is drawn in shapes, and its marks."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from html import escape
from math import ceil
from typing import TypeAlias

from serbia_tip.terminal.screen import visible
from serbia_tip.terminal.text import cells, wrapped

SIZE = 13.0
"""The font size, in the units of a drawing."""


SMALL = 11.5


LARGE = 17.0


LINE = 17.0
"""The height of a line of text."""


LETTER = 0.57
"""The approximate width of a letter, as a share of the font size."""


_WIDE = 0.64
"""The same for a short text, which may have many wide letters."""


_INK, _QUIET, _PAPER, _RAISED = "#1b1b1b", "#5b5a57", "#fdfcfa", "#edeae4"


_RULE, _EDGE, _ACCENT = "#d8d5cf", "#7a776f", "#1f4e79"


LOOKS: dict[str, str] = {
    "ground": f'fill="{_PAPER}"',
    "gap": f'fill="{_RAISED}"',
    "box": f'fill="{_PAPER}" stroke="{_EDGE}"',
    "rule": f'fill="none" stroke="{_RULE}"',
    "divider": f'fill="none" stroke="{_EDGE}" stroke-dasharray="3 3"',
    "bar": f'fill="{_ACCENT}"',
    "doubtful": f'fill="none" stroke="{_ACCENT}" stroke-dasharray="4 2"',
    "route": f'fill="none" stroke="{_ACCENT}"',
    "alleged": f'fill="none" stroke="{_ACCENT}" stroke-dasharray="9 5"',
    "at_risk": f'fill="none" stroke="{_ACCENT}" stroke-dasharray="2 4"',
    "arrow": f'fill="{_ACCENT}"',
    "destination": f'fill="none" stroke="{_INK}"',
    "destination_arrow": f'fill="{_INK}"',
    "transit": f'fill="none" stroke="{_EDGE}"',
    "transit_arrow": f'fill="{_EDGE}"',
    "source": f'fill="none" stroke="{_ACCENT}"',
    "source_arrow": f'fill="{_ACCENT}"',
    "bracket": f'fill="none" stroke="{_ACCENT}" stroke-width="2"',
    "line": f'fill="none" stroke="{_INK}" stroke-width="2" stroke-linejoin="round"',
    "mark": f'fill="{_INK}"',
    "hollow": f'fill="{_PAPER}" stroke="{_INK}" stroke-width="2"',
    "cross": f'fill="none" stroke="{_INK}" stroke-width="2.5"',
    "reach": 'fill="transparent"',
    "halo": f'fill="none" stroke="{_PAPER}" stroke-width="4" stroke-linejoin="round"',
    "quiet": f'fill="{_QUIET}" font-size="{SMALL:g}"',
    "text": f'fill="{_INK}"',
    "heading": f'fill="{_INK}" font-weight="bold"',
    "title": f'fill="{_INK}" font-size="{LARGE:g}" font-weight="bold"',
}
"""The attributes of each layer, from the lowest to the uppermost."""


_DARK = {
    _INK: "#e8e6e1",
    _QUIET: "#a9a6a0",
    _PAPER: "#151515",
    _RAISED: "#2a2a28",
    _RULE: "#393836",
    _EDGE: "#8f8c85",
    _ACCENT: "#9cc3e6",
}
"""The colours on a dark background."""


def dark() -> str:
    """The style sheet that darkens a drawing if the reader prefers that."""
    rules = "".join(
        f".figure .{name}{{{part}:{_DARK[f'#{color}']}}}"
        for name, look in LOOKS.items()
        for part, color in re.findall(r'(fill|stroke)="#(\w+)"', look)
    )
    return f"@media screen and (prefers-color-scheme:dark){{{rules}}}"


def light() -> str:
    """The looks as a style sheet, for all drawings of a page."""
    return "".join(f".figure .{name}{{{_declarations(look)}}}" for name, look in LOOKS.items())


def _declarations(look: str) -> str:
    pairs = re.findall(r'([\w-]+)="([^"]+)"', look)
    return ";".join(f"{name}:{value}{'px' * (name == 'font-size')}" for name, value in pairs)


def width_of(text: str, size: float = SIZE) -> float:
    """The approximate width of the text, and hardly ever too little."""
    return ceil(cells(text) * size * _WIDE)


def split(text: str, width: float) -> list[str]:
    """Wrap the text within this width, unless a single word is wider."""
    return wrapped(text, max(int(width / (SIZE * LETTER)), 1))


class Paper:
    """A drawing to which shapes are added, layer by layer."""

    def __init__(self, *, linked: bool = False) -> None:
        """Start an empty drawing; `linked` makes each mark a link to its fact."""
        self._layers: defaultdict[str, list[str]] = defaultdict(list)
        self._paths: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        self._texts: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        self._linked = linked
        self.width = 0.0
        self.height = 0.0

    def rect(
        self,
        layer: str,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fact: str | None = None,
        said: str = "",
    ) -> None:
        """Add a rectangle; `said` is its tooltip."""
        self.reach(x + width, y + height)
        place = f'x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}"'
        end = f"><title>{escaped(said)}</title></rect>" if said else "/>"
        self._layers[layer].append(self._link(f"<rect {place}{end}", fact))

    def path(self, layer: str, data: str, *, looks: str = "") -> None:
        """Add a path; `data` are its commands, made with `to`."""
        self._paths[layer, looks].append(data)

    def text(
        self,
        layer: str,
        x: float,
        y: float,
        text: str,
        *,
        anchor: str = "start",
        fact: str | None = None,
    ) -> None:
        """Add one line of text, its baseline at `y`."""
        size = {"quiet": SMALL, "title": LARGE}.get(layer, SIZE)
        shape = f'<text x="{_n(x)}" y="{_n(y)}">{escaped(text)}</text>'
        self._texts[layer, anchor].append(self._link(shape, fact))
        reach = {"start": 1.0, "middle": 0.5, "end": 0.0}[anchor]
        self.reach(x + width_of(text, size) * reach, y + size / 2)

    def lines(self, layer: str, x: float, y: float, lines: Sequence[str]) -> float:
        """Add lines of text, the first one's baseline at `y`; return the baseline of the next."""
        for line in lines:
            self.text(layer, x, y, line)
            y += LINE
        return y

    def _link(self, shape: str, fact: str | None) -> str:
        if fact is None or not self._linked:
            return shape
        return f'<a href="#{escape(fact)}">{shape}</a>'

    def reach(self, right: float, bottom: float) -> None:
        """Extend the drawing to this point."""
        self.width = max(self.width, right)
        self.height = max(self.height, bottom)

    def shapes(self) -> Iterator[str]:
        """The layers as SVG groups, from the lowest up; on a page, a style sheet has the looks."""
        for layer, look in LOOKS.items():
            attributes = f'class="{layer}"' if self._linked else f'class="{layer}" {look}'
            shapes = [*self._joined(layer), *self._layers[layer]]
            if shapes:
                yield f"<g {attributes}>{''.join(shapes)}</g>"
            for (name, anchor), texts in self._texts.items():
                if name == layer:
                    where = "" if anchor == "start" else f' text-anchor="{anchor}"'
                    yield f"<g {attributes}{where}>{''.join(texts)}</g>"

    def _joined(self, layer: str) -> Iterator[str]:
        """The paths of a layer; on a page, those that look the same as one, which is shorter."""
        for (name, looks), data in self._paths.items():
            if name == layer:
                for each in ["".join(data)] if self._linked else data:
                    yield f'<path d="{each}"{looks and f" {looks}"}/>'


def escaped(text: str) -> str:
    """Escape the text for markup, with single plain spaces: not every font has others."""
    return escape(" ".join(visible(text).split()), quote=False)


Move: TypeAlias = tuple[str, float] | tuple[str, float, float]
"""A path command with its numbers."""


def to(*moves: Move) -> str:
    """The commands as path data: `to(("M", 0, 0), ("H", 10))`."""
    return "".join(f"{letter}{' '.join(map(_n, places))}" for letter, *places in moves)


def _n(number: float) -> str:
    """A coordinate, as exact as a screen can show it."""
    return f"{round(number, 1):g}"


_REACH = 24.0
"""The width and height of the area that a finger can tap."""


def draw_mark(
    paper: Paper, sign: str, x: float, y: float, *, fact: str | None = None, said: str = ""
) -> None:
    """Draw the mark of a rating or a figure around this point."""
    match sign:
        case "inferred":
            paper.path("hollow", circle(x, y, 5))
        case "disputed":
            diamond = to(("M", x, y - 7), ("L", x + 7, y), ("L", x, y + 7), ("L", x - 7, y))
            paper.path("mark", f"{diamond}Z")
        case "deprecated":
            falling = to(("M", x - 5, y - 5), ("L", x + 5, y + 5))
            paper.path("cross", f"{falling}{to(('M', x - 5, y + 5), ('L', x + 5, y - 5))}")
        case _:
            paper.path("mark", circle(x, y, 5))
    if fact is not None:
        half = _REACH / 2
        paper.rect("reach", x - half, y - half, _REACH, _REACH, fact=fact, said=said)


def circle(x: float, y: float, radius: float) -> str:
    """The path commands of a circle."""
    arc = f"a{radius:g} {radius:g} 0 1 0"
    return f"{to(('M', x - radius, y))}{arc} {2 * radius:g} 0{arc} {-2 * radius:g} 0Z"


def draw_bracket(paper: Paper, begin: float, end: float, y: float) -> None:
    """Draw a line over a period, with its two ends."""
    opens = to(("M", begin, y - 5), ("V", y + 5), ("M", begin, y), ("H", end))
    paper.path("bracket", f"{opens}{to(('M', end, y - 5), ('V', y + 5))}")


def draw_arrow(
    paper: Paper,
    kind: str,
    begin: float,
    end: float,
    y: float,
    thick: float,
    *,
    head: str = "arrow",
) -> None:
    """Draw a line of this kind from left to right, with an arrowhead."""
    long, wide = 6 + thick, 3 + thick
    looks = f'stroke-width="{thick:.1f}"'
    paper.path(kind, to(("M", begin, y), ("H", end - long)), looks=looks)
    paper.path(head, f"{to(('M', end, y), ('l', -long, -wide), ('v', 2 * wide))}Z")
