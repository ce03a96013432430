"""JSON Lines: one object a line."""

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from serbia_tip.output.answer import Answer
from serbia_tip.output.flat import UNSAFE
from serbia_tip.output.screen import Screen

_ENCODER = msgspec.json.Encoder()


def render(answer: Answer, screen: Screen) -> Iterator[str]:
    """The rows as JSON objects, each on a line of its own."""
    return (f"{row}\n" for row in objects(answer))


def objects(answer: Answer) -> Iterator[str]:
    """Each row as a JSON object, with the fields that were asked for."""
    if answer.fields is None:
        return map(encoded, answer.rows)
    narrowed = ({field: getattr(row, field) for field in answer.columns} for row in answer.rows)
    return map(encoded, narrowed)


def encoded(thing: Any) -> str:
    """JSON in which the characters that could take a terminal over are escaped."""
    text = _ENCODER.encode(thing).decode()
    return UNSAFE.sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    """The character in JSON's own escapes, of which one beyond the first 65,536 takes two."""
    digits = match[0].encode("utf-16-be").hex()
    return re.sub("....", r"\\u\g<0>", digits)
