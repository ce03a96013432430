"""SVG: the drawing or the view in shapes and texts, each with a place of its own."""

from collections.abc import Sequence

from serbia_tip.figures.subjects import figure
from serbia_tip.figures.svg import enclosed, svg
from serbia_tip.figures.svg.paper import LARGE, LETTER, LINE, SIZE, Paper
from serbia_tip.queries.answer import Answer
from serbia_tip.terminal.fill import filled
from serbia_tip.terminal.page import fitted
from serbia_tip.terminal.screen import Screen
from serbia_tip.terminal.styled import Styled, spelled, styled
from serbia_tip.views.cells import on_terminal
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
    for line in filled(view.title, int(columns * SIZE / LARGE)):
        paper.text("title", 0, y, line)
        y += LARGE + 4
    for text in filter(spelled, [styled(view.aside), *view.lead]):
        y = paper.lines("quiet", 0, y, filled(spelled(text), columns))
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
        y = paper.lines(layer, 0, y, filled(spelled(text), columns))
    return y


def _sections(view: View, marks: Evidence | None, paper: Paper, y: float, columns: int) -> float:
    """The sections in columns, of their own or shared; returns where the next line stands."""
    tables = [(section, on_terminal(section, marks)) for section in view.sections]
    texts = [
        [
            [*([("heading", _texts(table.headings))] if table.headings else [])],
            [("text", _texts(row)) for row in table.rows],
        ]
        for _, table in tables
    ]
    together = [
        row
        for (section, _), (headings, rows) in zip(tables, texts, strict=True)
        if view.aligned and not section.apart
        for _, row in (*headings, *rows)
    ]
    shared = _widths(together, columns)
    under = ""
    for (section, table), (headings, rows) in zip(tables, texts, strict=True):
        begins, under = section.under != under, section.under
        if begins or not section.close:
            y += LINE / 2
        for heading in filter(None, [under if begins else "", spelled(table.title)]):
            y = paper.lines("heading", 0, y, filled(heading, columns))
        together_here = view.aligned and not section.apart
        own = _widths([row for _, row in (*headings, *rows)], columns)
        widths = shared if together_here else own
        for layer, row in (*headings, *rows):
            if len(row) == 1 or widths is None:
                y = _stacked(layer, row, paper, y, columns)
            else:
                y = _side_by_side(layer, row, widths, table.numbers, paper, y)
    return y


def _texts(row: Sequence[Styled]) -> list[str]:
    return [spelled(cell) for cell in row]


def _widths(rows: Sequence[Sequence[str]], columns: int) -> list[int] | None:
    """How wide the columns are; a single cell, which goes across them, is none."""
    parted = [row for row in rows if len(row) > 1]
    return fitted(parted, columns) if parted else None


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
        lines = [line for part in text.split("\n") for line in filled(part, width - indent)]
        for number, line in enumerate(filter(None, lines)):
            at = y + number * LINE
            if place in numbers:
                paper.text(layer, x + width * _COLUMN, at, line, anchor="end")
            else:
                paper.text(layer, x + indent * _COLUMN, at, line)
        most = max(most, len(lines))
        x += (width + 2) * _COLUMN
    return y + most * LINE


def _stacked(layer: str, row: Sequence[str], paper: Paper, y: float, columns: int) -> float:
    """Cells below each other, where there is no room for them side by side."""
    for place, text in enumerate(filter(None, row)):
        indent = 2 if place else len(text) - len(text.lstrip(" "))
        y = paper.lines(layer, indent * _COLUMN, y, filled(text, columns - indent))
    return y
