"""The ratings year by year: where a line may lead from one to the next, and where it may not."""

from collections import defaultdict
from collections.abc import Sequence

from msgspec import Struct

from serbia_tip.field_types import Tier, vocabulary
from serbia_tip.model import Store
from serbia_tip.queries.rows import Row, TierRow
from serbia_tip.views.values import doubts

TIERS = vocabulary(Tier)

STANDINGS = {
    "stated": "stated by the source",
    "inferred": "inferred, not stated",
    "disputed": "disputed: another source gives another tier",
    "deprecated": "deprecated: a better source contradicts it",
}
"""How firmly a rating stands, and what that means."""
GAP = "a gap: nothing is stored, which is no rating"
CHANGE = "the state that is rated changes: before and after are two series"


class Year(Struct, frozen=True):
    """One year, with or without ratings."""

    year: int
    rows: Sequence[TierRow]
    gap: bool
    """Whether the store has no rating for it, which is more than that none is shown."""
    state: str | None
    """The state that is rated; of a year without a rating, the one before."""
    changed: bool
    """Whether that is another state than before."""

    @property
    def only(self) -> int | None:
        """The number of the tier that nobody doubts; None where there is none or more."""
        sure = len(self.rows) == 1 and not doubts(self.rows[0])
        return TIERS.index(self.rows[0].tier) if sure else None

    def in_tier(self, tier: str) -> TierRow | None:
        """Its rating in this tier; of several that agree, the first that still stands."""
        rows = [row for row in self.rows if row.tier == tier]
        return next((row for row in rows if row.rank != "deprecated"), rows[0] if rows else None)


def ratings(store: Store, rows: Sequence[Row]) -> list[Year]:
    """Every year from the first of these ratings to the last."""
    shown: defaultdict[int, list[TierRow]] = defaultdict(list)
    for row in rows:
        assert isinstance(row, TierRow)
        shown[row.year].append(row)
    rated = {rating.year for rating in store.tiers}
    years: list[Year] = []
    state = None
    for year in range(min(shown, default=0), max(shown, default=-1) + 1):
        of_year = shown.get(year, [])
        before = state
        state = next((row.entity for row in of_year if row.rank != "deprecated"), state)
        years.append(Year(year, of_year, year not in rated, state, before not in (None, state)))
    return years


def joined(year: Year, after: Year | None) -> tuple[int, int] | None:
    """The tiers between which a line leads from a year to the one after it; None where none may.

    Nothing may lie between: no year without a rating, no dispute, no change of the state.
    """
    if after is None or after.changed or year.only is None or after.only is None:
        return None
    return year.only, after.only


def standing(row: TierRow) -> str:
    """Which of the `STANDINGS` a rating has."""
    if row.rank == "deprecated":
        return "deprecated"
    return "disputed" if row.disputed_by else row.basis
