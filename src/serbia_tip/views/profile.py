"""The view of `tip profile`, and what the start page shares with it."""

from collections import defaultdict
from collections.abc import Iterator

from serbia_tip.model import Store
from serbia_tip.queries.country_profile import ProfileView, RoleSummary
from serbia_tip.queries.rows import StatisticRow, TierRow
from serbia_tip.terminal.escape import visible
from serbia_tip.terminal.styled import Run, Styled, doubt, styled
from serbia_tip.views.doubts import Doubts
from serbia_tip.views.evidence import address
from serbia_tip.views.view import Line, Section, View, labelled, paragraph
from serbia_tip.views.wording import ABSENT, Wording, period, runs, signs, years_in_words, years_of
from serbia_tip.words import number_of

_NAMED = 2
"""How many of a role's countries fit on its line."""


def view(store: Store, profile: ProfileView) -> View:
    """The ratings, the helpline, the routes by role, the key figures."""
    words = Wording(store)
    doubts = Doubts(store, words)
    sections = [
        Section(lines=list(_headed(store, words, doubts, profile))),
        Section(lines=[_routes(found) for found in profile.routes if found.routes], close=True),
        _figures(words, doubts, profile),
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


def rating(words: Wording, doubts: Doubts, row: TierRow) -> Styled:
    """One year's rating, and who gave it: `Tier 2 in 2007 (State Dept.)`."""
    said = [words.state(row), *doubts.words(row), words.who(row)]
    return styled(f"{row.tier} in {row.year} ({', '.join(filter(None, said))})")


def help_lines(store: Store) -> Iterator[Line]:
    """The helpline for victims and witnesses, if the store names one."""
    if about := store.store.help:
        called = Run(visible(f"{about.name}, {about.phone}"), link=address(about.url))
        yield labelled("Help", [called])


def statistic(words: Wording, doubts: Doubts, row: StatisticRow, *, unit: bool = False) -> Styled:
    """A statistic with its year and its counter."""
    when = f" in {period(row.period)}" if row.period else ""
    said = ", ".join([words.who(row), *doubts.words(row)])
    return styled(f"{words.value(row, unit=unit)}{when} ({said})")


def _headed(store: Store, words: Wording, doubts: Doubts, profile: ProfileView) -> Iterator[Line]:
    if profile.tier:
        yield labelled("Rating", rating(words, doubts, profile.tier))
        yield labelled("History", styled("; ".join(_history(words, doubts, profile))))
    if profile.index:
        score = statistic(words, doubts, profile.index, unit=True)
        yield labelled("Index", styled(f"{words.measure(profile.index.measure)}: ", score))
    for law in profile.laws:
        said = f"{visible(law.name)}: {visible(law.event)} {period(law.period)}"
        yield labelled(visible(law.kind.capitalize()), styled(said, doubts.marked(law)))
    yield from help_lines(store)


def _history(words: Wording, doubts: Doubts, profile: ProfileView) -> Iterator[str]:
    """The years of each tier; then those before the latest that are doubted or of another state."""
    given: defaultdict[str, list[int]] = defaultdict(list)
    doubted: defaultdict[str, list[int]] = defaultdict(list)
    other: list[int] = []
    for row in profile.tiers:
        given[row.tier].append(row.year)
        if row is profile.tier:
            continue
        for word in doubts.words(row):
            doubted[word].append(row.year)
        if words.state(row):
            other.append(row.year)
    for said, years in [*given.items(), *doubted.items(), ("another state", other)]:
        if years:
            yield f"{said} {runs(years)}"


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


def _figures(words: Wording, doubts: Doubts, profile: ProfileView) -> Section:
    """The key measures, each with the figure of the profile's year and the latest one."""
    cells: dict[str, list[Styled]] = {}
    for row in profile.figures:
        name = words.measure(row.measure)
        own = cells.setdefault(row.measure, [styled(name), styled(ABSENT), styled("none later")])
        when = "" if row.period == str(profile.year) else f"{period(row.period)}: "
        doubted = "".join(f"{word} " for word in doubts.words(row))
        value = words.value(row, unit=False)
        own[1 if row.year == profile.year else 2] = styled(
            when, doubt(doubted), f"{value} ({words.who(row)})"
        )
    return Section(
        headings=["Figures", f"{profile.year}", "Latest"],
        lines=[Line(cells=own) for own in cells.values()],
    )


def _remarks(profile: ProfileView) -> Iterator[Styled]:
    """That counters differ, what the signs of bounds mean, how many routes are less than stated."""
    counters: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
    for row in profile.figures:
        counters[row.measure].add(tuple(row.said_by))
    differ = any(len(found) > 1 for found in counters.values())
    yield from paragraph(
        "Counters don't count the same: side by side they show no trend." if differ else "",
        signs(row.bound for row in profile.figures),
    )
    counts = {
        "alleged": sum(found.alleged for found in profile.routes),
        "at risk": sum(found.at_risk for found in profile.routes),
    }
    apart = [f"{number} {standing}" for standing, number in counts.items() if number]
    if apart:
        yield styled(f"Not among the routes: {', '.join(apart)} (tip routes --standing).")
