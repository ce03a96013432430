"""The rules that a store's rows must keep for it to be read, a function each."""

import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import NamedTuple, TypeAlias

from serbia_tip.model import About, Country, Fact, Law, Route, Source, Statistic, TierRating
from serbia_tip.periods import span
from serbia_tip.store.locate import Place
from serbia_tip.store.shape import shown
from serbia_tip.words import slug


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
_KEBAB = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_KEBAB_LETTERS = b"abcdefghijklmnopqrstuvwxyz0123456789-"
_ALPHA_2 = re.compile(r"[A-Z]{2}")
_ALPHA_3 = re.compile(r"[A-Z]{3}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")
_LARGEST = 2**53  # beyond it, JSON parsers lose digits


def bad_id(store: Sound) -> Found:
    """An id is kebab-case: lower-case letters, digits, single hyphens."""
    if not _are_kebab_case([fact.id for fact in store.facts]):
        for fact in store.facts:
            if not _KEBAB.fullmatch(fact.id):
                yield Breach(fact, _not_kebab_case(fact.id), "id")
    for key in store.sources:
        if not _KEBAB.fullmatch(key):
            yield Breach(Place("sources", key), _not_kebab_case(key))


def _are_kebab_case(ids: list[str]) -> bool:
    """Whether all ids are kebab-case: all at once, as it takes long to look at each."""
    lines = "\n".join(["", *ids, ""])
    others = lines.encode(errors="replace").translate(None, _KEBAB_LETTERS)
    parted = any(pair in lines for pair in ("--", "\n-", "-\n", "\n\n"))
    return not parted and len(others) == len(ids) + 1


def _not_kebab_case(name: str) -> str:
    return f"the id {name!r} is not kebab-case; write {slug(name)}"


def bad_country_code(store: Sound) -> Found:
    """Countries go by ISO 3166-1: two capital letters, and three."""
    for code, country in store.countries.items():
        for given, form, called, key in (
            (code, _ALPHA_2, "alpha-2", None),
            (country.alpha3, _ALPHA_3, "alpha-3", "alpha3"),
        ):
            if not form.fullmatch(given):
                meant = f"; write {given.upper()}" if form.fullmatch(given.upper()) else ""
                message = f"{code}: {given!r} is no {called} code{meant}"
                yield Breach(Place("countries", code), message, key)


def bad_url(store: Sound) -> Found:
    """A URL is one that a browser opens over the web."""
    urls = [
        (Place("sources", name), key, f"{name}: ", url)
        for name, source in store.sources.items()
        for key, url in (
            ("url", source.url),
            *(("copies", copy) for copy in source.copies),
            ("archived", source.archived.url if source.archived else None),
        )
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
    if len({fact.id for fact in store.facts}) == len(store.facts):
        return
    seen: dict[str, Fact] = {}
    for fact in store.facts:
        first = seen.setdefault(fact.id, fact)
        if first is not fact:
            yield Breach(fact, f"the id {fact.id!r} is used before", "id", before=first)


def bad_language(store: Sound) -> Found:
    """A language is a tag of BCP 47: the language, and where it matters its script and region."""
    for name, source in store.sources.items():
        if source.language is not None and not _LANGUAGE.fullmatch(source.language):
            message = f"{name}: {source.language!r} is no language tag of BCP 47: en, sr-Latn"
            yield Breach(Place("sources", name), message, "language")


def impossible_period(store: Sound) -> Found:
    """A period is one that the calendar has, and so is the date of a source."""
    if any(map(_impossible, {fact.period for fact in store.facts})):
        for fact in store.facts:
            if reason := _impossible(fact.period):
                yield Breach(fact, f"{fact.id}: {reason}", "period")
    for name, source in store.sources.items():
        for key, date in source_dates(source):
            if reason := _impossible(date):
                yield Breach(Place("sources", name), f"{name}: {reason}", key)


def source_dates(source: Source) -> Iterator[tuple[str, str | None]]:
    """Yield the dates that a source may have, each with its key."""
    yield "published", source.published
    yield "accessed", source.accessed
    yield "archived", source.archived.date if source.archived else None


@cache
def _impossible(period: str | None) -> str | None:
    try:
        if period is not None:
            span(period)
    except ValueError as error:
        return str(error)
    return None


def period_outside_report_year(store: Sound) -> Found:
    """A tier's period, if it states one, lies in its report's year."""
    for rating in store.tiers:
        if rating.period and not rating.period.startswith(f"{rating.year:04}"):
            yield Breach(rating, f"{rating.id}: {rating.period} is not in {rating.year}", "period")


_ENDS = {
    "source": "begins in {} and ends abroad",
    "destination": "begins abroad and ends in {}",
    "internal": "has {} as its origin and as its destination",
    "transit": "has {} at neither end",
}


def role_against_country(store: Sound) -> Found:
    """A route's ends fit its role, which is relative to the store's country."""
    home = store.about.country if store.about else ""
    known = store.names.countries
    if home not in known:
        return  # which is reported, and makes every role wrong
    for route in store.routes:
        origin, destination = route.origin, route.destination
        match route.role:
            case "source":
                fits = origin == home and destination != home
            case "destination":
                fits = destination == home and origin != home
            case "internal":
                fits = origin == home and destination == home
            case "transit":
                fits = home not in (origin, destination)
        if not fits and {origin, destination} <= {None, *known}:
            given = f"{origin or 'unnamed'} to {destination or 'unnamed'}"
            ends = _ENDS[route.role].format(home)
            message = f"{route.id}: {given} is no {route.role} route of {home}: one {ends}"
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
    parts = [statistic for statistic in store.statistics if statistic.part_of]
    by_id = {statistic.id: statistic for statistic in store.statistics} if parts else {}
    for part in parts:
        whole = by_id.get(part.part_of or "")
        if not whole or part.unit != whole.unit or not part.value > whole.value:
            continue
        if _is_figure(part.value) and _is_figure(whole.value):
            message = f"{part.id}: {part.value} is more than the {whole.value} of {whole.id}"
            yield Breach(part, message, "value")


def partition_not_adding_up(store: Sound) -> Found:
    """Where a whole says that a dimension divides it, the parts add up to it."""
    if not any(whole.partitioned_by for whole in store.statistics):
        return
    statistics = [each for each in store.statistics if _is_figure(each.value)]
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


def deprecated_without_note(store: Sound) -> Found:
    """A deprecated fact says why."""
    for fact in store.facts:
        if fact.rank == "deprecated" and not fact.note:
            yield Breach(fact, f"{fact.id}: deprecated, but no note says why", "rank")


RULES: tuple[Callable[[Sound], Found], ...] = (
    bad_id,
    bad_country_code,
    bad_url,
    bad_language,
    duplicate_id,
    impossible_period,
    period_outside_report_year,
    role_against_country,
    value_not_a_figure,
    part_larger_than_whole,
    partition_not_adding_up,
    deprecated_without_note,
)
"""What each row must keep, and the figures among themselves."""
