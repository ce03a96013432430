"""What the state did: a summary, the findings of one topic from the newest on, or all findings."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from serbia_tip.model import Store, Term
from serbia_tip.queries.filters import AREAS, Asked
from serbia_tip.queries.rows import FindingRow
from serbia_tip.terminal.text import Styled, dim, styled
from serbia_tip.views.findings import ADVISED, count_assessments
from serbia_tip.views.pointers import (
    FEW,
    called,
    is_summarized,
    is_unnarrowed,
    join_commands,
    last_year,
    lead_on,
    name_what_was_asked,
    show_and_cite,
)
from serbia_tip.views.topics import Topics, last, summarize_area, summarize_areas, years_in
from serbia_tip.views.view import Line, Section, View
from serbia_tip.views.wording import capitalized, period, when_asked, year_asked
from serbia_tip.words import fold, number_of


def view(store: Store, rows: Sequence[FindingRow], asked: Asked) -> View:
    """The view that fits the question: a summary, one topic, or all findings."""
    topics = Topics(store, rows, asked)
    if is_summarized(asked, topics.rows, "area"):
        is_one = len({row.area for row in topics.rows}) == 1
        return summarize_area(topics) if is_one else summarize_areas(topics)
    if len({row.topic for row in rows}) == 1 and asked.option("topic") and not asked.disputed:
        return _one_topic(topics, asked)
    return _every_topic(topics, rows, asked)


def _every_topic(topics: Topics, rows: Sequence[FindingRow], asked: Asked) -> View:
    """The findings topic by topic, the newest first; what sources advise comes after all others.

    There is a section for each topic of each area, in the order of the areas and of their titles.
    """
    words, year = topics.words, year_asked(asked)
    areas, names, judged = (
        {getattr(row, field) for row in rows} for field in ("area", "topic", "assessment")
    )
    both = [own for own in (topics.rows, topics.advice) if own]
    headed = len(areas) > 1 or len(both) > 1

    def place(row: FindingRow) -> tuple[int, str]:
        return AREAS.index(row.area), words.topic(row.topic)

    def line(row: FindingRow) -> Line:
        verdict = [styled(dim(row.assessment))] if len(judged) > 1 or len(rows) == 1 else []
        return topics.line(row, *verdict, said=topics.dated(row, year))

    sections = [
        Section(
            title=topic if len(names) > 1 else "",
            under=(ADVISED if own is topics.advice else AREAS[area].capitalize()) if headed else "",
            close=number > 0,
            indented=len(names) > 1,
            lines=list(map(line, found)),
        )
        for own in both
        for number, ((area, topic), found) in enumerate(groupby(sorted(own, key=place), key=place))
    ]
    kinds = (areas, {words.topic(name).lower() for name in names}, judged if len(rows) > 1 else ())
    shared = ", ".join(word for kind in kinds if len(kind) == 1 for word in kind)
    counted = number_of(len(rows), "finding") if shared else f"{len(rows):,}"
    title = f"{capitalized(shared or 'findings')}{when_asked(asked)}: {counted}"
    found = View(title=f"{title}{'' if year else years_in(rows)}", sections=sections, aligned=True)
    return lead_on(found, "finding", name_what_was_asked(asked))


def _one_topic(topics: Topics, asked: Asked) -> View:
    rows = [*topics.rows, *topics.advice]
    areas = list(dict.fromkeys(row.area for row in rows))
    name = topics.words.topic(rows[0].topic)

    def line(row: FindingRow) -> Line:
        area = f"\n{row.area}" if len(areas) > 1 else ""
        when = styled(period(row.period).replace(" to ", "\nto "))
        said = topics.dated(row, row.period)
        return topics.line(row, when, styled(dim(row.assessment), dim(area)), said=said)

    sections = [
        Section(
            title=title, piped=title or (name if topics.advice else ""), lines=list(map(line, own))
        )
        for title, own in (("", topics.rows), (ADVISED, topics.advice))
        if own
    ]
    shared = Section(lines=[line for section in sections for line in section.lines]).shared((0, 1))
    about = [*areas, *({row.assessment for row in rows} if 1 in shared else ())]
    order = f"{years_in(rows)}, newest first" if len(rows) > 1 else years_in(rows)
    counted = f"{number_of(len(rows), 'finding')}{order}"
    found = View(
        title=f"{name}{when_asked(asked)}: {counted}; {', '.join(about)}",
        lead=_before(topics, asked),
        sections=[section.without(shared) for section in sections],
        aligned=True,
    )
    more = [*_in_figures(topics.words.store, rows[0].topic), *join_commands(show_and_cite(rows[0]))]
    return lead_on(found, "finding", rows[0].topic, more)


def _before(topics: Topics, asked: Asked) -> list[Styled]:
    """When the topic was last spoken of, what other areas say of it, the last of each verdict."""
    rows = topics.rows
    if not rows:
        return []
    said = []
    newest = last_year(finding.dated for finding in topics.words.store.findings)
    if is_unnarrowed(asked, "area", "topic") and 0 < last(rows) < newest:
        said.append(f"Nothing since {last(rows)}.")
    if elsewhere := "; ".join(topics.elsewhere(rows)):
        said.append(f"Besides {elsewhere}.")
    if len(rows) > FEW:
        latest = {f"{row.assessment}": period(row.period) for row in reversed(rows)}
        counts = count_assessments(rows).items()
        each = (f"{count} {word}, last {latest[word]}" for word, count in counts)
        said.append(f"{'; '.join(each)}.")
    return [styled(" ".join(said))] if said else []


def _in_figures(store: Store, topic: str) -> Iterator[Styled]:
    """The commands for the measures whose names begin as the topic's."""
    term = store.topics.get(topic, Term())
    names = tuple(map(fold, (topic, term.title or topic)))
    measures = dict.fromkeys(statistic.measure for statistic in store.statistics)
    commands = [
        f"tip stats {measure}"
        for measure in measures
        if any(name.startswith(names) for name in called(store.measures, measure))
    ]
    for said in join_commands(commands):
        yield styled("In figures: ", said)
