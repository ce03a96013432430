"""`tip cite`: the sources of facts, and the fact base itself, as references."""

from collections.abc import Sequence
from functools import partial
from typing import Annotated

import typer

from serbia_tip.cli import completion
from serbia_tip.cli.app import command, found_by, refuse
from serbia_tip.cli.options import Filters, KindsOfFact, StorePath
from serbia_tip.errors import NotThereError, UsageError
from serbia_tip.model import Fact
from serbia_tip.queries.fact_cards import SourcePlace, named
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
    date, licence and hash. Each source comes once, with the places in it. The style quote gives
    each fact as a finished sentence, to paste.
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
            metavar="STYLE",
            help="text, quote, bibtex, csl or ris.",
            autocompletion=completion.styles,
        ),
    ] = "text",
    all_: Annotated[bool, typer.Option("--all", help="All sources that facts rest on.")] = False,
    kind: KindsOfFact = [],
    store: StorePath = None,
) -> None:
    from hashlib import sha256

    from serbia_tip.formats.citation_styles import STYLES
    from serbia_tip.queries.citations import fact_base, references

    chosen = STYLES[lookup("style", style, dict.fromkeys(STYLES, 0), error=UsageError)]
    common = filters.common()
    filtered = all_ or bool(kind) or common != EVERYTHING
    if names and filtered:
        raise UsageError("IDs exclude --all and the filters")
    reading = read(store)
    whole = facts(reading)
    unknown: list[NotThereError] = []
    things: Sequence[Fact | SourcePlace] = []
    if names:
        things, unknown = found_by(partial(named, whole), names)
    elif filtered:
        things = narrowed(whole, of_kinds(whole, kind), common)
        if not things:
            message("no fact matches")
    if chosen.render is None:
        if not things and not unknown and not filtered:
            raise UsageError("--style quote is of facts: name one, or choose some by a filter")
        if places := [thing.text for thing in things if isinstance(thing, SourcePlace)]:
            raise UsageError(f"--style quote is of facts, and {places[0]!r} is a source")
        from serbia_tip.views.quotations import quote

        write(quote(whole, [thing for thing in things if isinstance(thing, Fact)]).encode())
    elif things or filtered:
        write(chosen.render(references(whole, things)).encode())
    elif not names:
        write(chosen.render([fact_base(whole, sha256(reading.raw).hexdigest())]).encode())
    refuse(unknown)
