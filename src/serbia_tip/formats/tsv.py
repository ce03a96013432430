"""Tab-separated values, with tabs and line ends in values escaped."""

from collections.abc import Iterator

from serbia_tip.queries.answer import Answer
from serbia_tip.queries.flat import lines
from serbia_tip.terminal.escape import harmless
from serbia_tip.terminal.screen import Screen

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def render(answer: Answer, screen: Screen) -> Iterator[str]:
    """The rows under their field names; lists are joined by `; `, absent values are empty."""
    for line in lines(answer):
        cells = (harmless(cell.translate(_ESCAPES), screen) for cell in line)
        yield "\t".join(cells) + "\n"
