"""A fact as one finished sentence, to paste: `tip cite ID --style quote`."""

from collections.abc import Iterable, Iterator, Sequence

from serbia_tip.model import Fact, Statistic, Store, reference
from serbia_tip.periods import span
from serbia_tip.queries.fact_cards import locator_in_words
from serbia_tip.queries.rows import StatisticRow, TimelineRow
from serbia_tip.queries.rows import rows as rows_of
from serbia_tip.terminal.screen import visible
from serbia_tip.terminal.text import NO_BREAK
from serbia_tip.views.evidence import FactWords
from serbia_tip.views.wording import SIGNS, bound_in_words, period

_SAID_AS = {
    "exact": ("",),
    "at_least": ("at least", "no fewer than"),
    "more_than": ("more than", "over ", "exceed"),
    "at_most": ("at most", "no more than", "up to"),
    "less_than": ("less than", "fewer than", "under ", "below"),
    "about": ("about", "around", "some ", "nearly", "almost", "approximately"),
}
"""How a statement may say a bound."""


def quote(store: Store, facts: Iterable[Fact]) -> str:
    """A finished sentence for each fact: bound, period, who says it, where, and who disputes it."""
    words = FactWords(store)
    rows = rows_of(store, list({fact.id: fact for fact in facts}.values()), TimelineRow)
    return "".join(f"{_sentence(words, row)}\n" for row in rows)


def _sentence(words: FactWords, row: TimelineRow) -> str:
    fact = words.facts_by_id[row.id]
    said = visible(fact.statement).rstrip(".")
    unsaid = "; ".join(_unsaid(words, fact, said))
    speakers = words.attribution.speakers(fact).items()
    whose = "; ".join(_whose(words, fact, key, bodies) for key, bodies in speakers)
    doubted = [word for word in words.doubts.words(row) if word != "disputed"]
    if rivals := words.doubts.rivals(row):
        others = dict.fromkeys(body for rival in rivals for body in words.said_by(rival))
        doubted.append(f"disputed by {visible(' and '.join(others))}")
    return f"{said}{f' [{unsaid}]' if unsaid else ''} ({'; '.join([visible(whose), *doubted])})."


def _unsaid(words: FactWords, fact: Fact, said: str) -> Iterator[str]:
    """The bound and the period where the statement doesn't say them."""
    ways = _SAID_AS[fact.bound] if isinstance(fact, Statistic) else ("",)
    if not any(way in said.casefold() for way in ways):
        [row] = rows_of(words.store, [fact], StatisticRow)
        value = words.value(row).replace(NO_BREAK, " ").removeprefix(f"{SIGNS[row.bound]} ")
        yield f"{bound_in_words(row.bound)} {value}"
    if fact.dated is None or not all(f"{end.year}" in said for end in span(fact.dated)):
        yield period(fact.dated)


def _whose(words: FactWords, fact: Fact, key: str, bodies: Sequence[str]) -> str:
    source = words.store.sources[key]
    places = [locator for one, locator in map(reference, fact.sources) if one == key]
    where = "; ".join(filter(None, (locator_in_words(source, place) for place in places)))
    when = period(source.published) if source.published else "n.d."
    own = words.body(source.publisher) in map(words.body, bodies)
    publisher = "" if own or source.publisher == source.title else source.publisher
    title = f"{'' if own else 'in '}“{source.title}”"
    said = [" and ".join(bodies), title, publisher, when, where, source.url]
    return ", ".join(filter(None, said))
