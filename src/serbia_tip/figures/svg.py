"""Draw a figure as SVG that looks the same in every renderer."""

from collections.abc import Sequence
from itertools import pairwise
from typing import get_args

from msgspec import Struct

from serbia_tip.figures.shapes import Bar, Bars, Entry, Figure, Flows, Mark, Sign, Track, Years
from serbia_tip.figures.svg_paper import (
    LARGE,
    LINE,
    SIZE,
    SMALL,
    Move,
    Paper,
    dark,
    draw_arrow,
    draw_bracket,
    draw_mark,
    escaped,
    split,
    to,
    width_of,
)

_LABEL = 230.0
"""The widest label."""


_LONGEST = 260.0
"""The length of a full bar."""


_TEXT_BARS = 300.0
"""The widest text beside a bar."""


_ROW_BARS = 24.0


_GAP_BARS = 12.0


_WITHIN = 14.0
"""The indentation of a part."""


def draw_bars(panel: Bars, paper: Paper, top: float) -> float:
    """Draw the bars from `top` down; return the baseline of the next line."""
    wide = _LABEL + _LONGEST + _TEXT_BARS
    top = paper.lines("heading", 0, top, split(panel.title, wide)) + 4
    label = min(max(width_of(bar.label) + _indent(bar) for bar in panel.bars), _LABEL) + _GAP_BARS
    longest = 0 if all(bar.share is None for bar in panel.bars) else _LONGEST + _GAP_BARS
    above, first = "", top
    for bar in panel.bars:
        top = _draw_bar(bar, paper, top, label, longest, repeated=bar.label == above)
        above = bar.label
    if longest:
        paper.path("rule", to(("M", label, first - 14), ("V", top - 14)))
    for note in panel.notes:
        top = paper.lines("quiet", 0, top + 4, split(note, wide))
    return top


def _indent(bar: Bar) -> float:
    return _WITHIN if bar.within else 0


def _draw_bar(
    bar: Bar, paper: Paper, top: float, label: float, longest: float, *, repeated: bool
) -> float:
    """Draw one bar with its label and text; return the baseline of the next."""
    names = split(bar.label, label - _GAP_BARS - _indent(bar))
    texts = split(bar.text, _TEXT_BARS)
    if not (repeated and not bar.within):
        paper.lines("text", _indent(bar), top, names)
    if bar.share is not None:
        layer = "bar" if bar.sign == "stated" else "doubtful"
        length = max(bar.share * _LONGEST, 1 if bar.share else 0)
        if length:
            paper.rect(layer, label, top - 11, length, 14)
    for number, text in enumerate(texts):
        fact = None if number else bar.id
        paper.text("text", label + longest, top + number * LINE, text, fact=fact)
    return top + _ROW_BARS + LINE * (max(len(names), len(texts)) - 1)


_ROW_FLOWS = 24.0


_ARROW = 64.0
"""The length of a line."""


_GAP_FLOWS = 8.0


_TEXT_FLOWS = 330.0
"""The widest text of a flow."""


_THICKEST = 6.0


def draw_flows(panel: Flows, paper: Paper, top: float) -> float:
    """Draw the flows from `top` down; return the baseline of the next line."""
    top = paper.lines("heading", 0, top, split(panel.title, 2 * _TEXT_FLOWS)) + 6
    flows = panel.flows
    origin = max((width_of(flow.origin) + _GAP_FLOWS for flow in flows if flow.origin), default=0)
    box = origin + (_ARROW if origin else 0)
    wide = width_of(panel.home) + 2 * _GAP_FLOWS
    onwards = box + wide
    destination = max((width_of(flow.destination) for flow in flows if flow.destination), default=0)
    text = (
        onwards
        + _GAP_FLOWS
        + (_ARROW + _GAP_FLOWS + destination + _GAP_FLOWS if destination else _GAP_FLOWS)
    )
    y = first = top
    for flow in flows:
        lines = split(flow.text, _TEXT_FLOWS)
        thick = 1 + (_THICKEST - 1) * flow.weight
        if flow.origin:
            paper.text("text", origin - _GAP_FLOWS, y + 4, flow.origin, anchor="end")
            draw_arrow(paper, flow.line, origin, box - 2, y, thick)
        if flow.destination:
            draw_arrow(paper, flow.line, onwards + 2, onwards + _ARROW, y, thick)
            paper.text("text", onwards + _ARROW + _GAP_FLOWS, y + 4, flow.destination)
        paper.lines("text", text, y + 4, lines)
        y += _ROW_FLOWS + LINE * (len(lines) - 1)
    height = y - first
    paper.rect("box", box, first - _ROW_FLOWS / 2 + 2, wide, height - 4)
    paper.text(
        "text", box + wide / 2, first + height / 2 - _ROW_FLOWS / 2 + 4, panel.home, anchor="middle"
    )
    paper.reach(box + wide + 2, y)
    return y + LINE / 2


_SAMPLE = 36.0
"""The width of a sample of a sign."""


def draw_legend(
    legend: Sequence[tuple[Entry, str]], paper: Paper, top: float, width: float
) -> float:
    """Draw the legend from `top` down; return the baseline of the next line."""
    for entry, meaning in legend:
        _sample(entry, paper, top - 4)
        top = paper.lines("text", _SAMPLE + 10, top, split(meaning, width - _SAMPLE - 10)) + 3
    return top + (6 if legend else 0)


def _sample(entry: Entry, paper: Paper, y: float) -> None:
    middle = _SAMPLE / 2
    if entry in get_args(Sign):
        draw_mark(paper, entry, middle, y)
        return
    match entry:
        case "gap":
            paper.rect("gap", middle - 10, y - LINE / 2 + 1, 20, LINE - 2)
        case "divider":
            paper.path("divider", to(("M", middle, y - LINE / 2), ("V", y + LINE / 2)))
        case "bracket":
            draw_bracket(paper, 4, _SAMPLE - 4, y)
        case "open":
            paper.text("text", middle, y + 4, "+", anchor="middle")
        case "route" | "alleged" | "at_risk":
            draw_arrow(paper, entry, 0, _SAMPLE, y, 2)


_STEP = 30.0
"""The least width of a year."""


_LANE = 36.0
"""The height of a lane."""


_HEIGHTS = {1: 150.0, 2: 96.0, 3: 72.0}
"""The height of a track's values, by the number of tracks; with more, it is `_LEAST`."""


_LEAST = 48.0


_LEFT = 190.0
"""The most room for a track's name."""


_ROW_YEARS = 30.0
"""The height of a bracket and its value."""


class _Scale(Struct, frozen=True):
    """The scale of the years."""

    panel: Years
    left: float
    step: float

    def x(self, moment: float) -> float:
        """The position of a moment in years."""
        return self.left + (moment - self.panel.first) * self.step

    def middle(self, year: int) -> float:
        """The position of the middle of a year."""
        return self.x(year + 0.5)

    @property
    def right(self) -> float:
        """The position of the end of the last year."""
        return self.x(self.panel.last + 1)


def draw_years(panel: Years, paper: Paper, top: float) -> float:
    """Draw the tracks from `top` down; return the baseline of the next line."""
    names = [name for track in panel.tracks for name in track.lanes or (track.title,)]
    lanes = any(track.lanes for track in panel.tracks)
    left = max(map(width_of, names)) + 14
    scale = _Scale(panel, left if lanes else min(left, _LEFT), _step(panel))
    if panel.title:
        top = paper.lines("heading", 0, top, [panel.title])
    top = _eras(panel, scale, paper, top)
    first = top
    for track in panel.tracks:
        top = (_lanes if track.lanes else _values)(track, scale, paper, top)
    paper.reach(scale.right + 2, top)
    for each in panel.breaks:
        x = scale.x(each.year)
        paper.path("divider", to(("M", x, first - 4), ("V", top)))
    return _axis(panel, scale, paper, top)


def _step(panel: Years) -> float:
    """The width of a year, which has room for its values."""
    labels = [mark.label for track in panel.tracks for mark in track.marks]
    return max([_STEP, *(width_of(label, SIZE) + 8 for label in labels)])


def _eras(panel: Years, scale: _Scale, paper: Paper, top: float) -> float:
    """Draw the name of each state at the year in which its era begins."""
    for era, after in pairwise([*panel.eras, None]):
        assert era is not None
        x = scale.x(max(era.year, panel.first))
        paper.text("text", x + 4, top, era.name)
        if after is None or x + 4 + width_of(era.name) > scale.x(after.year):
            top += LINE
    return top


def _axis(panel: Years, scale: _Scale, paper: Paper, top: float) -> float:
    """The labels of the years: the first, and each other for which there is room."""
    every = max(1, round((width_of("0000", SMALL) + 4) / scale.step + 0.5))
    for year in panel.years:
        if (year - panel.first) % every == 0:
            paper.text("quiet", scale.middle(year), top + SIZE, f"{year:04}", anchor="middle")
    return top + SIZE + LINE


def _lanes(track: Track, scale: _Scale, paper: Paper, top: float) -> float:
    """Draw the lanes, a mark for each rating, and lines between the marks."""
    bottom = top + len(track.lanes) * _LANE
    _gaps(track, scale, paper, top, bottom)

    def y(mark: Mark) -> float:
        return top + (mark.at + 0.5) * _LANE

    for number, lane in enumerate(track.lanes):
        middle = top + (number + 0.5) * _LANE
        paper.text("text", 0, middle + 4, lane)
        paper.path("rule", to(("M", scale.left, middle), ("H", scale.right)))
    for path in track.lines:
        moves: list[Move] = [("M", scale.middle(path[0].year), y(path[0]))]
        for mark in path[1:]:
            moves += [("H", scale.x(mark.year)), ("V", y(mark)), ("H", scale.middle(mark.year))]
        paper.path("line", to(*moves))
    for mark in track.marks:
        draw_mark(paper, mark.sign, scale.middle(mark.year), y(mark), fact=mark.id, said=mark.said)
    return bottom


def _values(track: Track, scale: _Scale, paper: Paper, top: float) -> float:
    """Draw a mark at the height of each year's value, and brackets below."""
    height = _height(scale.panel) if track.marks else 0.0
    bottom = top + height + 2 * LINE if track.marks else top + LINE / 2
    zero = bottom - LINE / 2
    names = split(track.title, scale.left - 14)
    paper.lines("text", 0, top + LINE, names)
    if track.marks:
        _gaps(track, scale, paper, zero - height - 4, zero)
        paper.path("rule", to(("M", scale.left, zero), ("H", scale.right)))

    def y(mark: Mark) -> float:
        return zero - mark.at * height

    for path in track.lines:
        places = [(scale.middle(mark.year), y(mark)) for mark in path]
        paper.path("line", to(("M", *places[0]), *(("L", *place) for place in places[1:])))
    taken: dict[int, list[float]] = {}
    for mark in sorted(track.marks, key=y, reverse=True):
        x = scale.middle(mark.year)
        draw_mark(paper, mark.sign, x, y(mark), fact=mark.id, said=mark.said)
        label = y(mark) - 10
        below = taken.setdefault(mark.year, [])
        while any(abs(label - other) < SIZE for other in below):
            label -= SIZE
        below.append(label)
        paper.text("text", x, label, mark.label, anchor="middle")
    bottom = _brackets(track, scale, paper, bottom)
    return max(bottom, top + LINE * len(names) + LINE / 2)


def _height(panel: Years) -> float:
    """The height of each track's values: less with many tracks, or nothing to compare."""
    return _LEAST if panel.is_flat else _HEIGHTS.get(len(panel.tracks), _LEAST)


def _brackets(track: Track, scale: _Scale, paper: Paper, top: float) -> float:
    """Draw a bracket over each period, its value above it; return where the last one ends."""
    rows: list[float] = []
    for bracket in track.brackets:
        begin, end = scale.x(bracket.begin), scale.x(bracket.end)
        label = f"{bracket.label}{_DOUBT.get(bracket.sign, '')}"
        middle, half = (begin + end) / 2, width_of(label) / 2
        middle = min(middle, scale.right + 20 - half)
        row = next((row for row, taken in enumerate(rows) if taken < min(begin, middle - half)), -1)
        if row < 0:
            rows.append(0)
            row = len(rows) - 1
        rows[row] = max(end, middle + half) + 6
        y = top + (row + 1) * _ROW_YEARS - 10
        draw_bracket(paper, begin, end, y)
        paper.text("text", middle, y - 8, label, anchor="middle", fact=bracket.id)
    return top + len(rows) * _ROW_YEARS


_DOUBT = {"disputed": " (disputed)", "deprecated": " (deprecated)"}
"""What follows the value of a bracket, which has no sign of its own."""


def _gaps(track: Track, scale: _Scale, paper: Paper, top: float, bottom: float) -> None:
    for year in track.gaps:
        paper.rect("gap", scale.x(year) + 1, top, scale.step - 2, bottom - top)


MARGIN = 16.0


_NARROWEST = 560.0


def svg(figure: Figure) -> str:
    """Draw the figure as a standalone file, dark if the reader prefers that."""
    paper = Paper()
    paper.text("title", 0, LARGE, figure.title)
    bottom = _draw_panels(figure, paper, LARGE + LINE + 8)
    width = max(paper.width, _NARROWEST)
    sources = figure.sources and f"Sources: {figure.sources.removesuffix('.')}."
    for text in filter(None, [sources, figure.credit]):
        bottom = paper.lines("quiet", 0, bottom, split(text, width))
    return enclosed(paper, figure.title, figure.description, width)


def enclosed(paper: Paper, title: str, description: str, width: float) -> str:
    """Write the paper as a standalone file with a background and a margin."""
    box = (-MARGIN, -MARGIN, width + 2 * MARGIN, paper.height + 2 * MARGIN)
    view = " ".join(f"{number:.0f}" for number in box)
    paper.rect("ground", *box)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="figure" viewBox="{view}" '
        f'width="{box[2]:.0f}" height="{box[3]:.0f}" role="img" '
        f'aria-labelledby="title description" font-family="sans-serif" font-size="{SIZE:g}" '
        f'xml:lang="en">\n'
        f'<title id="title">{escaped(title)}</title>\n'
        f'<desc id="description">{escaped(description)}</desc>\n'
        f"<style>{dark()}</style>\n" + "\n".join(paper.shapes()) + "\n</svg>\n"
    )


def embedded(figure: Figure, name: str) -> str:
    """Draw the figure for a page that has its title, sources and style; marks are links."""
    paper = Paper(linked=True)
    _draw_panels(figure, paper, SIZE)
    box = (0.0, 0.0, paper.width, paper.height)
    return inlined(paper, box, name, figure.title, figure.description)


def inlined(
    paper: Paper,
    box: tuple[float, float, float, float],
    name: str,
    title: str,
    description: str,
    role: str = "group",
) -> str:
    """Write the paper within a box (left, top, width, height) for a page that has its style."""
    view = " ".join(f"{number:.0f}" for number in box)
    return (
        f'<svg class="figure" viewBox="{view}" width="{box[2]:.0f}" height="{box[3]:.0f}" '
        f'role="{role}" aria-labelledby="{name}_title" aria-describedby="{name}_description" '
        f'font-size="{SIZE:g}"><title id="{name}_title">{escaped(title)}</title>'
        f'<desc id="{name}_description">{escaped(description)}</desc>'
        f"{''.join(paper.shapes())}</svg>"
    )


def _draw_panels(figure: Figure, paper: Paper, top: float) -> float:
    """Draw the panels and the legend from `top` down; return the baseline of the next line."""
    for number, panel in enumerate(figure.panels):
        if number:
            top += LINE
        match panel:
            case Years():
                top = draw_years(panel, paper, top)
            case Bars():
                top = draw_bars(panel, paper, top)
            case Flows():
                top = draw_flows(panel, paper, top)
    return draw_legend(figure.legend, paper, top + LINE, max(paper.width, _NARROWEST))
