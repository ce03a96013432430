"""One array of objects, an object a line; the same bytes on a terminal and in a pipe."""

from serbia_tip.output.answer import Answer
from serbia_tip.output.jsonl import objects
from serbia_tip.output.screen import Screen


def render(answer: Answer, screen: Screen) -> str:
    """The rows as a JSON array, `[]` when there are none."""
    rows = list(objects(answer))
    return "[\n" + ",\n".join(rows) + "\n]\n" if rows else "[]\n"
