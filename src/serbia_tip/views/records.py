"""Records: facts, sources and rows told field by field: `tip show`, `--each`, `--fields`."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from serbia_tip.model import Store, read_reference
from serbia_tip.queries import rows as of
from serbia_tip.queries.fact_cards import Card, Citation, SourceCard, card_locator
from serbia_tip.queries.filters import Answer
from serbia_tip.queries.rows import CitedRow, FactRow, Row, StatisticRow
from serbia_tip.terminal.screen import Screen, visible
from serbia_tip.terminal.text import Run, Styled, dim, doubt, styled, unstyled
from serbia_tip.views.evidence import STANDINGS, FactWords, source_link
from serbia_tip.views.render import render_views
from serbia_tip.views.view import Line, Section, View, view_label, view_line
from serbia_tip.views.wording import ABSENT, SIGNS, group_by, say_bound, say_period
from serbia_tip.words import count_noun

Labels: TypeAlias = Iterator[tuple[str, str | None]]  # texts, of which empty ones are left out


def show_records(cards: Sequence[Card | SourceCard], store: Store, screen: Screen) -> str:
    """The cards, one below the other."""
    words = FactWords(store)
    views = [
        _source_record(words, card) if isinstance(card, SourceCard) else _fact_record(words, card)
        for card in cards
    ]
    return render_views(views, store, screen, "none")


def _fact_record(words: FactWords, card: Card) -> View:
    line = [f"line {card.line}"] if card.line is not None else []
    rivals = "Contradicted by" if card.rank == "deprecated" else "Disputed by"
    related = {
        rivals: [row for row in card.disputes if row.rank != "deprecated"],
        "Rivals that are deprecated": [row for row in card.disputes if row.rank == "deprecated"],
        "Part of": [card.whole] if card.whole else [],
        "Parts": card.parts,
    }
    sections = [
        Section(title=title, lines=[_related_record(words, row) for row in rows])
        for title, rows in related.items()
        if rows
    ]
    cited = Section(title="Sources", lines=list(map(_record_citation, card.citations)))
    return View(
        title=visible(card.statement),
        lead=[[dim(visible(", ".join([card.id, card.noun, *line])))]],
        sections=[_record_section(_fact_record_fields(words, card)), cited, *sections],
    )


def _source_record(words: FactWords, card: SourceCard) -> View:
    counted = count_noun(len(card.facts), "fact")
    where = f"{card.place}. " if card.place else ""
    urls = [Run(visible(url), "dim", source_link(url)) for url in (card.url, *card.copies) if url]
    return View(
        title=visible(f"{where}{card.title}"),
        lead=[[dim(visible(", ".join([card.id, card.kind, counted])))], *map(styled, urls)],
        sections=[
            _record_section(_source_record_fields(words, card)),
            *_source_record_facts(words, card),
        ],
    )


def _record_section(labels: Labels) -> Section:
    return Section(
        lines=[view_label(label, styled(visible(said))) for label, said in labels if said]
    )


def _fact_record_fields(words: FactWords, card: Card) -> Labels:
    told = {*FactRow.__struct_fields__, "standing", "basis", "period", "year", "last_year"}
    match card:
        case StatisticRow():
            group = f", {words.group(card.group)}" if card.group else ""
            yield "Measure", f"{words.measure(card.measure)}{group}"
            yield "Divided by", card.dimension and words.dimension(card.dimension)
            bound = f" ({say_bound(card.bound)})" if card.bound in SIGNS else ""
            unit = " persons" if card.unit == "persons" else ""
            yield "Value", f"{words.value(card)}{unit}{bound}"
            told |= {"measure", "dimension", "group", "part_of", "value", "unit", "bound", "out_of"}
        case of.RouteRow():
            yield "Role", card.role
            more = " and countries that are not named" if card.open_ended else ""
            to_home = card.role == "destination"
            yield "From", f"{card.origin or ABSENT}{more if to_home else ''}"
            yield "To", f"{card.destination or ABSENT}{'' if to_home else more}"
            yield "People", ", ".join(card.people)
            told |= {"role", "origin", "destination", "people", "open_ended"}
            told |= {"origin_code", "destination_code"}
    for field in of.row_fields(of.COMMANDS[card.command]):
        if field.name not in told:
            said = of.row_text(card, field.name)
            yield field.title, words.topic(said) if field.name == "topic" else said
    described = None if isinstance(card, of.TierRow) else say_period(card.period)
    yield ("Period", described) if described else ("Report", f"{card.year}")
    yield "State", words.state(card)
    yield "Said by", _said_by_record_field(words, card)
    yield "Reported", of.row_text(card, "reported")
    if isinstance(card, of.RouteRow):
        yield "Standing", STANDINGS.get(card.standing)
    if isinstance(card, of.TierRow) and card.basis != "stated":
        yield "Basis", card.basis
    yield "Rank", card.rank if card.rank != "normal" else None
    yield "Note", card.note


def _said_by_record_field(words: FactWords, card: Card) -> str:
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


def _record_citation(citation: Citation) -> Line:
    said = (
        f"{citation.place}." if citation.place else "",
        f"{', '.join(citation.authors)}." if citation.authors else "",
        f"{citation.title}. {citation.publisher}, {say_period(citation.published)}.",
        f"doi:{citation.doi}" if citation.doi else "",
        f"Credits {citation.credit}." if citation.credit else "",
        f"Note: {citation.note}" if citation.note else "",
    )
    name = dim(f"{visible(citation.source)}: ")
    url = Run(visible(citation.url or ""), "dim", source_link(citation.url))
    return view_line(styled(name, visible(" ".join(filter(None, said))), " ", url))


def _related_record(words: FactWords, row: FactRow) -> Line:
    said = f"{visible(row.statement)} "
    if isinstance(row, StatisticRow):
        group = f"{words.group(row.group)}: " if row.group else ""
        said = f"{group}{words.value(row)}, "
    said = f"{said}{words.who(row)}"
    return view_line(styled(said, words.marked(row)), dim(visible(row.id)))


def _source_record_fields(words: FactWords, card: SourceCard) -> Labels:
    inside = [card.container, card.volume, card.issue and f"({card.issue})", card.pages]
    yield "Authors", ", ".join(card.authors)
    yield "Publisher", card.publisher
    yield "Published", say_period(card.published)
    yield "In", " ".join(filter(None, inside))
    yield "DOI", card.doi
    yield "Language", card.language
    yield "From", " and ".join(map(words.source, card.derived_from))
    yield "Read in", "; ".join(map(str, card.read))
    if card.archived:
        on = f", {say_period(card.archived.date)}" if card.archived.date else ""
        yield "Archived", f"{card.archived.url}{on}"
    yield "Accessed", say_period(card.accessed) if card.accessed else None
    yield "Note", card.note


def _source_record_facts(words: FactWords, card: SourceCard) -> Iterator[Section]:
    """The facts that rest on the source, place by place; page 2 goes before page 12."""
    by_place: dict[str, list[Line]] = {}
    for row in card.facts:
        said = styled(visible(row.statement), words.marked(row), " ", dim(visible(row.id)))
        for key, locator in map(read_reference, row.sources):
            if key == card.id and card.locator in (None, locator):
                by_place.setdefault(locator or "", []).append(
                    view_line(say_period(row.period), said)
                )

    def numbered(locator: str) -> list[tuple[str, int]]:
        return [(text, int(number or 0)) for text, number in re.findall(r"(\D*)(\d*)", locator)]

    for locator in sorted(by_place, key=numbered):
        where = card_locator(words.store.sources[card.id], locator)
        title = "" if card.locator else visible(where or "Facts")
        yield Section(title=title, lines=by_place[locator])


_FEW = 20  # with more rows than this, their notes are only counted
# The fields that have columns, and those that follow in the last one before doubts, who says it and
# the id, by command; of other rows every field has a column.
_SHOWN: Mapping[str, tuple[Sequence[str], Sequence[str]]] = {
    "routes": (
        ("period", "role", "origin", "destination"),
        ("open_ended", "people", "purpose", "entity"),
    ),
    "stats": (("period", "value", "measure"), ("area", "entity")),
    "tiers": (("year", "tier"), ("entity",)),
    "policy": (("period", "area", "topic", "assessment"), ("statement", "entity")),
    "laws": (("period", "name", "event"), ("kind", "entity")),
    "timeline": (("period", "kind"), ("statement",)),
    "search": (("year", "kind"), ("statement",)),
    "sources": (("id", "facts"), ("title", "publisher", "published", "kind")),
}
_NUMBERS = {"value", "facts", "score"}


def view_records(answer: Answer) -> View:
    """The rows in their order, below what all of them share."""
    words, rows, in_words = FactWords(answer.store), answer.rows, answer.fields is None
    columns, details = _SHOWN.get(answer.kind.command, (answer.kind.__struct_fields__, ()))
    if answer.fields is not None:
        columns, details = answer.fields, ()
    if issubclass(answer.kind, of.SearchRow):  # each hit rests on the sources of its fact
        found = [words.facts_by_id[row.id] for row in rows if isinstance(row, of.SearchRow)]
        rows = of.make_rows(answer.store, found, of.TimelineRow)
    facts = [row if isinstance(row, CitedRow) else None for row in rows]
    credited = {"attributed_to", "said_by"} & {*columns}

    def line(row: Row, fact: CitedRow | None) -> Line:
        cells: list[Styled] = [
            styled(_record_field_in_words(words, row, name) if in_words else words.cell(row, name))
            for name in columns
        ]
        said: list[Styled] = [styled(text) for text in _record_fields(words, row, details)]
        if fact:
            shown = set(map(unstyled, cells))
            doubts = ", ".join(word for word in words.doubts(fact) if word not in shown)
            said.append(styled(doubt(f"({doubts})" if doubts else "")))
            if in_words:
                said.append(styled(words.who(fact)))
            elif isinstance(fact, FactRow) and fact.attributed_to and not credited:
                said.append(styled(f"according to {visible(fact.attributed_to)}"))
        if fact or details:
            own = in_words and "id" not in columns
            name = f" · {visible(getattr(row, 'id', ''))}" if own else ""
            cells.append(styled(_join_record_fields(said), dim(name)))
        notes = words.notes([fact]) if fact else ()
        return Line(cells=cells, references=fact.sources if fact else (), notes=notes)

    titles = {field.name: field.title for field in of.row_fields(answer.kind)}
    section = Section(
        headings=[*(titles[name] for name in columns), *([""] if details or any(facts) else [])],
        numbers=[place for place, name in enumerate(columns) if name in _NUMBERS],
        lines=list(map(line, answer.rows, facts)),
    )
    shared = section.shared(range(len(columns)) if in_words and answer.header else ())
    said = "; ".join(f"{section.headings[place]}: {text}" for place, text in shared.items())
    notes = _record_notes(words, answer.rows) if in_words else ()
    return View(
        title=count_noun(len(answer.rows), answer.kind.noun),
        lead=[styled(said)] if said else [],
        sections=[section.without(shared)],
        remarks=[styled(text) for text in (*notes, *map(visible, answer.remarks))],
    )


def _record_field_in_words(words: FactWords, row: Row, name: str) -> str:
    value = getattr(row, name)
    if name in ("period", "published") and value:
        return say_period(value)
    if name == "measure" and isinstance(row, StatisticRow):
        return words.counted(row)
    return words.topic(value) if name == "topic" else words.cell(row, name)


def _record_fields(words: FactWords, row: Row, names: Sequence[str]) -> Iterator[str]:
    for name in names:
        value = getattr(row, name)
        if name == "entity" and isinstance(row, FactRow):
            yield words.state(row)
        elif name == "open_ended":
            yield "and others, unnamed" if value else ""
        elif value not in (None, []):
            said = _record_field_in_words(words, row, name)
            yield said.replace("; ", ", ") if isinstance(value, list) else said


def _join_record_fields(texts: Sequence[Styled]) -> Styled:
    runs: list[Run] = []
    for text in filter(unstyled, texts):
        if runs:
            is_parted = unstyled(runs).endswith((".", "!", "?", ")")) or unstyled(text)[0] == "("
            runs.append(Run(" " if is_parted else "; "))
        runs.extend(text)
    return runs


def _record_notes(words: FactWords, rows: Sequence[Row]) -> Iterator[str]:
    """The notes that no doubt tells, equal ones once; of many rows, how to see them."""
    facts = [row for row in rows if isinstance(row, FactRow) and row.note]
    noted = [row for row in facts if words.doubts(row) in ([], ["disputed"])]
    if len(rows) <= _FEW:
        for note, same in group_by(noted, lambda row: row.note).items():
            yield visible(f"Note ({', '.join(row.id for row in same)}): {note}")
    elif noted:
        have = "has a note" if len(noted) == 1 else "have notes"
        yield f"{len(noted)} of these {have}: tip show ID, or --fields id,note"
