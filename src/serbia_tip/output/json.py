"""One array of objects, an object a line; the same bytes on a terminal and in a pipe."""

from collections.abc import Iterable

from serbia_tip.output.answer import Answer
from serbia_tip.output.jsonl import objects
from serbia_tip.output.screen import Screen


def render(answer: Answer, screen: Screen) -> str:
    """The rows as a JSON array, `[]` when there are none."""
    return array(objects(answer))


def array(objects: Iterable[str]) -> str:
    """A JSON array of objects that are JSON already."""
    lines = list(objects)
    return "[\n" + ",\n".join(lines) + "\n]\n" if lines else "[]\n"
