"""The start page: what the store holds, its latest facts, and examples of commands."""

import shlex
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from serbia_tip.model import Role, Store, vocabulary
from serbia_tip.period import years
from serbia_tip.queries import lookups
from serbia_tip.queries.country_profile import latest_rating, latest_statistic
from serbia_tip.terminal.escape import visible
from serbia_tip.terminal.styled import dim, styled
from serbia_tip.views.doubts import Doubts
from serbia_tip.views.profile import contents, help_lines, rating, statistic
from serbia_tip.views.view import Line, Section, View, labelled
from serbia_tip.views.wording import Wording

_KNOWN_BY = "transit"
"""The role of the first example, where the store has such routes."""


def view(store: Store) -> View:
    """The start page of this store."""
    tried = [
        Line(cells=[styled(visible(f"  {shlex.join(['tip', *line])}")), [dim(said)]])
        for line, said in examples(store)
    ]
    sections = [Section(lines=list(_latest(store))), Section(lines=tried)]
    return View(
        title=visible(store.store.title),
        aside=contents(store),
        sections=[section for section in sections if section.lines],
    )


def _latest(store: Store) -> Iterator[Line]:
    """The latest rating, the latest figure of the first key measure, the helpline."""
    words = Wording(store)
    doubts = Doubts(store, words)
    if row := latest_rating(lookups.tiers(store)):
        yield labelled("Rating", rating(words, doubts, row))
    if setup := store.store.profile:
        first = setup.measures[0] if setup.measures else setup.index
        found = lookups.statistics(store, totals=True)
        if latest := latest_statistic(found, lambda row: row.measure == first):
            yield labelled(words.measure(first), statistic(words, doubts, latest))
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
    """The profile's year, or else the one that most facts touch."""
    if setup := store.store.profile:
        return f"{setup.year:04}"
    touched = (year for fact in store.facts() if fact.dated for year in years(fact.dated))
    return _commonest(f"{year:04}" for year in touched)


def _measure(store: Store) -> str:
    """The measure that most bodies count, of the key ones if there are any."""
    setup = store.store.profile
    words = Wording(store)
    counters: defaultdict[str, set[str]] = defaultdict(set)
    for fact in store.statistics:
        if not setup or fact.measure in setup.measures:
            counters[fact.measure].update(words.said_by(fact))
    return max(counters, key=lambda measure: len(counters[measure]), default="")


def _commonest(words: Iterable[str]) -> str:
    """The most frequent word, the first of several; empty without any."""
    return next((word for word, _ in Counter(words).most_common(1)), "")
