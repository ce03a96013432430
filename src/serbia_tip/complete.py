"""Tab completion: what an option's value can be, from the store in use."""

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

import typer
from typer import _completion_classes

from serbia_tip.errors import TipError
from serbia_tip.model import KINDS, Store
from serbia_tip.output import formats as formats_of
from serbia_tip.output.flat import UNSAFE
from serbia_tip.query import TIER_ALIASES
from serbia_tip.rows import COMMANDS
from serbia_tip.rows import fields as fields_of
from serbia_tip.store import load
from serbia_tip.words import fold

Offer: TypeAlias = Iterable[tuple[str, str]]
"""Values, each with a few words of help."""
Completer: TypeAlias = Callable[[typer.Context, str], list[tuple[str, str]]]


_ACTING = re.compile(rf"[\\$`\"']|{UNSAFE.pattern}")
"""What could mean something to a shell or a terminal."""


def keep_help_plain() -> None:
    """Have Typer show the help of what it offers as it is, not as Rich's markup.

    Rich would take the brackets of a reference for markup, and half the time of a Tab.
    """
    _completion_classes._sanitize_help_text = lambda text: text


def _from_store(offer: Callable[[Store], Offer]) -> Completer:
    """Complete what is offered of the store in use; nothing when it can't be read."""

    def complete(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
        named = (ctx.params.get("store"), ctx.find_root().params.get("store"))
        try:
            store = load(named[0] or named[1] or os.environ.get("TIP_STORE") or None)
        except TipError:
            return []
        return _beginning(incomplete, offer(store))

    return complete


def _beginning(incomplete: str, offer: Offer) -> list[tuple[str, str]]:
    """What of the offer begins with what was typed, spaces written as hyphens."""
    begun = fold(incomplete)
    return [
        (
            word.replace(" ", "-"),
            _ACTING.sub(" ", said.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}")),
        )
        for word, said in offer
        if fold(word).startswith(begun) and not _ACTING.search(word)
    ]


def values(table: str, field: str) -> Completer:
    """The words that this field has in the facts of this table, with how many have each."""

    def offer(store: Store) -> Iterator[tuple[str, str]]:
        counts = Counter(getattr(fact, field) for fact in getattr(store, table))
        yield from (
            (word, _facts(count)) for word, count in sorted(counts.items(), key=str) if word
        )

    return _from_store(offer)


def _facts(count: int) -> str:
    return "1 fact" if count == 1 else f"{count} facts"


@_from_store
def countries(store: Store) -> Offer:
    """The countries by code, with their names."""
    return ((code, country.name) for code, country in store.countries.items())


@_from_store
def sources(store: Store) -> Offer:
    """The sources by id, with their titles."""
    return ((key, source.title) for key, source in store.sources.items())


@_from_store
def ids(store: Store) -> Offer:
    """The facts by id, with their statements."""
    return ((fact.id, fact.statement) for fact in store.facts())


@_from_store
def kinds(store: Store) -> Offer:
    """The kinds of fact."""
    return ((kind.noun, _facts(len(getattr(store, table)))) for table, kind in KINDS.items())


def tiers(incomplete: str) -> list[tuple[str, str]]:
    """The tiers in their short form."""
    return _beginning(incomplete, TIER_ALIASES.items())


def formats(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """The formats that the command has, with what each is for."""
    return _beginning(incomplete, formats_of(str(ctx.info_name)).items())


def commands(incomplete: str) -> list[tuple[str, str]]:
    """The commands that answer with rows."""
    return _beginning(incomplete, ((name, row.__doc__ or "") for name, row in COMMANDS.items()))


def fields(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """The fields of the command's rows, after those that are typed already."""
    typed, comma, last = incomplete.rpartition(",")
    offer = ((field.name, field.meaning) for field in fields_of(COMMANDS[str(ctx.info_name)]))
    begun = ((name, said) for name, said in offer if name.startswith(last))
    return [(f"{typed}{comma}{name}", said) for name, said in begun]


def order(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """The fields of the command's rows, with the minus sign that is typed already."""
    sign = "-" if incomplete.startswith("-") else ""
    return [(f"{sign}{name}", said) for name, said in fields(ctx, incomplete.removeprefix("-"))]
