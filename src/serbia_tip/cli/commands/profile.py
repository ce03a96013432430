"""`tip profile`: the country on one screen."""

import typer

from serbia_tip.cli.app import command, present
from serbia_tip.cli.options import Json, Settings
from serbia_tip.formats.data import encoded
from serbia_tip.store.load import load
from serbia_tip.terminal.screen import detect, write


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
    *,
    json: Json = False,
    settings: Settings,
) -> None:
    from serbia_tip.queries.country_profile import profile as profile_of

    facts_of = load(settings.store)
    found = profile_of(facts_of)
    if json:
        write(f"{encoded(found)}\n".encode())
    else:
        from serbia_tip.views.overviews import view_profile
        from serbia_tip.views.render import render

        screen = detect(settings.color)
        text = render(view_profile(facts_of, found), facts_of, screen)
        present(ctx, text, screen, paged=False, hinted=not settings.no_hint)
