"""What every figure says in words: how firm a mark is, what to know, who says it, where from."""

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
"""What each sign of a doubt means."""
MEANINGS: dict[Sign, str] = {"stated": "stated by the source", **DOUBTS}
"""What each sign means."""


class Captions:
    """The words of one store's figures."""

    def __init__(self, store: Store) -> None:
        """The captions of this store."""
        self.store = store
        self.words = Wording(store)
        self._doubts = Doubts(store, self.words)

    def sign(self, row: FactRow) -> Sign:
        """How firmly a row stands."""
        if row.rank == "deprecated":
            return "deprecated"
        if self._doubts.rivals(row):
            return "disputed"
        return row.basis if isinstance(row, TierRow) else "stated"

    def marked(self, text: str, row: FactRow) -> str:
        """The text, and in brackets how the row is doubted, if it is: `(disputed)`."""
        doubts = ", ".join(self._doubts.words(row))
        return f"{text} ({doubts})" if doubts else text

    def state(self, row: FactRow) -> str:
        """The state that a row is about, by its one name."""
        return visible(self.store.state(row.entity or self.store.home.name))

    def notes(self, rows: Iterable[FactRow]) -> list[str]:
        """What must be said of the rows' doubts, each thing once."""
        notes = (note for row in rows for note in self._doubts.notes(row))
        return [spelled(text) for text in said_once(notes)]

    def sources(self, rows: Iterable[FactRow]) -> str:
        """Who published what the rows rest on, those with most sources first."""
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
