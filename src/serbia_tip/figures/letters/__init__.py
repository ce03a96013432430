"""Draw a figure as text, for a terminal."""

from serbia_tip.figures.letters.bars import draw_bars
from serbia_tip.figures.letters.flows import draw_flows
from serbia_tip.figures.letters.sheet import Sheet
from serbia_tip.figures.letters.signs import Signs
from serbia_tip.figures.letters.years import draw_years
from serbia_tip.figures.shapes import Bars, Entry, Figure, Flows, Years
from serbia_tip.terminal.screen import Screen

_WIDTH = 80
"""The width of a figure in a pipe."""


def draw(figure: Figure, screen: Screen) -> str:
    """Draw the figure, its legend, its notes and its sources."""
    sheet = Sheet(screen, screen.width or _WIDTH)
    sheet.heading(figure.title)
    for panel in figure.panels:
        sheet.blank()
        match panel:
            case Years():
                draw_years(panel, sheet)
            case Bars():
                draw_bars(panel, sheet)
            case Flows():
                draw_flows(panel, sheet)
    if figure.legend:
        sheet.blank()
    for entry, meaning in figure.legend:
        sheet.paragraph(f"{_sign(entry, sheet.signs)}  {meaning}")
    if figure.notes:
        sheet.blank()
    for note in figure.notes:
        sheet.paragraph(note)
    if figure.sources:
        sheet.blank()
        sheet.aside(f"Sources: {figure.sources}")
    return sheet.text()


def _sign(entry: Entry, drawn: Signs) -> str:
    """The sign that the legend's entry explains."""
    match entry:
        case "open":
            return "+"
        case "bracket":
            return "".join(drawn.bracket)
        case "route" | "alleged" | "at_risk":
            return f"{getattr(drawn, entry)}{drawn.arrow}"
    sign: str = getattr(drawn, entry)
    return sign
