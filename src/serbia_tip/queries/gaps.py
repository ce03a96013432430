"""Gaps: what a yearly figure is, which years have none, and remarks on gaps and breaks."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence, Set
from itertools import groupby
from shlex import quote as quoted

from msgspec import Struct

from serbia_tip.model import Statistic, Store
from serbia_tip.periods import is_yearly as is_yearly
from serbia_tip.periods import period_range, period_reach, period_span
from serbia_tip.queries.filters import EVERYTHING, Common, in_years_asked
from serbia_tip.queries.kinds import statistics
from serbia_tip.queries.rows import StatisticRow, TierRow
from serbia_tip.store.attribution import Attribution

_SERIES = 3  # years at least make a series
_SPELLED_OUT = 3  # measures; if an answer has remarks on more, it only names them


def tier_gap_remarks(store: Store, _: Sequence[TierRow], common: Common) -> list[str]:
    """Name the years asked for without a rating, and the states rated, if there are several."""
    remarks = rating_gap_remarks(store, common)
    rated = {
        (rating.year, store.state(rating.entity))
        for rating in store.tiers
        if rating.rank != "deprecated" and in_years_asked(rating.dated, common)
    }
    states = []
    for state, ratings in groupby(sorted(rated), key=lambda rating: rating[1]):
        years = [year for year, _ in ratings]
        states.append(f"{state} in {period_range(years[0], years[-1])}")
    if len(states) > 1:
        said = "; ".join(states)
        remarks.append(f"The state that is rated changes, a break in the series: {said}.")
    return remarks


def rating_gap_remarks(store: Store, common: Common) -> list[str]:
    """Name the years asked for without a rating, if there are any."""
    gaps = _gap_years_in_words(gap_years({rating.year for rating in store.tiers}, common))
    return [f"No rating is stored for {gaps}: that is a gap, not a rating."] if gaps else []


def yearly_figure_years(statistics: Iterable[Statistic | StatisticRow]) -> set[int]:
    """Return the years of which the statistics have a yearly figure."""
    yearly = (each.period for each in statistics if each.period and is_yearly(each.period))
    return {period_span(period).first.year for period in yearly}


def gap_years(covered: Collection[int], common: Common = EVERYTHING) -> list[int]:
    """Return the years asked for between the first and the last of those covered that are not.

    This is what a gap is, everywhere. Years after the last one covered count only if they are
    asked for one by one.
    """
    if not covered:
        return []
    later = (year for year in common.year if year > max(covered))
    gaps = {*range(min(covered), max(covered)), *later} - {*covered}
    return [year for year in sorted(gaps) if in_years_asked(f"{year:04}", common)]


class StoppedSeries(Struct, frozen=True):
    """The yearly totals of one measure by one counter, which end before the store does."""

    measure: str
    said_by: list[str]
    first: int
    last: int
    figures: int  # years that have one


def stopped_series(store: Store) -> list[StoppedSeries]:
    """Return the series that end before the store does, those that ended last first."""
    series: defaultdict[tuple[str, tuple[str, ...]], list[StatisticRow]] = defaultdict(list)
    for row in statistics(store, totals=True):
        if row.rank != "deprecated":
            series[row.measure, tuple(row.said_by)].append(row)
    covered = {key: yearly_figure_years(rows) for key, rows in series.items()}
    found = [
        StoppedSeries(measure, list(said_by), min(years), max(years), figures=len(years))
        for (measure, said_by), years in covered.items()
        if len(years) >= _SERIES and max(years) < _last_gap_year(store)
    ]
    return sorted(found, key=lambda each: (-each.last, each.measure, each.said_by))


def _last_gap_year(store: Store) -> int:
    _, last = period_reach(fact.dated for fact in store.facts()) or (0, 0)
    return last


def measure_gaps_in_words(store: Store, measure: str) -> str:
    """Say for which years no yearly figure of a measure is known: `2016 and after 2022`."""
    covered = yearly_figure_years(each for each in store.statistics if each.measure == measure)
    if not covered:
        return ""
    last = max(covered)
    after = f"after {last}" if last < _last_gap_year(store) else ""
    return " and ".join(filter(None, [_gap_years_in_words(gap_years(covered)), after]))


def statistic_gap_remarks(store: Store, shown: Sequence[StatisticRow], common: Common) -> list[str]:
    """Return the remarks on each measure shown, or the measures' names if these are many."""
    by_measure: defaultdict[str, list[StatisticRow]] = defaultdict(list)
    for row in shown:
        by_measure[row.measure].append(row)
    every = {name: measure_gap_remarks(store, rows, common) for name, rows in by_measure.items()}
    remarks = {measure: said for measure, said in every.items() if said}
    if len(remarks) <= _SPELLED_OUT:
        return [line for said in remarks.values() for line in said]
    return [f"Series with gaps or breaks (--measure shows which): {', '.join(remarks)}."]


def measure_gap_remarks(store: Store, rows: Sequence[StatisticRow], common: Common) -> list[str]:
    """Name the years without a figure, in these rows of one measure or at all, and the breaks.

    Their series is of the totals, or of the parts if there are none.
    """
    measure = rows[0].measure
    statistics = [statistic for statistic in store.statistics if statistic.measure == measure]
    stored = yearly_figure_years(statistics)
    wholes = [row for row in rows if row.is_total]
    groups = {row.group for row in rows}
    alike = [each for each in statistics if (each.is_total if wholes else each.group in groups)]
    remarks = []
    if nowhere := set(gap_years(yearly_figure_years(alike), common)) - stored:
        remarks.append(f"{measure}: no yearly figure is stored for {_gap_years_in_words(nowhere)}.")
    if others := stored.intersection(gap_years(yearly_figure_years(wholes or rows), common)):
        parts = (f"part by {row.dimension}" if row.dimension else "part" for row in rows)
        what = "total" if wholes else " or ".join(dict.fromkeys(parts))
        there = "; ".join(_gap_statistics(statistics, others))
        lacking = f"these rows have no yearly {what} for {_gap_years_in_words(others)}"
        remarks.append(f"{measure}: {lacking}, but the store has {there}.")
    counters = {body for row in rows for body in row.said_by}
    said_by = Attribution.of(store).said_by
    remarks += [
        f"{measure}: a break before {statistic.period}: {statistic.break_before}"
        for statistic in statistics
        if statistic.break_before and statistic.period and in_years_asked(statistic.period, common)
        if not counters.isdisjoint(said_by(statistic))
    ]
    return list(dict.fromkeys(remarks))


def _gap_statistics(statistics: Iterable[Statistic], gaps: Set[int]) -> Iterator[str]:
    """Name the kinds of statistics for these years: the kind with most, then what it lacks."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for statistic in statistics:
        found[_kind_of_gap_statistic(statistic)] |= yearly_figure_years([statistic]) & gaps
    for along, here in sorted(found.items(), key=lambda item: -len(item[1])):
        if more := here & gaps:
            yield f"{along} for {_gap_years_in_words(more)}"
            gaps = gaps - more


def _kind_of_gap_statistic(statistic: Statistic) -> str:
    """Name the kind of a statistic, and the option that selects it."""
    if statistic.dimension is None or statistic.is_total:
        return "totals" if statistic.is_total else "parts"
    return f"parts by {statistic.dimension} (--dimension {quoted(statistic.dimension)})"


def _gap_years_in_words(years: Iterable[int]) -> str:
    """Return the years in words, with runs shortened: 2002, 2008 to 2014."""
    consecutive = groupby(enumerate(sorted(set(years))), key=lambda pair: pair[1] - pair[0])
    runs = [[year for _, year in pairs] for _, pairs in consecutive]
    return ", ".join(period_range(run[0], run[-1]) for run in runs)
