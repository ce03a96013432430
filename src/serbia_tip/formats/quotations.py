"""Quotations: a finished sentence for a fact, with who says it, where, and who disputes it."""

from collections.abc import Iterable, Iterator, Sequence

from serbia_tip.formats.citation_styles import say_container
from serbia_tip.model import Fact, Statistic, Store, read_reference
from serbia_tip.periods import period_span
from serbia_tip.queries.fact_cards import card_locator, say_readings
from serbia_tip.queries.rows import StatisticRow, TimelineRow, make_rows
from serbia_tip.terminal.screen import visible
from serbia_tip.terminal.text import NO_BREAK
from serbia_tip.views.evidence import FactWords
from serbia_tip.views.wording import SIGNS, say_bound, say_period

_SAID_AS = {  # how a statement may say a bound
    "exact": ("",),
    "at_least": ("at least", "no fewer than"),
    "more_than": ("more than", "over ", "exceed"),
    "at_most": ("at most", "no more than", "up to"),
    "less_than": ("less than", "fewer than", "under ", "below"),
    "about": ("about", "around", "some ", "nearly", "almost", "approximately"),
}


def quote_facts(store: Store, facts: Iterable[Fact]) -> str:
    """A finished sentence for each fact: bound, period, who says it, where, and who disputes it."""
    words = FactWords(store)
    rows = make_rows(store, list({fact.id: fact for fact in facts}.values()), TimelineRow)
    return "".join(f"{_quote_fact(words, row)}\n" for row in rows)


def _quote_fact(words: FactWords, row: TimelineRow) -> str:
    fact = words.facts_by_id[row.id]
    said = visible(fact.statement).rstrip(".")
    unsaid = "; ".join(_quoted_bound(words, fact, said))
    speakers = words.attribution.speakers(fact).items()
    whose = "; ".join(_quoted_speaker(words, fact, key, bodies) for key, bodies in speakers)
    doubted = [word for word in words.doubts(row) if word != "disputed"]
    if rivals := words.rivals(row):
        others = dict.fromkeys(body for rival in rivals for body in words.said_by(rival))
        doubted.append(f"disputed by {visible(' and '.join(others))}")
    return f"{said}{f' [{unsaid}]' if unsaid else ''} ({'; '.join([visible(whose), *doubted])})."


def _quoted_bound(words: FactWords, fact: Fact, said: str) -> Iterator[str]:
    """The bound and the period where the statement doesn't say them."""
    ways = _SAID_AS[fact.bound] if isinstance(fact, Statistic) else ("",)
    if not any(way in said.casefold() for way in ways):
        [row] = make_rows(words.store, [fact], StatisticRow)
        value = words.value(row).replace(NO_BREAK, " ").removeprefix(f"{SIGNS[row.bound]} ")
        yield f"{say_bound(row.bound)} {value}"
    if fact.dated is None or not all(f"{end.year}" in said for end in period_span(fact.dated)):
        yield say_period(fact.dated)


def _quoted_speaker(words: FactWords, fact: Fact, key: str, bodies: Sequence[str]) -> str:
    source = words.store.sources[key]
    places = [locator for one, locator in map(read_reference, fact.sources) if one == key]
    where = "; ".join(filter(None, (card_locator(source, place) for place in places)))
    when = say_period(source.published) if source.published else "n.d."
    makers = words.attribution.makers(source)
    own = not makers.isdisjoint(map(words.attribution.body, bodies))
    publisher = "" if own or source.publisher == source.title else source.publisher
    title = f"{'' if own else 'in '}“{source.title}”"
    authors = ", ".join(map(str, source.authors))
    printed = say_container(source) if source.authors else ""
    who = " and ".join(bodies)
    named = "" if own or authors == who else authors
    said = [authors if own and authors else who, title, named, printed, publisher, when, where]
    return ", ".join(filter(None, [*said, source.url, *say_readings(source)]))
