"""Draw the ratings as a figure: a line that steps from tier to tier through the years."""

import serbia_tip.figures.shapes as shapes
from serbia_tip.figures.shapes import Captions, Change, Figure, Mark, Track, Years
from serbia_tip.model import Tier, allowed_words
from serbia_tip.queries.filters import Answer
from serbia_tip.queries.rows import TierRow
from serbia_tip.views.wording import say_range

_TIERS = allowed_words(Tier)
_CHANGE = "the state that is rated changes: before and after are two series"


def draw_tiers(answer: Answer) -> Figure | None:
    """The figure of these ratings; None when there are none."""
    store, rows = answer.store, [row for row in answer.rows if isinstance(row, TierRow)]
    if not rows:
        return None
    captions = Captions(store)
    rows = sorted(rows, key=lambda row: row.year)
    first, last = rows[0].year, rows[-1].year
    rated = {rating.year for rating in store.tiers}
    states = captions.eras(row for row in rows if row.rank != "deprecated")
    breaks = [Change(era.year, _CHANGE) for era in states[1:]]
    marks = [
        Mark(
            year=row.year,
            at=_TIERS.index(row.tier),
            sign=(sign := captions.sign(row)),
            said=f"{row.year:04}: {captions.marked(row.tier, row)}, {captions.words.who(row)}",
            is_joined=sign != "disputed",
        )
        for row in rows
    ]
    track = Track(
        lanes=_TIERS,
        marks=marks,
        lines=shapes.join_track_marks(marks, [each.year for each in breaks]),
        gaps=[year for year in range(first, last) if year not in rated],
    )
    gap, years = "No rating stored", range(first, last + 1)
    panel = Years(years=years, tracks=[track], breaks=breaks, eras=states, gap=gap)
    why = "nothing is stored, which is no rating"
    return Figure(
        title=f"{captions.words.home}: rating in the Trafficking in Persons Report"
        f"{captions.asked(answer.asked)}, {say_range(first, last)}, {captions.who(rows)}",
        description="Years across, tiers down, a mark for each rating. A line joins two years "
        "where nothing lies between: no year without a rating, no dispute, no change of state.",
        panels=[panel],
        legend=shapes.track_legend([track], why, {each.meaning for each in breaks}),
        notes=captions.notes(rows),
        sources=captions.sources(rows),
        home=captions.place,
        credit=captions.credit,
    )
