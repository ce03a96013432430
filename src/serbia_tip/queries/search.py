"""Full-text search over all facts, ranked: SQLite's FTS5, in memory.

Words are stemmed as English; the case, the diacritics, the alphabet and the hyphens in them don't
matter. A phrase stands in double quotes, a prefix ends in `*`; nothing else in a query means
anything but itself.
"""

import re
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache

import msgspec

from serbia_tip.errors import UsageError
from serbia_tip.model import Country, Fact, Help, Route, Source, Store, Term
from serbia_tip.period import year_of
from serbia_tip.queries.attribution import Attribution
from serbia_tip.queries.lookups import EVERYTHING, Common, Values, narrowed, of_kinds
from serbia_tip.queries.rows import SearchRow
from serbia_tip.references import reference
from serbia_tip.words import fold

_TOKENS = "tokenize = 'porter unicode61'"
_COLUMNS = {
    "statement": 8.0,
    "subject": 5.0,
    "names": 3.0,
    "terms": 2.0,
    "note": 1.0,
    "sources": 1.0,
}
"""What is searched of a fact, and what a hit there counts."""
_COMMON = 0.2
"""A term that a larger share of the facts has is no telling one."""
_WORD = re.compile(r"\w+")
_PART = re.compile(r'"([^"]*)"?|(\S+)')
_COMPOUND = re.compile(r"\w+(?:-\w+)+")
_BEGIN, _END = "\x02", "\x03"
"""What FTS5 puts around a hit."""
_NO_MARKS = str.maketrans(f"{_BEGIN}{_END}\0", "   ")
"""In a text these part words as blanks do, and are taken for such: no hit is mistaken."""
_SMALL = set(
    _WORD.findall(
        "a about an and are as at by did do does for from had has have how in is it its many much "
        "number of on or that the there they this to was were what when where which who why with"
    )
)
"""Words of questions, which say little of what is asked: they count where there are no others."""
_LONGEST = 64
"""The words of a query beyond these are left out; more would only make the search slow."""


def search(
    store: Store, words: str, *, kind: Values = (), common: Common = EVERYTHING
) -> list[SearchRow]:
    """The facts that have all the words, or the most of them if none has all, the best first.

    Raises UsageError when there is no word to search for.
    """
    return found(store, words, kind=kind, common=common)[0]


def found(
    store: Store, words: str, *, kind: Values = (), common: Common = EVERYTHING
) -> tuple[list[SearchRow], bool]:
    """What `search` finds, and whether it has all the words; raises as that does."""
    terms = _telling(words, store.store.synonyms)
    if not terms:
        raise UsageError(f"no word to search for in {words[:40]!r}")
    facts = narrowed(store, of_kinds(store, kind), common)
    index = _index(store, facts)
    most, all_terms = _most(index, terms, len(facts))
    attribution = Attribution.of(store)
    rows = [
        SearchRow(
            id=facts[number].id,
            kind=facts[number].noun,
            year=year_of(facts[number].dated),
            statement=facts[number].statement,
            score=round(score, 3),
            said_by=attribution.said_by(facts[number]),
            reported=attribution.reported(facts[number]),
        )
        for number, score in _ranked(index, " OR ".join(terms))
        if number in most
    ]
    return rows, all_terms


def hits(
    statements: Iterable[str], words: str, synonyms: Mapping[str, Sequence[str]]
) -> dict[str, list[tuple[int, int]]]:
    """Where in each statement the words are, as the begin and the end of each hit."""
    index = sqlite3.connect(":memory:")
    index.execute(f"CREATE VIRTUAL TABLE facts USING fts5(statement, {_TOKENS})")
    folded = {fold(statement).translate(_NO_MARKS): statement for statement in statements}
    index.executemany("INSERT INTO facts (statement) VALUES (?)", ((text,) for text in folded))
    marked = index.execute(
        "SELECT statement, highlight(facts, 0, ?, ?) FROM facts WHERE facts MATCH ?",
        (_BEGIN, _END, " OR ".join(_telling(words, synonyms))),
    )
    return {
        folded[text]: _spans(marks)
        for text, marks in marked
        if len(text) == len(folded[text])  # folding left every letter in its place
    }


def _spans(marked: str) -> list[tuple[int, int]]:
    """The begin and the end of what stands between the marks, in the text without them."""
    begins = [match.start() for match in re.finditer(_BEGIN, marked)]
    ends = [match.start() for match in re.finditer(_END, marked)]
    return [
        (begin - 2 * number, end - 2 * number - 1)
        for number, (begin, end) in enumerate(zip(begins, ends, strict=True))
    ]


def help_found(store: Store, words: str) -> Help | None:
    """Whom the store says that one can call, if what it says of that has all the words."""
    about = store.store.help
    terms = _telling(words, store.store.synonyms)
    if about is None or not terms:
        return None
    index = sqlite3.connect(":memory:")
    index.execute(f"CREATE VIRTUAL TABLE help USING fts5(text, {_TOKENS})")
    text = f"help {about.name} {about.phone} {about.url}"
    index.execute("INSERT INTO help (text) VALUES (?)", (fold(text),))
    matching = "SELECT count(*) FROM help WHERE help MATCH ?"
    [(count,)] = index.execute(matching, (" AND ".join(terms),))
    return about if count else None


def _telling(words: str, synonyms: Mapping[str, Sequence[str]]) -> list[str]:
    """The query's terms without the words that only questions have, if there are others."""
    return _terms(words, synonyms, _SMALL) or _terms(words, synonyms)


def _terms(
    words: str, synonyms: Mapping[str, Sequence[str]], without: Collection[str] = ()
) -> list[str]:
    """The query's words, prefixes and phrases, quoted so that FTS5 reads no operator in them.

    A term that has synonyms is found by any of them, one with hyphens also without these; a word
    of those `without` is left out.
    """
    others = {
        spelling: alike
        for term, alike in synonyms.items()
        for spelling in (*_joined(term), fold(term))
    }
    terms = []
    for phrase, word in _parts(words, others):
        folded = fold(phrase or word)
        if not phrase and folded in without:
            continue
        alike = (folded, *_joined(word), *others.get(folded, ()))
        quoted = [_quoted(term) for term in alike if _WORD.search(term)]
        if quoted:
            prefix = "*" if folded.endswith("*") and not phrase else ""
            terms.append(f"({' OR '.join(quoted)}{prefix})")
    return list(dict.fromkeys(terms))[:_LONGEST]


def _parts(words: str, others: Collection[str]) -> Iterator[tuple[str, str]]:
    """The phrases and the words of a query; words that are `others` together are one phrase."""
    longest = max((term.count(" ") + 1 for term in others), default=1)
    parts = _PART.findall(words)
    at = 0
    while at < len(parts):
        for length in range(min(longest, len(parts) - at), 1, -1):
            run = " ".join(word for _, word in parts[at : at + length])
            if fold(run) in others and not any(phrase for phrase, _ in parts[at : at + length]):
                yield run, ""
                at += length
                break
        else:
            yield parts[at]
            at += 1


def _joined(text: str) -> list[str]:
    """The words with hyphens in the text, without these: `fundraising` for `fund-raising`."""
    if "-" not in text:
        return []
    return [fold(word.replace("-", "")) for word in _COMPOUND.findall(text)]


def _quoted(term: str) -> str:
    return f'"{" ".join(_WORD.findall(fold(term)))}"'


def _index(store: Store, facts: Sequence[Fact]) -> sqlite3.Connection:
    index = sqlite3.connect(":memory:")
    columns = ", ".join(_COLUMNS)
    index.execute(f"CREATE VIRTUAL TABLE facts USING fts5({columns}, {_TOKENS})")
    texts = _Texts(store)
    index.executemany(
        f"INSERT INTO facts (rowid, {columns}) VALUES (?, ?, ?, ?, ?, ?, ?)",  # noqa: S608  # ours
        ((number, *texts.columns(fact)) for number, fact in enumerate(facts)),
    )
    return index


class _Texts:
    """What is searched of each fact: what it shares with others is put together once."""

    def __init__(self, store: Store) -> None:
        self._places = {code: _place(code, country) for code, country in store.countries.items()}
        self._bodies = {
            name: fold(" ".join([name, body.short or "", *body.aliases]))
            for name, body in store.bodies.items()
        }
        self._sources = {key: self._source(key, source) for key, source in store.sources.items()}
        self._terms = {field: _titled(terms) for field, terms in store.terms.items()}

    def columns(self, fact: Fact) -> tuple[str, ...]:
        """The texts of a fact, in the order of the index's columns."""
        names = [*map(self._body, fact.credits), fold(fact.entity or "")]
        if isinstance(fact, Route):
            names += [self._places.get(end or "", "") for end in (fact.origin, fact.destination)]
        terms = [
            terms.get(str(getattr(fact, field, None)), "") for field, terms in self._terms.items()
        ]
        terms += _joined(f"{fact.statement} {fact.note or ''}")
        sources = {reference(text)[0] for text in fact.sources}
        return (
            fold(fact.statement),
            fold(" ".join(_subject(fact))),
            " ".join(names),
            " ".join(terms),
            fold(fact.note or ""),
            " ".join(self._sources[key] for key in sources),
        )

    def _body(self, name: str) -> str:
        return self._bodies.get(name) or fold(name)

    def _source(self, key: str, source: Source) -> str:
        said = fold(f"{key} {source.title} {source.short or ''}")
        return f"{said} {self._body(source.publisher)}"


def _place(code: str, country: Country) -> str:
    return fold(" ".join([code, country.alpha3, country.name, *country.aliases]))


def _titled(terms: Mapping[str, Term]) -> dict[str, str]:
    """What else each of the terms is called."""
    said = {name: " ".join([term.title or "", *term.aliases]) for name, term in terms.items()}
    return {name: " ".join([fold(text), *_joined(text)]) for name, text in said.items()}


def _subject(fact: Fact) -> Iterator[str]:
    """The words in which the fact's own fields say what it is about."""
    yield fact.id
    yield fact.dated or ""
    for field, usual in _own_fields(type(fact)):
        value = getattr(fact, field)
        if value is not None and value != usual:
            yield from map(str, value) if isinstance(value, list) else [str(value)]


@cache
def _own_fields(kind: type[Fact]) -> list[tuple[str, object]]:
    """The fields of this kind of fact that say what it is about, with what they usually say."""
    return [
        (field.name, field.default)
        for field in msgspec.structs.fields(kind)
        if field.name not in _ELSEWHERE
    ]


_ELSEWHERE = {
    *("id", "period", "year", "statement", "note", "sources"),
    *("attributed_to", "entity", "origin", "destination"),
    *("contradicts", "part_of", "partitioned_by"),
}
"""The fields that are searched in other columns, or that say how facts hang together."""


def _most(index: sqlite3.Connection, terms: list[str], facts: int) -> tuple[set[int], bool]:
    """The numbers of the facts that have more of the terms than any other, and if they have all.

    Where no fact has all, terms that very many facts have say little and don't count.
    """
    matching = "SELECT rowid FROM facts WHERE facts MATCH ?"
    having = [{number for (number,) in index.execute(matching, (term,))} for term in terms]
    has = Counter(number for numbers in having for number in numbers)
    telling = Counter(
        number for numbers in having if len(numbers) <= facts * _COMMON for number in numbers
    )
    weights = {
        number: (count == len(terms), telling[number], count) for number, count in has.items()
    }
    most = max(weights.values(), default=(True, 0, 0))
    return {number for number, weight in weights.items() if weight == most}, most[0]


def _ranked(index: sqlite3.Connection, query: str) -> list[tuple[int, float]]:
    """The numbers of the facts that match, with their scores, the best first."""
    weights = ", ".join(map(str, _COLUMNS.values()))
    return index.execute(
        f"SELECT rowid, -bm25(facts, {weights}) AS score FROM facts"  # noqa: S608  # our numbers
        " WHERE facts MATCH ? ORDER BY score DESC, rowid",
        (query,),
    ).fetchall()
