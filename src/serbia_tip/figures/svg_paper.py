"""The paper on which a figure is drawn in shapes, and its marks; the only writer of markup."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import NewType, TypeAlias

from serbia_tip.figures.svg_geometry import (
    LARGE,
    SHARES,
    SIZE,
    SIZES,
    SMALL,
    Box,
    box_of,
    circle,
    joined,
    number,
    split,
    square,
    to,
)
from serbia_tip.terminal.screen import Theme, visible

_INK, _QUIET, _PAPER, _RAISED = "#1b1b1b", "#5b5a57", "#fdfcfa", "#e3dfd7"
_RULE, _EDGE, _ACCENT = "#d8d5cf", "#7a776f", "#1f5f99"

LOOKS: dict[str, str] = {
    "ground": f'fill="{_PAPER}"',
    "gap": f'fill="{_RAISED}"',
    "rule": f'fill="none" stroke="{_RULE}"',
    "divider": f'fill="none" stroke="{_EDGE}" stroke-dasharray="3 3"',
    "bar": f'fill="{_ACCENT}"',
    "doubtful": f'fill="none" stroke="{_ACCENT}" stroke-dasharray="4 2"',
    "destination": f'fill="none" stroke="{_INK}"',
    "destination_arrow": f'fill="{_INK}"',
    "transit": f'fill="none" stroke="{_EDGE}"',
    "transit_arrow": f'fill="{_PAPER}" stroke="{_EDGE}"',
    "source": f'fill="none" stroke="{_ACCENT}"',
    "source_arrow": f'fill="{_ACCENT}"',
    "bracket": f'fill="none" stroke="{_ACCENT}" stroke-width="2"',
    "line": f'fill="none" stroke="{_INK}" stroke-width="2" stroke-linejoin="round"',
    "mark": f'fill="{_INK}"',
    "hollow": f'fill="{_PAPER}" stroke="{_INK}" stroke-width="2"',
    "cross": f'fill="none" stroke="{_INK}" stroke-width="2.5"',
    "reach": f'fill="{_PAPER}" fill-opacity="0"',
    "halo": f'fill="none" stroke="{_PAPER}" stroke-width="4" stroke-linejoin="round"',
    "quiet": f'fill="{_QUIET}" font-size="{SMALL:g}"',
    "small": f'fill="{_INK}" font-size="{SMALL:g}"',
    "strong": f'fill="{_INK}" font-size="{SMALL:g}" font-weight="bold"',
    "text": f'fill="{_INK}"',
    "heading": f'fill="{_INK}" font-weight="bold"',
    "title": f'fill="{_INK}" font-size="{LARGE:g}" font-weight="bold"',
}
"""The attributes of each layer, from the lowest to the uppermost."""

_DARK = {
    _INK: "#e8e6e1",
    _QUIET: "#a9a6a0",
    _PAPER: "#151515",
    _RAISED: "#34332f",
    _RULE: "#393836",
    _EDGE: "#8f8c85",
    _ACCENT: "#7fb2e0",
}
"""The colours on a dark background."""

Markup = NewType("Markup", str)
"""Text in which nothing is markup but what this module wrote."""

Attributes: TypeAlias = Mapping[str, str | float]


def element(name: str, attributes: Attributes, *inside: Markup) -> Markup:
    """Write an element, the values of its attributes escaped."""
    said = "".join(
        f' {key}="{escape(visible(value)) if isinstance(value, str) else number(value)}"'
        for key, value in attributes.items()
    )
    return Markup(f"<{name}{said}>{''.join(inside)}</{name}>" if inside else f"<{name}{said}/>")


def escaped(text: str) -> Markup:
    """Escape the text for markup, with single plain spaces: not every font has others."""
    return Markup(escape(" ".join(visible(text).split()), quote=False))


def dark(within: str = ".figure") -> str:
    """The style sheet that darkens the drawings on a page if the reader prefers that."""
    rules = "".join(
        f"{within} .{name}{{{part}:{_DARK[f'#{color}']}}}"
        for name, look in LOOKS.items()
        for part, color in re.findall(r'(fill|stroke)="#(\w+)"', look)
    )
    return f"@media screen and (prefers-color-scheme:dark){{{rules}}}"


def light() -> str:
    """The looks as a style sheet, for all drawings of a page."""
    return "".join(
        f".figure .{name}{{{_declarations(dict(_attributes(look)))}}}"
        for name, look in LOOKS.items()
    )


def _attributes(look: str) -> list[tuple[str, str]]:
    return re.findall(r'([\w-]+)="([^"]+)"', look)


def _declarations(look: Mapping[str, str]) -> str:
    return ";".join(f"{name}:{value}{'px' * (name == 'font-size')}" for name, value in look.items())


class Paper:
    """A drawing of a fixed width to which shapes are added, layer by layer."""

    def __init__(self, width: float, *, theme: Theme = "auto", linked: bool = False) -> None:
        """Start an empty drawing; `linked` makes each mark a link to its fact."""
        self.width = width
        self.height = 0.0
        self._theme = theme
        self._linked = linked
        self._shapes: defaultdict[tuple[str, str], list[Markup]] = defaultdict(list)
        self._paths: defaultdict[tuple[str, tuple[tuple[str, str], ...]], list[str]]
        self._paths = defaultdict(list)
        self._texts: list[Box] = []

    def rect(self, layer: str, box: Box, *, fact: str | None = None, said: str = "") -> None:
        """Add a rectangle; `said` is its tooltip."""
        self.reach(box.bottom)
        place = {
            "x": box.left,
            "y": box.top,
            "width": box.right - box.left,
            "height": box.bottom - box.top,
        }
        tooltip = [element("title", {}, escaped(said))] if said else []
        self._shapes[layer, "start"].append(self._link(element("rect", place, *tooltip), fact))

    def path(self, layer: str, data: str, **looks: str | float) -> None:
        """Add a path; `data` are its commands, made with `to`."""
        said = tuple((name.replace("_", "-"), str(value)) for name, value in looks.items())
        self._paths[layer, said].append(data)

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
        self._shapes[layer, anchor].append(
            self._link(element("text", {"x": x, "y": y}, escaped(text)), fact)
        )
        size = SIZES.get(layer, SIZE)
        self._texts.append(box_of(x, y, text, size, anchor))
        self.reach(y + size / 2)

    def lines(self, layer: str, x: float, y: float, lines: Sequence[str]) -> float:
        """Add lines of text, the first one's baseline at `y`; return the baseline of the next."""
        for line in lines:
            self.text(layer, x, y, line)
            y += SIZES.get(layer, SIZE) + 4
        return y

    def paragraph(self, layer: str, x: float, y: float, text: str) -> float:
        """Add the text in lines from `x` to the right edge; return the baseline of the next."""
        return self.lines(layer, x, y, split(text, self.width - x, SIZES.get(layer, SIZE)))

    def height_of(self, layer: str, text: str, x: float = 0) -> float:
        """The height of such a paragraph."""
        size = SIZES.get(layer, SIZE)
        return len(split(text, self.width - x, size)) * (size + 4)

    def upright(self, layer: str, x: float, top: float, bottom: float) -> None:
        """Add a vertical line that leaves out the texts that are already there."""
        ends = sorted((box.top - 1, box.bottom + 1) for box in self._texts if _beside(box, x))
        begin = top
        for upper, lower in [*ends, (bottom, bottom)]:
            if min(upper, bottom) > begin:
                self.path(layer, to(("M", x, begin), ("V", min(upper, bottom))))
            begin = max(begin, lower)

    def reach(self, bottom: float) -> None:
        """Extend the drawing down to here."""
        self.height = max(self.height, bottom)

    def _link(self, shape: Markup, fact: str | None) -> Markup:
        if fact is None or not self._linked:
            return shape
        return element("a", {"href": f"#{fact}"}, shape)

    def style(self) -> Iterator[Markup]:
        """The style sheet of a picture in a file of its own, if it is to have one.

        Its selectors are ones that LibreOffice skips: it would take the dark colours always.
        """
        if self._theme == "auto":
            yield element("style", {}, Markup(dark(":root.figure")))

    def shapes(self) -> Iterator[Markup]:
        """The layers as SVG groups, from the lowest up; on a page, a style sheet has the looks."""
        for layer, look in LOOKS.items():
            looks = {} if self._linked else dict(_attributes(look))
            if self._theme == "dark":
                looks = {name: _DARK.get(value, value) for name, value in looks.items()}
            for anchor in SHARES:
                shapes = self._shapes[layer, anchor]
                if anchor == "start":
                    shapes = [*self._joined(layer), *shapes]
                if shapes:
                    where = {} if anchor == "start" else {"text-anchor": anchor}
                    yield element("g", {"class": layer, **looks, **where}, *shapes)

    def _joined(self, layer: str) -> Iterator[Markup]:
        """The paths of a layer; on a page, those that look the same as one, which is shorter."""
        for (name, looks), data in self._paths.items():
            if name == layer:
                for each in ["".join(data)] if self._linked else data:
                    yield element("path", {"d": each, **dict(looks)})


def _beside(box: Box, x: float) -> bool:
    return box.left - 2 < x < box.right + 2


_REACH = 24.0
"""The width and height of the area that a finger can tap."""


def draw_mark(
    paper: Paper,
    sign: str,
    x: float,
    y: float,
    *,
    radius: float = 5,
    fact: str | None = None,
    said: str = "",
) -> None:
    """Draw the mark of a rating or a figure around this point."""
    middle, wide = complex(x, y), radius * 1.4
    match sign:
        case "inferred":
            paper.path("hollow", circle(x, y, radius))
        case "disputed":
            paper.path("mark", f"{joined([middle + wide * turn for turn in (1, 1j, -1, -1j)])}Z")
        case "deprecated":
            corner, other = complex(radius, radius), complex(radius, -radius)
            for end in (corner, other):
                paper.path("cross", joined([middle - end, middle + end]))
        case _:
            paper.path("mark", circle(x, y, radius))
    if fact is not None:
        paper.rect("reach", square(middle, _REACH / 2), fact=fact, said=said)


def draw_bracket(paper: Paper, begin: float, end: float, y: float) -> None:
    """Draw a line over a period, with its two ends."""
    opens = to(("M", begin, y - 5), ("V", y + 5), ("M", begin, y), ("H", end))
    paper.path("bracket", f"{opens}{to(('M', end, y - 5), ('V', y + 5))}")


def inlined(
    paper: Paper, name: str, title: str, description: str, *, role: str = "group"
) -> Markup:
    """Write the paper for a page that has its style; ids begin with the name."""
    box = f"0 0 {number(paper.width)} {paper.height:.0f}"
    attributes: Attributes = {
        "class": "figure",
        "viewBox": box,
        "width": paper.width,
        "height": round(paper.height),
        "role": role,
        "aria-labelledby": f"{name}_title",
        "aria-describedby": f"{name}_description",
        "font-size": SIZE,
    }
    return element(
        "svg",
        attributes,
        element("title", {"id": f"{name}_title"}, escaped(title)),
        element("desc", {"id": f"{name}_description"}, escaped(description)),
        *paper.shapes(),
    )


MARGIN = 16.0


def enclosed(paper: Paper, title: str, description: str) -> Markup:
    """Write the paper as a standalone file with a background and a margin."""
    box = Box(-MARGIN, -MARGIN, paper.width + MARGIN, round(paper.height) + MARGIN)
    width, height = box.right - box.left, box.bottom - box.top
    paper.rect("ground", box)
    attributes: Attributes = {
        "xmlns": "http://www.w3.org/2000/svg",
        "class": "figure",
        "viewBox": f"{box.left:g} {box.top:g} {width:g} {height:g}",
        "width": width,
        "height": height,
        "role": "img",
        "aria-labelledby": "title description",
        "font-family": "sans-serif",
        "font-size": SIZE,
        "xml:lang": "en",
    }
    return element(
        "svg",
        attributes,
        element("title", {"id": "title"}, escaped(title)),
        element("desc", {"id": "description"}, escaped(description)),
        *paper.style(),
        *paper.shapes(),
    )
