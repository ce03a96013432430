"""A Data Package (Frictionless, version 1): a CSV file for each table, and what they mean."""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import msgspec

from serbia_tip.export.atomic import is_plain_file
from serbia_tip.export.tables import Table, link_tables, main_tables, panel_tables
from serbia_tip.formats.data import as_json, csv_lines
from serbia_tip.model import Store
from serbia_tip.periods import period_range, period_reach, version_period
from serbia_tip.queries.fields import Type, field_type
from serbia_tip.queries.rows import Field, Plain
from serbia_tip.words import count_noun, slug

_DESCRIPTION = "datapackage.json"
_DATASETTE = "metadata.json"  # for `datasette facts.db -m metadata.json`
_QUERIES = {  # what Datasette offers beside the tables
    "figures_of_a_measure": {
        "title": "Totals of one measure through the years, with unit and counter",
        "sql": "SELECT year, value, bound, unit, said_by, id FROM statistics "
        'WHERE measure = :measure AND "group" IS NULL ORDER BY year',
    },
    "facts_of_a_source": {
        "title": "What rests on one source, by its id",
        "sql": "SELECT id, kind, year, statement, locator FROM cited_facts "
        "WHERE source = :source ORDER BY year",
    },
}
_GENERATOR = "serbia-tip"
_TYPES: dict[Type, str] = {"text": "string", "list": "array"}  # where the package's names differ


def package_files(store: Store) -> dict[str, bytes]:
    """The files of the folder, by their names."""
    _, *tables = *main_tables(store), *link_tables(store), *panel_tables(store)  # store: described
    files = {f"{table.name}.csv": _package_csv(table).encode() for table in tables}
    resources = [
        _package_resource(table, *file) for table, file in zip(tables, files.items(), strict=True)
    ]
    package = {"profile": "tabular-data-package", **_package_about(store), "resources": resources}
    files[_DATASETTE] = _package_json(_datasette_metadata(store, tables))
    package["datasette"] = {"path": _DATASETTE, "hash": _package_hash(files[_DATASETTE])}
    return {**files, _DESCRIPTION: _package_json(package)}


def is_unchanged_package(folder: Path) -> bool:
    """Whether the folder is an export, with the same files, unchanged."""
    try:
        described = msgspec.json.decode((folder / _DESCRIPTION).read_bytes())
        listed = {
            each["path"]: each["hash"] for each in (*described["resources"], described["datasette"])
        }
        found = {file.name: file for file in folder.iterdir()}
        return (
            described["generator"] == _GENERATOR
            and not folder.is_symlink()
            and found.keys() == {*listed, _DESCRIPTION}
            and all(map(is_plain_file, found.values()))
            and all(_package_hash(found[name].read_bytes()) == listed[name] for name in listed)
        )
    except (OSError, LookupError, TypeError, msgspec.MsgspecError):
        return False


def _package_json(thing: Plain) -> bytes:
    return msgspec.json.format(msgspec.json.encode(thing)) + b"\n"


def _datasette_metadata(store: Store, tables: Sequence[Table]) -> Plain:
    """What Datasette says above the tables of `facts.db`, and two queries that it offers."""
    about = store.store
    described = {
        table.name: {
            "description": table.kind.__doc__,
            "columns": {field.name: field.meaning for field in table.fields},
        }
        for table in tables
    }
    known = {
        "title": about.title,
        "description": about.description,
        "source": f"{count_noun(len(store.sources), 'source')}, in the table sources",
        "source_url": about.homepage,
        "license": about.licence and about.licence.name,
        "databases": {"facts": {"tables": described, "queries": _QUERIES}},
    }
    return _package_properties(known)


def _package_hash(file: bytes) -> str:
    return f"sha256:{sha256(file).hexdigest()}"


def _package_csv(table: Table) -> str:
    """The rows as CSV: values unchanged, lists as JSON, absent ones as empty cells."""
    rows = (row.values() for row in table.rows)
    lines = ([as_json(it) if isinstance(it, bool | list) else it for it in row] for row in rows)
    return "".join(csv_lines([[field.name for field in table.fields], *lines]))


def _package_about(store: Store) -> Plain:
    about, facts = store.store, store.facts()
    when = (
        f", {period_range(*years)}" if (years := period_reach(fact.dated for fact in facts)) else ""
    )
    described = f"{count_noun(len(facts), 'fact')}, each with its source{when}."
    day = version_period(about.version) or ""  # the clock would make each export different
    known = {
        "name": slug(about.title),
        "title": about.title,
        "description": about.description or described,
        "homepage": about.homepage,
        "version": about.version,
        "generator": _GENERATOR,
        "created": f"{day}T00:00:00Z" if len(day) == len("YYYY-MM-DD") else None,
        "keywords": about.keywords,
        "contributors": [{"title": str(author), "role": "author"} for author in about.authors],
        "licenses": about.licence and [about.licence],
        "sources": [
            _package_properties({"title": source.title, "path": source.url})
            for _, source in sorted(store.sources.items())
        ],
    }
    return _package_properties(known)


def _package_properties(known: Plain) -> Plain:
    return {name: value for name, value in known.items() if value}


def _package_resource(table: Table, path: str, file: bytes) -> Plain:
    own = {table.name: ""}  # what it is called in its own keys
    foreign = [
        {"fields": [field], "reference": {"resource": own.get(to, to), "fields": [key]}}
        for field, (to, key) in table.references.items()
    ]
    schema = {
        "fields": [_package_field(field, table) for field in table.fields],
        "missingValues": [""],
        "primaryKey": table.key,
        "foreignKeys": foreign,
    }
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "description": table.kind.__doc__,
        "path": path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(file),
        "hash": _package_hash(file),
        "schema": _package_properties(schema),
    }


def _package_field(field: Field, table: Table) -> Plain:
    held = field_type(field.type)
    is_key = table.key == (field.name,)
    limits = {"required": not held.absent, "unique": is_key, "enum": held.words}
    return {
        "name": field.name,
        "title": field.title,
        "description": field.meaning,
        "type": _TYPES.get(held.type, held.type),
        "constraints": _package_properties(limits),
    }
