"""Several years side by side: what may be compared, and what may not."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from serbia_tip.model import Statistic, Store
from serbia_tip.periods import year_of, years
from serbia_tip.queries.disputes import number_populations
from serbia_tip.queries.filters import Asked
from serbia_tip.queries.gaps import is_yearly
from serbia_tip.queries.kinds import YearView
from serbia_tip.queries.kinds import year as find_year
from serbia_tip.queries.rows import StatisticRow
from serbia_tip.terminal.screen import visible
from serbia_tip.terminal.text import NO_BREAK, Styled, join_texts, spelled, styled
from serbia_tip.views.findings import sum_up
from serbia_tip.views.pointers import join_commands
from serbia_tip.views.view import Line, Section, View, cells_of, paragraph
from serbia_tip.views.wording import ABSENT, SIGNS, runs, signs
from serbia_tip.views.year_page import view_year
from serbia_tip.views.year_words import YearWords, all_rows, order_statistics
from serbia_tip.words import number_of

_UNCOMPARED = "no rise or fall can be read from these"
_MOST_ALONE = 3
"""How many of the figures that only one year has are named."""
_JUDGEMENTS = ("progress", "shortcoming")
"""The assessments that can be held against each other."""
Comparison: TypeAlias = Literal["same", "broken", "different", "alone"]
"""Of one body; of one body, with a break between; of different bodies; of one year only."""


class _Series(Struct, frozen=True):
    """Figures of one thing, which is one measure, population and state."""

    comparison: Comparison
    rows: Sequence[StatisticRow]
    beside: bool = False
    """Whether another body has figures of several years."""

    @property
    def by_year(self) -> dict[int, list[StatisticRow]]:
        """The figures of each year."""
        found: defaultdict[int, list[StatisticRow]] = defaultdict(list)
        for row in self.rows:
            found[row.year or 0].append(row)
        return found


def view_years(store: Store, wanted: Sequence[int], asked: Asked) -> list[View]:
    """The page of one year, or several years side by side; none if no fact touches any."""
    found = [
        find_year(store, year, deprecated=asked.common.deprecated) for year in sorted(set(wanted))
    ]
    if len(found) == 1:
        return view_year(store, found[0], asked)
    if not any(map(all_rows, found)):
        return []
    words = YearWords(store)
    figures = list(_figures(words, found, everything=asked.all))
    sections = [
        Section(lines=list(_overview(words, found))),
        *figures,
        Section(lines=list(_routes(words, found))),
        Section(lines=list(_findings(words, found))),
    ]
    shown = "".join(spelled(cell) for part in figures for line in part.lines for cell in line.cells)
    bounds = [bound for bound, sign in SIGNS.items() if f"{sign}{NO_BREAK}" in shown]
    names = [f"{each.year:04}" for each in found]
    topics = {frozenset(row.topic for row in each.findings) for each in found if each.findings}
    differ = "The reports of these years do not cover the same topics." if len(topics) > 1 else ""
    beside = sum(len(each.statistics) for each in found) - len(_yearly(found))
    counted = number_of(beside, "figure")
    return [
        View(
            title=visible(f"{store.store.title}, {', '.join(names)}"),
            sections=[
                part if part.apart else replace(part, headings=["", *names])
                for part in sections
                if part.lines
            ],
            aligned=True,
            folds=True,
            key=paragraph(
                signs(bounds),
                differ,
                f"{counted} of other spans of time can't stand beside a year's." if beside else "",
            ),
            remarks=[*_breaks(words, found), *_pointers(words, found)],
        )
    ]


def _overview(words: YearWords, found: Sequence[YearView]) -> Iterator[Line]:
    counts = [len(all_rows(each)) for each in found]
    yield Line(cells=cells_of("Facts", *(styled(f"{n}" if n else "none stored") for n in counts)))
    yield Line(
        cells=cells_of("Rating", *(words.rating(each.tiers) or styled(ABSENT) for each in found)),
        cited={
            place: [text for row in each.tiers for text in row.sources]
            for place, each in enumerate(found, 1)
            if each.tiers
        },
        notes=words.notes(row for each in found for row in each.tiers),
    )


def _yearly(found: Sequence[YearView]) -> list[StatisticRow]:
    """The statistics of whole years; what is of a month or a span has another place."""
    return [
        row
        for each in found
        for row in each.statistics
        if is_yearly(row.period) and row.year == each.year and row.rank != "deprecated"
    ]


def _figures(words: YearWords, found: Sequence[YearView], *, everything: bool) -> Iterator[Section]:
    """A section for each way in which the figures can, or can't, be compared."""
    series = list(_series(words, _yearly(found)))
    units = any(
        len({(row.unit, row.out_of) for row in each.rows}) > 1
        for each in series
        if each.comparison == "different"
    )
    both = "both years" if len(found) == 2 else "two years or more"
    bodies = "different bodies, or in different units" if units else "different bodies"
    titles: dict[Comparison, str] = {
        "same": f"Same body, same count, in {both}",
        "broken": f"Same body, but a break lies between: {_UNCOMPARED}",
        "different": f"Counted by {bodies}: {_UNCOMPARED}",
    }
    for comparison, title in titles.items():
        listed = [each for each in series if each.comparison == comparison]
        whole: set[str] = set()
        lines = []
        for each in listed:
            lines.append(_line(words, found, each, whole))
            whole.update(row.id for row in each.rows)
        if lines:
            yield Section(title=title, lines=lines)
    alone = [each for each in series if each.comparison == "alone"]
    if lines := list(_alone(words, found, alone, everything=everything)):
        yield Section(title="In one year only", lines=lines, apart=True)


def _series(words: YearWords, yearly: Sequence[StatisticRow]) -> Iterator[_Series]:
    """The figures by what they count, then by who counts it."""
    store = words.store
    ids = {row.id for row in yearly}
    population = number_populations(store, [one for one in store.statistics if one.id in ids])
    breaks = [fact for fact in store.statistics if fact.break_before]
    things: defaultdict[object, list[StatisticRow]] = defaultdict(list)
    for row in order_statistics(store, yearly):
        things[row.measure, population[row.id], row.entity].append(row)
    for rows in things.values():
        rest: list[StatisticRow] = []
        for own in _by_counter(rows):
            if len({row.year for row in own}) > 1:
                yield _Series("broken" if _is_broken(words, own, breaks) else "same", own)
            else:
                rest += own
        if rest:
            lone = len({row.year for row in rows}) == 1
            yield _Series("alone" if lone else "different", rest, beside=len(rest) < len(rows))


def _by_counter(rows: Sequence[StatisticRow]) -> list[list[StatisticRow]]:
    """The figures of each body in each unit; bodies with the very same figures are one count."""
    counters: defaultdict[object, list[StatisticRow]] = defaultdict(list)
    for row in rows:
        counters[tuple(sorted(row.said_by)), row.unit, row.out_of].append(row)
    counts: defaultdict[object, list[StatisticRow]] = defaultdict(list)
    for own in counters.values():
        counts[tuple((row.year, row.value, row.bound, row.unit) for row in own)] += own
    return list(counts.values())


def _is_broken(words: YearWords, rows: Sequence[StatisticRow], breaks: Sequence[Statistic]) -> bool:
    """Whether a break in the measure, by one of these bodies, lies between the first and last."""
    touched = [row.year for row in rows if row.year is not None]
    bodies = {body for row in rows for body in row.said_by}
    return any(
        fact.measure == rows[0].measure
        and min(touched) < (year_of(fact.period) or 0) <= max(touched)
        and not bodies.isdisjoint(words.said_by(fact))
        for fact in breaks
    )


def _line(words: YearWords, found: Sequence[YearView], series: _Series, above: set[str]) -> Line:
    first = series.rows[0]
    by_year = series.by_year
    who = ""
    if series.comparison != "different":
        by = dict.fromkeys(words.bodies(row.said_by) for row in series.rows)
        who = "/".join(by)
    beside = "others" if series.beside else who
    label = ", ".join(filter(None, (words.counted(first), words.state(first), beside)))
    is_below = any(row.part_of in above for row in series.rows)
    return Line(
        cells=cells_of(
            words.group_in_whole(first) if is_below else label,
            *(
                words.figures(by_year.get(each.year, ()), named=not who) or styled(ABSENT)
                for each in found
            ),
        ),
        depth=int(is_below),
        within=words.measure(first.measure) if is_below else "",
        cited={
            place: list(dict.fromkeys(text for row in by_year[each.year] for text in row.sources))
            for place, each in enumerate(found, 1)
            if each.year in by_year
        },
        notes=words.notes(series.rows),
    )


def _alone(
    words: YearWords, found: Sequence[YearView], alone: Sequence[_Series], *, everything: bool
) -> Iterator[Line]:
    for each in found:
        own = [series for series in alone if series.rows[0].year == each.year]
        totals = [series for series in own if everything or series.rows[0].group is None]
        shown = totals if everything else totals[:_MOST_ALONE]
        named = [
            styled(f"{words.counted(series.rows[0])} ", words.figures(series.rows))
            for series in shown
        ]
        if len(own) > len(shown):
            more = number_of(len(own) - len(shown), "more figure" if shown else "figure")
            named.append(styled(f"{more}: tip stats {each.year:04}"))
        if own:
            rows = [row for series in shown for row in series.rows]
            yield Line(
                cells=cells_of(f"{each.year:04}", join_texts(named, " · ")),
                references=list(dict.fromkeys(text for row in rows for text in row.sources)),
                notes=words.notes(rows),
            )


def _routes(words: YearWords, found: Sequence[YearView]) -> Iterator[Line]:
    if not any(each.routes for each in found):
        return
    counts = [words.count_routes(each.routes) if each.routes else ABSENT for each in found]
    yield Line(cells=cells_of("Routes", *map(styled, counts)))
    by_role: defaultdict[str, defaultdict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for each in found:
        for role, own in words.ends(each.routes):
            for name in filter(None, map(spelled, words.named(own))):
                by_role[role][name].append(each.year)
    for role, named in by_role.items():
        together: defaultdict[tuple[int, ...], list[str]] = defaultdict(list)
        for name, touched in named.items():
            together[tuple(touched)].append(name)
        for asked in sorted(together, key=lambda asked: (-len(asked), asked)):
            when = _named_for(asked, found)
            names = ("; " if role == "internal" else ", ").join(together[asked])
            yield Line(cells=cells_of(f"{words.role(role)}, {when}: {names}"))


def _named_for(touched: Sequence[int], found: Sequence[YearView]) -> str:
    if len(touched) == len(found):
        return "both years" if len(found) == 2 else "all years"
    return f"named for {runs(touched)}{' alone' if len(touched) == 1 else ''}"


def _findings(words: YearWords, found: Sequence[YearView]) -> Iterator[Line]:
    """How many findings of each kind each year has, and what one body says of a topic in several.

    Only what a body says of a single year, or of one report's, is held against another year.
    """
    if not any(each.findings for each in found):
        return
    counts = [
        f"{len(each.findings)}: {sum_up(each.findings)}" if each.findings else ABSENT
        for each in found
    ]
    yield Line(cells=cells_of("Findings", *map(styled, counts)))
    for body, judged in _judged(found).items():
        courses: defaultdict[str, list[str]] = defaultdict(list)
        for topic, by_year in judged.items():
            together: defaultdict[str, list[int]] = defaultdict(list)
            for year, judged_as in by_year.items():
                if len(judged_as) == 1:
                    together[min(judged_as)].append(year)
            if sum(map(len, together.values())) > 1:
                said = [f"{word} {runs(touched)}" for word, touched in together.items()]
                courses[", ".join(said)].append(words.topic(topic))
        for course, topics in courses.items():
            said_by = words.body(body)
            yield Line(cells=cells_of(f"{said_by} alone: {course}: {', '.join(topics)}"))


Judged: TypeAlias = dict[str, defaultdict[int, set[str]]]
"""The assessments of each topic in each year."""


def _judged(found: Sequence[YearView]) -> dict[str, Judged]:
    """What each body judges of each topic in each year that is asked for, and of no other one."""
    asked = {each.year for each in found}
    judged: dict[str, Judged] = {}
    for each in found:
        for row in each.findings:
            touched = years(row.period or "")
            if len(touched) > 2 or len(asked.intersection(touched)) > 1:
                continue
            if row.assessment in _JUDGEMENTS and len(row.said_by) == 1:
                own = judged.setdefault(row.said_by[0], {})
                own.setdefault(row.topic, defaultdict(set))[each.year].add(row.assessment)
    return judged


def _breaks(words: YearWords, found: Sequence[YearView]) -> Iterator[Styled]:
    """The breaks between the years in what more than one of them counts."""
    counted: defaultdict[str, set[int]] = defaultdict(set)
    for row in _yearly(found):
        counted[row.measure].add(row.year or 0)
    for fact in words.store.statistics:
        touched = counted.get(fact.measure, {0})
        year = year_of(fact.period)
        if fact.break_before and year and min(touched) < year <= max(touched):
            where = f"Break in {year}, {words.measure(fact.measure)}: "
            yield styled(f"{where}{visible(fact.break_before)}")


def _pointers(words: YearWords, found: Sequence[YearView]) -> Iterator[Styled]:
    rows = (row for each in found for row in all_rows(each))
    yield from words.count_disputed(rows, " ".join(f"{each.year:04}" for each in found))
    with_facts = [f"{each.year:04}" for each in found if all_rows(each)]
    both = " ".join(with_facts)
    pages = (f"tip year {year}" for year in with_facts)
    yield from join_commands([*pages, f"tip stats {both}", f"tip policy {both}"])
