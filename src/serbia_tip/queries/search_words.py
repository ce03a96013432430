"""Search words: their stems, what they ask for, and where they stand in texts."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from serbia_tip.model import Store
from serbia_tip.store.load import CompiledStore
from serbia_tip.words import fold

WORD = re.compile(r"\w+")
_COMPOUND = re.compile(r"[^\W\d]+(?:-[^\W\d]+)+")
_NOT_ASCII = re.compile(r"[^\x00-\x7f\s]+")
_ROOT = 3  # letters that all forms of a word begin with
_SHORT, _LONG = 5, 8  # letters from which on a word may be meant that differs in one, and in two


class Term(NamedTuple):
    """What is searched for in one place: a word, or several that follow each other."""

    typed: str
    spellings: tuple[tuple[str, ...], ...]  # the words, and those of each synonym
    begins: bool = False  # whether it is only the beginning of a word


class Hit(NamedTuple):
    """Where a term stands: in which text, and from which letter to which."""

    text: int
    begin: int
    end: int


class Texts:
    """Texts without regard to case, diacritics and alphabet."""

    def __init__(self, lines: Sequence[str], stems: Mapping[str, str]) -> None:
        """Take the texts as `search_word_lines` returns them, and the stems that are known."""
        self._folded, self._stems = "\n".join(lines), stems
        self._begins = [0, *accumulate(len(line) + 1 for line in lines)]

    def length(self, number: int) -> int:
        """Return how many letters the folded text of this number has."""
        return self._begins[number + 1] - self._begins[number] - 1

    def hits(self, terms: Sequence[Term]) -> list[list[Hit]]:
        """Return where each of the terms stands, in whatever form."""
        words = {word for term in terms for words in term.spellings for word in words}
        places = {root: self._places(root) for root in {word[:_ROOT] for word in words}}
        known = {*words, *(form for forms in places.values() for form in forms)}
        stem_of = search_word_stems(known, self._stems)

        def forms(word: str, *, begins: bool) -> list[str]:
            known = places[word[:_ROOT]]
            if begins:
                return [form for form in known if form.startswith(word)]
            return [form for form in known if stem_of[form] == stem_of[word]]

        def found(term: Term) -> Iterator[Hit]:
            for words in term.spellings:
                first, *others = (forms(word, begins=term.begins) for word in words)
                rest = re.compile("".join(map(_search_word_pattern, others)))
                for form in first:
                    for begin in places[words[0][:_ROOT]][form]:
                        if match := rest.match(self._folded, begin + len(form)):
                            number = bisect_right(self._begins, begin) - 1
                            at = self._begins[number]
                            yield Hit(number, begin - at, match.end() - at)

        return [list(found(term)) for term in terms]

    def alike(self, word: str) -> list[str]:
        """Return the words that differ from this one by fewest letters, the most usual first."""
        most = 0 if len(word) < _SHORT else 1 if len(word) < _LONG else 2
        # what begins a longer word is no slip in a shorter one
        others = self.beginning(word) or (self.beginning(word[:1]) if most else [])
        near = [other for other in others if abs(len(other) - len(word)) <= most]
        distances = {other: _search_word_distance(word, other) for other in near}
        least = min(distances.values(), default=0)
        return [other for other in near if distances[other] == least <= most]

    def have(self, words: Sequence[str], hits: Sequence[Hit]) -> bool:
        """Whether one of the words stands at one of these places."""
        begins = (self._begins[hit.text] + hit.begin for hit in hits)
        return any(self._folded.startswith(word, begin) for begin in begins for word in words)

    def beginning(self, word: str) -> list[str]:
        """Return the words that begin with this one, the most usual first."""
        places = self._places(word)
        return sorted(places, key=lambda other: -len(places[other]))

    def _places(self, root: str) -> dict[str, list[int]]:
        places: defaultdict[str, list[int]] = defaultdict(list)
        for match in re.finditer(rf"{root}\w*", self._folded):
            begin = match.start()
            if begin == 0 or not self._folded[begin - 1].isalnum():
                places[match[0]].append(begin)
        return places


def search_word_lines(texts: Iterable[str]) -> list[str]:
    """Fold each text to a line as `fold` does, but leave all blanks in their places."""
    whole = "\n".join(text.replace("\n", " ") for text in texts).lower()
    return [
        line if line.isascii() else _NOT_ASCII.sub(lambda run: _folded(run[0]), line)
        for line in whole.replace("-", " ").replace("_", " ").split("\n")
    ]


_folded = cache(fold)  # few words are not ASCII, and they recur


def joined_search_words(text: str) -> list[str]:
    """Return the words with hyphens in the text, without these: `fundraising`, `fund-raising`."""
    compounds = _COMPOUND.findall(text) if "-" in text else []  # looking takes long
    return [fold(word.replace("-", "")) for word in compounds]


def _search_word_pattern(forms: Sequence[str]) -> str:
    return rf"[^\w\n]+(?:{'|'.join(forms)})(?!\w)" if forms else r"(?!)"


def search_word_stems(words: Iterable[str], known: Mapping[str, str]) -> Mapping[str, str]:
    """Return the stem of each word by the rules of English, which SQLite's full-text search has.

    They make `organ` of `organized`, but not of `organised`, so all are spelled with an s. Where
    all are known already, SQLite isn't loaded.
    """
    listed = list(words)
    if all(word in known for word in listed):
        return known
    import sqlite3  # noqa: PLC0415  # only for a search

    with closing(sqlite3.connect(":memory:")) as index:
        index.execute("CREATE VIRTUAL TABLE words USING fts5(word, tokenize = 'porter unicode61')")
        index.execute("CREATE VIRTUAL TABLE stems USING fts5vocab(words, instance)")
        index.executemany(
            "INSERT INTO words (rowid, word) VALUES (?, ?)",
            ((number, word.replace("iz", "is")) for number, word in enumerate(listed)),
        )
        stems = dict(index.execute("SELECT doc, term FROM stems"))
    return {word: stems.get(number, word) for number, word in enumerate(listed)}


def _search_word_distance(one: str, other: str) -> int:
    """Return how many letters must be added, left out, changed or exchanged with the next."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, beside in enumerate(other, 1):
            least = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != beside))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == beside:
                least = min(least, earlier[j - 2] + 1)
            row.append(least)
    return row[-1]


_PHRASE_OR_WORD = re.compile(r'"([^"]*)"?|(\S+)')
_MARKS = " *?!.,;:()"  # what may stand around a word and doesn't belong to it
_PRESENT = {"now", "current", "currently", "latest", "newest", "today"}
_QUESTION_WORDS = {
    *_PRESENT,
    *("compare", "compared", "comparison", "versus", "vs"),
    *WORD.findall(
        "a about an and are as at by did do does for from had has have how in is it its many much "
        "number of on or that the there they this to was were what when where which who why with"
    ),
}  # words that, as those of the store's title, count only in a query that has no others


class Query(NamedTuple):
    """A search, understood."""

    terms: Sequence[Term]  # what facts must have
    years: Sequence[Term] = ()  # that they are to be about
    present: bool = False  # whether the newest are asked for
    asks: bool = False  # whether nothing but a command is asked for
    translated: Mapping[str, Sequence[str]] = {}  # the synonyms that the store has for words


def read_search_words(store: Store, words: str) -> Query:
    """Return what the words ask for: a phrase stands in double quotes, a beginning ends in `*`."""
    typed = f" {' '.join(WORD.findall(fold(words)))} "
    synonyms: dict[str, Sequence[str]] = {}
    others: defaultdict[str, list[str]] = defaultdict(list)
    for name, alike in store.store.synonyms.items():
        known = fold(name), *joined_search_words(name)
        if any(f" {spelling} " in typed for spelling in known):
            synonyms[name] = alike
            for word in {*known, *(part for spelling in known for part in spelling.split())}:
                others[word] += alike
    terms: dict[Term, str] = {}
    for phrase, word in _PHRASE_OR_WORD.findall(words):
        said = fold(phrase or word)
        spellings = [said, *joined_search_words(word), *others[said]]
        found = (tuple(WORD.findall(fold(spelling))) for spelling in spellings)
        if spelled := tuple(dict.fromkeys(filter(None, found))):
            asked = Term((phrase or word).strip(_MARKS), spelled, begins=word.endswith("*"))
            terms[asked] = " ".join(spelled[0])
    present = not _PRESENT.isdisjoint(terms.values())
    told = [term for term, said in terms.items() if said not in _QUESTION_WORDS]
    years = [term for term in told if _is_search_word_year(terms[term])]
    rest = [term for term in told if term not in years]
    if rest:
        prepared = store.index.stems if isinstance(store, CompiledStore) else {}
        title = WORD.findall(fold(store.store.title))
        own = search_word_stems([*title, *(terms[term] for term in rest)], prepared)
        usual = {own[word] for word in title}
        telling = [term for term in rest if own[terms[term]] not in usual]
        return Query(telling or rest, years, present=present, translated=synonyms)
    if search_word_hints(store, words) and len(years) == len(told):
        return Query([], asks=True)
    return Query(told or list(terms), present=present, translated=synonyms)


def _is_search_word_year(word: str) -> bool:
    return word.isdecimal() and len(word) == 4 and "1900" <= word < "2100"


_COMMANDS = (
    ("downgrade downgraded upgrade upgraded demoted promoted", "", "tip tiers --changes"),
    ("rating ratings ranking ranked tier tiers", "", "tip tiers"),
    ("dispute disputes disputed contradicts contradiction contested", "", "tip disputes"),
    ("compare compared comparison difference versus vs", "", "tip year YEAR YEAR"),
    ("where", "from to", "tip routes"),
    ("route routes", "", "tip routes"),
    ("maximum minimum max min longest", "sentence penalty punishment", "tip stats penalty"),
    ("law laws treaty treaties convention conventions", "", "tip laws"),
    ("cite citation reference bibtex", "", "tip cite ID"),
)  # words of which one, and others of which one if there are any, ask for what a command says
_MOST_COMMANDS = 3


def search_word_hints(store: Store, words: str) -> list[str]:
    """Return the command lines that answer what the words ask, if there are any."""
    typed = WORD.findall(fold(words))
    years = [word for word in typed if _is_search_word_year(word)]
    lines = []
    for some, more, line in _COMMANDS:
        if all(not words or not {*typed}.isdisjoint(words.split()) for words in (some, more)):
            command, *arguments = line.removeprefix("tip ").split()
            if command == "stats":
                lines += _search_word_names(store, " ".join(arguments))
            elif command == "year" and len(years) > 1:
                lines.append(" ".join(["tip year", *years]))
            else:
                lines.append(line)
    told = " ".join(word for word in typed if word not in _QUESTION_WORDS and word not in years)
    lines += _search_word_names(store, told)
    return list(dict.fromkeys(lines))[:_MOST_COMMANDS]


def _search_word_names(store: Store, words: str) -> list[str]:
    """Return the command lines for the measures and the topics that are called so."""
    return [
        f"{line} {name}"
        for field, line in (("measure", "tip stats"), ("topic", "tip policy"))
        for name, term in store.terms[field].items()
        if words in map(fold, (name, term.title or "", *term.aliases))
    ]
