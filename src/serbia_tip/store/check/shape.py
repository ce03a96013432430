"""The shape of TOML: what in it is no TOML, or isn't shaped as a store."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from datetime import date, time
from itertools import chain
from types import NoneType
from typing import TypeAlias, get_args

import tomli
from msgspec import Struct, ValidationError, convert, structs

from serbia_tip.model import FACT_TYPES, About, Annotation, Store, allowed_words, plain_field_types
from serbia_tip.store.check.problems import NAMED, RULES, Breach, Place, Rule
from serbia_tip.words import did_you_mean, fold, near_words

_SHAPE = {  # what the rules of the shape ask, and what to do
    "unknown-key": ("A table has only the keys that it may have.", "tip schema has every key"),
    "missing-key": ("What a table must have is there.", "tip schema says what each key holds"),
    "wrong-type": ("A key holds what it should: a text, a number, a list.", "write one that fits"),
    "outside-vocabulary": ("A key with a vocabulary has one of its words.", "write one of these"),
}
RULES.update({name: Rule(name, "error", *said) for name, said in _SHAPE.items()})
_PAIR = re.compile(r"\s*([A-Za-z0-9_.\"'-]+)\s*=\s*(.*)")
_CURLY = "“”„‟‘’‚«»"  # noqa: RUF001  # the quotes of word processors


def explain_toml(text: str, error: tomli.TOMLDecodeError) -> str:
    """Return what is wrong at the error's place and what to write; else the parser's own words."""
    lines, told = text.split("\n")[: error.lineno], error.msg
    line = lines[-1].strip()
    if told.startswith("Cannot"):
        return _repeated_toml_key(lines, told) or told
    if pair := _PAIR.match(line):
        return told if told.startswith("Unclosed") else _bad_toml(pair[1], pair[2], told) or told
    if line.startswith("//"):
        return "a comment begins with #"
    colon = re.match(r"([\w-]+)\s*:", line)
    return f"write = after the key {colon[1]!r}, not a colon" if colon else told


def _repeated_toml_key(lines: list[str], told: str) -> str | None:
    """Say which table or key stands twice, and where it stands first."""

    def before(number: int, pattern: str) -> str:
        earlier = (each for each in range(number - 1, 0, -1) if re.match(pattern, lines[each - 1]))
        return next((f", first on line {each}" for each in earlier), "")

    if header := re.match(r"\s*\[\[?([^]\n]+)\]\]?", lines[-1]):
        name = header[1].strip()
        if name in [kind.table for kind in FACT_TYPES]:
            return f"[{name}] can stand once; above each {name.rstrip('s')} write [[{name}]]"
        first = before(len(lines), rf"\s*\[\[?\s*{re.escape(name)}\s*\]")
        return f"[{name}] stands twice{first}; put all its keys under one"
    pairs = [(number, pair) for number, line in enumerate(lines, 1) if (pair := _PAIR.match(line))]
    if pairs and told.startswith("Cannot overwrite"):
        number, pair = pairs[-1]
        first = before(number, rf"\s*{re.escape(pair[1])}\s*=")
        return f"the key {pair[1]!r} stands twice in its table{first}" if first else None
    return None


def _bad_toml(key: str, value: str, told: str) -> str | None:
    if not value or value.startswith("#"):
        return f"nothing stands after {key} =; leave the key out if it is not known"
    if value[0] in _CURLY:
        straight = f'{key} = "{value.strip(_CURLY)}"'
        return f"{value[0]} is no quote of TOML; write straight ones: {straight}"
    if number := re.match(r"-?\d{1,3}(?:[, '\u00a0\u202f]\d{3})+", value):
        plain = re.sub(r"[^\d-]", "", number[0])
        return f"a number is written without separators: {key} = {plain}"
    if number := re.match(r"-?\d+,\d+", value):
        return f"a decimal has a point, not a comma: {key} = {number[0].replace(',', '.')}"
    if value[0] in "\"'":
        return _bad_toml_text(key, value, told)
    if value[0] in "[{" or "=" in value or re.fullmatch(r"[+-]?[\d.]+", value):
        return None
    if value.lower() in ("true", "false"):
        return f"write it in small letters: {key} = {value.lower()}"
    return f'a text stands in quotes: {key} = "{value.partition("#")[0].strip()}"'


def _bad_toml_text(key: str, value: str, told: str) -> str | None:
    if "Illegal character '\\n'" in told or told == "Unterminated string":
        return f"the text of {key} isn't closed; it ends in {value[0]} on the same line"
    if re.match(r"\"[^\"]*\"\s*[^\s,#]", value):
        return 'a quote within a text is written \\", or the text stands in single quotes'
    if re.match(r"(\"[^\"]*\"|'[^']*')\s*[,;]", value):
        return f"nothing stands after the text of {key}, no comma either"
    if "hex value" in told or "escape" in told:
        return "a backslash is written \\\\, or the text stands in single quotes"
    return None


Misfit: TypeAlias = tuple[str, str | None]  # what is wrong, and what to do
_LONGEST = 40  # digits of a number that a message shows
_NUMBER = re.compile(r"\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*", re.IGNORECASE)
_NAMES = {  # of one value of a type, and of several
    str: ("a text", "texts"),
    int: ("a whole number", "whole numbers"),
    float: ("a number", "numbers"),
    bool: ("true or false", "true or false"),
    list: ("a list", "lists"),
    dict: ("a table", "tables"),
}


def shape_misfit(key: str, value: object, annotation: Annotation, told: str) -> Misfit:
    """Say why the field `key` of this type can't have the value; `told` is msgspec's reason."""
    parts = dict(plain_field_types(annotation))
    types = parts.keys() - {NoneType}
    if isinstance(value, list) and list in types:
        return _shape_list_misfit(key, value, parts[list])
    if type(value) in types or (type(value) is int and float in types):
        return f"{key} {_limit_misfit(value, annotation, told)}", None
    if _is_bare_toml(value, types):
        return f"{key} should be a text", f'put it in quotes: {key} = "{_toml_form(value)}"'
    said = f"{key} should be {_toml_shapes(types, 0)}"
    if isinstance(value, str) and types & {int, float} and _NUMBER.fullmatch(value):
        return said, f"take it out of its quotes: {key} = {value}"
    if isinstance(value, str) and types == {list}:
        return said, f"write {key} = [{json.dumps(value, ensure_ascii=False)}]"
    return f"{said}, not {toml_value(value)}", None


def _shape_list_misfit(key: str, values: list[object], annotation: Annotation) -> Misfit:
    """Say what is wrong with a list: that it is empty, or its first item that doesn't fit."""
    types = dict(chain.from_iterable(map(plain_field_types, get_args(annotation))))
    for value in values:
        if isinstance(value, dict) and dict in types:
            keys = ", ".join(f'{name} = "…"' for name in types[dict].__struct_fields__)
            text = "a text or " if str in types else ""
            return f"{key} holds {toml_value(value)}", f"an entry is {text}{{ {keys} }}"
        if _is_bare_toml(value, types.keys()):
            return f"{key} should be texts", f"put {_toml_form(value)} in quotes"
        if type(value) not in types:
            listed = _toml_shapes(types.keys(), 1)
            return f"{key} should be a list of {listed}, but holds {toml_value(value)}", None
        if value == "":
            return f"{key} holds an empty text", None
    return f"{key} is empty" if not values else f"{key} holds what it can't", None


def _limit_misfit(value: object, annotation: Annotation, told: str) -> str:
    """Say which limit a value of the right type exceeds, or what the field means."""
    limit = re.fullmatch(r"Expected `\w+` (of length )?([<>])= (\S+)", told)
    if not limit:
        said = next(filter(None, (meta.description for meta in annotation.__metadata__)))
        return f"can't be {toml_value(value)}: {said}"
    of_length, sign, most = limit.groups()
    if of_length and sign == ">":
        return "is empty"
    if of_length:
        return f"should have {most} letters or fewer, not {len(str(value))}"
    return (
        f"should be {float(most):g} or {'more' if sign == '>' else 'less'}, not {toml_value(value)}"
    )


def _is_bare_toml(value: object, types: Set[type]) -> bool:
    bare = isinstance(value, bool | int | float | date | time)
    return bare and str in types and type(value) not in types


def _toml_form(value: object) -> str:
    try:
        return str(value).lower() if isinstance(value, bool) else str(value)
    except ValueError:  # Python's own limit
        return "a number of too many digits"


def toml_value(value: object) -> str:
    """Return the value as a message shows it, cut if it is long."""
    if not isinstance(value, int):
        return f"{value!r:.40}"
    digits = _toml_form(value)
    return digits if len(digits) <= _LONGEST else f"{digits[:_LONGEST]}…"


def _toml_shapes(types: Set[type], number: int) -> str:
    """Name one value of these types (0), or several (1)."""
    if float in types:
        types = types - {int}
    return " or ".join(dict.fromkeys(_NAMES[kind][number] for kind in sorted(types, key=str)))


def shape_breaches(data: Mapping[str, object]) -> Iterator[tuple[str, Breach]]:
    """Yield unknown keys, missing keys, wrong types and unknown words, each with its rule's id."""
    known = {field.name: field for field in structs.fields(Store)}
    for name in data:
        if name not in known:
            said = f"a store has no table {name!r}"
            yield "unknown-key", Breach(Place(name), said, remedy=_meant_toml_key(name, known))
    for name, field in known.items():
        if field.required and name not in data:
            yield "missing-key", Breach(Place(name), f"the table {name!r} is missing")
    for place, row, kind in shaped_rows(data):
        named = place.row if place.table in NAMED else isinstance(row, dict) and row.get("id")
        yield from _row_shape(place, row, kind, f"{named}: " if isinstance(named, str) else "")


def _meant_toml_key(name: str, known: Iterable[str]) -> str | None:
    return did_you_mean(near_words(name, known)) or None


def shaped_rows(data: Mapping[str, object]) -> Iterator[tuple[Place, object, type[Struct]]]:
    """Yield each row of each known table, with its place and the type it should have."""
    if "store" in data:
        yield Place("store"), data["store"], About
    for table, kind in NAMED.items():
        rows = data.get(table, {})
        named = rows.items() if isinstance(rows, dict) else [(None, rows)]
        yield from ((Place(table, name), row, kind) for name, row in named)
    for kind in FACT_TYPES:
        rows = data.get(kind.table, [])
        numbered = enumerate(rows) if isinstance(rows, list) else [(None, rows)]
        yield from ((Place(kind.table, number), row, kind) for number, row in numbered)


def _row_shape(
    place: Place, row: object, kind: type[Struct], name: str
) -> Iterator[tuple[str, Breach]]:
    """Yield what is wrong with a row, or with a table in it; messages begin with `name`."""
    if not isinstance(row, dict) or (place.row is None and place.table != "store"):
        written = f"[{place.table}.NAME]" if place.table in NAMED else f"[[{place.table}]]"
        said = f"{place.table} should be tables, not {row!r:.40}"
        yield "wrong-type", Breach(place, said, remedy=f"each has the header {written}")
        return
    fields = {field.name: field for field in structs.fields(kind)}
    for key in row:
        if key not in fields:
            meant = _meant_toml_key(key, fields)
            yield "unknown-key", Breach(place, f"{name}unknown key {key!r}", key, meant)
    for key, field in fields.items():
        inner = dict(plain_field_types(field.type)).get(dict)
        if key not in row:
            if field.required:
                yield "missing-key", Breach(place, f"{name}{key!r} is missing")
        elif isinstance(inner, type) and isinstance(row[key], dict):
            within = Place("store", key) if place.table == "store" else place
            yield from _row_shape(within, row[key], inner, f"{name}{key}: ")
        else:
            yield from _value_shape(place._replace(key=key), row[key], field.type, name)


def _value_shape(
    place: Place, value: object, kind: Annotation, name: str
) -> Iterator[tuple[str, Breach]]:
    key = str(place.key)
    try:
        convert(value, kind)
    except ValidationError as error:
        if words := allowed_words(kind):
            meant = did_you_mean(_meant_toml_words(value, words)) if isinstance(value, str) else ""
            said = f"{name}{key} {toml_value(value)} is not one of {', '.join(words)}"
            yield "outside-vocabulary", Breach(place, said, remedy=meant or None)
        else:
            said, remedy = shape_misfit(key, value, kind, str(error))
            yield "wrong-type", Breach(place, name + said, remedy=remedy)


def _meant_toml_words(typed: str, words: Sequence[str]) -> list[str]:
    """Return three words that are likely meant, first those that the typed one shortens: 2WL."""

    def shortened(word: str) -> bool:
        letters = iter(fold(word))
        return all(letter in letters for letter in fold(typed).replace(" ", ""))

    return list(dict.fromkeys([*filter(shortened, words), *near_words(typed, words)]))[:3]
