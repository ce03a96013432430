"""Descriptions of the answers and of the store: fields in words, and JSON Schemas."""

from typing import Any, TypeAlias, Union

import msgspec

from serbia_tip.lookup import lookup
from serbia_tip.model import Store
from serbia_tip.queries.column_types import Type, holds
from serbia_tip.queries.country_profile import ProfileView
from serbia_tip.queries.fact_card import card_type
from serbia_tip.queries.lookups import COMMANDS, KINDS
from serbia_tip.queries.one_year import YearView
from serbia_tip.queries.rows import FieldRow, ValueRow, fields
from serbia_tip.queries.source_card import SourceCard
from serbia_tip.queries.store_changes import Change

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_WORDS: dict[Type, str] = {
    "text": "text",
    "integer": "number",
    "number": "number",
    "boolean": "true or false",
    "list": "list of text",
}
Annotation: TypeAlias = Any


def field_rows(command: str | None) -> list[FieldRow]:
    """Describe the fields of a command's rows, or of all; raises NotThereError for no command."""
    known = {command: len(fields(row)) for command, row in COMMANDS.items()}
    wanted = COMMANDS if command is None else [lookup("command with rows", command, known)]
    return [
        FieldRow(
            of=command,
            field=field.name,
            type=_WORDS[held.type] + (" or null" if held.absent else ""),
            values=list(held.words),
            meaning=field.meaning,
        )
        for command in wanted
        for field in fields(COMMANDS[command])
        for held in [holds(field.type)]
    ]


def _list_of(kind: Annotation) -> Annotation:
    return list[kind]


def schema(command: str | None = None) -> dict[str, Any]:
    """Return the JSON Schema of the store, or of what a command prints as JSON.

    Raises NotThereError for a command without JSON.
    """
    answers: dict[str, Annotation] = {
        **{name: _list_of(row) for name, row in COMMANDS.items()},
        "show": _list_of(Union[(SourceCard, *(card_type(kind.row) for kind in KINDS.values()))]),
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
