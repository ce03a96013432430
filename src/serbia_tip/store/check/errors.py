"""Errors: what a store forbids its rows, and the links between them, to be read."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from serbia_tip.model import Fact, Statistic, Store, read_reference
from serbia_tip.periods import period_span, period_year, version_period
from serbia_tip.store.attribution import attribute_sources
from serbia_tip.store.check.problems import Breach, Found, Place, Sound, Use, error
from serbia_tip.store.check.shape import toml_value
from serbia_tip.words import did_you_mean, fold, slug

_KEBAB = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")
_HUNDRED = 100  # percent
_LARGEST = 2**53  # beyond it, JSON parsers lose digits
# Whether a route of each role begins and ends in the store's country, and that in words.
_ENDS = {
    "source": ((True, False), "begins in {} and ends abroad"),
    "destination": ((False, True), "begins abroad and ends in {}"),
    "internal": ((True, True), "has {} as its origin and as its destination"),
    "transit": ((False, False), "has {} at neither end"),
}
_FIRST_YEAR, _LAST_YEAR = 1800, 9999  # of what a store tells; the last unless its version has one
_CODE = re.compile(r"[A-Z]{2}")
# A source's id and a place, without the brackets around it.
_UNBRACKETED = re.compile(r"([a-z0-9-]+)[ ,:;()\[\]]*(.*[^ ,:;()\[\]])[ ,:;()\[\]]*", re.DOTALL)


@error("write it in lower-case letters, digits and single hyphens")
def forbid_bad_id(store: Sound) -> Found:
    """An id is kebab-case: lower-case letters, digits, single hyphens."""
    named: list[tuple[Place | Fact, str, str | None]]
    named = [(Place("sources", name), name, None) for name in store.sources]
    if not all(map(_KEBAB.fullmatch, store.by_id)):
        named += [(fact, fact.id, "id") for fact in store.facts()]
    for what, name, key in named:
        if not _KEBAB.fullmatch(name):
            yield Breach(what, f"the id {name!r} is not kebab-case", key, f"write {slug(name)}")


@error("write the code of ISO 3166-1")
def forbid_bad_country_code(store: Sound) -> Found:
    """Countries go by ISO 3166-1: two capital letters, and three."""
    for code, country in store.countries.items():
        for given, length, key in ((code, 2, None), (country.alpha3, 3, "alpha3")):
            form = f"[A-Z]{{{length}}}"
            if not re.fullmatch(form, given):
                meant = f"write {given.upper()}" if re.fullmatch(form, given.upper()) else None
                message = f"{given!r} is no alpha-{length} code"
                yield Breach(Place("countries", code), message, key, meant)


@error("write one that begins with https://")
def forbid_bad_url(store: Sound) -> Found:
    """A URL is one that a browser opens over the web."""
    about = store.store
    urls = [(Place("store"), "homepage", about.homepage)]
    urls += [(Place("store", "help"), "url", about.help.url)] if about.help else []
    for name, source in store.sources.items():
        place = Place("sources", name)
        urls += [(place, "url", source.url), *((place, "copies", copy) for copy in source.copies)]
        urls += [(place, "read", each.url) for each in source.read]
        urls += [(place, "archived", source.archived.url)] if source.archived else []
    for place, key, url in urls:
        if url is not None and not url.startswith(("http://", "https://")):
            yield Breach(place, f"{url!r} is no http or https URL", key)


@error("give this fact one of its own")
def forbid_duplicate_id(store: Sound) -> Found:
    """An id names one fact in the whole store."""
    facts = store.facts()
    seen: dict[str, Fact] = {}
    for fact in facts if len(store.by_id) < len(facts) else ():
        first = seen.setdefault(fact.id, fact)
        if first is not fact:
            yield Breach(fact, f"the id {fact.id!r} is used before", "id", before=first)


@error("write a tag of BCP 47: en, sr-Latn")
def forbid_bad_language(store: Sound) -> Found:
    """A language is a tag of BCP 47: the language, and where it matters its script and region."""
    for name, source in store.sources.items():
        if source.language is not None and not _LANGUAGE.fullmatch(source.language):
            message = f"{source.language!r} is no language tag"
            yield Breach(Place("sources", name), message, "language")


@error("write the day, month, year or span that the source gives")
def forbid_impossible_period(store: Sound) -> Found:
    """A date is one that the calendar has, not before 1800 and not after the store's version."""
    latest = period_year(version_period(store.store.version)) or _LAST_YEAR
    facts = store.facts()
    dates = {fact.period for fact in facts} | {f"{each.year:04}" for each in store.tiers} - {None}
    if not any(_period_fault(date, latest) for date in dates):  # it takes long to look at each
        facts = []
    for what, key, date in ruled_dates(store, facts):
        if fault := _period_fault(date, latest):
            yield Breach(what, fault[0], key, fault[1])


def _period_fault(date: str | None, latest: int) -> tuple[str, str | None] | None:
    """Return what is wrong with a date, and what to write if that is clear; None if it is sound."""
    try:
        first, last = period_span(date) if date is not None else (None, None)
    except ValueError as fault:
        said, _, remedy = str(fault).partition("; ")
        return said, remedy or None
    if first and first.year < _FIRST_YEAR:
        return f"{date} is before {_FIRST_YEAR}", None
    if last and last.year > latest:
        return f"{date} is after {latest}, the year of the store's version", None
    return None


def ruled_dates(store: Store, facts: Iterable[Fact]) -> list[Use]:
    """Return the dates of these facts and of all sources."""
    found: list[tuple[Place | Fact, str, str | None]]
    found = [(fact, "year" if fact.period is None else "period", fact.dated) for fact in facts]
    for name, source in store.sources.items():
        place, archived = Place("sources", name), source.archived
        found += [(place, "published", source.published), (place, "accessed", source.accessed)]
        found += [(place, "archived", archived.date)] if archived else []
    return [(what, key, date) for what, key, date in found if date is not None]


@error("a tier has its report's year; leave the period out")
def forbid_period_outside_report_year(store: Sound) -> Found:
    """A tier's period, if it states one, lies in its report's year."""
    for rating in store.tiers:
        if rating.period and not rating.period.startswith(f"{rating.year:04}"):
            yield Breach(rating, f"{rating.period} is not in {rating.year}", "period")


@error("correct the role, or its ends")
def forbid_role_against_country(store: Sound) -> Found:
    """A route's ends fit its role, which is relative to the store's country."""
    home, known = store.store.country, {None, *store.codes}
    for route in store.routes if home in known else ():  # a wrong home makes every role wrong
        origin, destination = route.origin, route.destination
        fitting, said = _ENDS[route.role]
        if (origin == home, destination == home) != fitting and {origin, destination} <= known:
            given = f"{origin or 'unnamed'} to {destination or 'unnamed'}"
            message = f"{given} is no {route.role} route of {home}: one {said.format(home)}"
            yield Breach(route, message, "role")


@error("write the figure that the source gives")
def forbid_value_not_a_figure(store: Sound) -> Found:
    """A value is finite, and small enough for every JSON parser."""
    for statistic in store.statistics:
        for key, value in (("value", statistic.value), ("out_of", statistic.out_of)):
            if value is not None and not abs(value) <= _LARGEST:  # or NaN
                message = f"{toml_value(value)} is no figure that can be passed on"
                yield Breach(statistic, message, key)


# Shares; differences, which alone may be less than nothing; what comes whole.
SHARE = re.compile(r"(?:%|percent\b|per cent\b)", re.IGNORECASE)
_DIFFERENCE = re.compile(r"\b(?:change|difference|growth|increase|more|less|fewer|higher|lower)\b")
_WHOLE = re.compile(
    r"(?:(?:acquittal|arrest|award|call|case|charge|complaint|conviction|indictment|inspection"
    r"|investigation|judgment|meeting|offence|permit|person|prosecution|report|sentence|shelter"
    r"|victim|violation|visit|girl|boy)s?|(?:wo)?m[ae]n|child(?:ren)?|people)"
)


@error("correct the value, its unit, or what it is out of")
def forbid_impossible_figure(store: Sound) -> Found:
    """A figure is not negative, a share at most the whole, a count whole, a score at most its most.

    Where the measure or the unit says "more", "change" or "fewer", any figure may be.
    """
    for figure in store.statistics:
        value, unit, out_of = figure.value, figure.unit, figure.out_of
        if not abs(value) <= _LARGEST or not abs(out_of or 1) <= _LARGEST:
            continue  # reported as no figure
        differs = _DIFFERENCE.search(f"{figure.measure} {unit}")
        if out_of is not None and out_of <= 0:
            yield Breach(figure, f"out of {out_of:g}", "out_of")
        elif out_of is not None and value > out_of:
            yield Breach(figure, f"{value:g} out of {out_of:g}", "value")
        elif value < 0 and not differs:
            yield Breach(figure, f"{value:g} {unit}, which is less than nothing", "value")
        elif value > _HUNDRED and SHARE.match(unit) and not differs:
            yield Breach(figure, f"{value:g} {unit} of a whole", "value")
        elif value % 1 and _WHOLE.fullmatch(unit):
            yield Breach(figure, f"{value:g} {unit}, of which there is no part", "value")


@error("correct the figure, or the whole that part_of names")
def forbid_part_larger_than_whole(store: Sound) -> Found:
    """A part counts no more than its whole, in the same unit."""
    for part in store.statistics:
        whole = part.part_of and store.by_id.get(part.part_of)
        if not isinstance(whole, Statistic) or part.unit != whole.unit:
            continue
        if -_LARGEST <= whole.value < part.value <= _LARGEST:  # and both are figures
            message = f"{part.value} is more than the {whole.value} of {whole.id}"
            yield Breach(part, message, "value")


@error("add the parts that are missing, or take the dimension out")
def forbid_partition_not_adding_up(store: Sound) -> Found:
    """Where a whole says that a dimension divides it, the parts add up to it."""
    figures = [each for each in store.statistics if abs(each.value) <= _LARGEST]
    wholes = [each for each in figures if each.partitioned_by]
    parts: defaultdict[tuple[str, str | None], list[int | float]] = defaultdict(list)
    for part in figures if wholes else ():
        if part.part_of is not None:
            parts[part.part_of, part.dimension].append(part.value)
    for whole in wholes:
        for dimension in whole.partitioned_by:
            total = math.fsum(parts[whole.id, dimension])
            if not math.isclose(total, whole.value):
                message = f"by {dimension}, {total:g} is not {whole.value:g}"
                yield Breach(whole, message, "partitioned_by")


@error("say in a note which better source contradicts it")
def forbid_deprecated_without_note(store: Sound) -> Found:
    """A deprecated fact says why."""
    for fact in store.facts():
        if fact.rank == "deprecated" and not fact.note:
            yield Breach(fact, "deprecated, but no note says why", "rank")


@error("leave it to one of the two")
def forbid_ambiguous_name(store: Sound) -> Found:
    """A country's name, alias or code names that country alone."""
    owners: dict[str, str] = {}
    for name, code in _names_forbidden_twice(store):
        owner = owners.setdefault(fold(name), code)
        if owner != code:
            yield Breach(Place("countries", code), f"{name!r} also names {owner}")


def _names_forbidden_twice(store: Sound) -> Iterator[tuple[str, str]]:
    """Yield each code, name and alias of each country, with its code of two letters."""
    for code, country in store.countries.items():
        for name in (code, country.alpha3, country.name, *country.aliases):
            yield name, code


@error("add the source's table, or correct its name")
def forbid_unresolved_source(store: Sound) -> Found:
    """A reference names a source of the store, and so does what a source is derived from."""
    there = store.keys
    cited = {text for fact in store.facts() for text in fact.sources}
    lost = {text: key for text in cited if (key := read_reference(text)[0]) not in there}
    for fact in store.facts() if lost else ():
        for text in filter(lost.__contains__, fact.sources):
            meant = _UNBRACKETED.fullmatch(text)
            if meant and meant[1] in there:
                written = f"write {meant[1]}[{meant[2]}]"
                yield Breach(fact, f"no source {text!r}", "sources", written)
            else:
                yield Breach(fact, f"no source {text!r}", "sources", wanted=lost[text], names=there)
    for name, source in store.sources.items():
        for key in source.derived_from:
            if key not in there:
                message = f"derived from {key!r}, which is not there"
                place = Place("sources", name)
                yield Breach(place, message, "derived_from", wanted=key, names=there)


@error("name a source that the fact cites, or cite this one")
def forbid_uncited_credit(store: Sound) -> Found:
    """A credit by source names sources that the fact cites."""
    for fact in store.facts():
        if isinstance(fact.attributed_to, dict):
            if not fact.attributed_to:
                yield Breach(fact, "attributed_to is empty", "attributed_to")
            for key in fact.attributed_to:
                if key not in fact.cited:
                    message = f"a credit by {key!r}, which the fact doesn't cite"
                    yield Breach(fact, message, "attributed_to", wanted=key, names=fact.cited)


@error("add the country's table, or correct its code")
def forbid_unresolved_country(store: Sound) -> Found:
    """The store, and a route's ends, name countries of the store; each missing one is told once."""
    known = {None, *store.codes}
    lost: list[Use] = []
    if store.store.title and store.store.country not in known:  # untitled, it has not its shape
        lost.append((Place("store"), "country", store.store.country))
    for route in store.routes:
        for key, code in (("origin", route.origin), ("destination", route.destination)):
            if code not in known:
                lost.append((route, key, str(code)))
    uses = Counter(code for *_, code in lost)
    misspelled = {code.upper() for code in store.codes if not _CODE.fullmatch(code)}
    for what, key, code in lost:
        used = uses.pop(code, 0)
        if code in misspelled or not used:
            continue  # reported, as the code of its table or before
        message = f"no country {code!r}" + (f", used {used} times" if used > 1 else "")
        meant = [owner for name, owner in _names_forbidden_twice(store) if fold(name) == fold(code)]
        if meant or _CODE.fullmatch(code):
            remedy = did_you_mean(meant[:1]) or f"add [countries.{code}]"
            yield Breach(what, message, key, remedy)
        else:
            yield Breach(what, message, key, wanted=code, names=store.codes)


@error("name a fact that is there")
def forbid_unresolved_id(store: Sound) -> Found:
    """`part_of` and `contradicts` name facts of the store; a whole is a statistic."""
    named = [(fact, "contradicts", each) for fact in store.facts() for each in fact.contradicts]
    named += [(part, "part_of", part.part_of) for part in store.statistics if part.part_of]
    for fact, key, other in named:
        if other not in store.ids:
            message = f"{key.replace('_', ' ')} {other!r}, which is not there"
            yield Breach(fact, message, key, wanted=other, names=store.ids)
        elif key == "contradicts" and other == fact.id:
            yield Breach(fact, "contradicts itself", key)
        elif key == "part_of" and not isinstance(store.by_id.get(other, fact), Statistic):
            yield Breach(fact, f"part of {other!r}, which is no statistic", key)


@error("name one that is there")
def forbid_unresolved_profile(store: Sound) -> Found:
    """The profile's measures and laws are in the store."""
    if not (profile := store.store.profile):
        return
    measures = {statistic.measure for statistic in store.statistics}
    laws = {law.id for law in store.laws}
    named = [("measures", measures, name) for name in profile.measures]
    named += [("index", measures, profile.index), *(("laws", laws, name) for name in profile.laws)]
    for key, names, wanted in named:
        if wanted not in names:
            what = "law has the id" if key == "laws" else "statistic has the measure"
            place, message = Place("store", "profile"), f"no {what} {wanted!r}"
            yield Breach(place, message, key, wanted=wanted, names=names)


@error("name the whole that includes it")
def forbid_circular_part(store: Sound) -> Found:
    """No statistic is a part of itself, directly or through its wholes."""
    wholes = {part.id: part.part_of for part in store.statistics if part.part_of}
    parts = Counter(wholes.values())
    ends = [name for name in wholes if name not in parts]
    for name in ends:  # when all that only lead to a circle are taken away, circles are left
        whole = wholes.pop(name)
        parts[whole] -= 1
        if not parts[whole] and whole in wholes:
            ends.append(whole)
    for part in store.statistics if wholes else ():
        if part.id in wholes:
            yield Breach(part, "is a part of itself", "part_of")


@error("name the source that it copies")
def forbid_circular_source(store: Sound) -> Found:
    """No source is derived from itself, directly or through others."""
    for name, origins in attribute_sources(store.sources).items():
        if name in origins:
            yield Breach(Place("sources", name), "is derived from itself", "derived_from")
