"""A row's fields as text: for formats that have no lists and no null."""

import re
from collections.abc import Iterator

from serbia_tip.output.answer import Answer
from serbia_tip.output.screen import Screen
from serbia_tip.rows import Row

UNSAFE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff"
    r"\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)
"""Control characters, those that reorder or hide others, those unseen, and what is no character."""


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


def lines(answer: Answer) -> Iterator[list[str]]:
    """The headers, unless they are not wanted, and then the rows, as text."""
    if answer.header:
        yield list(answer.columns)
    for row in answer.rows:
        yield [text(row, field) for field in answer.columns]


def harmless(raw: str, screen: Screen) -> str:
    """`raw` to the letter for a program; for a terminal, with nothing in it that acts on it."""
    return raw if screen.width is None else visible(raw)


def visible(raw: str) -> str:
    """`raw` with its control and reordering characters written out, so that none takes effect."""
    return UNSAFE.sub(lambda match: match[0].encode("unicode_escape").decode(), raw)
