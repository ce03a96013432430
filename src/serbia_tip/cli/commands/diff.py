"""`tip diff`: what changed between two states of a store."""

from typing import Annotated

import msgspec
import typer

from serbia_tip.cli.app import command
from serbia_tip.cli.options import Json
from serbia_tip.errors import StoreError
from serbia_tip.formats.data import array, encoded
from serbia_tip.queries.changes import Tables, changes, complete
from serbia_tip.store.load import Reading, facts, read
from serbia_tip.terminal.screen import detect, message, write


@command(
    "diff",
    "Trust",
    example="tip diff before.toml my-facts.toml",
    help="""What changed between two stores: what was added, removed, changed, field by field.

    OLD and NEW are states of one store, or JSON exports of them. All that a store has is compared,
    and what is derived from it; with an export, what an export has. Differences are no error.
    """,
)
def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", show_default=False)],
    new: Annotated[str, typer.Argument(metavar="NEW", show_default=False)],
    json: Json = False,
) -> None:
    from serbia_tip.views.lists import render_changes

    readings = read(old), read(new)
    exported = any(map(_is_json, readings))
    found = changes(*(_tables(reading, whole=not exported) for reading in readings))
    if json:
        write(array(map(encoded, found.rows)).encode())
    else:
        write(detect("never").encode(render_changes(found.rows)))
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
