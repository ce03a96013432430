"""`tip year`: one year on one page."""

from typing import Annotated

import typer

from serbia_tip.cli.app import Settings, command, hint, present
from serbia_tip.cli.options import (
    ColorChoice,
    HelpOption,
    HowSources,
    NoHint,
    NoPager,
    StorePath,
    amount,
    one_year,
)
from serbia_tip.errors import UsageError
from serbia_tip.formats.json import encoded
from serbia_tip.model import Store
from serbia_tip.period import first_to_last, reach
from serbia_tip.queries.answer import Sources
from serbia_tip.queries.one_year import YearView
from serbia_tip.queries.one_year import year as year_of
from serbia_tip.store.load import load
from serbia_tip.terminal.screen import Screen, detect
from serbia_tip.terminal.write import message, write


@command(
    "year",
    "Look up",
    example="tip year 2007",
    help="""One year on one page: its rating, figures, routes, findings and laws.

    The rating is that of the report of year Y; the others are all that touches the year.
    """,
)
def year(
    ctx: typer.Context,
    asked: Annotated[int, typer.Argument(metavar="Y", parser=one_year, show_default=False)],
    chart: Annotated[bool, typer.Option("--chart", help="Draw the year instead.")] = False,
    json: Annotated[bool, typer.Option("--json", help="The same as JSON, an object.")] = False,
    sources: HowSources = None,
    no_pager: NoPager = False,
    no_hint: NoHint = False,
    store: StorePath = None,
    color: ColorChoice = None,
    _help: HelpOption = False,
) -> None:
    if chart and json:
        raise UsageError("--chart is for people, not for --json")
    how = amount(sources)
    settings: Settings = ctx.obj.but(store, color, no_hint)
    facts_of = load(settings.store)
    found = year_of(facts_of, asked)
    if json:
        write(f"{encoded(found)}\n".encode())
        return
    screen = detect(settings.color)
    text = _drawn(facts_of, asked, screen) if chart else _page(facts_of, found, screen, how)
    if not text:
        message(_nothing(facts_of, asked))
    present(text, screen, paged=not no_pager)
    hint(ctx, settings, screen)


def _page(store: Store, found: YearView, screen: Screen, sources: Sources) -> str:
    """The year as people read it; nothing where no fact touches it."""
    from serbia_tip.views.render import render_all
    from serbia_tip.views.year import views

    parts = views(store, found, sources)
    return render_all(parts, store, screen, sources) if parts else ""


def _drawn(store: Store, asked: int, screen: Screen) -> str:
    """The year as a drawing; nothing where there is nothing to draw."""
    from serbia_tip.figures.letters import draw
    from serbia_tip.figures.year import figure

    drawn = figure(store, asked)
    return draw(drawn, screen) if drawn else ""


def _nothing(store: Store, asked: int) -> str:
    """Say that no fact touches the year, and which years there are."""
    said = f"no fact touches {asked:04}"
    touched = reach(fact.dated for fact in store.facts())
    return f"{said}; the facts reach from {first_to_last(*touched)}" if touched else said
