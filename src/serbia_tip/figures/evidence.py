"""What every figure says besides what it draws: how firm it is, and what it rests on."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from serbia_tip.figures.shapes import Sign
from serbia_tip.model import Store
from serbia_tip.queries.rows import FactRow, RouteRow, TierRow
from serbia_tip.references import reference
from serbia_tip.terminal.escape import visible
from serbia_tip.views.wording import Wording

MEANINGS: dict[Sign, str] = {
    "stated": "stated by the source",
    "inferred": "inferred, not stated",
    "disputed": "disputed: another source says otherwise",
    "deprecated": "deprecated: a better source contradicts it",
}
"""What each sign means."""


class Evidence:
    """How firmly the facts of one store stand, and what they rest on."""

    def __init__(self, store: Store) -> None:
        """The evidence of this store."""
        self._store = store
        self._deprecated = {fact.id for fact in store.facts() if fact.rank == "deprecated"}
        self.wording = Wording(store)

    def sign(self, row: FactRow) -> Sign:
        """How firmly a row stands; a rival that is deprecated itself disputes nothing."""
        if row.rank == "deprecated":
            return "deprecated"
        if not self._deprecated.issuperset(row.disputed_by):
            return "disputed"
        return row.basis if isinstance(row, TierRow) else "stated"

    def doubts(self, row: FactRow) -> str:
        """How it is doubted, in a word, if it is."""
        sign = self.sign(row)
        return "" if sign == "stated" else sign

    def state(self, row: FactRow) -> str:
        """The state that a row is about, by its one name."""
        return visible(self._store.state(row.entity or self._store.home.name))

    def notes(self, rows: Iterable[FactRow]) -> list[str]:
        """A line for each row that is doubted, alleged or a risk: how, by which others, and why."""
        found: dict[str, list[str]] = {}
        for row in rows:
            if said := ", ".join(self._reservations(row)):
                note = row.note or ""
                if not note.casefold().startswith(said):
                    note = f"{said}. {note}".rstrip()
                found.setdefault(visible(note), []).append(row.id)
        return [f"{', '.join(ids)}: {said}" for said, ids in found.items()]

    def _reservations(self, row: FactRow) -> Iterator[str]:
        if doubt := self.doubts(row):
            rivals = [rival for rival in row.disputed_by if rival not in self._deprecated]
            shown = row.disputed_by if doubt == "deprecated" else rivals
            by = {"disputed": " by ", "deprecated": " in favour of "}.get(doubt, "")
            yield f"{doubt}{by}{', '.join(shown)}" if shown else doubt
        if isinstance(row, RouteRow) and row.standing != "stated" and row.note:
            yield row.standing.replace("_", " ")

    def sources(self, rows: Iterable[FactRow]) -> str:
        """Who published what the rows rest on, those with most sources first."""
        keys = dict.fromkeys(reference(text)[0] for row in rows for text in row.sources)
        counted = Counter(self.wording.body(self._store.sources[key].publisher) for key in keys)
        return ", ".join(
            f"{name} ({count})" if count > 1 else name for name, count in counted.most_common()
        )

    @property
    def credit(self) -> str:
        """The store, its version and its licence."""
        about = self._store.store
        licence = f" {about.licence.name}." if about.licence else ""
        return visible(f"{about.title}, version {about.version}.{licence}")


def used(meanings: dict[Sign, str], signs: Sequence[Sign]) -> list[tuple[Sign, str]]:
    """The entries of a legend for the signs that are used."""
    return [(sign, meaning) for sign, meaning in meanings.items() if sign in signs]
