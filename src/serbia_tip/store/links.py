"""The rules that every name in a store leads to what it names, a function each."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping

from serbia_tip.model import Fact, reference
from serbia_tip.store.locate import Place
from serbia_tip.store.rules import Breach, Found, Sound
from serbia_tip.words import did_you_mean, fold

_CODE = re.compile(r"[A-Z]{2}")
_KEY = re.compile(r"[a-z0-9-]+")


def ambiguous_name(store: Sound) -> Found:
    """A country's name, alias or code names that country alone."""
    owners: dict[str, str] = {}
    for code, country in store.countries.items():
        for name in (code, country.alpha3, country.name, *country.aliases):
            owner = owners.setdefault(fold(name), code)
            if owner != code:
                yield Breach(Place("countries", code), f"{code}: {name!r} also names {owner}")


def unresolved_source(store: Sound) -> Found:
    """A reference names a source of the store, and so does what a source is derived from."""
    there = store.names.sources
    cited = {text for fact in store.facts for text in fact.sources}
    lost = {text for text in cited if reference(text)[0] not in there}
    for fact in store.facts if lost else ():
        for text in fact.sources:
            if text in lost:
                key, _ = reference(text)
                message = f"{fact.id}: no source {text!r}"
                if meant := _meant_place(text, there):
                    yield Breach(fact, f"{message}; write {meant}", "sources")
                else:
                    yield Breach(fact, message, "sources", wanted=key, names=there)
    for name, source in store.sources.items():
        for key in source.derived_from:
            if key not in there:
                message = f"{name}: derived from {key!r}, which is not there"
                place = Place("sources", name)
                yield Breach(place, message, "derived_from", wanted=key, names=there)


def _meant_place(text: str, there: Iterable[str]) -> str | None:
    """Return the reference that a source's id and a place without its brackets stand for."""
    key = _KEY.match(text)
    place = text[key.end() :].strip(" ,:;()[]") if key else ""
    return f"{key[0]}[{place}]" if key and place and key[0] in there else None


def uncited_credit(store: Sound) -> Found:
    """A credit by source names sources that the fact cites."""
    for fact in store.facts:
        if isinstance(fact.attributed_to, dict):
            cited = {reference(text)[0] for text in fact.sources}
            if not fact.attributed_to:
                yield Breach(fact, f"{fact.id}: attributed_to is empty", "attributed_to")
            for key in fact.attributed_to:
                if key not in cited:
                    message = f"{fact.id}: a credit by {key!r}, which the fact doesn't cite"
                    yield Breach(fact, message, "attributed_to", wanted=key, names=cited)


def unresolved_country(store: Sound) -> Found:
    """The store, and a route's ends, name countries of the store; each missing one is told once."""
    known = store.names.countries
    found: list[tuple[Place | Fact, str, str, str]] = []
    if store.about and store.about.country not in known:
        found.append((Place("store"), "country", "", store.about.country))
    for route in store.routes:
        for key, code in (("origin", route.origin), ("destination", route.destination)):
            if code is not None and code not in known:
                found.append((route, key, f"{route.id}: ", code))
    uses = Counter(code for *_, code in found)
    misspelled = {code.upper() for code in known if not _CODE.fullmatch(code)}
    for what, key, name, code in found:
        if code in misspelled or not uses[code]:
            continue  # reported, as the code of its table or before
        message = f"{name}no country {code!r}"
        if uses[code] > 1:
            message += f", used {uses[code]} times"
        uses[code] = 0
        if meant := _code_of(store, code):
            yield Breach(what, message + did_you_mean([meant]), key)
        elif _CODE.fullmatch(code):
            yield Breach(what, f"{message}; add [countries.{code}]", key)
        else:
            yield Breach(what, message, key, wanted=code, names=known)


def _code_of(store: Sound, name: str) -> str | None:
    """Return the code of the country that goes by this name, alias or code of three letters."""
    for code, country in store.countries.items():
        if fold(name) in map(fold, (code, country.alpha3, country.name, *country.aliases)):
            return code
    return None


def unresolved_id(store: Sound) -> Found:
    """`part_of` and `contradicts` name facts of the store; a whole is a statistic."""
    for fact in store.facts:
        for other in fact.contradicts:
            if other not in store.names.facts:
                yield _no_fact(store, fact, "contradicts", other)
            elif other == fact.id:
                yield Breach(fact, f"{fact.id}: contradicts itself", "contradicts")
    wholes = {statistic.id for statistic in store.statistics}
    lost = [each for each in store.statistics if each.part_of and each.part_of not in wholes]
    others = {fact.id for fact in store.facts} if lost else set()
    for part in lost:
        if part.part_of in others:
            message = f"{part.id}: part of {part.part_of!r}, which is no statistic"
            yield Breach(part, message, "part_of")
        elif part.part_of not in store.names.facts:
            yield _no_fact(store, part, "part_of", str(part.part_of))


def _no_fact(store: Sound, fact: Fact, key: str, other: str) -> Breach:
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
    circular = _on_circles(
        {statistic.id: [statistic.part_of] for statistic in store.statistics if statistic.part_of}
    )
    for statistic in store.statistics:
        if statistic.id in circular:
            yield Breach(statistic, f"{statistic.id}: is a part of itself", "part_of")


def circular_source(store: Sound) -> Found:
    """No source is derived from itself, directly or through others."""
    circular = _on_circles({name: source.derived_from for name, source in store.sources.items()})
    for name in store.sources:
        if name in circular:
            message = f"{name}: is derived from itself"
            yield Breach(Place("sources", name), message, "derived_from")


def _on_circles(links: Mapping[str, Iterable[str]]) -> set[str]:
    """Return the names from which links lead back to them, and those on the way between two such.

    Names that lead nowhere are taken away until none is left, then those to which none leads.
    """
    pairs = {(name, each) for name, others in links.items() for each in others if each in links}
    for _ in range(2):
        before: defaultdict[str, list[str]] = defaultdict(list)
        for name, other in pairs:
            before[other].append(name)
        ahead = Counter(name for name, _ in pairs)
        ends = [name for name in before if not ahead[name]]
        gone = set(ends)
        while ends:
            for name in before[ends.pop()]:
                ahead[name] -= 1
                if not ahead[name]:
                    ends.append(name)
                    gone.add(name)
        pairs = {(other, name) for name, other in pairs if not {name, other} & gone}
    return {name for pair in pairs for name in pair}


LINKS: tuple[Callable[[Sound], Found], ...] = (
    ambiguous_name,
    unresolved_source,
    uncited_credit,
    unresolved_country,
    unresolved_id,
    unresolved_profile,
    circular_part,
    circular_source,
)
"""What must be there, and where no name may lead back to itself."""
