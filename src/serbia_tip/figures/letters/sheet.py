"""What a figure is drawn on in letters: the lines of a screen, and the signs that it can show."""

from serbia_tip.figures.letters.signs import Signs, signs
from serbia_tip.terminal.page import Page
from serbia_tip.terminal.screen import Screen
from serbia_tip.terminal.styled import bold, dim, styled


class Sheet:
    """Lines below each other, each no wider than `width`."""

    def __init__(self, screen: Screen, width: int) -> None:
        """An empty sheet."""
        self.width = width
        self.signs: Signs = signs(screen)
        self.spell = screen.spell
        self._page = Page(screen)

    def line(self, text: str) -> None:
        """One line, as it is."""
        self._page.paragraph(styled(text.rstrip()))

    def blank(self) -> None:
        """A line without anything in it."""
        self._page.line()

    def heading(self, text: str) -> None:
        """A paragraph that stands out."""
        self._page.paragraph([bold(text)])

    def paragraph(self, text: str, hang: int = 4) -> None:
        """Lines, all but the first indented."""
        self._page.paragraph(styled(text), hang)

    def aside(self, text: str, hang: int = 4) -> None:
        """A paragraph that stands back."""
        self._page.paragraph([dim(text)], hang)

    def text(self) -> str:
        """All that is on the sheet."""
        return self._page.text()
