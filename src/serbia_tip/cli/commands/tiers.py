"""`tip tiers`: the ratings."""

from collections.abc import Sequence
from typing import Annotated

import typer

from serbia_tip.cli import completion
from serbia_tip.cli.options import repeatable
from serbia_tip.cli.row_command import answers
from serbia_tip.model import Store
from serbia_tip.queries import kinds
from serbia_tip.queries.filters import Common
from serbia_tip.queries.gaps import tier_remarks
from serbia_tip.queries.rows import Row, TierRow


@answers(
    TierRow,
    group="Look up",
    example="tip tiers --changes",
    remarks=tier_remarks,
    bare=("tier",),
    help="How the US Trafficking in Persons Report rated the country, year by year.",
)
def tiers(
    store: Store,
    common: Common,
    tier: Annotated[
        list[str], repeatable("TIER", "1, 2, 2WL or 3", completes=completion.tiers)
    ] = [],
    changes: Annotated[
        bool, typer.Option("--changes", help="Only the years in which the tier moved.")
    ] = False,
) -> Sequence[Row]:
    return kinds.tiers(store, tier=tier, changes=changes, common=common)
