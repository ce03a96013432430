"""Words read as filters of a command, as years and directions, or found in what it would show."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cache
from itertools import pairwise
from typing import Any, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from serbia_tip.errors import NotThereError, UsageError
from serbia_tip.model import Fact, Finding, Law, Route, Statistic, Store, TierRating
from serbia_tip.queries import kinds
from serbia_tip.queries.filters import EVERYTHING, TIERS, Common, Meanings, Values
from serbia_tip.queries.rows import Row
from serbia_tip.queries.vocabularies import FILLERS, singular_in_vocabulary
from serbia_tip.queries.vocabularies import vocabulary as collect
from serbia_tip.words import count_noun, fold, near_words, unknown_word

_LONGEST = 30  # so many words a phrase may have
_NAMED = 3  # so many values of a word are named; of more it is said which field has them
_FREE = ("people", "purpose", "name", "event")  # the fields whose values are text
_WIDE = ("by", "source")  # whose names have so many words that one of them says little
_WAYS = {"from": "origin", "to": "destination", "through": "country", "via": "country"}
_BOUNDS = {"since": ("since", 0), "from": ("since", 0), "after": ("since", 1)}
_BOUNDS |= {"until": ("until", 0), "to": ("until", 0), "before": ("until", -1)}
_EXTREMES = {"best": min, "highest": min, "worst": max, "lowest": max}
_MOVES = {"downgraded": 1, "downgrade": 1, "upgraded": -1, "upgrade": -1}
Own: TypeAlias = Mapping[str, Any]  # the values of a command's own options, as its query takes them


class Grammar(Struct, frozen=True):
    """What a command that prints rows asks, and what words mean in it."""

    row: type[Row]
    ask: Callable[..., Sequence[Row]]  # takes the store, and by name its own filters and `common`
    of: type[Fact] | None = None  # the kind of fact that is asked for; None for all kinds
    own: Values = ()  # the fields whose values go before all others
    more: Values = ()  # other such fields, beside bodies and sources
    asked: str = ""  # with whose values an unknown word is compared first; "" for no words
    filters: Mapping[str, str] = {}  # its own filters, by the fields that their values are of


def _grammar_of_kind(
    kind: type[Fact], own: Values, filters: Values, asked: str, more: Values = ()
) -> Grammar:
    record = kinds.KINDS[kind]
    by_field = dict(zip(filters, filters, strict=True))
    return Grammar(record.row, record.query, kind, own, more, asked, by_field)


_AREA_AND = ("area", "topic", "assessment")
_MEASURE_AND = ("measure", "area", "group", "dimension")
GRAMMARS: Mapping[type[Fact], Grammar] = {
    each.of: each
    for each in (
        _grammar_of_kind(Statistic, _MEASURE_AND, _MEASURE_AND, "measure"),
        _grammar_of_kind(TierRating, ("tier",), ("tier",), "tier"),
        _grammar_of_kind(
            Route,
            ("role", "country"),
            ("role", "standing", "origin", "destination", "country"),
            "country",
            ("people", "purpose"),
        ),
        _grammar_of_kind(Finding, ("area",), _AREA_AND, "topic"),
        _grammar_of_kind(Law, ("kind",), ("kind",), "kind", ("name", "event")),
    )
    if each.of
}  # in the order in which words that several commands know are theirs


class Reading(Struct, frozen=True):
    """A phrase, and the values that it means, by field: one of them, or one of each field."""

    phrase: str
    values: Meanings
    said: str = ""  # what it was taken for, where that isn't plain
    all: bool = False
    typed: bool = False  # whether the field's own filter takes the phrase as it was typed


class Question(Struct, frozen=True):
    """What a command is asked of a store: the values of its own filters, and the common ones."""

    grammar: Grammar
    store: Store
    own: Own = {}
    common: Common = EVERYTHING
    readings: Values = ()  # what words meant, where that isn't plain
    words: Values = ()  # the words that count, as they were typed

    def narrowed(self, phrase: str, values: Meanings) -> "Question":
        """Return the question of what has one of these values besides."""
        meant = {**self.common.meant, phrase: values}
        return replace(self, common=replace(self.common, meant=meant))

    def ask(self, common: Common | None = None) -> Sequence[Row]:
        """Return the rows that match, or would with these common filters."""
        return self.grammar.ask(self.store, common=common or self.common, **self.own)

    def read(self, words: Values, *, only_names: bool = False) -> "Question":
        """Return the question with what bare words mean; words of one filter mean any of them.

        Where nothing has all that they mean, one is sought in the texts, or left out. Raises
        NotThereError for a word that is nowhere, or no name where there are to be `only_names`,
        and UsageError for years that end before they begin.
        """
        reader = _Reader(self, words)
        found = reader.read(only_names=only_names)
        whole = reader.narrow(found)
        if only_names or len(found) < 2 or whole.matches_any:
            return whole
        weakest = sorted(found, key=lambda each: {*each.values} <= {*self.grammar.own})
        for rung in (_IN_PART, _IN_TEXT, _LEFT_OUT):
            for weak in weakest:
                others = [reading for reading in found if reading is not weak]
                fields = {field for reading in others for field in reading.values}
                if other := reader.seek(weak.phrase, rung, reader.narrow(others)):
                    own = {name: each for name, each in other.values.items() if name not in fields}
                    tried = reader.narrow([*others, replace(other, values=own)])
                    if tried.matches_any and (own or rung == _LEFT_OUT):
                        return tried
        return whole

    @property
    def matches_any(self) -> bool:
        """Whether a fact matches, deprecated or not."""
        return bool(self.ask(replace(self.common, deprecated=True)))


_BY_NAME, _IN_PART, _IN_TEXT, _LEFT_OUT = range(4)  # how far a meaning had to be sought


class _Reader:
    """The words of a question, one phrase after the other."""

    def __init__(self, question: Question, words: Values) -> None:
        self.question, self.store, self.grammar = question, question.store, question.grammar
        self.tokens = [part for word in words for part in word.split() or [word]]
        fields = [*self.grammar.filters, *self.grammar.more, *_WIDE]
        ends = (*self.grammar.own, *({"origin", "destination"} if self.grammar.of else ()))
        self.others = [field for field in fields if field not in ends]
        self.common, self.kept, self.ends = question.common, list[str](), list[str]()
        self.home = {fold(name) for name in (self.store.home.name, *self.store.home.aliases)}
        self.vocabulary = cache(lambda field: collect(self.store, field, self.grammar.of))

    def read(self, *, only_names: bool) -> list[Reading]:
        """Return the readings of the phrases, the longest first, then of what is in texts alone."""
        found, texts, at = list[Reading](), list[str](), 0
        while at < len(self.tokens):
            token, step = self.tokens[at], self._read_years(at)
            if not step and (read := self._read_phrase(at, only_names=only_names)):
                reading, step = read
                found.append(reading)
            alone = len(self.tokens) == 1 and not only_names and fold(token) not in self.home
            if not step and (alone or not self._is_filler(token)):
                if only_names:
                    raise NotThereError(token)
                texts.append(token)
                step = 1
            self.kept += self.tokens[at : at + step]
            at += step or 1
        if only_names and not self.kept:
            raise NotThereError(" ".join(self.tokens))
        return [*found, *self._read_texts(texts, self.narrow(found))]

    def _read_years(self, at: int) -> int:
        """Narrow to the years that stand here; return how many words that takes."""
        word, after = fold(self.tokens[at]), self.tokens[at + 1 : at + 2]
        if word in _BOUNDS and after and re.fullmatch(r"\d{4}", after[0], re.ASCII):
            name, more = _BOUNDS[word]
            self.common = replace(self.common, **{name: int(after[0]) + more})
            return 2
        for span in separate_years([self.tokens[at]])[0]:
            self.common = replace(self.common, year=(*self.common.year, *span))
            return 1
        return 0

    def _read_phrase(self, at: int, *, only_names: bool) -> tuple[Reading, int] | None:
        """Return what the longest phrase that begins here means, and how many words it has."""
        way = _WAYS.get(fold(self.tokens[at])) if self.grammar.of is Route else None
        begin = at + bool(way)
        for length in range(min(len(self.tokens) - begin, _LONGEST), 0, -1):
            phrase, end = " ".join(self.tokens[begin : begin + length]), begin + length
            if way:
                codes = self._named(["country"], phrase)
                reading = Reading(phrase, {way: codes["country"]}) if codes else None
            else:
                whole = FILLERS.isdisjoint((fold(self.tokens[begin]), fold(self.tokens[end - 1])))
                reading = self.seek(phrase, _BY_NAME, None)
                if whole and not only_names:
                    reading = reading or self.seek(phrase, _IN_PART, None)
            if not reading:
                continue
            if [*reading.values] == ["country"] and [*map(fold, self.tokens[end : end + 1])] == [
                "to"
            ]:
                reading = Reading(phrase, {"origin": reading.values["country"]})
            if way == "country":  # through it: passing it, or where it is the home, any transit
                reading = replace(reading, values={**reading.values, "role": ["transit"]}, all=True)
            if not {"origin", "destination"}.isdisjoint(reading.values):
                self.ends.append(phrase)
            return reading, end - at
        return None

    def _is_filler(self, token: str) -> bool:
        word, row = fold(token), self.grammar.row
        own = {row.noun, f"{row.noun}s", row.command, "rating", "rated", "figures"}
        return word in FILLERS or word in own or word in self.home

    def _read_texts(self, texts: list[str], rest: Question) -> list[Reading]:
        """Return the readings of words that are no names; raises NotThereError for one nowhere."""
        if not texts:
            return []
        phrase = " ".join(texts)
        if found := self.seek(phrase, _IN_TEXT, rest) or self.seek(phrase, _IN_TEXT, self.question):
            return [found]
        readings = [self.seek(word, _IN_TEXT, self.question) for word in texts]
        for word, reading in zip(texts, readings, strict=True):
            if not reading:
                self._raise_unknown(word)
        return [reading for reading in readings if reading]

    def seek(self, phrase: str, rung: int, rest: Question | None) -> Reading | None:
        """Return what the phrase means this far away; None if it means nothing."""
        if rung == _LEFT_OUT:
            if phrase in self.ends:  # the two ends of a route are one question
                return None
            said = f"{phrase}: left out, since no {self.grammar.row.noun} has all the words"
            return Reading(phrase, {}, said)
        if rung == _IN_TEXT and rest:
            from serbia_tip.queries.search import text_hits  # noqa: PLC0415  # it loads SQLite

            hits = text_hits(self.store, phrase)
            matching = rest.narrowed("text", {"id": hits}).ask() if hits else ()
            if matching:
                count = count_noun(len(matching), self.grammar.row.noun)
                return Reading(phrase, {"id": hits}, f"{phrase}: in the text of {count}")
            wide = self._in_part(phrase, _WIDE)
            known = wide and rest.narrowed("text", wide.values).matches_any
            return wide if known else None
        alike = self.store.store.synonyms
        same = (alike[name] for name in alike if fold(name) == fold(phrase))
        names = [phrase, *(name for names in same for name in names)]
        if rung == _IN_PART:
            left = ("country", *_WIDE) if self.grammar.asked != "source" else ()
            fields = [each for each in (*self.grammar.own, *self.others) if each not in left]
            return next(filter(None, (self._in_part(name, fields) for name in names)), None)
        for name in names:
            if self.grammar.of is TierRating and (ids := self._rated(fold(name))):
                return Reading(phrase, {"id": ids})
            own = (self._named([field], name) for field in self.grammar.own)
            if (found := next(filter(None, own), {})) and name is phrase:
                levels = (level for field in found for level in self.vocabulary(field).levels)
                return Reading(phrase, found, typed=any(fold(phrase) in level for level in levels))
            if found := found or self._named(self.others, name):
                return Reading(phrase, found, self._say(phrase, found))
        return None

    def _named(self, fields: Values, phrase: str) -> Meanings:
        """Return the values called so: by id or title, or else by alias, or by their singular."""
        for level, form in enumerate((fold, fold, singular_in_vocabulary)):
            found = {}
            for field in fields:
                called = self.vocabulary(field)
                names = called.singulars if level == 2 else called.levels[level]
                if field not in _FREE and form(phrase) in names:
                    found[called.field] = [*names[form(phrase)]]
            if found:
                return found
        return {}

    def _in_part(self, phrase: str, fields: Values) -> Reading | None:
        """Return the values with the phrase in a title or an alias."""
        found = {field: self.vocabulary(field).with_words(phrase) for field in fields}
        values = {field: names for field, names in found.items() if names}
        return Reading(phrase, values, self._say(phrase, values)) if values else None

    def _rated(self, word: str) -> list[str]:
        """Return the ids of the ratings that a word such as `best` or `downgraded` means."""
        standing = [each for each in self.store.tiers if each.rank != "deprecated"]
        places = [TIERS.index(each.tier) for each in standing]
        if word in _MOVES and places:
            moved = kinds.query_changed_tiers(standing)
            first = min(standing, key=lambda each: each.year)
            way = _MOVES[word]
            pairs = pairwise([first, *moved])
            return [
                new.id
                for old, new in pairs
                if (TIERS.index(new.tier) - TIERS.index(old.tier)) * way > 0
            ]
        if word not in _EXTREMES or not places:
            return []
        return [
            e.id
            for e, place in zip(standing, places, strict=True)
            if place == _EXTREMES[word](places)
        ]

    def _say(self, phrase: str, found: Meanings) -> str:
        """Say what the phrase was taken for; nothing where it says so itself."""
        meanings, bare = [], singular_in_vocabulary(phrase)
        for field, values in found.items():
            called = self.vocabulary(field)
            titles = [called.title(str(value)) for value in values]
            plain = map(singular_in_vocabulary, (*map(str, values), *titles))
            if len(found) == len(values) == 1 and field not in _WIDE and bare in plain:
                return ""
            said = {"by": "said by", "source": "from"}.get(field, called.noun)
            if len(values) > _NAMED:
                meanings.append(f"{said}, {len(values)} with this word")
            else:
                names = values if field == "by" else titles
                meanings += [f"{said} {name}" for name in names]
        also = ""
        if [*found] == ["by"] and self.grammar.asked in self.grammar.filters:
            called = self.vocabulary(self.grammar.asked)
            for name in called.levels[1].get(fold(phrase), ()):
                line = f"tip {self.grammar.row.command} {name}"
                also += f"; about {phrase}: {line} ({called.counts[name]})"
        return f"{phrase}: {' or '.join(meanings)}{also}"

    def narrow(self, readings: Sequence[Reading]) -> Question:
        """Return the question with these readings."""
        found = replace(self.question, common=self.common, words=self.kept)
        ends = [each for each in readings if [*each.values] == ["country"]]
        meant: dict[str, dict[str, list[object]]] = {}
        for reading in readings:
            [*fields] = reading.values
            if len(fields) == 1 and fields[0] in _WIDE:
                name = fields[0]
                given = (*getattr(found.common, name), *reading.values[name])
                found = replace(found, common=replace(found.common, **{name: given}))
            elif reading.all or (len(fields) == 1 and fields[0] in self.grammar.filters):
                for field in fields if len(ends) != 2 or reading not in ends else ():
                    name = self.grammar.filters[field]
                    values = [reading.phrase] if reading.typed else reading.values[field]
                    options = [*found.own.get(name, ()), *values]
                    found = replace(found, own={**found.own, name: options})
            elif fields:
                key = reading.phrase if "id" in fields else " ".join(fields)
                values = meant.setdefault(key, {})
                for field in fields:
                    values.setdefault(field, []).extend(reading.values[field])
        for key, values in meant.items():
            phrase = " or ".join(
                e.phrase for e in readings if key in (e.phrase, " ".join(e.values))
            )
            found = found.narrowed(phrase, values)
        if len(ends) == 2:  # between the two, either way
            for end in ends:
                found = found.narrowed(end.phrase, end.values)
        return replace(found, readings=[each.said for each in readings if each.said])

    def _raise_unknown(self, word: str) -> None:
        from serbia_tip.queries.search import text_hits  # noqa: PLC0415  # it loads SQLite

        own = dict.fromkeys([self.grammar.asked, *self.grammar.own, *self.others])
        every = [self.vocabulary(field) for field in own]
        first = next((each for each in every if near_words(word, each.readable)), every[0])
        if others := find_commands(self.store, self.tokens):
            raise NotThereError(f"no {every[0].noun} {word!r}; see {others[0][0]}")
        if text_hits(self.store, word):
            line = " ".join(["tip search", *self.tokens])
            raise NotThereError(f"no {every[0].noun} {word!r}; in other facts: {line}")
        raise NotThereError(unknown_word(first.noun, word, first.readable))


def find_commands(store: Store, words: Values) -> list[tuple[str, Question]]:
    """Return the command lines whose filters know all of these words, with what they ask.

    Those go first that are mostly asked for a thing of this very name, or of its singular.
    """
    found = []
    for grammar in GRAMMARS.values():
        with suppress(NotThereError, UsageError):
            question = Question(grammar, store).read(words, only_names=True)
            if question.matches_any:
                named = collect(store, grammar.asked, grammar.of)
                own = {name: name for name in named.counts if name == fold(name)}
                called = [own.get(singular_in_vocabulary(each), each) for each in question.words]
                line = " ".join(["tip", grammar.row.command, *called])
                found.append((named.levels[0].keys().isdisjoint(map(fold, called)), line, question))
    return [(line, question) for _, line, question in sorted(found, key=lambda each: each[0])]


def separate_years(words: Iterable[str]) -> tuple[list[range], list[str]]:
    """Return the years among the words (2007, 2007-2009, 2007..2009), and the other words.

    Raises UsageError for a span that ends before it begins.
    """
    spans, others = [], []
    for word in words:
        if match := re.fullmatch(r"(\d{4})(?:(?:-|–|\.\.|/)(\d{4}))?", word, re.ASCII):
            spans.append(range(int(match[1]), int(match[2] or match[1]) + 1))
            if not spans[-1]:
                raise UsageError(f"{word!r} ends before it begins")
        else:
            others.append(word)
    return spans, others
