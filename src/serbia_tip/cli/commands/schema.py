"""`tip schema`: JSON Schema."""

from typing import Annotated

import msgspec
import typer

from serbia_tip.cli import completion
from serbia_tip.cli.app import command
from serbia_tip.terminal.screen import write


@command(
    "schema",
    "Data",
    example="tip schema routes",
    help="""The JSON Schema of the store, or of a command's JSON.

    It describes what COMMAND prints with --json; without a COMMAND, a store (dialect 2020-12).
    """,
)
def schema(
    command: Annotated[
        str | None,
        typer.Argument(metavar="[COMMAND]", show_default=False, autocompletion=completion.schemas),
    ] = None,
) -> None:
    from serbia_tip.queries.fields import schema as schema_of

    write(msgspec.json.format(msgspec.json.encode(schema_of(command))) + b"\n")
