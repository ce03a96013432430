"""Bars, one below the other: what each stands for on the left, and its figure on the right."""

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len

from serbia_tip.figures.signs import Signs
from serbia_tip.terminal.layout import Grid, Page, longest_word

_GAPS = 4
"""The blank columns between the three of a chart."""
_LEAST = 8
"""Bars that can't be this many columns long say too little to be drawn."""


class Bar(NamedTuple):
    """One bar; `share` says how much of the longest possible one it takes, from 0 to 1."""

    label: str
    share: float
    said: str


class Bars:
    """How wide the three columns are, the same for several blocks of bars."""

    def __init__(self, page: Page, bars: Sequence[Bar], drawn: Signs) -> None:
        """Columns in which these bars fit the page."""
        self._page = page
        self._drawn = drawn
        room = page.width - _GAPS
        self._label = _fitting([bar.label for bar in bars], room // 3)
        self._said = _fitting([bar.said for bar in bars], (room - self._label) // 2)
        self._bar = room - self._label - self._said

    def draw(self, bars: Sequence[Bar]) -> None:
        """The bars, a label that repeats left out; on a narrow page, the figures in words."""
        if self._bar < _LEAST:
            in_words(self._page, bars)
            return
        lines: list[list[str]] = []
        above = None
        for label, share, said in bars:
            lines.append(["" if label == above else label, self._drawn_bar(share), said])
            above = label
        widths = [self._label, self._bar, self._said]
        self._page.table(Grid(["", "", ""], lines), widths, header=False, emphasis={})

    def _drawn_bar(self, share: float) -> str:
        """As many columns, and parts of one, as the share takes; any share shows."""
        parts = len(self._drawn.parts) + 1
        length = max(round(share * self._bar * parts), 1 if share > 0 else 0)
        whole, rest = divmod(length, parts)
        return self._drawn.bar * whole + (self._drawn.parts[rest - 1] if rest else "")


def in_words(page: Page, bars: Sequence[Bar]) -> None:
    """What the bars would show, without them."""
    for label, _, said in bars:
        page.paragraph(f"{label}: {said}", 4)


def _fitting(texts: Sequence[str], room: int) -> int:
    """How wide a column of these texts is: within the room, unless a word is longer."""
    wish = max(map(cell_len, texts), default=0)
    return min(wish, max(room, *map(longest_word, texts), 0))
