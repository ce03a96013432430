"""The view of `tip search`: the best hits, who says each, how many more there are."""

from collections.abc import Sequence

from serbia_tip.model import Help, Store
from serbia_tip.queries.answer import Asked
from serbia_tip.queries.rows import SearchRow, TimelineRow
from serbia_tip.queries.rows import rows as rows_of
from serbia_tip.terminal.escape import visible
from serbia_tip.terminal.styled import Styled, bold, dim, styled
from serbia_tip.views.sentences import Sentences
from serbia_tip.views.view import Line, Section, View
from serbia_tip.views.wording import when_asked
from serbia_tip.words import number_of

MOST = 10
"""How many hits are shown unless -n says it."""


def view(store: Store, rows: Sequence[SearchRow], asked: Asked) -> View:
    """The best hits with the words searched for in bold, below a helpline where one fits."""
    from serbia_tip.queries.search import help_found, hits

    query = " ".join(asked.option("words"))
    shown = rows[: MOST if asked.limit is None else asked.limit]
    facts = {fact.id: fact for fact in store.facts()}
    sentences = Sentences(store, asked.sources)
    spans = hits((row.statement for row in shown), query, store.store.synonyms)

    def line(row: TimelineRow) -> Line:
        evidence = sentences.cited(row)
        year = "" if row.year is None else f"{row.year:04}"
        emphasized = _emphasized(row.statement, spans.get(row.statement, ()))
        said = styled(
            sentences.dated(row, year, emphasized),
            sentences.doubts.marked(row),
            "\n",
            evidence,
            dim(" · " if evidence else ""),
            dim(visible(row.id)),
        )
        notes = list(sentences.doubts.notes(row))
        return Line(cells=[styled(year), styled(row.kind), said], notes=notes)

    lines = [line(row) for row in rows_of(store, [facts[row.id] for row in shown], TimelineRow)]
    more = len(rows) - len(shown)
    called = help_found(store, query)
    return View(
        title=f"{len(shown)} of {number_of(len(rows), 'fact')}{when_asked(asked)}",
        lead=[_called(called)] if called else [],
        sections=[Section(lines=lines)] if lines else [],
        remarks=[styled(f"{more} more: -n {len(rows)} shows them all.")] if more else [],
        marks=False,
    )


def _called(called: Help) -> Styled:
    """The helpline that a victim or a witness can call."""
    said = f"Help: {visible(called.name)}, {visible(called.phone)}"
    return styled(bold(said), dim(f"  {visible(called.url)}"))


def _emphasized(text: str, spans: Sequence[tuple[int, int]]) -> Styled:
    """The text with these spans in bold."""
    parts: list[Styled] = []
    at = 0
    for begin, end in spans:
        parts.append(styled(visible(text[at:begin]), bold(visible(text[begin:end]))))
        at = end
    return styled(*parts, visible(text[at:]))
