"""Messages about values that don't fit their field: what is wrong, and what to write instead."""

import json
from collections.abc import Iterator
from datetime import date, time
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from msgspec import Meta

from serbia_tip.model import plain_types

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
