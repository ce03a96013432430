"""`tip cite`: the sources of facts, and the fact base itself, as references."""

from functools import partial
from typing import Annotated

import typer

from serbia_tip.cli import completion
from serbia_tip.cli.app import command, found_by, refuse
from serbia_tip.cli.options import Filters, KindsOfFact, StorePath
from serbia_tip.errors import NotThereError, UsageError
from serbia_tip.queries.filters import EVERYTHING, narrowed
from serbia_tip.queries.kinds import of_kinds
from serbia_tip.store.load import facts, read
from serbia_tip.terminal.screen import message, write
from serbia_tip.words import lookup


@command(
    "cite",
    "Trust",
    example="tip cite ID --style bibtex",
    help="""The sources of facts, or the facts as a whole, as references for a paper.

    ID is a fact, a source, or a place in one. Instead of IDs, the filters choose facts, --all
    takes all of them. Without any, the reference is to the fact base itself: its title, version,
    date, licence and hash. Each source comes once, with the facts that rest on it and the version
    of the store.
    """,
)
def cite(
    filters: Filters,
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ID]...", show_default=False, autocompletion=completion.names),
    ] = None,
    style: Annotated[
        str,
        typer.Option(
            metavar="STYLE", help="text, bibtex, csl or ris.", autocompletion=completion.styles
        ),
    ] = "text",
    all_: Annotated[bool, typer.Option("--all", help="All sources that facts rest on.")] = False,
    kind: KindsOfFact = [],
    store: StorePath = None,
) -> None:
    from datetime import date
    from hashlib import sha256

    from serbia_tip.formats.citation_styles import STYLES
    from serbia_tip.queries.citations import fact_base, references
    from serbia_tip.queries.fact_cards import named

    chosen = STYLES[lookup("style", style, dict.fromkeys(STYLES, 0), error=UsageError)]
    common = filters.common()
    filtered = all_ or bool(kind) or common != EVERYTHING
    if names and filtered:
        raise UsageError("IDs exclude --all and the filters")
    reading = read(store)
    whole = facts(reading)
    unknown: list[NotThereError] = []
    if names:
        found, unknown = found_by(partial(named, whole), names)
        cited = references(whole, found, date.today())
    elif filtered:
        cited = references(whole, narrowed(whole, of_kinds(whole, kind), common), date.today())
        if not cited:
            message("no fact matches")
    else:
        cited = [fact_base(whole, sha256(reading.raw).hexdigest(), date.today())]
    if cited or filtered:
        write(chosen.render(cited).encode())
    refuse(unknown)
