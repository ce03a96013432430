"""A fact as a sentence: when, what it says, how far it is to be trusted, who says so."""

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
    """Writes the facts of a store as sentences."""

    def __init__(self, store: Store, words: Wording, sources: Sources = "short") -> None:
        """Sentences for facts of this store, with as much of their sources as is wanted."""
        self._facts: dict[str, Fact] = {fact.id: fact for fact in store.facts()}
        self._sources = store.sources
        self._wanted = sources
        self._words = words
        self._doubts = Doubts(store, words)

    def line(self, row: CitedRow, *before: Styled, under: str | None = None) -> Line:
        """A line that ends in the row's sentence, which stands under the heading of a period."""
        said = styled(
            self.dated(row, under),
            visible(row.statement),
            self._doubts.marked(row),
            " ",
            self.cited(row),
        )
        return Line(
            cells=[*before, said], references=row.sources, notes=list(self._doubts.notes(row))
        )

    def dated(self, row: CitedRow, under: str | None) -> str:
        """The period that goes before what the row says, if it doesn't stand `under` it."""
        dated = self._facts[row.id].dated
        return "" if dated is not None and dated == under else f"{period(dated)}: "

    def cited(self, row: CitedRow) -> Styled:
        """Who says it, in short: `One NGO, in Wikipedia`; without sources, whom it credits."""
        credit, key = self._words.cited(self._facts[row.id])
        if self._wanted == "none":
            return styled(dim(f"({credit.removesuffix(', in ')})")) if credit else []
        name = Run(self._words.source(key), "dim", address(self._sources[key].url))
        return styled(dim(credit), name)
