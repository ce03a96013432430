"""Gaps: what a yearly figure is, which years of a series have none, and where series end."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence, Set
from itertools import groupby
from shlex import quote as quoted

from msgspec import Struct
from msgspec.structs import replace

from serbia_tip.model import Statistic, Store
from serbia_tip.periods import is_yearly, period_range, period_reach, period_span
from serbia_tip.queries.filters import EVERYTHING, Common, filter_facts, in_years_asked
from serbia_tip.queries.kinds import statistics
from serbia_tip.queries.rows import StatisticRow, TierRow
from serbia_tip.store.attribution import Attribution

_SERIES = 3  # years at least make a series
_TOTALS = "totals"
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


class EndedSeries(Struct, frozen=True):
    """The yearly totals of one measure by one counter, which end before the store does."""

    measure: str
    said_by: list[str]
    first: int
    last: int
    figures: int  # years that have one


def ended_series(store: Store) -> list[EndedSeries]:
    """Return the series that end before the store does, those that end last first."""
    series: defaultdict[tuple[str, tuple[str, ...]], list[StatisticRow]] = defaultdict(list)
    for row in statistics(store, totals=True):
        series[row.measure, tuple(row.said_by)].append(row)
    covered = {key: yearly_figure_years(rows) for key, rows in series.items()}
    until = _last_store_year(store)
    found = [
        EndedSeries(measure, list(said_by), min(years), max(years), figures=len(years))
        for (measure, said_by), years in covered.items()
        if len(years) >= _SERIES and max(years) < until
    ]
    return sorted(found, key=lambda each: (-each.last, each.measure, each.said_by))


def _last_store_year(store: Store) -> int:
    _, last = period_reach(fact.dated for fact in store.facts()) or (0, 0)
    return last


class SeriesGaps:
    """The gaps of series as one question shows them: of its counters, sources and groups.

    A series is of totals, or of the parts along one dimension; the store is looked through once.
    """

    def __init__(self, store: Store, common: Common = EVERYTHING) -> None:
        """The gaps within the years that were asked for."""
        self._common, self._until = common, _last_store_year(store)
        self._said_by = Attribution.of(store).said_by
        self._groups = {each.id: each.group for each in store.statistics}
        self._measures: defaultdict[str, list[Statistic]] = defaultdict(list)
        for each in store.statistics:
            if each.rank != "deprecated":
                self._measures[each.measure].append(each)
        self._series: defaultdict[object, set[int]] = defaultdict(set)
        of_all_years = replace(common, year=(), since=None, until=None)
        for each in filter_facts(store, store.statistics, of_all_years):
            self._series[self._key(each)] |= yearly_figure_years([each])

    def _key(self, one: Statistic | StatisticRow) -> object:
        if one.is_total:  # the counters are those that were asked for
            return one.measure
        said_by = one.said_by if isinstance(one, StatisticRow) else self._said_by(one)
        within = self._groups.get(one.part_of or "")
        return one.measure, one.dimension, one.group, within, tuple(said_by)

    def years(self, rows: Sequence[StatisticRow]) -> list[int]:
        """Return the years between the figures of the rows' series, or asked for, without one."""
        return gap_years(self._covered(rows), self._common)

    def _covered(self, rows: Sequence[StatisticRow]) -> set[int]:
        return yearly_figure_years(rows).union(*(self._series[key] for key in map(self._key, rows)))

    def remarks(self, rows: Sequence[StatisticRow], *, ends: bool = False) -> list[str]:
        """Name the years without a figure in the totals, or parts, of one measure.

        What the store has for these years besides is pointed to. With `ends`, the years after the
        last one are named too.
        """
        rows = [row for row in rows if row.is_total] or rows
        if not (covered := self._covered(rows)):
            return []
        every = self._measures[rows[0].measure]
        stored, gaps = yearly_figure_years(every), {*gap_years(covered, self._common)}
        last = max(covered | stored)
        if ends:
            gaps.update(range(max(covered) + 1, last + 1))
        said = [f"for {_gap_years_in_words(nowhere)}"] if (nowhere := gaps - stored) else []
        if ends and last < self._until:
            said.append(f"after {last}")
        remarks = [f"no yearly figure is stored {' and '.join(said)}."] if said else []
        if others := gaps & stored:
            parts = (f"part by {row.dimension}" if row.dimension else "part" for row in rows)
            what = "total" if rows[0].is_total else " or ".join(dict.fromkeys(parts))
            there = "; ".join(_gap_statistics(every, others))
            lacking = f"these rows have no yearly {what} for {_gap_years_in_words(others)}"
            other = "other " if rows[0].is_total and there.startswith(_TOTALS) else ""
            remarks.append(f"{lacking}, but the store has {other}{there}.")
        return remarks

    def breaks(self, rows: Sequence[StatisticRow]) -> list[str]:
        """Tell the breaks in the series of one measure that are by the rows' counters."""
        counters = {body for row in rows for body in row.said_by}
        return [
            f"a break before {each.period}: {each.break_before}"
            for each in self._measures[rows[0].measure]
            if each.break_before and each.period and in_years_asked(each.period, self._common)
            if not counters.isdisjoint(self._said_by(each))
        ]


def measure_gap_remarks(
    store: Store, shown: Iterable[StatisticRow], common: Common = EVERYTHING
) -> dict[str, list[str]]:
    """Return the remarks on the gaps and breaks of each measure shown that has any."""
    by_measure: defaultdict[str, list[StatisticRow]] = defaultdict(list)
    for row in shown:
        by_measure[row.measure].append(row)
    found = SeriesGaps(store, common)
    told = {name: [*found.remarks(own), *found.breaks(own)] for name, own in by_measure.items()}
    return {
        name: [f"{name}: {remark}" for remark in dict.fromkeys(said)]
        for name, said in told.items()
        if said
    }


def statistic_gap_remarks(store: Store, shown: Sequence[StatisticRow], common: Common) -> list[str]:
    """Return the remarks on each measure shown, or the measures' names if these are many."""
    remarks = measure_gap_remarks(store, shown, common)
    if len(remarks) <= _SPELLED_OUT:
        return [line for said in remarks.values() for line in said]
    return [f"Series with gaps or breaks (--measure shows which): {', '.join(remarks)}."]


def _gap_statistics(statistics: Iterable[Statistic], gaps: Set[int]) -> Iterator[str]:
    """Name the kinds of statistics for these years: totals, then the kind with most."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for statistic in statistics:
        found[_kind_of_gap_statistic(statistic)] |= yearly_figure_years([statistic]) & gaps
    for along, here in sorted(found.items(), key=lambda it: (it[0] != _TOTALS, -len(it[1]))):
        if more := here & gaps:
            yield f"{along} for {_gap_years_in_words(more)}"
            gaps = gaps - more


def _kind_of_gap_statistic(statistic: Statistic) -> str:
    """Name the kind of a statistic, and the option that selects it."""
    if statistic.dimension is None or statistic.is_total:
        return _TOTALS if statistic.is_total else "parts"
    return f"parts by {statistic.dimension} (--dimension {quoted(statistic.dimension)})"


def _gap_years_in_words(years: Iterable[int]) -> str:
    """Return the years in words, with runs shortened: 2002, 2008 to 2014."""
    consecutive = groupby(enumerate(sorted(set(years))), key=lambda pair: pair[1] - pair[0])
    runs = [[year for _, year in pairs] for _, pairs in consecutive]
    return ", ".join(period_range(run[0], run[-1]) for run in runs)
