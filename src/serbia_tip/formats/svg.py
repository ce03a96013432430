"""SVG: the drawing or the view in shapes and texts, each with a place of its own."""

from collections.abc import Sequence

from serbia_tip.figures.subjects import figure
from serbia_tip.figures.svg import enclosed, svg
from serbia_tip.figures.svg.paper import LARGE, LETTER, LINE, SIZE, Paper
from serbia_tip.queries.answer import Answer
from serbia_tip.terminal.screen import Screen
from serbia_tip.terminal.styled import Styled, spelled, styled
from serbia_tip.terminal.wrap import fitted, wrapped
from serbia_tip.views.cells import Table, on_terminal
from serbia_tip.views.choice import viewed
from serbia_tip.views.evidence import Evidence
from serbia_tip.views.view import View, said_once

_COLUMN = SIZE * LETTER
"""How wide a column of the screen is in a picture."""
_USUAL = 100
"""How many columns wide a picture is where nothing else is said."""


def render(answer: Answer, screen: Screen) -> str:
    """The chart that was asked for, or else the view; nothing when there are no rows to draw."""
    if answer.chart:
        drawn = figure(answer)
        return "" if drawn is None else svg(drawn)
    view = viewed(answer)
    columns = screen.width or _USUAL
    paper = Paper()
    _draw(view, answer, paper, columns)
    description = "The answer in lines of text, each cell with a place of its own."
    return enclosed(paper, view.title, description, max(paper.width, columns * _COLUMN))


def _draw(view: View, answer: Answer, paper: Paper, columns: int) -> None:
    """The view from the top down."""
    evidence = Evidence(answer.store, editions=view.editions)
    marks = evidence if answer.asked.sources != "none" and view.marks else None
    y = LARGE
    for line in wrapped(view.title, int(columns * SIZE / LARGE)):
        paper.text("title", 0, y, line)
        y += LARGE + 4
    for text in filter(spelled, [styled(view.aside), *view.lead]):
        y = paper.lines("quiet", 0, y, wrapped(spelled(text), columns))
    y = _sections(view, marks, paper, y, columns)
    notes = said_once(note for line in view.lines() for note in line.notes)
    for block in ([*view.key, *view.remarks], list(notes)):
        y = _block("text", block, paper, y, columns)
    sources = {"none": [], "short": [evidence.short()], "full": list(evidence.full())}
    _block("quiet", sources[answer.asked.sources], paper, y, columns)


def _block(layer: str, texts: Sequence[Styled], paper: Paper, y: float, columns: int) -> float:
    """Paragraphs, a blank line before them; returns where the next line stands."""
    if not any(map(spelled, texts)):
        return y
    y += LINE / 2
    for text in texts:
        y = paper.lines(layer, 0, y, wrapped(spelled(text), columns))
    return y


def _sections(view: View, marks: Evidence | None, paper: Paper, y: float, columns: int) -> float:
    """The sections in columns, of their own or shared; returns where the next line stands."""
    tables = [(section, on_terminal(section, marks)) for section in view.sections]
    together = [
        row
        for section, table in tables
        if view.aligned and not section.apart
        for row in (table.headings, *table.rows)
    ]
    shared = _widths(together, columns)
    under = ""
    for section, table in tables:
        begins, under = section.under != under, section.under
        if begins or not section.close:
            y += LINE / 2
        for heading in filter(None, [under if begins else "", spelled(table.title)]):
            y = paper.lines("heading", 0, y, wrapped(heading, columns))
        own = not view.aligned or section.apart
        widths = _widths([table.headings, *table.rows], columns) if own else shared
        y = _table(table, widths, paper, y, columns)
    return y


def _widths(rows: Sequence[Sequence[Styled]], columns: int) -> list[int] | None:
    """How wide the columns of these rows are; None where there is no room for them."""
    most = max(map(len, rows), default=0)
    parted = [[spelled(cell) for cell in row] for row in rows if row and len(row) == most]
    return fitted(parted, columns) if parted else []


def _table(
    table: Table, widths: Sequence[int] | None, paper: Paper, y: float, columns: int
) -> float:
    """The rows under their headings; without widths, below each other with these before them."""
    headings = list(map(spelled, table.headings))
    if headings and widths is not None:
        y = _side_by_side("heading", headings, widths, table.numbers, paper, y)
    for row in table.rows:
        cells = list(map(spelled, row))
        if widths is None:
            y = _stacked(cells, headings, paper, y, columns)
        elif len(cells) == len(widths):
            y = _side_by_side("text", cells, widths, table.numbers, paper, y)
        else:
            y = _stacked(cells, (), paper, y, columns)
    return y


def _side_by_side(
    layer: str,
    row: Sequence[str],
    widths: Sequence[int],
    numbers: Sequence[int],
    paper: Paper,
    y: float,
) -> float:
    """Cells in columns; returns where the next line stands."""
    x, most = 0.0, 1
    for place, (text, width) in enumerate(zip(row, widths, strict=True)):
        indent = len(text) - len(text.lstrip(" "))
        lines = [line for part in text.split("\n") for line in wrapped(part, width - indent)]
        for number, line in enumerate(filter(None, lines)):
            at = y + number * LINE
            if place in numbers:
                paper.text(layer, x + width * _COLUMN, at, line, anchor="end")
            else:
                paper.text(layer, x + indent * _COLUMN, at, line)
        most = max(most, len(lines))
        x += (width + 2) * _COLUMN
    return y + most * LINE


def _stacked(
    row: Sequence[str], headings: Sequence[str], paper: Paper, y: float, columns: int
) -> float:
    """The cells that say something, one below the other, each with its heading."""
    names = [*headings, *[""] * len(row)]
    said = [pair for pair in zip(row, names, strict=False) if pair[0].strip()]
    for number, (text, name) in enumerate(said):
        indent = 2 if number else len(text) - len(text.lstrip(" "))
        labelled = f"{name}: {text.strip()}" if name else text
        y = paper.lines("text", indent * _COLUMN, y, wrapped(labelled, columns - indent))
    return y
