"""A Data Package (Frictionless, version 1): a CSV file for each table, and a description of them.

Values are written unchanged, lists as JSON, absent values as empty cells.
"""

import csv
import io
import re
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec

from serbia_tip.export.atomic import is_plain_file
from serbia_tip.export.tables import Table, entity_tables, link_tables
from serbia_tip.formats.data import encoded
from serbia_tip.model import Store
from serbia_tip.periods import as_period, first_to_last, reach
from serbia_tip.queries.fields import Type, holds
from serbia_tip.queries.rows import Field, fields
from serbia_tip.words import number_of, slug

_DESCRIPTION = "datapackage.json"
_GENERATOR = "serbia-tip"
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_TYPES: dict[Type, str] = {"text": "string", "list": "array"}
"""The types that have another name in a Data Package than here."""


class _Listed(msgspec.Struct, frozen=True):
    path: str
    hash: str


class _Described(msgspec.Struct, frozen=True):
    """The part of an earlier export's description that shows whether it is unchanged."""

    generator: str
    resources: list[_Listed]


def contents(store: Store) -> dict[str, bytes]:
    """The files of the folder, by their names."""
    tables = [*entity_tables(store), *link_tables(store)]
    files = {f"{table.name}.csv": _csv(table).encode() for table in tables}
    described = msgspec.json.format(msgspec.json.encode(_package(store, tables, files)))
    return {**files, _DESCRIPTION: described + b"\n"}


def is_own(folder: Path) -> bool:
    """Whether the folder is an export, with the same files, unchanged."""
    try:
        described = msgspec.json.decode((folder / _DESCRIPTION).read_bytes(), type=_Described)
        listed = {each.path: each.hash for each in described.resources}
        found = {file.name: file for file in folder.iterdir()}
        return (
            described.generator == _GENERATOR
            and not folder.is_symlink()
            and found.keys() == {*listed, _DESCRIPTION}
            and all(map(is_plain_file, found.values()))
            and all(_hash(found[name].read_bytes()) == listed[name] for name in listed)
        )
    except (OSError, msgspec.MsgspecError):
        return False


def _hash(file: bytes) -> str:
    return f"sha256:{sha256(file).hexdigest()}"


def _csv(table: Table) -> str:
    """The rows as CSV (RFC 4180)."""
    names = table.kind.__struct_fields__
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(names)
    writer.writerows([_cell(getattr(row, name)) for name in names] for row in table.rows)
    return text.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return encoded(value) if isinstance(value, bool | list) else str(value)


def _package(store: Store, tables: list[Table], files: Mapping[str, bytes]) -> dict[str, Any]:
    about, facts = store.store, store.facts()
    years = reach(fact.dated for fact in facts)
    when = f", {first_to_last(*years)}" if years else ""
    described = f"{number_of(len(facts), 'fact')}, each with its source{when}."
    known = {
        "name": slug(about.title),
        "title": about.title,
        "description": about.description or described,
        "homepage": about.homepage,
        "version": about.version,
        "generator": _GENERATOR,
        "created": _created(about.version),
        "keywords": about.keywords,
        "contributors": [{"title": str(author), "role": "author"} for author in about.authors],
        "licenses": about.licence and [{"name": about.licence.name, "title": about.licence.title}],
        "sources": [
            {"title": source.title, **({"path": source.url} if source.url else {})}
            for _, source in sorted(store.sources.items())
        ],
    }
    return {
        "profile": "tabular-data-package",
        **{name: said for name, said in known.items() if said},
        "resources": [
            _resource(table, path, file)
            for table, (path, file) in zip(tables, files.items(), strict=True)
        ],
    }


def _created(version: str) -> str | None:
    """The time of a version that is a day; the clock would make each export different."""
    day = as_period(version)
    return f"{day}T00:00:00Z" if day and _DAY.fullmatch(day) else None


def _resource(table: Table, path: str, file: bytes) -> dict[str, Any]:
    schema = {
        "fields": [_field(field, table) for field in fields(table.kind)],
        "missingValues": [""],
        "primaryKey": list(table.key),
    }
    if table.references:
        schema["foreignKeys"] = [
            {
                "fields": [field],
                "reference": {"resource": "" if to == table.name else to, "fields": [key]},
            }
            for field, (to, key) in table.references.items()
        ]
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "description": table.meaning,
        "path": path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(file),
        "hash": _hash(file),
        "schema": schema,
    }


def _field(field: Field, table: Table) -> dict[str, Any]:
    held = holds(field.type)
    limits = {
        "required": not held.absent,
        "unique": table.key == (field.name,),
        "enum": list(held.words),
    }
    return {
        "name": field.name,
        "title": field.title,
        "description": field.meaning,
        "type": _TYPES.get(held.type, held.type),
        "constraints": {name: limit for name, limit in limits.items() if limit},
    }
