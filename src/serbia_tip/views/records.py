"""A line for each row (`--each`), or the fields that were asked for (`--fields`)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from serbia_tip.queries.filters import Answer
from serbia_tip.queries.rows import (
    CitedRow,
    FactRow,
    IdentifiedRow,
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

_FEW = 20
"""With more rows than this, their notes are only counted."""
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
_CREDITS = {"attributed_to", "said_by"}
_PERIODS = {"period", "published"}
_NUMBERS = {"value", "facts", "score"}


def view(answer: Answer) -> View:
    """The rows in their order, below what all of them share."""
    records = _Records(answer)
    section = records.section()
    places = range(len(records.columns)) if answer.fields is None and answer.header else ()
    shared = section.shared(places)
    said = "; ".join(f"{section.headings[place]}: {text}" for place, text in shared.items())
    return View(
        title=number_of(len(answer.rows), answer.kind.noun),
        lead=[styled(said)] if said else [],
        sections=[section.without(shared)],
        remarks=[styled(text) for text in (*records.notes(), *map(visible, answer.remarks))],
    )


class _Records:
    """The rows of one answer as lines."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self._words = FactWords(answer.store)
        self._cited = _cited(answer)
        self.columns: Sequence[str] = ()
        self._details: Sequence[str] = ()
        if answer.fields is not None:
            self.columns = answer.fields
        else:
            every = (answer.kind.__struct_fields__, ())
            self.columns, self._details = _SHOWN.get(answer.kind.command, every)

    def section(self) -> Section:
        """The rows' columns, and a last one without a heading for everything else."""
        titles = {field.name: field.title for field in fields(self._answer.kind)}
        more = [""] if self._details or self._cited else []
        return Section(
            headings=[*(titles[name] for name in self.columns), *more],
            numbers=[place for place, name in enumerate(self.columns) if name in _NUMBERS],
            lines=list(map(self._line, self._answer.rows)),
        )

    def _line(self, row: Row) -> Line:
        cells = [self._cell(row, name) for name in self.columns]
        cited = self._cited.get(row.id) if isinstance(row, IdentifiedRow) else None
        if self._answer.fields is None and (self._details or self._cited):
            cells.append(self._rest(row, cited))
        elif cited:
            cells.append(self._warning(cited, set(map(spelled, cells))))
        if cited is None:
            return Line(cells=cells)
        return Line(cells=cells, references=cited.sources, notes=self._words.notes([cited]))

    def _cell(self, row: Row, name: str) -> Styled:
        value = getattr(row, name)
        if self._answer.fields is None and value not in (None, []):
            if name in _PERIODS:
                return styled(period(value))
            if name == "measure" and isinstance(row, StatisticRow):
                return styled(self._words.counted(row))
            if name == "topic":
                return styled(self._words.topic(value))
        return styled(self._words.cell(row, name))

    def _rest(self, row: Row, cited: CitedRow | None) -> Styled:
        said: list[Styled] = [styled(text) for text in self._said(row)]
        if cited:
            said += [_in_brackets(self._words.doubts.words(cited)), styled(self._words.who(cited))]
        name = "" if "id" in self.columns or not isinstance(row, IdentifiedRow) else row.id
        return styled(*_run_in(said), dim(f" · {visible(name)}" if name else ""))

    def _said(self, row: Row) -> Iterator[str]:
        for name in self._details:
            value = getattr(row, name)
            if name == "entity":
                yield self._words.state(row) if isinstance(row, FactRow) else ""
            elif name == "open_ended":
                yield "and others, unnamed" if value else ""
            elif value not in (None, []):
                said = spelled(self._cell(row, name))
                yield said.replace("; ", ", ") if isinstance(value, list) else said

    def _warning(self, row: CitedRow, shown: set[str]) -> Styled:
        said = [_in_brackets([word for word in self._words.doubts.words(row) if word not in shown])]
        if isinstance(row, FactRow) and row.attributed_to and not _CREDITS & {*self.columns}:
            said.append(styled(f"according to {visible(row.attributed_to)}"))
        return _run_in(said)

    def notes(self) -> Iterator[str]:
        """The notes that no doubt tells, equal ones once; of many rows, how to see them."""
        if self._answer.fields is not None:
            return
        ids: defaultdict[str, list[str]] = defaultdict(list)
        for row in self._answer.rows:
            told = self._words.doubts.words(row) if isinstance(row, FactRow) else []
            if isinstance(row, FactRow) and row.note and told in ([], ["disputed"]):
                ids[row.note].append(row.id)
        if len(self._answer.rows) <= _FEW:
            for note, same in ids.items():
                yield visible(f"Note ({', '.join(same)}): {note}")
        elif ids:
            noted = sum(map(len, ids.values()))
            have = "has a note" if noted == 1 else "have notes"
            yield f"{noted} of these {have}: tip show ID, or --fields id,note"


def _cited(answer: Answer) -> Mapping[str, CitedRow]:
    """The rows that have sources, by id; for a hit of a search, the row of its fact."""
    rows: Sequence[Row] = answer.rows
    if issubclass(answer.kind, SearchRow):
        facts = {fact.id: fact for fact in answer.store.facts()}
        found = [facts[row.id] for row in rows if isinstance(row, SearchRow)]
        rows = rows_of(answer.store, found, TimelineRow)
    return {row.id: row for row in rows if isinstance(row, CitedRow)}


def _in_brackets(words: Sequence[str]) -> Styled:
    return styled(doubt(f"({', '.join(words)})" if words else ""))


def _run_in(texts: Sequence[Styled]) -> Styled:
    runs: list[Run] = []
    for text in filter(spelled, texts):
        if runs:
            is_parted = spelled(runs).endswith((".", "!", "?", ")")) or spelled(text)[0] == "("
            runs.append(Run(" " if is_parted else "; "))
        runs.extend(text)
    return runs
