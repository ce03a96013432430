"""SVG: the chart or the view as shapes and texts."""

from collections.abc import Sequence

from serbia_tip.figures.subjects import figure
from serbia_tip.figures.svg import enclosed, svg
from serbia_tip.figures.svg.paper import LARGE, LETTER, LINE, SIZE, Paper
from serbia_tip.queries.answer import Answer
from serbia_tip.terminal.page import Page, Piece
from serbia_tip.terminal.screen import Screen
from serbia_tip.terminal.styled import Run, Style, Styled, spelled
from serbia_tip.terminal.wrap import cells, wrapped
from serbia_tip.views.choice import viewed
from serbia_tip.views.render import put

_COLUMN = SIZE * LETTER
"""The width of a screen's column in a picture."""
_USUAL = 100
"""The default width of a picture in columns."""
_LAYERS: dict[Style, str] = {"bold": "heading", "dim": "quiet"}


def render(answer: Answer, screen: Screen) -> str:
    """The requested chart, or else the view; nothing when there are no rows to draw."""
    if answer.chart:
        drawn = figure(answer)
        return "" if drawn is None else svg(drawn)
    view = viewed(answer)
    columns = screen.width or _USUAL
    picture = _Picture(columns)
    put([view], answer.store, picture, answer.asked.sources)
    description = "The answer in lines of text, each cell with a place of its own."
    width = max(picture.paper.width, columns * _COLUMN)
    return enclosed(picture.paper, view.title, description, width)


class _Picture(Page):
    """A page whose lines are SVG texts."""

    def __init__(self, columns: int) -> None:
        """Start an empty picture of this width in columns."""
        super().__init__(Screen(width=columns, color=False))
        self.paper = Paper()
        self._y = LARGE

    def ends(self, left: Styled, right: Styled) -> None:
        """Add the title in larger letters, and below it what a terminal shows on its right."""
        for line in wrapped(spelled(left), int(self.width * SIZE / LARGE)):
            self.paper.text("title", 0, self._y, line)
            self._y += LARGE + 4
        if right:
            self.paragraph(right)

    def line(self) -> None:
        """Add half a blank line."""
        self._y += LINE / 2

    def shown(self, text: Styled) -> Styled:
        """The text in a single style, which decides its layer."""
        styles = {run.style for run in text if run.text.strip()}
        style: Style = "dim" if styles == {"dim"} else "plain"
        if "bold" in styles <= {"bold", "dim"}:
            style = "bold"
        return [Run(spelled(text), style)]

    def put(self, pieces: Sequence[Piece]) -> None:
        """Add one line, each piece as a text of its own."""
        for column, text, is_number in pieces:
            said = spelled(text)
            at, anchor = column + len(said) - len(said.lstrip(" ")), "start"
            if is_number:
                at, anchor = column + cells(said), "end"
            if said.strip():
                layer = _LAYERS.get(text[0].style, "text")
                self.paper.text(layer, at * _COLUMN, self._y, said, anchor=anchor)
        self._y += LINE
