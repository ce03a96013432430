"""Draw a figure as text, for a terminal."""

from collections.abc import Sequence

from serbia_tip.figures.letters_sheet import Sheet
from serbia_tip.figures.letters_years import draw_years
from serbia_tip.figures.shapes import Bar, Bars, Figure, Flows, Years
from serbia_tip.terminal.screen import Screen
from serbia_tip.terminal.text import GAP, cells, longest_word, wrapped

_WIDTH = 80  # the width of a figure in a pipe


def draw(figure: Figure, screen: Screen) -> str:
    """Draw the figure, its legend, its notes and its sources."""
    sheet = Sheet(screen, screen.width or _WIDTH)
    sheet.heading(figure.title)
    series = [panel for panel in figure.panels if isinstance(panel, Years)]
    for panel in figure.panels:
        sheet.blank()
        match panel:
            case Years():
                draw_years(panel, series, sheet)
            case Bars():
                _draw_bars(panel, sheet)
            case Flows():
                _draw_flows(panel, sheet)
    legend = [f"{sheet.signs[entry]}  {meaning}" for entry, meaning in figure.legend]
    for texts in (legend, figure.notes):
        sheet.blank()
        for text in texts:
            sheet.paragraph(text)
    sheet.blank()
    sheet.aside(f"Sources: {figure.sources}")
    return sheet.text()


# --- bars --------------------------------------------------------------------------------------

_LEAST_BAR = 8  # the shortest full bar that is worth drawing, in columns
_INDENT, _DEEPEST = "  ", 8
"""The indentation of a part in what it is a part of, and how often it is indented."""


def _draw_bars(panel: Bars, sheet: Sheet) -> None:
    """Draw the bars of a panel; on a narrow page, list their values instead."""
    sheet.heading(panel.title)
    labels = [sheet.spell(f"{_INDENT * min(bar.depth, _DEEPEST)}{bar.label}") for bar in panel.bars]
    texts = [sheet.spell(bar.text) for bar in panel.bars]
    bare = all(bar.share is None for bar in panel.bars)
    room = sheet.width - GAP * (1 if bare else 2)
    wide = _fitting(labels, room // 2 if bare else room // 3)
    said = _fitting(texts, room - wide if bare else (room - wide) // 2)
    longest = 0 if bare else min(room - wide - said, max(sheet.width // 2, _LEAST_BAR))
    if wide + said > room or (not bare and longest < _LEAST_BAR):
        for bar in panel.bars:
            sheet.paragraph(f"{bar.label}: {bar.text}")
    else:
        rows = []
        above = None
        for bar, label, text in zip(panel.bars, labels, texts, strict=True):
            shown = "" if label == above and not bar.depth else _indented(label, wide)
            rows.append([shown, text] if bare else [shown, _length(bar, longest, sheet), text])
            above = label
        sheet.side_by_side(rows, [wide, said] if bare else [wide, longest, said])


def _indented(label: str, width: int) -> str:
    """The label in lines that are all indented like the first."""
    indent = " " * (len(label) - len(label.lstrip()))
    return "\n".join(f"{indent}{line}" for line in wrapped(label.strip(), width - len(indent)))


def _length(bar: Bar, room: int, sheet: Sheet) -> str:
    """The bar as block characters; the smallest share still shows."""
    if not bar.share:
        return ""
    sideways = sheet.signs["sideways"]
    parts = len(sideways) + 1
    whole, rest = divmod(max(round(bar.share * room * parts), 1), parts)
    return sheet.signs["block"] * whole + (sideways[rest - 1] if rest else "")


def _fitting(texts: Sequence[str], room: int) -> int:
    """The width of a column of these texts: within the room, unless a word is longer."""
    wish = max(map(cells, texts), default=0)
    return min(wish, max(room, *map(longest_word, texts), 0))


# --- flows -------------------------------------------------------------------------------------

_LEAST_TEXT = 16  # the fewest columns for a flow's text; with less room, each flow is a sentence


def _draw_flows(panel: Flows, sheet: Sheet) -> None:
    """Draw the flows of a panel below each other."""
    sheet.heading(panel.title)
    trunks = _trunks(panel, sheet)
    room = sheet.width - cells(trunks[0][0]) - 2
    for (first, after), flow in zip(trunks, panel.flows, strict=True):
        if room < _LEAST_TEXT:
            ends = [end for end in (flow.origin, panel.home, flow.destination) if end]
            arrow = f" {sheet.signs['arrow']} "
            sheet.paragraph(f"{arrow.join(ends)}: {flow.text}")
            continue
        for place, line in enumerate(wrapped(sheet.spell(flow.text), room)):
            sheet.line(f"{after if place else first}  {line}")


def _trunks(panel: Flows, sheet: Sheet) -> list[tuple[str, str]]:
    """For each flow, what precedes the first line of its text, and the following lines."""
    home, signs, last = sheet.spell(panel.home), sheet.signs, len(panel.flows) - 1
    blank = " " * cells(home)
    origins = [sheet.spell(flow.origin or "") for flow in panel.flows]
    destinations = [sheet.spell(flow.destination or "") for flow in panel.flows]
    trunks = []
    for place, flow in enumerate(panel.flows):
        first = after = ""
        goes_on = signs["down"] if place < last else " "
        join = 0 if not last else 1 if not place else 3 if place == last else 2
        line = signs[flow.line]
        if any(origins):
            first += f"{_padded(origins[place], origins)} {line[0]}{signs['meet'][join]}"
            after += f"{_padded('', origins)}  {goes_on}"
            first += f"{' ' if place else signs['arrow']} "
            after += "  "
        first += blank if place else home
        after += blank
        if any(destinations):
            first += f" {' ' if place else signs['across']}{signs['leave'][join]}{line} "
            first += _padded(destinations[place], destinations)
            after += f"  {goes_on}   {_padded('', destinations)}"
        trunks.append((first, after))
    return trunks


def _padded(name: str, names: Sequence[str]) -> str:
    return name + " " * (max(map(cells, names)) - cells(name))
