"""On which line of a TOML text the rows of its tables begin: for messages about a store."""

import re
from collections.abc import Iterator, Sequence

import tomli

from serbia_tip.check import Place, Problem

_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"""|'
    r"'''.*?'''|"
    r'"(?:\\.|[^"\\\n])*"|'
    r"'[^'\n]*'|"
    r"\#[^\n]*|"
    r"^[ \t]*(?P<header>\[\[?[^\n]*?\]\]?)[ \t]*(?=$|\#)",
    re.DOTALL | re.MULTILINE,
)
"""Strings and comments are matched only so that no header is seen inside them."""


def located(problems: Sequence[Problem], text: str, name: str) -> list[str]:
    """The problems of the store `text`, as `name:LINE: rule: message`, in the order of lines."""
    begins = lines(text) if problems else {}

    def line(place: Place) -> int:
        return begins.get(place) or begins.get(Place(place.table)) or 1

    numbered = sorted((line(problem.place), problem) for problem in problems)
    return [f"{name}:{number}: {rule}: {message}" for number, (_, rule, message) in numbered]


def beginnings(text: str) -> dict[str, int]:
    """The line on which each fact of the store `text` begins, by the fact's id."""
    begins = lines(text)
    return {
        fact["id"]: begins[Place(table, number)]
        for table, facts in tomli.loads(text).items()
        if isinstance(facts, list)
        for number, fact in enumerate(facts)
        if Place(table, number) in begins
    }


def lines(text: str) -> dict[Place, int]:
    """The line, counted from 1, of each table's first header and of each of its rows.

    A row written without a header of its own (in an inline table or array) is not in it.
    """
    found: dict[Place, int] = {}
    counts: dict[str, int] = {}
    for line, header in _headers(text):
        path = _path(header)
        if not path:
            continue
        found.setdefault(Place(path[0]), line)
        if len(path) > 1:
            found.setdefault(Place(path[0], path[1]), line)
        elif header.startswith("[["):
            number = counts.get(path[0], 0)
            counts[path[0]] = number + 1
            found[Place(path[0], number)] = line
    return found


def _headers(text: str) -> Iterator[tuple[int, str]]:
    line, position = 1, 0
    for match in _TOKEN.finditer(text):
        if match["header"]:
            line += text.count("\n", position, match.start("header"))
            position = match.start("header")
            yield line, match["header"]


def _path(header: str) -> list[str]:
    """The keys of a header, or none where it only looks like one, inside an array."""
    try:
        table = tomli.loads(header)
    except tomli.TOMLDecodeError:
        return []
    path = []
    while isinstance(table, dict) and table:
        key, table = next(iter(table.items()))
        path.append(key)
    return path
