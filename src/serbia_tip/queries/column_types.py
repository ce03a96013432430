"""What a field holds, read off its type: for the documentation, and for typed targets."""

from types import NoneType
from typing import Any, Literal, TypeAlias

from msgspec import Struct

from serbia_tip.model import plain_types, vocabulary
from serbia_tip.queries.rows import Row, fields

Type: TypeAlias = Literal["text", "integer", "number", "boolean", "list"]

_COLUMNS: dict[Type, Any] = {
    "text": str,
    "integer": int,
    "number": float,
    "boolean": bool,
    "list": list[str],
}
"""What data frames call each type."""
_TYPES: dict[type, Type] = {
    float: "number",  # first: a field of whole numbers and others holds numbers
    int: "integer",
    bool: "boolean",
    str: "text",
    list: "list",
}


class Holds(Struct, frozen=True):
    """A field's type, whether it can be absent, and its vocabulary, if it has one."""

    type: Type
    absent: bool
    words: tuple[str, ...]


def holds(annotation: Any) -> Holds:
    """Return what a field of this type holds."""
    plain = {kind for kind, _ in plain_types(annotation)}
    name = next(name for kind, name in _TYPES.items() if kind in plain)
    return Holds(name, NoneType in plain, vocabulary(annotation))


def column_types(kind: type[Row]) -> dict[str, Any]:
    """Return the type of each field of the rows, as data frames take it: `{"value": float, …}`.

    Any field can be absent, even where the type doesn't say so.
    """
    return {field.name: _COLUMNS[holds(field.type).type] for field in fields(kind)}
