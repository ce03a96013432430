"""Quarrels: facts that exclude each other, both sides of each."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

from serbia_tip.errors import NotThereError
from serbia_tip.model import Fact, Finding, Law, Route, Statistic, Store, TierRating
from serbia_tip.periods import last_day
from serbia_tip.queries.attribution import Attribution
from serbia_tip.queries.disputes import disputes
from serbia_tip.queries.filters import EVERYTHING, Common, Values, narrowed
from serbia_tip.queries.rows import SIGNS, DisputeRow
from serbia_tip.words import did_you_mean, fold, near

SaidBy: TypeAlias = Callable[[Fact], list[str]]


def quarrels(store: Store, *, words: Values = (), common: Common = EVERYTHING) -> list[DisputeRow]:
    """Return each two facts that exclude each other, the newest quarrel first.

    A quarrel is all facts that exclude each other, directly or through others. It is returned whole
    if one of its facts matches the filters, and its facts together have each of the `words`: in
    what they are about, in who says them, in their statements, notes and ids. Raises NotThereError
    for a word that no quarrel has.
    """
    facts = {fact.id: fact for fact in store.facts()}
    rivals = disputes(store, list(facts.values()))
    narrow = {fact.id for fact in narrowed(store, [facts[name] for name in rivals], common)}
    place = {name: number for number, name in enumerate(facts)}
    said_by = Attribution.of(store).said_by
    every = [
        [facts[name] for name in sorted(names, key=place.__getitem__)] for names in linked(rivals)
    ]
    if words:
        every = _with_words(store, said_by, every, words)
    found = [quarrel for quarrel in every if not narrow.isdisjoint(fact.id for fact in quarrel)]
    found.sort(key=lambda quarrel: max(last_day(fact.dated) for fact in quarrel), reverse=True)
    return [row for quarrel in found for row in _pairs(store, said_by, quarrel, rivals)]


def _with_words(
    store: Store, said_by: SaidBy, quarrels: Sequence[list[Fact]], words: Values
) -> list[list[Fact]]:
    """Return the quarrels with words that begin with each of these."""
    texts = [
        "".join(f" {fold(said)}" for fact in quarrel for said in _texts(store, said_by, fact))
        for quarrel in quarrels
    ]
    wanted = [f" {fold(word)}" for word in words]
    for word, begin in zip(words, wanted, strict=True):
        if not any(begin in text for text in texts):
            known = dict.fromkeys(re.findall(r"\w{3,}", " ".join(texts)))
            hint = did_you_mean(near(word, known)[:3]) or "; tip disputes lists them all"
            raise NotThereError(f"no dispute has {word!r}{hint}")
    return [
        quarrel
        for quarrel, text in zip(quarrels, texts, strict=True)
        if all(begin in text for begin in wanted)
    ]


def linked(rivals: Mapping[str, Iterable[str]]) -> list[set[str]]:
    """Return the sets of facts that dispute each other, directly or through others."""
    beside: defaultdict[str, set[str]] = defaultdict(set)
    for name, others in rivals.items():  # of very many, not all name each other
        for other in others:
            beside[name].add(other)
            beside[other].add(name)
    found: list[set[str]] = []
    seen: set[str] = set()
    for name in rivals:
        if name not in seen:
            together: set[str] = set()
            waiting = [name]
            while waiting:
                one = waiting.pop()
                if one not in together:
                    together.add(one)
                    waiting += beside[one] - together
            seen |= together
            found.append(together)
    return found


def _pairs(
    store: Store,
    said_by: SaidBy,
    quarrel: Sequence[Fact],
    rivals: Mapping[str, Sequence[str]],
) -> Iterable[DisputeRow]:
    """Yield a row for each two that dispute each other, a deprecated fact behind the other."""
    ordered = sorted(quarrel, key=lambda fact: fact.rank == "deprecated")
    place = {fact.id: number for number, fact in enumerate(ordered)}
    excluding = {
        (min(place[one], place[other]), max(place[one], place[other]))
        for one in place
        for other in rivals[one]
    }
    told = [(fact, said_by(fact), print_value(store, fact)) for fact in ordered]
    for one, other in sorted(excluding):
        first, first_said_by, first_value = told[one]
        second, second_said_by, second_value = told[other]
        notes = dict.fromkeys(fact.note for fact in (first, second) if fact.note)
        yield DisputeRow(
            about=_about(first),
            period=first.dated,
            first=first.id,
            first_said_by=first_said_by,
            first_value=first_value,
            second=second.id,
            second_said_by=second_said_by,
            second_value=second_value,
            note=" ".join(notes) or None,
        )


def _about(fact: Fact) -> str:
    match fact:
        case Statistic():
            return f"{fact.measure}: {fact.group}" if fact.group else fact.measure
        case Finding():
            return fact.topic
        case Law():
            return fact.name
    return fact.noun


def print_value(store: Store, fact: Fact) -> str | None:
    """Return a figure with its bound and unit, a tier, or a route; None for a statement."""
    match fact:
        case Statistic():
            out_of = "" if fact.out_of is None else f" of {fact.out_of:,}"
            sign = SIGNS.get(fact.bound, "")
            return " ".join(filter(None, (sign, f"{fact.value:,}{out_of}", fact.unit)))
        case TierRating():
            return fact.tier
        case Route():
            ends = [fact.origin, fact.destination]
            return " → ".join(store.countries[end].name if end else "–" for end in ends)
    return None


def _texts(store: Store, said_by: SaidBy, fact: Fact) -> Iterable[str]:
    """Yield the words by which a fact is found: also by titles, aliases and short names."""
    yield from (fact.id, fact.statement, fact.note or "", fact.noun, fact.table)
    for field, terms in store.terms.items():
        name = getattr(fact, field, None)
        if isinstance(name, str):
            term = terms.get(name)
            yield from (name, term.title or "", *term.aliases) if term else (name,)
    for name in said_by(fact):
        body = store.bodies.get(name)
        yield from (name, body.short or "", *body.aliases) if body else (name,)
    if isinstance(fact, Route):
        for code in filter(None, (fact.origin, fact.destination)):
            country = store.countries[code]
            yield from (country.name, *country.aliases)
