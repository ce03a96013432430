"""The room for checking: what is wrong with a store, or doubtful, rule by rule, line by line."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from msgspec import ValidationError, convert, structs

from serbia_tip.model import FACT_TYPES, About, Fact, Store
from serbia_tip.store.check.problems import (
    NAMED,
    RULES,
    Breach,
    Place,
    Problem,
    Rule,
    Severity,
    Sound,
    locate_lines,
    locate_place,
)
from serbia_tip.words import did_you_mean, near_words

_SUGGESTED = 100  # breaches that are given near names: finding these takes long
_NAMED_IN_MESSAGE = {"bad-id", "duplicate-id", "unused-source"}  # the row, by these rules


def load_rules() -> Mapping[str, Rule]:
    """Return all rules, errors first, by name; `tip show` needs none of them."""
    import serbia_tip.store.check.errors
    import serbia_tip.store.check.statements
    import serbia_tip.store.check.warnings

    return RULES


def check_store(
    data: dict[str, object], store: Store | None, text: str, file: str
) -> list[Problem]:
    """Return all errors of the tables `data`, those of `store` if they fit the model."""
    import serbia_tip.store.check.errors
    from serbia_tip.store.check.shape import shape_breaches, shaped_rows

    if store:
        return _tell_breaches(_rule_breaches(_as_sound(store), "error"), store, text, file)
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
    found = [(RULES[rule], breach) for rule, breach in shape_breaches(data)]
    return _tell_breaches([*found, *_rule_breaches(sound, "error")], places, text, file)


def check_doubts(store: Store, text: str, file: str) -> list[Problem]:
    """Return the warnings: what is likely a mistake in a store that can be read."""
    load_rules()
    return _tell_breaches(_rule_breaches(_as_sound(store), "warning"), store, text, file)


def _as_sound(store: Store) -> Sound:
    by_id = {fact.id: fact for fact in store.facts()}
    tables = {name: getattr(store, name) for name in Store.__struct_fields__}
    return Sound(**tables, by_id=by_id, ids=by_id, codes=store.countries, keys=store.sources)


def _rule_breaches(store: Sound, severity: Severity) -> Iterator[tuple[Rule, Breach]]:
    for rule in RULES.values():
        if rule.severity == severity and rule.find is not None:
            yield from ((rule, breach) for breach in rule.find(store))


def _tell_breaches(
    breaches: Iterable[tuple[Rule, Breach]],
    rows: Store | Mapping[int, Place],
    text: str,
    file: str,
) -> list[Problem]:
    """Return the breaches as problems, in the order of the text.

    `rows` are the store, or the places of what there is of one, by the identity of each row.
    """
    if not (found := [*breaches]):
        return []
    lines, suggested = locate_lines(text), 0
    if isinstance(rows, Store):
        from serbia_tip.store.check.shape import shaped_rows

        rows = {id(row): place for place, row, _ in shaped_rows(structs.asdict(rows))}
    told: list[tuple[tuple[int, str, str], Problem]] = []
    for rule, breach in found:
        what, message, remedy = breach.what, breach.message, breach.remedy or rule.remedy
        name = what.id if isinstance(what, Fact) else what.row if what.table != "store" else None
        if name is not None and rule.find and rule.id not in _NAMED_IN_MESSAGE:
            message = f"{name}: {message}"
        if breach.wanted is not None and suggested < _SUGGESTED:
            suggested += 1
            remedy = did_you_mean(near_words(breach.wanted, breach.names)) or remedy
        if breach.before is not None:
            message += f", on line {locate_place(lines, rows[id(breach.before)])}"
        place = rows[id(what)] if isinstance(what, Fact) else what
        line = locate_place(lines, place._replace(key=breach.key or place.key))
        problem = Problem(file, line, rule.id, rule.severity, message, remedy.removeprefix("; "))
        told.append(((line, place.table, str(place.row or "")), problem))
    return [problem for _, problem in sorted(told, key=lambda pair: pair[0])]
