"""The rules that a store must keep, a function each, and the warnings."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cache
from typing import Any, NamedTuple, TypeAlias, TypeVar

from msgspec import Struct, ValidationError, convert

from serbia_tip.model import (
    About,
    Country,
    Fact,
    Law,
    Route,
    Source,
    Statistic,
    Store,
    TierRating,
    reference,
)
from serbia_tip.periods import span
from serbia_tip.store.locate import Place, Problem, placed_rows, shape_problems, shown, table_rows
from serbia_tip.words import did_you_mean, fold, near

T = TypeVar("T")


class Breach(NamedTuple):
    """One breach of a rule: the row that breaks it, and with which of its keys."""

    what: Place | Fact
    message: str
    key: str | None = None
    before: Fact | None = None
    """The fact that it collides with."""
    wanted: str | None = None
    """A name that is not among `names`; the message suggests those near it."""
    names: Iterable[str] = ()


class Sound(NamedTuple):
    """The rows of a store whose shape is right: what the rules check."""

    about: About | None
    countries: dict[str, Country]
    sources: dict[str, Source]
    facts: list[Fact]
    routes: list[Route]
    statistics: list[Statistic]
    tiers: list[TierRating]
    laws: list[Law]
    names: "Names"


class Names(NamedTuple):
    """The names in a store, those of misshapen rows included: a reference to one is not broken."""

    facts: set[str]
    countries: set[str]
    sources: set[str]


Found: TypeAlias = Iterator[Breach]


_SUGGESTED = 100
"""How many problems are given near names; finding these takes long."""


def problems(data: dict[str, Any], store: Store | None = None) -> list[Problem]:
    """Return all problems of the tables `data`: first those of shape, then rule by rule.

    `store` is the same store as facts, if its shape is right.
    """
    if store:
        return _broken(RULES, _whole(store), placed_rows(store))
    placed = list(_converted(data))
    return [*shape_problems(data), *_broken(RULES, _sound(placed, _names(data)), placed)]


def warnings(store: Store) -> list[Problem]:
    """Return what is likely to be a mistake in a store that can be read."""
    return _broken(WARNINGS, store, placed_rows(store))


def _broken(
    rules: Iterable[Callable[[T], Found]], checked: T, placed: Iterable[tuple[Place, Struct]]
) -> list[Problem]:
    """Check the rules, and return what breaks them."""
    breaches = [(rule, breach) for rule in rules for breach in rule(checked)]
    places = {id(row): place for place, row in placed} if breaches else {}

    def place(what: Place | Fact) -> Place:
        return places[id(what)] if isinstance(what, Fact) else what

    found = []
    suggested = 0
    for rule, breach in breaches:
        message = breach.message
        if breach.wanted is not None and suggested < _SUGGESTED:
            suggested += 1
            message += did_you_mean(near(breach.wanted, breach.names))
        found.append(
            Problem(
                place(breach.what)._replace(key=breach.key),
                rule.__name__.replace("_", "-"),
                message,
                None if breach.before is None else place(breach.before),
            )
        )
    return found


def _converted(data: dict[str, Any]) -> Iterator[tuple[Place, Struct]]:
    """Yield the rows that have the right shape, each with its place."""
    for place, row, kind in table_rows(data):
        with suppress(ValidationError):
            yield place, convert(row, kind)


def _whole(store: Store) -> Sound:
    """Return all parts of a store whose shape is right."""
    facts = store.facts()
    return Sound(
        about=store.store,
        countries=store.countries,
        sources=store.sources,
        facts=facts,
        routes=store.routes,
        statistics=store.statistics,
        tiers=store.tiers,
        laws=store.laws,
        names=Names({fact.id for fact in facts}, {*store.countries}, {*store.sources}),
    )


def _sound(placed: Sequence[tuple[Place, Struct]], names: Names) -> Sound:
    def of(kind: type[T]) -> list[T]:
        return [row for _, row in placed if isinstance(row, kind)]

    return Sound(
        about=next(iter(of(About)), None),
        countries={str(place.row): row for place, row in placed if isinstance(row, Country)},
        sources={str(place.row): row for place, row in placed if isinstance(row, Source)},
        facts=of(Fact),
        routes=of(Route),
        statistics=of(Statistic),
        tiers=of(TierRating),
        laws=of(Law),
        names=names,
    )


def _names(data: dict[str, Any]) -> Names:
    names = Names(set(), set(), set())
    for place, row, _ in table_rows(data):
        if place.table == "countries":
            names.countries.add(str(place.row))
        elif place.table == "sources":
            names.sources.add(str(place.row))
        elif isinstance(row, dict) and isinstance(row.get("id"), str):
            names.facts.add(row["id"])
    return names


_KEBAB = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


_ALPHA_2 = re.compile(r"[A-Z]{2}")


_ALPHA_3 = re.compile(r"[A-Z]{3}")


_LARGEST = 2**53  # beyond it, JSON parsers lose digits


def bad_id(store: Sound) -> Found:
    """An id is kebab-case: lower-case letters, digits, single hyphens."""
    for fact in store.facts:
        if not _KEBAB.fullmatch(fact.id):
            yield Breach(fact, f"the id {fact.id!r} is not kebab-case", "id")
    for key in store.sources:
        if not _KEBAB.fullmatch(key):
            yield Breach(Place("sources", key), f"the id {key!r} is not kebab-case")


def bad_country_code(store: Sound) -> Found:
    """Countries go by ISO 3166-1: two capital letters, and three."""
    for code, country in store.countries.items():
        if not _ALPHA_2.fullmatch(code):
            yield Breach(Place("countries", code), f"{code!r} is no alpha-2 code")
        if not _ALPHA_3.fullmatch(country.alpha3):
            message = f"{code}: {country.alpha3!r} is no alpha-3 code"
            yield Breach(Place("countries", code), message, "alpha3")


def bad_url(store: Sound) -> Found:
    """A URL is one that a browser opens over the web."""
    urls = [
        (Place("sources", name), key, f"{name}: ", url)
        for name, source in store.sources.items()
        for key, url in (("url", source.url), *(("copies", copy) for copy in source.copies))
    ]
    if store.about:
        urls.append((Place("store"), "homepage", "", store.about.homepage))
    if store.about and store.about.help:
        urls.append((Place("store", "help"), "url", "", store.about.help.url))
    for place, key, name, url in urls:
        if url is not None and not url.startswith(("http://", "https://")):
            yield Breach(place, f"{name}{url!r} is no http or https URL", key)


def duplicate_id(store: Sound) -> Found:
    """An id names one fact in the whole store."""
    seen: dict[str, Fact] = {}
    for fact in store.facts:
        first = seen.setdefault(fact.id, fact)
        if first is not fact:
            yield Breach(fact, f"the id {fact.id!r} is used before", "id", before=first)


def ambiguous_name(store: Sound) -> Found:
    """A country's name, alias or code names that country alone."""
    owners: dict[str, str] = {}
    for code, country in store.countries.items():
        for name in (code, country.alpha3, country.name, *country.aliases):
            owner = owners.setdefault(fold(name), code)
            if owner != code:
                yield Breach(Place("countries", code), f"{code}: {name!r} also names {owner}")


def unresolved_source(store: Sound) -> Found:
    """A reference names a source of the store."""
    there = store.names.sources
    for fact in store.facts:
        for text in fact.sources:
            key, _ = reference(text)
            if key not in there:
                message = f"{fact.id}: no source {text!r}"
                yield Breach(fact, message, "sources", wanted=key, names=there)


def unresolved_country(store: Sound) -> Found:
    """A route's ends, and the store itself, name countries of the store."""
    if store.about and store.about.country not in store.names.countries:
        yield _no_country(store, Place("store"), "country", "", store.about.country)
    for route in store.routes:
        for key, code in (("origin", route.origin), ("destination", route.destination)):
            if code is not None and code not in store.names.countries:
                yield _no_country(store, route, key, f"{route.id}: ", code)


def _no_country(store: Sound, what: Place | Fact, key: str, name: str, code: str) -> Breach:
    """Report that no country has this code; a country's name suggests its code."""
    message = f"{name}no country {code!r}"
    for other, country in store.countries.items():
        if fold(code) in map(fold, (other, country.alpha3, country.name, *country.aliases)):
            return Breach(what, message + did_you_mean([other]), key)
    return Breach(what, message, key, wanted=code, names=store.names.countries)


def unresolved_id(store: Sound) -> Found:
    """`part_of` and `contradicts` name facts of the store; a whole is a statistic."""
    for fact in store.facts:
        for other in fact.contradicts:
            if other not in store.names.facts:
                yield _no_fact(store, fact, "contradicts", other)
            elif other == fact.id:
                yield Breach(fact, f"{fact.id}: contradicts itself", "contradicts")
    others = {fact.id for fact in store.facts if not isinstance(fact, Statistic)}
    for statistic in store.statistics:
        if statistic.part_of is not None:
            if statistic.part_of not in store.names.facts:
                yield _no_fact(store, statistic, "part_of", statistic.part_of)
            elif statistic.part_of in others:
                message = f"{statistic.id}: part of {statistic.part_of!r}, which is no statistic"
                yield Breach(statistic, message, "part_of")


def _no_fact(store: Sound, fact: Fact, key: str, other: str) -> Breach:
    """Report that the fact which the key names doesn't exist."""
    message = f"{fact.id}: {key.replace('_', ' ')} {other!r}, which is not there"
    return Breach(fact, message, key, wanted=other, names=store.names.facts)


def unresolved_profile(store: Sound) -> Found:
    """The profile's measures and laws are in the store."""
    if not store.about or not store.about.profile:
        return
    profile = store.about.profile
    here = Place("store", "profile")
    measures = {statistic.measure for statistic in store.statistics}
    laws = {law.id for law in store.laws}
    for key, wanted, names, what in (
        *(("measures", name, measures, "statistic has the measure") for name in profile.measures),
        ("index", profile.index, measures, "statistic has the measure"),
        *(("laws", name, laws, "law has the id") for name in profile.laws),
    ):
        if wanted not in names:
            yield Breach(here, f"no {what} {wanted!r}", key, wanted=wanted, names=names)


def circular_part(store: Sound) -> Found:
    """No statistic is a part of itself, directly or through its wholes."""
    whole_of = {
        statistic.id: statistic.part_of for statistic in store.statistics if statistic.part_of
    }
    circular: set[str] = set()
    walked: set[str] = set()
    for begin in whole_of:
        path = []
        current = begin
        while current in whole_of and current not in walked:
            walked.add(current)
            path.append(current)
            current = whole_of[current]
        if current in path:
            circular.update(path[path.index(current) :])
    for statistic in store.statistics:
        if statistic.id in circular:
            yield Breach(statistic, f"{statistic.id}: is a part of itself", "part_of")


def unused_source(store: Store) -> Found:
    """A source has at least one fact that rests on it."""
    cited = {reference(text)[0] for fact in store.facts() for text in fact.sources}
    for key in store.sources:
        if key not in cited:
            yield Breach(Place("sources", key), f"no fact rests on {key!r}")


def impossible_period(store: Sound) -> Found:
    """A period is one that the calendar has."""
    for fact in store.facts:
        if reason := _impossible(fact.dated):
            yield Breach(fact, f"{fact.id}: {reason}", "year" if fact.period is None else "period")
    for name, source in store.sources.items():
        if reason := _impossible(source.published):
            yield Breach(Place("sources", name), f"{name}: {reason}", "published")


@cache
def _impossible(period: str | None) -> str | None:
    """Say why the calendar has no such period; None if it has."""
    try:
        if period is not None:
            span(period)
    except ValueError as error:
        return str(error)
    return None


def period_outside_report_year(store: Sound) -> Found:
    """A tier's period, if it states one, lies in its report's year."""
    for rating in store.tiers:
        period = rating.dated or ""
        if not period.startswith(f"{rating.year:04}"):
            yield Breach(rating, f"{rating.id}: {period} is not in {rating.year}", "period")


def role_against_country(store: Sound) -> Found:
    """A route's ends fit its role, which is relative to the store's country."""
    if not store.about:
        return
    home = store.about.country
    for route in store.routes:
        match route.role:
            case "source":
                fits = route.origin == home and route.destination != home
            case "destination":
                fits = route.destination == home and route.origin != home
            case "internal":
                fits = route.origin == home and route.destination == home
            case "transit":
                fits = home not in (route.origin, route.destination)
        if not fits:
            ends = f"{route.origin or 'unnamed'} to {route.destination or 'unnamed'}"
            message = f"{route.id}: {ends} is no {route.role} route of {home}"
            yield Breach(route, message, "role")


def value_not_a_figure(store: Sound) -> Found:
    """A value is finite, and small enough for every JSON parser."""
    for statistic in store.statistics:
        for key, value in (("value", statistic.value), ("out_of", statistic.out_of)):
            if value is not None and not _is_figure(value):
                message = f"{statistic.id}: {shown(value)} is no figure that can be passed on"
                yield Breach(statistic, message, key)


def _is_figure(value: int | float) -> bool:
    return abs(value) <= _LARGEST  # so neither infinite nor NaN, which is not <= anything


def part_larger_than_whole(store: Sound) -> Found:
    """A part counts no more than its whole, in the same unit."""
    statistics = _usable(store)
    by_id = {statistic.id: statistic for statistic in statistics}
    for part in statistics:
        whole = by_id.get(part.part_of or "")
        if whole and part.unit == whole.unit and part.value > whole.value:
            message = f"{part.id}: {part.value} is more than the {whole.value} of {whole.id}"
            yield Breach(part, message, "value")


def partition_not_adding_up(store: Sound) -> Found:
    """Where a whole says that a dimension divides it, the parts add up to it."""
    statistics = _usable(store)
    parts: defaultdict[tuple[str, str | None], list[int | float]] = defaultdict(list)
    for part in statistics:
        if part.part_of is not None:
            parts[part.part_of, part.dimension].append(part.value)
    for whole in statistics:
        for dimension in whole.partitioned_by:
            total = math.fsum(parts[whole.id, dimension])
            if not math.isclose(total, whole.value):
                message = f"{whole.id}: by {dimension}, {total:g} is not {whole.value:g}"
                yield Breach(whole, message, "partitioned_by")


def _usable(store: Sound) -> list[Statistic]:
    """Return the statistics whose values can be added and compared."""
    return [statistic for statistic in store.statistics if _is_figure(statistic.value)]


def deprecated_without_note(store: Sound) -> Found:
    """A deprecated fact says why."""
    for fact in store.facts:
        if fact.rank == "deprecated" and not fact.note:
            yield Breach(fact, f"{fact.id}: deprecated, but no note says why", "rank")


_SECOND = re.compile(r"[.!?…]\s+[^\W\d_]")
"""The end of a sentence and the first letter after it."""


def not_one_sentence(store: Store) -> Found:
    """A statement is one plain sentence: it begins with a capital or a digit and ends in a stop."""
    for fact in store.facts():
        if reason := _not_one_sentence(fact.statement):
            yield Breach(fact, f"{fact.id}: {reason}", "statement")


def _not_one_sentence(text: str) -> str | None:
    """Say why a text is no single sentence; None if it looks like one."""
    if text[0].islower() or not text[0].isalnum():
        return "the statement begins with no capital letter or digit"
    if not text.endswith((".", "!", "?", "…", "。", "।", "؟")):
        return "the statement doesn't end in a stop"
    if "\n" in text or "\t" in text or "  " in text:
        return "the statement has a line end, a tab or two spaces in it"
    if any(not found[0][-1].islower() for found in _SECOND.finditer(text)):
        return "the statement has more than one sentence"
    return None


def near_neighbour(store: Store) -> Found:
    """A body, measure, topic or state that is named once doesn't resemble another.

    A table of its own, such as `[bodies."…"]`, confirms a name.
    """
    for used_by, field, word, another in neighbours(store):
        message = f"{field} {word!r} stands only here; near it is {another!r}"
        if isinstance(used_by, Fact):
            yield Breach(used_by, f"{used_by.id}: {message}", field)
        else:
            yield Breach(Place("sources", used_by), f"{used_by}: {message}", field)


RULES: tuple[Callable[[Sound], Found], ...] = (
    bad_id,
    bad_country_code,
    bad_url,
    duplicate_id,
    ambiguous_name,
    unresolved_source,
    unresolved_country,
    unresolved_id,
    unresolved_profile,
    circular_part,
    impossible_period,
    period_outside_report_year,
    role_against_country,
    value_not_a_figure,
    part_larger_than_whole,
    partition_not_adding_up,
    deprecated_without_note,
)
"""The rules that a store must keep to be read."""


WARNINGS: tuple[Callable[[Store], Found], ...] = (
    not_one_sentence,
    unused_source,
    near_neighbour,
)
"""The rules whose breach is likely to be a mistake; the store is read all the same."""


_SHORTEST = 5
"""Shorter words that differ by a letter are different words."""


_LONGEST = 100
"""Longer words are compared whole, not letter by letter."""


_SMALL = {"a", "an", "and", "for", "in", "of", "on", "the", "to"}
"""Words that don't tell names apart."""


class Neighbour(NamedTuple):
    """A word that is used once, its place, and the word that it resembles."""

    used_by: Fact | str
    """The fact that uses it, or the id of the source."""
    field: str
    word: str
    near: str


def neighbours(store: Store) -> Iterator[Neighbour]:
    """Yield the bodies, measures, topics and states that are named once and resemble others.

    Words with a table of their own in the store are taken to be right.
    """
    bodies: list[tuple[Fact | str, str, str]] = [
        *((fact, "attributed_to", name) for fact in store.facts() for name in fact.credits),
        *((key, "publisher", source.publisher) for key, source in store.sources.items()),
    ]
    known = (name for key, body in store.bodies.items() for name in (key, *body.aliases))
    yield from _near(bodies, known)
    yield from _near(((each, "measure", each.measure) for each in store.statistics), store.measures)
    yield from _near(((each, "topic", each.topic) for each in store.findings), store.topics)
    states = ((fact, "entity", fact.entity) for fact in store.facts() if fact.entity)
    home = store.countries.get(store.store.country)
    yield from _near(states, (home.name, *home.aliases) if home else ())


def _near(uses: Iterable[tuple[Fact | str, str, str]], known: Iterable[str]) -> Iterator[Neighbour]:
    used = list(uses)
    counts = Counter(word for _, _, word in used)
    meant = set(known)
    alike: defaultdict[str, list[str]] = defaultdict(list)
    for word in dict.fromkeys([*sorted(meant), *(word for word, _ in counts.most_common())]):
        for form in _forms(word):
            alike[form].append(word)
    for used_by, field, word in used:
        if counts[word] == 1 and word not in meant:
            others = (other for form in _forms(word) for other in alike[form] if other != word)
            if near := next(others, None):
                yield Neighbour(used_by, field, word, near)


def _forms(word: str) -> list[str]:
    """Return the forms that near words have in common: a letter left out, or their large words."""
    folded = fold(word)
    large = sorted(part for part in folded.split() if part not in _SMALL)
    forms = [folded, " ".join(large) or folded]
    if _SHORTEST <= len(folded) <= _LONGEST:
        forms += [
            folded[:place] + folded[place + 1 :]
            for place, letter in enumerate(folded)
            if not letter.isdigit()
        ]
    return list(dict.fromkeys(forms))
