"""A Data Package (Frictionless, version 1): a CSV file for each table, and what they mean.

Values stand to the letter, lists as JSON; an absent value is an empty cell.
"""

import csv
import io
import re
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec

from serbia_tip.export.tables import Table, joins, things
from serbia_tip.export.target import is_plain_file
from serbia_tip.formats.json import encoded
from serbia_tip.model import Store
from serbia_tip.queries.column_types import Type, holds
from serbia_tip.queries.rows import Field, fields
from serbia_tip.words import fold

_DESCRIPTION = "datapackage.json"
_GENERATOR = "serbia-tip"


class _Listed(msgspec.Struct, frozen=True):
    path: str
    hash: str


class _Described(msgspec.Struct, frozen=True):
    """What is read of the description of an earlier export."""

    generator: str
    resources: list[_Listed]


_TYPES: dict[Type, str] = {"text": "string", "list": "array"}
"""What a Data Package calls the types that it doesn't call as we do."""


def contents(store: Store) -> dict[str, bytes]:
    """The files of the folder, by their names."""
    tables = [*things(store), *joins(store)]
    files = {_path(table): _csv(table).encode() for table in tables}
    described = _package(store, [_resource(table, files[_path(table)]) for table in tables])
    return {**files, _DESCRIPTION: msgspec.json.format(msgspec.json.encode(described)) + b"\n"}


def is_own(folder: Path) -> bool:
    """Whether the folder is one that the tool made, and the same files are in it, unchanged."""
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


def _hash(held: bytes) -> str:
    return f"sha256:{sha256(held).hexdigest()}"


def _path(table: Table) -> str:
    return f"{table.name}.csv"


def _csv(table: Table) -> str:
    """The rows as RFC 4180 has them."""
    names = table.kind.__struct_fields__
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(names)
    writer.writerows([_cell(getattr(row, name)) for name in names] for row in table.rows)
    return text.getvalue()


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool() | list():
            return encoded(value)
    return str(value)


def _package(store: Store, resources: list[dict[str, Any]]) -> dict[str, Any]:
    about = store.store
    licences = [{"name": about.licence.name, "title": about.licence.title}] if about.licence else []
    return {
        "profile": "tabular-data-package",
        "name": "-".join(re.findall("[a-z0-9]+", fold(about.title))) or "facts",
        "title": about.title,
        "version": about.version,
        "generator": _GENERATOR,
        **({"licenses": licences} if licences else {}),
        "sources": [
            {"title": source.title, **({"path": source.url} if source.url else {})}
            for _, source in sorted(store.sources.items())
        ],
        "resources": resources,
    }


def _resource(table: Table, held: bytes) -> dict[str, Any]:
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
        "path": _path(table),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(held),
        "hash": _hash(held),
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
