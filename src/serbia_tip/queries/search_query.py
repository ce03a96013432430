"""What the words of a search ask for: terms, years, the present, or another command."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from serbia_tip.model import Store
from serbia_tip.queries.search_texts import WORD, Term, joined, read_index, stems
from serbia_tip.store.load import CompiledStore
from serbia_tip.words import fold

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
}
"""Words that, as those of the store's title, count only in a query that has no others."""


class Query(NamedTuple):
    """A search, understood."""

    terms: Sequence[Term]  # what facts must have
    years: Sequence[Term] = ()  # that they are to be about
    present: bool = False  # whether the newest are asked for
    asks: bool = False  # whether nothing but a command is asked for
    translated: Mapping[str, Sequence[str]] = {}  # the synonyms that the store has for words


def understood(store: Store, words: str) -> Query:
    """Return what the words ask for: a phrase stands in double quotes, a beginning ends in `*`."""
    typed = f" {' '.join(WORD.findall(fold(words)))} "
    synonyms: dict[str, Sequence[str]] = {}
    others: defaultdict[str, list[str]] = defaultdict(list)
    for name, alike in store.store.synonyms.items():
        known = fold(name), *joined(name)
        if any(f" {spelling} " in typed for spelling in known):
            synonyms[name] = alike
            for word in {*known, *(part for spelling in known for part in spelling.split())}:
                others[word] += alike
    terms: dict[Term, str] = {}
    for phrase, word in _PHRASE_OR_WORD.findall(words):
        said = fold(phrase or word)
        spellings = [said, *joined(word), *others[said]]
        found = (tuple(WORD.findall(fold(spelling))) for spelling in spellings)
        if spelled := tuple(dict.fromkeys(filter(None, found))):
            asked = Term((phrase or word).strip(_MARKS), spelled, begins=word.endswith("*"))
            terms[asked] = " ".join(spelled[0])
    present = not _PRESENT.isdisjoint(terms.values())
    told = [term for term, said in terms.items() if said not in _QUESTION_WORDS]
    years = [term for term in told if _is_year(terms[term])]
    rest = [term for term in told if term not in years]
    if rest:
        prepared = read_index(store.index).stems if isinstance(store, CompiledStore) else {}
        title = WORD.findall(fold(store.store.title))
        own = stems([*title, *(terms[term] for term in rest)], prepared)
        usual = {own[word] for word in title}
        telling = [term for term in rest if own[terms[term]] not in usual]
        return Query(telling or rest, years, present=present, translated=synonyms)
    if commands(store, words) and len(years) == len(told):
        return Query([], asks=True)
    return Query(told or list(terms), present=present, translated=synonyms)


def _is_year(word: str) -> bool:
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
)
"""Words of which one, and others of which one if there are any, ask for what a command says."""
_MOST_COMMANDS = 3


def commands(store: Store, words: str) -> list[str]:
    """Return the command lines that answer what the words ask, if there are any."""
    typed = WORD.findall(fold(words))
    years = [word for word in typed if _is_year(word)]
    lines = []
    for some, more, line in _COMMANDS:
        if all(not words or not {*typed}.isdisjoint(words.split()) for words in (some, more)):
            command, *arguments = line.removeprefix("tip ").split()
            if command == "stats":
                lines += _called(store, " ".join(arguments))
            elif command == "year" and len(years) > 1:
                lines.append(" ".join(["tip year", *years]))
            else:
                lines.append(line)
    told = " ".join(word for word in typed if word not in _QUESTION_WORDS and word not in years)
    lines += _called(store, told)
    return list(dict.fromkeys(lines))[:_MOST_COMMANDS]


def _called(store: Store, words: str) -> list[str]:
    """Return the command lines for the measures and the topics that are called so."""
    return [
        f"{line} {name}"
        for field, line in (("measure", "tip stats"), ("topic", "tip policy"))
        for name, term in store.terms[field].items()
        if words in map(fold, (name, term.title or "", *term.aliases))
    ]
