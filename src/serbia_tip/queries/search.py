"""Full-text search over all facts, ranked: SQLite's FTS5, in memory.

Words are stemmed as English; their case, diacritics, alphabet and hyphens don't matter. A phrase
stands in double quotes, a prefix ends in `*`; nothing else in a query is an operator.
"""

import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import TypeAlias

from msgspec import structs

from serbia_tip.errors import UsageError
from serbia_tip.model import Fact, Help, Store, reference
from serbia_tip.periods import year_of
from serbia_tip.queries.attribution import Attribution
from serbia_tip.queries.filters import EVERYTHING, Common, Values, narrowed
from serbia_tip.queries.kinds import of_kinds
from serbia_tip.queries.rows import SearchRow
from serbia_tip.words import fold

_WEIGHTS = {"statement": 8.0, "subject": 5.0, "other": 1.0}
"""The columns of a fact that are searched, and how much a hit in each counts."""


_TOKENS = "tokenize = 'porter unicode61'"


_WORD = re.compile(r"\w+")


_PHRASE_OR_WORD = re.compile(r'"([^"]*)"?|(\S+)')


_COMPOUND = re.compile(r"\w+(?:-\w+)+")


_BEGIN, _END = "\x02", "\x03"
"""The marks that FTS5 puts around a hit."""


_NO_MARKS = str.maketrans(f"{_BEGIN}{_END}\0", "   ")
"""Blanks for the marks that a text holds itself; FTS5 parts words at either."""


_QUESTION_WORDS = set(
    _WORD.findall(
        "a about an and are as at by did do does for from had has have how in is it its many much "
        "number of on or that the there they this to was were what when where which who why with"
    )
)
"""Words that say little of what is asked: they count only in a query that has no others."""


Synonyms: TypeAlias = Mapping[str, Sequence[str]]


def search(
    store: Store, words: str, *, kind: Values = (), common: Common = EVERYTHING
) -> list[SearchRow]:
    """Return the facts that have all the words, or else the most of them, the best first.

    Raises UsageError when there is no word to search for.
    """
    return found(store, words, kind=kind, common=common)[0]


def found(
    store: Store, words: str, *, kind: Values = (), common: Common = EVERYTHING
) -> tuple[list[SearchRow], bool]:
    """Return what `search` does, and whether the facts have all the words."""
    terms = _terms(words, store.store.synonyms)
    if not terms:
        raise UsageError(f"no word to search for in {words[:40]!r}")
    facts = narrowed(store, of_kinds(store, kind), common)
    index = _index(_WEIGHTS, _columns(store, facts))
    count = Counter(number for term in terms for number, _ in _matches(index, term))
    most = max(count.values(), default=len(terms))
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
        for number, score in _matches(index, " OR ".join(terms))
        if count[number] == most
    ]
    return rows, most == len(terms)


def hits(
    statements: Iterable[str], words: str, synonyms: Synonyms
) -> dict[str, list[tuple[int, int]]]:
    """Return the begin and the end of each hit of the words, by statement."""
    folded = {fold(statement).translate(_NO_MARKS): statement for statement in statements}
    index = _index(["statement"], ([text] for text in folded))
    marked = index.execute(
        "SELECT statement, highlight(texts, 0, ?, ?) FROM texts WHERE texts MATCH ?",
        (_BEGIN, _END, " OR ".join(_terms(words, synonyms))),
    )
    return {
        folded[text]: _spans(marks)
        for text, marks in marked
        if len(text) == len(folded[text])  # folding left every letter in its place
    }


def _spans(marked: str) -> list[tuple[int, int]]:
    """Return where the marked hits begin and end in the text without the marks."""
    begins = [match.start() for match in re.finditer(_BEGIN, marked)]
    ends = [match.start() for match in re.finditer(_END, marked)]
    return [
        (begin - 2 * number, end - 2 * number - 1)
        for number, (begin, end) in enumerate(zip(begins, ends, strict=True))
    ]


def help_found(store: Store, words: str) -> Help | None:
    """Return whom one can call, if what the store says of them has all the words."""
    about = store.store.help
    terms = _terms(words, store.store.synonyms)
    if about is None or not terms:
        return None
    index = _index(["text"], [[fold(f"help {about.name} {about.phone} {about.url}")]])
    return about if _matches(index, " AND ".join(terms)) else None


def _terms(words: str, synonyms: Synonyms) -> list[str]:
    """Return the query's words, prefixes and phrases as FTS5 expressions without operators.

    A term is also found by its synonyms and, if it has hyphens, without these.
    """
    others = _others(words, synonyms)
    terms: dict[str, bool] = {}
    for phrase, word in _PHRASE_OR_WORD.findall(words):
        folded = fold(phrase or word)
        prefix = "*" if word.endswith("*") else ""
        spellings = [folded, *_joined(word), *others[folded]]
        quoted = [_quoted(spelling) + prefix for spelling in spellings if _WORD.search(spelling)]
        if quoted:
            terms[f"({' OR '.join(quoted)})"] = folded in _QUESTION_WORDS
    return [term for term, of_question in terms.items() if not of_question] or list(terms)


def _others(words: str, synonyms: Synonyms) -> defaultdict[str, list[str]]:
    """Return the synonyms of each of the query's words, or of several of them together."""
    typed = f" {' '.join(_WORD.findall(fold(words)))} "
    others: defaultdict[str, list[str]] = defaultdict(list)
    for term, alike in synonyms.items():
        for spelling in (fold(term), *_joined(term)):
            if f" {spelling} " in typed:
                for word in {spelling, *spelling.split()}:
                    others[word] += alike
    return others


def _joined(text: str) -> list[str]:
    """Return the words with hyphens in the text, without these: `fundraising`, `fund-raising`."""
    compounds = _COMPOUND.findall(text) if "-" in text else []  # looking takes long
    return [fold(word.replace("-", "")) for word in compounds]


def _quoted(term: str) -> str:
    return f'"{" ".join(_WORD.findall(fold(term)))}"'


def _index(columns: Collection[str], rows: Iterable[Sequence[str]]) -> sqlite3.Connection:
    """Index rows of texts; their numbers begin at 0."""
    index = sqlite3.connect(":memory:")
    index.execute(f"CREATE VIRTUAL TABLE texts USING fts5({', '.join(columns)}, {_TOKENS})")
    index.executemany(
        f"INSERT INTO texts (rowid, {', '.join(columns)}) VALUES (?{', ?' * len(columns)})",  # noqa: S608  # ours
        ((number, *texts) for number, texts in enumerate(rows)),
    )
    return index


def _matches(index: sqlite3.Connection, query: str) -> list[tuple[int, float]]:
    """Return the numbers of the rows that match, with their scores, the best first."""
    weights = ", ".join(map(str, _WEIGHTS.values()))
    return index.execute(
        f"SELECT rowid, -bm25(texts, {weights}) AS score FROM texts"  # noqa: S608  # our numbers
        " WHERE texts MATCH ? ORDER BY score DESC, rowid",
        (query,),
    ).fetchall()


def _columns(store: Store, facts: Iterable[Fact]) -> Iterator[tuple[str, str, str]]:
    """Yield each fact's statement, its subject, and all other texts that find it."""
    names = _names(store)
    for fact in facts:
        keys: list[tuple[str, str | None]] = [
            *(("body", name) for name in fact.credits),
            *(("source", reference(text)[0]) for text in fact.sources),
            *(("country", getattr(fact, end, None)) for end in ("origin", "destination")),
            *((field, getattr(fact, field, None)) for field in store.terms),
        ]
        other = " ".join([names.get(key, "") for key in keys] + [_folded(fact.note)])
        yield _folded(fact.statement), fold(" ".join(_subject(fact))), other


def _names(store: Store) -> dict[tuple[str, str | None], str]:
    """Return the names of each body, source, country and term, by its kind and key."""
    bodies = {name: [name, body.short, *body.aliases] for name, body in store.bodies.items()}
    called: dict[tuple[str, str | None], list[str | None]] = {
        **{("body", name): names for name, names in bodies.items()},
        **{
            ("source", key): [
                *(key, source.title, source.short),
                *bodies.get(source.publisher, [source.publisher]),
            ]
            for key, source in store.sources.items()
        },
        **{
            ("country", code): [code, country.alpha3, country.name, *country.aliases]
            for code, country in store.countries.items()
        },
        **{
            (field, word): [term.title, *term.aliases]
            for field, terms in store.terms.items()
            for word, term in terms.items()
        },
    }
    return {key: _folded(*names) for key, names in called.items()}


def _folded(*texts: str | None) -> str:
    """Fold the texts, and add their words with hyphens without these."""
    text = " ".join(filter(None, texts))
    return " ".join([fold(text), *_joined(text)])


def _subject(fact: Fact) -> Iterator[str]:
    """Yield the values of the fact's own fields, except those that most facts have."""
    for field, usual in _own_fields(type(fact)):
        value = getattr(fact, field)
        if value is not None and value != usual:
            yield from map(str, value) if isinstance(value, list) else [str(value)]


@cache
def _own_fields(kind: type[Fact]) -> list[tuple[str, object]]:
    """Return the fields that say what a fact of this kind is about, with their defaults."""
    return [
        (field.name, field.default)
        for field in structs.fields(kind)
        if field.name not in _ELSEWHERE
    ]


_ELSEWHERE = {"statement", "note", "sources", "contradicts", "part_of", "partitioned_by"}
"""The fields that are searched in other columns, or that link facts."""
