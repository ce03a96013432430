"""`tip check`: the problems of a store."""

from collections.abc import Sequence
from typing import Annotated

import typer

from serbia_tip.cli.app import command
from serbia_tip.cli.options import StorePath
from serbia_tip.errors import NotThereError
from serbia_tip.model import FACT_TYPES
from serbia_tip.store.load import Reading, checked, read, warned
from serbia_tip.terminal.screen import visible, write
from serbia_tip.words import number_of


@command(
    "check",
    "Trust",
    example="tip check my-facts.toml",
    help="""Check a store: every problem, with its line.

    For each FILE, or else for the store in use, it prints every problem as FILE:LINE: rule:
    message, or how many facts there are. What may be a mistake is a warning, and no failure.
    """,
)
def check(
    files: Annotated[
        list[str] | None, typer.Argument(metavar="[FILE]...", show_default=False)
    ] = None,
    store: StorePath = None,
) -> None:
    paths: Sequence[str | None] = files or [store]
    broken = [said for path in paths if (said := _check(read(path)))]
    if broken:
        raise NotThereError("; ".join(broken))


def _check(reading: Reading) -> str | None:
    """Print the problems of a store, or how many facts it has; return the number of problems."""
    whole, found = checked(reading)
    doubtful = warned(reading, whole) if whole else []
    write("".join(f"{visible(line)}\n" for line in (*found, *doubtful)).encode())
    if whole is None or found:
        return f"{number_of(len(found), 'problem')} in {reading.name}"
    counts = [number_of(len(whole.of(kind)), kind.noun) for kind in FACT_TYPES]
    facts_in, sources_in = (
        number_of(len(things), noun)
        for things, noun in ((whole.facts(), "fact"), (whole.sources, "source"))
    )
    said = f"{reading.name}: sound: {facts_in} ({', '.join(counts)}), {sources_in}"
    write(f"{visible(said)}\n".encode())
    return None
