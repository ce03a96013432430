"""The signs that charts are drawn with: block and line letters, or plain ASCII."""

from msgspec import Struct

from serbia_tip.terminal.screen import Screen


class Signs(Struct, frozen=True):
    """What a chart is drawn with; each sign is one column wide."""

    bar: str
    """A whole column of a bar."""
    parts: str
    """The parts of a column, from the smallest."""
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


_DRAWN = Signs(
    bar="█",
    parts="▏▎▍▌▋▊▉",
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
    gap="?",
)
_ASCII = Signs(
    bar="#",
    parts="",
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
    gap="?",
)


def signs(screen: Screen) -> Signs:
    """The signs that this screen can show."""
    return _DRAWN if screen.is_unicode else _ASCII
