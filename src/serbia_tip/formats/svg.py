"""SVG: the drawing or the view in shapes and texts, each with a place of its own."""

from collections.abc import Sequence

from serbia_tip.figures.subjects import figure
from serbia_tip.figures.svg import enclosed, svg
from serbia_tip.figures.svg.paper import LARGE, LETTER, LINE, SIZE, Paper
from serbia_tip.queries.answer import Answer
from serbia_tip.terminal.fill import filled
from serbia_tip.terminal.page import fitted
from serbia_tip.terminal.screen import Screen
from serbia_tip.terminal.styled import Styled, spelled
from serbia_tip.views.cells import marked
from serbia_tip.views.choice import viewed
from serbia_tip.views.evidence import Evidence
from serbia_tip.views.view import Section, View, said_once

_COLUMN = SIZE * LETTER
"""How wide a column of the screen is in a picture."""
_USUAL = 100
"""How many columns wide a picture is where nothing else is said."""
_INDENT = 14.0


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
    evidence = Evidence(answer.store)
    marks = evidence if answer.asked.sources != "none" and view.marks else None
    y = LARGE
    for line in filled(view.title, int(columns * SIZE / LARGE)):
        paper.text("title", 0, y, line)
        y += LARGE + 4
    if view.aside:
        paper.text("quiet", 0, y, view.aside)
        y += LINE
    for section in view.sections:
        y = _section(section, marks, paper, y + LINE / 2, columns)
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


def _section(
    section: Section, marks: Evidence | None, paper: Paper, y: float, columns: int
) -> float:
    """The lines of a section, their cells in columns; returns where the next line stands."""
    table = marked(section, marks)
    if table.title:
        y = paper.lines("heading", 0, y, filled(spelled(table.title), columns))
    rows = [[spelled(cell) for cell in row] for row in table.rows]
    every = [list(map(spelled, table.headings)), *rows] if table.headings else rows
    widths = fitted(every, columns)
    for number, row in enumerate(every):
        line = section.lines[number - len(every) + len(rows)]
        is_heading = len(every) > len(rows) and number == 0
        indent = _INDENT if line.within and not is_heading else 0
        layer = "heading" if is_heading else "text"
        if line.before and not is_heading:
            y = paper.lines(layer, _INDENT, y, filled(spelled(line.before), columns - 2))
        if widths is None and is_heading:
            continue  # headings stand before their cells
        if widths is None:
            y = _stacked(row, every[0] if len(every) > len(rows) else (), paper, y, columns)
        else:
            y = _side_by_side(layer, row, widths, section.numbers, paper, y, indent)
    return y


def _side_by_side(
    layer: str,
    row: Sequence[str],
    widths: Sequence[int],
    numbers: Sequence[int],
    paper: Paper,
    y: float,
    indent: float,
) -> float:
    x, most = 0.0, 1
    for place, (text, width) in enumerate(zip(row, widths, strict=True)):
        lines = [line for part in text.split("\n") for line in filled(part, width)]
        for number, line in enumerate(filter(None, lines)):
            at = y + number * LINE
            if place in numbers:
                paper.text(layer, x + width * _COLUMN, at, line, anchor="end")
            else:
                paper.text(layer, x + (0 if place else indent), at, line)
        most = max(most, len(lines))
        x += (width + 2) * _COLUMN
    return y + most * LINE


def _stacked(
    row: Sequence[str], headings: Sequence[str], paper: Paper, y: float, columns: int
) -> float:
    """Cells below each other, where there is no room for them side by side."""
    names = [*headings, *[""] * len(row)]
    said = [(text, name) for text, name in zip(row, names, strict=False) if text.strip()]
    for place, (text, name) in enumerate(said):
        label = f"{name}: " if place and name else ""
        y = paper.lines("text", _INDENT if place else 0, y, filled(f"{label}{text}", columns - 2))
    return y
