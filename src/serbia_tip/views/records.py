"""A line for each row (`--each`), or the fields that were asked for (`--fields`)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from serbia_tip.queries.answer import Answer
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
from serbia_tip.terminal.escape import visible
from serbia_tip.terminal.styled import Run, Styled, dim, doubt, spelled, styled
from serbia_tip.views.doubts import Doubts
from serbia_tip.views.statistic_words import StatisticWords
from serbia_tip.views.view import Line, Section, View
from serbia_tip.views.wording import period
from serbia_tip.words import number_of

_FEW = 20
"""With more rows than this, their notes are only counted."""
_COLUMNS = {
    "routes": ("period", "role", "origin", "destination"),
    "stats": ("period", "value", "measure"),
    "tiers": ("year", "tier"),
    "policy": ("period", "area", "topic", "assessment"),
    "laws": ("period", "name", "event"),
    "timeline": ("period", "kind"),
    "search": ("year", "kind"),
    "sources": ("id", "facts"),
}
"""The fields that have columns of their own, by command; the others follow in the last column."""
_ELSEWHERE = {"id", "attributed_to", "standing", "basis", "url"}
"""What is said in another way: the id at the end, who says it, doubts; an address is too long."""
_CREDITS = {"attributed_to", "said_by"}
"""The fields that say who says it."""
_PERIODS = {"period", "published"}
_NUMBERS = {"value", "facts", "score"}


def view(answer: Answer) -> View:
    """The rows as they are, in the order in which they are."""
    records = _Records(answer)
    return View(
        title=number_of(len(answer.rows), answer.kind.noun),
        lead=records.shared(),
        sections=[records.section()],
        remarks=[styled(said) for said in (*records.notes(), *map(visible, answer.remarks))],
    )


class _Records:
    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self._figures = StatisticWords(answer.store)
        self._words = self._figures.words
        self._doubts = Doubts(answer.store, self._words)
        self._titles = {field.name: field.title for field in fields(answer.kind)}
        self._cited = _cited(answer)
        if answer.fields is not None:
            self._columns: Sequence[str] = answer.fields
            self._details: Sequence[str] = ()
        else:
            shown = answer.kind.shown
            self._columns = _COLUMNS.get(answer.kind.command, shown)
            self._details = [name for name in shown if name not in {*self._columns, *_ELSEWHERE}]
        self._same = self._shared_columns()

    def _shared_columns(self) -> dict[str, str]:
        """The columns whose cells, of two rows or more, are alike, and what they say."""
        rows = self._answer.rows
        if self._answer.fields is not None or not self._answer.header or len(rows) < 2:
            return {}
        said = {name: {spelled(self._cell(row, name)) for row in rows} for name in self._columns}
        return {name: words.pop() for name, words in said.items() if len(words) == 1}

    def shared(self) -> list[Styled]:
        """What all rows share, in a line."""
        said = [f"{self._titles[name]}: {words}" for name, words in self._same.items()]
        return [styled("; ".join(said))] if said else []

    def section(self) -> Section:
        """The rows' columns, and in a last one without a heading what else there is to say."""
        columns = [name for name in self._columns if name not in self._same]
        more = bool(self._details or self._cited)
        return Section(
            headings=[*(self._titles[name] for name in columns), *([""] if more else [])],
            numbers=[place for place, name in enumerate(columns) if name in _NUMBERS],
            lines=[self._line(row, columns, more) for row in self._answer.rows],
        )

    def _line(self, row: Row, columns: Sequence[str], more: bool) -> Line:
        cells = [self._cell(row, name) for name in columns]
        cited = self._cited.get(row.id) if isinstance(row, IdentifiedRow) else None
        if more and self._answer.fields is None:
            cells.append(self._rest(row, cited))
        elif more and cited:
            cells.append(self._warning(cited, set(map(spelled, cells))))
        if cited is None:
            return Line(cells=cells)
        return Line(cells=cells, references=cited.sources, notes=list(self._doubts.notes(cited)))

    def _cell(self, row: Row, name: str) -> Styled:
        value = getattr(row, name)
        if self._answer.fields is not None or value in (None, []):
            return styled(self._words.cell(row, name))
        if name in _PERIODS:
            return styled(period(value))
        if name == "measure" and isinstance(row, StatisticRow):
            group = f": {self._figures.group(row)}" if row.group else ""
            return styled(f"{self._figures.measure(row)}{group}")
        if name == "topic":
            return styled(self._words.topic(value))
        return styled(self._words.cell(row, name))

    def _rest(self, row: Row, cited: CitedRow | None) -> Styled:
        """What has no column of its own, what is doubtful, who says it, and the id."""
        said: list[Styled] = [styled(text) for text in self._said(row)]
        if cited:
            said += [_in_brackets(self._doubts.words(cited)), styled(self._words.who(cited))]
        name = "" if "id" in self._columns or not isinstance(row, IdentifiedRow) else row.id
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
        """What must be said beside the fields asked for, unless they say it: doubts, credits."""
        said = [_in_brackets([word for word in self._doubts.words(row) if word not in shown])]
        if isinstance(row, FactRow) and row.attributed_to and not _CREDITS & {*self._columns}:
            said.append(styled(f"according to {visible(row.attributed_to)}"))
        return _run_in(said)

    def notes(self) -> Iterator[str]:
        """What to know before quoting a row, once for those alike; of many rows, how to see it."""
        if self._answer.fields is not None:
            return
        ids: defaultdict[str, list[str]] = defaultdict(list)
        for row in self._answer.rows:
            if isinstance(row, FactRow) and row.note and not self._is_said(row, row.note):
                ids[row.note].append(row.id)
        if len(self._answer.rows) <= _FEW:
            for note, alike in ids.items():
                yield visible(f"{', '.join(alike)}: {note}")
        elif ids:
            noted = sum(map(len, ids.values()))
            have = "has a note" if noted == 1 else "have notes"
            yield f"{noted} of these {have}: tip show ID, or --fields id,note"

    def _is_said(self, row: FactRow, note: str) -> bool:
        """Whether the note stands under the answer already, as what is doubtful about the row."""
        return visible(note) in {spelled(said.text) for said in self._doubts.notes(row)}


def _cited(answer: Answer) -> Mapping[str, CitedRow]:
    """The rows that have sources, by their ids; for a hit of a search, the row of its fact."""
    rows: Sequence[Row] = answer.rows
    if issubclass(answer.kind, SearchRow):
        facts = {fact.id: fact for fact in answer.store.facts()}
        found = [facts[row.id] for row in rows if isinstance(row, SearchRow)]
        rows = rows_of(answer.store, found, TimelineRow)
    return {row.id: row for row in rows if isinstance(row, CitedRow)}


def _in_brackets(words: Sequence[str]) -> Styled:
    return styled(doubt(f"({', '.join(words)})" if words else ""))


def _run_in(texts: Sequence[Styled]) -> Styled:
    """The texts one after the other, those that say nothing left out."""
    runs: list[Run] = []
    for text in filter(spelled, texts):
        if runs:
            is_parted = spelled(runs).endswith((".", "!", "?", ")")) or spelled(text)[0] == "("
            runs.append(Run(" " if is_parted else "; "))
        runs.extend(text)
    return runs
