"""Draw a figure as text, for a terminal."""

from collections.abc import Sequence

from serbia_tip.figures.letters_sheet import Sheet
from serbia_tip.figures.letters_years import draw_years
from serbia_tip.figures.shapes import Bars, Figure, Flows, Years
from serbia_tip.terminal.screen import Screen
from serbia_tip.terminal.text import GAP, cells, longest_word, styled, wrapped

_LEAST_BAR = 8  # the shortest full bar that is worth drawing, in columns
_INDENT, _DEEPEST = "  ", 8
"""The indentation of a part in what it is a part of, and how often it is indented."""
_LEAST_TEXT = 16  # the fewest columns for a flow's text; with less room, each flow is a sentence


def draw(figure: Figure, screen: Screen) -> str:
    """Draw the figure, its legend, its notes and its sources."""
    sheet = Sheet(screen)
    sheet.head(figure.title)
    if series := [panel for panel in figure.panels if isinstance(panel, Years)]:
        draw_years(series, sheet)
    for panel in figure.panels:
        sheet.line()
        if isinstance(panel, Bars):
            _draw_bars(panel, sheet)
        elif isinstance(panel, Flows):
            _draw_flows(panel, sheet)
    legend = [f"{sheet.signs[entry]}  {meaning}" for entry, meaning in figure.legend]
    for texts in (legend, figure.notes):
        sheet.line()
        for text in texts:
            sheet.say(text)
    sheet.line()
    sheet.say(f"Sources: {figure.sources}", "dim")
    return sheet.text()


def _draw_bars(panel: Bars, sheet: Sheet) -> None:
    """Draw the bars of a panel; on a narrow page, list their values instead."""
    sheet.head(panel.title)
    labels = [
        sheet.screen.spell(f"{_INDENT * min(bar.depth, _DEEPEST)}{bar.label}") for bar in panel.bars
    ]
    texts = [sheet.screen.spell(bar.text) for bar in panel.bars]
    bare = all(bar.share is None for bar in panel.bars)
    room = sheet.columns - GAP * (1 if bare else 2)
    wide = _fitting(labels, room // 2 if bare else room // 3)
    said = _fitting(texts, room - wide if bare else (room - wide) // 2)
    longest = 0 if bare else min(room - wide - said, max(sheet.columns // 2, _LEAST_BAR))
    if wide + said > room or (not bare and longest < _LEAST_BAR):
        for bar in panel.bars:
            sheet.say(f"{bar.label}: {bar.text}")
        return
    rows = []
    above = None
    for bar, label, text in zip(panel.bars, labels, texts, strict=True):
        indent = " " * (len(label) - len(label.lstrip()))
        lines = [indent + line for line in wrapped(label.strip(), wide - len(indent))]
        shown = "" if label == above and not bar.depth else "\n".join(lines)
        length = [] if bare else [sheet.bar(bar.share or 0, longest, "sideways")]
        rows.append(list(map(styled, [shown, *length, text])))
        above = label
    sheet.side_by_side(rows, [wide, said] if bare else [wide, longest, said])


def _fitting(texts: Sequence[str], room: int) -> int:
    """The width of a column of these texts: within the room, unless a word is longer."""
    return min(max(map(cells, texts)), max(room, *map(longest_word, texts), 0))


def _draw_flows(panel: Flows, sheet: Sheet) -> None:
    sheet.head(panel.title)
    home, signs, last = sheet.screen.spell(panel.home), sheet.signs, len(panel.flows) - 1
    origins = _padded([sheet.screen.spell(flow.origin or "") for flow in panel.flows])
    ends = _padded([sheet.screen.spell(flow.destination or "") for flow in panel.flows])
    for place, flow in enumerate(panel.flows):
        first = after = ""
        goes_on = signs["down"] if place < last else " "
        join = 0 if not last else 1 if not place else 3 if place == last else 2
        line = signs[flow.line]
        if origins[0]:
            tip = " " if place else signs["arrow"]
            first += f"{origins[place]} {line[0]}{signs['meet'][join]}{tip} "
            after += f"{' ' * cells(origins[0])}  {goes_on}  "
        first += " " * cells(home) if place else home
        after += " " * cells(home)
        if ends[0]:
            stem = " " if place else signs["across"]
            first += f" {stem}{signs['leave'][join]}{line} {ends[place]}"
            after += f"  {goes_on}   {' ' * (cells(ends[0]))}"
        room = sheet.columns - cells(first) - 2
        if room < _LEAST_TEXT:
            names = [name for name in (flow.origin, panel.home, flow.destination) if name]
            arrow = f" {signs['arrow']} "
            sheet.say(f"{arrow.join(names)}: {flow.text}")
            continue
        for number, text in enumerate(wrapped(sheet.screen.spell(flow.text), room)):
            sheet.say(f"{after if number else first}  {text}", hang=0)


def _padded(names: Sequence[str]) -> list[str]:
    widest = max(map(cells, names))
    return [name + " " * (widest - cells(name)) for name in names]
