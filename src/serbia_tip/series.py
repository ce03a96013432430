"""What a reader of figures over the years must know: gaps, breaks, and changes of the state."""

from collections.abc import Sequence
from itertools import groupby

from serbia_tip.model import Store, TierRating
from serbia_tip.period import first_to_last, years
from serbia_tip.query import Common, in_years
from serbia_tip.rows import StatisticRow, TierRow

_SPELLED_OUT = 3
"""With more series than this in one answer, only their names are given."""


def tier_remarks(store: Store, _: Sequence[TierRow], common: Common) -> list[str]:
    """The years asked for that have no rating, and the states that the ratings are about."""
    remarks = []
    if gaps := _gaps({rating.year for rating in store.tiers}, common):
        remarks.append(f"No rating is stored for {_listed(gaps)}: that is a gap, not a rating.")
    home = store.home.name
    rated = sorted(
        {(rating.year, rating.entity or home) for rating in store.tiers if _asked(rating, common)}
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


def _asked(rating: TierRating, common: Common) -> bool:
    return rating.rank != "deprecated" and in_years(rating.dated, common)


def statistic_remarks(store: Store, shown: Sequence[StatisticRow], common: Common) -> list[str]:
    """For each measure that is shown: the years without a figure, and the breaks before some."""
    measures = dict.fromkeys(row.measure for row in shown)
    remarks = {measure: measure_remarks(store, measure, common) for measure in measures}
    remarks = {measure: said for measure, said in remarks.items() if said}
    if len(remarks) <= _SPELLED_OUT:
        return [line for said in remarks.values() for line in said]
    return [f"Series with gaps or breaks (--measure shows which): {', '.join(remarks)}."]


def measure_remarks(store: Store, measure: str, common: Common) -> list[str]:
    """The years of one measure without a figure, and the breaks before some."""
    figures = [
        figure
        for figure in store.statistics
        if figure.measure == measure and figure.part_of is None and figure.period is not None
    ]
    covered: set[int] = set()
    for figure in figures:
        covered.update(years(str(figure.period)))
    remarks = []
    if gaps := _gaps(covered, common):
        remarks.append(f"{measure}: no figure is stored for {_listed(gaps)}.")
    remarks += [
        f"{measure}: a break before {figure.period}: {figure.break_before}"
        for figure in figures
        if figure.break_before and in_years(figure.period, common)
    ]
    return remarks


def _gaps(covered: set[int], common: Common) -> list[int]:
    """The years asked for that lie between the covered ones and are not covered."""
    between = range(min(covered), max(covered)) if covered else ()
    return [year for year in between if year not in covered and in_years(f"{year:04}", common)]


def _listed(years: list[int]) -> str:
    """The years in words, runs of them as first to last: 2002, 2008 to 2014."""
    consecutive = groupby(enumerate(years), key=lambda pair: pair[1] - pair[0])
    runs = [[year for _, year in pairs] for _, pairs in consecutive]
    return ", ".join(first_to_last(run[0], run[-1]) for run in runs)
