"""Remarks on statistics over the years: gaps, breaks, and changes of the state."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import groupby
from shlex import quote as quoted

from serbia_tip.model import Statistic, Store
from serbia_tip.periods import first_to_last, years
from serbia_tip.queries.attribution import Attribution
from serbia_tip.queries.filters import Common, in_years
from serbia_tip.queries.rows import StatisticRow, TierRow

_SPELLED_OUT = 3
"""If an answer has remarks on more measures than this, it only names the measures."""


def tier_remarks(store: Store, _: Sequence[TierRow], common: Common) -> list[str]:
    """Name the years asked for without a rating, and the states rated, if there are several."""
    remarks = rating_gaps(store, common)
    rated = {
        (rating.year, store.state(rating.entity))
        for rating in store.tiers
        if rating.rank != "deprecated" and in_years(rating.dated, common)
    }
    states = []
    for state, ratings in groupby(sorted(rated), key=lambda rating: rating[1]):
        years = [year for year, _ in ratings]
        states.append(f"{state} in {first_to_last(years[0], years[-1])}")
    if len(states) > 1:
        said = "; ".join(states)
        remarks.append(f"The state that is rated changes, a break in the series: {said}.")
    return remarks


def rating_gaps(store: Store, common: Common) -> list[str]:
    """Name the years asked for without a rating, if there are any."""
    gaps = _gaps({rating.year for rating in store.tiers}, common)
    if not gaps:
        return []
    return [f"No rating is stored for {_listed(gaps)}: that is a gap, not a rating."]


def statistic_remarks(store: Store, shown: Sequence[StatisticRow], common: Common) -> list[str]:
    """Return the remarks on each measure shown, or the measures' names if these are many."""
    by_measure: defaultdict[str, list[StatisticRow]] = defaultdict(list)
    for row in shown:
        by_measure[row.measure].append(row)
    remarks = {
        measure: said
        for measure, rows in by_measure.items()
        if (said := measure_remarks(store, rows, common))
    }
    if len(remarks) <= _SPELLED_OUT:
        return [line for said in remarks.values() for line in said]
    return [f"Series with gaps or breaks (--measure shows which): {', '.join(remarks)}."]


def measure_remarks(store: Store, rows: Sequence[StatisticRow], common: Common) -> list[str]:
    """Name the years without a statistic, in these rows or at all, and the breaks in the series.

    The rows are of one measure. Their series is of the totals, or of the parts if there are none.
    A statistic of several years covers none of them. If the store has others for a missing year,
    such as parts by another dimension, the remark points to them.
    """
    measure = rows[0].measure
    statistics = [statistic for statistic in store.statistics if statistic.measure == measure]
    stored = _single_years(statistics)
    wholes = [row for row in rows if _is_whole(row)]
    groups = {row.group for row in rows}
    alike = [each for each in statistics if (_is_whole(each) if wholes else each.group in groups)]
    remarks = []
    if nowhere := set(_gaps(_single_years(alike), common)) - stored:
        remarks.append(f"{measure}: no yearly figure is stored for {_listed(nowhere)}.")
    if others := stored.intersection(_gaps(_single_years(wholes or rows), common)):
        elsewhere = _elsewhere(statistics, others)
        what = "total" if wholes else " or ".join(dict.fromkeys(map(_named, rows)))
        there = "; ".join(f"{along} for {_listed(found)}" for along, found in elsewhere.items())
        remarks.append(
            f"{measure}: these rows have no yearly {what} for {_listed(others)}, but the store has "
            f"{there}."
        )
    counters = {body for row in rows for body in row.said_by}
    said_by = Attribution.of(store).said_by
    remarks += [
        f"{measure}: a break before {statistic.period}: {statistic.break_before}"
        for statistic in statistics
        if statistic.break_before and statistic.period and in_years(statistic.period, common)
        if not counters.isdisjoint(said_by(statistic))
    ]
    return list(dict.fromkeys(remarks))


def _elsewhere(statistics: Iterable[Statistic], gaps: set[int]) -> dict[str, set[int]]:
    """Return the kinds of statistics for these years: the kind with most, then what it lacks."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for statistic in statistics:
        found[_along(statistic)] |= _single_years([statistic]) & gaps
    needed: dict[str, set[int]] = {}
    missing = set(gaps)
    for along, here in sorted(found.items(), key=lambda item: -len(item[1])):
        if more := here & missing:
            needed[along] = more
            missing -= more
    return needed


def _is_whole(statistic: Statistic | StatisticRow) -> bool:
    return statistic.group is None and statistic.part_of is None


def _single_years(statistics: Iterable[Statistic | StatisticRow]) -> set[int]:
    """Return the years of the statistics whose period lies in one year."""
    spans = [years(statistic.period) for statistic in statistics if statistic.period is not None]
    return {span.start for span in spans if len(span) == 1}


def _along(statistic: Statistic) -> str:
    """Name the kind of a statistic, and the option that selects it."""
    if _is_whole(statistic):
        return "totals"
    if statistic.dimension is None:
        return "parts"
    return f"parts by {statistic.dimension} (--dimension {quoted(statistic.dimension)})"


def _named(row: StatisticRow) -> str:
    """Name the kind of a part."""
    return f"part by {row.dimension}" if row.dimension else "part"


def _gaps(covered: set[int], common: Common) -> list[int]:
    """Return the years asked for that aren't covered, from the first covered one on.

    Years after the last covered one count only if they are asked for one by one.
    """
    if not covered:
        return []
    first, last = min(covered), max(covered)
    later = {year for year in common.year if year > last}
    between = {*range(first, last), *later} - covered
    return [year for year in sorted(between) if in_years(f"{year:04}", common)]


def _listed(years: Iterable[int]) -> str:
    """Return the years in words, with runs shortened: 2002, 2008 to 2014."""
    consecutive = groupby(enumerate(sorted(set(years))), key=lambda pair: pair[1] - pair[0])
    runs = [[year for _, year in pairs] for _, pairs in consecutive]
    return ", ".join(first_to_last(run[0], run[-1]) for run in runs)
