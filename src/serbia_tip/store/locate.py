"""On which line of a store's text each row and each key stands."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Annotated, NamedTuple, get_args, get_origin

import tomli
from msgspec import Struct, structs

from serbia_tip.model import FACT_TYPES, Annotation, Store, origin_of


class Place(NamedTuple):
    """A place in the store: a table, one of its rows by number or name, a key of the row."""

    table: str
    row: int | str | None = None
    key: str | None = None


class Problem(NamedTuple):
    """One breach of one rule."""

    place: Place
    rule: str
    message: str
    before: Place | None = None
    """The place of what it collides with; the message gives its line."""


def inner_struct(annotation: Annotation) -> type[Struct] | None:
    """Return the struct within a field's type, or None."""
    if origin_of(annotation) is Annotated:
        return inner_struct(get_args(annotation)[0])
    for held in get_args(annotation):
        if isinstance(held, type) and issubclass(held, Struct):
            return held
    return None


NAMED: dict[str, type[Struct]] = {
    field.name: kind
    for field in structs.fields(Store)
    if get_origin(field.type) is dict and (kind := inner_struct(field.type))
}
"""The tables whose rows go by name, each with the type of its rows."""
_STRING = r'"(?:\\.|[^"\\\n])*"|' + r"'[^'\n]*'"
_NAME = rf"(?:[A-Za-z0-9_-]+|{_STRING})"
_TOKEN = re.compile(
    rf"^[ \t]*(?P<key>{_NAME}(?:[ \t]*\.[ \t]*{_NAME})*)[ \t]*=|"
    + r'"""(?:\\.|[^\\])*?"{3,5}|'
    + r"'''.*?'{3,5}|"
    + _STRING
    + r"|\#[^\n]*|[\[{]|[\]}]",
    re.DOTALL | re.MULTILINE,
)
"""A key, a string, a comment or a bracket; strings and comments hide brackets within them."""
_HEADER = re.compile(rf"\[\[?(?:{_STRING}|[^]\"'\n])*\]\]?")
_FACT_HEADER = re.compile(rf"\[\[(?:{'|'.join(kind.table for kind in FACT_TYPES)})\]\]")


def located(problems: Sequence[Problem], text: str, name: str, mark: str = "") -> list[str]:
    """Return the problems as lines `name:LINE: rule: message`, in the order of the store's text.

    `mark` stands before the rule: `warning: `.
    """
    begins = lines(text) if problems else {}

    def line(place: Place) -> int:
        wider = (place, place._replace(key=None), Place(place.table))
        return next((begins[each] for each in wider if each in begins), 1)

    def said(problem: Problem) -> str:
        if problem.before is None:
            return problem.message
        return f"{problem.message}, on line {line(problem.before)}"

    numbered = [(line(problem.place), problem) for problem in problems]
    numbered.sort(key=lambda pair: (pair[0], pair[1].place.table, str(pair[1].place.row or "")))
    return [f"{name}:{number}: {mark}{each.rule}: {said(each)}" for number, each in numbered]


def beginnings(text: str, store: Store, ids: Iterable[str]) -> dict[str, int]:
    """Return the line on which each of these facts begins in the store's text, by id."""
    found = {name: _beginning(text, name) for name in ids}
    if None not in found.values():
        return {name: line for name, line in found.items() if line is not None}
    headers: defaultdict[str, list[int]] = defaultdict(list)
    for line, written in _written(text):
        if written.startswith("[["):
            headers[".".join(_path(written))].append(line)
    return {
        fact.id: line
        for kind in FACT_TYPES
        for fact, line in zip(store.of(kind), headers[kind.table], strict=False)
        if fact.id in found
    }


def _beginning(text: str, name: str) -> int | None:
    """Return the line of the header above the one line that gives this id.

    None where several lines look so, or a text of several lines may, or it is written otherwise.
    """
    key = f'\nid = "{name}"'
    place = text.find(key)
    if place < 0 or text.find(key, place + 1) >= 0 or '"""' in text or "'''" in text:
        return None
    header = text.rfind("\n[", 0, place) + 1
    if not _FACT_HEADER.match(text, header):
        return None
    return text.count("\n", 0, header) + 1


def lines(text: str) -> dict[Place, int]:
    """Return the line, from 1, of each table's first header, each row's header, and each key.

    Rows without a header of their own (in an inline table or array) are left out.
    """
    found: dict[Place, int] = {}
    counts: dict[str, int] = {}
    here: Place | None = None
    for line, written in _written(text):
        if not written.startswith("["):
            key = _path(f"{written}=0")[0]
            found.setdefault(_of_key(here, key), line)
            continue
        path = _path(written)
        here = Place(*path[:3])
        found.setdefault(Place(path[0]), line)
        if len(path) > 1:
            found.setdefault(here._replace(key=None), line)
        elif written.startswith("[["):
            number = counts.get(path[0], 0)
            counts[path[0]] = number + 1
            here = Place(path[0], number)
            found[here] = line
    return found


def _of_key(here: Place | None, key: str) -> Place:
    """Return what a key below this header is: a table, a row in a table by name, or a field."""
    if here is None:
        return Place(key)
    if here.row is None and here.table in NAMED:
        return Place(here.table, key)
    return here._replace(key=key)


def _written(text: str) -> Iterator[tuple[int, str]]:
    """Yield each header, and each key before `=`, outside of brackets, with its line."""
    line, counted, position, depth = 1, 0, 0, 0
    while token := _TOKEN.search(text, position):
        position = token.end()
        begin = token.start()
        if token[0] in "]}":
            depth -= 1
            continue
        header = None
        if token[0] in "[{":
            header = None if depth else _HEADER.match(text, begin)
            before = text[text.rfind("\n", 0, begin) + 1 : begin] if header else ""
            if not header or before.strip(" \t"):
                depth += 1
                continue
            position = header.end()
        if header or (token["key"] and not depth):
            line += text.count("\n", counted, begin)
            counted = begin
            yield line, header[0] if header else token["key"]


@cache
def _path(header: str) -> tuple[str, ...]:
    """Return the keys of a header, unquoted by the TOML parser."""
    table = tomli.loads(header)
    path = []
    while isinstance(table, dict) and table:
        key, table = next(iter(table.items()))
        path.append(key)
    return tuple(path)
