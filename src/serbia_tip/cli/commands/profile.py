"""`tip profile`: the country on one screen."""

from typing import Annotated

import typer

from serbia_tip.cli.app import command, hint
from serbia_tip.cli.options import ColorChoice, HelpOption, NoHint, StorePath
from serbia_tip.formats.json import encoded
from serbia_tip.store.load import load
from serbia_tip.terminal.screen import detect
from serbia_tip.terminal.write import write


@command(
    "profile",
    "Look up",
    example="tip profile",
    help="""The country on one screen: tiers, routes, key figures, laws, help.

    It shows the latest tier and its history, the routes by role, the key figures, the index
    score, the treaties, and whom a victim or a witness can call.
    """,
)
def profile(
    ctx: typer.Context,
    json: Annotated[bool, typer.Option("--json", help="The same as JSON, an object.")] = False,
    no_hint: NoHint = False,
    store: StorePath = None,
    color: ColorChoice = None,
    _help: HelpOption = False,
) -> None:
    from serbia_tip.queries.country_profile import profile as profile_of

    settings = ctx.obj.but(store, color, no_hint)
    facts_of = load(settings.store)
    found = profile_of(facts_of)
    if json:
        write(f"{encoded(found)}\n".encode())
    else:
        from serbia_tip.views.profile import view
        from serbia_tip.views.render import render

        screen = detect(settings.color)
        write(screen.encode(render(view(facts_of, found), facts_of, screen)))
        hint(ctx, settings, screen)
