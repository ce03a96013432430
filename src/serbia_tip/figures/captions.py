"""The words of every figure: marks of doubt, notes, sources and the credit line."""

from collections import Counter
from collections.abc import Iterable

from serbia_tip.figures.shapes import Sign
from serbia_tip.model import Store
from serbia_tip.queries.rows import FactRow, TierRow
from serbia_tip.terminal.escape import visible
from serbia_tip.terminal.styled import spelled
from serbia_tip.views.doubts import Doubts
from serbia_tip.views.view import said_once
from serbia_tip.views.wording import Wording

DOUBTS: dict[Sign, str] = {
    "inferred": "inferred, not stated",
    "disputed": "disputed: another source says otherwise",
    "deprecated": "deprecated: a better source contradicts it",
}
"""The meaning of each sign of doubt."""
MEANINGS: dict[Sign, str] = {"stated": "stated by the source", **DOUBTS}
"""The meaning of each sign."""


class Captions:
    """The words of one store's figures."""

    def __init__(self, store: Store) -> None:
        """Prepare the captions of this store."""
        self.store = store
        self.words = Wording(store)
        self._doubts = Doubts(store, self.words)

    def sign(self, row: FactRow) -> Sign:
        """The sign of a row: how reliable it is."""
        if row.rank == "deprecated":
            return "deprecated"
        if self._doubts.rivals(row):
            return "disputed"
        return row.basis if isinstance(row, TierRow) else "stated"

    def marked(self, text: str, row: FactRow) -> str:
        """The text, with any doubts about the row in brackets: `39 (disputed)`."""
        doubts = ", ".join(self._doubts.words(row))
        return f"{text} ({doubts})" if doubts else text

    def state(self, row: FactRow) -> str:
        """The name of the state that the row is about."""
        return visible(self.store.state(row.entity or self.store.home.name))

    def notes(self, rows: Iterable[FactRow]) -> list[str]:
        """The notes on the rows' doubts, without repetition."""
        notes = (note for row in rows for note in self._doubts.notes(row))
        return [spelled(text) for text in said_once(notes)]

    def sources(self, rows: Iterable[FactRow]) -> str:
        """The publishers of the rows' sources, those with most sources first."""
        publishers = (self.store.sources[key].publisher for key in self.words.reports(rows))
        counted = Counter(map(self.words.body, publishers))
        return ", ".join(
            f"{name} ({count})" if count > 1 else name for name, count in counted.most_common()
        )

    @property
    def credit(self) -> str:
        """The store, its version and its licence."""
        about = self.store.store
        licence = f" {about.licence.name}." if about.licence else ""
        return visible(f"{about.title}, version {about.version}.{licence}")
