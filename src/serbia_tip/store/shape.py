"""Check the shape of a store's tables: known keys, right types, words of a vocabulary."""

from collections.abc import Iterator
from itertools import chain
from typing import Any, NamedTuple, get_args, get_origin

from msgspec import Struct, ValidationError, convert, structs

from serbia_tip.lookup import did_you_mean, near
from serbia_tip.model import FACT_TYPES, About, Store, vocabulary
from serbia_tip.store.misfits import misfit, shown


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
