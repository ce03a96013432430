"""The characters that figures are drawn with: block and box-drawing ones, or ASCII."""

from msgspec import Struct

from serbia_tip.terminal.screen import Screen


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
