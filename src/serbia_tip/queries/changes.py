"""The differences between two states of a store: row by row, field by field."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Literal, TypeAlias

from msgspec import Struct, to_builtins

from serbia_tip.errors import NotThereError
from serbia_tip.model import FACT_TYPES, Store
from serbia_tip.queries.rows import Value

RowOfTable: TypeAlias = Mapping[str, Value]
Tables: TypeAlias = Mapping[str, Sequence[RowOfTable]]  # by name, as an export to JSON has them
_KEYS: Mapping[str, Sequence[str]] = {
    "store": ("country",),
    "countries": ("code",),
    "sections": ("source", "section"),
    "bodies": ("name",),
    "terms": ("of", "name"),
    "fact_sources": ("fact", "number"),
}  # the fields that identify a row, in the tables whose rows have no id


class FieldChange(Struct, frozen=True):
    """One field whose value changed; null is an absent value."""

    field: str
    old: Value
    new: Value


class Change(Struct, frozen=True):
    """One row that was added, removed or changed."""

    table: str
    id: str
    change: Literal["added", "removed", "changed"]
    fields: list[FieldChange]


class Changes(Struct, frozen=True):
    """All changes, and what couldn't be compared."""

    rows: list[Change]
    not_compared: list[str]  # the tables, and fields as table.field, that only one of the two has


def fill_changed_tables(tables: Tables, store: Store) -> Tables:
    """Add to an export's tables what the store's model has beyond them."""
    whole = {name: list(rows) for name, rows in tables.items()}
    whole["store"] = [to_builtins(store.store)]
    whole["sources"] = [
        {**row, **to_builtins(store.sources[row["id"]]), "sections": None}
        for row in tables["sources"]  # sections have a table of their own
    ]
    facts = {fact.id: fact for fact in store.facts()}
    for table in (kind.table for kind in FACT_TYPES):
        whole[table] = [{**row, **to_builtins(facts[row["id"]]), **row} for row in tables[table]]
    return whole


def _credit_by_source(tables: Tables) -> Tables:
    """Say with each fact whom its sources credit: by source, if they differ."""
    credited: defaultdict[str, dict[str, Value]] = defaultdict(dict)
    for row in tables["fact_sources"]:
        credited[str(row.get("fact"))][str(row.get("source"))] = row.get("credit")
    found = {name: rows for name, rows in tables.items() if name != "fact_sources"}
    for table in (kind.table for kind in FACT_TYPES):
        found[table] = [
            {**row, "attributed_to": by_source}
            if len({*map(str, (by_source := credited[str(row.get("id"))]).values())}) > 1
            else row
            for row in tables.get(table, ())
        ]
    return found


def find_changes(old: Tables, new: Tables) -> Changes:
    """Compare two states of a store, in the order of the newer one, with removed rows at the end.

    Tables and fields that only one of them has are not compared but named: another version of the
    tool may have made it. Raises NotThereError for stores of two countries.
    """
    if "fact_sources" in old and "fact_sources" in new:
        old, new = _credit_by_source(old), _credit_by_source(new)
    countries = [row.get("country") for tables in (old, new) for row in tables.get("store", [])]
    if len(set(countries)) > 1:
        said = " and ".join(map(str, countries))
        raise NotThereError(f"stores of two countries, {said}, are no versions of each other")
    found: list[Change] = []
    not_compared = [name for name in {**new, **old} if (name in old) != (name in new)]
    for table in (name for name in new if name in old):
        names = [{name for row in rows for name in row} for rows in (old[table], new[table])]
        unknown = names[0] ^ names[1] if all(names) else set()
        not_compared += [f"{table}.{name}" for name in sorted(unknown)]
        before, after = (
            {" ".join(str(row.get(key)) for key in _KEYS.get(table, ("id",))): row for row in rows}
            for rows in (old[table], new[table])
        )
        for name in {**after, **before}:
            fields = [*_find_field_changes(before.get(name, {}), after.get(name, {}), unknown)]
            if name not in before:
                found.append(Change(table, name, "added", fields))
            elif name not in after:
                found.append(Change(table, name, "removed", fields))
            elif fields:
                found.append(Change(table, name, "changed", fields))
    return Changes(found, not_compared)


def _find_field_changes(
    old: RowOfTable, new: RowOfTable, unknown: Collection[str], within: str = ""
) -> Iterator[FieldChange]:
    """Yield the fields that differ; of a table in both rows, what differs in it."""
    for name in {**new, **old}:
        before, after = old.get(name), new.get(name)
        if name in unknown or before == after:
            continue
        if isinstance(before, dict) and isinstance(after, dict):
            yield from _find_field_changes(before, after, (), f"{within}{name}.")
        else:
            yield FieldChange(f"{within}{name}", before, after)
