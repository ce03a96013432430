"""What a sound store must satisfy: first its shape, then one small named rule each.

Every problem is found in one pass; a fact whose shape is wrong is left out of the rules.
"""

import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple, TypeAlias, TypeVar

import msgspec

from serbia_tip.lookup import did_you_mean, near
from serbia_tip.model import (
    FACT_TYPES,
    About,
    Country,
    Fact,
    Law,
    Route,
    Source,
    Statistic,
    Store,
    TierRating,
)
from serbia_tip.period import span
from serbia_tip.references import reference
from serbia_tip.store.neighbours import neighbours
from serbia_tip.store.shape import Place, Problem, shape_problems, table_rows
from serbia_tip.words import fold

T = TypeVar("T")


class Breach(NamedTuple):
    """In which way something breaks a rule, and by which of its keys."""

    what: Place | Fact
    message: str
    key: str | None = None
    before: Fact | None = None
    """The fact that it collides with."""
    wanted: str | None = None
    """A word that names nothing of what there is; those near it are suggested."""
    names: Iterable[str] = ()
    """What there is."""


class Sound(NamedTuple):
    """The parts of a store whose shape is right: what the rules are about."""

    about: About | None
    countries: dict[str, Country]
    sources: dict[str, Source]
    facts: list[Fact]
    routes: list[Route]
    statistics: list[Statistic]
    tiers: list[TierRating]
    laws: list[Law]
    names: "Names"
    places: Iterable[tuple[Place, Fact]]
    """Where each fact stands: gone through only for the sake of a problem."""
    whole: Store | None = None
    """The store itself, where all of it has the right shape."""


class Names(NamedTuple):
    """What the store names, things of the wrong shape included: nothing of it is missing."""

    facts: set[str]
    countries: set[str]
    sources: set[str]
    cited: set[str]
    """The ids of the sources that some fact rests on."""


Found: TypeAlias = Iterator[Breach]
Rule: TypeAlias = Callable[[Sound], Found]

_SUGGESTED = 100
"""For how many problems near names are sought; finding them takes long."""


def problems(data: dict[str, Any], store: Store | None = None) -> list[Problem]:
    """All problems of the store whose tables are `data`, shape first, then rule by rule.

    `store` is the same store as facts, when its shape is known to be right.
    """
    misshapen = [] if store else list(shape_problems(data))
    sound = _of_store(store) if store else _of_tables(data)
    return misshapen + _broken(RULES, sound)


def warnings(store: Store) -> list[Problem]:
    """What is likely to be a mistake, in a store that is read all the same."""
    return _broken(WARNINGS, _of_store(store))


def _broken(rules: Iterable[Rule], store: Sound) -> list[Problem]:
    breaches = [(rule, breach) for rule in rules for breach in rule(store)]
    places = {id(fact): place for place, fact in store.places} if breaches else {}

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


def _of_store(store: Store) -> Sound:
    facts = store.facts()
    names = Names(
        facts={fact.id for fact in facts},
        countries=set(store.countries),
        sources=set(store.sources),
        cited={reference(text)[0] for text in {text for fact in facts for text in fact.sources}},
    )
    return Sound(
        about=store.store,
        countries=store.countries,
        sources=store.sources,
        facts=facts,
        routes=store.routes,
        statistics=store.statistics,
        tiers=store.tiers,
        laws=store.laws,
        names=names,
        places=(
            (Place(kind.table, number), fact)
            for kind in FACT_TYPES
            for number, fact in enumerate(store.of(kind))
        ),
        whole=store,
    )


def _of_tables(data: dict[str, Any]) -> Sound:
    """What can be saved of a store that has problems, so that the rules can still be tried."""
    names = Names(set(), set(), set(), set())
    things: list[tuple[Place, Any]] = []
    for place, row, kind in table_rows(data):
        _take_down(names, place, row)
        try:
            things.append((place, msgspec.convert(row, kind)))
        except (msgspec.ValidationError, OverflowError):
            continue

    def of(kind: type[T]) -> list[T]:
        return [thing for _, thing in things if isinstance(thing, kind)]

    return Sound(
        about=next(iter(of(About)), None),
        countries={str(place.row): row for place, row in things if isinstance(row, Country)},
        sources={str(place.row): row for place, row in things if isinstance(row, Source)},
        facts=of(Fact),
        routes=of(Route),
        statistics=of(Statistic),
        tiers=of(TierRating),
        laws=of(Law),
        names=names,
        places=[(place, thing) for place, thing in things if isinstance(thing, Fact)],
    )


def _take_down(names: Names, place: Place, row: Any) -> None:
    """Take down what this row names, whatever its shape."""
    if place.table == "countries":
        names.countries.add(str(place.row))
    elif place.table == "sources":
        names.sources.add(str(place.row))
    elif isinstance(row, dict):
        if isinstance(row.get("id"), str):
            names.facts.add(row["id"])
        texts = row.get("sources")
        for text in texts if isinstance(texts, list) else []:
            names.cited.add(reference(str(text))[0])


# --- rules -------------------------------------------------------------------------------------

_KEBAB = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_ALPHA_2 = re.compile(r"[A-Z]{2}")
_ALPHA_3 = re.compile(r"[A-Z]{3}")
_LARGEST = 2**53  # beyond it, JSON readers lose digits


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
    if store.names.cited <= store.names.sources:
        return
    for fact in store.facts:
        for text in fact.sources:
            if reference(text)[0] not in store.names.sources:
                message = f"{fact.id}: no source {text!r}"
                wanted, there = reference(text)[0], store.names.sources
                yield Breach(fact, message, "sources", wanted=wanted, names=there)


def unresolved_country(store: Sound) -> Found:
    """A route's ends, and the store itself, name countries of the store."""
    if store.about and store.about.country not in store.names.countries:
        yield _no_country(store, Place("store"), "country", "", store.about.country)
    for route in store.routes:
        for key, code in (("origin", route.origin), ("destination", route.destination)):
            if code is not None and code not in store.names.countries:
                yield _no_country(store, route, key, f"{route.id}: ", code)


def _no_country(store: Sound, what: Place | Fact, key: str, name: str, code: str) -> Breach:
    """That no country has this code; a name stands for the code that is meant."""
    message = f"{name}no country {code!r}"
    for other, country in store.countries.items():
        if fold(code) in map(fold, (other, country.alpha3, country.name, *country.aliases)):
            return Breach(what, message + did_you_mean([other]), key)
    return Breach(what, message, key, wanted=code, names=store.names.countries)


def unresolved_id(store: Sound) -> Found:
    """What `part_of` and `contradicts` name is a fact of the store; a whole is a statistic."""
    for fact in store.facts:
        for other in fact.contradicts:
            if other not in store.names.facts:
                yield _no_fact(store, fact, "contradicts", other)
            elif other == fact.id:
                yield Breach(fact, f"{fact.id}: contradicts itself", "contradicts")
    others = {fact.id for fact in store.facts} - {figure.id for figure in store.statistics}
    for figure in store.statistics:
        if figure.part_of is not None:
            if figure.part_of not in store.names.facts:
                yield _no_fact(store, figure, "part_of", figure.part_of)
            elif figure.part_of in others:
                message = f"{figure.id}: part of {figure.part_of!r}, which is no statistic"
                yield Breach(figure, message, "part_of")


def _no_fact(store: Sound, fact: Fact, key: str, other: str) -> Breach:
    """That the fact which the key names is not there."""
    message = f"{fact.id}: {key.replace('_', ' ')} {other!r}, which is not there"
    return Breach(fact, message, key, wanted=other, names=store.names.facts)


def unresolved_profile(store: Sound) -> Found:
    """What the profile shows is in the store: its measures, and its laws by id."""
    if not store.about or not store.about.profile:
        return
    profile = store.about.profile
    here = Place("store", "profile")
    measures = {figure.measure for figure in store.statistics}
    shown = [*(("measures", measure) for measure in profile.measures), ("index", profile.index)]
    for key, measure in shown:
        if measure not in measures:
            message = f"no statistic has the measure {measure!r}"
            yield Breach(here, message, key, wanted=measure, names=measures)
    laws = {law.id for law in store.laws}
    for name in profile.laws:
        if name not in laws:
            message = f"no law has the id {name!r}"
            yield Breach(here, message, "laws", wanted=name, names=laws)


def circular_part(store: Sound) -> Found:
    """No figure is, through its wholes, a part of itself."""
    whole_of = {figure.id: figure.part_of for figure in store.statistics if figure.part_of}
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
    for figure in store.statistics:
        if figure.id in circular:
            yield Breach(figure, f"{figure.id}: is a part of itself", "part_of")


def unused_source(store: Sound) -> Found:
    """A source has at least one fact that rests on it."""
    for key in store.sources:
        if key not in store.names.cited:
            yield Breach(Place("sources", key), f"no fact rests on {key!r}")


def impossible_period(store: Sound) -> Found:
    """A period is one that the calendar has."""
    for fact in store.facts:
        if reason := _impossible(fact.dated):
            key = "year" if fact.period is None else "period"
            yield Breach(fact, f"{fact.id}: {reason}", key)
    for name, source in store.sources.items():
        if reason := _impossible(source.published):
            yield Breach(Place("sources", name), f"{name}: {reason}", "published")


@cache
def _impossible(period: str | None) -> str | None:
    """Why the calendar has no such period, or None if it has it."""
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
    """A value is finite, and small enough for every reader of JSON."""
    for figure in store.statistics:
        for key, value in (("value", figure.value), ("out_of", figure.out_of)):
            if value is not None and not _is_figure(value):
                message = f"{figure.id}: {_digits(value)} is no figure that can be passed on"
                yield Breach(figure, message, key)


def _is_figure(value: int | float) -> bool:
    return abs(value) <= _LARGEST  # and so neither infinite nor, which compares to none, NaN


def _digits(value: int | float) -> str:
    try:
        return str(value)
    except ValueError:  # Python's own limit
        return "a number of too many digits"


def part_larger_than_whole(store: Sound) -> Found:
    """A part counts no more than its whole, in the same unit."""
    figures = _figures(store)
    by_id = {figure.id: figure for figure in figures}
    for part in figures:
        whole = by_id.get(part.part_of or "")
        if whole and part.unit == whole.unit and part.value > whole.value:
            message = f"{part.id}: {part.value} is more than the {whole.value} of {whole.id}"
            yield Breach(part, message, "value")


def partition_not_adding_up(store: Sound) -> Found:
    """Where a whole says that a dimension divides it, the parts add up to it."""
    figures = _figures(store)
    parts: defaultdict[tuple[str, str | None], list[int | float]] = defaultdict(list)
    for part in figures:
        if part.part_of is not None:
            parts[part.part_of, part.dimension].append(part.value)
    for whole in figures:
        for dimension in whole.partitioned_by:
            total = math.fsum(parts[whole.id, dimension])
            if not math.isclose(total, whole.value):
                message = f"{whole.id}: by {dimension}, {total:g} is not {whole.value:g}"
                yield Breach(whole, message, "partitioned_by")


def _figures(store: Sound) -> list[Statistic]:
    """The statistics whose values can be reckoned with."""
    return [figure for figure in store.statistics if _is_figure(figure.value)]


def deprecated_without_note(store: Sound) -> Found:
    """A deprecated fact says why."""
    for fact in store.facts:
        if fact.rank == "deprecated" and not fact.note:
            yield Breach(fact, f"{fact.id}: deprecated, but no note says why", "rank")


_SECOND = re.compile(r"[.!?…]\s+[^\W\d_]")
"""Where one sentence ends and another begins: with a capital letter, where letters have cases."""


def not_one_sentence(store: Sound) -> Found:
    """A statement is one plain sentence: it begins with a capital or a digit and ends in a stop."""
    for fact in store.facts:
        if reason := _not_one_sentence(fact.statement):
            yield Breach(fact, f"{fact.id}: {reason}", "statement")


def _not_one_sentence(text: str) -> str | None:
    """Why a text is no single sentence, or None if it looks like one."""
    if text[0].islower() or not text[0].isalnum():
        return "the statement begins with no capital letter or digit"
    if not text.endswith((".", "!", "?", "…", "。", "।", "؟")):
        return "the statement doesn't end in a stop"
    if "\n" in text or "\t" in text or "  " in text:
        return "the statement has a line end, a tab or two spaces in it"
    if any(not found[0][-1].islower() for found in _SECOND.finditer(text)):
        return "the statement has more than one sentence"
    return None


def near_neighbour(store: Sound) -> Found:
    """A body, measure, topic or state that is named once has no name but for a slip like another's.

    What is meant can be said in a table of its own: `[bodies."…"]`.
    """
    for used_by, field, word, another in neighbours(store.whole) if store.whole else ():
        message = f"{field} {word!r} stands only here; near it is {another!r}"
        if isinstance(used_by, Fact):
            yield Breach(used_by, f"{used_by.id}: {message}", field)
        else:
            yield Breach(Place("sources", used_by), f"{used_by}: {message}", field)


RULES: tuple[Rule, ...] = (
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
"""What makes a store unreadable."""

WARNINGS: tuple[Rule, ...] = (
    not_one_sentence,
    unused_source,
    near_neighbour,
)
"""What is likely to be a mistake, and keeps no store from being read."""
