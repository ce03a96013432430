"""The paper on which a figure is drawn in shapes, and its marks; the only writer of markup."""

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
    Label,
    circle,
    joined,
    number,
    placed,
    split,
    square,
    to,
)
from serbia_tip.terminal.screen import Theme, visible

_INK, _QUIET, _PAPER, _RAISED = "#1b1b1b", "#5b5a57", "#fdfcfa", "#e3dfd7"
_RULE, _EDGE, _ACCENT = "#d8d5cf", "#7a776f", "#1f5f99"

LOOKS: dict[str, dict[str, str]] = {
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

MARGIN = 16.0
"""The margin of a drawing in a file of its own."""


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
        f"{within} .{name}{{{part}:{_DARK[color]}}}"
        for name, look in LOOKS.items()
        for part, color in look.items()
        if color in _DARK
    )
    return f"@media screen and (prefers-color-scheme:dark){{{rules}}}"


def light() -> str:
    """The looks as a style sheet, for all drawings of a page."""
    sheet = ""
    for name, look in LOOKS.items():
        said = (f"{part}:{value}{'px' * (part == 'font-size')}" for part, value in look.items())
        sheet += f".figure .{name}{{{';'.join(said)}}}"
    return sheet


class Paper:
    """A drawing of a fixed width to which shapes are added, layer by layer."""

    def __init__(self, width: float, *, theme: Theme = "auto", on_page: bool = False) -> None:
        """Start an empty drawing; with `on_page`, the style sheet of its page has the looks."""
        self.width = width
        self.height = 0.0
        self._theme = theme
        self._on_page = on_page
        self._shapes: defaultdict[tuple[str, str], list[Markup]] = defaultdict(list)
        self._paths: defaultdict[tuple[str, tuple[tuple[str, str], ...]], list[str]]
        self._paths = defaultdict(list)
        self._texts: list[Box] = []

    def rect(self, layer: str, box: Box, said: str = "") -> None:
        """Add a rectangle; `said` is its tooltip."""
        self._reach(box.bottom)
        place = {
            "x": box.left,
            "y": box.top,
            "width": box.right - box.left,
            "height": box.bottom - box.top,
        }
        tooltip = [element("title", {}, escaped(said))] if said else []
        self._shapes[layer, "start"].append(element("rect", place, *tooltip))

    def path(self, layer: str, data: str, **looks: str | float) -> None:
        """Add a path; `data` are its commands, made with `to`."""
        said = tuple((name.replace("_", "-"), str(value)) for name, value in looks.items())
        self._paths[layer, said].append(data)

    def text(self, layer: str, x: float, y: float, text: str, *, anchor: str = "start") -> None:
        """Add one line of text, its baseline at `y`."""
        self._shapes[layer, anchor].append(element("text", {"x": x, "y": y}, escaped(text)))
        size = SIZES.get(layer, SIZE)
        self._texts.append(placed(text, x, y, size, anchor).box)
        self._reach(y + size / 2)

    def label(self, layer: str, label: Label, at: complex) -> None:
        """Add a label, its place as seen from this point."""
        self.text(layer, at.real + label.x, at.imag + label.y, label.text, anchor=label.anchor)

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
        beside = (box for box in self._texts if box.left - 2 < x < box.right + 2)
        ends = sorted((box.top - 1, box.bottom + 1) for box in beside)
        begin = top
        for upper, lower in [*ends, (bottom, bottom)]:
            if min(upper, bottom) > begin:
                self.path(layer, to(("M", x, begin), ("V", min(upper, bottom))))
            begin = max(begin, lower)

    def _reach(self, bottom: float) -> None:
        """Extend the drawing down to here."""
        self.height = max(self.height, bottom)

    def written(self, title: str, description: str, name: str = "") -> Markup:
        """Write the drawing, for a page or as a file with a background and a margin.

        The ids of its title and its description begin with the name.
        """
        ids = {"title": f"{name}title", "desc": f"{name}description"}
        margin = 0.0 if self._on_page else MARGIN
        box = Box(-margin, -margin, self.width + margin, round(self.height) + margin)
        width, height = box.right - box.left, box.bottom - box.top
        alone: Attributes = {
            "xmlns": "http://www.w3.org/2000/svg",
            "xml:lang": "en",
            "font-family": "sans-serif",
        }
        attributes: Attributes = {
            "class": "figure",
            "viewBox": f"{box.left:g} {box.top:g} {width:g} {height:g}",
            "width": width,
            "height": height,
            "role": "img",
            "aria-labelledby": " ".join(ids.values()),
            "font-size": SIZE,
        }
        if not self._on_page:
            self.rect("ground", box)
        return element(
            "svg",
            attributes if self._on_page else {**alone, **attributes},
            element("title", {"id": ids["title"]}, escaped(title)),
            element("desc", {"id": ids["desc"]}, escaped(description)),
            *self._style(),
            *self._layers(),
        )

    def _style(self) -> Iterator[Markup]:
        """The style sheet of a picture in a file of its own, if it is to have one.

        Its selectors are ones that LibreOffice skips: it would take the dark colours always.
        """
        if self._theme == "auto" and not self._on_page:
            yield element("style", {}, Markup(dark(":root.figure")))

    def _layers(self) -> Iterator[Markup]:
        """The layers as SVG groups, from the lowest up; on a page, a style sheet has the looks."""
        for layer, look in LOOKS.items():
            looks = {} if self._on_page else look
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
                for each in ["".join(data)] if self._on_page else data:
                    yield element("path", {"d": each, **dict(looks)})


_REACH = 24.0  # the width and height of the area that a finger can tap


def draw_mark(
    paper: Paper, sign: str, x: float, y: float, radius: float = 5, said: str = ""
) -> None:
    """Draw the mark of a rating or a figure around this point; `said` is its tooltip."""
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
    if said:
        paper.rect("reach", square(middle, _REACH / 2), said)


def draw_bracket(paper: Paper, begin: float, end: float, y: float) -> None:
    """Draw a line over a period, with its two ends."""
    opens = to(("M", begin, y - 5), ("V", y + 5), ("M", begin, y), ("H", end))
    paper.path("bracket", f"{opens}{to(('M', end, y - 5), ('V', y + 5))}")
