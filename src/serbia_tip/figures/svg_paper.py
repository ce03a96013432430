"""The paper on which a figure is drawn in shapes, and its marks; the only writer of markup."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from html import escape
from typing import NewType

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

MARGIN = 16.0  # of a drawing in a file of its own
Markup = NewType("Markup", str)
"""Text in which nothing is markup but what this module wrote."""


def element(name: str, attributes: Mapping[str, str | float], *inside: Markup) -> Markup:
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

    def __init__(self, width: float, theme: Theme = "auto", part: str = "") -> None:
        """Start an empty drawing in a file of its own, or as the named part of a page.

        On a page, the style sheet has the looks, and the ids of a part begin with its name.
        """
        self.width = width
        self._bottom = 0.0
        self._theme = theme
        self._part = part
        self._shapes: defaultdict[tuple[str, str], list[Markup]] = defaultdict(list)
        self._paths: defaultdict[str, defaultdict[tuple[tuple[str, str], ...], list[str]]]
        self._paths = defaultdict(lambda: defaultdict(list))
        self._texts: list[Box] = []

    def rect(self, layer: str, box: Box, said: str = "") -> None:
        """Add a rectangle; `said` is its tooltip."""
        left, top, right, bottom = box
        self._bottom = max(self._bottom, bottom)
        place = {"x": left, "y": top, "width": right - left, "height": bottom - top}
        tooltip = [element("title", {}, escaped(said))] if said else []
        self._shapes[layer, "start"].append(element("rect", place, *tooltip))

    def path(self, layer: str, data: str, **looks: str | float) -> None:
        """Add a path; `data` are its commands, made with `to`."""
        said = tuple((name.replace("_", "-"), str(value)) for name, value in looks.items())
        self._paths[layer][said].append(data)

    def text(self, layer: str, x: float, y: float, text: str, anchor: str = "start") -> None:
        """Add one line of text, its baseline at `y`."""
        self._shapes[layer, anchor].append(element("text", {"x": x, "y": y}, escaped(text)))
        size = SIZES.get(layer, SIZE)
        self._texts.append(placed(text, x, y, size, anchor).box)
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

    def written(self, title: str, description: str) -> Markup:
        """Write the drawing, for its page or as a file with a background and a margin."""
        ids = {"title": f"{self._part}title", "desc": f"{self._part}description"}
        margin = 0.0 if self._part else MARGIN
        width, height = self.width + 2 * margin, round(self._bottom) + 2 * margin
        attributes: dict[str, str | float] = {
            "class": "figure",
            "viewBox": f"{-margin:g} {-margin:g} {width:g} {height:g}",
            "width": width,
            "height": height,
            "role": "img",
            "aria-labelledby": " ".join(ids.values()),
            "font-size": SIZE,
        }
        inside = [
            element("title", {"id": ids["title"]}, escaped(title)),
            element("desc", {"id": ids["desc"]}, escaped(description)),
        ]
        if not self._part:
            space = {"xmlns": "http://www.w3.org/2000/svg", "xml:lang": "en"}
            attributes = {**space, "font-family": "sans-serif", **attributes}
            self.rect("ground", Box(-margin, -margin, width - margin, height - margin))
            if self._theme == "auto":
                # LibreOffice, which would take the dark colours always, skips such a selector.
                inside.append(element("style", {}, Markup(dark(":root.figure"))))
        return element("svg", attributes, *inside, *self._layers())

    def _layers(self) -> list[Markup]:
        """The layers as SVG groups, from the lowest up."""
        groups = []
        for layer, look in LOOKS.items():
            looks = {} if self._part else look
            if self._theme == "dark":
                looks = {name: _DARK.get(value, value) for name, value in looks.items()}
            self._shapes[layer, "start"] += [
                element("path", {"d": each, **dict(own)})
                for own, data in self._paths[layer].items()
                for each in (["".join(data)] if self._part else data)  # one path is shorter
            ]
            for anchor in SHARES:
                if shapes := self._shapes[layer, anchor]:
                    where = {} if anchor == "start" else {"text-anchor": anchor}
                    groups.append(element("g", {"class": layer, **looks, **where}, *shapes))
        return groups


def draw_mark(paper: Paper, sign: str, at: complex, radius: float = 5, said: str = "") -> None:
    """Draw the mark of a rating or a figure around this point; `said` is its tooltip."""
    match sign:
        case "inferred":
            paper.path("hollow", circle(at, radius))
        case "disputed":
            corners = [at + radius * 1.4 * turn for turn in (1, 1j, -1, -1j)]
            paper.path("mark", f"{joined(corners)}Z")
        case "deprecated":
            for corner in (complex(radius, radius), complex(radius, -radius)):
                paper.path("cross", joined([at - corner, at + corner]))
        case _:
            paper.path("mark", circle(at, radius))
    if said:
        paper.rect("reach", square(at, 12), said)  # as large as a finger needs


def draw_bracket(paper: Paper, begin: float, end: float, y: float) -> None:
    """Draw a line over a period, with its two ends."""
    opens = to(("M", begin, y - 5), ("V", y + 5), ("M", begin, y), ("H", end))
    paper.path("bracket", f"{opens}{to(('M', end, y - 5), ('V', y + 5))}")
