"""The commands that concern a store as a whole: check, diff, schema, export."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from serbia_tip.cli.options import SETTINGS, Option, Options, argument, command
from serbia_tip.errors import NotThereError, StoreError, UsageError
from serbia_tip.formats.data import array, encoded
from serbia_tip.model import FACT_TYPES
from serbia_tip.queries.changes import Tables, changes, complete
from serbia_tip.store.load import Reading, checked, facts, load, read, warned
from serbia_tip.terminal.screen import detect, message, visible, write
from serbia_tip.words import number_of


@command(
    "tip check my-facts.toml",
    """Check a store: every problem, with its line.

    For each FILE, or else for the store in use, it prints every problem as FILE:LINE: rule:
    message, or how many facts there are. What may be a mistake is a warning, and no failure.
    """,
    argument("files", "[FILE]...", list[str], []),
    *SETTINGS,
)
def check(given: Options, files: Sequence[str]) -> None:
    paths: Sequence[str | None] = files or [given.store]
    broken = []
    for reading in map(read, paths):
        whole, found = checked(reading)
        lines = found if whole is None else warned(reading, whole)
        write("".join(f"{visible(line)}\n" for line in lines).encode())
        if whole is None:
            broken.append(f"{number_of(len(found), 'problem')} in {reading.name}")
            continue
        kinds = ", ".join(number_of(len(whole.of(kind)), kind.noun) for kind in FACT_TYPES)
        counts = f"{number_of(len(whole.facts()), 'fact')} ({kinds})"
        sources = number_of(len(whole.sources), "source")
        write(f"{visible(f'{reading.name}: sound: {counts}, {sources}')}\n".encode())
    if broken:
        raise NotThereError("; ".join(broken))


@command(
    "tip diff before.toml my-facts.toml",
    """What changed between two stores: what was added, removed, changed, field by field.

    OLD and NEW are states of one store, or JSON exports of them. All that a store has is compared,
    and what is derived from it; with an export, what an export has. Differences are no error.
    """,
    argument("old", "OLD"),
    argument("new", "NEW"),
    *("json", "no_pager"),
)
def diff(given: Options, old: str, new: str) -> None:
    from serbia_tip.views.lists import render_changes

    readings = read(old), read(new)
    exported = any(map(_is_json, readings))
    found = changes(*(_tables(reading, whole=not exported) for reading in readings))
    if given.json:
        write(array(map(encoded, found.rows)).encode())
    else:
        given.present(render_changes(found.rows), detect("never"))
    if found.not_compared:
        message(f"not compared, since only one of the two has it: {', '.join(found.not_compared)}")
    if not found.rows:
        message("no difference in what an export has" if exported else "no difference")


def _is_json(reading: Reading) -> bool:
    return reading.raw.lstrip().startswith(b"{")  # no TOML begins so


def _tables(reading: Reading, *, whole: bool) -> Tables:
    """The tables of a store, whole or as an export has them, or of a JSON export.

    Raises StoreError when it is neither.
    """
    from serbia_tip.export.tables import contents

    store = None if _is_json(reading) else facts(reading)
    exported = reading.raw if store is None else contents(store)
    try:
        found = msgspec.json.decode(exported, type=dict[str, dict | list[dict]])  # type: ignore[type-arg]
    except msgspec.MsgspecError as error:
        raise StoreError(f"{reading.name}: not an export as JSON: {error}") from error
    tables = {name: [rows] if isinstance(rows, dict) else rows for name, rows in found.items()}
    return complete(tables, store) if store and whole else tables


@command(
    "tip schema routes",
    """The JSON Schema of the store, or of a command's JSON.

    It describes what COMMAND prints with --json; without a COMMAND, a store (dialect 2020-12).
    """,
    argument("command", "[COMMAND]", str | None, None),
    "no_pager",
)
def schema(_given: Options, command: str | None) -> None:
    from serbia_tip.queries.fields import schema as schema_of

    write(msgspec.json.format(msgspec.json.encode(schema_of(command))) + b"\n")


@command(
    "tip export facts.db",
    """The whole store for other tools: SQLite, CSV with its meaning, JSON, HTML.

    The suffix of PATH says which: .db or .sqlite is an SQLite database, .json one JSON object,
    .html a page, .xlsx a workbook, .parquet one table of all facts for data frames. Without a
    suffix, or with a final slash, it is a folder of CSV files with a description (a Data Package).
    """,
    argument("path", "PATH"),
    Option("Replace an earlier export at PATH").parameter("force", bool, False),
    *SETTINGS,
)
def export(given: Options, path: str, force: bool) -> None:
    from serbia_tip.export import target

    if path == "-":
        raise UsageError("an export is written to a file or folder, not to standard output")
    if path.startswith("~"):
        raise UsageError(f"{path!r} is no path: leave ~ unquoted, or name the folder")
    chosen = target(path)
    whole = load(given.store)
    chosen.write(whole, Path(path), force=force)
    message(f"wrote {number_of(len(whole.facts()), 'fact')} to {path}")
