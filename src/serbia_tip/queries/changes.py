"""The differences between two states of a store: row by row, field by field."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, TypeAlias

from msgspec import Struct

RowOfTable: TypeAlias = Mapping[str, Any]


Tables: TypeAlias = Mapping[str, Sequence[RowOfTable]]
"""The rows of a store by table, as an export to JSON has them."""


_KEYS: Mapping[str, Sequence[str]] = {
    "store": ("country",),
    "countries": ("code",),
    "sections": ("source", "section"),
    "bodies": ("name",),
    "terms": ("of", "name"),
}
"""The fields that identify a row, in the tables whose rows have no id."""


class FieldChange(Struct, frozen=True):
    """One field whose value changed; null is an absent value."""

    field: str
    old: Any
    new: Any


class Change(Struct, frozen=True):
    """One row that was added, removed or changed."""

    table: str
    id: str
    change: Literal["added", "removed", "changed"]
    fields: list[FieldChange]


class Changes(Struct, frozen=True):
    """All changes, and what couldn't be compared."""

    rows: list[Change]
    not_compared: list[str]
    """The tables, and fields as table.field, that only one of the two has."""


def changes(old: Tables, new: Tables) -> Changes:
    """Compare two exports, in the order of the newer one, with removed rows at the end.

    Tables and fields that only one of them has are not compared but named: another version of the
    tool may have made it.
    """
    found: list[Change] = []
    not_compared: list[str] = [name for name in {**new, **old} if (name in old) != (name in new)]
    for table in (name for name in new if name in old):
        unknown = _known(old[table]) ^ _known(new[table]) if old[table] and new[table] else set()
        not_compared += [f"{table}.{name}" for name in sorted(unknown)]
        found += _of_table(table, old[table], new[table], unknown)
    return Changes(found, not_compared)


def _known(rows: Sequence[RowOfTable]) -> set[str]:
    return {name for row in rows for name in row}


def _of_table(
    table: str, old: Sequence[RowOfTable], new: Sequence[RowOfTable], unknown: set[str]
) -> Iterator[Change]:
    key = _KEYS.get(table, ("id",))
    before, after = ({_name(row, key): row for row in rows} for rows in (old, new))
    for name, row in after.items():
        if name not in before:
            yield Change(table, name, "added", _differences({}, row, unknown))
        elif fields := _differences(before[name], row, unknown):
            yield Change(table, name, "changed", fields)
    for name, row in before.items():
        if name not in after:
            yield Change(table, name, "removed", _differences(row, {}, unknown))


def _name(row: RowOfTable, key: Sequence[str]) -> str:
    return " ".join(str(row.get(name)) for name in key)


def _differences(old: RowOfTable, new: RowOfTable, unknown: set[str]) -> list[FieldChange]:
    return [
        FieldChange(name, old.get(name), new.get(name))
        for name in {**new, **old}
        if name not in unknown and old.get(name) != new.get(name)
    ]
