"""The sheet on which a figure is set as text, and the signs that it uses."""

from collections.abc import Mapping

from serbia_tip.terminal.pages import Page
from serbia_tip.terminal.screen import Screen
from serbia_tip.terminal.text import Run, Style, styled

_WIDTH = 80  # the width of a drawing in a pipe
_SIGNS = {
    "block": ("█", "#"),
    "sideways": ("▏▎▍▌▋▊▉", ""),  # the partial cells of a bar, from the smallest
    "upwards": ("▁▂▃▄▅▆▇", "_="),
    "across": ("─", "-"),
    "down": ("│", "|"),
    "begins": ("╮╯", ".'"),  # the corners at which a line turns down, and up
    "ends": ("╭╰", ".'"),  # the corners at which a line arrives from below, and from above
    # How a line branches to rows: to the only one, the first, one in between, the last.
    "leave": ("─┬├└", "-+++"),
    "meet": ("─┬┤┘", "-+++"),
    "arrow": ("→", ">"),
    "stated": ("●", "*"),
    "inferred": ("○", "o"),
    "disputed": ("◆", "!"),
    "deprecated": ("×", "x"),  # noqa: RUF001  # a cross is meant
    "gap": ("·", "."),
    "divider": ("│", "|"),
    "bracket": ("├┤", "[]"),
    "route": ("─→", "->"),
    "alleged": ("╌→", "~>"),
    "at_risk": ("·→", ".>"),
    "parts": ("*", "*"),
    "open": ("+", "+"),
}
"""The signs of figures, each letter one column wide: drawn, and in ASCII."""


class Sheet(Page):
    """A page with drawings, which have their own width where that of a page is unlimited."""

    def __init__(self, screen: Screen) -> None:
        """Start an empty sheet."""
        super().__init__(screen)
        self.columns = screen.width or _WIDTH
        self.signs: Mapping[str, str] = {
            name: drawn if screen.is_unicode else plain for name, (drawn, plain) in _SIGNS.items()
        }

    def say(self, text: str, style: Style = "plain", hang: int = 4) -> None:
        """Add a paragraph, all lines but the first indented."""
        self.paragraph(styled(Run(text, style)), hang)

    def head(self, title: str) -> None:
        """Add a heading."""
        self.say(title, "bold", hang=0)

    def bar(self, share: float, room: int, partial: str) -> str:
        """The cells that a bar fills, the last one in part; the smallest share still shows."""
        signs = self.signs[partial]
        parts = len(signs) + 1
        whole, rest = divmod(max(round(share * room * parts), share > 0), parts)
        return self.signs["block"] * whole + (signs[rest - 1] if rest else "")
