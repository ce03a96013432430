"""The start page, and the country at a glance."""

import shlex
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from serbia_tip.model import Role, Store, vocabulary
from serbia_tip.periods import years
from serbia_tip.queries import kinds
from serbia_tip.queries.country_profile import (
    ProfileView,
    RoleSummary,
    latest_rating,
    latest_statistic,
)
from serbia_tip.queries.gaps import is_within
from serbia_tip.queries.rows import StatisticRow, TierRow
from serbia_tip.terminal.screen import visible
from serbia_tip.terminal.text import Run, Styled, dim, doubt, styled
from serbia_tip.views.evidence import FactWords, address
from serbia_tip.views.view import Line, Section, View, cells_of, labelled, paragraph
from serbia_tip.views.wording import ABSENT, period, runs, signs, years_in_words, years_of
from serbia_tip.words import number_of

_NAMED = 2
"""How many of a role's countries fit on its line."""


def view_profile(store: Store, profile: ProfileView) -> View:
    """The ratings, the helpline, the routes by role, the key figures."""
    words = FactWords(store)
    sections = [
        Section(lines=list(_headed(store, words, profile))),
        Section(lines=[_routes(found) for found in profile.routes if found.routes], close=True),
        _figures(words, profile),
    ]
    return View(
        title=visible(profile.title),
        aside=contents(store),
        sections=[section for section in sections if section.lines],
        remarks=list(_remarks(profile)),
    )


def contents(store: Store) -> str:
    """How much the store holds: facts, sources, years."""
    facts = store.facts()
    counted = f"{number_of(len(facts), 'fact')}, {number_of(len(store.sources), 'source')}"
    return f"{counted}{years_of(fact.dated for fact in facts)}"


def rating(words: FactWords, row: TierRow) -> Styled:
    """One year's rating, and who gave it: `Tier 2 in 2007 (State Dept.)`."""
    said = [words.state(row), *words.doubts.words(row), words.who(row)]
    return styled(f"{row.tier} in {row.year} ({', '.join(filter(None, said))})")


def help_lines(store: Store) -> Iterator[Line]:
    """The helpline for victims and witnesses, if the store names one."""
    if about := store.store.help:
        called = Run(visible(f"{about.name}, {about.phone}"), link=address(about.url))
        yield labelled("Help", [called])


def statistic(words: FactWords, row: StatisticRow, *, unit: bool = False) -> Styled:
    """A statistic with its year and its counter."""
    when = f" in {period(row.period)}" if row.period else ""
    said = ", ".join([words.who(row), *words.doubts.words(row)])
    return styled(f"{words.value(row, unit=unit)}{when} ({said})")


def _headed(store: Store, words: FactWords, profile: ProfileView) -> Iterator[Line]:
    if profile.tier:
        yield labelled("Rating", rating(words, profile.tier))
        yield labelled("History", styled("; ".join(_history(words, profile))))
    if profile.index:
        score = statistic(words, profile.index, unit=True)
        yield labelled("Index", styled(f"{words.measure(profile.index.measure)}: ", score))
    for law in profile.laws:
        said = f"{visible(law.name)}: {visible(law.event)} {period(law.period)}"
        yield labelled(visible(law.kind.capitalize()), styled(said, words.doubts.marked(law)))
    yield from help_lines(store)


def _history(words: FactWords, profile: ProfileView) -> Iterator[str]:
    given: defaultdict[str, list[int]] = defaultdict(list)
    doubted: defaultdict[str, list[int]] = defaultdict(list)
    other: list[int] = []
    for row in profile.tiers:
        given[row.tier].append(row.year)
        for word in words.doubts.words(row):
            doubted[word].append(row.year)
        if words.state(row):
            other.append(row.year)
    for said, stated in [*given.items(), *doubted.items(), ("another state", other)]:
        if stated:
            yield f"{said} {runs(stated)}"


def _routes(found: RoleSummary) -> Line:
    years = ""
    if found.first_year is not None and found.last_year is not None:
        years = years_in_words(found.first_year, found.last_year)
    named = found.countries[:_NAMED]
    more = ["…"] if len(found.countries) + found.others > len(named) else []
    cells = (
        number_of(found.pairs, "group" if found.role == "internal" else "pair"),
        number_of(found.reports, "report"),
        years,
        visible(", ".join([*named, *more])),
    )
    return labelled(found.role.capitalize(), *map(styled, cells))


def _figures(words: FactWords, profile: ProfileView) -> Section:
    cells: dict[str, list[Styled]] = {}
    for row in profile.figures:
        name = words.measure(row.measure)
        own = cells.setdefault(row.measure, [styled(name), styled(ABSENT), styled("none later")])
        when = "" if row.period == str(profile.year) else f"{period(row.period)}: "
        doubted = "".join(f"{word} " for word in words.doubts.words(row))
        value = words.value(row, unit=False)
        own[1 if is_within(row.period, profile.year) else 2] = styled(
            when, doubt(doubted), f"{value} ({words.who(row)})"
        )
    return Section(
        headings=["Figures", f"{profile.year}", "Latest"],
        lines=[Line(cells=own) for own in cells.values()],
    )


def _remarks(profile: ProfileView) -> Iterator[Styled]:
    counters: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
    for row in profile.figures:
        counters[row.measure].add(tuple(row.said_by))
    differ = any(len(found) > 1 for found in counters.values())
    yield from paragraph(
        "Counters don't count the same: side by side they show no trend." if differ else "",
        signs(row.bound for row in profile.figures),
    )
    partly = [
        f"{found.role} {found.one_end + found.no_end}"
        for found in profile.routes
        if found.one_end + found.no_end
    ]
    if partly:
        yield styled(f"Besides, with one end named or none: {', '.join(partly)}.")
    counts = {
        "alleged": sum(found.alleged for found in profile.routes),
        "at risk": sum(found.at_risk for found in profile.routes),
    }
    apart = [f"{number} {standing}" for standing, number in counts.items() if number]
    if apart:
        yield styled(f"Not among the routes: {', '.join(apart)} (tip routes --standing).")


_KNOWN_BY = "transit"
"""The role of the first example, where the store has such routes."""


def view_start(store: Store) -> View:
    """The start page of this store."""
    tried = [
        Line(cells=cells_of(visible(f"  {shlex.join(['tip', *line])}"), dim(said)))
        for line, said in examples(store)
    ]
    sections = [Section(lines=list(_latest(store))), Section(lines=tried)]
    return View(
        title=visible(store.store.title),
        aside=contents(store),
        sections=[section for section in sections if section.lines],
    )


def _latest(store: Store) -> Iterator[Line]:
    words = FactWords(store)
    if row := latest_rating(kinds.tiers(store)):
        yield labelled("Rating", rating(words, row))
    if setup := store.store.profile:
        first = setup.measures[0] if setup.measures else setup.index
        found = kinds.statistics(store, totals=True)
        if latest := latest_statistic(found, lambda row: row.measure == first):
            yield labelled(words.measure(first), statistic(words, latest))
    yield from help_lines(store)


def examples(store: Store) -> Iterator[tuple[Sequence[str], str]]:
    """Command lines that this store can answer, as words, each with what it shows."""
    if year := _year(store):
        yield ["year", year], "one year on one page"
    roles = [role for role in vocabulary(Role) if any(way.role == role for way in store.routes)]
    if roles:
        role = _KNOWN_BY if _KNOWN_BY in roles else roles[0]
        yield ["routes", "--role", role], "who was taken, from where to where"
    if measure := _measure(store):
        yield ["stats", measure], "a figure through the years, and who counts it"
    if store.tiers:
        yield ["tiers"], "the ratings"
    if area := _commonest(finding.area for finding in store.findings):
        yield ["policy", area], "what the state did, and failed to do"
    topics = [finding.topic for finding in store.findings]
    compound = [topic for topic in topics if "-" in topic]
    if topic := _commonest(compound or topics):
        yield ["search", *topic.split("-")], "any words"
    yield ["-h"], "all commands"


def _year(store: Store) -> str:
    if setup := store.store.profile:
        return f"{setup.year:04}"
    touched = (year for fact in store.facts() if fact.dated for year in years(fact.dated))
    return _commonest(f"{year:04}" for year in touched)


def _measure(store: Store) -> str:
    setup = store.store.profile
    words = FactWords(store)
    counters: defaultdict[str, set[str]] = defaultdict(set)
    for fact in store.statistics:
        if not setup or fact.measure in setup.measures:
            counters[fact.measure].update(words.said_by(fact))
    return max(counters, key=lambda measure: len(counters[measure]), default="")


def _commonest(words: Iterable[str]) -> str:
    return next((word for word, _ in Counter(words).most_common(1)), "")
