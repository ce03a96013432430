"""Several years side by side: what may be compared, and what may not."""

from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from typing import TypeAlias

from msgspec.structs import replace

from serbia_tip.model import Statistic, Store
from serbia_tip.periods import period_year, period_years
from serbia_tip.queries import kinds
from serbia_tip.queries.country_profile import split_long_spans
from serbia_tip.queries.filters import Asked
from serbia_tip.queries.gaps import is_yearly
from serbia_tip.queries.rivals import rival_populations
from serbia_tip.queries.rows import CitedRow, FindingRow, StatisticRow
from serbia_tip.terminal.screen import visible
from serbia_tip.terminal.text import NO_BREAK, Styled, join_texts, styled, unstyled
from serbia_tip.views.evidence import evidence_of
from serbia_tip.views.pointers import point_to_commands
from serbia_tip.views.policy import ADVICE, count_findings, sum_up_policy
from serbia_tip.views.routes import say_routes_of
from serbia_tip.views.view import Line, Section, View, view_cells, view_line, view_text
from serbia_tip.views.wording import ABSENT, SIGNS, group_by, say_period, say_runs, say_signs
from serbia_tip.views.year import YearWords, order_year_page_statistics, view_year, year_page_rows
from serbia_tip.words import count_noun

_UNCOMPARED = "no rise or fall can be read from these"
# How figures of one thing compare, and whether another body has figures of several years.
_Series: TypeAlias = tuple[str, Sequence[StatisticRow], bool]


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
        self._names = [f"{each.year:04}" for each in found]
        self._yearly = [  # what is of a month or a span of years can't stand in a year's column
            row
            for each in found
            for row in each.statistics
            if is_yearly(row.period) and row.year == each.year and row.rank != "deprecated"
        ]

    def view(self, asked: Asked) -> View:
        found, figures = self._found, list(self._figures(everything=asked.all))
        cells = (cell for part in figures for line in part.lines for cell in line.cells)
        shown = "".join(map(unstyled, cells))
        facts = [str(len(year_page_rows(each)) or "none stored") for each in found]
        ratings = [each.tiers for each in found]
        rated = self._line("Rating", ratings, map(self.rating, ratings))
        rest = (list(lines) for lines in (self._routes(), self._findings()))
        sections = [Section(lines=[view_line("Facts", *facts), rated]), *figures]
        sections += [Section(lines=lines) for lines in rest if lines]
        topics = {frozenset(row.topic for row in each.findings) for each in found if each.findings}
        differ = "The reports of these years do not cover the same topics."
        every = (row for each in found for row in each.statistics)
        spare = len({row.id for row in every if not is_yearly(row.period)})
        longer = {row.id: row for each in found for row in split_long_spans(each.findings)[1]}
        others = [
            *([count_noun(spare, "figure")] if spare else []),
            *([count_findings([*longer.values()])] if longer else []),
        ]
        beside = f"{', '.join(others)} of other spans of time can't stand beside a year's."
        legend = say_signs(bound for bound, sign in SIGNS.items() if f"{sign}{NO_BREAK}" in shown)
        heads = ["", *self._names]
        return View(
            title=visible(f"{self.store.store.title}, {', '.join(self._names)}"),
            sections=[part if part.apart else replace(part, headings=heads) for part in sections],
            aligned=True,
            folds=True,
            key=view_text(legend, differ if len(topics) > 1 else "", beside if others else ""),
            remarks=list(self._remarks()),
        )

    def _line(
        self, label: str, rows: Sequence[Sequence[CitedRow]], said: Iterable[Styled], of: str = ""
    ) -> Line:
        """What is said of each year, with the sources of its rows; of a part, what it is `of`."""
        return Line(
            cells=view_cells(label, *(cell or styled(ABSENT) for cell in said)),
            cited={place: evidence_of(own) for place, own in enumerate(rows, 1) if own},
            notes=[note for own in rows for note in self.notes(own)],
            within=of,
            depth=int(bool(of)),
        )

    def _figures(self, *, everything: bool) -> Iterator[Section]:
        """A section for each way in which the figures can, or can't, be compared."""
        series = group_by(self._series(), itemgetter(0))
        different = series.get("different", [])
        units = any(len({(row.unit, row.out_of) for row in rows}) > 1 for _, rows, _ in different)
        both = "both years" if len(self._found) == 2 else "two years or more"
        bodies = f"different bodies{', or in different units' if units else ''}"
        titles = {
            "same": f"Same body, same count, in {both}",
            "broken": f"Same body, but a break lies between: {_UNCOMPARED}",
            "different": f"Counted by {bodies}: {_UNCOMPARED}",
        }
        for comparison, title in titles.items():
            named = comparison == "different"
            found = [(rows, beside) for _, rows, beside in series.get(comparison, ())]
            tops = _find_tops([rows for rows, _ in found])
            labels: list[tuple[str, str]] = []
            told: dict[int, Line] = {}
            for number, (rows, beside) in enumerate(found):
                first, top = rows[0], tops[number]
                by_year = [[row for row in rows if row.year == each.year] for each in self._found]
                who = "" if named else "/".join(dict.fromkeys(map(self.counter, rows)))
                label = [self.counted(first), self.state(first), "others" if beside else who]
                within = ""
                if top != number:
                    within, counter = labels[top]
                    label = [self.group_in_whole(first), "" if who == counter else who]
                labels.append((", ".join(filter(None, label)), who))
                said = [self.figures(own, named=named) for own in by_year]
                told[number] = self._line(labels[number][0], by_year, said, within)
            if told:
                ordered = sorted(told, key=lambda number: (tops[number], number))
                yield Section(title=title, lines=[told[number] for number in ordered])
        alone = [rows for _, rows, _ in series.get("alone", ())]
        if lines := list(self._alone(alone, everything=everything)):
            yield Section(title="In one year only", lines=lines, apart=True)

    def _series(self) -> Iterator[_Series]:
        """The figures by what they count, then by who counts it."""
        store = self.store
        ids = {row.id for row in self._yearly}
        population = rival_populations(store, [one for one in store.statistics if one.id in ids])
        ordered = [
            row for group in order_year_page_statistics(store, self._yearly) for row in group
        ]
        things = group_by(ordered, lambda row: (row.measure, population[row.id], row.entity))
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
                    yield "broken" if breaks else "same", own, False
                else:
                    rest += own
            if rest:
                lone = len({row.year for row in rows}) == 1
                yield "alone" if lone else "different", rest, len(rest) < len(rows)

    def _breaks(self, rows: Sequence[StatisticRow]) -> list[Statistic]:
        """The facts with a break before them, between the first and last of their measure."""
        touched = group_by(rows, lambda row: row.measure)
        spans = {name: [row.year or 0 for row in own] for name, own in touched.items()}
        return [
            fact
            for fact in self.store.statistics
            if fact.break_before and fact.measure in spans
            if min(spans[fact.measure])
            < (period_year(fact.period) or 0)
            <= max(spans[fact.measure])
        ]

    def _alone(
        self, alone: Sequence[Sequence[StatisticRow]], *, everything: bool
    ) -> Iterator[Line]:
        for each, year in zip(self._found, self._names, strict=True):
            own = [rows for rows in alone if rows[0].year == each.year]
            totals = [rows for rows in own if everything or rows[0].group is None]
            shown = totals if everything else totals[:3]
            named = [styled(f"{self.counted(rows[0])} ", self.figures(rows)) for rows in shown]
            if len(own) > len(shown):
                more = count_noun(len(own) - len(shown), "more figure" if shown else "figure")
                named.append(styled(f"{more}: tip stats {year}"))
            if own:
                told = [row for rows in shown for row in rows]
                yield self.line(told, year, join_texts(named, " · "))

    def _routes(self) -> Iterator[Line]:
        found = self._found
        if not any(each.routes for each in found):
            return
        split = [split_long_spans(each.routes) for each in found]
        counts = [say_routes_of(self, own) if own else ABSENT for own, _ in split]
        yield view_line("Routes", *counts)
        ends = [
            ((role, way), unstyled(name), each.year)
            for each, (rows, _) in zip(found, split, strict=True)
            for role, way, own in self.ends(rows)
            for name in self.named(own)
        ]
        for (role, way), named in group_by(ends, itemgetter(0)).items():
            years_of_end = {
                name: tuple(year for _, _, year in own)
                for name, own in group_by(named, itemgetter(1)).items()
            }
            together = group_by(years_of_end, years_of_end.__getitem__)
            for touched in sorted(together, key=lambda touched: (-len(touched), touched)):
                when = f"named for {say_runs(touched)}{' alone' if len(touched) == 1 else ''}"
                if len(touched) == len(found):
                    when = "both years" if len(found) == 2 else "all years"
                names = ("; " if role == "internal" else ", ").join(together[touched])
                yield view_line(f"{way}, {when}: {names}")
        longer = {row.id: row for _, spans in split for row in spans}.values()
        for period, same in group_by(longer, lambda row: row.period).items():
            said = f"Some time within {say_period(period)}: {say_routes_of(self, same)}"
            yield view_line(said)

    def _findings(self) -> Iterator[Line]:
        """How many findings there are, and what one body says of a topic in several years."""
        rows = [(each, row) for each in self._found for row in each.findings]
        if not rows:
            return
        of_years = [split_long_spans(each.findings)[0] for each in self._found]
        counts = [self._count_findings(own) if own else ABSENT for own in of_years]
        yield view_line("Findings", *counts)
        asked = {each.year for each in self._found}
        judged = [
            (row.said_by[0], row.topic, each.year, row.assessment)
            for each, row in rows
            for touched in [period_years(row.period or "")]  # of one year, or of one report's
            if len(touched) <= 2 and len(asked.intersection(touched)) == 1
            if row.assessment in ("progress", "shortcoming") and len(row.said_by) == 1
        ]
        for body, own in group_by(judged, itemgetter(0)).items():
            courses: dict[str, list[str]] = {}
            for topic, said in group_by(own, itemgetter(1)).items():
                by_year = group_by(dict.fromkeys(said), itemgetter(2)).values()
                clear = group_by((same[0] for same in by_year if len(same) == 1), itemgetter(3))
                held = {word: say_runs([each[2] for each in same]) for word, same in clear.items()}
                if sum(map(len, clear.values())) > 1:
                    course = ", ".join(f"{word} {when}" for word, when in held.items())
                    courses.setdefault(course, []).append(self.topic(topic))
            for course, topics in courses.items():
                yield view_line(f"{self.body(body)} alone: {course}: {', '.join(topics)}")

    def _count_findings(self, rows: Sequence[FindingRow]) -> str:
        kinds = sum_up_policy(row for row in rows if row.assessment != ADVICE)
        return f"{count_findings(rows)}{f': {kinds}' if kinds else ''}"

    def _remarks(self) -> Iterator[Styled]:
        """The breaks between the years in what more than one of them counts, and what leads on."""
        for fact in self._breaks(self._yearly):
            where = f"Break in {period_year(fact.period)}, {self.measure(fact.measure)}: "
            yield styled(f"{where}{visible(fact.break_before or '')}")
        rows = [row for each in self._found for row in year_page_rows(each)]
        yield from self.count_disputed(rows, " ".join(self._names))
        years = [f"{each.year:04}" for each in self._found if year_page_rows(each)]
        both = " ".join(years)
        pages = (f"tip year {year}" for year in years)
        yield from point_to_commands([*pages, f"tip stats {both}", f"tip policy {both}"])


def _find_tops(series: Sequence[Sequence[StatisticRow]]) -> list[int]:
    """For each series the place of the one that it is a part of, or of that one's; else its own."""
    places = {row.id: place for place, rows in enumerate(series) for row in rows}
    tops: list[int] = []
    for place, rows in enumerate(series):
        wholes = (places.get(row.part_of or "", place) for row in rows)
        whole = next((each for each in wholes if each < place), place)
        tops.append(place if whole == place else tops[whole])
    return tops
