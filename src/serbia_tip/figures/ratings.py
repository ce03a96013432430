"""The ratings through the years: a line that steps from tier to tier.

It joins two years only where nothing lies between them: no year without a rating, no dispute, and
no change of the state that is rated.
"""

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from serbia_tip.figures.captions import MEANINGS, Captions
from serbia_tip.figures.shapes import Change, Entry, Era, Figure, Mark, Track, Years
from serbia_tip.model import Store, Tier, vocabulary
from serbia_tip.queries.rows import TierRow
from serbia_tip.terminal.escape import visible
from serbia_tip.views.wording import years_in_words

TIERS = vocabulary(Tier)
_GAP = "No rating stored"
_GAP_MEANS = "nothing is stored, which is no rating"
_CHANGE = "the state that is rated changes: before and after are two series"


def figure(store: Store, rows: Sequence[TierRow]) -> Figure | None:
    """The figure of these ratings; None when there are none."""
    if not rows:
        return None
    captions = Captions(store)
    rows = sorted(rows, key=lambda row: row.year)
    first, last = rows[0].year, rows[-1].year
    rated = {rating.year for rating in store.tiers}
    gaps = [year for year in range(first, last + 1) if year not in rated]
    states = _states(captions, rows)
    eras = _eras(store, states)
    changes = [
        Change(year, _CHANGE)
        for (_, before), (year, state) in pairwise(states.items())
        if before != state
    ]
    marks = [_mark(captions, row) for row in rows]
    track = Track(
        lanes=TIERS,
        marks=marks,
        joins=_joins(marks, {change.year for change in changes}),
        gaps=gaps,
    )
    title = "Rating in the Trafficking in Persons Report"
    used = {mark.sign for mark in marks}
    legend: list[tuple[Entry, str]] = [
        (sign, meaning) for sign, meaning in MEANINGS.items() if sign in used
    ]
    if gaps:
        legend.append(("gap", _GAP_MEANS))
    if changes:
        legend.append(("change", _CHANGE))
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
                changes=changes,
                eras=eras,
                gap=_GAP,
            )
        ],
        legend=legend,
        notes=captions.notes(rows),
        sources=captions.sources(rows),
        credit=captions.credit,
    )


def _mark(captions: Captions, row: TierRow) -> Mark:
    said = f"{row.year:04}: {captions.marked(row.tier, row)}"
    return Mark(
        id=row.id,
        year=row.year,
        at=TIERS.index(row.tier),
        sign=captions.sign(row),
        said=f"{said}, {captions.words.who(row)}",
    )


def _states(captions: Captions, rows: Sequence[TierRow]) -> dict[int, str]:
    """The state that is rated in each year with a rating that stands."""
    return {row.year: captions.state(row) for row in rows if row.rank != "deprecated"}


def _eras(store: Store, states: dict[int, str]) -> list[Era]:
    """From when on each state is the one that is rated; none if it is always the home country."""
    eras: list[Era] = []
    for year, state in states.items():
        if not eras or eras[-1].name != state:
            eras.append(Era(year, state))
    return eras if {era.name for era in eras} - {visible(store.home.name)} else []


def _joins(marks: Sequence[Mark], changes: set[int]) -> list[tuple[int, int]]:
    """The marks of years that follow each other, each the only one of its year that stands."""
    standing: defaultdict[int, list[int]] = defaultdict(list)
    for place, mark in enumerate(marks):
        if mark.sign != "deprecated":
            standing[mark.year].append(place)
    return [
        (here[0], standing[year + 1][0])
        for year, here in list(standing.items())
        if year + 1 not in changes
        and len(here) == len(standing.get(year + 1, ())) == 1
        and all(marks[each[0]].sign != "disputed" for each in (here, standing[year + 1]))
    ]
