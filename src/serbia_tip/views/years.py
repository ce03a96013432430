"""Several years side by side: what may be compared, and what may not."""

from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple, TypeVar

from msgspec.structs import replace

from serbia_tip.model import Statistic, Store
from serbia_tip.periods import is_yearly, period_year, period_years
from serbia_tip.queries import kinds
from serbia_tip.queries.country_profile import split_long_spans
from serbia_tip.queries.filters import Asked
from serbia_tip.queries.rivals import rival_populations
from serbia_tip.queries.rows import CitedRow, FactRow, StatisticRow
from serbia_tip.terminal.screen import visible
from serbia_tip.terminal.text import NO_BREAK, Styled, join_texts, styled, unstyled
from serbia_tip.views.evidence import evidence_of
from serbia_tip.views.pointers import point_to_commands
from serbia_tip.views.routes import say_routes_of
from serbia_tip.views.statistics_areas import view_apart_sums
from serbia_tip.views.view import Line, Section, View, view_cells, view_line, view_text
from serbia_tip.views.wording import (
    ABSENT,
    SIGNS,
    count_findings,
    group_by,
    say_period,
    say_runs,
    say_signs,
)
from serbia_tip.views.year import (
    YearWords,
    order_year_page_statistics,
    say_year_findings,
    view_year,
    year_page_rows,
)
from serbia_tip.words import count_noun

F = TypeVar("F", bound=FactRow)
_UNCOMPARED = "no rise or fall can be read from these"


class _Series(NamedTuple):
    """Yearly figures of one thing, and how they compare."""

    compared: str
    rows: Sequence[StatisticRow]
    others: bool  # whether another body has figures of several years


def view_years(store: Store, wanted: Sequence[int], asked: Asked) -> list[View]:
    """The page of one year, or several years side by side; none if no fact touches any."""
    deprecated = asked.common.deprecated
    found = [kinds.year(store, year, deprecated=deprecated) for year in sorted({*wanted})]
    if len(found) == 1:
        return view_year(store, found[0], asked)
    return [_SideBySide(store, found).view(asked)] if any(map(year_page_rows, found)) else []


class _SideBySide(YearWords):
    def __init__(self, store: Store, found: Sequence[kinds.YearView]) -> None:
        super().__init__(store)
        self._found = found
        self._years = [each.year for each in found]
        self._names = [f"{year:04}" for year in self._years]
        self._yearly = [  # what is of a month or a span of years can't stand in a year's column
            row
            for each in found
            for row in each.statistics
            if is_yearly(row.period) and row.rank != "deprecated"
            if not self.is_apart(row)
        ]

    def view(self, asked: Asked) -> View:
        found = self._found
        facts = [str(len(year_page_rows(each)) or "none stored") for each in found]
        ratings = [each.tiers for each in found]
        rated = [self._line("Rating", ratings, map(self.rating, ratings))] if any(ratings) else []
        figures = list(self._figures(everything=asked.all))
        rest = (list(lines) for lines in (self._routes(), self._findings()))
        sections = [Section(lines=[view_line("Facts", *facts), *rated]), *figures]
        sections += [Section(lines=lines) for lines in rest if lines]
        cells = (cell for part in figures for line in part.lines for cell in line.cells)
        shown = "".join(map(unstyled, cells))
        legend = say_signs(bound for bound, sign in SIGNS.items() if f"{sign}{NO_BREAK}" in shown)
        topics = {frozenset(row.topic for row in each.findings) for each in found if each.findings}
        differ = "The reports of these years do not cover the same topics."
        heads = ["", *self._names]
        return View(
            title=visible(f"{self.store.store.title}, {', '.join(self._names)}"),
            sections=[part if part.apart else replace(part, headings=heads) for part in sections],
            aligned=True,
            gaps_hidden=True,
            key=view_text(legend, differ if len(topics) > 1 else "", self._beside()),
            remarks=list(self._remarks()),
        )

    def _beside(self) -> str:
        """How many figures and findings are of other spans of time, and have no column."""
        figures = {row.id: row for each in self._found for row in each.statistics}.values()
        _, longer = _split_years([each.findings for each in self._found])
        spare = sum(not is_yearly(row.period) for row in figures)
        said = [count_noun(spare, "figure") if spare else "", count_findings(longer)]
        named = ", ".join(filter(None, said))
        return f"{named} of other spans of time can't stand beside a year's." if named else ""

    def _line(self, label: str, rows: Sequence[Sequence[CitedRow]], said: Iterable[Styled]) -> Line:
        """What is said of each year, with the sources of its rows."""
        return Line(
            cells=view_cells(label, *(cell or styled(ABSENT) for cell in said)),
            cited={place: evidence_of(own) for place, own in enumerate(rows, 1) if own},
            notes=[note for own in rows for note in self.notes(own)],
        )

    def _figures(self, *, everything: bool) -> Iterator[Section]:
        """A section for each way in which the figures can, or can't, be compared."""
        series = group_by(self._series(), lambda each: each.compared)
        of_bodies = (each.rows for each in series.get("different", ()))
        units = any(len({(row.unit, row.out_of) for row in rows}) > 1 for rows in of_bodies)
        both = "both years" if len(self._found) == 2 else "two years or more"
        bodies = f"different bodies{', or in different units' if units else ''}"
        titles = {
            "same": f"Same body, same count, in {both}",
            "broken": f"Same body, but a break lies between: {_UNCOMPARED}",
            "different": f"Counted by {bodies}: {_UNCOMPARED}",
        }
        for compared, title in titles.items():
            if found := series.get(compared):
                yield Section(title=title, lines=list(map(self._figure_line, found)))
        alone = [each.rows for each in series.get("alone", ())]
        if lines := list(self._alone(alone, everything=everything)):
            yield Section(title="In one year only", lines=lines, apart=True)

    def _figure_line(self, series: _Series) -> Line:
        rows, named = series.rows, series.compared == "different"
        counters = "" if named else "/".join(dict.fromkeys(map(self.counter, rows)))
        label = self.counted(rows[0]), self.state(rows[0]), "others" if series.others else counters
        by_year = [[row for row in rows if row.year == each.year] for each in self._found]
        said = [self.figures(own, named=named) for own in by_year]
        return self._line(", ".join(filter(None, label)), by_year, said)

    def _series(self) -> Iterator[_Series]:
        """The figures by what they count, then by who counts it."""
        store = self.store
        ids = {row.id for row in self._yearly}
        population = rival_populations(store, [one for one in store.statistics if one.id in ids])
        groups = order_year_page_statistics(store, self._yearly)
        things = group_by(
            (row for group in groups for row in group),
            lambda row: (row.measure, population[row.id], row.entity),
        )
        for rows in things.values():
            counters = group_by(rows, lambda row: (*sorted(row.said_by), row.unit, row.out_of))
            counts = group_by(  # bodies with the very same figures name one count
                counters.values(),
                lambda own: tuple((row.year, row.value, row.bound, row.unit) for row in own),
            )
            rest: list[StatisticRow] = []
            for same in counts.values():
                own = [row for each in same for row in each]
                if len({row.year for row in own}) > 1:
                    bodies = {body for row in own for body in row.said_by}
                    breaks = [fact for fact in self._breaks(own) if bodies & {*self.said_by(fact)}]
                    yield _Series("broken" if breaks else "same", own, others=False)
                else:
                    rest += own
            if rest:
                lone = len({row.year for row in rows}) == 1
                others = len(rest) < len(rows)
                yield _Series("alone" if lone else "different", rest, others=others)

    def _breaks(self, rows: Sequence[StatisticRow]) -> list[Statistic]:
        """The facts with a break before them, between the first and last of their measure."""
        years = {
            name: [row.year or 0 for row in own]
            for name, own in group_by(rows, lambda row: row.measure).items()
        }
        return [
            fact
            for fact in self.store.statistics
            if fact.break_before and (own := years.get(fact.measure))
            if min(own) < (period_year(fact.period) or 0) <= max(own)
        ]

    def _alone(
        self, alone: Sequence[Sequence[StatisticRow]], *, everything: bool
    ) -> Iterator[Line]:
        for year in self._years:
            own = [rows for rows in alone if rows[0].year == year]
            totals = [rows for rows in own if everything or rows[0].group is None]
            shown = totals if everything else totals[:3]
            named = [styled(f"{self.counted(rows[0])} ", self.figures(rows)) for rows in shown]
            if more := len(own) - len(shown):
                counted = count_noun(more, "more figure" if shown else "figure")
                named.append(styled(f"{counted}: tip stats {year:04}"))
            if own:
                told = [row for rows in shown for row in rows]
                yield self.line(told, f"{year:04}", join_texts(named, " · "))

    def _routes(self) -> Iterator[Line]:
        of_years, spans = _split_years([each.routes for each in self._found])
        if not any(of_years) and not spans:
            return
        counts = [say_routes_of(self, own) if own else ABSENT for own in of_years]
        yield view_line("Routes", *counts)
        years_of: dict[tuple[str, str], dict[str, tuple[int, ...]]] = {}
        for year, rows in zip(self._years, of_years, strict=True):
            for way, gap, named, _ in self.ends(rows):
                found = years_of.setdefault((way, gap), {})
                found |= {end: (*found.get(end, ()), year) for end in map(unstyled, named.values())}
        for (way, gap), found in years_of.items():
            together = group_by(found, found.__getitem__)
            for touched in sorted(together, key=lambda touched: (-len(touched), touched)):
                when = f"named for {say_runs(touched)}{' alone' if len(touched) == 1 else ''}"
                if len(touched) == len(self._found):
                    when = "both years" if len(self._found) == 2 else "all years"
                yield view_line(f"{way}, {when}: {gap.join(together[touched])}")
        for period, same in group_by(spans, lambda row: row.period).items():
            yield view_line(f"Some time within {say_period(period)}: {say_routes_of(self, same)}")

    def _findings(self) -> Iterator[Line]:
        """How many findings there are, and what one body says of a topic in several years."""
        of_years, _ = _split_years([each.findings for each in self._found])
        if not any(of_years):
            return
        yield view_line("Findings", *(say_year_findings(own) or ABSENT for own in of_years))
        asked = {*self._years}
        judged = [
            ((row.said_by[0], row.topic), (year, row.assessment))
            for year, own in zip(self._years, of_years, strict=True)
            for row in own  # of one year, or of one report's
            if len(asked.intersection(period_years(row.period or ""))) == 1
            if row.assessment in ("progress", "shortcoming") and len(row.said_by) == 1
        ]
        courses: dict[tuple[str, str], list[str]] = {}
        for (body, topic), said in group_by(judged, itemgetter(0)).items():
            verdicts = dict.fromkeys(verdict for _, verdict in said)
            by_year = group_by(verdicts, itemgetter(0)).values()
            clear = group_by((same[0] for same in by_year if len(same) == 1), itemgetter(1))
            if sum(map(len, clear.values())) > 1:
                held = (f"{word} {say_runs([it[0] for it in own])}" for word, own in clear.items())
                courses.setdefault((body, ", ".join(held)), []).append(self.topic(topic))
        for (body, course), topics in courses.items():
            yield view_line(f"{self.body(body)} alone: {course}: {', '.join(topics)}")

    def _remarks(self) -> Iterator[Styled]:
        """The breaks between the years in what more than one of them counts, and what leads on."""
        for fact in self._breaks(self._yearly):
            where = f"Break in {period_year(fact.period)}, {self.measure(fact.measure)}: "
            yield styled(f"{where}{visible(fact.break_before or '')}")
        for each in self._found:
            within = [row for row in each.statistics if row.year == each.year]
            yield from view_apart_sums(self, within)
        rows = [row for each in self._found for row in year_page_rows(each)]
        yield from self.count_disputed(rows, " ".join(self._names))
        years = [f"{each.year:04}" for each in self._found if year_page_rows(each)]
        both = " ".join(years)
        pages = (f"tip year {year}" for year in years)
        yield from point_to_commands([*pages, f"tip stats {both}", f"tip policy {both}"])


def _split_years(of_years: Iterable[Sequence[F]]) -> tuple[list[list[F]], list[F]]:
    """Each year's own rows, and once those of longer spans."""
    split = [split_long_spans(rows) for rows in of_years]
    longer = {row.id: row for _, spans in split for row in spans}
    return [own for own, _ in split], list(longer.values())
