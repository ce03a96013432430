"""Findings as people read them: sentences, topic by topic."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from serbia_tip.model import Assessment, Store, vocabulary
from serbia_tip.periods import span
from serbia_tip.queries.filters import AREAS, Asked, Sources
from serbia_tip.queries.rows import CitedRow, FindingRow
from serbia_tip.terminal.screen import visible
from serbia_tip.terminal.text import Run, Styled, dim, styled
from serbia_tip.views.evidence import FactWords, address
from serbia_tip.views.pointers import point_to_disputes, without_quarrels
from serbia_tip.views.view import Line, Section, View
from serbia_tip.views.wording import capitalized, period, when_asked, year_asked, years_of
from serbia_tip.words import number_of

ADVICE = "advice"
"""The assessment of what a source recommends, which says nothing of the state of things."""
ADVISED = "Advice"
"""The heading above what sources recommend."""


def count_assessments(rows: Iterable[FindingRow]) -> list[str]:
    """How many findings judge how: `30 progress`, `45 shortcoming`, `10 context`."""
    counts = Counter[str](row.assessment for row in rows)
    return [f"{counts[word]} {word}" for word in vocabulary(Assessment) if counts[word]]


def sum_up(rows: Iterable[FindingRow]) -> str:
    """The same in a row."""
    return ", ".join(count_assessments(rows))


class Sentences:
    """Sentences for a store's facts, with the wording and the doubts that they consist of."""

    def __init__(self, store: Store, sources: Sources) -> None:
        """Sentences that name as much of their sources as `sources` says."""
        self.words = FactWords(store)
        self.doubts = self.words.doubts
        self.facts = self.words.facts_by_id
        self._sources = store.sources
        self._wanted = sources

    def line(self, row: CitedRow, *before: Styled, said: Styled) -> Line:
        """A line of cells, the last of which says something with its doubts and who says it."""
        last = styled(said, self.doubts.marked(row), " ", self.cited(row))
        return Line(
            cells=[*before, last], references=row.sources, notes=list(self.doubts.notes(row))
        )

    def dated(self, row: CitedRow, under: str | None, said: Styled | None = None) -> Styled:
        """The row's statement, or what is `said` instead, after any period but that `under` it."""
        dated = self.facts[row.id].dated
        when = "" if dated is not None and dated == under else f"{period(dated)}: "
        return styled(when, visible(row.statement) if said is None else said)

    def cited(self, row: CitedRow) -> Styled:
        """Who says it, in short: `One NGO, in Wikipedia`; without sources, whom it credits."""
        cited = self.words.cited(self.facts[row.id])
        if self._wanted == "none":
            said = " and ".join(credit.removesuffix(", in ") for credit, _ in cited if credit)
            return styled(dim(f"({said})")) if said else []
        runs: list[Run] = []
        for credit, key in cited:
            name = Run(self.words.source(key), "dim", address(self._sources[key].url))
            runs += [*([dim("; ")] if runs else []), dim(credit), name]
        return styled(*runs)


def list_findings(store: Store, rows: Sequence[FindingRow], asked: Asked) -> View:
    """The findings topic by topic, the newest first; what sources advise comes after all others.

    There is a section for each topic of each area, in the order of the areas and of their titles.
    """
    sentences = Sentences(store, asked.sources)
    words = sentences.words
    areas, topics, assessments = (
        len({getattr(row, field) for row in rows}) for field in ("area", "topic", "assessment")
    )
    said = [row for row in rows if row.assessment != ADVICE]
    advised = [row for row in rows if row.assessment == ADVICE]
    both = [own for own in (said, advised) if own]
    headed = areas > 1 or len(both) > 1

    def place(row: FindingRow) -> tuple[int, str]:
        return AREAS.index(row.area), words.topic(row.topic)

    def line(row: FindingRow) -> Line:
        judged = [styled(dim(row.assessment))] if assessments > 1 or len(rows) == 1 else []
        return sentences.line(row, *judged, said=sentences.dated(row, year_asked(asked)))

    sections = [
        Section(
            title=topic if topics > 1 else "",
            under=(ADVISED if own is advised else AREAS[area].capitalize()) if headed else "",
            close=number > 0,
            indented=topics > 1,
            lines=list(map(line, found)),
        )
        for own in both
        for number, ((area, topic), found) in enumerate(
            groupby(sorted(newest_first(own), key=place), key=place)
        )
    ]
    return View(
        title=_title(words, rows, asked),
        sections=without_quarrels(sections),
        aligned=True,
        remarks=list(point_to_disputes(sections, "finding", _about(asked))),
    )


def newest_first(rows: Iterable[FindingRow]) -> list[FindingRow]:
    """The findings by the last year that they describe, then by the first, undated ones last."""

    def moment(row: FindingRow) -> tuple[int, date, date]:
        first, last = span(row.period) if row.period else (date.min, date.min)
        return last.year, first, last

    return sorted(rows, key=moment, reverse=True)


def _title(words: FactWords, rows: Sequence[FindingRow], asked: Asked) -> str:
    shared = [
        names.pop()
        for names in (
            {row.area for row in rows},
            {words.topic(row.topic).lower() for row in rows},
            {row.assessment for row in rows} if len(rows) > 1 else set(),
        )
        if len(names) == 1
    ]
    what = capitalized(", ".join(shared) or "findings")
    when = "" if year_asked(asked) else years_of(row.period for row in rows)
    counted = number_of(len(rows), "finding") if shared else f"{len(rows):,}"
    return f"{what}{when_asked(asked)}: {counted}{when}"


def _about(asked: Asked) -> str:
    named = [str(value) for name in ("area", "topic") for value in asked.option(name)]
    return " ".join([*named, *(f"{year:04}" for year in asked.common.year)])
