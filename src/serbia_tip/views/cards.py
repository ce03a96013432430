"""The view of `tip show`: a fact or a source in full, with all that bears on it."""

import re
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from serbia_tip.model import Store, reference
from serbia_tip.queries.fact_cards import Card, Citation, SourceCard, locator_in_words
from serbia_tip.queries.rows import (
    COMMANDS,
    FactRow,
    FindingRow,
    RouteRow,
    StatisticRow,
    TierRow,
    TimelineRow,
    fields,
)
from serbia_tip.queries.rows import text as text_of
from serbia_tip.terminal.screen import Screen, visible
from serbia_tip.terminal.text import Run, dim, styled
from serbia_tip.views.evidence import STANDINGS, FactWords, address
from serbia_tip.views.render import render_all
from serbia_tip.views.view import Line, Section, View, cells_of, labelled
from serbia_tip.views.wording import ABSENT, SIGNS, bound_in_words, period
from serbia_tip.words import number_of

Labels: TypeAlias = Iterator[tuple[str, str | None]]
"""Texts under their labels; those that are empty are left out."""


def render(cards: Sequence[Card | SourceCard], store: Store, screen: Screen) -> str:
    """The cards, one below the other."""
    words = FactWords(store)
    views = [
        _source_view(words, card) if isinstance(card, SourceCard) else _fact_view(words, card)
        for card in cards
    ]
    return render_all(views, store, screen, "none")


def _fact_view(words: FactWords, card: Card) -> View:
    line = [f"line {card.line}"] if card.line is not None else []
    rivals = "Contradicted by" if card.rank == "deprecated" else "Disputed by"
    related = {
        rivals: [row for row in card.disputes if row.rank != "deprecated"],
        "Rivals that are deprecated": [row for row in card.disputes if row.rank == "deprecated"],
        "Part of": [card.whole] if card.whole else [],
        "Parts": card.parts,
    }
    return View(
        title=visible(card.statement),
        lead=[[dim(visible(", ".join([card.id, card.noun, *line])))]],
        sections=[
            _labelled(_about(words, card)),
            Section(title="Sources", lines=list(map(_source, card.citations))),
            *(
                Section(title=title, lines=[_related(words, row) for row in rows])
                for title, rows in related.items()
                if rows
            ),
        ],
    )


def _source_view(words: FactWords, card: SourceCard) -> View:
    counted = number_of(len(card.facts), "fact")
    where = f"{card.place}. " if card.place else ""
    addresses = [url for url in (card.url, *card.copies) if url]
    return View(
        title=visible(f"{where}{card.title}"),
        lead=[[dim(visible(", ".join([card.id, card.kind, counted])))], *map(_at, addresses)],
        sections=[_labelled(_known(words, card)), *_resting(words, card)],
    )


def _labelled(labels: Labels) -> Section:
    return Section(lines=[labelled(label, styled(visible(said))) for label, said in labels if said])


def _about(words: FactWords, card: Card) -> Labels:
    yield from _own(words, card)
    if isinstance(card, TierRow):
        yield "Report", f"{card.year}"
    else:
        yield "Period", period(text_of(card, "period") or None)
    yield "State", words.state(card)
    yield "Said by", _said_by(words, card)
    yield "Reported", f"{card.reported}" if card.reported is not None else None
    if isinstance(card, RouteRow):
        yield "Standing", STANDINGS.get(card.standing)
    if isinstance(card, TierRow) and card.basis != "stated":
        yield "Basis", card.basis
    if card.rank != "normal":
        yield "Rank", card.rank
    yield "Note", card.note


def _said_by(words: FactWords, card: Card) -> str:
    """Who says it in full, their other name in the source, whether only an encyclopedia has it."""
    said = " and ".join(card.said_by)
    credited = card.attributed_to
    named = f" ({credited})" if credited and credited != "; ".join(card.said_by) else ""
    giving = [words.source(citation.source) for citation in card.citations if citation.credit]
    if words.attribution.on_encyclopedia_alone(card.sources):
        source = words.source(card.citations[0].source)
        return f"{said}{named}, in {source} alone" if credited else f"{source} alone"
    where = giving if len(giving) < len(card.citations) else []
    return f"{said}{named}{', in ' if where else ''}{' and '.join(dict.fromkeys(where))}"


def _own(words: FactWords, card: Card) -> Labels:
    """The fields that only facts of this kind have, those without words of their own last."""
    told = {*_COMMON}
    for label, said, names in _in_words(words, card):
        told.update(names)
        yield label, said
    for field in fields(COMMANDS[card.command]):
        if field.name not in told:
            yield field.title, text_of(card, field.name)


_COMMON = {*FactRow.__struct_fields__, "standing", "basis", "period", "year"}
"""The fields that stand among what all kinds of fact have."""


def _in_words(words: FactWords, card: Card) -> Iterator[tuple[str, str | None, set[str]]]:
    match card:
        case StatisticRow():
            group = f", {words.group(card.group)}" if card.group else ""
            yield (
                "Measure",
                f"{words.measure(card.measure)}{group}",
                {"measure", "group", "part_of"},
            )
            yield "Divided by", card.dimension and words.dimension(card.dimension), {"dimension"}
            bound = f" ({bound_in_words(card.bound)})" if card.bound in SIGNS else ""
            unit = " persons" if card.unit == "persons" else ""
            value = f"{words.value(card)}{unit}{bound}"
            yield "Value", value, {"value", "unit", "bound", "out_of"}
            yield "Area", card.area, {"area"}
        case RouteRow():
            yield "Role", card.role, {"role"}
            origin, destination = card.origin or ABSENT, card.destination or ABSENT
            more = " and countries that are not named" if card.open_ended else ""
            to_home = card.role == "destination"
            yield "From", f"{origin}{more if to_home else ''}", {"origin", "origin_code"}
            to = f"{destination}{'' if to_home else more}"
            yield "To", to, {"destination", "destination_code", "open_ended"}
            yield "People", ", ".join(card.people), {"people"}
            yield "Purpose", card.purpose, {"purpose"}
        case FindingRow():
            yield "Area", card.area, {"area"}
            yield "Topic", words.topic(card.topic), {"topic"}
            yield "Assessment", card.assessment, {"assessment"}


def _source(citation: Citation) -> Line:
    where = f"{visible(citation.place)}. " if citation.place else ""
    authors = f"{visible(', '.join(citation.authors))}. " if citation.authors else ""
    doi = f" doi:{visible(citation.doi)}" if citation.doi else ""
    credit = f" Credits {visible(citation.credit)}." if citation.credit else ""
    note = f" Note: {visible(citation.note)}" if citation.note else ""
    when = period(citation.published)
    said = f"{visible(citation.title)}. {visible(citation.publisher)}, {when}.{doi}{credit}{note}"
    name = dim(f"{visible(citation.source)}: ")
    return Line(cells=[styled(name, where, authors, said, " ", *_at(citation.url))])


def _at(url: str | None) -> list[Run]:
    return [Run(visible(url), "dim", address(url))] if url else []


def _related(words: FactWords, row: FactRow) -> Line:
    if isinstance(row, StatisticRow):
        group = f"{words.group(row.group)}: " if row.group else ""
        said = f"{group}{words.value(row)}, {words.who(row)}"
    else:
        said = f"{visible(row.statement)} {words.who(row)}"
    return Line(cells=cells_of(styled(said, words.doubts.marked(row)), dim(visible(row.id))))


def _known(words: FactWords, card: SourceCard) -> Labels:
    inside = [card.container, card.volume, card.issue and f"({card.issue})", card.pages]
    yield "Authors", ", ".join(card.authors)
    yield "Publisher", card.publisher
    yield "Published", period(card.published)
    yield "In", " ".join(filter(None, inside))
    yield "DOI", card.doi
    yield "Language", card.language
    yield "From", " and ".join(map(words.source, card.derived_from))
    if card.archived:
        on = f", {period(card.archived.date)}" if card.archived.date else ""
        yield "Archived", f"{card.archived.url}{on}"
    yield "Accessed", period(card.accessed) if card.accessed else None
    yield "Note", card.note


def _resting(words: FactWords, card: SourceCard) -> Iterator[Section]:
    by_place: dict[str | None, list[TimelineRow]] = {}
    for row in card.facts:
        for text in row.sources:
            key, locator = reference(text)
            if key == card.id and card.locator in (None, locator):
                by_place.setdefault(locator, []).append(row)
    for locator, found in sorted(by_place.items(), key=lambda item: _in_order(item[0] or "")):
        where = locator_in_words(words.store.sources[card.id], locator)
        yield Section(
            title="" if card.locator else visible(where or "Facts"),
            lines=[_fact(words, row) for row in found],
        )


def _in_order(locator: str) -> list[tuple[str, int]]:
    """A sort key that has page 2 before page 12."""
    return [(text, int(number or 0)) for text, number in re.findall(r"(\D*)(\d*)", locator)]


def _fact(words: FactWords, row: TimelineRow) -> Line:
    said = styled(visible(row.statement), words.doubts.marked(row), " ", dim(visible(row.id)))
    return Line(cells=cells_of(period(row.period), said))
