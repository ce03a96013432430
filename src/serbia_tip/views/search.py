"""What a search found as people read it: the first hits, who says each, how many more there are."""

from collections.abc import Sequence

from serbia_tip.model import Help, Store
from serbia_tip.queries.answer import Asked
from serbia_tip.queries.rows import SearchRow, TimelineRow
from serbia_tip.queries.rows import rows as rows_of
from serbia_tip.terminal.escape import visible
from serbia_tip.terminal.styled import Styled, bold, dim, styled
from serbia_tip.views.doubts import Doubts
from serbia_tip.views.sentences import Sentences
from serbia_tip.views.view import Line, Section, View
from serbia_tip.views.wording import Wording
from serbia_tip.words import number_of

MOST = 10
"""How many hits are shown where nobody says how many."""


def view(store: Store, rows: Sequence[SearchRow], asked: Asked) -> View:
    """The best hits, the words that were searched for in bold; above them whom one can call."""
    from serbia_tip.queries.search import help_found, hits

    query = " ".join(asked.option("words"))
    shown = rows[: MOST if asked.limit is None else asked.limit]
    facts = {fact.id: fact for fact in store.facts()}
    words = Wording(store)
    sentences = Sentences(store, words, asked.sources)
    doubts = Doubts(store, words)
    spans = hits((row.statement for row in shown), query, store.store.synonyms)

    def line(row: TimelineRow) -> Line:
        evidence = sentences.cited(row)
        own_year = "" if row.year is None else f"{row.year:04}"
        return Line(
            cells=[
                styled(own_year),
                styled(row.kind),
                styled(
                    sentences.dated(row, own_year or None),
                    _emphasized(row.statement, spans.get(row.statement, ())),
                    doubts.marked(row),
                    "\n",
                    evidence,
                    dim(" · " if evidence else ""),
                    dim(visible(row.id)),
                ),
            ],
            notes=list(doubts.notes(row)),
        )

    lines = [line(row) for row in rows_of(store, [facts[row.id] for row in shown], TimelineRow)]
    more = len(rows) - len(shown)
    called = help_found(store, query)
    return View(
        title=f"{len(shown)} of {number_of(len(rows), 'fact')}{words.narrowed(asked)}",
        lead=[_called(called)] if called else [],
        sections=[Section(lines=lines)] if lines else [],
        remarks=[styled(f"{more} more: -n {len(rows)} shows them all.")] if more else [],
        marks=False,
    )


def _called(called: Help) -> Styled:
    """Whom a victim or a witness can call."""
    said = f"Help: {visible(called.name)}, {visible(called.phone)}"
    return styled(bold(said), dim(f"  {visible(called.url)}"))


def _emphasized(text: str, spans: Sequence[tuple[int, int]]) -> Styled:
    """The text with what stands in the spans in bold."""
    parts: list[Styled] = []
    at = 0
    for begin, end in spans:
        parts.append(styled(visible(text[at:begin]), bold(visible(text[begin:end]))))
        at = end
    return styled(*parts, visible(text[at:]))
