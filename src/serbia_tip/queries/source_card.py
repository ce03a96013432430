"""One source whole, or one place in it: what is known of it, and the facts that rest on it."""

from typing import Annotated

from msgspec import Meta, Struct, structs

from serbia_tip.model import Copies, Store
from serbia_tip.queries.fact_card import place as place_in_words
from serbia_tip.queries.names import Place, resting
from serbia_tip.queries.rows import TimelineRow, rows


class SourceCard(Struct, kw_only=True, frozen=True, tag_field="fact_kind", tag="source"):
    """A source, or a place in it, with all facts that rest on it."""

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


_KNOWN = set(SourceCard.__struct_fields__)


def source_card(store: Store, place: Place) -> SourceCard:
    """The source, or the place in it, whole."""
    source = store.sources[place.source]
    known = {name: value for name, value in structs.asdict(source).items() if name in _KNOWN}
    known["authors"] = [str(author) for author in source.authors]
    return SourceCard(
        id=place.source,
        locator=place.locator,
        place=place_in_words(source, place.locator),
        facts=rows(store, resting(store, place), TimelineRow),
        **known,
    )
