"""What a field holds: its type, its values, its JSON Schema."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from types import NoneType
from typing import Literal, TypeAlias, Union

import msgspec
from msgspec import Struct

from serbia_tip.model import Annotation, Store, plain_types, reference, vocabulary
from serbia_tip.queries.changes import Change
from serbia_tip.queries.country_profile import ProfileView
from serbia_tip.queries.fact_cards import CARDS, SourceCard
from serbia_tip.queries.kinds import COMMANDS, KINDS, YearView, sources, timeline
from serbia_tip.queries.rows import FieldRow, Plain, Row, SourceRow, TimelineRow, ValueRow, fields
from serbia_tip.words import lookup

Type: TypeAlias = Literal["text", "integer", "number", "boolean", "list"]
_COLUMNS: dict[Type, tuple[object, str]] = {
    "text": (str, "text"),
    "integer": (int, "number"),
    "number": (float, "number"),
    "boolean": (bool, "true or false"),
    "list": (list[str], "list of text"),
}
"""What data frames call each type, and what people do."""
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


def holds(annotation: Annotation) -> Holds:
    """Return what a field of this type holds."""
    plain = {kind for kind, _ in plain_types(annotation)}
    name = next(name for kind, name in _TYPES.items() if kind in plain)
    return Holds(name, NoneType in plain, vocabulary(annotation))


def column_types(kind: type[Row]) -> Plain:
    """Return the type of each field of the rows, as data frames take it: `{"value": float, …}`.

    Any field can be absent, even where the type doesn't say so.
    """
    return {field.name: _COLUMNS[holds(field.type).type][0] for field in fields(kind)}


_QUERIES: Mapping[str, Callable[[Store], Sequence[Row]]] = {
    **{kind.row.command: kind.query for kind in KINDS.values()},
    TimelineRow.command: timeline,
    SourceRow.command: sources,
}
"""The query of each command, which finds all its rows."""


def value_rows(store: Store, command: str, field: str) -> list[ValueRow]:
    """Return the values of a field in all rows of a command, the most frequent first.

    Raises NotThereError for an unknown command or field.
    """
    chosen = lookup("command with values", command, dict.fromkeys(_QUERIES, 0))
    name = lookup("field", field, dict.fromkeys(COMMANDS[chosen].__struct_fields__, 0))
    counts = Counter(
        value for row in _QUERIES[chosen](store) for value in _values(getattr(row, name), name)
    )
    titles = _titles(store, name)
    return [
        ValueRow(value=value, title=titles.get(value), facts=count)
        for value, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]


def _values(value: object, field: str) -> set[str]:
    """Return the values in a cell, each once; for references, their sources."""
    if value is None:
        return set()
    if isinstance(value, bool):
        return {str(value).lower()}
    found = {str(item) for item in value} if isinstance(value, list) else {str(value)}
    return {reference(text)[0] for text in found} if field == "sources" else found


def _titles(store: Store, field: str) -> dict[str, str]:
    if field in ("origin_code", "destination_code"):
        return {code: country.name for code, country in store.countries.items()}
    if field == "sources" or field == "id":
        return {key: source.short or source.title for key, source in store.sources.items()}
    if field == "said_by":
        return {name: body.short for name, body in store.bodies.items() if body.short}
    terms = store.terms.get(field, {})
    return {name: term.title for name, term in terms.items() if term.title}


_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def field_rows(command: str | None) -> list[FieldRow]:
    """Describe the fields of a command's rows, or of all; raises NotThereError for no command."""
    known = {command: len(fields(row)) for command, row in COMMANDS.items()}
    wanted = COMMANDS if command is None else [lookup("command with rows", command, known)]
    return [
        FieldRow(
            of=command,
            field=field.name,
            type=_COLUMNS[held.type][1] + (" or null" if held.absent else ""),
            values=list(held.words),
            meaning=field.meaning,
        )
        for command in wanted
        for field in fields(COMMANDS[command])
        for held in [holds(field.type)]
    ]


def _list_of(kind: Annotation) -> Annotation:
    return list[kind]


def schema(command: str | None = None) -> Plain:
    """Return the JSON Schema of the store, or of what a command prints as JSON.

    Raises NotThereError for a command without JSON.
    """
    answers: dict[str, Annotation] = {
        **{name: _list_of(row) for name, row in COMMANDS.items()},
        "show": _list_of(Union[(SourceCard, *CARDS.values())]),
        "profile": ProfileView,
        "year": YearView,
        "diff": _list_of(Change),
        "values": _list_of(ValueRow),
    }
    if command is None:
        return {"$schema": _DIALECT, "$id": _id("store"), **msgspec.json.schema(Store)}
    found = lookup("command with JSON", command, dict.fromkeys(answers, 0))
    described = msgspec.json.schema(answers[found])
    for each in (described, described.get("items", {})):
        each.pop("discriminator", None)  # OpenAPI's, not JSON Schema's
    return {"$schema": _DIALECT, "$id": _id(found), **described}


def _id(name: str) -> str:
    """Return a schema's id, which is no address."""
    return f"urn:serbia-tip:schema:{name}"
