"""Rows as text, for formats without lists and null."""

from collections.abc import Iterator

from serbia_tip.queries.answer import Answer
from serbia_tip.queries.rows import Row


def text(row: Row, field: str) -> str:
    """Return a field as text: empty if absent, `true` or `false`, lists joined by `; `."""
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
    """Yield the header, if wanted, and then the rows, as text."""
    if answer.header:
        yield list(answer.columns)
    for row in answer.rows:
        yield [text(row, field) for field in answer.columns]
