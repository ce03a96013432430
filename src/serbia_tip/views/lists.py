"""Answers that are a plain list: laws, timeline, sources, coverage, fields, changes."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from serbia_tip.model import FACT_TYPES, Store, reference
from serbia_tip.queries.attribution import Attribution
from serbia_tip.queries.changes import Change
from serbia_tip.queries.filters import EVERYTHING, Asked, narrowed
from serbia_tip.queries.gaps import stopped_series
from serbia_tip.queries.rows import CoverageRow, FieldRow, LawRow, SourceRow, ValueRow, fields
from serbia_tip.terminal.screen import visible
from serbia_tip.terminal.text import Run, Styled, dim, styled
from serbia_tip.views.evidence import address
from serbia_tip.views.findings import Sentences
from serbia_tip.views.pointers import (
    is_summarized,
    join_commands,
    point_to_disputes,
    without_quarrels,
)
from serbia_tip.views.view import Line, Section, View, cells_of, paragraph
from serbia_tip.views.wording import ABSENT, Wording, period, when_asked, years_in_words, years_of
from serbia_tip.words import number_of


def view_laws(store: Store, rows: Sequence[LawRow], asked: Asked) -> View:
    """A line for each event: its date, the instrument with its kind, the event."""
    sentences = Sentences(store, asked.sources)
    words = sentences.words
    kinds = {row.kind for row in rows}

    def line(row: LawRow) -> Line:
        aside = [visible(row.kind) if len(kinds) > 1 else "", words.state(row)]
        beside = ", ".join(filter(None, aside))
        said = styled(
            f"{visible(row.name)}: {visible(row.event)}", dim(f" ({beside})" if beside else "")
        )
        return sentences.line(row, styled(period(row.period)), said=said)

    what = f"Laws, {visible(min(kinds))}" if len(kinds) == 1 else "Laws, plans and bodies"
    when = "" if asked.common.year else years_of(row.period for row in rows)
    sections = [Section(lines=list(map(line, rows)))]
    about = " ".join(f"{year:04}" for year in asked.common.year)
    return View(
        title=f"{what}{when_asked(asked)}: {number_of(len(rows), 'event')}{when}",
        sections=without_quarrels(sections),
        remarks=list(point_to_disputes(sections, "event", about)),
    )


def view_sources(store: Store, rows: Sequence[SourceRow], asked: Asked) -> View:
    """The publishers of many sources, or a line for each source."""
    words = Wording(store)
    if is_summarized(asked, rows) and asked.sources != "full":
        return _publishers(words, rows)

    def source(row: SourceRow) -> Iterator[Styled | Run | str]:
        short, title = words.source(row.id), visible(row.title)
        yield Run(short, "bold", address(row.url))
        if title != short:
            yield f". {title}"
        yield f". {visible(row.publisher)}, {period(row.published)} ({visible(row.kind)}). "
        yield dim(visible(row.id))
        if asked.sources == "full" and row.url:
            yield Run(f" {visible(row.url)}", "dim", address(row.url))

    lines = [
        Line(cells=cells_of(f"{row.facts:,}", styled(*source(row))))
        for row in sorted(rows, key=lambda row: -row.facts)
    ]
    return View(
        title=f"{number_of(len(rows), 'source')}{years_of(row.published for row in rows)}",
        sections=[Section(headings=["Facts", "Source"], numbers=[0], lines=lines)],
        remarks=[] if asked.sources == "full" else [styled("Addresses: --sources full.")],
    )


_PUBLISHERS = 24
"""How many publishers have a line."""


def _publishers(words: Wording, rows: Sequence[SourceRow]) -> View:
    facts = words.store.facts()
    cited = [{reference(text)[0] for text in fact.sources} for fact in facts]
    resting = Counter(
        publisher
        for keys in cited
        for publisher in {words.store.sources[key].publisher for key in keys}
    )
    own: defaultdict[str, list[SourceRow]] = defaultdict(list)
    for row in rows:
        own[row.publisher].append(row)
    shown = sorted(own, key=lambda publisher: -resting[publisher])
    rest = shown[_PUBLISHERS:]
    kinds = Counter(row.kind for row in rows).most_common()
    alone = sum(len(keys) == 1 for keys in cited)
    encyclopedia = sum(map(Attribution.of(words.store).on_encyclopedia_alone, cited))
    undated = sum(row.published is None for row in rows)
    more = sum(len(own[publisher]) for publisher in rest)
    left = f"{number_of(len(rest), 'more publisher')}, of {number_of(more, 'source')}"
    said = (
        f"On one source alone: {number_of(alone, 'fact')}.",
        f"On an encyclopedia alone: {encyclopedia:,}." if encyclopedia else "",
        f"Undated: {number_of(undated, 'source')}." if undated else "",
    )
    lead = max(own[shown[0]], key=lambda row: row.facts)
    commands = [f"tip show {lead.id}", "tip sources --all"]
    counted = f"{number_of(len(rows), 'source')} by {number_of(len(own), 'publisher')}"
    dated = years_of(row.published for row in rows)
    return View(
        title=f"{counted}{dated}, for {number_of(len(facts), 'fact')}",
        lead=[styled(", ".join(f"{count} {visible(kind)}" for kind, count in kinds))],
        sections=[
            Section(
                headings=["Facts", "Publisher", "Sources"],
                numbers=[0],
                lines=[
                    Line(
                        cells=cells_of(
                            f"{resting[publisher]:,}",
                            visible(publisher),
                            _sources_of(own[publisher]),
                        )
                    )
                    for publisher in shown[:_PUBLISHERS]
                ],
            )
        ],
        remarks=[
            *([styled(f"{left}: tip sources --all")] if rest else []),
            *paragraph(*said),
            *join_commands(commands),
        ],
    )


def _sources_of(rows: Sequence[SourceRow]) -> Styled:
    when = years_of(row.published for row in rows) or ", undated"
    return styled(dim(visible(rows[0].id)) if len(rows) == 1 else str(len(rows)), when)


def view_coverage(store: Store, rows: Sequence[CoverageRow], asked: Asked) -> View:
    """A line for each year, and how many different facts there are."""
    titles = {field.name: field.title for field in fields(CoverageRow)}
    facts = narrowed(store, store.facts(), asked.common)
    counts = Counter(map(type, facts))
    named = ", ".join(number_of(counts[kind], kind.noun) for kind in FACT_TYPES if counts[kind])
    years = [row.year for row in rows if row.year is not None]
    when = f", {years_in_words(years[0], years[-1])}" if years else ""

    def line(row: CoverageRow) -> Line:
        year = "undated" if row.year is None else f"{row.year:04}"
        counts = [row.count(kind) for kind in FACT_TYPES]
        shown = [ABSENT if count is None else f"{count:,}" for count in counts]
        return Line(cells=cells_of(year, *map(styled, shown)))

    return View(
        title=f"Facts by year{when_asked(asked) or when}",
        sections=[
            Section(
                headings=[titles["year"], *(titles[kind.table] for kind in FACT_TYPES)],
                numbers=range(1, len(FACT_TYPES) + 1),
                lines=list(map(line, rows)),
            ),
            *_stopped(store, asked),
        ],
        key=[
            styled(f"{ABSENT} nothing stored. A fact counts in each year that its period touches.")
        ],
        remarks=[styled(f"{len(facts):,} different facts: {named}.")],
    )


def _stopped(store: Store, asked: Asked) -> Iterator[Section]:
    words = Wording(store)
    lines = [
        Line(
            cells=cells_of(
                words.measure(each.measure),
                words.bodies(each.said_by),
                years_in_words(each.first, each.last),
            )
        )
        for each in (stopped_series(store) if asked.common == EVERYTHING else [])
    ]
    if lines:
        headings = ["Yearly series that have stopped", "Counter", "Years"]
        yield Section(headings=headings, lines=lines, apart=True)


def view_fields(_: Store, rows: Sequence[FieldRow] | Sequence[ValueRow], asked: Asked) -> View:
    """The fields by command, or the values of the field that was asked for."""
    values = [row for row in rows if isinstance(row, ValueRow)]
    if values:
        return _values(values, str(asked.options["command"]), str(asked.options["field"]))
    return _fields([row for row in rows if isinstance(row, FieldRow)])


def _values(rows: Sequence[ValueRow], command: str, field: str) -> View:
    titled = any(row.title not in (None, row.value) for row in rows)

    def line(row: ValueRow) -> Line:
        facts, title, value = f"{row.facts:,}", visible(row.title or row.value), visible(row.value)
        return Line(cells=cells_of(facts, title, *([styled(dim(value))] if titled else [])))

    headings = ["Facts", "Title", "Value"] if titled else ["Facts", "Value"]
    return View(
        title=f"{visible(field)} in tip {visible(command)}: {number_of(len(rows), 'value')}",
        sections=[Section(headings=headings, numbers=[0], lines=list(map(line, rows)))],
    )


def _fields(rows: Sequence[FieldRow]) -> View:
    commands = list(dict.fromkeys(row.of for row in rows))
    one = len(commands) == 1
    sections = [
        Section(
            title="" if one else f"tip {command}",
            headings=["Field", "Type", "Meaning"],
            lines=[Line(cells=cells_of(row.field, row.type, _meaning(row))) for row in found],
        )
        for command, found in groupby(rows, key=lambda row: row.of)
    ]
    counted = number_of(len(rows), "field")
    return View(
        title=f"tip {commands[0]}: {counted}" if one else f"The rows of all commands: {counted}",
        sections=sections,
        aligned=True,
        remarks=[styled("The values of one: tip fields COMMAND FIELD.")],
    )


def _meaning(row: FieldRow) -> str:
    return f"{row.meaning} One of: {', '.join(row.values)}." if row.values else row.meaning


def render_changes(rows: Sequence[Change]) -> str:
    """Each changed fact with its changed fields, or all fields if it was added or removed."""
    return "".join(f"{visible(line)}\n" for row in rows for line in _lines(row))


def _lines(row: Change) -> Iterator[str]:
    yield f"{row.change} {row.id} ({row.table})"
    for change in row.fields:
        if change.field == "id":
            continue
        match row.change:
            case "added":
                said = _json(change.new)
            case "removed":
                said = _json(change.old)
            case "changed":
                said = f"{_json(change.old)} -> {_json(change.new)}"
        if row.change == "changed" or said not in ("null", "[]", "false"):
            yield f"  {change.field}: {said}"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
