"""Tab-separated values: a row a line, whatever the values hold."""

from serbia_tip.output.answer import Answer
from serbia_tip.output.flat import lines
from serbia_tip.output.screen import Screen

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def render(answer: Answer, screen: Screen) -> str:
    """The rows under their field names; lists are joined by `; `, absent values are empty."""
    return "".join(
        "\t".join(cell.translate(_ESCAPES) for cell in line) + "\n"
        for line in lines(answer, screen)
    )
