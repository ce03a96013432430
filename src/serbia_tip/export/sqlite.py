"""An SQLite database: the tables with their types and keys, a full-text index, a joined view.

Lists are JSON arrays, as Datasette and SQLite's own functions expect.
"""

import sqlite3
from contextlib import closing
from typing import Any

from serbia_tip.export.tables import Table, entity_tables, field_table, link_tables, store_table
from serbia_tip.formats.data import encoded
from serbia_tip.model import Store
from serbia_tip.queries.fields import Type, holds
from serbia_tip.queries.rows import Field, fields

_TYPES: dict[Type, str] = {
    "text": "TEXT",
    "integer": "INTEGER",
    "number": "NUMERIC",  # which leaves 60 an integer, as REAL would not
    "boolean": "INTEGER",
    "list": "TEXT",
}
_CHECKS: dict[Type, str] = {
    "boolean": "{0} IN (0, 1)",
    "list": "json_valid({0}) AND json_type({0}) = 'array'",
}
"""Constraints on the types that SQLite lacks."""
_INDEXES = """
CREATE INDEX fact_sources_source ON fact_sources (source);
CREATE INDEX disputes_disputed_by ON disputes (disputed_by);
CREATE VIEW cited_facts AS
SELECT facts.id, facts.kind, facts.period, facts.year, facts.statement, fact_sources.credit,
  facts.rank, sources.id AS source, fact_sources.locator, sources.title, sources.publisher,
  sources.published, sources.url
FROM facts
JOIN fact_sources ON fact_sources.fact = facts.id
JOIN sources ON sources.id = fact_sources.source
ORDER BY facts.rowid, fact_sources.number;
CREATE VIRTUAL TABLE facts_fts USING fts5(
  statement, note, attributed_to, entity, names,
  content="facts", tokenize='porter unicode61 remove_diacritics 2'
);
INSERT INTO facts_fts (facts_fts) VALUES ('rebuild');
INSERT INTO facts_fts (facts_fts) VALUES ('optimize');
"""
"""Indexes and a view. `content="facts"` is what Datasette and sqlite-utils look for."""


def contents(store: Store) -> bytes:
    """The file."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as database:
        database.executescript("PRAGMA page_size = 4096; PRAGMA auto_vacuum = NONE;")
        tables = [store_table(store), *entity_tables(store), *link_tables(store)]
        for table in [*tables, field_table(tables)]:
            database.execute(_definition(table))
            database.executemany(_insertion(table), map(_values, table.rows))
        database.executescript(f"{_INDEXES} VACUUM;")
        return database.serialize()


def _definition(table: Table) -> str:
    parts = [_column(field) for field in fields(table.kind)]
    parts.append(f"PRIMARY KEY ({', '.join(map(_name, table.key))})")
    parts += [
        f"FOREIGN KEY ({_name(field)}) REFERENCES {_name(to)} ({_name(key)})"
        for field, (to, key) in table.references.items()
    ]
    columns = ",\n  ".join(parts)
    return f"CREATE TABLE {_name(table.name)} (\n  {columns}\n)"


def _column(field: Field) -> str:
    held = holds(field.type)
    parts = [_name(field.name), _TYPES[held.type]]
    if not held.absent:
        parts.append("NOT NULL")
    if held.words:
        parts.append(f"CHECK ({_name(field.name)} IN ({', '.join(map(_text, held.words))}))")
    elif held.type in _CHECKS:
        parts.append(f"CHECK ({_CHECKS[held.type].format(_name(field.name))})")
    return " ".join(parts)


def _insertion(table: Table) -> str:
    places = ", ".join("?" * len(table.kind.__struct_fields__))
    return f"INSERT INTO {_name(table.name)} VALUES ({places})"  # noqa: S608  # names of our own


def _values(row: Any) -> list[Any]:
    """The row's values, lists as JSON."""
    values = (getattr(row, name) for name in row.__struct_fields__)
    return [encoded(value) if isinstance(value, list) else value for value in values]


def _name(name: str) -> str:
    """An SQL identifier, quoted because it may be a keyword."""
    return f'"{name}"'


def _text(text: str) -> str:
    """An SQL string literal."""
    return "'" + text.replace("'", "''") + "'"
