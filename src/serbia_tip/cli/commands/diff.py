"""`tip diff`: what changed between two states of a store."""

from typing import Annotated

import msgspec
import typer

from serbia_tip.cli.app import command
from serbia_tip.cli.options import Json
from serbia_tip.errors import StoreError
from serbia_tip.formats.data import array, encoded
from serbia_tip.queries.changes import Tables, changes
from serbia_tip.store.load import Reading, facts, read
from serbia_tip.terminal.screen import detect, message, write


@command(
    "diff",
    "Trust",
    example="tip diff before.toml my-facts.toml",
    help="""What changed between two stores: what was added, removed, changed, field by field.

    OLD and NEW are stores, or JSON exports of stores. Facts, sources, countries and bodies are
    compared with their derived fields, as an export has them. Differences are no error.
    """,
)
def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", show_default=False)],
    new: Annotated[str, typer.Argument(metavar="NEW", show_default=False)],
    json: Json = False,
) -> None:
    from serbia_tip.views.lists import render_changes

    found = changes(_tables(read(old)), _tables(read(new)))
    if json:
        write(array(map(encoded, found.rows)).encode())
    else:
        write(detect("never").encode(render_changes(found.rows)))
    if found.not_compared:
        message(f"not compared, since only one of the two has it: {', '.join(found.not_compared)}")
    if not found.rows:
        message("no difference")


def _tables(reading: Reading) -> Tables:
    """The tables of a store, or of a JSON export of one.

    Raises StoreError when it is neither.
    """
    from serbia_tip.export.tables import contents

    is_json = reading.raw.lstrip().startswith(b"{")  # no TOML begins so
    exported = reading.raw if is_json else contents(facts(reading))
    try:
        found = msgspec.json.decode(exported, type=dict[str, dict | list[dict]])  # type: ignore[type-arg]
    except msgspec.MsgspecError as error:
        raise StoreError(f"{reading.name}: not an export as JSON: {error}") from error
    return {name: [rows] if isinstance(rows, dict) else rows for name, rows in found.items()}
