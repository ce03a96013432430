"""JSON Lines: one object on each line."""

from collections.abc import Iterator

from serbia_tip.formats.json import objects
from serbia_tip.queries.answer import Answer
from serbia_tip.terminal.screen import Screen


def render(answer: Answer, screen: Screen) -> Iterator[str]:
    """The rows as JSON objects, each on a line of its own."""
    return (f"{row}\n" for row in objects(answer))
