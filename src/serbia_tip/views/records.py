"""A line for each row (`--each`), or the fields that were asked for (`--fields`)."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from serbia_tip.queries.answer import Answer
from serbia_tip.queries.flat import text
from serbia_tip.queries.rows import (
    CitedRow,
    FactRow,
    IdentifiedRow,
    Row,
    StatisticRow,
    fields,
)
from serbia_tip.terminal.escape import visible
from serbia_tip.terminal.styled import Styled, dim, spelled, styled
from serbia_tip.views.doubts import STANDINGS, Doubts
from serbia_tip.views.view import Line, Section, View
from serbia_tip.views.wording import Wording, period
from serbia_tip.words import number_of

ABSENT = "–"
"""What stands where there is nothing to say."""
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
_NUMBERS = {"value", "facts", "score"}


def view(answer: Answer) -> View:
    """The rows as they are, in the order in which they are."""
    records = _Records(answer)
    return View(
        title=number_of(len(answer.rows), answer.kind.noun) if answer.header else "",
        lead=records.shared(),
        sections=[records.section()],
        remarks=[styled(said) for said in (*records.notes(), *map(visible, answer.remarks))],
    )


class _Records:
    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self._words = Wording(answer.store)
        self._doubts = Doubts(answer.store, self._words)
        self._titles = {field.name: field.title for field in fields(answer.kind)}
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
        if self._answer.fields is not None or len(rows) < 2:
            return {}
        said = {name: {spelled(self._cell(row, name)) for row in rows} for name in self._columns}
        return {name: words.pop() for name, words in said.items() if len(words) == 1}

    def shared(self) -> list[Styled]:
        """What all rows share, in a line; nothing where they share nothing that says something."""
        said = [
            f"{self._titles[name]}: {words}"
            for name, words in self._same.items()
            if words != ABSENT and self._answer.header
        ]
        return [styled(", ".join(said))] if said else []

    def section(self) -> Section:
        columns = [name for name in self._columns if name not in self._same]
        details = self._answer.fields is None
        headings = [*(self._titles[name] for name in columns), *([""] if details else [])]
        return Section(
            headings=headings if self._answer.header else (),
            numbers=[place for place, name in enumerate(columns) if name in _NUMBERS],
            lines=[self._line(row, columns, details) for row in self._answer.rows],
        )

    def _line(self, row: Row, columns: Sequence[str], details: bool) -> Line:
        cells = [self._cell(row, name) for name in columns]
        if details:
            cells.append(self._rest(row))
        if not isinstance(row, CitedRow):
            return Line(cells=cells)
        notes = list(self._doubts.notes(row)) if details else []
        return Line(cells=cells, references=row.sources, notes=notes)

    def _cell(self, row: Row, name: str) -> Styled:
        if self._answer.fields is not None:
            value = getattr(row, name)
            return styled(self._figure(row) if name == "value" else _raw(row, name, value))
        value = getattr(row, name)
        if value is None or value == []:
            return styled(ABSENT)
        if name == "value":
            return styled(self._figure(row))
        if name == "period":
            return styled(period(value))
        if name == "measure" and isinstance(row, StatisticRow):
            group = f": {self._words.group(row.group)}" if row.group else ""
            return styled(f"{self._words.measure(value)}{group}")
        if name == "topic":
            return styled(self._words.topic(value))
        return styled(_raw(row, name, value))

    def _figure(self, row: Row) -> str:
        assert isinstance(row, StatisticRow)
        return self._words.value(row)

    def _rest(self, row: Row) -> Styled:
        """What has no column of its own, who says it, what is doubtful, and the id."""
        parts = list(self._said(row))
        if isinstance(row, CitedRow):
            parts += [*self._doubts.words(row), self._words.who(row)]
        said = "; ".join(parts).replace(".; ", ". ")
        name = dim(f" {visible(row.id)}") if isinstance(row, IdentifiedRow) else ""
        return styled(said, name if "id" not in self._columns else "")

    def _said(self, row: Row) -> Iterator[str]:
        for name in self._details:
            value = getattr(row, name)
            if value is None or value == []:
                continue
            if name == "entity":
                if value != self._answer.store.home.name:
                    yield visible(value)
            elif name == "open_ended":
                if value:
                    yield "and others, unnamed"
            else:
                yield ", ".join(map(visible, value)) if isinstance(value, list) else visible(value)

    def notes(self) -> Iterator[str]:
        """What to know before quoting a row, once for those alike; of many rows, how to see it."""
        if self._answer.fields is not None:
            return
        ids: defaultdict[str, list[str]] = defaultdict(list)
        for row in self._answer.rows:
            if isinstance(row, FactRow) and row.note and not self._doubts.words(row):
                ids[row.note].append(row.id)
        if len(self._answer.rows) <= _FEW:
            for note, alike in ids.items():
                yield visible(f"{', '.join(alike)}: {note}")
        elif ids:
            noted = sum(map(len, ids.values()))
            have = "has a note" if noted == 1 else "have notes"
            yield f"{noted} of these {have}: tip show ID, or --fields id,note"


def _raw(row: Row, name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if name == "standing":
        return STANDINGS.get(value, visible(value))
    return visible(text(row, name)) or ABSENT
