"""Draw bars as text, each between its label and its value."""

from collections.abc import Sequence

from serbia_tip.figures.letters.sheet import Sheet
from serbia_tip.figures.letters.signs import Signs
from serbia_tip.figures.shapes import Bar, Bars
from serbia_tip.terminal.wrap import cells, longest_word, wrapped

_GAP = 2
"""The blank columns between label, bar and value."""
_LEAST = 8
"""The shortest full bar that is worth drawing, in columns."""


def draw_bars(panel: Bars, sheet: Sheet) -> None:
    """Draw the bars of a panel; on a narrow page, list their values instead."""
    sheet.heading(panel.title)
    labels = [sheet.spell(f"{'  ' if bar.within else ''}{bar.label}") for bar in panel.bars]
    texts = [sheet.spell(bar.text) for bar in panel.bars]
    bare = all(bar.share is None for bar in panel.bars)
    room = sheet.width - _GAP * (1 if bare else 2)
    wide = _fitting(labels, room // 2 if bare else room // 3)
    said = _fitting(texts, room - wide if bare else (room - wide) // 2)
    bar_room = 0 if bare else min(room - wide - said, _most(sheet))
    if wide + said > room or (not bare and bar_room < _LEAST):
        for bar in panel.bars:
            sheet.paragraph(f"{bar.label}: {bar.text}")
    else:
        above = None
        for bar, label, text in zip(panel.bars, labels, texts, strict=True):
            shown = "" if label == above and not bar.within else label
            length = _length(bar, bar_room, sheet.signs)
            _draw(sheet, (shown, wide), (length, bar_room), (text, said))
            above = label
    for note in panel.notes:
        sheet.paragraph(note)


def _most(sheet: Sheet) -> int:
    """How long a bar may be."""
    return max(sheet.width // 2, _LEAST)


def _draw(
    sheet: Sheet, label: tuple[str, int], bar: tuple[str, int], text: tuple[str, int]
) -> None:
    """Draw one bar, its label and value wrapped within their columns."""
    indent = " " * (len(label[0]) - len(label[0].lstrip()))
    left = [f"{indent}{line}" for line in wrapped(label[0].strip(), label[1] - len(indent))]
    right = wrapped(text[0], text[1])
    gap = " " * _GAP
    for number in range(max(len(left), len(right))):
        parts = [
            _padded(left[number] if number < len(left) else "", label[1]),
            *([_padded("" if number else bar[0], bar[1])] if bar[1] else []),
            right[number] if number < len(right) else "",
        ]
        sheet.line(gap.join(parts))


def _padded(text: str, width: int) -> str:
    return text + " " * (width - cells(text))


def _length(bar: Bar, room: int, drawn: Signs) -> str:
    """The bar as block characters; the smallest share still shows."""
    if bar.share is None:
        return ""
    parts = len(drawn.sideways) + 1
    length = max(round(bar.share * room * parts), 1 if bar.share > 0 else 0)
    whole, rest = divmod(length, parts)
    return drawn.block * whole + (drawn.sideways[rest - 1] if rest else "")


def _fitting(texts: Sequence[str], room: int) -> int:
    """The width of a column of these texts: within the room, unless a word is longer."""
    wish = max(map(cells, texts), default=0)
    return min(wish, max(room, *map(longest_word, texts), 0))
