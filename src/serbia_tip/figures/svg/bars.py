"""Draw bars in SVG, each between its label and its value."""

from serbia_tip.figures.shapes import Bar, Bars
from serbia_tip.figures.svg.paper import LINE, Paper, split, to, width_of

_LABEL = 230.0
"""The widest label."""
_LONGEST = 260.0
"""The length of a full bar."""
_TEXT = 300.0
"""The widest text beside a bar."""
_ROW = 24.0
_GAP = 12.0
_WITHIN = 14.0
"""The indentation of a part."""


def draw_bars(panel: Bars, paper: Paper, top: float) -> float:
    """Draw the bars from `top` down; return the baseline of the next line."""
    wide = _LABEL + _LONGEST + _TEXT
    top = paper.lines("heading", 0, top, split(panel.title, wide)) + 4
    label = min(max(width_of(bar.label) + _indent(bar) for bar in panel.bars), _LABEL) + _GAP
    longest = 0 if all(bar.share is None for bar in panel.bars) else _LONGEST + _GAP
    above, first = "", top
    for bar in panel.bars:
        top = _draw(bar, paper, top, label, longest, repeated=bar.label == above)
        above = bar.label
    if longest:
        paper.path("rule", to(("M", label, first - 14), ("V", top - 14)))
    for note in panel.notes:
        top = paper.lines("quiet", 0, top + 4, split(note, wide))
    return top


def _indent(bar: Bar) -> float:
    return _WITHIN if bar.within else 0


def _draw(
    bar: Bar, paper: Paper, top: float, label: float, longest: float, *, repeated: bool
) -> float:
    """Draw one bar with its label and text; return the baseline of the next."""
    names = split(bar.label, label - _GAP - _indent(bar))
    texts = split(bar.text, _TEXT)
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
    return top + _ROW + LINE * (max(len(names), len(texts)) - 1)
