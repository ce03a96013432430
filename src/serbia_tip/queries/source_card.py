"""Cards of sources, or of places in them: their fields, and the facts that rest on them."""

from typing import Annotated

from msgspec import Meta, Struct

from serbia_tip.model import Copies, Store
from serbia_tip.queries.fact_card import place as place_in_words
from serbia_tip.queries.fact_card import source_fields
from serbia_tip.queries.names import SourcePlace, resting
from serbia_tip.queries.rows import TimelineRow, rows


class SourceCard(Struct, kw_only=True, frozen=True, tag_field="fact_kind", tag="source"):
    """A source, or a place in it, with the facts that rest on it."""

    id: Annotated[str, Meta(description="The source's id.")]
    locator: Annotated[str | None, Meta(description="The place in it, if one was asked for.")]
    place: Annotated[str | None, Meta(description="The locator in words.")]
    title: str
    short: str | None
    authors: list[str]
    publisher: str
    kind: str
    container: str | None
    volume: str | None
    issue: str | None
    pages: str | None
    published: str | None
    url: str | None
    copies: Copies
    doi: str | None
    note: str | None
    facts: Annotated[list[TimelineRow], Meta(description="The facts that rest on it.")]


def source_card(store: Store, place: SourcePlace) -> SourceCard:
    """Return the card of a source, or of a place in it."""
    source = store.sources[place.source]
    return SourceCard(
        id=place.source,
        locator=place.locator,
        place=place_in_words(source, place.locator),
        facts=rows(store, resting(store, place), TimelineRow),
        **source_fields(source, SourceCard),
    )
