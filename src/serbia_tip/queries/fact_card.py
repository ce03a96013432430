"""One fact whole: its row, its sources resolved, what disputes it, its whole and its parts."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Annotated, Any, TypeAlias

from msgspec import Meta, Struct, defstruct, structs

from serbia_tip.model import Copies, Fact, Source, Statistic, Store
from serbia_tip.queries.disputes import disputes
from serbia_tip.queries.lookups import KINDS
from serbia_tip.queries.rows import FactRow, rows
from serbia_tip.references import reference

_NUMBERED = re.compile(r"(.+)-0*(\d+)")


class Citation(Struct, frozen=True):
    """One reference of a fact, with all that is known of its source."""

    source: str
    locator: str | None
    place: Annotated[str | None, Meta(description="The locator in words.")]
    title: str
    authors: list[str]
    publisher: str
    published: str | None
    url: str | None
    copies: Copies
    doi: str | None
    note: str | None


_CITED = set(Citation.__struct_fields__)


class _More(Struct, frozen=True):
    """What a card has beyond the fact's row."""

    citations: Annotated[list[Citation], Meta(description="The sources, resolved.")]
    disputes: Annotated[list[FactRow], Meta(description="The facts that dispute this one.")]
    whole: Annotated[FactRow | None, Meta(description="The figure that includes this one.")]
    parts: Annotated[list[FactRow], Meta(description="The figures that this one includes.")]
    line: Annotated[int | None, Meta(description="The line of the store where it begins.")]


Card: TypeAlias = Any
"""A fact's row with the fields of `_More`: made from the two, so that neither is written twice."""


@cache
def card_type(row: type[FactRow]) -> Any:
    """The cards of the facts that have this kind of row; in JSON, `fact_kind` says which it is."""
    more = [(field.name, field.type) for field in structs.fields(_More)]
    name = row.__name__.replace("Row", "Card")
    return defstruct(
        name, more, bases=(row,), kw_only=True, frozen=True, tag_field="fact_kind", tag=row.noun
    )


def cards(store: Store, facts: Sequence[Fact], begins: Mapping[str, int]) -> list[Card]:
    """The facts whole; `begins` is the line of the store on which each of them begins, by id."""
    by_id = {fact.id: fact for fact in store.facts()}
    disputed_by = disputes(store, facts)
    parts: defaultdict[str, list[str]] = defaultdict(list)
    for figure in store.statistics:
        if figure.part_of is not None:
            parts[figure.part_of].append(figure.id)

    def whole(fact: Fact) -> list[str]:
        return [fact.part_of] if isinstance(fact, Statistic) and fact.part_of else []

    shown = {
        name
        for fact in facts
        for name in (fact.id, *disputed_by.get(fact.id, ()), *whole(fact), *parts[fact.id])
    }
    row_of: dict[str, FactRow] = {}
    for kind in KINDS.values():
        of_kind = [by_id[name] for name in shown if type(by_id[name]) is kind.fact]
        row_of.update((row.id, row) for row in rows(store, of_kind, kind.row))
    return [
        card_type(KINDS[type(fact)].row)(
            **structs.asdict(row_of[fact.id]),
            citations=[citation(store, text) for text in fact.sources],
            disputes=[row_of[other] for other in disputed_by.get(fact.id, ())],
            whole=next((row_of[name] for name in whole(fact)), None),
            parts=[row_of[part] for part in parts[fact.id]],
            line=begins.get(fact.id),
        )
        for fact in facts
    ]


def citation(store: Store, text: str) -> Citation:
    """A reference with all that the store knows of its source."""
    key, locator = reference(text)
    source = store.sources[key]
    known = {name: value for name, value in structs.asdict(source).items() if name in _CITED}
    known["authors"] = [str(author) for author in source.authors]
    return Citation(source=key, locator=locator, place=place(source, locator), **known)


def place(source: Source, locator: str | None) -> str | None:
    """A locator in words: the sentence of a section that it numbers, or else itself."""
    numbered = _NUMBERED.fullmatch(locator or "")
    if numbered and numbered[1] in source.sections:
        return f"{source.sections[numbered[1]]}, sentence {numbered[2]}"
    return locator
