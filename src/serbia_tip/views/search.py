"""What a search finds, for people: the best first, and which command says more."""

from collections.abc import Mapping, Sequence

from serbia_tip.model import Fact, Help, Route, Statistic, Store, reference
from serbia_tip.periods import year_of
from serbia_tip.queries.filters import Asked
from serbia_tip.queries.rows import SearchRow, TimelineRow
from serbia_tip.queries.rows import rows as rows_of
from serbia_tip.queries.search import Look, help_found, look
from serbia_tip.queries.search_query import commands, understood
from serbia_tip.terminal.screen import visible
from serbia_tip.terminal.text import Styled, bold, dim, styled
from serbia_tip.views.findings import Sentences
from serbia_tip.views.view import Line, Section, View, cells_of
from serbia_tip.views.wording import when_asked
from serbia_tip.words import number_of

MOST = 10
"""How many lines are shown unless -n says it."""
_PARTS = {"speaker": "who says it", "note": "a note", "source": "its source's title"}


def view(store: Store, rows: Sequence[SearchRow], asked: Asked) -> View:
    """The best hits with the words searched for in bold, below a helpline where one fits."""
    query = " ".join(asked.option("words"))
    facts = {fact.id: fact for fact in store.facts()}
    groups = grouped([facts[row.id] for row in rows])
    shown = groups[: MOST if asked.limit is None else asked.limit]
    first = [group[0] for group in shown]
    sentences, found = Sentences(store, asked.sources), look(store, first, query)
    lines = [
        _hit(sentences, found, row, group)
        for row, group in zip(rows_of(store, first, TimelineRow), shown, strict=True)
    ]
    count, more = sum(map(len, shown)), len(groups) - len(shown)
    called = help_found(store, query)
    answers = commands(store, query)
    vague = len(rows) > max(MOST, len(facts) / 2)
    return View(
        title=f"{count:,} of {number_of(len(rows), 'fact')}{when_asked(asked)}",
        lead=[*([_called(called)] if called else []), *_translations(store, query)],
        sections=[Section(lines=lines)] if lines else [],
        remarks=[
            *([styled(f"{more:,} more: -n {len(groups)} shows them all.")] if more else []),
            *(
                [styled(f"Most of the {len(facts):,} facts have this: add a word.")]
                if vague
                else []
            ),
            *([styled("See ", bold(visible(", ".join(answers))), ".")] if answers else []),
        ],
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
    emphasized = _emphasized(row.statement, found.spans.get(row.id, ()))
    said = styled(
        sentences.dated(row, year, emphasized),
        sentences.words.doubts.marked(row),
        "\n",
        evidence,
        dim(" · " if evidence else ""),
        dim(visible(row.id)),
        dim(_elsewhere(found.elsewhere.get(row.id, {}))),
        dim(f"\n{_others(group)}" if len(group) > 1 else ""),
    )
    return Line(cells=cells_of(year, row.kind, said), notes=sentences.words.notes([row]))


def _others(group: Sequence[Fact]) -> str:
    first, count = group[0], len(group) - 1
    if isinstance(first, Statistic):
        line = f"tip stats {first.measure} {year_of(first.period):04}"
        return f"and {number_of(count, 'more figure')}: {visible(line)}"
    key = reference(first.sources[0])[0]
    return f"and {number_of(count, 'more route')}: {visible(f'tip routes --source {key}')}"


def _elsewhere(words: Mapping[str, str]) -> str:
    return "".join(f" · {visible(word)}: only in {_PARTS[part]}" for word, part in words.items())


def _translations(store: Store, query: str) -> list[Styled]:
    translated = understood(store, query).translated
    said = "; ".join(f"{word}: {', '.join(alike)}" for word, alike in translated.items())
    return [styled(dim(visible(said)))] if said else []


def _called(called: Help) -> Styled:
    said = f"Help: {visible(called.name)}, {visible(called.phone)}"
    return styled(bold(said), dim(f"  {visible(called.url)}"))


def _emphasized(text: str, spans: Sequence[tuple[int, int]]) -> Styled:
    parts: list[Styled] = []
    at = 0
    for begin, end in spans:
        parts.append(styled(visible(text[at:begin]), bold(visible(text[begin:end]))))
        at = end
    return styled(*parts, visible(text[at:]))
