"""Fields of answers: what each holds, its type in columns, its values in rows; JSON Schema."""

from collections import Counter
from collections.abc import Callable, Sequence
from types import GenericAlias, NoneType
from typing import Literal, TypeAlias, Union, get_origin

import msgspec

from serbia_tip.model import Annotation, Store, plain_field_types, read_reference
from serbia_tip.model import allowed_words as words_of
from serbia_tip.queries import kinds
from serbia_tip.queries.changes import Change
from serbia_tip.queries.country_profile import ProfileView
from serbia_tip.queries.fact_cards import CARDS, SourceCard
from serbia_tip.queries.panel import MeasureRow
from serbia_tip.queries.rows import COMMANDS, FieldRow, Plain, Row, ValueRow, row_fields, row_text
from serbia_tip.queries.vocabularies import vocabulary
from serbia_tip.store.check.problems import Problem
from serbia_tip.words import lookup_word

Type: TypeAlias = Literal["text", "integer", "number", "boolean", "list"]
_TYPES: dict[Type, tuple[object, str]] = {
    "number": (float, "number"),  # first: a field of whole numbers and others holds numbers
    "integer": (int, "number"),
    "boolean": (bool, "true or false"),
    "text": (str, "text"),
    "list": (list[str], "list of text"),
}  # what data frames call each type, and what people do


class Holds(msgspec.Struct, frozen=True):
    """A field's type, whether it can be absent, and its vocabulary, if it has one."""

    type: Type
    absent: bool
    words: tuple[str, ...]


def field_type(annotation: Annotation) -> Holds:
    """Return what a field of this type holds."""
    plain: set[object] = {kind for kind, _ in plain_field_types(annotation)}
    name = next(name for name, (kind, _) in _TYPES.items() if (get_origin(kind) or kind) in plain)
    return Holds(name, NoneType in plain, words_of(annotation))


def column_types(kind: type[Row]) -> Plain:
    """Return the type of each field of the rows, as data frames take it: `{"value": float, …}`.

    Any field can be absent, even where the type doesn't say so.
    """
    return {field.name: _TYPES[field_type(field.type).type][0] for field in row_fields(kind)}


def field_value_rows(store: Store, command: str, field: str) -> list[ValueRow]:
    """Return the values of a field in all rows of a command, the most frequent first."""
    queries: dict[str, Callable[[Store], Sequence[Row]]]
    queries = {kind.row.command: kind.query for kind in kinds.KINDS.values()}
    queries |= {"timeline": kinds.timeline, "sources": kinds.sources}
    command = lookup_word("command with values", command, dict.fromkeys(queries, 0))
    field = lookup_word("field", field, dict.fromkeys(COMMANDS[command].__struct_fields__, 0))
    counts: Counter[str] = Counter()
    for row in queries[command](store):
        held = getattr(row, field)
        values = map(str, held) if isinstance(held, list) else [row_text(row, field)]
        counts.update({read_reference(each)[0] if field == "sources" else each for each in values})
    del counts[""]  # an absent value
    called = {"origin_code": "country", "destination_code": "country", "said_by": "by"}
    called |= {"sources": "source", "id": "source"}
    titles = {name: term.title for name, term in store.terms.get(field, {}).items()}
    if field in called:
        named = vocabulary(store, called[field]).names
        titles = {value: names[0] for value, names in named.items() if names[0] != value}
    return [
        ValueRow(value, titles.get(value), count)
        for value, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]


def field_rows(command: str | None) -> list[FieldRow]:
    """Describe the fields of a command's rows, or of all; raises NotThereError for no command."""
    known = {command: len(row_fields(row)) for command, row in COMMANDS.items()}
    wanted = COMMANDS if command is None else [lookup_word("command with rows", command, known)]
    found = []
    for command in wanted:
        for field in row_fields(COMMANDS[command]):
            held = field_type(field.type)
            called = _TYPES[held.type][1] + (" or null" if held.absent else "")
            found.append(FieldRow(command, field.name, called, list(held.words), field.meaning))
    return found


def fields_schema(command: str | None = None) -> Plain:
    """Return the JSON Schema of the store, or of a command's JSON; NotThereError if it has none."""
    listed: dict[str, Annotation] = {**COMMANDS, "diff": Change, "values": ValueRow}
    listed |= {"check": Problem, "measures": MeasureRow}
    listed["show"] = Union[(SourceCard, *CARDS.values())]
    known: dict[str, Annotation] = {name: GenericAlias(list, (of,)) for name, of in listed.items()}
    known |= {"profile": ProfileView, "year": kinds.YearView}
    if command is not None:
        command = lookup_word("command with JSON", command, dict.fromkeys(known, 0))
    described = msgspec.json.schema(known[command] if command else Store)
    for each in (described, described.get("items", {})):
        each.pop("discriminator", None)  # OpenAPI's, not JSON Schema's
    name = f"urn:serbia-tip:schema:{command or 'store'}"  # no address
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": name, **described}
