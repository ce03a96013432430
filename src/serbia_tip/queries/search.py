"""Full-text search over all facts, the best first.

Words are stemmed as English; their case, diacritics, alphabet and hyphens don't matter.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from datetime import date
from functools import cache
from math import log
from operator import attrgetter
from typing import Any, NamedTuple, TypeAlias

from msgspec import structs

from serbia_tip.errors import UsageError
from serbia_tip.model import Fact, Finding, Help, Statistic, Store, reference
from serbia_tip.periods import span, year_of, years
from serbia_tip.queries.attribution import Attribution
from serbia_tip.queries.filters import EVERYTHING, Common, Values, narrowed
from serbia_tip.queries.kinds import of_kinds
from serbia_tip.queries.rows import SearchRow
from serbia_tip.queries.search_query import Query, commands, understood
from serbia_tip.queries.search_texts import Term, Texts, joined
from serbia_tip.words import did_you_mean, slug

STATEMENT, SUBJECT, BESIDE, SOURCE = 3, 2, 1, 0
"""Where words are found: in the statement, in what it is about, beside it, in a source's title."""


_WEIGHTS = {"statement": 8.0, "subject": 4.0, "speaker": 1.5, "note": 1.0, "source": 0.3}
"""The parts of a fact that are searched, and how much a word in each counts."""


_PLACES = {
    "statement": STATEMENT,
    "subject": SUBJECT,
    "speaker": BESIDE,
    "note": BESIDE,
    "source": SOURCE,
}


_HALF = 8.0
"""The weight with which a word counts half of what it can."""


_SAME_LENGTH = 0.5
"""How much of the score doesn't depend on the statement's length."""


_NEAR = 3
"""How many words are named that begin like one that no fact has."""


class Found(NamedTuple):
    """The facts that a search finds, and what the searcher must know of them."""

    rows: list[SearchRow]
    remarks: Sequence[str] = ()


def search(
    store: Store, words: str, *, kind: Values = (), common: Common = EVERYTHING
) -> list[SearchRow]:
    """Return the facts that have all the words, or else the most of them, the best first.

    Raises UsageError when there is no word to search for.
    """
    return found(store, words, kind=kind, common=common).rows


def found(store: Store, words: str, *, kind: Values = (), common: Common = EVERYTHING) -> Found:
    """Return what `search` does, with remarks on what its words may mean."""
    query = understood(store, words)
    if not query.terms and not query.asks:
        raise UsageError(f"no word to search for in {words[:40]!r}")
    index = _Index(store, narrowed(store, of_kinds(store, kind), common))
    terms, remarks = index.corrected(query.terms)
    every = index.found(terms)
    about = _most(every)
    if about and query.years:
        in_years = {number: hits for number, hits in every.items() if index.touches(number, query)}
        dated = index.found([*terms, *query.years])
        if _complete(_most(in_years), terms):
            about = _most(in_years)
        elif _complete(_most(dated), [*terms, *query.years]):
            terms, every, about = [*terms, *query.years], dated, _most(dated)
        elif in_years:
            about = _most(in_years)
        else:
            asked = " or ".join(year.typed for year in query.years)
            remarks.append(f"none of these facts is about {asked}")
    if about and not _complete(about, terms):
        remarks.append("no fact has all the words; these have the most of them")
    if not about and (lines := commands(store, words)):
        remarks.append(f"see {' or '.join(lines)}")
    return Found(index.rows(about, query, index.rarity(terms, every)), remarks)


class Look(NamedTuple):
    """Where the words of a search stand in some of the facts that it found."""

    spans: dict[str, list[tuple[int, int]]]
    """The begin and the end of each hit in the statements, by the fact's id."""
    elsewhere: dict[str, dict[str, str]]
    """The words that stand neither in the statement nor in what it is about, and where, by id."""


def look(store: Store, facts: Sequence[Fact], words: str) -> Look:
    """Return where the words stand in these facts."""
    query, index = understood(store, words), _Index(store, facts)
    terms, _ = index.corrected([*query.terms, *query.years])
    spans: dict[str, list[tuple[int, int]]] = {}
    texts = Texts(fact.statement for fact in facts)
    for hit in sorted(hit for hits in texts.hits(terms) for hit in hits):
        fact = facts[hit.text]
        if texts.length(hit.text) != len(fact.statement):
            continue  # folding moved the letters
        known = spans.setdefault(fact.id, [])
        if known and hit.begin < known[-1][1]:
            known[-1] = known[-1][0], max(known[-1][1], hit.end)
        else:
            known.append((hit.begin, hit.end))
    elsewhere: dict[str, dict[str, str]] = {}
    for number, found in index.found(terms[: len(query.terms)]).items():
        best = {term.typed: max(parts, key=_PLACES.__getitem__) for term, parts in found.items()}
        beside = {word: part for word, part in best.items() if _PLACES[part] <= BESIDE}
        elsewhere[facts[number].id] = beside
    return Look(spans, elsewhere)


_Hits: TypeAlias = dict[int, dict[Term, set[str]]]
"""The parts of each fact in which each of the terms stands."""


def _most(hits: _Hits) -> _Hits:
    """Return the facts that have the most terms."""
    most = max(map(len, hits.values()), default=0)
    return {number: terms for number, terms in hits.items() if len(terms) == most}


def _complete(hits: _Hits, terms: Sequence[Term]) -> bool:
    """Whether there are facts, and each has all the terms."""
    return bool(hits) and all(len(found) == len(terms) for found in hits.values())


_Text: TypeAlias = tuple[str, int | str, str]
"""A part of a fact and its number, or a field and what it names, with the text."""


class _Index:
    """Facts, and the texts that find them."""

    def __init__(self, store: Store, facts: Sequence[Fact]) -> None:
        self._facts = facts
        self._attribution = Attribution.of(store)
        texts: list[_Text] = [*_texts(facts), *_names(store)]
        self._owners = [(part, owner) for part, owner, _ in texts]
        self._texts = Texts(text for _, _, text in texts)

    def found(self, terms: Sequence[Term]) -> _Hits:
        """Return where the terms stand, fact by fact."""
        found: defaultdict[int, dict[Term, set[str]]] = defaultdict(dict)
        for term, hits in zip(terms, self._texts.hits(terms), strict=True):
            names: defaultdict[str, set[int | str]] = defaultdict(set)
            for part, owner in {self._owners[hit.text] for hit in hits}:
                if isinstance(owner, int):
                    found[owner].setdefault(term, set()).add(part)
                else:
                    names[part].add(owner)
            for number, part in self._bearers(names):
                found[number].setdefault(term, set()).add(part)
        return found

    def _bearers(self, names: Mapping[str, Set[int | str]]) -> Iterator[tuple[int, str]]:
        """Yield the facts that bear one of these names, with the part in which it stands."""
        for field, wanted in names.items():
            for number, fact in enumerate(self._facts):
                match field:
                    case "source":
                        if any(reference(text)[0] in wanted for text in fact.sources):
                            yield number, "source"
                    case "body":
                        if not wanted.isdisjoint(self._attribution.said_by(fact)):
                            yield number, "speaker"
                    case _:
                        if getattr(fact, field, None) in wanted:
                            yield number, "subject"

    def corrected(self, terms: Sequence[Term]) -> tuple[list[Term], list[str]]:
        """Replace words that no text has by those that are spelled like them, and say so."""
        meant, remarks = [], []
        for term, hits in zip(terms, self._texts.hits(terms), strict=True):
            word = term.spellings[0][0]
            near = "" if hits or term.begins or len(term.spellings[0]) > 1 else word
            if near and (alike := self._texts.alike(near)):
                remarks.append(f"no fact has the word {term.typed!r}{did_you_mean(alike)}")
                term = term._replace(spellings=tuple((word,) for word in alike))
            elif near and (longer := self._texts.beginning(near)[:_NEAR]):
                remarks.append(
                    f"no fact has the word {term.typed!r}; {near}* finds {', '.join(longer)}"
                )
            meant.append(term)
        return meant, remarks

    def touches(self, number: int, query: Query) -> bool:
        """Whether the fact's period touches one of the years asked for."""
        period = self._facts[number].dated
        asked = {int(year.typed) for year in query.years}
        return period is not None and not asked.isdisjoint(years(period))

    def rarity(self, terms: Sequence[Term], found: _Hits) -> dict[Term, float]:
        """Return how much each of the terms tells: the more, the fewer facts have it."""
        spread = Counter(term for parts in found.values() for term in parts)
        return {term: log(1 + len(self._facts) / max(1, spread[term])) for term in terms}

    def rows(self, found: _Hits, query: Query, rarity: dict[Term, float]) -> list[SearchRow]:
        """Return the rows of the facts found, the best first, among equals the newer."""
        usual = sum(len(self._facts[number].statement) for number in found) / max(1, len(found))
        ends = {number: _end(self._facts[number]) for number in found}
        last = max(ends.values(), default=date.min)

        def score(number: int) -> float:
            parts, fact = found[number], self._facts[number]
            place = 0
            if len(parts) == len(rarity):
                place = min(max(_PLACES[part] for part in each) for each in parts.values())
            length = _SAME_LENGTH + (1 - _SAME_LENGTH) * len(fact.statement) / usual
            well = sum(
                rarity[term] / (1 + _HALF * length / sum(_WEIGHTS[part] for part in sorted(each)))
                for term, each in parts.items()
            ) / sum(rarity.values())
            if query.years and fact.dated:
                well /= len(years(fact.dated))
            if fact.rank == "deprecated":
                well /= 2
            if query.present:
                well /= 1 + last.year - ends[number].year
            return round(place + well, 1)

        scores = {number: score(number) for number in found}
        alike = Counter(_about(self._facts[number]) for number in found)

        def place(number: int) -> tuple[float, int, bool, int]:
            """Better, newer, whole, like more others that were found."""
            fact = self._facts[number]
            return -scores[number], -ends[number].year, _is_part(fact), -alike[_about(fact)]

        order = sorted(sorted(found), key=place)
        return [
            SearchRow(
                id=fact.id,
                kind=fact.noun,
                year=year_of(fact.dated),
                statement=fact.statement,
                score=scores[number],
                said_by=self._attribution.said_by(fact),
                reported=self._attribution.reported(fact),
            )
            for number in order
            for fact in (self._facts[number],)
        ]


def _about(fact: Fact) -> str:
    """Return the fact's measure or topic; for other kinds, what kind it is."""
    if isinstance(fact, Statistic):
        return fact.measure
    return fact.topic if isinstance(fact, Finding) else fact.noun


def _is_part(fact: Fact) -> bool:
    """Whether the fact is a figure of a group or of some months, which another may include."""
    if not isinstance(fact, Statistic):
        return False
    return bool(fact.part_of or fact.group or "-" in (fact.period or ""))


def _end(fact: Fact) -> date:
    return span(fact.dated).last if fact.dated else date.min


def _texts(facts: Iterable[Fact]) -> Iterator[_Text]:
    """Yield the texts of each fact's own: their parts, the fact's number, the texts."""
    for number, fact in enumerate(facts):
        yield "statement", number, _with_joined(fact.statement)
        yield "subject", number, _subject(fact)
        if credit := fact.attributed_to:
            bodies = credit if isinstance(credit, str) else " ".join(fact.credits)
            yield "speaker", number, _with_joined(bodies)
        if fact.note:
            yield "note", number, _with_joined(fact.note)


def _names(store: Store) -> Iterator[_Text]:
    """Yield what bodies, sources, countries and terms are called: the field, the key, the names."""
    bodies = {name: [name, body.short or "", *body.aliases] for name, body in store.bodies.items()}
    for name, names in bodies.items():
        yield "body", name, _with_joined(" ".join(names))
    for key, source in store.sources.items():
        publisher = bodies.get(source.publisher, [source.publisher])
        called = " ".join([source.title, source.short or "", *publisher])
        yield "source", key, f"{key} {_with_joined(called)}"
    for code, country in store.countries.items():
        called = " ".join([code, country.alpha3, country.name, *country.aliases])
        yield "origin", code, called
        yield "destination", code, called
    for field, terms in store.terms.items():
        for word, term in terms.items():
            called = " ".join([term.title or "", *term.aliases])
            yield field, word, f"{word} {_with_joined(called)}"


def _with_joined(text: str) -> str:
    """Return the text, and its words with hyphens without these."""
    return " ".join([text, *joined(text)]) if "-" in text else text


def _subject(fact: Fact) -> str:
    """Return the values of the fact's own fields, except those that most facts have."""
    values, usual = _own_fields(type(fact))
    return " ".join(
        [
            value if type(value) is str else " ".join(value) if type(value) is list else str(value)
            for value, default in zip(values(fact), usual, strict=True)
            if value is not None and value != default
        ]
    )


@cache
def _own_fields(kind: type[Fact]) -> tuple[Callable[[Fact], tuple[Any, ...]], list[object]]:
    """Return what reads the fields that a fact of this kind is about, and their defaults."""
    own = [field for field in structs.fields(kind) if field.name not in _ELSEWHERE]
    return attrgetter(*(field.name for field in own)), [field.default for field in own]


_ELSEWHERE = {
    *("statement", "note", "attributed_to", "sources"),
    *("contradicts", "part_of", "partitioned_by"),
}
"""The fields that are searched in other parts, or that link facts."""


def help_found(store: Store, words: str) -> Help | None:
    """Return whom one can call, if what the store says of them has all the words."""
    about, terms = store.store.help, understood(store, words).terms
    if about is None or not terms:
        return None
    texts = Texts([f"help {about.name} {about.phone} {about.url}"])
    return about if all(texts.hits(terms)) else None


def similar(store: Store, name: str) -> list[str]:
    """Return the ids of facts that carry the words of this name, or else begin like it.

    The shortest, which name wholes and no parts, go first, and of these the newer.
    """
    words = slug(name).split("-")
    parts = {fact.id: fact.id.split("-") for fact in store.facts()}
    found = [fact_id for fact_id, own in parts.items() if set(words) <= set(own)]
    for length in range(len(words) - 1, 0, -1):
        found = found or [key for key, own in parts.items() if own[:length] == words[:length]]
    return sorted(sorted(found, reverse=True), key=lambda fact_id: len(parts[fact_id]))
