"""Say what in a store's TOML does not fit the model, and at which line."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, time
from functools import cache
from itertools import chain
from types import NoneType, UnionType
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin

import tomli
from msgspec import Meta, Struct, ValidationError, convert, structs

from serbia_tip.model import FACT_TYPES, About, Store, plain_types, vocabulary
from serbia_tip.words import did_you_mean, near

_LONGEST = 40
"""How many digits of a number a message shows."""


_NAMES = {
    str: ("a text", "texts"),
    int: ("a whole number", "whole numbers"),
    float: ("a number", "numbers"),
    bool: ("true or false", "true or false"),
    list: ("a list", "lists"),
    dict: ("a table", "tables"),
}
"""The name of one value of a type, and of several."""


def misfit(key: str, value: Any, annotation: Any) -> str:
    """Say why the field `key` of this type can't have the value."""
    parts = dict(plain_types(annotation))
    types = parts.keys() - {NoneType}
    if isinstance(value, list) and list in types:
        return _in_list(key, value, parts[list])
    if type(value) in types or (type(value) is int and float in types):
        return f"{key} {_beyond(value, list(_limits(annotation)))}"
    return f"{key} {_advice(key, value, types)}"


def _in_list(key: str, values: list[Any], annotation: Any) -> str:
    """Say what is wrong with a list: that it is empty, or its first item that doesn't fit."""
    types = {kind for item in get_args(annotation) for kind, _ in plain_types(item)}
    for value in values:
        if type(value) not in types:
            if _is_bare(value, types):
                return f"{key}: put {_toml(value)} in quotes"
            return f"{key} should be a list of {_called(types, 1)}, but holds {shown(value)}"
        if value == "":
            return f"{key} holds an empty text"
    return f"{key} is empty" if not values else f"{key} holds what it can't"


def _advice(key: str, value: Any, types: set[Any]) -> str:
    """Say what to write instead of a value of the wrong type."""
    if _is_bare(value, types):
        return f'should be a text; put it in quotes: {key} = "{_toml(value)}"'
    if isinstance(value, str) and types & {int, float} and _is_number(value):
        return f"should be {_called(types, 0)}; take it out of its quotes: {key} = {value}"
    if isinstance(value, str) and types == {list}:
        return f"should be a list: {key} = [{json.dumps(value, ensure_ascii=False)}]"
    return f"should be {_called(types, 0)}, not {shown(value)}"


def _beyond(value: Any, limits: list[Meta]) -> str:
    """Say which limit a value of the right type exceeds."""
    for limit in limits:
        if limit.ge is not None and value < limit.ge:
            return f"should be {limit.ge:g} or more, not {shown(value)}"
        if limit.le is not None and value > limit.le:
            return f"should be {limit.le:g} or less, not {shown(value)}"
        if limit.max_length is not None and len(value) > limit.max_length:
            return f"should have {limit.max_length} letters or fewer, not {len(value)}"
        if limit.min_length is not None and len(value) < limit.min_length:
            return "is empty"
    meaning = next((limit.description for limit in limits if limit.description), None)
    return f"can't be {shown(value)}{f': {meaning}' if meaning else ''}"


def _is_bare(value: Any, types: set[Any]) -> bool:
    """Whether the value would be the wanted text if it were quoted."""
    return str in types and isinstance(value, bool | int | float | date | time)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _toml(value: Any) -> str:
    """Return the value as TOML writes it."""
    try:
        return str(value).lower() if isinstance(value, bool) else str(value)
    except ValueError:  # Python's own limit
        return "a number of too many digits"


def shown(value: Any) -> str:
    """Return the value as a message shows it, cut if it is long."""
    if not isinstance(value, int):
        return f"{value!r:.40}"
    digits = _toml(value)
    return digits if len(digits) <= _LONGEST else f"{digits[:_LONGEST]}…"


def _called(types: set[Any], number: int) -> str:
    """Name one value of these types (0), or several (1)."""
    if float in types:
        types = types - {int}
    names = {_NAMES.get(kind, _NAMES[dict])[number]: None for kind in sorted(types, key=str)}
    return " or ".join(names)


def _limits(annotation: Any) -> Iterator[Meta]:
    """Yield the limits in all parts of an annotation."""
    if get_origin(annotation) is Annotated:
        yield from (item for item in annotation.__metadata__ if isinstance(item, Meta))
    if get_origin(annotation) in (Annotated, Union, UnionType):
        for part in get_args(annotation):
            yield from _limits(part)


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


def shape_problems(data: dict[str, Any]) -> Iterator[Problem]:
    """Yield unknown keys, missing keys, wrong types and unknown words, table by table."""
    known = {field.name: field for field in structs.fields(Store)}
    for name in data:
        if name not in known:
            message = f"a store has no table {name!r}{did_you_mean(near(name, known))}"
            yield Problem(Place(name), "unknown-key", message)
    for name, field in known.items():
        if field.required and name not in data:
            yield Problem(Place(name), "missing-key", f"the table {name!r} is missing")
    yield from chain.from_iterable(
        _row_shape(place, row, kind) for place, row, kind in table_rows(data)
    )


def table_rows(data: dict[str, Any]) -> Iterator[tuple[Place, Any, type[Struct]]]:
    """Yield each row of each known table, with its place and the type it should have."""
    if "store" in data:
        yield Place("store"), data["store"], About
    for table, kind in NAMED.items():
        rows = data.get(table, {})
        named = rows.items() if isinstance(rows, dict) else [(None, rows)]
        yield from ((Place(table, name), row, kind) for name, row in named)
    for kind in FACT_TYPES:
        rows = data.get(kind.table, [])
        numbered = enumerate(rows) if isinstance(rows, list) else [(None, rows)]
        yield from ((Place(kind.table, number), row, kind) for number, row in numbered)


def placed_rows(store: Store) -> Iterator[tuple[Place, Struct]]:
    """Yield each row of the store, with its place."""
    yield Place("store"), store.store
    for table in NAMED:
        rows: dict[str, Struct] = getattr(store, table)
        yield from ((Place(table, name), row) for name, row in rows.items())
    for kind in FACT_TYPES:
        yield from ((Place(kind.table, number), row) for number, row in enumerate(store.of(kind)))


def _row_shape(place: Place, row: Any, kind: type[Struct]) -> Iterator[Problem]:
    if not isinstance(row, dict) or (place.row is None and place.table != "store"):
        yield Problem(place, "wrong-type", f"{place.table} should be tables, not {row!r:.40}")
        return
    fields = {field.name: field for field in structs.fields(kind)}
    for key in row:
        if key not in fields:
            message = f"{_prefix(row)}unknown key {key!r}{did_you_mean(near(key, fields))}"
            yield Problem(place._replace(key=key), "unknown-key", message)
    for key, field in fields.items():
        if key not in row:
            if field.required:
                yield Problem(place, "missing-key", f"{_prefix(row)}{key!r} is missing")
        elif (inner := _inner(field.type)) and isinstance(row[key], dict):
            yield from _row_shape(Place(place.table, key), row[key], inner)
        else:
            yield from _value_shape(place, row, key, field.type)


def _inner(annotation: Any) -> type[Struct] | None:
    """Return the struct within a field's type, or None."""
    for held in get_args(annotation):
        if isinstance(held, type) and issubclass(held, Struct):
            return held
    return None


def _value_shape(place: Place, row: dict[str, Any], key: str, annotation: Any) -> Iterator[Problem]:
    value, here = row[key], place._replace(key=key)
    try:
        convert(value, annotation)
    except ValidationError:
        words = vocabulary(annotation)
        if words:
            message = f"{key} {shown(value)} is not one of {', '.join(words)}"
            message += did_you_mean(near(value, words)) if isinstance(value, str) else ""
            yield Problem(here, "outside-vocabulary", _prefix(row) + message)
        else:
            yield Problem(here, "wrong-type", _prefix(row) + misfit(key, value, annotation))


def _prefix(row: dict[str, Any]) -> str:
    """Return the row's id, with which messages begin, if it has one."""
    name = row.get("id")
    return f"{name}: " if isinstance(name, str) else ""


NAMED: dict[str, type[Struct]] = {
    field.name: kind
    for field in structs.fields(Store)
    if get_origin(field.type) is dict and (kind := _inner(field.type))
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


def beginnings(text: str, store: Store) -> dict[str, int]:
    """Return the line on which each fact of a store begins in its text, by id."""
    headers: defaultdict[str, list[int]] = defaultdict(list)
    for line, written in _written(text):
        if written.startswith("[["):
            headers[".".join(_path(written))].append(line)
    return {
        fact.id: line
        for kind in FACT_TYPES
        for fact, line in zip(store.of(kind), headers[kind.table], strict=False)
    }


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
