"""Find words in many texts at once, in all their forms, and words that are spelled like them."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from msgspec import msgpack

from serbia_tip.store.load import SearchIndex
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


@cache
def read_index(index: bytes) -> SearchIndex:
    """Decode the index of a compiled store, once."""
    return msgpack.decode(index, type=SearchIndex)


class Texts:
    """Texts without regard to case, diacritics and alphabet."""

    def __init__(self, lines: Sequence[str], stems: Mapping[str, str]) -> None:
        """Take the texts as `fold_lines` returns them, and the stems that are known."""
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
        stem_of = stems(known, self._stems)

        def forms(word: str, *, begins: bool) -> list[str]:
            known = places[word[:_ROOT]]
            if begins:
                return [form for form in known if form.startswith(word)]
            return [form for form in known if stem_of[form] == stem_of[word]]

        def found(term: Term) -> Iterator[Hit]:
            for words in term.spellings:
                first, *others = (forms(word, begins=term.begins) for word in words)
                rest = re.compile("".join(map(_one_of, others)))
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
        distances = {other: _distance(word, other) for other in near}
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


def fold_lines(texts: Iterable[str]) -> list[str]:
    """Fold each text to a line as `fold` does, but leave all blanks in their places."""
    whole = "\n".join(text.replace("\n", " ") for text in texts).lower()
    return [
        line if line.isascii() else _NOT_ASCII.sub(lambda run: _folded(run[0]), line)
        for line in whole.replace("-", " ").replace("_", " ").split("\n")
    ]


_folded = cache(fold)  # few words are not ASCII, and they recur


def joined(text: str) -> list[str]:
    """Return the words with hyphens in the text, without these: `fundraising`, `fund-raising`."""
    compounds = _COMPOUND.findall(text) if "-" in text else []  # looking takes long
    return [fold(word.replace("-", "")) for word in compounds]


def _one_of(forms: Sequence[str]) -> str:
    return rf"[^\w\n]+(?:{'|'.join(forms)})(?!\w)" if forms else r"(?!)"


def stems(words: Iterable[str], known: Mapping[str, str]) -> Mapping[str, str]:
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


def _distance(one: str, other: str) -> int:
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
