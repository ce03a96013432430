"""Quarrels: two facts that exclude each other, a row for each, by both sides."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from serbia_tip.errors import NotThereError
from serbia_tip.model import Body, Fact, Finding, Law, Route, Statistic, Store, Term, TierRating
from serbia_tip.periods import period_end
from serbia_tip.queries.filters import EVERYTHING, Common, Values, filter_facts
from serbia_tip.queries.rows import SIGNS, DisputeRow, rivals_for_rows
from serbia_tip.store.attribution import Attribution
from serbia_tip.words import did_you_mean, fold, near_words


def find_quarrels(
    store: Store, *, words: Values = (), common: Common = EVERYTHING
) -> list[DisputeRow]:
    """Return each two facts that exclude each other, the newest quarrel first.

    A quarrel is all facts that exclude each other, directly or through others. It is returned whole
    if one of its facts matches the filters, and its facts together have each of the `words`: in
    what they are about, in who says them, in their statements, notes and ids. Raises NotThereError
    for a word that no quarrel has.
    """
    facts = {fact.id: fact for fact in store.facts()}
    rivals = rivals_for_rows(store, facts.values())
    place = {name: number for number, name in enumerate(facts)}.__getitem__
    every = [
        [facts[name] for name in sorted(names, key=place)]
        for names in group_quarrelling_facts(rivals)
    ]
    if words:
        every = _quarrels_with(store, every, words)
    narrow = {fact.id for fact in filter_facts(store, [facts[name] for name in rivals], common)}
    found = [quarrel for quarrel in every if not narrow.isdisjoint(fact.id for fact in quarrel)]
    found.sort(key=lambda quarrel: max(period_end(fact.dated) for fact in quarrel), reverse=True)
    return [row for quarrel in found for row in _quarrel_rows(store, quarrel, rivals)]


def _quarrels_with(store: Store, quarrels: Sequence[list[Fact]], words: Values) -> list[list[Fact]]:
    """Return the quarrels with words that begin with each of these."""
    said_by = Attribution.of(store).said_by
    texts = []
    for quarrel in quarrels:
        told = (said for fact in quarrel for said in _quarrel_texts(store, fact, said_by(fact)))
        texts.append("".join(f" {fold(said)}" for said in told))
    for word in words:
        if not any(f" {fold(word)}" in text for text in texts):
            known = dict.fromkeys(re.findall(r"\w{3,}", " ".join(texts)))
            hint = did_you_mean(near_words(word, known)[:3]) or "; tip disputes lists them all"
            raise NotThereError(f"no dispute has {word!r}{hint}")
    return [
        quarrel
        for quarrel, text in zip(quarrels, texts, strict=True)
        if all(f" {fold(word)}" in text for word in words)
    ]


def group_quarrelling_facts(rivals: Mapping[str, Iterable[str]]) -> list[set[str]]:
    """Return the sets of facts that dispute each other, directly or through others."""
    beside: defaultdict[str, set[str]] = defaultdict(set)
    for name, others in rivals.items():  # of very many, not all name each other
        for other in others:
            beside[name].add(other)
            beside[other].add(name)
    found, seen = [], set[str]()
    for name in rivals:
        if name not in seen:
            together, waiting = set[str](), {name}
            while waiting:
                together |= waiting
                waiting = set[str]().union(*(beside[one] for one in waiting)) - together
            seen |= together
            found.append(together)
    return found


def _quarrel_rows(
    store: Store, quarrel: Sequence[Fact], rivals: Mapping[str, Sequence[str]]
) -> Iterator[DisputeRow]:
    """Yield a row for each two that dispute each other, a deprecated fact behind the other."""
    ordered = sorted(quarrel, key=lambda fact: fact.rank == "deprecated")
    place = {fact.id: number for number, fact in enumerate(ordered)}
    pairs = ((place[one], place[other]) for one in place for other in rivals[one])
    excluding = {(min(pair), max(pair)) for pair in pairs}
    said_by = Attribution.of(store).said_by
    told = [(fact.id, said_by(fact), quarrel_value(store, fact)) for fact in ordered]
    for one, other in sorted(excluding):
        first, second = ordered[one], ordered[other]
        note = " ".join(dict.fromkeys(fact.note for fact in (first, second) if fact.note)) or None
        yield DisputeRow(_quarrel_subject(first), first.dated, *told[one], *told[other], note)


def _quarrel_subject(fact: Fact) -> str:
    match fact:
        case Statistic():
            return f"{fact.measure}: {fact.group}" if fact.group else fact.measure
        case Finding():
            return fact.topic
        case Law():
            return fact.name
    return fact.noun


def quarrel_value(store: Store, fact: Fact) -> str | None:
    """Return a figure with its bound and unit, a tier, or a route; None for a statement."""
    match fact:
        case Statistic():
            out_of = "" if fact.out_of is None else f" of {fact.out_of:,}"
            sign = f"{SIGNS[fact.bound]} " if fact.bound in SIGNS else ""
            return f"{sign}{fact.value:,}{out_of} {fact.unit}"
        case TierRating():
            return fact.tier
        case Route():
            ends = [fact.origin, fact.destination]
            return " → ".join(store.countries[end].name if end else "–" for end in ends)
    return None


def _quarrel_texts(store: Store, fact: Fact, said_by: Iterable[str]) -> Iterator[str]:
    """Yield the words by which a fact is found: also by titles, aliases and short names."""
    yield from (fact.id, fact.statement, fact.note or "", fact.noun, fact.table)
    for field, terms in store.terms.items():
        if name := getattr(fact, field, None):
            term = terms.get(name, Term())
            yield from (name, term.title or "", *term.aliases)
    for name in said_by:
        body = store.bodies.get(name, Body())
        yield from (name, body.short or "", *body.aliases)
    if isinstance(fact, Route):
        for code in filter(None, (fact.origin, fact.destination)):
            yield from (store.countries[code].name, *store.countries[code].aliases)
