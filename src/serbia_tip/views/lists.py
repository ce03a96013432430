"""Answers that are a plain list: laws, sources, coverage, fields, changes."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from serbia_tip.model import FACT_TYPES, Store, reference
from serbia_tip.queries.attribution import Attribution
from serbia_tip.queries.changes import Change
from serbia_tip.queries.filters import EVERYTHING, Asked, narrowed
from serbia_tip.queries.gaps import StoppedSeries, stopped_series
from serbia_tip.queries.rows import CoverageRow, FieldRow, LawRow, SourceRow, ValueRow, fields
from serbia_tip.terminal.screen import visible
from serbia_tip.terminal.text import Run, Styled, dim, styled
from serbia_tip.views.evidence import address
from serbia_tip.views.findings import Sentences
from serbia_tip.views.pointers import is_summarized, join_commands, lead_on, name_what_was_asked
from serbia_tip.views.view import Line, Section, View, line_of, paragraph
from serbia_tip.views.wording import ABSENT, Wording, period, when_asked, years_in_words, years_of
from serbia_tip.words import number_of

_PUBLISHERS = 24  # how many publishers have a line


def view_laws(store: Store, rows: Sequence[LawRow], asked: Asked) -> View:
    """A line for each event: its date, the instrument with its kind, the event."""
    sentences = Sentences(store, asked.sources)
    kinds = {row.kind for row in rows}

    def line(row: LawRow) -> Line:
        kind = visible(row.kind) if len(kinds) > 1 else ""
        beside = ", ".join(filter(None, (kind, sentences.words.state(row))))
        event = f"{visible(row.name)}: {visible(row.event)}"
        said = styled(event, dim(f" ({beside})" if beside else ""))
        return sentences.line(row, styled(period(row.period)), said=said)

    what = f"Laws, {visible(min(kinds))}" if len(kinds) == 1 else "Laws, plans and bodies"
    when = "" if asked.common.year else years_of(row.period for row in rows)
    title = f"{what}{when_asked(asked)}: {number_of(len(rows), 'event')}{when}"
    found = View(title=title, sections=[Section(lines=list(map(line, rows)))])
    return lead_on(found, "event", name_what_was_asked(asked))


def view_sources(store: Store, rows: Sequence[SourceRow], asked: Asked) -> View:
    """The publishers of many sources, or a line for each source."""
    words, full = Wording(store), asked.sources == "full"
    if is_summarized(asked, rows) and not full:
        return _publishers(words, rows)

    def source(row: SourceRow) -> Styled:
        short, title = words.source(row.id), visible(row.title)
        where = f"{visible(row.publisher)}, {period(row.published)} ({visible(row.kind)})"
        url = f" {visible(row.url)}" if full and row.url else ""
        return styled(
            Run(short, "bold", address(row.url)),
            "" if title == short else f". {title}",
            f". {where}. ",
            dim(visible(row.id)),
            Run(url, "dim", address(row.url)),
        )

    ordered = sorted(rows, key=lambda row: -row.facts)
    lines = [line_of(f"{row.facts:,}", source(row)) for row in ordered]
    return View(
        title=f"{number_of(len(rows), 'source')}{years_of(row.published for row in rows)}",
        sections=[Section(headings=["Facts", "Source"], numbers=[0], lines=lines)],
        remarks=[] if full else [styled("Addresses: --sources full.")],
    )


def _publishers(words: Wording, rows: Sequence[SourceRow]) -> View:
    facts, sources = words.store.facts(), words.store.sources
    cited = [{reference(text)[0] for text in fact.sources} for fact in facts]
    publishers = ({sources[key].publisher for key in keys} for keys in cited)
    resting = Counter(publisher for found in publishers for publisher in found)
    own: dict[str, list[SourceRow]] = {}
    for row in rows:
        own.setdefault(row.publisher, []).append(row)
    ordered = sorted(own, key=lambda publisher: -resting[publisher])

    def line(publisher: str) -> Line:
        found = own[publisher]
        when = years_of(row.published for row in found) or ", undated"
        which = dim(visible(found[0].id)) if len(found) == 1 else str(len(found))
        return line_of(f"{resting[publisher]:,}", visible(publisher), styled(which, when))

    alone = number_of(sum(len(keys) == 1 for keys in cited), "fact")
    encyclopedia = sum(map(Attribution.of(words.store).on_encyclopedia_alone, cited))
    undated = sum(row.published is None for row in rows)
    remarks = paragraph(
        f"On one source alone: {alone}.",
        f"On an encyclopedia alone: {encyclopedia:,}." if encyclopedia else "",
        f"Undated: {number_of(undated, 'source')}." if undated else "",
    )
    if rest := ordered[_PUBLISHERS:]:
        more = number_of(sum(len(own[publisher]) for publisher in rest), "source")
        left = f"{number_of(len(rest), 'more publisher')}, of {more}: tip sources --all"
        remarks.insert(0, styled(left))
    most = max(own[ordered[0]], key=lambda row: row.facts)
    counted = f"{number_of(len(rows), 'source')} by {number_of(len(own), 'publisher')}"
    dated = years_of(row.published for row in rows)
    kinds = Counter(row.kind for row in rows).most_common()
    lines = list(map(line, ordered[:_PUBLISHERS]))
    return View(
        title=f"{counted}{dated}, for {number_of(len(facts), 'fact')}",
        lead=[styled(", ".join(f"{count} {visible(kind)}" for kind, count in kinds))],
        sections=[Section(headings=["Facts", "Publisher", "Sources"], numbers=[0], lines=lines)],
        remarks=[*remarks, *join_commands([f"tip show {most.id}", "tip sources --all"])],
    )


def view_coverage(store: Store, rows: Sequence[CoverageRow], asked: Asked) -> View:
    """A line for each year, and how many different facts there are."""
    facts = narrowed(store, store.facts(), asked.common)
    words, counts = Wording(store), Counter(map(type, facts))
    named = ", ".join(number_of(counts[kind], kind.noun) for kind in FACT_TYPES if counts[kind])
    years = [row.year for row in rows if row.year is not None]
    when = f", {years_in_words(years[0], years[-1])}" if years else ""

    def line(row: CoverageRow) -> Line:
        found = map(row.count, FACT_TYPES)
        shown = [ABSENT if count is None else f"{count:,}" for count in found]
        return line_of("undated" if row.year is None else f"{row.year:04}", *shown)

    def stopped(each: StoppedSeries) -> Line:
        measure, counter = words.measure(each.measure), words.bodies(each.said_by)
        return line_of(measure, counter, years_in_words(each.first, each.last))

    yearly = Section(
        headings=[field.title for field in fields(CoverageRow)],
        numbers=range(1, len(FACT_TYPES) + 1),
        lines=list(map(line, rows)),
    )
    sections = [yearly]
    if asked.common == EVERYTHING and (found := stopped_series(store)):
        headings = ["Yearly series that have stopped", "Counter", "Years"]
        lines = list(map(stopped, found))
        sections.append(Section(headings=headings, lines=lines, apart=True))
    absent = f"{ABSENT} nothing stored. A fact counts in each year that its period touches."
    return View(
        title=f"Facts by year{when_asked(asked) or when}",
        sections=sections,
        remarks=[styled(absent), styled(f"{len(facts):,} different facts: {named}.")],
    )


def view_fields(_: Store, rows: Sequence[FieldRow] | Sequence[ValueRow], asked: Asked) -> View:
    """The fields by command, or the values of the field that was asked for."""
    if values := [row for row in rows if isinstance(row, ValueRow)]:
        titled = any(row.title not in (None, row.value) for row in values)
        headings = ["Facts", "Title", "Value"] if titled else ["Facts", "Value"]

        def value(row: ValueRow) -> Line:
            own = [dim(visible(row.value))] if titled else []
            return line_of(f"{row.facts:,}", visible(row.title or row.value), *own)

        command, field = (visible(str(asked.options[name])) for name in ("command", "field"))
        return View(
            title=f"{field} in tip {command}: {number_of(len(rows), 'value')}",
            sections=[Section(headings=headings, numbers=[0], lines=list(map(value, values)))],
        )
    own = [row for row in rows if isinstance(row, FieldRow)]
    commands = list(dict.fromkeys(row.of for row in own))
    one = len(commands) == 1

    def line(row: FieldRow) -> Line:
        one_of = f" One of: {', '.join(row.values)}." if row.values else ""
        return line_of(row.field, row.type, f"{row.meaning}{one_of}")

    sections = [
        Section(
            title="" if one else f"tip {command}",
            headings=["Field", "Type", "Meaning"],
            lines=list(map(line, found)),
        )
        for command, found in groupby(own, key=lambda row: row.of)
    ]
    counted = number_of(len(rows), "field")
    return View(
        title=f"tip {commands[0]}: {counted}" if one else f"The rows of all commands: {counted}",
        sections=sections,
        aligned=True,
        remarks=[styled("The values of one: tip fields COMMAND FIELD.")],
    )


def render_changes(rows: Sequence[Change]) -> str:
    """Each changed fact with its changed fields, or all fields if it was added or removed."""
    return "".join(f"{visible(line)}\n" for row in rows for line in _lines(row))


def _lines(row: Change) -> Iterator[str]:
    yield f"{row.change} {row.id} ({row.table})"
    for change in row.fields:
        old, new = (json.dumps(value, ensure_ascii=False) for value in (change.old, change.new))
        if row.change == "changed":
            yield f"  {change.field}: {old} -> {new}"
        elif change.field != "id":
            said = new if row.change == "added" else old
            if said not in ("null", "[]", "false"):
                yield f"  {change.field}: {said}"
