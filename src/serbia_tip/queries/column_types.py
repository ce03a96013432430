"""What a field holds, read off its type: for the documentation, and for targets with types."""

from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeAlias, Union, get_args, get_origin

from msgspec import Struct

from serbia_tip.model import vocabulary
from serbia_tip.queries.rows import Row, fields

Type: TypeAlias = Literal["text", "integer", "number", "boolean", "list"]


_PLAIN: dict[Type, Any] = {
    "text": str,
    "integer": int,
    "number": float,
    "boolean": bool,
    "list": list[str],
}


class Holds(Struct, frozen=True):
    """A field's type, whether it can be absent, and the words to which it keeps, if it does."""

    type: Type
    absent: bool
    words: tuple[str, ...]


def holds(annotation: Any) -> Holds:
    """What a field of this type holds."""
    members = set(_members(annotation))
    types = members - {NoneType}
    return Holds(_type(types), NoneType in members, vocabulary(annotation))


def column_types(kind: type[Row]) -> dict[str, Any]:
    """The type of each field of this kind of row, as data frames take it: `{"value": float, …}`.

    Any of them can be absent, even where the type doesn't say so.
    """
    return {field.name: _PLAIN[holds(field.type).type] for field in fields(kind)}


def _members(annotation: Any) -> list[Any]:
    """The plain types that an annotation allows."""
    origin: Any = get_origin(annotation)
    arguments = get_args(annotation)
    if origin is Annotated:
        return _members(arguments[0])
    if origin in (Union, UnionType):
        return [member for argument in arguments for member in _members(argument)]
    if origin is Literal:
        return [str]
    return [origin or annotation]


def _type(types: set[Any]) -> Type:
    if types == {int, float} or types == {float}:
        return "number"
    [only] = types
    names: dict[Any, Type] = {str: "text", int: "integer", bool: "boolean", list: "list"}
    return names[only]
