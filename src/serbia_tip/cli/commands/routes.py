"""`tip routes`: who was trafficked from where to where."""

from collections.abc import Sequence
from typing import Annotated

from serbia_tip.cli import completion
from serbia_tip.cli.options import repeatable
from serbia_tip.cli.row_command import answers
from serbia_tip.model import Route, Store
from serbia_tip.queries import kinds
from serbia_tip.queries.filters import Common
from serbia_tip.queries.rows import RouteRow, Row


@answers(
    RouteRow,
    group="Look up",
    example="tip routes --role transit",
    bare=("role", "country"),
    help="""Who was trafficked from where to where, year by year.

    Countries go by name, alias or code, with or without diacritics. A route has one origin and
    one destination in one report; an end that the source leaves unnamed shows as a dash.
    """,
)
def routes(
    store: Store,
    common: Common,
    role: Annotated[
        list[str],
        repeatable(
            "ROLE",
            "source, transit, destination or internal",
            completes=completion.values(Route, "role"),
        ),
    ] = [],
    standing: Annotated[
        list[str],
        repeatable(
            "WORD",
            "How firmly the source says it: stated, alleged or at-risk",
            completes=completion.values(Route, "standing"),
        ),
    ] = [],
    from_: Annotated[
        list[str], repeatable("COUNTRY", "The origin", "--from", completes=completion.countries)
    ] = [],
    to: Annotated[
        list[str], repeatable("COUNTRY", "The destination", completes=completion.countries)
    ] = [],
    country: Annotated[
        list[str], repeatable("COUNTRY", "Either end", completes=completion.countries)
    ] = [],
) -> Sequence[Row]:
    return kinds.routes(
        store,
        role=role,
        standing=standing,
        origin=from_,
        destination=to,
        country=country,
        common=common,
    )
