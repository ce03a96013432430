"""Tab-separated values: a row a line, whatever the values hold."""

from serbia_tip.output.answer import Answer
from serbia_tip.output.flat import harmless, lines
from serbia_tip.output.screen import Screen

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def render(answer: Answer, screen: Screen) -> str:
    """The rows under their field names; lists are joined by `; `, absent values are empty."""
    table = ([cell.translate(_ESCAPES) for cell in line] for line in lines(answer))
    return "".join("\t".join(harmless(cell, screen) for cell in line) + "\n" for line in table)
