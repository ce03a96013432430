"""`tip show`: one fact or source whole."""

from functools import partial
from typing import Annotated

import typer

from serbia_tip.cli import completion
from serbia_tip.cli.app import command, found_by, present, refuse
from serbia_tip.cli.options import Json, NoPager, Settings
from serbia_tip.formats.data import array, encoded
from serbia_tip.model import Fact
from serbia_tip.queries.fact_cards import SourcePlace, named
from serbia_tip.store.load import facts, read
from serbia_tip.terminal.screen import detect, write


@command(
    "show",
    "Find",
    example="tip show ID",
    help="""One fact whole, or a source with all that rests on it.

    ID is that of a fact, of a source, or a place in one, source[place]; a place alone, where only
    one source has it. Of a fact there are its value, period, attribution and note, its sources in
    full, what disputes it, its whole and its parts, and the line of the store on which it begins.
    An unknown ID doesn't stop the others.
    """,
)
def show(
    ctx: typer.Context,
    ids: Annotated[
        list[str],
        typer.Argument(metavar="ID...", show_default=False, autocompletion=completion.names),
    ],
    *,
    json: Json = False,
    no_pager: NoPager = False,
    settings: Settings,
) -> None:
    from serbia_tip.queries.fact_cards import cards, source_card
    from serbia_tip.store.locate import beginnings

    reading = read(settings.store)
    facts_of = facts(reading)
    named_things, unknown = found_by(partial(named, facts_of), ids)
    things = {
        thing if isinstance(thing, SourcePlace) else thing.id: thing for thing in named_things
    }
    found = list(things.values())
    wanted = [thing for thing in found if isinstance(thing, Fact)]
    begins = beginnings(reading.text, facts_of, [fact.id for fact in wanted])
    of_facts = cards(facts_of, wanted, begins)
    by_id = {card.id: card for card in of_facts}
    whole = [
        source_card(facts_of, thing) if isinstance(thing, SourcePlace) else by_id[thing.id]
        for thing in found
    ]
    if json:
        write(array(map(encoded, whole)).encode())
    elif whole:
        from serbia_tip.views.cards import render

        screen = detect(settings.color)
        text = render(whole, facts_of, screen)
        present(ctx, text, screen, paged=not no_pager, hinted=not settings.no_hint)
    refuse(unknown)
