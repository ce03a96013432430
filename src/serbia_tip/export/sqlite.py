"""An SQLite database: the tables with their types and keys, a full-text index, a joined view."""

import sqlite3
from contextlib import closing

from serbia_tip.export.tables import Table, describe_tables, link_tables, main_tables, panel_tables
from serbia_tip.formats.data import as_json
from serbia_tip.model import Store
from serbia_tip.queries.fields import Type, field_type
from serbia_tip.queries.rows import Field

_TYPES: dict[Type, tuple[str, str]] = {  # each with a constraint where SQLite has no such type
    "text": ("TEXT", ""),
    "integer": ("INTEGER", ""),
    "number": ("NUMERIC", ""),  # which leaves 60 an integer, as REAL would not
    "boolean": ("INTEGER", "{0} IN (0, 1)"),
    "list": ("TEXT", "json_valid({0}) AND json_type({0}) = 'array'"),  # as Datasette expects
}
# `content="facts"` is what Datasette and sqlite-utils look for.
_INDEXES = """
CREATE INDEX fact_sources_source ON fact_sources (source);
CREATE INDEX disputes_disputed_by ON disputes (disputed_by);
CREATE VIEW cited_facts AS
SELECT facts.id, facts.kind, facts.period, facts.year, facts.last_year, facts.statement,
  fact_sources.credit, facts.rank, sources.id AS source, fact_sources.locator, sources.title,
  sources.publisher, sources.published, sources.url
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


def sqlite_file(store: Store) -> bytes:
    """The file."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as database:
        database.executescript("PRAGMA page_size = 4096; PRAGMA auto_vacuum = NONE;")
        tables = [*main_tables(store), *link_tables(store), *panel_tables(store)]
        for table in [*tables, describe_tables(tables)]:
            database.execute(_sqlite_definition(table))
            places = ", ".join("?" * len(table.fields))
            insertion = f'INSERT INTO "{table.name}" VALUES ({places})'  # noqa: S608  # our names
            for row in table.rows:
                values = [as_json(it) if isinstance(it, list) else it for it in row.values()]
                database.execute(insertion, values)
        database.executescript(f"{_INDEXES} VACUUM;")
        return database.serialize()


def _sqlite_definition(table: Table) -> str:
    """The table in SQL; names are quoted, because they may be keywords."""
    key = ", ".join(f'"{name}"' for name in table.key)
    foreign = (
        f'FOREIGN KEY ("{field}") REFERENCES "{to}" ("{name}")'
        for field, (to, name) in table.references.items()
    )
    parts = ",\n  ".join([*map(_sqlite_column, table.fields), f"PRIMARY KEY ({key})", *foreign])
    return f'CREATE TABLE "{table.name}" (\n  {parts}\n)'


def _sqlite_column(field: Field) -> str:
    held, name = field_type(field.type), f'"{field.name}"'
    kind, check = _TYPES[held.type]
    words = ", ".join("'" + word.replace("'", "''") + "'" for word in held.words)
    check = f"{name} IN ({words})" if words else check.format(name)
    null = "" if held.absent else " NOT NULL"
    return f"{name} {kind}{null}{f' CHECK ({check})' if check else ''}"
