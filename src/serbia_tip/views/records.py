"""A line for each row (`--each`), or the fields that were asked for (`--fields`)."""

from collections.abc import Iterator, Mapping, Sequence

from serbia_tip.queries.filters import Answer
from serbia_tip.queries.rows import (
    CitedRow,
    FactRow,
    Row,
    SearchRow,
    StatisticRow,
    TimelineRow,
    fields,
)
from serbia_tip.queries.rows import rows as rows_of
from serbia_tip.terminal.screen import visible
from serbia_tip.terminal.text import Run, Styled, dim, doubt, spelled, styled
from serbia_tip.views.evidence import FactWords
from serbia_tip.views.view import Line, Section, View
from serbia_tip.views.wording import period
from serbia_tip.words import number_of

_FEW = 20  # with more rows than this, their notes are only counted
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
"""The fields that have columns, and those that follow in the last one, by command.

Doubts, who says it and the id end that one. Of other rows every field has a column.
"""
_NUMBERS = {"value", "facts", "score"}


def view(answer: Answer) -> View:
    """The rows in their order, below what all of them share."""
    words, facts, in_words = FactWords(answer.store), _cited(answer), answer.fields is None
    columns, details = _SHOWN.get(answer.kind.command, (answer.kind.__struct_fields__, ()))
    if answer.fields is not None:
        columns, details = answer.fields, ()
    credited = {"attributed_to", "said_by"} & {*columns}

    def line(row: Row, fact: CitedRow | None) -> Line:
        cells: list[Styled] = [
            styled(_in_words(words, row, name) if in_words else words.cell(row, name))
            for name in columns
        ]
        said: list[Styled] = [styled(text) for text in _details(words, row, details)]
        if fact:
            shown = set(map(spelled, cells))
            doubts = ", ".join(word for word in words.doubts(fact) if word not in shown)
            said.append(styled(doubt(f"({doubts})" if doubts else "")))
            if in_words:
                said.append(styled(words.who(fact)))
            elif isinstance(fact, FactRow) and fact.attributed_to and not credited:
                said.append(styled(f"according to {visible(fact.attributed_to)}"))
        if fact or details:
            own = in_words and "id" not in columns
            name = f" · {visible(getattr(row, 'id', ''))}" if own else ""
            cells.append(styled(_run_in(said), dim(name)))
        notes = words.notes([fact]) if fact else ()
        return Line(cells=cells, references=fact.sources if fact else (), notes=notes)

    titles = {field.name: field.title for field in fields(answer.kind)}
    section = Section(
        headings=[*(titles[name] for name in columns), *([""] if details or any(facts) else [])],
        numbers=[place for place, name in enumerate(columns) if name in _NUMBERS],
        lines=list(map(line, answer.rows, facts)),
    )
    shared = section.shared(range(len(columns)) if in_words and answer.header else ())
    said = "; ".join(f"{section.headings[place]}: {text}" for place, text in shared.items())
    notes = _notes(words, answer.rows) if in_words else ()
    return View(
        title=number_of(len(answer.rows), answer.kind.noun),
        lead=[styled(said)] if said else [],
        sections=[section.without(shared)],
        remarks=[styled(text) for text in (*notes, *map(visible, answer.remarks))],
    )


def _cited(answer: Answer) -> list[CitedRow | None]:
    """Each row if it has sources; for a hit of a search, the row of its fact."""
    rows: Sequence[Row] = answer.rows
    if issubclass(answer.kind, SearchRow):
        facts = {fact.id: fact for fact in answer.store.facts()}
        found = [facts[row.id] for row in rows if isinstance(row, SearchRow)]
        rows = rows_of(answer.store, found, TimelineRow)
    return [row if isinstance(row, CitedRow) else None for row in rows]


def _in_words(words: FactWords, row: Row, name: str) -> str:
    value = getattr(row, name)
    if name in ("period", "published") and value:
        return period(value)
    if name == "measure" and isinstance(row, StatisticRow):
        return words.counted(row)
    return words.topic(value) if name == "topic" else words.cell(row, name)


def _details(words: FactWords, row: Row, names: Sequence[str]) -> Iterator[str]:
    for name in names:
        value = getattr(row, name)
        if name == "entity" and isinstance(row, FactRow):
            yield words.state(row)
        elif name == "open_ended":
            yield "and others, unnamed" if value else ""
        elif value not in (None, []):
            said = _in_words(words, row, name)
            yield said.replace("; ", ", ") if isinstance(value, list) else said


def _run_in(texts: Sequence[Styled]) -> Styled:
    runs: list[Run] = []
    for text in filter(spelled, texts):
        if runs:
            is_parted = spelled(runs).endswith((".", "!", "?", ")")) or spelled(text)[0] == "("
            runs.append(Run(" " if is_parted else "; "))
        runs.extend(text)
    return runs


def _notes(words: FactWords, rows: Sequence[Row]) -> Iterator[str]:
    """The notes that no doubt tells, equal ones once; of many rows, how to see them."""
    ids: dict[str, list[str]] = {}
    for row in rows:
        if isinstance(row, FactRow) and row.note and words.doubts(row) in ([], ["disputed"]):
            ids.setdefault(row.note, []).append(row.id)
    if len(rows) <= _FEW:
        yield from (visible(f"Note ({', '.join(same)}): {note}") for note, same in ids.items())
    elif noted := sum(map(len, ids.values())):
        have = "has a note" if noted == 1 else "have notes"
        yield f"{noted} of these {have}: tip show ID, or --fields id,note"
