"""A row's fields as text: for formats that have no lists and no null."""

import re
from collections.abc import Iterator

from serbia_tip.output.answer import Answer
from serbia_tip.output.screen import Screen
from serbia_tip.rows import Row

UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
"""Control characters, and those that reorder or hide the letters around them."""


def text(row: Row, field: str) -> str:
    """The field as text: nothing when it is absent, `true` or `false`, lists joined by `; `."""
    value = getattr(row, field)
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case list():
            return "; ".join(value)
    return str(value)


def lines(answer: Answer, screen: Screen) -> Iterator[list[str]]:
    """The headers, unless they are not wanted, and then the rows, as text.

    A program gets what the store says to the letter; a terminal gets nothing that acts on it.
    """
    if answer.header:
        yield list(answer.columns)
    for row in answer.rows:
        cells = [text(row, field) for field in answer.columns]
        yield cells if screen.width is None else [visible(cell) for cell in cells]


def visible(raw: str) -> str:
    """`raw` with its control and reordering characters written out, so that none takes effect."""
    return UNSAFE.sub(lambda match: match[0].encode("unicode_escape").decode(), raw)
