"""Full-text search over all facts, by SQLite's FTS5: its index, what words ask for, the order."""

import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple, TypeAlias

from msgspec import Struct, structs

from serbia_tip.errors import UsageError
from serbia_tip.model import Fact, Statistic, Store
from serbia_tip.periods import period_end, period_last_year, period_year, period_years
from serbia_tip.queries.filters import EVERYTHING, Common, Values, filter_facts, in_years_asked
from serbia_tip.queries.kinds import query_facts
from serbia_tip.queries.rows import SearchRow
from serbia_tip.queries.vocabularies import FILLERS
from serbia_tip.store.attribution import Attribution
from serbia_tip.store.load import CompiledStore, seal_form, shipped_store
from serbia_tip.words import did_you_mean, fold

# The parts of a fact that are searched, how much a word in each counts, and how much it does that
# all words are in parts that count so.
_WEIGHTS = {
    **{"title": 4.0, "statement": 8.0, "subject": 4.0, "speaker": 1.5, "note": 1.0, "source": 0.3}
}
_PLACES = {"title": 2, "statement": 3, "subject": 2, "speaker": 1, "note": 1, "source": 0}
_TOKENS = "porter unicode61 remove_diacritics 2"
_TABLE = f"CREATE VIRTUAL TABLE facts USING fts5({', '.join(_WEIGHTS)}, tokenize='{_TOKENS}')"
_WORD = re.compile(r"\w+")
_COMPOUND = re.compile(r"[^\W\d]+(?:-[^\W\d]+)+")
_PHRASE_OR_WORD = re.compile(r'"([^"]*)"?|(\S+)')
_BEGIN, _END = "\x02", "\x03"  # around a hit
_ALIKE = 0.79  # how alike two words must be that one may be meant by the other: 1 slip in 5 letters
_PRESENT = {"now", "current", "currently", "latest", "newest", "today"}
_LINKS = {"statement", "note", "attributed_to", "sources", "contradicts", "part_of"}
_LINKS |= {"partitioned_by"}  # the fields that are searched in other parts, or that link facts


class Term(NamedTuple):
    """What is searched for in one place: a word or a phrase as it was typed, or a synonym of it."""

    typed: str
    spellings: tuple[str, ...]
    begins: bool = False  # whether it is only the beginning of a word

    @property
    def expression(self) -> str:
        """The term in the syntax of FTS5, in which nothing that was typed is an operator."""
        star = " *" if self.begins else ""
        return " OR ".join(f'"{spelled}"{star}' for spelled in map(_fold_spelling, self.spellings))


class Query(Struct, frozen=True):
    """A search, understood."""

    terms: Sequence[Term]  # what facts must have
    years: Sequence[Term] = ()  # that they are to be about
    present: bool = False  # whether the newest are asked for
    translated: Mapping[str, Sequence[str]] = {}  # the synonyms that the store has for words


def read_query(store: Store, words: str) -> Query:
    """Return what the words ask for: a phrase stands in double quotes, a beginning ends in `*`."""
    typed = f" {' '.join(_WORD.findall(fold(words)))} "
    synonyms: dict[str, Sequence[str]] = {}
    others: defaultdict[str, list[str]] = defaultdict(list)
    for name, alike in store.store.synonyms.items():
        known = fold(name), *_join_compounds(name)
        if any(f" {spelling} " in typed for spelling in known):
            synonyms[name] = alike
            for word in {*known, *(part for spelling in known for part in spelling.split())}:
                others[word] += alike
    terms: dict[str, Term] = {}
    for phrase, word in _PHRASE_OR_WORD.findall(words):
        spellings = [phrase or word, *_join_compounds(word), *others[fold(phrase or word)]]
        said = [" ".join(_WORD.findall(fold(spelling))) for spelling in spellings]
        if told := tuple(dict.fromkeys(filter(None, said))):
            name = (phrase or word).strip(" *?!.,;:()")
            terms[told[0]] = Term(name, told, begins=word.endswith("*"))
    present = not _PRESENT.isdisjoint(terms)
    telling = {said: term for said, term in terms.items() if said not in FILLERS}
    years = [term for said, term in telling.items() if re.fullmatch(r"(19|20)\d\d", said)]
    usual = {*fold(store.store.title).split()}  # what all facts are about
    rest = [term for term in telling.values() if term not in years]
    rest = [term for term in rest if term.spellings[0] not in usual] or rest
    if not rest:
        rest, years = list(telling.values()) or list(terms.values()), []
    return Query(rest, years, present=present, translated=synonyms)


# --- the index ---------------------------------------------------------------------------------

_Hits: TypeAlias = dict[int, tuple[float, list[str]]]  # how well it fits, and in which parts


class Index:
    """The texts of all facts, by the fact's place in the store: in SQLite, or else as they are."""

    def __init__(self, store: Store, path: str = ":memory:") -> None:
        """Index the facts of a store, in memory or in a file; without FTS5, only keep the texts."""
        self.store, self.plain = store, list[tuple[str, ...]]()
        self.database = sqlite3.connect(path)
        texts = _searched_texts(store)
        try:
            self.database.execute(_TABLE)
        except sqlite3.OperationalError:
            self.plain = list(texts)
            return
        self.database.executemany("INSERT INTO facts VALUES (?, ?, ?, ?, ?, ?)", texts)

    @classmethod
    def of(cls, store: Store) -> "Index":
        """Return the index of a store: the last one that was asked for, the shipped one, or new."""
        if not (_KEPT and _KEPT[0].store is store):
            found = open_shipped(store) or cls(store)
            for index in _KEPT:
                index.database.close()
            _KEPT[:] = [found]
        return _KEPT[0]

    def hits(self, term: Term) -> _Hits:
        """Return where the term stands, by the fact's place in the store."""
        if self.plain:
            return self._plain_hits(term)
        parts: defaultdict[int, list[str]] = defaultdict(list)
        asked = term.expression
        for part in _WEIGHTS:
            for (row,) in self._execute("SELECT rowid", f"{{{part}}} : ({asked})"):
                parts[row - 1].append(part)
        weights = ", ".join(map(str, _WEIGHTS.values()))
        scores = self._execute(f"SELECT rowid, -bm25(facts, {weights})", asked)
        return {row - 1: (score, parts[row - 1]) for row, score in scores}

    def _plain_hits(self, term: Term) -> _Hits:
        end = "" if term.begins else r"\b"
        words = "|".join(map(re.escape, map(_fold_spelling, term.spellings)))
        find = re.compile(rf"\b(?:{words}){end}").search
        found: _Hits = {}
        for number, texts in enumerate(self.plain):
            parts = [part for part, text in zip(_WEIGHTS, texts, strict=True) if find(text)]
            if parts:
                found[number] = (sum(map(_WEIGHTS.__getitem__, parts)), parts)
        return found

    def marks(self, number: int, terms: Sequence[Term]) -> list[tuple[int, int]]:
        """Return where one of the terms stands in the statement of the fact with this place."""
        statement = self.store.facts()[number].statement
        asked = " OR ".join(f"({term.expression})" for term in terms)
        if self.plain or not statement.isprintable():
            return []
        select = f"SELECT highlight(facts, 1, '{_BEGIN}', '{_END}')"
        rows = self._execute(select, f"{{statement}} : ({asked})", f"AND rowid = {number + 1}")
        pieces = re.split(f"([{_BEGIN}{_END}])", "".join(text for (text,) in rows))
        spans, at = list[tuple[int, int]](), 0
        for before, mark in zip(pieces[::2], [*pieces[1::2], ""], strict=True):
            spans += [(at, at + len(before))] if mark == _END else []
            at += len(before)
        folded = at - len("".join(f" {word}" for word in _join_compounds(statement)))
        return [span for span in spans if span[1] <= len(statement)] * (folded == len(statement))

    def words(self) -> Counter[str]:
        """Count all words of the texts, as they are spelled there."""
        texts = self.plain or self.database.execute("SELECT * FROM facts")
        return Counter(word for row in texts for text in row for word in _WORD.findall(text))

    def _execute(self, select: str, asked: str, more: str = "") -> sqlite3.Cursor:
        return self.database.execute(f"{select} FROM facts WHERE facts MATCH ? {more}", [asked])


_KEPT: list[Index] = []


def open_shipped(store: Store) -> Index | None:
    """Return the index in the wheel, opened for reading alone, if it was made of this store."""
    if not isinstance(store, CompiledStore):
        return None
    path, index = shipped_store(), Index.__new__(Index)
    index.store, index.plain = store, []
    with suppress(sqlite3.Error, OSError):
        uri = f"{path.with_suffix('.sqlite').as_uri()}?mode=ro&immutable=1"
        index.database = sqlite3.connect(uri, uri=True)
        if index.database.execute("SELECT seal FROM made").fetchall() == [(_text_seal(path),)]:
            return index
        index.database.close()
    return None


def write_index(store: Store, toml: Path, path: Path) -> None:
    """Write the index of the store in the file `toml`, for the wheel to have it beside that."""
    index = Index(store, str(path)).database
    index.execute("CREATE TABLE made (seal BLOB)")
    index.execute("INSERT INTO made VALUES (?)", [_text_seal(toml)])
    index.commit()
    index.execute("INSERT INTO facts (facts) VALUES ('optimize')")
    index.commit()
    index.close()


def _text_seal(toml: Path) -> bytes:
    return seal_form(toml.read_bytes(), b"")


def _searched_texts(store: Store) -> Iterator[tuple[str, ...]]:
    """Yield the texts of each fact, one for each part; subjects have what isn't usual."""
    said_by = Attribution.of(store).said_by
    names, titles = dict[tuple[str, str], str](), dict[str, str]()
    for field, terms in store.terms.items():
        for word, term in terms.items():
            names[field, word] = " ".join(term.aliases)
            titles |= {word: term.title or word} if field in ("measure", "topic") else {}
    for code, country in store.countries.items():
        called = " ".join([code, country.alpha3, country.name, *country.aliases])
        names |= dict.fromkeys((("origin", code), ("destination", code)), called)
    bodies = {name: f"{name} {body.short} {body.aliases}" for name, body in store.bodies.items()}
    sources = {}
    for key, source in store.sources.items():
        publisher = bodies.get(source.publisher, source.publisher)
        sources[key] = _fold_text(f"{key} {source.title} {source.short or ''} {publisher}")
    for fact in store.facts():
        read, usual = _subject_fields(type(fact))
        told = []
        for field, value, other in zip(usual, read(fact), usual.values(), strict=True):
            if value not in (None, other):
                told.append(" ".join(value) if isinstance(value, list) else str(value))
                told.append(names.get((field, value), "") if isinstance(value, str) else "")
        speakers = " ".join([*fact.credits, *(bodies.get(name, name) for name in said_by(fact))])
        title = getattr(fact, "measure", None) or getattr(fact, "topic", None)
        title = titles.get(title, title) if title else str(getattr(fact, "name", ""))
        own = (title, fact.statement, " ".join(told), speakers, fact.note or "")
        yield *map(_fold_text, own), " ".join(sources[key] for key in fact.cited)


@cache
def _subject_fields(kind: type[Fact]) -> tuple[Callable[[Fact], tuple[object]], dict[str, object]]:
    """Return what reads the fields that a fact of this kind is about, and their defaults."""
    usual = {
        field.name: field.default for field in structs.fields(kind) if field.name not in _LINKS
    }
    return attrgetter(*usual), usual


_NOT_ASCII = re.compile(r"[^\x00-\x7f\s]+")
_fold_run = cache(fold)  # few words are not ASCII, and they recur


def _fold_text(text: str) -> str:
    """Fold a text as `fold` does, letter by letter where it can be, with its compounds in one word.

    The stemmer makes `organ` of `organized`, but not of `organised`: all are spelled with an s.
    """
    text = " ".join([text, *_join_compounds(text)]).lower().replace("iz", "is")
    return text if text.isascii() else _NOT_ASCII.sub(lambda run: _fold_run(run[0]), text)


def _fold_spelling(text: str) -> str:
    return " ".join(_WORD.findall(fold(text))).replace("iz", "is")


def _join_compounds(text: str) -> list[str]:
    """Return the words with hyphens in the text, without these: `fundraising`, `fund-raising`."""
    compounds = _COMPOUND.findall(text) if "-" in text else []  # looking takes long
    return [fold(word.replace("-", "")) for word in compounds]


# --- the search --------------------------------------------------------------------------------


def search_facts(
    store: Store, words: str, *, kind: Values = (), common: Common = EVERYTHING
) -> list[SearchRow]:
    """Return the facts that have all the words, or else the most of them, the best first."""
    return search_and_remark(store, words, kind=kind, common=common)[0]


def search_and_remark(
    store: Store, words: str, *, kind: Values = (), common: Common = EVERYTHING
) -> tuple[list[SearchRow], list[str]]:
    """Return what `search_facts` does, and remarks; raises UsageError if there is no word."""
    query = read_query(store, words)
    if not query.terms:
        raise UsageError(f"no word to search for in {words[:40]!r}")
    index = Index.of(store)
    remarks = ["this SQLite has no FTS5: words count only as they are typed"] * bool(index.plain)
    wanted = {fact.id for fact in filter_facts(store, query_facts(store, kind), common)}
    facts = {at: fact for at, fact in enumerate(store.facts()) if fact.id in wanted}
    found = []
    for term in query.terms:
        meant, said = _corrected(index, term)
        found.append({at: hit for at, hit in index.hits(meant).items() if at in facts})
        remarks += said
    have = Counter(at for hits in found for at in hits)
    most = max(have.values(), default=0)
    about = {at for at, count in have.items() if count == most}
    if query.years and about:
        asked = Common(year=[int(term.typed) for term in query.years])
        then = {at for at in have if in_years_asked(facts[at].dated, asked)}
        best = max((have[at] for at in then), default=0)
        if best < len(found):
            years = [index.hits(term) for term in query.years]
            named = {at for at in have if all(at in hits for hits in years)}
            if any(have[at] == len(found) for at in named):
                then, best, found = named, len(found), [*found, *years]
        if then:
            about, most = {at for at in then if have[at] == best}, best
        else:
            told = " or ".join(term.typed for term in query.years)
            remarks.append(f"none of these facts is about {told}")
    if about and most < len(query.terms):
        remarks.append("no fact has all the words; these have the most of them")
    return _rank_hits(store, {at: facts[at] for at in about}, found, query), remarks


def text_hits(store: Store, word: str) -> set[str]:
    """Return the ids of the facts that have the word, or a synonym of it, in their own text."""
    facts, index = store.facts(), Index.of(store)
    found = [index.hits(term) for term in read_query(store, word).terms]
    return {
        facts[at].id
        for at in set(found[0] if found else ()).intersection(*found)
        if all(not {"statement", "note"}.isdisjoint(hits[at][1]) for hits in found)
    }


def search_hit_places(
    store: Store, facts: Sequence[Fact], words: str
) -> tuple[dict[str, list[tuple[int, int]]], dict[str, dict[str, str]]]:
    """Return where the words stand in the statements of these facts, and a part that alone has one.

    Both by the fact's id; parts by the word as it was typed.
    """
    query, index = read_query(store, words), Index.of(store)
    place = {fact.id: at for at, fact in enumerate(store.facts())}
    terms = [_corrected(index, term)[0] for term in query.terms]
    spans = {fact.id: index.marks(place[fact.id], [*terms, *query.years]) for fact in facts}
    beside: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for term in terms:
        hits = index.hits(term)
        for fact in facts:
            _, parts = hits.get(place[fact.id], (0, ["statement"]))
            if {"title", "statement", "subject"}.isdisjoint(parts):
                beside[fact.id][term.typed] = parts[0]
    return spans, beside


def _corrected(index: Index, term: Term) -> tuple[Term, list[str]]:
    """Replace a word that no text has by those that are spelled like it, and say so."""
    word = term.spellings[0]
    if term.begins or " " in word or len(term.spellings) > 1 or index.hits(term):
        return term, []
    from difflib import get_close_matches  # noqa: PLC0415  # only for a word that isn't there

    said, counts = f"no fact has the word {term.typed!r}", index.words()
    longer = sorted(
        filter(lambda other: other.startswith(word), counts), key=lambda one: -counts[one]
    )
    if longer:
        return term, [f"{said}; {word}* finds {', '.join(longer[:3])}"]
    near = [one for one in counts if one[0] == word[0] and abs(len(one) - len(word)) < 3]
    alike = get_close_matches(word, near, n=1, cutoff=_ALIKE) if len(word) > 4 else []
    if not alike:
        return term, []
    return term._replace(spellings=(alike[0],)), [f"{said}{did_you_mean(alike)}"]


def _rank_hits(
    store: Store, facts: Mapping[int, Fact], found: Sequence[_Hits], query: Query
) -> list[SearchRow]:
    """Return the rows of these facts, the best, the newer, the whole first."""
    attribution = Attribution.of(store)
    last = max((period_end(fact.dated).year for fact in facts.values()), default=0)
    alike = Counter(map(_hit_topic, facts.values()))
    ranked = []
    for at, fact in facts.items():
        hits = [hits[at] for hits in found if at in hits]
        end = period_end(fact.dated).year
        years = period_year(fact.dated), period_last_year(fact.dated)
        place = min(max(map(_PLACES.__getitem__, parts)) for _, parts in hits)
        place += all({"title", "statement"} <= {*parts} for _, parts in hits)
        well = sum(score for score, _ in hits)
        score = (place if len(hits) == len(found) else 0) + well / (1 + well)
        if query.years and fact.dated:
            score /= len(period_years(fact.dated))
        if fact.rank == "deprecated":
            score /= 2
        if query.present:
            score /= 1 + last - end
        score = round(score, 3)
        said_by, reported = attribution.said_by(fact), attribution.reported(fact)
        row = SearchRow(fact.id, fact.noun, *years, fact.statement, score, said_by, reported)
        key = -score, -end, _is_part_hit(fact), -alike[_hit_topic(fact)], len(fact.statement), at
        ranked.append((key, row))
    return [row for _, row in sorted(ranked)]


def _hit_topic(fact: Fact) -> object:
    """Return the fact's measure or topic; for other kinds, what kind it is."""
    return getattr(fact, "measure", None) or getattr(fact, "topic", fact.noun)


def _is_part_hit(fact: Fact) -> bool:
    """Whether the fact is a figure of a group or of some months, which another may include."""
    if not isinstance(fact, Statistic):
        return False
    return bool(fact.part_of or fact.group) or "-" in str(fact.period)
