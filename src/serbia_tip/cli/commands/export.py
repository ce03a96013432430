"""`tip export`: the whole store for other tools."""

from pathlib import Path
from typing import Annotated

import typer

from serbia_tip.cli.app import command
from serbia_tip.cli.options import StorePath
from serbia_tip.store.load import load
from serbia_tip.terminal.screen import message
from serbia_tip.words import number_of


@command(
    "export",
    "Data",
    example="tip export facts.db",
    help="""The whole store for other tools: SQLite, CSV with its meaning, JSON, HTML.

    The suffix of PATH says which: .db or .sqlite is an SQLite database, .json one JSON object,
    .html a page, .xlsx a workbook, .parquet one table of all facts for data frames. Without a
    suffix, or with a final slash, it is a folder of CSV files with a description (a Data Package).
    """,
)
def export(
    path: Annotated[str, typer.Argument(metavar="PATH", show_default=False)],
    force: Annotated[
        bool, typer.Option("--force", help="Replace an earlier export at PATH.")
    ] = False,
    store: StorePath = None,
) -> None:
    from serbia_tip.export import target

    chosen = target(path)
    whole = load(store)
    chosen.write(whole, Path(path), force=force)
    message(f"wrote {number_of(len(whole.facts()), 'fact')} to {path}")
