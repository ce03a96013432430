"""A fact or a source whole, as people read it: what it says first, then all that bears on it."""

import re
from collections.abc import Iterator, Sequence

from serbia_tip.model import Store
from serbia_tip.queries.fact_card import Card, Citation
from serbia_tip.queries.fact_card import place as place_in_words
from serbia_tip.queries.rows import (
    FactRow,
    FindingRow,
    LawRow,
    RouteRow,
    StatisticRow,
    TierRow,
    TimelineRow,
)
from serbia_tip.queries.source_card import SourceCard
from serbia_tip.references import reference
from serbia_tip.terminal.escape import visible
from serbia_tip.terminal.screen import Screen
from serbia_tip.terminal.styled import Run, Styled, bold, dim, styled
from serbia_tip.views.doubts import STANDINGS, Doubts
from serbia_tip.views.evidence import address
from serbia_tip.views.render import render as render_view
from serbia_tip.views.view import Line, Section, View
from serbia_tip.views.wording import ABSENT, BOUNDS, Wording, period
from serbia_tip.words import number_of


def render(cards: Sequence[Card | SourceCard], store: Store, screen: Screen) -> str:
    """The cards, a blank line between two."""
    return "\n".join(render_view(view(store, card), store, screen, "none") for card in cards)


def view(store: Store, card: Card | SourceCard) -> View:
    """A fact's card, or a source's."""
    return source_view(store, card) if isinstance(card, SourceCard) else fact_view(store, card)


def fact_view(store: Store, card: Card) -> View:
    """The statement, what it is about, its sources whole, its rivals, its whole and its parts."""
    words = Wording(store)
    doubts = Doubts(store, words)
    line = [f"line {card.line}"] if card.line is not None else []
    related = {
        "Sources": [_source(citation) for citation in card.citations],
        "Contradicted by" if card.rank == "deprecated" else "Disputed by": [
            _related(words, doubts, row) for row in card.disputes if row.rank != "deprecated"
        ],
        "Rivals that are deprecated": [
            _related(words, doubts, row) for row in card.disputes if row.rank == "deprecated"
        ],
        "Part of": [_related(words, doubts, row) for row in [card.whole] if row],
        "Parts": [_related(words, doubts, row) for row in card.parts],
    }
    return View(
        title=visible(card.statement),
        lead=[[dim(visible(", ".join([card.id, card.noun, *line])))]],
        sections=[
            Section(lines=[_labelled(*pair) for pair in _about(words, card)]),
            *(Section(title=title, lines=lines) for title, lines in related.items() if lines),
        ],
    )


def source_view(store: Store, card: SourceCard) -> View:
    """The source's title, what is known of it, and place by place the facts that rest on it."""
    words = Wording(store)
    doubts = Doubts(store, words)
    counted = number_of(len(card.facts), "fact")
    where = f"{card.place}. " if card.place else ""
    addresses = [url for url in (card.url, *card.copies) if url]
    return View(
        title=visible(f"{where}{card.title}"),
        lead=[[dim(visible(", ".join([card.id, card.kind, counted])))], *map(_at, addresses)],
        sections=[
            Section(lines=[_labelled(label, said) for label, said in _known(card) if said]),
            *_resting(store, doubts, card),
        ],
    )


def _labelled(label: str, said: Styled) -> Line:
    return Line(cells=[[bold(label)], said])


def _about(words: Wording, card: Card) -> Iterator[tuple[str, Styled]]:
    """What the fact is about, by whom and how firmly it is said, each under its label."""
    yield from _own(words, card)
    when = f"{card.year}" if isinstance(card, TierRow) else period(card.period)
    yield "Report" if isinstance(card, TierRow) else "Period", styled(when)
    if state := words.state(card):
        yield "State", styled(state)
    yield "Said by", styled(_said_by(words, card))
    if card.reported is not None:
        yield "Reported", styled(f"{card.reported}")
    if isinstance(card, RouteRow) and card.standing in STANDINGS:
        yield "Standing", styled(STANDINGS[card.standing])
    if isinstance(card, TierRow) and card.basis != "stated":
        yield "Basis", styled(card.basis)
    if card.rank != "normal":
        yield "Rank", styled(card.rank)
    if card.note:
        yield "Note", styled(visible(card.note))


def _said_by(words: Wording, card: Card) -> str:
    """Who says it in full, under what other name the source has them, and if it alone has it."""
    said = " and ".join(card.said_by)
    credited = card.attributed_to
    named = f" ({credited})" if credited and credited != "; ".join(card.said_by) else ""
    if not words.on_encyclopedia_alone(card):
        return visible(f"{said}{named}")
    source = words.source(reference(card.sources[0])[0])
    return visible(f"{said}{named}, in {source} alone" if credited else f"{source} alone")


def _own(words: Wording, card: Card) -> Iterator[tuple[str, Styled]]:
    """What only facts of its kind have."""
    match card:
        case StatisticRow():
            group = f", {words.group(card.group)}" if card.group else ""
            yield "Measure", styled(f"{words.measure(card.measure)}{group}")
            if card.dimension:
                yield "Divided by", styled(words.dimension(card.dimension))
            bound = f" ({BOUNDS[card.bound]})" if card.bound in BOUNDS else ""
            unit = " persons" if card.unit == "persons" else ""
            yield "Value", styled(f"{words.value(card)}{unit}{bound}")
            yield "Area", styled(card.area)
        case RouteRow():
            yield "Role", styled(card.role)
            ends = [visible(end or ABSENT) for end in (card.origin, card.destination)]
            more = " and countries that are not named" if card.open_ended else ""
            yield "From", styled(f"{ends[0]}{more if card.role == 'destination' else ''}")
            yield "To", styled(f"{ends[1]}{more if card.role != 'destination' else ''}")
            if card.people:
                yield "People", styled(visible(", ".join(card.people)))
            if card.purpose:
                yield "Purpose", styled(visible(card.purpose))
        case TierRow():
            yield "Tier", styled(card.tier)
        case FindingRow():
            yield "Area", styled(card.area)
            yield "Topic", styled(words.topic(card.topic))
            yield "Assessment", styled(card.assessment)
        case LawRow():
            yield "Name", styled(visible(card.name))
            yield "Kind", styled(visible(card.kind))
            yield "Event", styled(visible(card.event))


def _source(citation: Citation) -> Line:
    """A source with the place in it, all that is known of it, and its id."""
    where = f"{visible(citation.place)}. " if citation.place else ""
    authors = f"{visible(', '.join(citation.authors))}. " if citation.authors else ""
    doi = f" doi:{visible(citation.doi)}" if citation.doi else ""
    note = f" ({visible(citation.note.rstrip('.'))})" if citation.note else ""
    when = period(citation.published)
    said = f"{visible(citation.title)}. {visible(citation.publisher)}, {when}.{doi}{note}"
    name = dim(f"{visible(citation.source)}: ")
    return Line(cells=[styled(name, where, authors, said, " ", *_at(citation.url))])


def _at(url: str | None) -> list[Run]:
    return [Run(visible(url), "dim", address(url))] if url else []


def _related(words: Wording, doubts: Doubts, row: FactRow) -> Line:
    """Another fact in short, with its id."""
    if isinstance(row, StatisticRow):
        group = f"{words.group(row.group)}: " if row.group else ""
        said = styled(f"{group}{words.value(row)}, {words.who(row)}")
    else:
        said = styled(f"{visible(row.statement)} {words.who(row)}")
    return Line(cells=[styled(said, doubts.marked(row)), [dim(visible(row.id))]])


def _known(card: SourceCard) -> Iterator[tuple[str, Styled]]:
    """What is known of a source, each under its label; what isn't is empty."""
    inside = [card.container, card.volume, card.issue and f"({card.issue})", card.pages]
    yield "Authors", styled(visible(", ".join(card.authors)))
    yield "Publisher", styled(visible(card.publisher))
    yield "Published", styled(period(card.published))
    yield "In", styled(visible(" ".join(filter(None, inside))))
    yield "DOI", styled(visible(card.doi or ""))
    yield "Note", styled(visible(card.note or ""))


def _resting(store: Store, doubts: Doubts, card: SourceCard) -> Iterator[Section]:
    """The facts that rest on the source, under the places in it on which they do."""
    by_place: dict[str | None, list[TimelineRow]] = {}
    for row in card.facts:
        for text in row.sources:
            key, locator = reference(text)
            if key == card.id and card.locator in (None, locator):
                by_place.setdefault(locator, []).append(row)
    for locator, found in sorted(by_place.items(), key=lambda item: _in_order(item[0] or "")):
        where = place_in_words(store.sources[card.id], locator)
        yield Section(
            title="" if card.locator else visible(where or "Facts"),
            lines=[_fact(doubts, row) for row in found],
        )


def _in_order(locator: str) -> list[tuple[str, int]]:
    """What locators are sorted by: their numbers as numbers, page 2 before page 12."""
    return [(text, int(number or 0)) for text, number in re.findall(r"(\D*)(\d*)", locator)]


def _fact(doubts: Doubts, row: TimelineRow) -> Line:
    """A fact in one sentence, after its period, with its id."""
    said = styled(visible(row.statement), doubts.marked(row), " ", dim(visible(row.id)))
    return Line(cells=[styled(period(row.period)), said])
