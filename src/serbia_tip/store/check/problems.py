"""What a rule of `tip check` is and finds, and on which line of the store's text that stands."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cache
from typing import Annotated, Literal, NamedTuple, TypeAlias, get_args, get_origin

import tomli
from msgspec import Struct, structs

from serbia_tip.model import FACT_TYPES, Fact, Store, titled

Severity: TypeAlias = Literal["error", "warning"]


class Place(NamedTuple):
    """A place in the store: a table, one of its rows by number or name, a key of the row."""

    table: str
    row: int | str | None = None
    key: str | None = None


class Breach(NamedTuple):
    """One breach of a rule: what breaks it, with which of its keys, and what to do."""

    what: Place | Fact
    message: str
    key: str | None = None
    remedy: str | None = None  # if this breach has one of its own
    wanted: str | None = None  # the remedy suggests those of the `names` that are near it
    names: Iterable[str] = ()
    before: Fact | None = None  # with which it collides; the message gives its line


Found: TypeAlias = Iterator[Breach]
Use: TypeAlias = tuple[Place | Fact, str, str]  # a row, one of its keys, and what stands there


class Sound(Store, frozen=True, kw_only=True):
    """What of a store has the right shape, and the names of all rows, the misshapen included."""

    by_id: dict[str, Fact]
    ids: Collection[str]  # of facts: a reference to a misshapen one is not broken
    codes: Collection[str]
    keys: Collection[str]


Finder: TypeAlias = Callable[[Sound], Found]


class Rule(NamedTuple):
    """A rule: its name, how grave its breach is, what it asks, what to do, what finds breaches."""

    id: str
    severity: Severity
    asks: str
    remedy: str
    find: Finder | None = None  # none for those of the shape, which are found all at once


RULES: dict[str, Rule] = {}  # by id; the manual's list is made from it


def error(remedy: str) -> Callable[[Finder], Finder]:
    """Put a function `forbid_…` into the table, as a rule that a store must keep to be read."""
    return _add_rule("error", remedy)


def warning(remedy: str) -> Callable[[Finder], Finder]:
    """Put a function `warn_…` into the table, as a rule whose breach is likely a mistake."""
    return _add_rule("warning", remedy)


def _add_rule(severity: Severity, remedy: str) -> Callable[[Finder], Finder]:
    def add(find: Finder) -> Finder:
        _, _, name = find.__name__.replace("_", "-").partition("-")
        asks = (find.__doc__ or "").partition("\n")[0]
        RULES[name] = Rule(name, severity, asks, remedy, find)
        return find

    return add


class Problem(Struct, frozen=True):
    """One breach of one rule, as `tip check` tells it."""

    file: Annotated[str, titled("File", "The store.")]
    line: Annotated[int, titled("Line", "The line of the key, or else of the row or table.")]
    rule: Annotated[str, titled("Rule", "The name of the rule.")]
    severity: Annotated[Severity, titled("Severity", "An error makes a store unreadable.")]
    message: Annotated[str, titled("Message", "What is wrong.")]
    remedy: Annotated[str, titled("Remedy", "What to do.")]

    def __str__(self) -> str:
        """Return it as one line."""
        mark = "" if self.severity == "error" else "warning: "
        return f"{self.file}:{self.line}: {mark}{self.rule}: {self.message}; {self.remedy}"


NAMED: dict[str, type[Struct]] = {
    field.name: get_args(field.type)[1]
    for field in structs.fields(Store)
    if get_origin(field.type) is dict
}  # the tables whose rows go by name, each with the type of its rows
_STRING = r'"(?:\\.|[^"\\\n])*"|' + r"'[^'\n]*'"
_LONG_STRING = r'"""(?:\\.|[^\\])*?"{3,5}|' + r"'''.*?'{3,5}"
_NAME = rf"(?:[A-Za-z0-9_-]+|{_STRING})"
# A key, a string, a comment or a bracket; strings and comments hide brackets within them.
_TOKEN = re.compile(
    rf"^[ \t]*(?P<key>{_NAME}(?:[ \t]*\.[ \t]*{_NAME})*)[ \t]*=|{_LONG_STRING}|{_STRING}"
    r"|\#[^\n]*|[\[{]|[\]}]",
    re.DOTALL | re.MULTILINE,
)
_HEADER = re.compile(rf"\[\[?(?:{_STRING}|[^]\"'\n])*\]\]?")
_FACT_HEADER = re.compile(rf"\[\[(?:{'|'.join(kind.table for kind in FACT_TYPES)})\]\]")


def locate_place(lines: Mapping[Place, int], place: Place) -> int:
    """Return the line of a place, or else of its row or table, or else the first."""
    wider = (place, place._replace(key=None), Place(place.table))
    return next((lines[each] for each in wider if each in lines), 1)


def locate_facts(text: str, store: Store, ids: Collection[str]) -> dict[str, int]:
    """Return the line on which each of these facts begins in the store's text, by id."""
    found: dict[str, int] = {}
    plain = '"""' not in text and "'''" not in text  # else a text of several lines may look so
    for name in ids if plain else ():
        key = f'\nid = "{name}"'
        place = text.find(key)
        header = text.rfind("\n[", 0, max(place, 0)) + 1
        if place > 0 and _FACT_HEADER.match(text, header):
            found[name] = text.count("\n", 0, header) + 1
    if len(found) == len(wanted := set(ids)):
        return found
    every = locate_lines(text)
    return {
        fact.id: every[at]
        for kind in FACT_TYPES
        for number, fact in enumerate(store.of(kind))
        if fact.id in wanted and (at := Place(kind.table, number)) in every
    }


def locate_lines(text: str) -> dict[Place, int]:
    """Return the line, from 1, of each table's first header, each row's header, and each key."""
    found: dict[Place, int] = {}
    counts: dict[str, int] = {}
    here: Place | None = None
    for line, written in _locate_keys(text):
        if not written.startswith("["):
            key = _located_path(f"{written}=0")[0]
            place = here._replace(key=key) if here else Place(key)
            if here and here.row is None and here.table in NAMED:
                place = Place(here.table, key)
            found.setdefault(place, line)
            continue
        path = _located_path(written)
        here = Place(*path[:3])
        found.setdefault(Place(path[0]), line)
        if len(path) > 1:
            found.setdefault(here._replace(key=None), line)
        elif written.startswith("[["):
            here = Place(path[0], counts.get(path[0], 0))
            counts[path[0]] = counts.get(path[0], 0) + 1
            found[here] = line
    return found


def _locate_keys(text: str) -> Iterator[tuple[int, str]]:
    """Yield each header, and each key before `=`, outside of brackets, with its line."""
    line, counted, position, depth = 1, 0, 0, 0
    while token := _TOKEN.search(text, position):
        begin, position = token.span()
        written = None if depth else token["key"]
        if token[0] in "]}":
            depth -= 1
        elif token[0] in "[{":
            header = None if depth else _HEADER.match(text, begin)
            if header and not text[text.rfind("\n", 0, begin) + 1 : begin].strip(" \t"):
                written, position = header[0], header.end()
            else:
                depth += 1
        if written:
            line += text.count("\n", counted, begin)
            counted = begin
            yield line, written


@cache
def _located_path(header: str) -> tuple[str, ...]:
    """Return the keys of a header, unquoted by the TOML parser."""
    table = tomli.loads(header)
    path = []
    while isinstance(table, dict) and table:
        key, table = next(iter(table.items()))
        path.append(key)
    return tuple(path)
