"""The signs that figures are drawn with: block and line letters, or plain ASCII."""

from msgspec import Struct

from serbia_tip.terminal.screen import Screen


class Signs(Struct, frozen=True):
    """What a figure is drawn with; each sign is one column wide."""

    block: str
    """A whole column of a bar."""
    sideways: str
    """The parts of a column of a lying bar, from the smallest."""
    upwards: str
    """The parts of a column of a standing bar, from the smallest."""
    across: str
    down: str
    begins: tuple[str, str]
    """The corner that a line leaves to the bottom, and to the top."""
    ends: tuple[str, str]
    """The corner that a line comes to from the bottom, and from the top."""
    leave: tuple[str, str, str, str]
    """How a line goes on to several rows: to one alone, the first, one between, the last."""
    meet: tuple[str, str, str, str]
    """How lines from several rows come together: from one alone, and so on."""
    arrow: str
    stated: str
    inferred: str
    disputed: str
    deprecated: str
    gap: str
    change: str
    bracket: tuple[str, str]
    """The two ends of a period."""
    route: str
    """What the line of a stated route consists of."""
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
    change="│",
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
    change="|",
    bracket=("[", "]"),
    route="-",
    alleged="~",
    at_risk=".",
)


def signs(screen: Screen) -> Signs:
    """The signs that this screen can show."""
    return _DRAWN if screen.is_unicode else _ASCII
