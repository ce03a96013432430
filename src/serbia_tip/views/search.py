"""What a search finds, for people: the best first, and which command says more."""

from collections.abc import Sequence

from serbia_tip.model import Fact, Route, Statistic, Store, reference
from serbia_tip.periods import year_of
from serbia_tip.queries.filters import Asked
from serbia_tip.queries.rows import SearchRow, TimelineRow
from serbia_tip.queries.rows import rows as rows_of
from serbia_tip.queries.search import Look, help_found, look
from serbia_tip.queries.search_query import commands, understood
from serbia_tip.terminal.screen import visible
from serbia_tip.terminal.text import bold, dim, styled
from serbia_tip.views.findings import Sentences
from serbia_tip.views.view import Line, Section, View, cells_of
from serbia_tip.views.wording import when_asked
from serbia_tip.words import number_of

_SHOWN = 10  # how many lines are shown unless -n says it
_PARTS = {"speaker": "who says it", "note": "a note", "source": "its source's title"}


def view_search(store: Store, rows: Sequence[SearchRow], asked: Asked) -> View:
    """The best hits with the words searched for in bold, below a helpline where one fits."""
    query = " ".join(asked.option("words"))
    facts = {fact.id: fact for fact in store.facts()}
    groups = grouped([facts[row.id] for row in rows])
    shown = groups[: _SHOWN if asked.limit is None else asked.limit]
    first = [group[0] for group in shown]
    sentences, found = Sentences(store, asked.sources), look(store, first, query)
    hits = zip(rows_of(store, first, TimelineRow), shown, strict=True)
    lines = [_hit(sentences, found, row, group) for row, group in hits]
    lead, remarks = [], []
    if called := help_found(store, query):
        said = f"Help: {visible(called.name)}, {visible(called.phone)}"
        lead.append(styled(bold(said), dim(f"  {visible(called.url)}")))
    if translated := understood(store, query).translated:
        said = "; ".join(f"{word}: {', '.join(alike)}" for word, alike in translated.items())
        lead.append(styled(dim(visible(said))))
    if more := len(groups) - len(shown):
        remarks.append(styled(f"{more:,} more: -n {len(groups)} shows them all."))
    if len(rows) > max(_SHOWN, len(facts) / 2):
        remarks.append(styled(f"Most of the {len(facts):,} facts have this: add a word."))
    if answers := commands(store, query):
        remarks.append(styled("See ", bold(visible(", ".join(answers))), "."))
    counted = f"{sum(map(len, shown)):,} of {number_of(len(rows), 'fact')}"
    return View(
        title=f"{counted}{when_asked(asked)}",
        lead=lead,
        sections=[Section(lines=lines)] if lines else [],
        remarks=remarks,
        marks=False,
    )


def grouped(facts: Sequence[Fact]) -> list[list[Fact]]:
    """The facts, with those that are figures of one measure's year or routes of one source."""
    groups: dict[object, list[Fact]] = {}
    for fact in facts:
        key: object = fact.id
        if isinstance(fact, Statistic) and fact.period is not None:
            key = fact.measure, fact.period
        elif isinstance(fact, Route):
            key = reference(fact.sources[0])[0], fact.role
        groups.setdefault(key, []).append(fact)
    return list(groups.values())


def _hit(sentences: Sentences, found: Look, row: TimelineRow, group: Sequence[Fact]) -> Line:
    """The first of a group of facts, how many others there are, and how to see them."""
    evidence = sentences.cited(row)
    year = "" if row.year is None else f"{row.year:04}"
    elsewhere = found.elsewhere.get(row.id, {}).items()
    emphasized, at = styled(), 0
    for begin, end in found.spans.get(row.id, ()):
        before, match = visible(row.statement[at:begin]), visible(row.statement[begin:end])
        emphasized, at = styled(emphasized, before, bold(match)), end
    said = styled(
        sentences.dated(row, year, styled(emphasized, visible(row.statement[at:]))),
        sentences.words.doubts.marked(row),
        "\n",
        evidence,
        dim(" · " if evidence else ""),
        dim(visible(row.id)),
        dim("".join(f" · {visible(word)}: only in {_PARTS[part]}" for word, part in elsewhere)),
    )
    if len(group) > 1:
        one = group[0]
        more, line = "more route", f"tip routes --source {reference(one.sources[0])[0]}"
        if isinstance(one, Statistic):
            more, line = "more figure", f"tip stats {one.measure} {year_of(one.period):04}"
        said.append(dim(f"\nand {number_of(len(group) - 1, more)}: {visible(line)}"))
    return Line(cells=cells_of(year, row.kind, said), notes=sentences.words.notes([row]))
