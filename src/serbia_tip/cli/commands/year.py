"""`tip year`: one year on one page."""

from typing import Annotated

import typer

from serbia_tip.cli.app import command, present
from serbia_tip.cli.options import (
    Chart,
    HowSources,
    Json,
    NoPager,
    OfTheme,
    Settings,
    Width,
    check_picture,
    chosen_format,
    format_option,
    one_year,
    screen_of,
)
from serbia_tip.errors import UsageError
from serbia_tip.formats import TABLE, Format
from serbia_tip.formats.data import encoded
from serbia_tip.model import Store
from serbia_tip.periods import first_to_last, reach
from serbia_tip.queries.filters import Sources
from serbia_tip.queries.kinds import YearView
from serbia_tip.queries.kinds import year as year_of
from serbia_tip.store.load import load
from serbia_tip.terminal.screen import Screen, detect, message, write

_JSON = Format("json", meaning="One object.")


_SVG = Format("svg", meaning="The chart as a picture, with --chart.", picture=True)


_FORMATS = {form.name: form for form in (TABLE, _JSON, _SVG)}


@command(
    "year",
    "Look up",
    example="tip year 2007",
    help="""One year on one page: its rating, figures, routes, findings and laws.

    The rating is that of the report of year Y; the rest is all that touches the year.
    """,
)
def year(
    ctx: typer.Context,
    asked: Annotated[int, typer.Argument(metavar="Y", parser=one_year, show_default=False)],
    *,
    chart: Chart = False,
    sources: HowSources = "short",
    no_pager: NoPager = False,
    format: Annotated[str | None, format_option(_FORMATS)] = None,  # noqa: A002
    json: Json = False,
    width: Width = None,
    theme: OfTheme = "auto",
    settings: Settings,
) -> None:
    form = chosen_format(_FORMATS, format, json=json, chart=chart)
    if form is _SVG and not chart:
        raise UsageError("-f svg is the chart as a picture: add --chart")
    check_picture(form, width, theme, chart=chart)
    store = load(settings.store)
    found = year_of(store, asked)
    if form is _JSON:
        write(f"{encoded(found)}\n".encode())
        return
    screen = screen_of(form, settings.color, width, theme)
    text = _drawing(store, asked, form, screen) if chart else _page(store, found, screen, sources)
    if not text:
        message(_nothing(store, asked))
    if form is _SVG:
        write(text.encode())
    else:
        hinted = format is None and not settings.no_hint  # -f would exclude --json
        present(ctx, text, detect(settings.color), paged=not no_pager, hinted=hinted)


def _page(store: Store, found: YearView, screen: Screen, sources: Sources) -> str:
    """The year as people read it; empty where no fact touches it."""
    from serbia_tip.views import view_year
    from serbia_tip.views.render import render_all

    parts = view_year(store, found, sources)
    return render_all(parts, store, screen, sources) if parts else ""


def _drawing(store: Store, asked: int, form: Format, screen: Screen) -> str:
    """The year as SVG or drawn in letters; empty where there is nothing to draw."""
    from serbia_tip.figures.bars import draw_year

    drawn = draw_year(store, asked, beyond=form is not _SVG, parts=form is not _SVG)
    if drawn is None:
        return ""
    if form is _SVG:
        from serbia_tip.figures.svg import svg

        return svg(drawn, screen)
    from serbia_tip.figures.letters import draw

    return draw(drawn, screen)


def _nothing(store: Store, asked: int) -> str:
    """Say that no fact touches the year, and which years there are."""
    said = f"no fact touches {asked:04}"
    touched = reach(fact.dated for fact in store.facts())
    return f"{said}; the facts reach from {first_to_last(*touched)}" if touched else said
