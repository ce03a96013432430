"""Overviews: the start page, and the country's profile on one screen."""

import shlex
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter

from serbia_tip.model import Role, Store, allowed_words
from serbia_tip.periods import is_within_year, period_years
from serbia_tip.queries import kinds
from serbia_tip.queries.country_profile import ProfileView, profile_rating, profile_statistic
from serbia_tip.queries.rows import StatisticRow, TierRow
from serbia_tip.store.attribution import Attribution
from serbia_tip.terminal.screen import visible
from serbia_tip.terminal.text import Run, Styled, dim, styled
from serbia_tip.views.evidence import FactWords, source_link
from serbia_tip.views.statistics_areas import view_apart_sums
from serbia_tip.views.view import Line, Section, View, view_cells, view_label, view_line, view_text
from serbia_tip.views.wording import (
    ABSENT,
    group_by,
    say_period,
    say_routes,
    say_runs,
    say_signs,
    say_years_of,
)
from serbia_tip.words import count_noun


def view_profile(store: Store, profile: ProfileView) -> View:
    """The ratings, the helpline, the routes by role, the key figures."""
    words = FactWords(store)
    sections = [
        Section(lines=list(_overview_routes(words, profile)), close=True),
        _overview_figures(words, profile),
    ]
    return _overview(
        store, _overview_head(words, profile), sections, _overview_remarks(words, profile)
    )


def view_start(store: Store) -> View:
    """The start page of this store."""
    examples = ((visible(shlex.join(["tip", *line])), said) for line, said in _start_tips(store))
    tried = [view_line(f"  {command}", dim(said)) for command, said in examples]
    return _overview(store, _start_head(store), [Section(lines=tried)])


def _overview(
    store: Store, head: Iterable[Line], sections: Sequence[Section], remarks: Iterable[Styled] = ()
) -> View:
    """The sections below these lines, the last of which says who helps victims and witnesses."""
    lines = list(head)
    if about := store.store.help:
        called = Run(visible(f"{about.name}, {about.phone}"), link=source_link(about.url))
        lines.append(view_label("Help", [called]))
    facts = store.facts()
    counted = f"{count_noun(len(facts), 'fact')}, {count_noun(len(store.sources), 'source')}"
    return View(
        title=visible(store.store.title),
        aside=f"{counted}{say_years_of(fact.dated for fact in facts)}",
        sections=[each for each in (Section(lines=lines), *sections) if each.lines],
        remarks=list(remarks),
    )


def _overview_rating(words: FactWords, row: TierRow) -> Line:
    """One year's rating, and who gave it: `Tier 2 in 2007 (State Dept.)`."""
    said = [words.state(row), *words.doubts(row), words.who(row)]
    given = f"{row.tier} in {row.year} ({', '.join(filter(None, said))})"
    return view_label("Rating", styled(given))


def _overview_statistic(words: FactWords, row: StatisticRow, *, unit: bool = False) -> str:
    """A statistic with its year and its counter."""
    when = f" in {say_period(row.period)}" if row.period else ""
    said = ", ".join([words.who(row), *words.doubts(row)])
    return f"{words.value(row, unit=unit)}{when} ({said})"


def _overview_head(words: FactWords, profile: ProfileView) -> Iterator[Line]:
    if profile.tier:
        yield _overview_rating(words, profile.tier)
        said = [(str(row.tier), row.year) for row in profile.tiers]
        said += [(word, row.year) for row in profile.tiers for word in words.doubts(row)]
        said += [("another state", row.year) for row in profile.tiers if words.state(row)]
        every = group_by(said, itemgetter(0)).items()
        history = [f"{what} {say_runs([year for _, year in own])}" for what, own in every]
        yield view_label("History", styled("; ".join(history)))
    if profile.index:
        score = _overview_statistic(words, profile.index, unit=True)
        yield view_label("Index", styled(f"{words.measure(profile.index.measure)}: {score}"))
    for law in profile.laws:
        event = f"{visible(law.name)}: {visible(law.event)} {say_period(law.period)}"
        yield view_label(visible(law.kind.capitalize()), styled(event, words.marked(law)))


def _overview_routes(words: FactWords, profile: ProfileView) -> Iterator[Line]:
    for found in profile.routes if any(each.routes for each in profile.routes) else ():
        if not found.routes:
            yield view_label(found.role.capitalize(), styled("none stored"))
            continue
        first, last = found.first_year, found.last_year
        when = say_years_of([f"{first:04}/{last:04}"] if first else [])
        named = found.countries[:2]  # so many fit on the line
        more = ["…"] if len(found.countries) + found.others > len(named) else []
        ends = visible(f": {', '.join([*named, *more])}" if named else "")
        said = styled(say_routes(found.count, words.home, when), ends)
        yield view_label(found.role.capitalize(), said)


def _overview_figures(words: FactWords, profile: ProfileView) -> Section:
    lines = []
    for measure, rows in group_by(profile.figures, lambda row: row.measure).items():
        cells = view_cells(words.measure(measure), ABSENT, "none later")
        for row in rows:
            when = "" if row.period == str(profile.year) else f"{say_period(row.period)}: "
            said = styled(when, words.doubted_value(row, row.unit), f" ({words.who(row)})")
            cells[1 if is_within_year(row.period, profile.year) else 2] = said
        lines.append(Line(cells=cells))
    return Section(headings=["Figures", f"{profile.year}", "Latest"], lines=lines)


def _overview_remarks(words: FactWords, profile: ProfileView) -> Iterator[Styled]:
    measures = {row.measure for row in profile.figures}
    differ = len({(row.measure, *row.said_by) for row in profile.figures}) > len(measures)
    yield from view_text(
        "Counters don't count the same: side by side they show no trend." if differ else "",
        say_signs(row.bound for row in profile.figures),
    )
    first = [row for row in profile.apart if row.measure == profile.apart[0].measure]
    yield from view_apart_sums(words, first)
    standings = {
        "alleged": sum(found.alleged for found in profile.routes),
        "at risk": sum(found.at_risk for found in profile.routes),
    }
    if apart := [f"{count} {standing}" for standing, count in standings.items() if count]:
        yield styled(f"Not among the routes: {', '.join(apart)} (tip routes --standing).")


def _start_head(store: Store) -> Iterator[Line]:
    words = FactWords(store)
    if row := profile_rating(kinds.tiers(store)):
        yield _overview_rating(words, row)
    if setup := store.store.profile:
        first = setup.measures[0] if setup.measures else setup.index
        found = kinds.statistics(store, totals=True)
        if latest := profile_statistic(found, lambda row: row.measure == first):
            yield view_label(words.measure(first), styled(_overview_statistic(words, latest)))


def _start_tips(store: Store) -> Iterator[tuple[Sequence[str], str]]:
    """Command lines that this store can answer, as words, each with what it shows."""
    setup = store.store.profile
    touched = (each for fact in store.facts() if fact.dated for each in period_years(fact.dated))
    if (
        year := f"{setup.year:04}"
        if setup
        else _overview_commonest(f"{each:04}" for each in touched)
    ):
        yield ["year", year], "one year on one page"
    roles = [role for role in allowed_words(Role) if any(way.role == role for way in store.routes)]
    if roles:
        role = "transit" if "transit" in roles else roles[0]
        yield ["routes", "--role", role], "who was taken, from where to where"
    key = [fact for fact in store.statistics if not setup or fact.measure in setup.measures]
    said_by = Attribution.of(store).said_by
    counted = dict.fromkeys((fact.measure, body) for fact in key for body in said_by(fact))
    if measure := _overview_commonest(name for name, _ in counted):  # that most bodies count
        yield ["stats", measure], "a figure through the years, and who counts it"
    if store.tiers:
        yield ["tiers"], "the ratings"
    if area := _overview_commonest(finding.area for finding in store.findings):
        yield ["policy", area], "what the state did, and failed to do"
    topics = [finding.topic for finding in store.findings]
    if topic := _overview_commonest([topic for topic in topics if "-" in topic] or topics):
        yield ["search", *topic.split("-")], "any words"
    yield ["-h"], "all commands"


def _overview_commonest(words: Iterable[str]) -> str:
    return next((word for word, _ in Counter(words).most_common(1)), "")
