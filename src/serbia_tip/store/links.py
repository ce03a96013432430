"""The rules that every name in a store leads to what it names, a function each."""

import re
from collections import Counter
from collections.abc import Callable, Iterator

from serbia_tip.model import Statistic, reference
from serbia_tip.store.attribution import find_origins
from serbia_tip.store.locate import Place
from serbia_tip.store.rules import Breach, Found, Sound, Use
from serbia_tip.words import did_you_mean, fold

_CODE = re.compile(r"[A-Z]{2}")
_UNBRACKETED = re.compile(r"([a-z0-9-]+)[ ,:;()\[\]]*(.*[^ ,:;()\[\]])[ ,:;()\[\]]*", re.DOTALL)
"""A source's id and a place, without the brackets around it."""


def ambiguous_name(store: Sound) -> Found:
    """A country's name, alias or code names that country alone."""
    owners: dict[str, str] = {}
    for name, code in _country_names(store):
        owner = owners.setdefault(fold(name), code)
        if owner != code:
            yield Breach(Place("countries", code), f"{name!r} also names {owner}")


def _country_names(store: Sound) -> Iterator[tuple[str, str]]:
    """Yield each code, name and alias of each country, with its code of two letters."""
    for code, country in store.countries.items():
        for name in (code, country.alpha3, country.name, *country.aliases):
            yield name, code


def unresolved_source(store: Sound) -> Found:
    """A reference names a source of the store, and so does what a source is derived from."""
    there = store.keys
    cited = {text for fact in store.facts() for text in fact.sources}
    lost = {text: reference(text)[0] for text in cited if reference(text)[0] not in there}
    for fact in store.facts() if lost else ():
        for text in filter(lost.__contains__, fact.sources):
            meant = _UNBRACKETED.fullmatch(text)
            if meant and meant[1] in there:
                message = f"no source {text!r}; write {meant[1]}[{meant[2]}]"
                yield Breach(fact, message, "sources")
            else:
                yield Breach(fact, f"no source {text!r}", "sources", lost[text], there)
    for name, source in store.sources.items():
        for key in source.derived_from:
            if key not in there:
                message = f"derived from {key!r}, which is not there"
                yield Breach(Place("sources", name), message, "derived_from", key, there)


def uncited_credit(store: Sound) -> Found:
    """A credit by source names sources that the fact cites."""
    for fact in store.facts():
        if isinstance(fact.attributed_to, dict):
            cited = {reference(text)[0] for text in fact.sources}
            if not fact.attributed_to:
                yield Breach(fact, "attributed_to is empty", "attributed_to")
            for key in fact.attributed_to:
                if key not in cited:
                    message = f"a credit by {key!r}, which the fact doesn't cite"
                    yield Breach(fact, message, "attributed_to", key, cited)


def unresolved_country(store: Sound) -> Found:
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
        meant = [owner for name, owner in _country_names(store) if fold(name) == fold(code)]
        if meant:
            yield Breach(what, message + did_you_mean(meant[:1]), key)
        elif _CODE.fullmatch(code):
            yield Breach(what, f"{message}; add [countries.{code}]", key)
        else:
            yield Breach(what, message, key, code, store.codes)


def unresolved_id(store: Sound) -> Found:
    """`part_of` and `contradicts` name facts of the store; a whole is a statistic."""
    named = [(fact, "contradicts", each) for fact in store.facts() for each in fact.contradicts]
    named += [(part, "part_of", part.part_of) for part in store.statistics if part.part_of]
    for fact, key, other in named:
        if other not in store.ids:
            message = f"{key.replace('_', ' ')} {other!r}, which is not there"
            yield Breach(fact, message, key, other, store.ids)
        elif key == "contradicts" and other == fact.id:
            yield Breach(fact, "contradicts itself", key)
        elif key == "part_of" and not isinstance(store.by_id.get(other, fact), Statistic):
            yield Breach(fact, f"part of {other!r}, which is no statistic", key)


def unresolved_profile(store: Sound) -> Found:
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
            yield Breach(Place("store", "profile"), f"no {what} {wanted!r}", key, wanted, names)


def circular_part(store: Sound) -> Found:
    """No statistic is a part of itself, directly or through its wholes."""
    wholes = {part.id: part.part_of for part in store.statistics if part.part_of}
    seen, circular = set[str](), set[str]()
    for name in wholes:
        way: list[str] = []
        while name in wholes and name not in seen:
            way.append(name)
            seen.add(name)
            name = wholes[name]
        if name in way:
            circular.update(way[way.index(name) :])
    for part in store.statistics if circular else ():
        if part.id in circular:
            yield Breach(part, "is a part of itself", "part_of")


def circular_source(store: Sound) -> Found:
    """No source is derived from itself, directly or through others."""
    for name, origins in find_origins(store.sources).items():
        if name in origins:
            yield Breach(Place("sources", name), "is derived from itself", "derived_from")


LINKS: tuple[Callable[[Sound], Found], ...] = (
    *(ambiguous_name, unresolved_source, uncited_credit, unresolved_country),
    *(unresolved_id, unresolved_profile, circular_part, circular_source),
)
"""What must be there, and where no name may lead back to itself."""
