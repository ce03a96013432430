"""Draw flows as text: lines from, to and through the home country."""

from collections.abc import Sequence

from serbia_tip.figures.letters.sheet import Sheet
from serbia_tip.figures.letters.signs import Signs
from serbia_tip.figures.shapes import Flow, Flows
from serbia_tip.terminal.wrap import cells, wrapped

_LEAST = 16
"""The fewest columns for a flow's text; with less room, each flow is a sentence."""


def draw_flows(panel: Flows, sheet: Sheet) -> None:
    """Draw the flows of a panel below each other."""
    sheet.heading(panel.title)
    trunks = _trunks(panel, sheet)
    room = sheet.width - cells(trunks[0][0]) - 2
    for (first, after), flow in zip(trunks, panel.flows, strict=True):
        if room < _LEAST:
            sheet.paragraph(f"{_ends(panel, flow, sheet.signs)}: {flow.text}")
            continue
        for place, line in enumerate(wrapped(sheet.spell(flow.text), room)):
            sheet.line(f"{after if place else first}  {line}")


def _trunks(panel: Flows, sheet: Sheet) -> list[tuple[str, str]]:
    """For each flow, what precedes the first line of its text, and the following lines."""
    home, flows, drawn = sheet.spell(panel.home), panel.flows, sheet.signs
    blank = " " * cells(home)
    origins = [sheet.spell(flow.origin or "") for flow in flows]
    destinations = [sheet.spell(flow.destination or "") for flow in flows]
    trunks = []
    for place, flow in enumerate(flows):
        first = after = ""
        goes_on = drawn.down if place + 1 < len(flows) else " "
        join = _join(place, len(flows))
        line = getattr(drawn, flow.line)
        if any(origins):
            first += f"{_padded(origins[place], origins)} {line}{drawn.meet[join]}"
            after += f"{_padded('', origins)}  {goes_on}"
            first += f"{' ' if place else drawn.arrow} "
            after += "  "
        first += blank if place else home
        after += blank
        if any(destinations):
            first += f" {' ' if place else drawn.across}{drawn.leave[join]}{line}{drawn.arrow} "
            first += _padded(destinations[place], destinations)
            after += f"  {goes_on}   {_padded('', destinations)}"
        trunks.append((first, after))
    return trunks


def _join(place: int, number: int) -> int:
    """The index of the joining sign for a row: the only one, first, in between, or last."""
    if number == 1:
        return 0
    return 1 if not place else 3 if place == number - 1 else 2


def _padded(name: str, names: Sequence[str]) -> str:
    return name + " " * (max(map(cells, names)) - cells(name))


def _ends(panel: Flows, flow: Flow, drawn: Signs) -> str:
    ends = [end for end in (flow.origin, panel.home, flow.destination) if end]
    return f" {drawn.arrow} ".join(ends)
