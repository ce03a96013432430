"""What the state did: a summary, the findings of one topic from the newest on, or all findings."""

from collections.abc import Iterator, Sequence

from serbia_tip.model import Store, Term
from serbia_tip.queries.filters import Asked
from serbia_tip.queries.rows import FindingRow
from serbia_tip.terminal.text import Styled, dim, spelled, styled
from serbia_tip.views.findings import ADVICE, ADVISED, count_assessments, list_findings
from serbia_tip.views.pointers import (
    FEW,
    called,
    is_summarized,
    is_unnarrowed,
    join_commands,
    last_year,
    point_to_disputes,
    show_and_cite,
    without_quarrels,
)
from serbia_tip.views.topics import Topics, last, summarize_area, summarize_areas, years_in
from serbia_tip.views.view import Line, Section, View
from serbia_tip.views.wording import period, when_asked
from serbia_tip.words import fold, number_of


def view(store: Store, rows: Sequence[FindingRow], asked: Asked) -> View:
    """The view that fits the question: a summary, one topic, or all findings."""
    stated = [row for row in rows if row.assessment != ADVICE]
    if is_summarized(asked, stated, "area"):
        areas = {row.area for row in stated}
        summarize = summarize_area if len(areas) == 1 else summarize_areas
        return summarize(Topics(store, rows, asked))
    if len({row.topic for row in rows}) == 1 and asked.option("topic") and not asked.disputed:
        return _one_topic(Topics(store, rows, asked), asked)
    return list_findings(store, rows, asked)


def _one_topic(topics: Topics, asked: Asked) -> View:
    rows = [*topics.rows, *topics.advice]
    areas = list(dict.fromkeys(row.area for row in rows))
    both = [own for own in (topics.rows, topics.advice) if own]
    sections = [_newest_first(topics, own, areas) for own in both]
    lines = [line for section in sections for line in section.lines]
    texts = [{spelled(line.cells[column]) for line in lines} for column in (0, 1)]
    shared = [column for column, said in enumerate(texts) if len(said) == 1 < len(lines)]
    about = [*areas, *({row.assessment for row in rows} if 1 in shared else ())]
    title = f"{topics.words.topic(rows[0].topic)}{when_asked(asked)}"
    order = f"{years_in(rows)}, newest first" if len(rows) > 1 else years_in(rows)
    return View(
        title=f"{title}: {number_of(len(rows), 'finding')}{order}; {', '.join(about)}",
        lead=list(_before(topics, asked)),
        sections=[section.without(shared) for section in without_quarrels(sections)],
        aligned=True,
        remarks=[
            *point_to_disputes(sections, "finding", rows[0].topic),
            *_in_figures(topics),
            *join_commands(show_and_cite(rows[0])),
        ],
    )


def _newest_first(topics: Topics, own: Sequence[FindingRow], areas: Sequence[str]) -> Section:

    def line(row: FindingRow) -> Line:
        area = f"\n{row.area}" if len(areas) > 1 else ""
        judged = styled(dim(row.assessment), dim(area))
        return topics.line(row, styled(period(row.period).replace(" to ", "\nto ")), judged)

    advises = own[0].assessment == ADVICE
    title = ADVISED if advises else ""
    piped = title or (topics.words.topic(own[0].topic) if topics.advice else "")
    return Section(title=title, piped=piped, lines=list(map(line, own)))


def _before(topics: Topics, asked: Asked) -> Iterator[Styled]:
    rows = topics.rows
    if not rows:
        return
    said = []
    newest = last_year(finding.dated for finding in topics.store.findings)
    if is_unnarrowed(asked, "area", "topic") and 0 < last(rows) < newest:
        said.append(f"Nothing since {last(rows)}.")
    if elsewhere := "; ".join(topics.elsewhere(rows)):
        said.append(f"Besides {elsewhere}.")
    if len(rows) > FEW:
        latest = {f"{row.assessment}": period(row.period) for row in reversed(rows)}
        each = (
            f"{count}, last {latest[count.partition(' ')[2]]}" for count in count_assessments(rows)
        )
        said.append(f"{'; '.join(each)}.")
    yield from ([styled(" ".join(said))] if said else [])


def _in_figures(topics: Topics) -> Iterator[Styled]:
    topic = (topics.rows or topics.advice)[0].topic
    term = topics.store.topics.get(topic, Term())
    names = tuple(map(fold, (topic, term.title or topic)))
    measures = dict.fromkeys(statistic.measure for statistic in topics.store.statistics)
    commands = [
        f"tip stats {measure}"
        for measure in measures
        if any(name.startswith(names) for name in called(topics.store.measures, measure))
    ]
    for said in join_commands(commands):
        yield styled("In figures: ", said)
