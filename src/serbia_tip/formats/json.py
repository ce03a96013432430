"""JSON: one array, with an object on each line; the same bytes on a terminal and in a pipe."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from serbia_tip.queries.answer import Answer
from serbia_tip.terminal.escape import UNSAFE
from serbia_tip.terminal.screen import Screen

_ENCODER = msgspec.json.Encoder()


def render(answer: Answer, screen: Screen) -> str:
    """The rows as a JSON array, `[]` when there are none."""
    return array(objects(answer))


def array(objects: Iterable[str]) -> str:
    """A JSON array of objects that are already encoded."""
    lines = list(objects)
    return "[\n" + ",\n".join(lines) + "\n]\n" if lines else "[]\n"


def objects(answer: Answer) -> Iterator[str]:
    """Each row as a JSON object, with the requested fields."""
    if answer.fields is None:
        return map(encoded, answer.rows)
    narrowed = ({field: getattr(row, field) for field in answer.columns} for row in answer.rows)
    return map(encoded, narrowed)


def encoded(thing: Any) -> str:
    """Encode as JSON, with the characters escaped that could control a terminal."""
    text = _ENCODER.encode(thing).decode()
    if text.isascii() and "\x7f" not in text:  # the other control characters are escaped already
        return text
    return UNSAFE.sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    """The character as a JSON escape, or as two of them beyond U+FFFF."""
    digits = match[0].encode("utf-16-be").hex()
    return re.sub("....", r"\\u\g<0>", digits)
