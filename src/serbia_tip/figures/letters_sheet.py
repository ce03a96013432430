"""The sheet on which a figure is set as text, and the signs that it uses."""

from collections.abc import Sequence

from msgspec import Struct

from serbia_tip.terminal.pages import Page
from serbia_tip.terminal.screen import Screen
from serbia_tip.terminal.text import bold, dim, styled


class Signs(Struct, frozen=True):
    """The signs of figures, each one column wide."""

    block: str
    """A full cell of a bar."""
    sideways: str
    """The partial cells of a horizontal bar, from the smallest."""
    upwards: str
    """The partial cells of a vertical bar, from the smallest."""
    across: str
    down: str
    begins: tuple[str, str]
    """The corners at which a line turns down, and up."""
    ends: tuple[str, str]
    """The corners at which a line arrives from below, and from above."""
    leave: tuple[str, str, str, str]
    """How a line branches to rows: to the only one, the first, one in between, the last."""
    meet: tuple[str, str, str, str]
    """How lines from rows join, in the same order."""
    arrow: str
    stated: str
    inferred: str
    disputed: str
    deprecated: str
    gap: str
    divider: str
    bracket: tuple[str, str]
    """The two ends of a period."""
    route: str
    """The line of a stated route."""
    alleged: str
    at_risk: str


_DRAWN = Signs(
    block="█",
    sideways="▏▎▍▌▋▊▉",
    upwards="▁▂▃▄▅▆▇",
    across="─",
    down="│",
    begins=("╮", "╯"),
    ends=("╭", "╰"),
    leave=("─", "┬", "├", "└"),
    meet=("─", "┬", "┤", "┘"),
    arrow="→",
    stated="●",
    inferred="○",
    disputed="◆",
    deprecated="×",  # noqa: RUF001  # a cross is meant
    gap="·",
    divider="│",
    bracket=("├", "┤"),
    route="─",
    alleged="╌",
    at_risk="·",
)


_ASCII = Signs(
    block="#",
    sideways="",
    upwards="_=",
    across="-",
    down="|",
    begins=(".", "'"),
    ends=(".", "'"),
    leave=("-", "+", "+", "+"),
    meet=("-", "+", "+", "+"),
    arrow=">",
    stated="*",
    inferred="o",
    disputed="!",
    deprecated="x",
    gap=".",
    divider="|",
    bracket=("[", "]"),
    route="-",
    alleged="~",
    at_risk=".",
)


def signs(screen: Screen) -> Signs:
    """The signs that this screen can show."""
    return _DRAWN if screen.is_unicode else _ASCII


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
