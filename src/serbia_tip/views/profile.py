"""The country's profile on one screen, as people read it."""

from collections.abc import Iterator

from serbia_tip.model import Store
from serbia_tip.period import reach
from serbia_tip.queries.country_profile import ProfileView, RoleSummary
from serbia_tip.queries.rows import StatisticRow, TierRow
from serbia_tip.terminal.escape import visible
from serbia_tip.terminal.styled import Run, Styled, bold, doubt, styled
from serbia_tip.views.doubts import Doubts
from serbia_tip.views.evidence import address
from serbia_tip.views.view import Line, Section, View
from serbia_tip.views.wording import BOUNDS, SIGNS, Wording, period, runs, years_in_words
from serbia_tip.words import number_of

_NAMED = 2
"""So many of a role's countries fit on its line."""


def view(store: Store, profile: ProfileView) -> View:
    """The latest rating and all others, whom to call, the routes by role, the key figures."""
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
        remarks=_remarks(profile),
    )


def contents(store: Store) -> str:
    """How much the store holds: facts, sources, years."""
    facts = store.facts()
    touched = reach(fact.dated for fact in facts)
    parts = [number_of(len(facts), "fact"), number_of(len(store.sources), "source")]
    return ", ".join([*parts, *([years_in_words(*touched)] if touched else [])])


def rating(words: Wording, doubts: Doubts, row: TierRow) -> Styled:
    """One year's rating, by whom: `Tier 2 in 2007 (State Dept.)`."""
    said = [words.state(row), *doubts.words(row), words.who(row)]
    return styled(f"{row.tier} in {row.year} ({', '.join(filter(None, said))})")


def help_lines(store: Store) -> Iterator[Line]:
    """Whom a victim or a witness can call, if the store says it."""
    if about := store.store.help:
        yield labelled(
            "Help", [Run(visible(f"{about.name}, {about.phone}"), link=address(about.url))]
        )


def labelled(label: str, *said: Styled) -> Line:
    """A line of a label and what it stands for."""
    return Line(cells=[[bold(label)], *said])


def figure(words: Wording, doubts: Doubts, row: StatisticRow, *, unit: bool = False) -> Styled:
    """A figure with its year and its counter."""
    when = f" in {period(row.period)}" if row.period else ""
    said = ", ".join([words.who(row), *doubts.words(row)])
    return styled(f"{words.value(row, unit=unit)}{when} ({said})")


def _headed(store: Store, words: Wording, doubts: Doubts, profile: ProfileView) -> Iterator[Line]:
    if profile.tier:
        yield labelled("Rating", rating(words, doubts, profile.tier))
        yield labelled("History", styled("; ".join(_history(words, doubts, profile))))
    if profile.index:
        score = figure(words, doubts, profile.index, unit=True)
        yield labelled("Index", styled(f"{words.measure(profile.index.measure)}: ", score))
    for law in profile.laws:
        said = f"{visible(law.name)}: {visible(law.event)} {period(law.period)}"
        yield labelled(visible(law.kind.capitalize()), styled(said, doubts.marked(law)))
    yield from help_lines(store)


def _history(words: Wording, doubts: Doubts, profile: ProfileView) -> Iterator[str]:
    """Each tier with the years in which it was given, the one given first before the others.

    After them the years whose rating is doubted, and those in which another state was rated; of
    the latest rating that is said elsewhere.
    """
    given: dict[str, list[int]] = {}
    doubted: dict[str, list[int]] = {}
    for row in profile.tiers:
        given.setdefault(row.tier, []).append(row.year)
        if row is not profile.tier:
            for word in doubts.words(row):
                doubted.setdefault(word, []).append(row.year)
    other = [row.year for row in profile.tiers if words.state(row) and row is not profile.tier]
    for said, years in [*given.items(), *doubted.items(), ("another state", other)]:
        if years:
            yield f"{said} {runs(years)}"


def _routes(found: RoleSummary) -> Line:
    counted = number_of(found.pairs, "group" if found.role == "internal" else "pair")
    years = ""
    if found.first_year is not None and found.last_year is not None:
        years = years_in_words(found.first_year, found.last_year)
    named = found.countries[:_NAMED]
    more = len(found.countries) + found.others > len(named)
    return labelled(
        found.role.capitalize(),
        styled(counted),
        styled(number_of(found.reports, "report")),
        styled(years),
        styled(visible(", ".join([*named, *(["…"] if more else [])]))),
    )


def _figures(words: Wording, doubts: Doubts, profile: ProfileView) -> Section:
    """The key measures, each with the figure of the profile's year and the latest one."""
    rows: dict[str, dict[bool, Styled]] = {}
    for row in profile.figures:
        then = row.year == profile.year
        cells = rows.setdefault(row.measure, {})
        when = "" if row.period == str(profile.year) else f"{period(row.period)}: "
        doubted = "".join(f"{word} " for word in doubts.words(row))
        value = words.value(row, unit=False)
        cells[then] = styled(when, doubt(doubted), f"{value} ({words.who(row)})")
    lines = [
        Line(
            cells=[
                styled(words.measure(measure)),
                cells.get(True, styled("–")),
                cells.get(False, styled("none later")),
            ]
        )
        for measure, cells in rows.items()
    ]
    return Section(headings=["Figures", f"{profile.year}", "Latest"], lines=lines)


def _remarks(profile: ProfileView) -> list[Styled]:
    """That figures of different counters stand side by side, and what the bounds' signs mean."""
    counters: dict[str, set[tuple[str, ...]]] = {}
    for row in profile.figures:
        counters.setdefault(row.measure, set()).add(tuple(row.said_by))
    bounds = dict.fromkeys(row.bound for row in profile.figures if row.bound in BOUNDS)
    said = [f"{SIGNS[bound]} {BOUNDS[bound]}" for bound in bounds]
    if any(len(found) > 1 for found in counters.values()):
        said.insert(0, "Counters don't count the same: side by side they show no trend.")
    remarks: list[Styled] = [styled("  ".join(said))] if said else []
    counts = {
        "alleged": sum(found.alleged for found in profile.routes),
        "at risk": sum(found.at_risk for found in profile.routes),
    }
    apart = [f"{number} {standing}" for standing, number in counts.items() if number]
    if apart:
        remarks.append(styled(f"Not among the routes: {', '.join(apart)} (tip routes --standing)."))
    return remarks
