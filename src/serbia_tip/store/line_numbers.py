"""On which line of a TOML text the rows of its tables begin: for messages about a store."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

import tomli

from serbia_tip.model import KINDS, Store
from serbia_tip.store.rules import Place, Problem

_STRING = r'"(?:\\.|[^"\\\n])*"|' + r"'[^'\n]*'"
_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}|' + r"'''.*?'{3,5}|" + _STRING + r"|\#[^\n]*|[\[{]|[\]}]",
    re.DOTALL,
)
"""Strings and comments, so that no bracket in them counts, and the brackets that do."""
_HEADER = re.compile(rf"\[\[?(?:{_STRING}|[^]\"'\n])*\]\]?")


def located(problems: Sequence[Problem], text: str, name: str) -> list[str]:
    """The problems of the store `text`, as `name:LINE: rule: message`, in the order of lines."""
    begins = lines(text) if problems else {}

    def line(place: Place) -> int:
        return begins.get(place) or begins.get(Place(place.table)) or 1

    numbered = [(line(problem.place), problem) for problem in problems]
    numbered.sort(key=lambda pair: (pair[0], pair[1].place.table, str(pair[1].place.row or "")))
    return [f"{name}:{number}: {rule}: {message}" for number, (_, rule, message) in numbered]


def beginnings(text: str, store: Store) -> dict[str, int]:
    """The line on which each fact of the store begins, of which this is the text, by its id."""
    begins = lines(text)
    return {
        fact.id: begins[Place(table, number)]
        for table in KINDS
        for number, fact in enumerate(getattr(store, table))
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
        found.setdefault(Place(path[0]), line)
        if len(path) > 1:
            found.setdefault(Place(path[0], path[1]), line)
        elif header.startswith("[["):
            number = counts.get(path[0], 0)
            counts[path[0]] = number + 1
            found[Place(path[0], number)] = line
    return found


def _headers(text: str) -> Iterator[tuple[int, str]]:
    """Each header with its line: a bracket that nothing but blanks stand before, in no other."""
    line, counted, position, depth = 1, 0, 0, 0
    while token := _TOKEN.search(text, position):
        position = token.end()
        begin = token.start()
        if token[0] in "]}":
            depth -= 1
        elif token[0] in "[{":
            header = None if depth else _HEADER.match(text, begin)
            before = text[text.rfind("\n", 0, begin) + 1 : begin] if header else ""
            if header and not before.strip(" \t"):
                line += text.count("\n", counted, begin)
                counted = begin
                position = header.end()
                yield line, header[0]
            else:
                depth += 1


@cache
def _path(header: str) -> tuple[str, ...]:
    """The keys of a header, unquoted: TOML's own parser reads it."""
    table = tomli.loads(header)
    path = []
    while isinstance(table, dict) and table:
        key, table = next(iter(table.items()))
        path.append(key)
    return tuple(path)
