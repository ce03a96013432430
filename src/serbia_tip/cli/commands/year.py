"""`tip year`: one year on one page."""

from collections.abc import Sequence
from typing import Annotated

import typer

from serbia_tip.cli.app import command, present
from serbia_tip.cli.options import (
    Chart,
    HowSources,
    Json,
    NoPager,
    Settings,
    chosen_format,
    format_option,
    one_year,
)
from serbia_tip.errors import UsageError
from serbia_tip.formats import TABLE, Format
from serbia_tip.formats.data import encoded
from serbia_tip.model import Store
from serbia_tip.periods import first_to_last, reach
from serbia_tip.queries.filters import Asked
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
    asked: Annotated[
        list[int], typer.Argument(metavar="Y...", parser=one_year, show_default=False)
    ],
    *,
    chart: Chart = False,
    whole: Annotated[bool, typer.Option("--all", help="Every line, nothing summed up.")] = False,
    sources: HowSources = "short",
    no_pager: NoPager = False,
    format: Annotated[str | None, format_option(_FORMATS)] = None,  # noqa: A002
    json: Json = False,
    settings: Settings,
) -> None:
    form = chosen_format(_FORMATS, format, json=json, chart=chart)
    if form is _SVG and not chart:
        raise UsageError("-f svg is the chart as a picture: add --chart")
    if chart and len(asked) > 1:
        raise UsageError("--chart draws one year")
    store = load(settings.store)
    if form is _JSON:
        found = {f"{year:04}": year_of(store, year) for year in asked}
        write(f"{encoded(found if len(asked) > 1 else found.popitem()[1])}\n".encode())
        return
    screen = detect(settings.color)
    if chart:
        text = _drawing(store, asked[0], form, screen)
    else:
        text = _page(store, asked, Asked(sources=sources, all=whole), screen)
    if not text:
        message(_nothing(store, asked))
    if form is _SVG:
        write(text.encode())
    else:
        hinted = format is None and not settings.no_hint  # -f would exclude --json
        present(ctx, text, screen, paged=not no_pager, hinted=hinted)


def _page(store: Store, years: Sequence[int], asked: Asked, screen: Screen) -> str:
    """The years as people read them; empty where no fact touches any."""
    from serbia_tip.views.render import render_all
    from serbia_tip.views.years import view_years

    parts = view_years(store, years, asked)
    return render_all(parts, store, screen, asked.sources) if parts else ""


def _drawing(store: Store, asked: int, form: Format, screen: Screen) -> str:
    """The year as SVG or drawn in letters; empty where there is nothing to draw."""
    from serbia_tip.figures.statistics import draw_year

    drawn = draw_year(store, asked)
    if drawn is None:
        return ""
    if form is _SVG:
        from serbia_tip.figures.svg import svg

        return svg(drawn)
    from serbia_tip.figures.letters import draw

    return draw(drawn, screen)


def _nothing(store: Store, asked: Sequence[int]) -> str:
    """Say that no fact touches the years, and which years there are."""
    said = f"no fact touches {' or '.join(f'{year:04}' for year in asked)}"
    touched = reach(fact.dated for fact in store.facts())
    return f"{said}; the facts reach from {first_to_last(*touched)}" if touched else said
