"""Answers that are a plain list: laws, timeline, sources, coverage, fields, changes."""

import json
from collections import Counter
from collections.abc import Container, Mapping, Sequence

from msgspec.structs import replace

from serbia_tip.model import FACT_TYPES, Law, Store, TierRating
from serbia_tip.queries import rows as of
from serbia_tip.queries.changes import Change
from serbia_tip.queries.filters import EVERYTHING, Asked, filter_facts
from serbia_tip.queries.gaps import ended_series
from serbia_tip.queries.kinds import query_changed_tiers
from serbia_tip.queries.panel import MeasureRow
from serbia_tip.queries.rows import (
    CoverageRow,
    FieldRow,
    LawRow,
    Row,
    SourceRow,
    TimelineRow,
    ValueRow,
)
from serbia_tip.terminal.screen import visible
from serbia_tip.terminal.text import NO_BREAK, Run, Styled, dim, styled, unstyled
from serbia_tip.views.evidence import FactWords, Sentences, source_link
from serbia_tip.views.panel import view_measures
from serbia_tip.views.pointers import is_summarized, point_to_commands, point_to_more, pointer_words
from serbia_tip.views.view import Line, Section, View, view_line, view_text
from serbia_tip.views.wording import (
    ABSENT,
    counted_rows,
    group_by,
    say_period,
    say_when,
    say_years_of,
)
from serbia_tip.words import count_noun

_ROOM = 150  # how many letters of a year's laws are shown before the rest is only counted


def view_timeline(store: Store, rows: Sequence[TimelineRow], asked: Asked) -> View:
    """What the law and the rating did year by year, or every fact, as fits the question."""
    sentences = Sentences(store, asked.sources)
    years = group_by(rows, lambda row: f"{row.year or 0:04}")
    kinds = {row.kind for row in rows}
    if is_summarized(asked, rows) and asked.sources != "full":
        return _view_timeline_summary(sentences.words, years)

    def line(row: TimelineRow, year: str) -> Line:
        kind = [styled(dim(row.kind))] if len(kinds) > 1 else []
        return sentences.line(row, *kind, said=sentences.dated(row, year))

    counted = count_noun(len(rows), f"dated {min(kinds)}" if len(kinds) == 1 else "dated fact")
    when = "" if asked.only_year else say_years_of(row.period for row in rows)
    sections = [
        Section(title=year, indented=True, lines=[line(row, year) for row in found])
        for year, found in years.items()
    ]
    title = f"Timeline{say_when(asked)}: {counted}{when}"
    found = View(title=title, sections=sections, aligned=True)
    return point_to_more(found, sentences.words, rows, pointer_words(asked))


def _view_timeline_summary(words: FactWords, years: Mapping[str, Sequence[TimelineRow]]) -> View:
    ratings = words.store.tiers
    standing = (rating for rating in ratings if rating.rank != "deprecated")
    first = sorted(standing, key=lambda rating: rating.year)[:1]
    moved = {rating.id for rating in [*first, *query_changed_tiers(ratings)]}
    lines = [_list_timeline_year(words, year, rows, moved) for year, rows in years.items()]
    rows = [row for found in years.values() for row in found]
    busiest = max(years, key=lambda year: len(years[year]))
    laws = [f"tip timeline --kind {Law.noun}"] if Law.noun in {row.kind for row in rows} else []
    commands = [f"tip timeline {busiest}", *laws, "tip timeline --all"]
    counted = f"{count_noun(len(rows), 'dated fact')}{say_years_of(row.period for row in rows)}"
    title = f"Timeline: {counted}; laws and moves of the rating"
    found = View(title=title, sections=[Section(lines=lines)], marks=False)
    return point_to_more(found, words, rows, more=point_to_commands(commands))


def _list_timeline_year(
    words: FactWords, year: str, rows: Sequence[TimelineRow], moved: Container[str]
) -> Line:
    """The year's moves of the rating, then its laws with all that befell each."""
    texts: dict[str, Styled] = {}
    for row in sorted(rows, key=lambda row: row.id not in moved):
        fact = words.facts_by_id[row.id]
        doubt = words.marked(row)
        if isinstance(fact, TierRating) and row.id in moved:
            texts[row.id] = styled(f"rated {fact.tier}", doubt)
        elif isinstance(fact, Law):
            before = styled(texts[fact.name], ",") if fact.name in texts else visible(fact.name)
            texts[fact.name] = styled(before, f" {visible(fact.event)}", doubt)
    said: list[Run] = []
    left = len(texts)
    for text in texts.values():
        if said and len(unstyled(said)) + len(unstyled(text)) > _ROOM:
            break
        said += styled("; " if said else "", text)
        left -= 1
    more = f"; {left} more" if left else ""
    counted = dim(f"  ({count_noun(len(rows), 'fact')})".replace(" ", NO_BREAK))
    return view_line(year, styled(said or "no law, no move of the rating", more, counted))


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
        return sentences.line(row, styled(say_period(row.period)), said=said)

    what = f"Laws, {visible(min(kinds))}" if len(kinds) == 1 else "Laws, plans and bodies"
    when = "" if asked.common.year else say_years_of(row.period for row in rows)
    title = f"{what}{say_when(asked)}: {count_noun(len(rows), 'event')}{when}"
    found = View(title=title, sections=[Section(lines=list(map(line, rows)))])
    return point_to_more(found, sentences.words, counted_rows(rows, asked), pointer_words(asked))


def view_sources(store: Store, rows: Sequence[SourceRow], asked: Asked) -> View:
    """The publishers of many sources, or a line for each source."""
    words, full = FactWords(store), asked.sources == "full"
    if is_summarized(asked, rows) and not full:
        return _list_sources_by_publisher(words, rows)

    def source(row: SourceRow) -> Styled:
        short, title = words.source(row.id), visible(row.title)
        where = f"{visible(row.publisher)}, {say_period(row.published)} ({visible(row.kind)})"
        url = f" {visible(row.url)}" if full and row.url else ""
        return styled(
            Run(short, "bold", source_link(row.url)),
            "" if title == short else f". {title}",
            f". {where}. ",
            dim(visible(row.id)),
            Run(url, "dim", source_link(row.url)),
        )

    ordered = sorted(rows, key=lambda row: -row.facts)
    lines = [view_line(f"{row.facts:,}", source(row)) for row in ordered]
    return View(
        title=f"{count_noun(len(rows), 'source')}{say_years_of(row.published for row in rows)}",
        sections=[Section(headings=["Facts", "Source"], numbers=[0], lines=lines)],
        remarks=[] if full else [styled("Addresses: --sources full.")],
    )


def _list_sources_by_publisher(words: FactWords, rows: Sequence[SourceRow]) -> View:
    facts, sources = words.store.facts(), words.store.sources
    cited = [fact.cited for fact in facts]
    publishers = ({sources[key].publisher for key in keys} for keys in cited)
    resting = Counter(publisher for found in publishers for publisher in found)
    own = group_by(rows, lambda row: row.publisher)
    ordered = sorted(own, key=lambda publisher: -resting[publisher])

    def line(publisher: str) -> Line:
        found = own[publisher]
        when = say_years_of(row.published for row in found) or ", undated"
        which = dim(visible(found[0].id)) if len(found) == 1 else str(len(found))
        return view_line(f"{resting[publisher]:,}", visible(publisher), styled(which, when))

    alone = count_noun(sum(len(keys) == 1 for keys in cited), "fact")
    encyclopedia = sum(map(words.attribution.on_encyclopedia_alone, cited))
    undated = sum(row.published is None for row in rows)
    remarks = view_text(
        f"On one source alone: {alone}.",
        f"On an encyclopedia alone: {encyclopedia:,}." if encyclopedia else "",
        f"Undated: {count_noun(undated, 'source')}." if undated else "",
    )
    if rest := ordered[_PUBLISHERS:]:
        more = count_noun(sum(len(own[publisher]) for publisher in rest), "source")
        left = f"{count_noun(len(rest), 'more publisher')}, of {more}: tip sources --all"
        remarks.insert(0, styled(left))
    most = max(own[ordered[0]], key=lambda row: row.facts)
    counted = f"{count_noun(len(rows), 'source')} by {count_noun(len(own), 'publisher')}"
    dated = say_years_of(row.published for row in rows)
    kinds = Counter(row.kind for row in rows).most_common()
    lines = list(map(line, ordered[:_PUBLISHERS]))
    return View(
        title=f"{counted}{dated}, for {count_noun(len(facts), 'fact')}",
        lead=[styled(", ".join(f"{count} {visible(kind)}" for kind, count in kinds))],
        sections=[Section(headings=["Facts", "Publisher", "Sources"], numbers=[0], lines=lines)],
        remarks=[*remarks, *point_to_commands([f"tip show {most.id}", "tip sources --all"])],
    )


def view_coverage(store: Store, rows: Sequence[CoverageRow], asked: Asked) -> View:
    """A line for each year, and how many different facts there are."""
    facts = filter_facts(store, store.facts(), asked.common)
    words, counts = FactWords(store), Counter(map(type, facts))
    named = ", ".join(count_noun(counts[kind], kind.noun) for kind in FACT_TYPES if counts[kind])
    when = say_years_of(f"{row.year:04}" for row in rows if row.year is not None)

    def line(row: CoverageRow) -> Line:
        found = map(row.count, FACT_TYPES)
        shown = [ABSENT if count is None else f"{count:,}" for count in found]
        return view_line("undated" if row.year is None else f"{row.year:04}", *shown)

    titles = [field.title for field in of.row_fields(CoverageRow)]
    lines = list(map(line, rows))
    sections = [Section(headings=titles, numbers=range(1, len(titles)), lines=lines)]
    if asked.common == EVERYTHING and (found := ended_series(store)):
        headings = ["Yearly series that end in the store", "Counter", "Years"]
        measures = (words.measure(one.measure) for one in found)
        counters = (words.bodies(one.said_by) for one in found)
        spans = (say_period(f"{one.first:04}/{one.last:04}") for one in found)
        lines = list(map(view_line, measures, counters, spans))
        sections.append(Section(headings=headings, lines=lines, apart=True))
    absent = f"{ABSENT} nothing stored. A fact counts in each year that its period touches."
    return View(
        title=f"Facts by year{say_when(asked) or when}",
        sections=sections,
        remarks=[styled(absent), styled(f"{len(facts):,} different facts: {named}.")],
    )


def view_fields(_: Store, rows: Sequence[Row], asked: Asked) -> View:
    """The fields by command, the values of one field, or the codebook of the measures."""
    if measures := [row for row in rows if isinstance(row, MeasureRow)]:
        return view_measures(measures)
    if values := [row for row in rows if isinstance(row, ValueRow)]:
        names = [visible(row.value) for row in values]
        said = [visible(row.title or row.value) for row in values]
        facts = [f"{row.facts:,}" for row in values]
        command, field = (visible(str(asked.options[name])) for name in ("command", "field"))
        title = f"{field} in tip {command}: {count_noun(len(rows), 'value')}"
        if said == names:
            headings, lines = ["Facts", "Value"], list(map(view_line, facts, names))
        else:
            headings = ["Facts", "Title", "Value"]
            lines = list(map(view_line, facts, said, map(dim, names)))
        return View(title=title, sections=[Section(headings=headings, numbers=[0], lines=lines)])
    by_command = group_by((row for row in rows if isinstance(row, FieldRow)), lambda row: row.of)

    def line(row: FieldRow) -> Line:
        one_of = f" One of: {', '.join(row.values)}." if row.values else ""
        return view_line(row.field, row.type, f"{row.meaning}{one_of}")

    headings = ["Field", "Type", "Meaning"]
    sections = [
        Section(title=f"tip {command}", headings=headings, lines=list(map(line, found)))
        for command, found in by_command.items()
    ]
    of_what = "The rows of all commands"
    if len(sections) == 1:
        of_what, sections = sections[0].title, [replace(sections[0], title="")]
    title = f"{of_what}: {count_noun(len(rows), 'field')}"
    remarks = [styled("The values of one: tip fields COMMAND FIELD.")]
    return View(title=title, sections=sections, aligned=True, remarks=remarks)


def view_changes(rows: Sequence[Change]) -> str:
    """Each changed fact with its changed fields, or all fields if it was added or removed."""
    lines: list[str] = []
    for row in rows:
        lines.append(f"{row.change} {row.id} ({row.table})")
        for change in row.fields:
            old, new = (json.dumps(each, ensure_ascii=False) for each in (change.old, change.new))
            said = old if row.change == "removed" else new
            if row.change == "changed":
                lines.append(f"  {change.field}: {old} -> {new}")
            elif change.field != "id" and said not in ("[]", "false"):
                lines.append(f"  {change.field}: {said}")
    return "".join(f"{visible(line)}\n" for line in lines)
