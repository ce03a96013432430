"""Full-text search over all facts, ranked: SQLite's FTS5, in memory.

Words are stemmed as English; the case, the diacritics and the alphabet don't matter. A phrase
stands in double quotes, a prefix ends in `*`; nothing else in a query means anything but itself.
"""

import re
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from serbia_tip.errors import UsageError
from serbia_tip.model import Country, Fact, Route, Store
from serbia_tip.period import year_of
from serbia_tip.queries.attribution import Attribution
from serbia_tip.queries.lookups import EVERYTHING, Common, Values, narrowed, of_kinds
from serbia_tip.queries.rows import SearchRow
from serbia_tip.references import reference
from serbia_tip.words import fold

_TOKENS = "tokenize = 'porter unicode61'"
_WEIGHTS = (8.0, 5.0, 3.0, 1.0, 1.0)
"""What a hit counts in a fact's statement, subject, names, note, and sources."""
_COMMON = 0.2
"""A term that a larger share of the facts has is no telling one."""
_WORD = re.compile(r"\w+")
_PART = re.compile(r'"([^"]*)"?|(\S+)')
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
"""Words of questions, which say little of what is asked: they count if some fact has all words."""
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
    terms = _terms(words, store.store.synonyms)
    if not terms:
        raise UsageError(f"no word to search for in {words[:40]!r}")
    facts = narrowed(store, of_kinds(store, kind), common)
    index = _index(store, facts)
    most, all_terms = _most(index, terms, len(facts))
    if not all_terms and (telling := _terms(words, store.store.synonyms, _SMALL)):
        terms = telling
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
        (_BEGIN, _END, " OR ".join(_terms(words, synonyms, _SMALL) or _terms(words, synonyms))),
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


def _terms(
    words: str, synonyms: Mapping[str, Sequence[str]], without: Collection[str] = ()
) -> list[str]:
    """The query's words, prefixes and phrases, quoted so that FTS5 reads no operator in them.

    A term that has synonyms is found by any of them; a word of those `without` is left out.
    """
    others = {fold(term): alike for term, alike in synonyms.items()}
    terms = []
    for phrase, word in _PART.findall(words):
        folded = fold(phrase or word)
        if not phrase and folded in without:
            continue
        quoted = [_quoted(term) for term in (folded, *others.get(folded, ())) if _WORD.search(term)]
        if quoted:
            prefix = "*" if folded.endswith("*") and not phrase else ""
            terms.append(f"({' OR '.join(quoted)}{prefix})")
    return list(dict.fromkeys(terms))[:_LONGEST]


def _quoted(term: str) -> str:
    return f'"{" ".join(_WORD.findall(fold(term)))}"'


def _index(store: Store, facts: Sequence[Fact]) -> sqlite3.Connection:
    index = sqlite3.connect(":memory:")
    columns = "statement, subject, names, note, sources"
    index.execute(f"CREATE VIRTUAL TABLE facts USING fts5({columns}, {_TOKENS})")
    places = {code: " ".join(_names(code, country)) for code, country in store.countries.items()}
    index.executemany(
        f"INSERT INTO facts (rowid, {columns}) VALUES (?, ?, ?, ?, ?, ?)",  # noqa: S608  # ours
        ((number, *map(fold, _columns(store, fact, places))) for number, fact in enumerate(facts)),
    )
    return index


def _names(code: str, country: Country) -> Iterable[str]:
    return code, country.alpha3, country.name, *country.aliases


def _columns(store: Store, fact: Fact, places: dict[str, str]) -> Iterable[str]:
    """What is searched of a fact, in the order of the index's columns."""
    names = [*fact.credits, fact.entity]
    if isinstance(fact, Route):
        names += [places.get(fact.origin or ""), places.get(fact.destination or "")]
    sources = (reference(text)[0] for text in fact.sources)
    titles = (f"{key} {store.sources[key].title} {store.sources[key].publisher}" for key in sources)
    yield fact.statement
    yield " ".join(_subject(fact))
    yield " ".join(filter(None, names))
    yield fact.note or ""
    yield " ".join(titles)


def _subject(fact: Fact) -> Iterable[str]:
    """The words in which the fact's own fields say what it is about."""
    yield fact.id
    yield fact.dated or ""
    for field in fact.__struct_fields__:
        if field in _SUBJECT_FIELDS:
            value = getattr(fact, field)
            yield from value if isinstance(value, list) else [str(value or "")]


_SUBJECT_FIELDS = {
    *("role", "people", "purpose"),
    *("area", "measure", "dimension", "group", "unit", "value"),
    *("tier", "topic", "assessment"),
    *("name", "kind", "event"),
}


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
    weights = ", ".join(map(str, _WEIGHTS))
    return index.execute(
        f"SELECT rowid, -bm25(facts, {weights}) AS score FROM facts"  # noqa: S608  # our numbers
        " WHERE facts MATCH ? ORDER BY score DESC, rowid",
        (query,),
    ).fetchall()
