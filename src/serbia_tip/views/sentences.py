"""Write facts as sentences: the period, the statement, its doubts, who says it."""

from serbia_tip.model import Fact, Store
from serbia_tip.queries.answer import Sources
from serbia_tip.queries.rows import CitedRow
from serbia_tip.terminal.escape import visible
from serbia_tip.terminal.styled import Run, Styled, dim, styled
from serbia_tip.views.doubts import Doubts
from serbia_tip.views.evidence import address
from serbia_tip.views.view import Line
from serbia_tip.views.wording import Wording, period


class Sentences:
    """Sentences for a store's facts, with the wording and the doubts that they consist of."""

    def __init__(self, store: Store, sources: Sources) -> None:
        """Sentences that name as much of their sources as `sources` says."""
        self.words = Wording(store)
        self.doubts = Doubts(store, self.words)
        self._facts: dict[str, Fact] = {fact.id: fact for fact in store.facts()}
        self._sources = store.sources
        self._wanted = sources

    def line(self, row: CitedRow, *before: Styled, said: Styled) -> Line:
        """A line of cells, the last of which says something with its doubts and who says it."""
        last = styled(said, self.doubts.marked(row), " ", self.cited(row))
        return Line(
            cells=[*before, last], references=row.sources, notes=list(self.doubts.notes(row))
        )

    def dated(self, row: CitedRow, under: str | None, said: Styled | None = None) -> Styled:
        """The row's statement, or what is `said` instead, after any period but that `under` it."""
        dated = self._facts[row.id].dated
        when = "" if dated is not None and dated == under else f"{period(dated)}: "
        return styled(when, visible(row.statement) if said is None else said)

    def cited(self, row: CitedRow) -> Styled:
        """Who says it, in short: `One NGO, in Wikipedia`; without sources, whom it credits."""
        credit, key = self.words.cited(self._facts[row.id])
        if self._wanted == "none":
            return styled(dim(f"({credit.removesuffix(', in ')})")) if credit else []
        name = Run(self.words.source(key), "dim", address(self._sources[key].url))
        return styled(dim(credit), name)
