"""Comma-separated values (RFC 4180)."""

import csv
from collections.abc import Iterator

from serbia_tip.queries.answer import Answer
from serbia_tip.queries.flat import lines
from serbia_tip.terminal.escape import harmless
from serbia_tip.terminal.screen import Screen


class _Echo:
    """A file for `csv.writer` whose `write` returns the line."""

    def write(self, line: str) -> str:
        return line


def render(answer: Answer, screen: Screen) -> Iterator[str]:
    """The rows under their field names; lists are joined by `; `, absent values are empty."""
    line_of = csv.writer(_Echo()).writerow
    return (line_of([harmless(cell, screen) for cell in line]) for line in lines(answer))
