"""`tip policy`: what the state did, and failed to do."""

from collections.abc import Sequence
from typing import Annotated

import typer

from serbia_tip.cli import completion
from serbia_tip.cli.options import repeatable
from serbia_tip.cli.row_command import answers
from serbia_tip.model import Finding, Store
from serbia_tip.queries import kinds
from serbia_tip.queries.filters import Common
from serbia_tip.queries.rows import FindingRow, Row


@answers(
    FindingRow,
    group="Look up",
    example="tip policy protection --assessment shortcoming",
    help="""What the state did, and failed to do: prosecution, protection, prevention.

    AREA is prosecution, protection, prevention or situation; without one, all four.
    """,
)
def policy(
    store: Store,
    common: Common,
    area: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[AREA]...",
            show_default=False,
            autocompletion=completion.values(Finding, "area"),
        ),
    ] = None,
    topic: Annotated[
        list[str],
        repeatable(
            "NAME", "A topic through the years", completes=completion.values(Finding, "topic")
        ),
    ] = [],
    assessment: Annotated[
        list[str],
        repeatable(
            "WORD",
            "progress, shortcoming, mixed or context",
            completes=completion.values(Finding, "assessment"),
        ),
    ] = [],
) -> Sequence[Row]:
    return kinds.findings(store, area=area or (), topic=topic, assessment=assessment, common=common)
