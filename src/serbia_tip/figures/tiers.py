"""The figure of the ratings: a line that steps from tier to tier through the years."""

from collections.abc import Sequence

from serbia_tip.figures.captions import MEANINGS, Captions, eras, foreign, legend, lines
from serbia_tip.figures.shapes import Break, Figure, Mark, Track, Years
from serbia_tip.model import Store, Tier, vocabulary
from serbia_tip.queries.rows import TierRow
from serbia_tip.views.wording import years_in_words

_TIERS = vocabulary(Tier)
_GAP = "No rating stored"
_GAP_MEANS = "nothing is stored, which is no rating"
_CHANGE = "the state that is rated changes: before and after are two series"


def figure(store: Store, rows: Sequence[TierRow], _remarks: Sequence[str] = ()) -> Figure | None:
    """The figure of these ratings; None when there are none."""
    if not rows:
        return None
    captions = Captions(store)
    rows = sorted(rows, key=lambda row: row.year)
    first, last = rows[0].year, rows[-1].year
    rated = {rating.year for rating in store.tiers}
    states = eras((row.year, captions.state(row)) for row in rows if row.rank != "deprecated")
    breaks = [Break(era.year, _CHANGE) for era in states[1:]]
    marks = [_mark(captions, row) for row in rows]
    disputed = {mark.id for mark in marks if mark.sign == "disputed"}
    track = Track(
        lanes=_TIERS,
        marks=marks,
        lines=lines(marks, {each.year for each in breaks}, disputed),
        gaps=[year for year in range(first, last + 1) if year not in rated],
    )
    title = "Rating in the Trafficking in Persons Report"
    return Figure(
        title=f"{title}, {years_in_words(first, last)}",
        description="Years across, tiers down, a mark for each rating. A line joins two years "
        "where nothing lies between: no year without a rating, no dispute, no change of state.",
        panels=[
            Years(
                title="",
                first=first,
                last=last,
                tracks=[track],
                breaks=breaks,
                eras=foreign(states, captions.words.home),
                gap=_GAP,
            )
        ],
        legend=legend([track], MEANINGS, _GAP_MEANS, breaks=[_CHANGE] if breaks else []),
        notes=captions.notes(rows),
        sources=captions.sources(rows),
        credit=captions.credit,
    )


def _mark(captions: Captions, row: TierRow) -> Mark:
    said = f"{row.year:04}: {captions.marked(row.tier, row)}"
    return Mark(
        id=row.id,
        year=row.year,
        at=_TIERS.index(row.tier),
        sign=captions.sign(row),
        said=f"{said}, {captions.words.who(row)}",
    )
