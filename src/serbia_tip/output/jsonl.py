"""JSON Lines: one object a line."""

from collections.abc import Iterator

import msgspec

from serbia_tip.output.answer import Answer
from serbia_tip.output.flat import UNSAFE
from serbia_tip.output.screen import Screen


def render(answer: Answer, screen: Screen) -> str:
    """The rows as JSON objects, each on a line of its own."""
    return "".join(f"{row}\n" for row in objects(answer))


def objects(answer: Answer) -> Iterator[str]:
    """Each row as a JSON object.

    Characters that could take a terminal over are escaped, as JSON allows for any character.
    """
    encode = msgspec.json.Encoder().encode
    for row in answer.rows:
        whole: object = row
        if answer.fields is not None:
            whole = {field: getattr(row, field) for field in answer.fields}
        yield UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", encode(whole).decode())
