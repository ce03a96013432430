"""Ratings as people read them: the years with one tier as one line, its rivals and doubts in it."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec import Struct

from serbia_tip.model import Store
from serbia_tip.period import reach
from serbia_tip.queries.answer import Asked
from serbia_tip.queries.gaps import tier_remarks
from serbia_tip.queries.rows import TierRow
from serbia_tip.terminal.escape import visible
from serbia_tip.terminal.styled import Run, Styled, doubt, styled
from serbia_tip.views.doubts import Doubts
from serbia_tip.views.view import Line, Section, View
from serbia_tip.views.wording import Wording, runs, years_in_words

_TITLE = "Rating in the US Trafficking in Persons Report"


class Rating(Struct, frozen=True):
    """What the report of one year gives: the rating that stands, and others for that year."""

    row: TierRow
    rivals: list[TierRow]


def view(store: Store, rows: Sequence[TierRow], asked: Asked) -> View:
    """The ratings in order of time, a line for the years in which nothing changes."""
    only = rows[0].tier if len({row.tier for row in rows}) == 1 and len(rows) > 1 else None
    touched = reach(row.period for row in map(_Dated, rows))
    when = f", {years_in_words(*touched)}" if touched else ""
    return View(
        title=f"{f'{only}: ' if only else ''}{_TITLE}{Wording(store).narrowed(asked) or when}",
        sections=[section(store, rows)],
        remarks=[styled(visible(said)) for said in tier_remarks(store, rows, asked.common)],
    )
