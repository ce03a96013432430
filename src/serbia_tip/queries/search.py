"""Full-text search over all facts: case, diacritics, alphabet and hyphens don't matter."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from math import log
from operator import attrgetter
from typing import NamedTuple, TypeAlias

from msgspec import structs

from serbia_tip.errors import UsageError
from serbia_tip.model import Fact, Help, Statistic, Store
from serbia_tip.periods import period_end, period_last_year, period_year, period_years
from serbia_tip.queries import search_words
from serbia_tip.queries.filters import EVERYTHING, Common, Values, filter_facts, in_years_asked
from serbia_tip.queries.kinds import query_facts
from serbia_tip.queries.rivals import find_rivals
from serbia_tip.queries.rows import SearchRow
from serbia_tip.queries.search_words import Query, Term, Texts, read_search_words, search_word_hints
from serbia_tip.store.attribution import Attribution
from serbia_tip.store.load import CompiledStore, SearchIndex
from serbia_tip.words import did_you_mean, slug

_OWN = ("statement", "subject", "speaker", "note")  # its parts that are searched as one text each
# How much a word in each part of a fact counts.
_WEIGHTS = {"statement": 8.0, "subject": 4.0, "speaker": 1.5, "note": 1.0, "source": 0.3}
_NAMING = {"source": "source", "body": "speaker"}  # the parts named by fields; else its subject
# The score of a fact by the part in which all words are found, before their weights count.
_PLACES = {"statement": 3, "subject": 2, "speaker": 1, "note": 1, "source": 0}
_HALF = 8.0  # the weight with which a word counts half of what it can
_SAME_LENGTH = 0.5  # how much of the score doesn't depend on the statement's length
_NEAR = 3  # words that are named because they begin like one that no fact has


def search_facts(
    store: Store, words: str, *, kind: Values = (), common: Common = EVERYTHING
) -> list[SearchRow]:
    """Return the facts that have all the words, or else the most of them, the best first."""
    return search_and_remark(store, words, kind=kind, common=common)[0]


def search_and_remark(
    store: Store, words: str, *, kind: Values = (), common: Common = EVERYTHING
) -> tuple[list[SearchRow], list[str]]:
    """Return what `search` does, and remarks on its words; raises UsageError if there is none."""
    query = read_search_words(store, words)
    if not query.terms and not query.asks:
        raise UsageError(f"no word to search for in {words[:40]!r}")
    facts = filter_facts(store, query_facts(store, kind), common)
    index = _Search(store, facts)
    terms, remarks = index.correct(query.terms)
    every = index.find(terms)
    about = _best_hits(every)
    if about and query.years:
        both = [*terms, *query.years]
        dated = index.find(both)
        asked = Common(year=[int(year.typed) for year in query.years])
        then = {
            each: hits for each, hits in every.items() if in_years_asked(facts[each].dated, asked)
        }
        if not _all_hit(_best_hits(then), terms) and _all_hit(_best_hits(dated), both):
            terms, every, about = both, dated, _best_hits(dated)
        elif then:
            about = _best_hits(then)
        else:
            named = " or ".join(year.typed for year in query.years)
            remarks.append(f"none of these facts is about {named}")
    if about and not _all_hit(about, terms):
        remarks.append("no fact has all the words; these have the most of them")
    if not about and (lines := search_word_hints(store, words)):
        remarks.append(f"see {' or '.join(lines)}")
    spread = Counter(term for parts in every.values() for term in parts)
    # A term tells the more, the fewer facts have it.
    weights = {term: log(1 + len(facts) / max(1, spread[term])) for term in terms}
    return index.rank(about, query, weights), remarks


class Look(NamedTuple):
    """Where the words of a search stand in some of the facts that it found."""

    spans: dict[str, list[tuple[int, int]]]  # in the statements, by the fact's id
    elsewhere: dict[str, dict[str, str]]  # the part that alone has a word, by id and word


def search_hit_places(store: Store, facts: Sequence[Fact], words: str) -> Look:
    """Return where the words stand in these facts."""
    query, index = read_search_words(store, words), _Search(store, facts)
    terms, _ = index.correct([*query.terms, *query.years])
    spans: dict[str, list[tuple[int, int]]] = {}
    for text, begin, end in sorted(hit for hits in index.texts.hits(terms) for hit in hits):
        number, part = divmod(text, len(_OWN))
        if part or number >= len(facts):
            continue  # not in a statement
        fact = facts[number]
        moved = index.texts.length(text) != len(_searched_text(fact.statement))  # by folding
        if moved or end > len(fact.statement):
            continue
        known = spans.setdefault(fact.id, [])
        if known and begin < known[-1][1]:
            begin, last = known.pop()
            end = max(last, end)
        known.append((begin, end))
    elsewhere = {}
    for number, found in index.find(terms[: len(query.terms)]).items():
        best = {term.typed: min(parts, key=[*_PLACES].index) for term, parts in found.items()}
        beside = {word: part for word, part in best.items() if part not in ("statement", "subject")}
        elsewhere[facts[number].id] = beside
    return Look(spans, elsewhere)


# The parts of each fact in which each of the terms stands.
_Hits: TypeAlias = dict[int, dict[Term, set[str]]]


def _best_hits(hits: _Hits) -> _Hits:
    most = max(map(len, hits.values()), default=0)
    return {number: terms for number, terms in hits.items() if len(terms) == most}


def _all_hit(hits: _Hits, terms: Sequence[Term]) -> bool:
    return bool(hits) and all(len(found) == len(terms) for found in hits.values())


class _Search:
    """Facts, and the texts that find them."""

    def __init__(self, store: Store, facts: Sequence[Fact]) -> None:
        self._facts = facts
        self._attribution = Attribution.of(store)
        index = _search_index(store, facts)
        self._names, self.texts = index.names, Texts(index.lines, index.stems)

    def find(self, terms: Sequence[Term]) -> _Hits:
        """Return where the terms stand, fact by fact."""
        found: defaultdict[int, dict[Term, set[str]]] = defaultdict(dict)
        for term, hits in zip(terms, self.texts.hits(terms), strict=True):
            names: defaultdict[str, set[str]] = defaultdict(set)
            for text in {hit.text for hit in hits}:
                number, part = divmod(text, len(_OWN))
                if number < len(self._facts):
                    found[number].setdefault(term, set()).add(_OWN[part])
                else:
                    field, name = self._names[text - len(_OWN) * len(self._facts)]
                    names[field].add(name)
            for field, wanted in names.items():
                for number, fact in enumerate(self._facts):
                    if not wanted.isdisjoint(self._borne(fact, field)):
                        found[number].setdefault(term, set()).add(_NAMING.get(field, "subject"))
        return found

    def _borne(self, fact: Fact, field: str) -> Iterable[object]:
        """Return the names that the fact has in this field."""
        if field == "source":
            return fact.cited
        return self._attribution.said_by(fact) if field == "body" else (getattr(fact, field, None),)

    def correct(self, terms: Sequence[Term]) -> tuple[list[Term], list[str]]:
        """Replace words that no text has by those that are spelled like them, and say so."""
        meant, remarks = [], []
        for term, hits in zip(terms, self.texts.hits(terms), strict=True):
            word, *others = term.spellings[0]
            said = f"no fact has the word {term.typed!r}"
            if term.begins or others or (hits and len(term.spellings) > 1):
                pass
            elif (alike := self.texts.alike(word)) and not self.texts.have(alike, hits):
                remarks.append(f"{said}{did_you_mean(alike)}")
                term = term._replace(spellings=tuple((word,) for word in alike))
            elif not hits and (longer := self.texts.beginning(word)[:_NEAR]):
                remarks.append(f"{said}; {word}* finds {', '.join(longer)}")
            meant.append(term)
        return meant, remarks

    def rank(self, found: _Hits, query: Query, weights: dict[Term, float]) -> list[SearchRow]:
        """Return the rows found, the best first; then the newer, whole, more like the others."""
        facts = {number: self._facts[number] for number in found}
        usual = sum(len(fact.statement) for fact in facts.values()) / max(1, len(facts))
        last = max((period_end(fact.dated).year for fact in facts.values()), default=0)
        alike = Counter(map(_hit_topic, facts.values()))
        ranked = []
        for number, parts in found.items():
            fact = facts[number]
            place, end = 0, period_end(fact.dated).year
            if len(parts) == len(weights):
                place = min(max(_PLACES[part] for part in each) for each in parts.values())
            length = _SAME_LENGTH + (1 - _SAME_LENGTH) * len(fact.statement) / usual
            well = sum(
                weights[term] / (1 + _HALF * length / sum(_WEIGHTS[part] for part in sorted(each)))
                for term, each in parts.items()
            ) / sum(weights.values())
            if query.years and fact.dated:
                well /= len(period_years(fact.dated))
            if fact.rank == "deprecated":
                well /= 2
            if query.present:
                well /= 1 + last - end
            score = round(place + well, 1)
            years = period_year(fact.dated), period_last_year(fact.dated)
            said_by, reported = self._attribution.said_by(fact), self._attribution.reported(fact)
            row = SearchRow(fact.id, fact.noun, *years, fact.statement, score, said_by, reported)
            ranked.append(
                ((-score, -end, _is_part_hit(fact), -alike[_hit_topic(fact)], number), row)
            )
        return [row for _, row in sorted(ranked)]


def _hit_topic(fact: Fact) -> object:
    """Return the fact's measure or topic; for other kinds, what kind it is."""
    return getattr(fact, "measure", None) or getattr(fact, "topic", fact.noun)


def _is_part_hit(fact: Fact) -> bool:
    """Whether the fact is a figure of a group or of some months, which another may include."""
    if not isinstance(fact, Statistic):
        return False
    return bool(fact.part_of or fact.group) or "-" in str(fact.period)


def with_search(store: Store) -> CompiledStore:
    """Return the store with all that takes long to find out, to be compiled."""
    facts = store.facts()
    index = _search_index(store, facts)
    title = search_words.search_word_lines([store.store.title])
    words = search_words.WORD.findall("\n".join([*index.lines, *title]))
    index = structs.replace(index, stems=search_words.search_word_stems(sorted(set(words)), {}))
    tables, found = structs.asdict(store), find_rivals(store, facts)
    return CompiledStore(**tables, disputes=found, index=index)


def _search_index(store: Store, facts: Sequence[Fact]) -> SearchIndex:
    """Return the texts of these facts, folded now or chosen from those of a compiled store."""
    each = len(_OWN)
    if isinstance(store, CompiledStore):
        every = store.facts()
        place = {fact.id: number * each for number, fact in enumerate(every)}
        begins = (place[fact.id] for fact in facts)
        lines = store.index.lines
        own = [line for begin in begins for line in lines[begin : begin + each]]
        return structs.replace(store.index, lines=[*own, *lines[len(every) * each :]])
    names = list(_searched_names(store))
    texts = [text for fact in facts for text in _searched_texts(fact)]
    lines = search_words.search_word_lines([*texts, *(called for _, _, called in names)])
    return SearchIndex(lines, [(field, key) for field, key, _ in names], {})


def _searched_texts(fact: Fact) -> Iterator[str]:
    """Yield the fact's own texts, one for each of `_OWN`; subjects have what is not usual."""
    yield _searched_text(fact.statement)
    read, usual = _searched_fields(type(fact))
    told = [
        value for value, each in zip(read(fact), usual, strict=True) if value not in (None, each)
    ]
    yield " ".join([" ".join(value) if type(value) is list else str(value) for value in told])
    credit = fact.attributed_to or ""
    yield _searched_text(credit if isinstance(credit, str) else " ".join(fact.credits))
    yield _searched_text(fact.note or "")


@cache
def _searched_fields(kind: type[Fact]) -> tuple[Callable[[Fact], Sequence[object]], list[object]]:
    """Return what reads the fields that a fact of this kind is about, and their defaults."""
    own = [field for field in structs.fields(kind) if field.name not in _ELSEWHERE]
    return attrgetter(*(field.name for field in own)), [field.default for field in own]


_ELSEWHERE = {
    *("statement", "note", "attributed_to", "sources"),
    *("contradicts", "part_of", "partitioned_by"),
}  # the fields that are searched in other parts, or that link facts


def _searched_names(store: Store) -> Iterator[tuple[str, str, str]]:
    """Yield what bodies, sources, countries and terms are called: the field, the key, the names."""
    bodies = {name: [name, body.short or "", *body.aliases] for name, body in store.bodies.items()}
    for name, names in bodies.items():
        yield "body", name, _searched_text(" ".join(names))
    for key, source in store.sources.items():
        publisher = bodies.get(source.publisher, [source.publisher])
        called = " ".join([source.title, source.short or "", *publisher])
        yield "source", key, f"{key} {_searched_text(called)}"
    for code, country in store.countries.items():
        called = " ".join([code, country.alpha3, country.name, *country.aliases])
        yield from ((end, code, called) for end in ("origin", "destination"))
    for field, terms in store.terms.items():
        for word, term in terms.items():
            called = " ".join([term.title or "", *term.aliases])
            yield field, word, f"{word} {_searched_text(called)}"


def _searched_text(text: str) -> str:
    """Return the text, and its words with hyphens without these."""
    return " ".join([text, *search_words.joined_search_words(text)]) if "-" in text else text


def search_helpline(store: Store, words: str) -> Help | None:
    """Return whom one can call, if what the store says of them has all the words."""
    about, terms = store.store.help, read_search_words(store, words).terms
    if about is None or not terms:
        return None
    texts = Texts(
        search_words.search_word_lines([f"help {about.name} {about.phone} {about.url}"]), {}
    )
    return about if all(texts.hits(terms)) else None


def search_similar_ids(store: Store, name: str) -> list[str]:
    """Return the ids with the words of this name, or else its beginning: wholes and newer first."""
    words = slug(name).split("-")
    parts = {fact.id: fact.id.split("-") for fact in store.facts()}
    found = [fact_id for fact_id, own in parts.items() if set(words) <= set(own)]
    for length in range(len(words) - 1, 0, -1):
        found = found or [key for key, own in parts.items() if own[:length] == words[:length]]
    return sorted(sorted(found, reverse=True), key=lambda fact_id: len(parts[fact_id]))
