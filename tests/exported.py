"""What `tip export` makes of a store, and the rows that it must hold."""

import csv
import io
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import msgspec

import serbia_tip
from serbia_tip.export import page as page_of
from serbia_tip.model import Store
from serbia_tip.queries.kinds import KINDS
from tests.conftest import OTHER, Tip

COMMANDS = {"sources": "sources"} | {kind.table: kind.row.command for kind in KINDS.values()}
"""The tables whose rows are those that a command prints, with the command."""
MORE = {
    "sources": [
        *["short", "authors", "container", "volume", "issue", "pages", "doi", "copies"],
        *["read", "archived_on", "note"],
    ],
    "statistics": ["partitioned_by", "break_before"],
    "tiers": ["period"],
}
"""What the rows of a table have after the fields that the command prints."""
FACTS = [kind.table for kind in KINDS.values()]
TABLES = ["countries", "sources", "sections", "bodies", "terms", *FACTS]
JOINS = ["facts", "fact_sources", "disputes"]
PANEL = ["panel", "measures"]
TARGETS = ["facts.db", "facts.sqlite", "facts.json", "facts", "facts.html"]
"""One target of each kind that needs nothing but the tool itself and what its tests need."""


def whole(tip: Tip, table: str, store: str | Path | None = None) -> Any:
    """The rows that a table must have: as the command prints them, and what else the store says."""
    found = serbia_tip.load(store)
    things = found.sources if table == "sources" else {fact.id: fact for fact in found.facts()}
    named = [] if store is None else ["--store", str(store)]
    return [
        {**row, **{name: said(things[row["id"]], name) for name in MORE.get(table, ())}}
        for row in tip(*named, COMMANDS[table], "--deprecated", "--json").json
    ]


def said(thing: Any, name: str) -> Any:
    """What a fact or a source says under this name; a tier's period may be its year alone."""
    if name == "archived_on":
        return thing.archived and thing.archived.date
    found = getattr(thing, {"period": "dated"}.get(name, name))
    return list(map(str, found)) if name in ("authors", "read") else found


def export(tip: Tip, target: Path, store: str | Path = OTHER, *more: str) -> Path:
    """The target, written from the store, with nothing printed and one message."""
    result = tip("--store", str(store), "export", str(target), *more)
    assert (result.code, result.out) == (0, "")
    assert result.err.startswith("tip: wrote ")
    assert result.err.count("\n") == 1
    return target


def page(store: Store) -> str:
    """The page of the store."""
    return page_of.page_file(store).decode()


@contextmanager
def opened(database: Path) -> Iterator[sqlite3.Connection]:
    """The database, its foreign keys enforced, its rows as mappings."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.row_factory = sqlite3.Row
        yield connection


def as_printed(row: dict[str, Any]) -> dict[str, Any]:
    """A row of an SQLite table as the commands print it: lists and truth are not SQLite's."""
    lists = {"people", "said_by", "sources", "disputed_by", "aliases", "names"}
    lists |= {"authors", "copies", "read", "derived_from", "partitioned_by"}
    read = dict.fromkeys(lists, msgspec.json.decode) | {"open_ended": bool}
    return {name: read[name](value) if name in read else value for name, value in row.items()}


def cells(folder: Path, table: str) -> list[dict[str, str]]:
    """The cells of a table of the package, read as RFC 4180 has them."""
    text = (folder / f"{table}.csv").read_bytes().decode()
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def contents(target: Path) -> dict[str, bytes]:
    """The bytes of a file, or of every file of a folder, by name."""
    files = [target] if target.is_file() else sorted(target.rglob("*"))
    return {str(file.relative_to(target)): file.read_bytes() for file in files if file.is_file()}


def names(folder: Path) -> list[str]:
    """What is in a folder."""
    return sorted(entry.name for entry in folder.iterdir())
