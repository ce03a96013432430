"""On which line of a store's text each row and each key stands."""

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from typing import NamedTuple, get_args, get_origin

import tomli
from msgspec import Struct, structs

from serbia_tip.model import FACT_TYPES, Store


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
    before: Place | None = None  # of what it collides with; the message gives its line


NAMED: dict[str, type[Struct]] = {
    field.name: get_args(field.type)[1]
    for field in structs.fields(Store)
    if get_origin(field.type) is dict
}  # the tables whose rows go by name, each with the type of its rows
_STRING = r'"(?:\\.|[^"\\\n])*"|' + r"'[^'\n]*'"
_LONG_STRING = r'"""(?:\\.|[^\\])*?"{3,5}|' + r"'''.*?'{3,5}"
_NAME = rf"(?:[A-Za-z0-9_-]+|{_STRING})"
# A key, a string, a comment or a bracket; strings and comments hide brackets within them.
_TOKEN = re.compile(
    rf"^[ \t]*(?P<key>{_NAME}(?:[ \t]*\.[ \t]*{_NAME})*)[ \t]*=|{_LONG_STRING}|{_STRING}"
    r"|\#[^\n]*|[\[{]|[\]}]",
    re.DOTALL | re.MULTILINE,
)
_HEADER = re.compile(rf"\[\[?(?:{_STRING}|[^]\"'\n])*\]\]?")
_FACT_HEADER = re.compile(rf"\[\[(?:{'|'.join(kind.table for kind in FACT_TYPES)})\]\]")


def locate_problems(problems: Sequence[Problem], text: str, name: str, mark: str = "") -> list[str]:
    """Return the problems as lines `name:LINE: MARKrule: message`, in the order of the text."""
    begins = locate_lines(text) if problems else {}

    def line(place: Place) -> int:
        wider = (place, place._replace(key=None), Place(place.table))
        return next((begins[each] for each in wider if each in begins), 1)

    numbered = [(line(problem.place), problem) for problem in problems]
    numbered.sort(key=lambda pair: (pair[0], pair[1].place.table, str(pair[1].place.row or "")))
    return [
        f"{name}:{number}: {mark}{rule}: {said}" + (f", on line {line(before)}" if before else "")
        for number, (_, rule, said, before) in numbered
    ]


def locate_facts(text: str, store: Store, ids: Collection[str]) -> dict[str, int]:
    """Return the line on which each of these facts begins in the store's text, by id."""
    found: dict[str, int] = {}
    plain = '"""' not in text and "'''" not in text  # else a text of several lines may look so
    for name in ids if plain else ():
        key = f'\nid = "{name}"'
        place = text.find(key)
        header = text.rfind("\n[", 0, max(place, 0)) + 1
        if place > 0 and _FACT_HEADER.match(text, header):
            found[name] = text.count("\n", 0, header) + 1
    if len(found) == len(wanted := set(ids)):
        return found
    every = locate_lines(text)
    return {
        fact.id: every[at]
        for kind in FACT_TYPES
        for number, fact in enumerate(store.of(kind))
        if fact.id in wanted and (at := Place(kind.table, number)) in every
    }


def locate_lines(text: str) -> dict[Place, int]:
    """Return the line, from 1, of each table's first header, each row's header, and each key."""
    found: dict[Place, int] = {}
    counts: dict[str, int] = {}
    here: Place | None = None
    for line, written in _locate_keys(text):
        if not written.startswith("["):
            key = _located_path(f"{written}=0")[0]
            place = here._replace(key=key) if here else Place(key)
            if here and here.row is None and here.table in NAMED:
                place = Place(here.table, key)
            found.setdefault(place, line)
            continue
        path = _located_path(written)
        here = Place(*path[:3])
        found.setdefault(Place(path[0]), line)
        if len(path) > 1:
            found.setdefault(here._replace(key=None), line)
        elif written.startswith("[["):
            here = Place(path[0], counts.get(path[0], 0))
            counts[path[0]] = counts.get(path[0], 0) + 1
            found[here] = line
    return found


def _locate_keys(text: str) -> Iterator[tuple[int, str]]:
    """Yield each header, and each key before `=`, outside of brackets, with its line."""
    line, counted, position, depth = 1, 0, 0, 0
    while token := _TOKEN.search(text, position):
        begin, position = token.span()
        written = None if depth else token["key"]
        if token[0] in "]}":
            depth -= 1
        elif token[0] in "[{":
            header = None if depth else _HEADER.match(text, begin)
            if header and not text[text.rfind("\n", 0, begin) + 1 : begin].strip(" \t"):
                written, position = header[0], header.end()
            else:
                depth += 1
        if written:
            line += text.count("\n", counted, begin)
            counted = begin
            yield line, written


@cache
def _located_path(header: str) -> tuple[str, ...]:
    """Return the keys of a header, unquoted by the TOML parser."""
    table = tomli.loads(header)
    path = []
    while isinstance(table, dict) and table:
        key, table = next(iter(table.items()))
        path.append(key)
    return tuple(path)
