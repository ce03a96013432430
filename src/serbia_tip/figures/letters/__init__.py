"""A figure in letters, for a terminal."""

from serbia_tip.figures.letters.bars import draw_bars
from serbia_tip.figures.letters.flows import draw_flows
from serbia_tip.figures.letters.signs import Signs, signs
from serbia_tip.figures.letters.years import draw_years
from serbia_tip.figures.shapes import Bars, Entry, Figure, Flows, Years
from serbia_tip.terminal.layout import Page
from serbia_tip.terminal.screen import Screen


def draw(figure: Figure, screen: Screen) -> str:
    """The figure, its legend, and below it what to know before quoting it."""
    page, drawn = Page(screen), signs(screen)
    page.paragraph(figure.title)
    for panel in figure.panels:
        page.line()
        match panel:
            case Years():
                draw_years(panel, page, drawn)
            case Bars():
                draw_bars(panel, page, drawn)
            case Flows():
                draw_flows(panel, page, drawn)
    for number, (entry, meaning) in enumerate(figure.legend):
        if not number:
            page.line()
        page.paragraph(f"{_sign(entry, drawn)}  {meaning}", 4)
    page.sections(Notes=iter(figure.notes), Sources=iter(filter(None, [figure.sources])))
    return page.text()


def _sign(entry: Entry, drawn: Signs) -> str:
    """How a figure shows what the entry explains."""
    match entry:
        case "open":
            return "+"
        case "bracket":
            return "".join(drawn.bracket)
        case "route" | "alleged" | "at_risk":
            return f"{getattr(drawn, entry)}{drawn.arrow}"
    sign: str = getattr(drawn, entry)
    return sign
