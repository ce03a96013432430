"""The view of `tip search`: what a command answers, whom one can call, and the best hits."""

import re
from collections.abc import Iterator, Mapping, Sequence

from serbia_tip.model import Fact, Route, Statistic, Store
from serbia_tip.periods import period_recency, period_year
from serbia_tip.queries.filters import EVERYTHING, Asked
from serbia_tip.queries.rows import (
    FactRow,
    SearchRow,
    StatisticRow,
    TierRow,
    TimelineRow,
    make_rows,
)
from serbia_tip.queries.search import read_query, search_hit_places
from serbia_tip.queries.vocabularies import FILLERS
from serbia_tip.queries.words import Question, find_commands
from serbia_tip.terminal.screen import visible
from serbia_tip.terminal.text import Styled, bold, dim, join_texts, styled
from serbia_tip.views.evidence import Sentences
from serbia_tip.views.view import Line, Section, View, view_cells
from serbia_tip.views.wording import group_by, say_period, say_when
from serbia_tip.words import count_noun, fold

_ANSWERS = 2  # how many commands are named that answer
_ANSWERED = 3  # how many lines the first one's answer has
_CALLING = {"help", "hotline", "helpline", "number", "phone", "telephone", "call", "whom"}
_SHOWN = 10  # how many lines are shown unless -n says it
_PARTS = {"speaker": "who says it", "note": "a note", "source": "its source's title"}


def view_search(store: Store, rows: Sequence[SearchRow], asked: Asked) -> View:
    """The best hits with the words searched for in bold, below a helpline where one fits."""
    query = " ".join(asked.option("words"))
    facts = {fact.id: fact for fact in store.facts()}
    groups = group_listed_hits([facts[row.id] for row in rows])
    shown = groups[: _SHOWN if asked.limit is None else asked.limit]
    first = [group[0] for group in shown]
    spans, elsewhere = search_hit_places(store, first, query)
    sentences = Sentences(store, asked.sources)
    hits = zip(make_rows(store, first, TimelineRow), shown, strict=True)
    lines = [
        _list_hit(sentences, spans[row.id], elsewhere.get(row.id, {}), row, group)
        for row, group in hits
    ]
    lead, remarks = [*_call_help(store, query)], []
    if asked.common == EVERYTHING and not asked.option("kind"):
        answers = find_commands(store, query.split())[:_ANSWERS]
        lead += _answer_search(sentences, answers[0][1]) if answers else []
        told = [
            styled(
                bold(visible(line)), dim(f"  {count_noun(len(each.ask()), each.grammar.row.noun)}")
            )
            for line, each in answers
        ]
        lead += [join_texts(told, dim(" · "))] if told else []
    if translated := read_query(store, query).translated:
        said = "; ".join(f"{word}: {', '.join(alike)}" for word, alike in translated.items())
        lead.append(styled(dim(visible(said))))
    if more := len(groups) - len(shown):
        remarks.append(styled(f"{more:,} more: -n {len(groups)} shows them all."))
    if len(rows) > max(_SHOWN, len(facts) / 2):
        remarks.append(styled(f"Most of the {len(facts):,} facts have this: add a word."))
    counted = f"{sum(map(len, shown)):,} of {count_noun(len(rows), 'fact')}"
    counted = counted if rows else "No fact has these words"
    title, sections = f"{counted}{say_when(asked)}", [Section(lines=lines)] if lines else []
    return View(title=title, lead=lead, sections=sections, remarks=remarks, marks=False)


def group_listed_hits(facts: Sequence[Fact]) -> list[list[Fact]]:
    """The facts, with those that are figures of one measure's year or routes of one source."""

    def key(fact: Fact) -> object:
        if isinstance(fact, Statistic) and fact.period is not None:
            return fact.measure, fact.period
        return (fact.cited[0], fact.role) if isinstance(fact, Route) else fact.id

    return list(group_by(facts, key).values())


def _call_help(store: Store, query: str) -> Iterator[Styled]:
    """Whom one can call, if the words are about that or about whom one calls."""
    about, words = store.store.help, {*fold(query).split()} - FILLERS
    known = fold(f"{about.name} {about.phone} {about.url}") if about else ""
    if about and words and words <= {*re.findall(r"\w+", known), *_CALLING}:
        said = f"Help: {visible(about.name)}, {visible(about.phone)}"
        yield styled(bold(said), dim(f"  {visible(about.url)}"))


def _answer_search(sentences: Sentences, question: Question) -> list[Styled]:
    """What a command answers, in a line or a few: the newest, with who says it."""
    rows = [row for row in question.ask() if isinstance(row, FactRow)]
    words, asked = sentences.words, question.common
    figures = [row for row in rows if isinstance(row, StatisticRow)]
    when = say_period(f"{asked.year[0]:04}") if asked.year else ""
    said: list[Styled] = []
    if figures and question.own.get("measure"):
        if not question.own.get("group"):
            figures = [row for row in figures if row.part_of is None and not row.group] or figures
        within = [row for row in figures if row.year == row.last_year] or figures
        newest = max(period_recency(row.period) for row in within)
        now = [row for row in within if period_recency(row.period) == newest]
        for title, own in group_by(
            now, lambda row: (words.measure(row.measure), row.group)
        ).items():
            name = title[0] if title[1] is None else f"{title[0]}, {words.group(title[1])}"
            values = [
                styled(bold(words.value(row)), words.marked(row), f", {words.who(row)}")
                for row in own
            ]
            years = say_period(own[0].period)
            said.append(styled(f"{name} in {years}: ", join_texts(values, "; ")))
    elif rows:
        ratings = [row for row in rows if isinstance(row, TierRow)]
        for rating in ratings[-_ANSWERED:]:
            state = words.state(rating)
            told = styled(
                bold(visible(rating.tier)), words.marked(rating), f", {words.who(rating)}"
            )
            said.append(styled(f"Rating in {rating.year:04}{state and f', {state}'}: ", told))
    if question.grammar.of is Route:
        recent = sorted(rows, key=lambda row: period_recency(words.facts_by_id[row.id].dated))
        for row in recent[: -_ANSWERED - 1 : -1]:
            said.append(
                styled(sentences.dated(row, when), words.marked(row), " ", sentences.cited(row))
            )
    return said[:_ANSWERED]


def _list_hit(
    sentences: Sentences,
    spans: Sequence[tuple[int, int]],
    elsewhere: Mapping[str, str],
    row: TimelineRow,
    group: Sequence[Fact],
) -> Line:
    """The first of a group of facts, how many others there are, and how to see them."""
    evidence = sentences.cited(row)
    year = "" if row.year is None else f"{row.year:04}"
    emphasized, at = styled(), 0
    for begin, end in spans:
        before, match = visible(row.statement[at:begin]), visible(row.statement[begin:end])
        emphasized, at = styled(emphasized, before, bold(match)), end
    said = styled(
        sentences.dated(row, year, styled(emphasized, visible(row.statement[at:]))),
        sentences.words.marked(row),
        "\n",
        evidence,
        dim(" · " if evidence else ""),
        dim(visible(row.id)),
        dim(
            "".join(
                f" · {visible(word)}: only in {_PARTS[part]}" for word, part in elsewhere.items()
            )
        ),
    )
    if len(group) > 1:
        one = group[0]
        more, line = "more route", f"tip routes --source {one.cited[0]}"
        if isinstance(one, Statistic):
            more, line = "more figure", f"tip stats {one.measure} {period_year(one.period):04}"
        said.append(dim(f"\nand {count_noun(len(group) - 1, more)}: {visible(line)}"))
    return Line(cells=view_cells(year, row.kind, said), notes=sentences.words.notes([row]))
