"""The rules that a store's rows must keep for it to be read, a function each."""

import math
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cache
from typing import NamedTuple, TypeAlias

from serbia_tip.model import Fact, Source, Statistic, Store
from serbia_tip.periods import span
from serbia_tip.store.locate import Place
from serbia_tip.store.shape import shown
from serbia_tip.words import slug


class Breach(NamedTuple):
    """One breach of a rule: what breaks it, and with which of its keys."""

    what: Place | Fact
    message: str
    key: str | None = None
    wanted: str | None = None  # the message suggests those of the `names` that are near it
    names: Iterable[str] = ()
    before: Fact | None = None  # with which it collides


class Sound(Store, frozen=True, kw_only=True):
    """What of a store has the right shape, and the names of all rows, the misshapen included."""

    by_id: dict[str, Fact]
    ids: Collection[str]  # of facts: a reference to a misshapen one is not broken
    codes: Collection[str]
    keys: Collection[str]


Found: TypeAlias = Iterator[Breach]
Use: TypeAlias = tuple[Place | Fact, str, str]
"""A row, one of its keys, and what stands there."""
_KEBAB = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_KEBAB_LETTERS = b"abcdefghijklmnopqrstuvwxyz0123456789-"
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")
_LARGEST = 2**53  # beyond it, JSON parsers lose digits


def bad_id(store: Sound) -> Found:
    """An id is kebab-case: lower-case letters, digits, single hyphens."""
    named: list[tuple[Place | Fact, str, str | None]]
    named = [(Place("sources", name), name, None) for name in store.sources]
    if not _are_kebab_case(store.by_id):
        named += [(fact, fact.id, "id") for fact in store.facts()]
    for what, name, key in named:
        if not _KEBAB.fullmatch(name):
            yield Breach(what, f"the id {name!r} is not kebab-case; write {slug(name)}", key)


def _are_kebab_case(ids: Iterable[str]) -> bool:
    """Look at all ids at once, as it takes long to look at each."""
    lines = "\n".join(["", *ids, ""])
    others = lines.encode(errors="replace").translate(None, _KEBAB_LETTERS)
    parted = any(pair in lines for pair in ("--", "\n-", "-\n", "\n\n"))
    return not parted and others == b"\n" * lines.count("\n")


def bad_country_code(store: Sound) -> Found:
    """Countries go by ISO 3166-1: two capital letters, and three."""
    for code, country in store.countries.items():
        for given, length, key in ((code, 2, None), (country.alpha3, 3, "alpha3")):
            form = re.compile(f"[A-Z]{{{length}}}")
            if not form.fullmatch(given):
                meant = f"; write {given.upper()}" if form.fullmatch(given.upper()) else ""
                message = f"{given!r} is no alpha-{length} code{meant}"
                yield Breach(Place("countries", code), message, key)


def bad_url(store: Sound) -> Found:
    """A URL is one that a browser opens over the web."""
    about = store.store
    urls = [(Place("store"), "homepage", about.homepage)]
    urls += [(Place("store", "help"), "url", about.help.url)] if about.help else []
    for name, source in store.sources.items():
        archived = source.archived.url if source.archived else None
        given = [("url", source.url), ("archived", archived)]
        given += [("copies", copy) for copy in source.copies]
        urls += [(Place("sources", name), key, url) for key, url in given]
    for place, key, url in urls:
        if url is not None and not url.startswith(("http://", "https://")):
            yield Breach(place, f"{url!r} is no http or https URL", key)


def duplicate_id(store: Sound) -> Found:
    """An id names one fact in the whole store."""
    facts = store.facts()
    seen: dict[str, Fact] = {}
    for fact in facts if len(store.by_id) < len(facts) else ():
        first = seen.setdefault(fact.id, fact)
        if first is not fact:
            yield Breach(fact, f"the id {fact.id!r} is used before", "id", before=first)


def bad_language(store: Sound) -> Found:
    """A language is a tag of BCP 47: the language, and where it matters its script and region."""
    for name, source in store.sources.items():
        if source.language is not None and not _LANGUAGE.fullmatch(source.language):
            message = f"{source.language!r} is no language tag of BCP 47: en, sr-Latn"
            yield Breach(Place("sources", name), message, "language")


def impossible_period(store: Sound) -> Found:
    """A period is one that the calendar has, and so is the date of a source."""
    if any(map(_impossible, {fact.period for fact in store.facts()})):
        for fact in store.facts():
            if reason := _impossible(fact.period):
                yield Breach(fact, reason, "period")
    for name, source in store.sources.items():
        for key, date in source_dates(source):
            if reason := _impossible(date):
                yield Breach(Place("sources", name), reason, key)


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
            yield Breach(rating, f"{rating.period} is not in {rating.year}", "period")


_ENDS = {
    "source": ((True, False), "begins in {} and ends abroad"),
    "destination": ((False, True), "begins abroad and ends in {}"),
    "internal": ((True, True), "has {} as its origin and as its destination"),
    "transit": ((False, False), "has {} at neither end"),
}
"""Whether a route of each role begins and ends in the store's country, and that in words."""


def role_against_country(store: Sound) -> Found:
    """A route's ends fit its role, which is relative to the store's country."""
    home, known = store.store.country, {None, *store.codes}
    for route in store.routes if home in known else ():  # a wrong home makes every role wrong
        origin, destination = route.origin, route.destination
        fitting, said = _ENDS[route.role]
        if (origin == home, destination == home) != fitting and {origin, destination} <= known:
            given = f"{origin or 'unnamed'} to {destination or 'unnamed'}"
            message = f"{given} is no {route.role} route of {home}: one {said.format(home)}"
            yield Breach(route, message, "role")


def value_not_a_figure(store: Sound) -> Found:
    """A value is finite, and small enough for every JSON parser."""
    for statistic in store.statistics:
        for key, value in (("value", statistic.value), ("out_of", statistic.out_of)):
            if value is not None and not _is_figure(value):
                message = f"{shown(value)} is no figure that can be passed on"
                yield Breach(statistic, message, key)


def _is_figure(value: int | float) -> bool:
    return abs(value) <= _LARGEST  # so neither infinite nor NaN, which is not <= anything


def part_larger_than_whole(store: Sound) -> Found:
    """A part counts no more than its whole, in the same unit."""
    for part in [each for each in store.statistics if each.part_of]:
        whole = store.by_id.get(part.part_of or "")
        if not isinstance(whole, Statistic) or part.unit != whole.unit:
            continue
        if part.value > whole.value and _is_figure(part.value) and _is_figure(whole.value):
            message = f"{part.value} is more than the {whole.value} of {whole.id}"
            yield Breach(part, message, "value")


def partition_not_adding_up(store: Sound) -> Found:
    """Where a whole says that a dimension divides it, the parts add up to it."""
    wholes = [each for each in store.statistics if each.partitioned_by and _is_figure(each.value)]
    parts: defaultdict[tuple[str, str | None], list[int | float]] = defaultdict(list)
    for part in store.statistics if wholes else ():
        if part.part_of is not None and _is_figure(part.value):
            parts[part.part_of, part.dimension].append(part.value)
    for whole in wholes:
        for dimension in whole.partitioned_by:
            total = math.fsum(parts[whole.id, dimension])
            if not math.isclose(total, whole.value):
                message = f"by {dimension}, {total:g} is not {whole.value:g}"
                yield Breach(whole, message, "partitioned_by")


def deprecated_without_note(store: Sound) -> Found:
    """A deprecated fact says why."""
    for fact in store.facts():
        if fact.rank == "deprecated" and not fact.note:
            yield Breach(fact, "deprecated, but no note says why", "rank")


RULES: tuple[Callable[[Sound], Found], ...] = (
    *(bad_id, bad_country_code, bad_url, bad_language, duplicate_id, impossible_period),
    *(period_outside_report_year, role_against_country, value_not_a_figure),
    *(part_larger_than_whole, partition_not_adding_up, deprecated_without_note),
)
"""What each row must keep, and the figures among themselves."""
