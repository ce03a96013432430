"""The panel: a row for each year, with one value of each measure; and the codebook of measures.

The rule for the value of a cell is `choose_panel_figure`; docs/data-frames.md states it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, count
from typing import Annotated, ClassVar

from msgspec import Struct

import serbia_tip.model as model
from serbia_tip.model import titled
from serbia_tip.periods import is_yearly
from serbia_tip.queries.filters import TIERS, bodies_of_filter, list_values
from serbia_tip.queries.kinds import statistics, tiers
from serbia_tip.queries.rows import Field, Row, StatisticRow, TierRow, Value
from serbia_tip.words import slug

_RANKS = dict(zip(TIERS, (1, 2, 2.5, 3), strict=True))
_LONGEST = (
    26  # of a measure's column, so that with `_bound` it has the 32 letters that Stata allows
)
_FIXED = (  # the columns that every panel has
    Field("iso3", "State", "ISO 3166-1 alpha-3, as it was at the end of the year.", str),
    Field("year", "Year", "The calendar year; of a rating, the report's year.", int),
    Field(
        "tier",
        "Tier",
        "The rating of the year's report; null where none is stored.",
        model.Tier | None,
    ),
    Field("tier_rank", "Rank of the tier", "1, 2, 2.5 for the Watch List, 3.", float | None),
    Field(
        "basis",
        "Basis",
        "Whether a source states the tier or only lets it be inferred.",
        model.Basis | None,
    ),
    Field("tier_id", "Id of the tier", "The id of the rating.", str | None),
    Field(
        "break",
        "Break",
        "The columns whose values can't be compared with the ones before.",
        list[str],
    ),
    Field("disputed", "Disputed", "The columns whose values another fact contradicts.", list[str]),
)


class MeasureRow(Row, frozen=True):
    __doc__ = "A measure: what it counts, in which unit, who counts, which years have a figure."
    command: ClassVar[str] = "fields"
    noun: ClassVar[str] = "measure"
    measure: Annotated[str, titled("Measure", "Its name, as statistics have it.")]
    title: Annotated[str | None, titled("Title", "What people read instead.")]
    definition: model.Definition
    area: Annotated[list[str], titled("Area", "The policy areas of its figures.")]
    units: Annotated[list[str], titled("Units", "What one of its values is.")]
    counters: Annotated[
        list[str], titled("Counters", "Who says its figures; they don't count alike.")
    ]
    first: Annotated[int | None, titled("First", "The first year with a yearly total.")]
    last: Annotated[int | None, titled("Last", "The last year with a yearly total.")]
    years: Annotated[int, titled("Years", "How many years have a yearly total.")]
    figures: Annotated[
        int, titled("Figures", "How many statistics there are, parts and spans too.")
    ]
    breaks: Annotated[list[str], titled("Breaks", "From when on it is defined anew, and how.")]
    panel: Annotated[
        str | None, titled("Panel", "Its column in the panel; null where it has none.")
    ]


class PanelRow(Row, frozen=True):
    __doc__ = "One year: the rating, and one value of each measure that most years have."
    command: ClassVar[str] = "panel"
    noun: ClassVar[str] = "year"
    cells: dict[str, Value]

    def keys(self) -> tuple[str, ...]:
        """Return the columns in their order."""
        return tuple(self.cells)

    def __getitem__(self, field: str) -> Value:
        return self.cells[field]


class _Series(Struct, frozen=True):
    """The yearly totals of one measure in its usual unit, by year."""

    measure: str
    column: str
    unit: str
    figures: dict[int, list[StatisticRow]]
    most: Counter[str]  # how many years each counter has
    changes: list[tuple[int, list[str]]]  # the years from which on a counter counts otherwise

    def is_break(self, before: StatisticRow, row: StatisticRow) -> bool:
        """Whether it can't be compared with the one before: by state, counter, or definition."""
        if (before.entity, before.said_by) != (row.entity, row.said_by):
            return True
        ends = before.year or 0, row.year or 0
        return any(ends[0] < year <= ends[1] and by == row.said_by for year, by in self.changes)

    def choose_panel_figure(self, year: int, by: Sequence[set[str]]) -> StatisticRow | None:
        """Return the figure of the year, as the rule has it, or None; `by` are the bodies asked."""

        def place(row: StatisticRow) -> tuple[int, bool, int, bool]:
            asked = next(
                (place for place, names in enumerate(by) if names & {*row.said_by}), len(by)
            )
            years = self.most["; ".join(row.said_by)]
            return asked, row.rank != "preferred", -years, row.bound != "exact"

        known = self.figures.get(year, ())
        heard = [row for row in known if not by or any(names & {*row.said_by} for names in by)]
        return min(heard, key=place, default=None)


def panel(store: model.Store, *, by: str | Sequence[str] = ()) -> list[PanelRow]:
    """Return a row for each year; with `by`, only figures that these bodies say, the first first.

    Raises NotThereError for an unknown body.
    """
    bodies = [bodies_of_filter(store, [name]) for name in list_values(by)]
    standing = {fact.id for fact in store.facts() if fact.rank != "deprecated"}
    ratings: dict[int, TierRow] = {}
    for row in sorted(tiers(store), key=lambda row: row.rank != "preferred"):
        ratings.setdefault(row.year, row)
    series = panel_series(store)
    known = [*ratings, *(year for each in series for year in each.figures)]
    rated: TierRow | None = None
    before: dict[str, StatisticRow] = {}
    made = []
    for year in range(min(known, default=0), max(known, default=-1) + 1):
        rating, breaks, disputed = ratings.get(year), list[str](), list[str]()
        cells: dict[str, Value] = {"iso3": _state_code(store, year), "year": year}
        cells |= {"tier": rating and rating.tier, "tier_rank": rating and _RANKS[rating.tier]}
        cells |= {"basis": rating and rating.basis, "tier_id": rating and rating.id}
        cells |= {"break": breaks, "disputed": disputed}
        if rating:
            breaks += ["tier"] if rated and rated.entity != rating.entity else []
            disputed += [] if standing.isdisjoint(rating.disputed_by) else ["tier"]
            rated = rating
        for each in series:
            name, figure = each.column, each.choose_panel_figure(year, bodies)
            values = figure and (
                *(figure.value, figure.bound),
                *("; ".join(figure.said_by), figure.id),
            )
            cells |= dict(zip(_column_names(name), values or [None] * 4, strict=True))
            if figure:
                breaks += [name] if name in before and each.is_break(before[name], figure) else []
                disputed += [] if standing.isdisjoint(figure.disputed_by) else [name]
                before[name] = figure
        made.append(PanelRow(cells))
    return made


def _state_code(store: model.Store, year: int) -> str:
    """Return the code of the state as it was at the end of the year."""
    later = (each.alpha3 for each in store.store.states if int(each.until[:4]) > year)
    return next(later, store.home.alpha3)


def panel_series(store: model.Store) -> list[_Series]:
    """Return the measures with yearly totals for half as many years as any has, or more."""
    totals: defaultdict[str, list[StatisticRow]] = defaultdict(list)
    for row in statistics(store, totals=True, yearly=True):
        totals[row.measure].append(row)
    order = {name: number for number, name in enumerate(store.measures)}
    changed = {each.id for each in store.statistics if each.break_before}
    taken = {field.name for field in _FIXED}
    usual = {}
    for measure in sorted(totals, key=lambda name: order.get(name, len(order))):
        years = Counter(unit for unit, _ in {(row.unit, row.year) for row in totals[measure]})
        unit = max(dict.fromkeys(row.unit for row in totals[measure]), key=years.__getitem__)
        usual[measure] = [row for row in totals[measure] if row.unit == unit]
    covered = {measure: len({row.year for row in rows}) for measure, rows in usual.items()}
    found = []
    for measure, rows in usual.items():
        if 2 * covered[measure] >= max(covered.values()):
            figures: defaultdict[int, list[StatisticRow]] = defaultdict(list)
            for row in rows:
                figures[row.year or 0].append(row)
            most = Counter(name for _, name in {(row.year, "; ".join(row.said_by)) for row in rows})
            changes = [(row.year or 0, row.said_by) for row in rows if row.id in changed]
            column = _name_column(measure, taken)
            found.append(_Series(measure, column, rows[0].unit, figures, most, changes))
    return found


def _name_column(measure: str, taken: set[str]) -> str:
    """Return a name for the measure's column that no other has, cut between words, and keep it."""
    words = slug(measure).split("-")
    while len(words) > 1 and len("_".join(words)) > _LONGEST:
        words.pop()
    plain = "_".join(words)[:_LONGEST]
    plain = plain if plain[0].isalpha() else f"m_{plain}"[:_LONGEST]
    names = chain([plain], (f"{plain[: _LONGEST - 5]}_{number}" for number in count(2)))
    name = next(name for name in names if taken.isdisjoint(_column_names(name)))
    taken.update(_column_names(name))
    return name


def _column_names(name: str) -> list[str]:
    return [name, f"{name}_bound", f"{name}_by", f"{name}_id"]


def panel_fields(store: model.Store) -> tuple[Field, ...]:
    """Return the columns of the panel, with what they mean."""
    return (
        *_FIXED,
        *(field for each in panel_series(store) for field in _measure_fields(store, each)),
    )


def _measure_fields(store: model.Store, series: _Series) -> Iterator[Field]:
    title = store.measures.get(series.measure, model.Term()).title or series.measure
    kinds: Iterable[model.Annotation] = (
        int | float | None,
        model.Bound | None,
        str | None,
        str | None,
    )
    told = (
        (title, f"{title}: the year's total, in {series.unit}."),
        (f"{title}: bound", "How the value limits the true figure."),
        (f"{title}: counter", "Who says it; another counter's figures don't compare."),
        (f"{title}: id", "The id of the statistic."),
    )
    for name, kind, (called, meaning) in zip(
        _column_names(series.column), kinds, told, strict=True
    ):
        yield Field(name, called, meaning, kind)


def measures(store: model.Store) -> list[MeasureRow]:
    """Return the codebook: a row for each measure, in the order of the store's table of them."""
    columns = {each.measure: each.column for each in panel_series(store)}
    rows: dict[str, list[StatisticRow]] = {name: [] for name in store.measures}
    for row in statistics(store, deprecated=True):
        rows.setdefault(row.measure, []).append(row)
    breaks: defaultdict[str, list[str]] = defaultdict(list)
    for each in store.statistics:
        if each.break_before:
            breaks[each.measure].append(f"{each.period}: {each.break_before}")
    return [
        _describe_measure(store, name, of, breaks[name], columns.get(name))
        for name, of in rows.items()
    ]


def _describe_measure(
    store: model.Store,
    name: str,
    rows: Sequence[StatisticRow],
    breaks: list[str],
    column: str | None,
) -> MeasureRow:
    term = store.measures.get(name, model.Term())
    totals = [row for row in rows if row.is_total and is_yearly(row.period)]
    years = {row.year for row in totals if row.year is not None and row.rank != "deprecated"}
    return MeasureRow(
        name,
        term.title,
        term.definition,
        area=list(dict.fromkeys(row.area for row in rows)),
        units=list(dict.fromkeys(row.unit for row in rows)),
        counters=list(dict.fromkeys("; ".join(row.said_by) for row in rows)),
        first=min(years, default=None),
        last=max(years, default=None),
        years=len(years),
        figures=len(rows),
        breaks=list(dict.fromkeys(breaks)),
        panel=column,
    )
