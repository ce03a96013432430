"""What a reader of figures over the years must know: gaps, breaks, and changes of the state."""

from collections.abc import Collection, Sequence
from itertools import groupby

from serbia_tip.model import Store, TierRating
from serbia_tip.period import first_to_last, years
from serbia_tip.queries.lookups import Common, in_years
from serbia_tip.queries.rows import StatisticRow, TierRow

_SPELLED_OUT = 3
"""With more series than this in one answer, only their names are given."""


def tier_remarks(store: Store, _: Sequence[TierRow], common: Common) -> list[str]:
    """The years asked for that have no rating, and the states that the ratings are about."""
    remarks = rating_gaps(store, common)
    rated = sorted(
        {
            (rating.year, store.state(rating.entity))
            for rating in store.tiers
            if _asked(rating, common)
        }
    )
    states = [
        (state, [year for year, _ in ratings])
        for state, ratings in groupby(rated, key=lambda rating: rating[1])
    ]
    if len(states) > 1:
        said = "; ".join(
            f"{state} in {first_to_last(given[0], given[-1])}" for state, given in states
        )
        remarks.append(f"The state that is rated changes, a break in the series: {said}.")
    return remarks


def rating_gaps(store: Store, common: Common) -> list[str]:
    """The years asked for that have no rating, in one sentence; nothing where there are none."""
    gaps = _gaps({rating.year for rating in store.tiers}, common)
    return (
        [f"No rating is stored for {_listed(gaps)}: that is a gap, not a rating."] if gaps else []
    )


def _asked(rating: TierRating, common: Common) -> bool:
    return rating.rank != "deprecated" and in_years(rating.dated, common)


def statistic_remarks(store: Store, shown: Sequence[StatisticRow], common: Common) -> list[str]:
    """For each measure that is shown: the years without a figure, and the breaks before some.

    Where only parts are shown, the years without a figure are those of the parts.
    """
    groups: dict[str, set[str | None]] = {}
    for row in shown:
        groups.setdefault(row.measure, set()).add(row.group)
    remarks = {
        measure: measure_remarks(store, measure, common, {None} if None in given else given)
        for measure, given in groups.items()
    }
    remarks = {measure: said for measure, said in remarks.items() if said}
    if len(remarks) <= _SPELLED_OUT:
        return [line for said in remarks.values() for line in said]
    return [f"Series with gaps or breaks (--measure shows which): {', '.join(remarks)}."]


def measure_remarks(
    store: Store, measure: str, common: Common, groups: Collection[str | None] = (None,)
) -> list[str]:
    """The years in which no figure of the measure, or of its groups, begins and ends; its breaks.

    A figure of several years says nothing of each of them.
    """
    figures = [
        figure
        for figure in store.statistics
        if figure.measure == measure and figure.period is not None
    ]
    spans = [
        years(str(figure.period))
        for figure in figures
        if figure.group in groups and (figure.group or not figure.part_of)
    ]
    remarks = []
    if gaps := _gaps({span.start for span in spans if len(span) == 1}, common):
        remarks.append(f"{measure}: no yearly figure is stored for {_listed(gaps)}.")
    remarks += [
        f"{measure}: a break before {figure.period}: {figure.break_before}"
        for figure in figures
        if figure.break_before and in_years(figure.period, common)
    ]
    return remarks


def _gaps(covered: set[int], common: Common) -> list[int]:
    """The years asked for since the first covered one that are not covered themselves.

    Those after the last covered one count only where they are asked for singly.
    """
    if not covered:
        return []
    first, last = min(covered), max(covered)
    later = {year for year in common.year if year > last}
    between = {*range(first, last), *later} - covered
    return [year for year in sorted(between) if in_years(f"{year:04}", common)]


def _listed(years: list[int]) -> str:
    """The years in words, runs of them as first to last: 2002, 2008 to 2014."""
    consecutive = groupby(enumerate(years), key=lambda pair: pair[1] - pair[0])
    runs = [[year for _, year in pairs] for _, pairs in consecutive]
    return ", ".join(first_to_last(run[0], run[-1]) for run in runs)
