"""Draw bars as text, each between its label and its value."""

from collections.abc import Sequence

from serbia_tip.figures.letters.sheet import Sheet
from serbia_tip.figures.letters.signs import Signs
from serbia_tip.figures.shapes import Bar, Bars
from serbia_tip.terminal.wrap import GAP, cells, longest_word, wrapped

_LEAST = 8
"""The shortest full bar that is worth drawing, in columns."""


def draw_bars(panel: Bars, sheet: Sheet) -> None:
    """Draw the bars of a panel; on a narrow page, list their values instead."""
    sheet.heading(panel.title)
    labels = [sheet.spell(f"{'  ' if bar.within else ''}{bar.label}") for bar in panel.bars]
    texts = [sheet.spell(bar.text) for bar in panel.bars]
    bare = all(bar.share is None for bar in panel.bars)
    room = sheet.width - GAP * (1 if bare else 2)
    wide = _fitting(labels, room // 2 if bare else room // 3)
    said = _fitting(texts, room - wide if bare else (room - wide) // 2)
    longest = 0 if bare else min(room - wide - said, max(sheet.width // 2, _LEAST))
    if wide + said > room or (not bare and longest < _LEAST):
        for bar in panel.bars:
            sheet.paragraph(f"{bar.label}: {bar.text}")
    else:
        rows = []
        above = None
        for bar, label, text in zip(panel.bars, labels, texts, strict=True):
            shown = "" if label == above and not bar.within else _indented(label, wide)
            length = [] if bare else [_length(bar, longest, sheet.signs)]
            rows.append([shown, *length, text])
            above = label
        sheet.side_by_side(rows, [wide, said] if bare else [wide, longest, said])
    for note in panel.notes:
        sheet.paragraph(note)


def _indented(label: str, width: int) -> str:
    """The label in lines that are all indented like the first."""
    indent = " " * (len(label) - len(label.lstrip()))
    return "\n".join(f"{indent}{line}" for line in wrapped(label.strip(), width - len(indent)))


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
