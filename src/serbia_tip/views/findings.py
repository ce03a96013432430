"""Facts as sentences with who says them, and how findings judge."""

from collections import Counter
from collections.abc import Iterable

from serbia_tip.model import Assessment, Store, vocabulary
from serbia_tip.queries.filters import Sources
from serbia_tip.queries.rows import CitedRow, FindingRow
from serbia_tip.terminal.screen import visible
from serbia_tip.terminal.text import Run, Styled, dim, join_texts, styled
from serbia_tip.views.evidence import FactWords, address
from serbia_tip.views.view import Line
from serbia_tip.views.wording import period

ADVICE = "advice"  # the assessment of what a source recommends, which says nothing of how it is
ADVISED = "Advice"  # the heading above what sources recommend


def count_assessments(rows: Iterable[FindingRow]) -> dict[str, int]:
    """How many findings judge how."""
    counts = Counter[str](row.assessment for row in rows)
    return {word: counts[word] for word in vocabulary(Assessment) if counts[word]}


def sum_up(rows: Iterable[FindingRow]) -> str:
    """The same in a row: `30 progress, 45 shortcoming, 10 context`."""
    return ", ".join(f"{count} {word}" for word, count in count_assessments(rows).items())


class Sentences:
    """Sentences for a store's facts, with the wording that they consist of."""

    def __init__(self, store: Store, sources: Sources) -> None:
        """Sentences that name as much of their sources as `sources` says."""
        self.words = FactWords(store)
        self._wanted = sources

    def line(self, row: CitedRow, *before: Styled, said: Styled) -> Line:
        """A line of cells, the last of which says something with its doubts and who says it."""
        last = styled(said, self.words.doubts.marked(row), " ", self.cited(row))
        return Line(cells=[*before, last], references=row.sources, notes=self.words.notes([row]))

    def dated(self, row: CitedRow, under: str | None, said: Styled | None = None) -> Styled:
        """The row's statement, or what is `said` instead, after any period but that `under` it."""
        dated = self.words.facts_by_id[row.id].dated
        when = "" if dated is not None and dated == under else f"{period(dated)}: "
        return styled(when, visible(row.statement) if said is None else said)

    def cited(self, row: CitedRow) -> Styled:
        """Who says it, in short: `One NGO, in Wikipedia`; without sources, whom it credits."""
        cited = self.words.cited(self.words.facts_by_id[row.id])
        if self._wanted == "none":
            said = " and ".join(credit.removesuffix(", in ") for credit, _ in cited if credit)
            return styled(dim(f"({said})")) if said else []
        sources = self.words.store.sources
        named = (
            styled(dim(credit), Run(self.words.source(key), "dim", address(sources[key].url)))
            for credit, key in cited
        )
        return join_texts(named, dim("; "))
