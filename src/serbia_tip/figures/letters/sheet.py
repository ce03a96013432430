"""A page for figures, with the signs that the screen can show."""

from collections.abc import Sequence

from serbia_tip.figures.letters.signs import Signs, signs
from serbia_tip.terminal.page import Page
from serbia_tip.terminal.screen import Screen
from serbia_tip.terminal.styled import bold, dim, styled


class Sheet:
    """A page of lines no wider than `width`."""

    def __init__(self, screen: Screen, width: int) -> None:
        """Start an empty sheet."""
        self.width = width
        self.signs: Signs = signs(screen)
        self.spell = screen.spell
        self._page = Page(screen)

    def line(self, text: str) -> None:
        """Add one line, as it is."""
        self._page.paragraph(styled(text.rstrip()))

    def blank(self) -> None:
        """Add a blank line."""
        self._page.line()

    def heading(self, text: str) -> None:
        """Add a bold paragraph."""
        self._page.paragraph([bold(text)])

    def paragraph(self, text: str, hang: int = 4) -> None:
        """Add a paragraph, all lines but the first indented."""
        self._page.paragraph(styled(text), hang)

    def aside(self, text: str) -> None:
        """Add a dim paragraph."""
        self._page.paragraph([dim(text)], hang=4)

    def side_by_side(self, rows: Sequence[Sequence[str]], widths: Sequence[int]) -> None:
        """Add the rows in columns of these widths."""
        self._page.side_by_side([list(map(styled, row)) for row in rows], widths)

    def text(self) -> str:
        """The text of the sheet."""
        return self._page.text()
