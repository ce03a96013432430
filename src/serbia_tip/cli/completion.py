"""Tab completion: what an option's value can be, from the store in use."""

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

import typer

from serbia_tip.errors import TipError
from serbia_tip.formats import formats as formats_of
from serbia_tip.model import FACT_TYPES, Fact, Store
from serbia_tip.queries.lookups import COMMANDS, TIER_ALIASES
from serbia_tip.queries.rows import fields as fields_of
from serbia_tip.store.load import load
from serbia_tip.terminal.escape import UNSAFE
from serbia_tip.words import fold, number_of

Offer: TypeAlias = Iterable[tuple[str, str]]
"""Values, each with a few words of help."""
Completer: TypeAlias = Callable[[typer.Context, str], list[tuple[str, str]]]


_WORD = rf"(?!.*{UNSAFE.pattern})\w[\w.,/+-]*"
"""A word in which nothing means anything to any shell: the only kind that is offered.

This and the next are compiled at their first use, which most calls don't reach.
"""
_ACTING = rf"[\\$`\"']|{UNSAFE.pattern}"
"""What could mean something to a shell or a terminal in the help beside a word, even quoted."""
_WHOLE = {
    "show": "One fact or source whole.",
    "profile": "The country on one screen.",
    "year": "One year on one page.",
    "diff": "What changed between two stores.",
    "values": "The values of a field.",
}
"""The commands that answer with JSON and have no rows."""


def _from_store(offer: Callable[[Store, str], Offer]) -> Completer:
    """Complete what is offered of the store in use, by what was typed; nothing if it is broken."""

    def complete(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
        named = (ctx.params.get("store"), ctx.find_root().params.get("store"))
        try:
            store = load(named[0] or named[1] or os.environ.get("TIP_STORE") or None)
        except TipError:
            return []
        return _beginning(incomplete, offer(store, incomplete))

    return complete


def _beginning(typed: str, offer: Offer) -> list[tuple[str, str]]:
    """What of the offer begins with what was typed, spelled on from there.

    Shells and Typer take only what begins so to the letter. Spaces are written as hyphens, which
    are the same to the tool, since no shell's script quotes them.
    """
    begun = _begun(typed)
    return [
        (spelled, re.sub(_ACTING, " ", said.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}")))
        for word, said in offer
        if fold(word).startswith(begun)
        if re.fullmatch(_WORD, spelled := _spelled(typed, word.replace(" ", "-")))
    ]


def _begun(typed: str) -> str:
    """What the folded words that complete what was typed begin with, to the hyphen at its end."""
    return fold(f"{typed}.").removesuffix(".")


def _spelled(typed: str, word: str) -> str:
    """What was typed and the rest of the word in its case; the word, if that is no spelling."""
    if word.startswith(typed):
        return word
    cased = word.lower() if typed.islower() else word.upper() if typed.isupper() else word
    ends = (typed + cased[at:] for at in range(len(cased), -1, -1))
    return next((end for end in ends if fold(end) == fold(word)), word)


def values(kind: type[Fact], field: str) -> Completer:
    """The values of a field in the facts of one kind, with how many facts have each."""

    def offer(store: Store, _typed: str) -> Iterator[tuple[str, str]]:
        counts = Counter(getattr(fact, field) for fact in store.of(kind))
        yield from (
            (word, number_of(count, "fact"))
            for word, count in sorted(counts.items(), key=str)
            if word
        )

    return _from_store(offer)


@_from_store
def countries(store: Store, typed: str) -> Offer:
    """Each country once: by code, with its name, or if only the name begins so, by that."""
    begun = _begun(typed)
    for code, country in store.countries.items():
        by_code = fold(code).startswith(begun)
        yield (code, country.name) if by_code else (country.name, code)


@_from_store
def sources(store: Store, _typed: str) -> Offer:
    """The sources by id, with their titles."""
    return ((key, source.title) for key, source in store.sources.items())


@_from_store
def names(store: Store, _typed: str) -> Offer:
    """The facts by id, with their statements, and the sources, with their titles."""
    yield from ((fact.id, fact.statement) for fact in store.facts())
    yield from ((key, source.title) for key, source in store.sources.items())


@_from_store
def kinds(store: Store, _typed: str) -> Offer:
    """The kinds of fact."""
    for kind in FACT_TYPES:
        yield kind.noun, number_of(len(store.of(kind)), "fact")


def tiers(incomplete: str) -> list[tuple[str, str]]:
    """The tiers in their short form."""
    return _beginning(incomplete, TIER_ALIASES.items())


def source_amounts(incomplete: str) -> list[tuple[str, str]]:
    """How much of the sources people can be shown."""
    return _beginning(
        incomplete, [("none", "no sources"), ("short", "short names"), ("full", "all of them")]
    )


def styles(incomplete: str) -> list[tuple[str, str]]:
    """The styles of references, with what each is."""
    from serbia_tip.formats.citation_styles import MEANINGS

    return _beginning(incomplete, MEANINGS.items())


def formats(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """The formats that the command has, with what each is for."""
    known = formats_of(str(ctx.info_name)).values()
    return _beginning(incomplete, ((form.name, form.meaning) for form in known))


def commands(incomplete: str) -> list[tuple[str, str]]:
    """The commands that answer with rows."""
    return _beginning(incomplete, ((name, row.__doc__ or "") for name, row in COMMANDS.items()))


def schemas(incomplete: str) -> list[tuple[str, str]]:
    """The commands that answer with JSON."""
    return commands(incomplete) + _beginning(incomplete, _WHOLE.items())


def fields(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """The fields of the command's rows, after those that are typed already."""
    typed, comma, last = incomplete.rpartition(",")
    if typed and not re.fullmatch(_WORD, typed):
        return []
    offer = ((field.name, field.meaning) for field in fields_of(COMMANDS[str(ctx.info_name)]))
    return [(f"{typed}{comma}{name}", said) for name, said in _beginning(last, offer)]


def fields_of_command(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """The fields of the rows of the command that is named before."""
    row = COMMANDS.get(str(ctx.params.get("command")).lower())
    offer = ((field.name, field.meaning) for field in fields_of(row)) if row else ()
    return _beginning(incomplete, offer)


def order(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """The fields of the command's rows, with the minus sign that is typed already."""
    sign = "-" if incomplete.startswith("-") else ""
    return [(f"{sign}{name}", said) for name, said in fields(ctx, incomplete.removeprefix("-"))]
