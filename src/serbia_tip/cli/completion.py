"""Tab completion of the values of options and arguments, most of them from the store in use."""

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeAlias

import typer

from serbia_tip.errors import TipError
from serbia_tip.formats import Format
from serbia_tip.model import FACT_TYPES, Fact, Store
from serbia_tip.queries.lookups import COMMANDS, TIER_ALIASES
from serbia_tip.queries.rows import fields as fields_of
from serbia_tip.store.load import load
from serbia_tip.terminal.escape import UNSAFE
from serbia_tip.words import fold, number_of

Offer: TypeAlias = Iterable[tuple[str, str]]
"""Values, each with a few words of help."""
Completions: TypeAlias = list[tuple[str, str]]

_WORD = rf"(?!.*{UNSAFE.pattern})\w[\w.,/+-]*"
"""A word without characters that are special to a shell; no others are offered.

This pattern and the next are not compiled here, as most calls don't use them.
"""
_SPECIAL = rf"[\\$`\"']|{UNSAFE.pattern}"
"""Characters that may be special to a shell or a terminal even in quoted help."""
_WHOLE = {
    "show": "One fact or source whole.",
    "profile": "The country on one screen.",
    "year": "One year on one page.",
    "diff": "What changed between two stores.",
    "values": "The values of a field.",
}
"""The commands, and a kind of answer, whose JSON is no array of rows, with their help."""


def _from_store(
    offer: Callable[[Store, str], Offer],
) -> Callable[[typer.Context, str], Completions]:
    """Complete from values of the store in use; offer nothing if it can't be read.

    `offer` takes the store and what was typed.
    """

    def complete(ctx: typer.Context, incomplete: str) -> Completions:
        named = (ctx.params.get("store"), ctx.find_root().params.get("store"))
        try:
            store = load(named[0] or named[1] or os.environ.get("TIP_STORE") or None)
        except TipError:
            return []
        return _matching(incomplete, offer(store, incomplete))

    return complete


def _matching(typed: str, offer: Offer) -> Completions:
    """Completions matching the typed prefix, whatever its case and diacritics.

    Each begins with exactly what was typed, since shells drop others. Spaces become hyphens, which
    mean the same to the tool, since shells' scripts don't quote them.
    """
    prefix = _folded_prefix(typed)
    return [
        (spelled, re.sub(_SPECIAL, " ", said.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}")))
        for word, said in offer
        if fold(word).startswith(prefix)
        if re.fullmatch(_WORD, spelled := _spelled(typed, word.replace(" ", "-")))
    ]


def _folded_prefix(typed: str) -> str:
    """Fold what was typed, but keep a hyphen or space at its end, which `fold` would strip."""
    return fold(f"{typed}.").removesuffix(".")


def _spelled(typed: str, word: str) -> str:
    """Continue what was typed with the rest of the word, in the same case if it has one."""
    if word.startswith(typed):
        return word
    cased = word.lower() if typed.islower() else word.upper() if typed.isupper() else word
    ends = (typed + cased[at:] for at in range(len(cased), -1, -1))
    return next((end for end in ends if fold(end) == fold(word)), word)


def values(kind: type[Fact], field: str) -> Callable[[typer.Context, str], Completions]:
    """The values of a field in the facts of one kind, with the number of facts for each."""

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
    """Each country once: its code if that matches, or else its name."""
    prefix = _folded_prefix(typed)
    for code, country in store.countries.items():
        by_code = fold(code).startswith(prefix)
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


def tiers(incomplete: str) -> Completions:
    """The tiers in their short form."""
    return _matching(incomplete, TIER_ALIASES.items())


def styles(incomplete: str) -> Completions:
    """The styles of references, with what each is."""
    from serbia_tip.formats.citation_styles import STYLES

    return _matching(incomplete, ((name, style.meaning) for name, style in STYLES.items()))


def formats(known: Mapping[str, Format]) -> Callable[[str], Completions]:
    """The formats that a command has, with what each is for."""
    offer = [(form.name, form.meaning) for form in known.values()]
    return lambda incomplete: _matching(incomplete, offer)


def commands(incomplete: str) -> Completions:
    """The commands that answer with rows."""
    return _matching(incomplete, ((name, row.__doc__ or "") for name, row in COMMANDS.items()))


def schemas(incomplete: str) -> Completions:
    """The commands that answer with JSON."""
    return commands(incomplete) + _matching(incomplete, _WHOLE.items())


def fields(ctx: typer.Context, incomplete: str) -> Completions:
    """The fields of the command's rows, to follow those already in the list."""
    typed, comma, last = incomplete.rpartition(",")
    if typed and not re.fullmatch(_WORD, typed):
        return []
    offer = ((field.name, field.meaning) for field in fields_of(COMMANDS[str(ctx.info_name)]))
    return [(f"{typed}{comma}{name}", said) for name, said in _matching(last, offer)]


def fields_of_command(ctx: typer.Context, incomplete: str) -> Completions:
    """The fields of the command that is the argument before."""
    row = COMMANDS.get(str(ctx.params.get("command")).lower())
    offer = ((field.name, field.meaning) for field in fields_of(row)) if row else ()
    return _matching(incomplete, offer)


def order(ctx: typer.Context, incomplete: str) -> Completions:
    """The fields of the command's rows, after a minus sign if one was typed."""
    sign = "-" if incomplete.startswith("-") else ""
    return [(f"{sign}{name}", said) for name, said in fields(ctx, incomplete.removeprefix("-"))]
