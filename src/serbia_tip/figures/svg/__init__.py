"""Draw a figure as SVG that looks the same in every renderer."""

from serbia_tip.figures.shapes import Bars, Figure, Flows, Years
from serbia_tip.figures.svg.bars import draw_bars
from serbia_tip.figures.svg.flows import draw_flows
from serbia_tip.figures.svg.legend import draw_legend
from serbia_tip.figures.svg.paper import LARGE, LINE, SIZE, Paper, dark, escaped, split
from serbia_tip.figures.svg.years import draw_years

MARGIN = 16.0
_NARROWEST = 560.0


def svg(figure: Figure) -> str:
    """Draw the figure as a standalone file, dark if the reader prefers that."""
    paper = Paper()
    paper.text("title", 0, LARGE, figure.title)
    bottom = _draw(figure, paper, LARGE + LINE + 8)
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
    _draw(figure, paper, SIZE)
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


def _draw(figure: Figure, paper: Paper, top: float) -> float:
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
