"""Check the rows of a store: every breach of a rule, with its place."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import Any, TypeVar

from msgspec import ValidationError, convert, structs

from serbia_tip.model import FACT_TYPES, About, Fact, Store
from serbia_tip.store.locate import NAMED, Place, Problem
from serbia_tip.store.rules import RULES, Found, Sound
from serbia_tip.store.shape import shape_problems, shaped_rows
from serbia_tip.words import did_you_mean, near_words

S = TypeVar("S", bound=Store)
_SUGGESTED = 100  # problems that are given near names: finding these takes long
_NAMED_IN_MESSAGE = {"bad-id", "duplicate-id", "unused-source"}


def check_store(data: dict[str, object], store: Store | None = None) -> list[Problem]:
    """Return all problems of the tables `data`, those of `store` if they fit the model."""
    if store:
        by_id = {fact.id: fact for fact in store.facts()}
        tables, countries, sources = structs.asdict(store), store.countries, store.sources
        sound = Sound(**tables, by_id=by_id, ids=by_id, codes=countries, keys=sources)
        return check_rows(RULES, sound)
    fitting: dict[str, Any] = {kind.table: [] for kind in FACT_TYPES}
    fitting |= {"store": About(title="", country="", version=""), **{name: {} for name in NAMED}}
    names: defaultdict[str, set[str]] = defaultdict(set)
    places: dict[int, Place] = {}
    for place, written, kind in shaped_rows(data):
        if not issubclass(kind, Fact):
            names[place.table].add(str(place.row))
        elif isinstance(written, dict):
            names["facts"].add(str(written.get("id")))
        with suppress(ValidationError):
            row = convert(written, kind)
            places[id(row)] = place
            if isinstance(row, About):
                fitting["store"] = row
            elif isinstance(row, Fact):
                fitting[place.table].append(row)
            else:
                fitting[place.table][str(place.row)] = row
    ids, codes, keys = (names[table] for table in ("facts", "countries", "sources"))
    by_id = {row.id: row for kind in FACT_TYPES for row in fitting[kind.table]}
    sound = Sound(**fitting, by_id=by_id, ids=ids, codes=codes, keys=keys)
    return [*shape_problems(data), *check_rows(RULES, sound, places)]


def check_rows(
    rules: Iterable[Callable[[S], Found]], store: S, places: Mapping[int, Place] | None = None
) -> list[Problem]:
    """Check the rules; `places` has that of each row by its identity, if the store is a part."""
    breaches = [(rule, breach) for rule in rules for breach in rule(store)]
    if breaches and places is None:
        places = {id(row): place for place, row, _ in shaped_rows(structs.asdict(store))}

    def place(what: Place | Fact) -> Place:
        return (places or {})[id(what)] if isinstance(what, Fact) else what

    found = []
    suggested = 0
    for rule, (what, message, key, wanted, names, before) in breaches:
        _, _, called = rule.__name__.replace("_", "-").partition("-")  # without forbid, warn, doubt
        name = what.id if isinstance(what, Fact) else what.row if what.table != "store" else None
        if name is not None and called not in _NAMED_IN_MESSAGE:
            message = f"{name}: {message}"
        if wanted is not None and suggested < _SUGGESTED:
            suggested += 1
            message += did_you_mean(near_words(wanted, names))
        collides = None if before is None else place(before)
        found.append(Problem(place(what)._replace(key=key), called, message, collides))
    return found
