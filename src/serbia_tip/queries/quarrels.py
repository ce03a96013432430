"""Quarrels: facts that exclude each other, both sides of each."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from serbia_tip.model import Fact, Finding, Law, Route, Statistic, Store, TierRating
from serbia_tip.periods import last_day, years
from serbia_tip.queries.attribution import Attribution
from serbia_tip.queries.disputes import disputes
from serbia_tip.queries.filters import EVERYTHING, Common, Values, narrowed
from serbia_tip.queries.rows import SIGNS, DisputeRow
from serbia_tip.words import fold


def quarrels(store: Store, *, words: Values = (), common: Common = EVERYTHING) -> list[DisputeRow]:
    """Return each two facts that exclude each other, the newest quarrel first.

    A quarrel is all facts that exclude each other, directly or through others. It is returned whole
    if one of its facts matches the filters, and its facts together have each of the `words`: in
    what they are about, in who says them, in their statements, notes and ids.
    """
    facts = {fact.id: fact for fact in store.facts()}
    rivals = disputes(store, list(facts.values()))
    narrow = {fact.id for fact in narrowed(store, [facts[name] for name in rivals], common)}
    place = {name: number for number, name in enumerate(facts)}
    wanted = [f" {fold(word)}" for word in words]
    said_by = Attribution.of(store).said_by
    found = []
    for names in linked(rivals):
        if narrow.isdisjoint(names):
            continue
        quarrel = [facts[name] for name in sorted(names, key=place.__getitem__)]
        if wanted:
            texts = (said for fact in quarrel for said in _texts(store, said_by, fact))
            text = " ".join(f" {fold(said)}" for said in texts)
            if not all(word in text for word in wanted):
                continue
        found.append(quarrel)
    found.sort(key=lambda quarrel: max(last_day(fact.dated) for fact in quarrel), reverse=True)
    return [row for quarrel in found for row in _pairs(store, quarrel, rivals)]


def linked(rivals: Mapping[str, Iterable[str]]) -> list[set[str]]:
    """Return the sets of facts that dispute each other, directly or through others."""
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
                    waiting += rivals[one]
            seen |= together
            found.append(together)
    return found


def _pairs(
    store: Store, quarrel: Sequence[Fact], rivals: Mapping[str, Sequence[str]]
) -> Iterable[DisputeRow]:
    """Yield a row for each two that dispute each other, a deprecated fact behind the other."""
    said_by = Attribution.of(store).said_by
    ordered = sorted(quarrel, key=lambda fact: fact.rank == "deprecated")
    place = {fact.id: number for number, fact in enumerate(ordered)}
    excluding = {
        (min(place[one], place[other]), max(place[one], place[other]))
        for one in place
        for other in rivals[one]
    }
    for one, other in sorted(excluding):
        first, second = ordered[one], ordered[other]
        notes = dict.fromkeys(fact.note for fact in (first, second) if fact.note)
        yield DisputeRow(
            about=_about(first),
            period=first.dated,
            first=first.id,
            first_said_by=said_by(first),
            first_value=print_value(store, first),
            second=second.id,
            second_said_by=said_by(second),
            second_value=print_value(store, second),
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


def _texts(store: Store, said_by: Callable[[Fact], list[str]], fact: Fact) -> Iterable[str]:
    """Yield the words by which a fact is found: also years, titles, aliases and short names."""
    yield from map(str, years(fact.dated) if fact.dated else ())
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
