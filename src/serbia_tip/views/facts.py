"""A fact whole, as a card that people read."""

from collections.abc import Iterator, Sequence

from serbia_tip.queries.fact_card import Card, Citation
from serbia_tip.queries.rows import FactRow, StatisticRow, fields
from serbia_tip.terminal.escape import visible
from serbia_tip.terminal.layout import Page
from serbia_tip.terminal.screen import Screen
from serbia_tip.views.footnotes import described
from serbia_tip.views.values import cell, credit, doubts, figure

_INDENT = 15
_ELSEWHERE = {"id", "statement", "sources", "disputed_by", "part_of", "year"}
"""Fields that the card shows in a place of their own, or inside another."""
_INSIDE_VALUE = {"unit", "bound", "out_of"}


def render(cards: Sequence[Card], screen: Screen) -> str:
    """The cards, a blank line between two."""
    page = Page(screen)
    for number, card in enumerate(cards):
        if number:
            page.line()
        page.paragraph(visible(f"{card.id} ({card.noun})"))
        page.paragraph(visible(card.statement))
        page.line()
        page.pairs(_pairs(card), _INDENT)
    return page.text()


def _pairs(card: Card) -> Iterator[tuple[str, str]]:
    left_out = _ELSEWHERE | _INSIDE_VALUE | (set() if credit(card) else {"attributed_to"})
    for field in fields(type(card).__base__):
        if field.name not in left_out:
            yield field.title, cell(card, field.name)
    for number, citation in enumerate(card.citations):
        yield "Sources" if number == 0 else " ", visible(_cited(citation))
    for title, related in (
        ("Disputed by", card.disputes),
        ("Part of", [card.whole] if card.whole else []),
        ("Parts", card.parts),
    ):
        for number, row in enumerate(related):
            yield title if number == 0 else " ", visible(_in_short(row))
    if card.line is not None:
        yield "Line", str(card.line)


def _cited(citation: Citation) -> str:
    where = f"{citation.place}. " if citation.place else ""
    note = f" ({citation.note.rstrip('.')})" if citation.note else ""
    return f"{citation.source}: {where}{described(citation)}{note}"


def _in_short(row: FactRow) -> str:
    said = f" ({doubts(row)})" if doubts(row) else ""
    if isinstance(row, StatisticRow):
        return f"{row.id}: {f'{row.group}, ' if row.group else ''}{figure(row)}{said}"
    return f"{row.id}: {row.statement}{said}"
