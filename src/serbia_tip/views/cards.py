"""The view of `tip show`: a fact or a source in full, with all that bears on it."""

import re
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from serbia_tip.model import Store, reference
from serbia_tip.queries.fact_cards import Card, Citation, SourceCard, locator_in_words
from serbia_tip.queries.rows import COMMANDS, FactRow, RouteRow, StatisticRow, TierRow, fields
from serbia_tip.queries.rows import text as text_of
from serbia_tip.terminal.screen import Screen, visible
from serbia_tip.terminal.text import Run, dim, styled
from serbia_tip.views.evidence import STANDINGS, FactWords, address
from serbia_tip.views.render import render_all
from serbia_tip.views.view import Line, Section, View, labelled, line_of
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
    urls = [Run(visible(url), "dim", address(url)) for url in (card.url, *card.copies) if url]
    return View(
        title=visible(f"{where}{card.title}"),
        lead=[[dim(visible(", ".join([card.id, card.kind, counted])))], *map(styled, urls)],
        sections=[_labelled(_known(words, card)), *_resting(words, card)],
    )


def _labelled(labels: Labels) -> Section:
    return Section(lines=[labelled(label, styled(visible(said))) for label, said in labels if said])


def _about(words: FactWords, card: Card) -> Labels:
    told = {*FactRow.__struct_fields__, "standing", "basis", "period", "year"}
    match card:
        case StatisticRow():
            group = f", {words.group(card.group)}" if card.group else ""
            yield "Measure", f"{words.measure(card.measure)}{group}"
            yield "Divided by", card.dimension and words.dimension(card.dimension)
            bound = f" ({bound_in_words(card.bound)})" if card.bound in SIGNS else ""
            unit = " persons" if card.unit == "persons" else ""
            yield "Value", f"{words.value(card)}{unit}{bound}"
            told |= {"measure", "dimension", "group", "part_of", "value", "unit", "bound", "out_of"}
        case RouteRow():
            yield "Role", card.role
            more = " and countries that are not named" if card.open_ended else ""
            to_home = card.role == "destination"
            yield "From", f"{card.origin or ABSENT}{more if to_home else ''}"
            yield "To", f"{card.destination or ABSENT}{'' if to_home else more}"
            yield "People", ", ".join(card.people)
            told |= {"role", "origin", "destination", "people", "open_ended"}
            told |= {"origin_code", "destination_code"}
    for field in fields(COMMANDS[card.command]):
        if field.name not in told:
            said = text_of(card, field.name)
            yield field.title, words.topic(said) if field.name == "topic" else said
    described = None if isinstance(card, TierRow) else period(card.period)
    yield ("Period", described) if described else ("Report", f"{card.year}")
    yield "State", words.state(card)
    yield "Said by", _said_by(words, card)
    yield "Reported", text_of(card, "reported")
    if isinstance(card, RouteRow):
        yield "Standing", STANDINGS.get(card.standing)
    if isinstance(card, TierRow) and card.basis != "stated":
        yield "Basis", card.basis
    yield "Rank", card.rank if card.rank != "normal" else None
    yield "Note", card.note


def _said_by(words: FactWords, card: Card) -> str:
    """Who says it in full, their other name in the source, whether only an encyclopedia has it."""
    said = " and ".join(card.said_by)
    credited = card.attributed_to
    named = f" ({credited})" if credited and credited != "; ".join(card.said_by) else ""
    if words.attribution.on_encyclopedia_alone(card.sources):
        source = words.source(card.citations[0].source)
        return f"{said}{named}, in {source} alone" if credited else f"{source} alone"
    giving = [words.source(citation.source) for citation in card.citations if citation.credit]
    if not giving or len(giving) == len(card.citations):
        return f"{said}{named}"
    return f"{said}{named}, in {' and '.join(dict.fromkeys(giving))}"


def _source(citation: Citation) -> Line:
    said = (
        f"{citation.place}." if citation.place else "",
        f"{', '.join(citation.authors)}." if citation.authors else "",
        f"{citation.title}. {citation.publisher}, {period(citation.published)}.",
        f"doi:{citation.doi}" if citation.doi else "",
        f"Credits {citation.credit}." if citation.credit else "",
        f"Note: {citation.note}" if citation.note else "",
    )
    name = dim(f"{visible(citation.source)}: ")
    url = Run(visible(citation.url or ""), "dim", address(citation.url))
    return line_of(styled(name, visible(" ".join(filter(None, said))), " ", url))


def _related(words: FactWords, row: FactRow) -> Line:
    said = f"{visible(row.statement)} "
    if isinstance(row, StatisticRow):
        group = f"{words.group(row.group)}: " if row.group else ""
        said = f"{group}{words.value(row)}, "
    said = f"{said}{words.who(row)}"
    return line_of(styled(said, words.marked(row)), dim(visible(row.id)))


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
    """The facts that rest on the source, place by place; page 2 goes before page 12."""
    by_place: dict[str, list[Line]] = {}
    for row in card.facts:
        said = styled(visible(row.statement), words.marked(row), " ", dim(visible(row.id)))
        for key, locator in map(reference, row.sources):
            if key == card.id and card.locator in (None, locator):
                by_place.setdefault(locator or "", []).append(line_of(period(row.period), said))

    def numbered(locator: str) -> list[tuple[str, int]]:
        return [(text, int(number or 0)) for text, number in re.findall(r"(\D*)(\d*)", locator)]

    for locator in sorted(by_place, key=numbered):
        where = locator_in_words(words.store.sources[card.id], locator)
        title = "" if card.locator else visible(where or "Facts")
        yield Section(title=title, lines=by_place[locator])
