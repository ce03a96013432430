"""Say how far facts can be trusted: disputed, deprecated, inferred, alleged or only a risk."""

from collections.abc import Container, Iterator

from serbia_tip.model import Fact, Route, Store, TierRating
from serbia_tip.queries.rows import CitedRow
from serbia_tip.terminal.escape import visible
from serbia_tip.terminal.styled import Styled, dim, doubt, styled
from serbia_tip.views.view import Note
from serbia_tip.views.wording import Wording

STANDINGS = {"alleged": "alleged", "at_risk": "at risk"}
"""The words for standings; `stated` needs none."""


class Doubts:
    """The doubts about the facts of a store."""

    def __init__(self, store: Store, words: Wording) -> None:
        """Doubts about the facts of this store."""
        self._facts: dict[str, Fact] = {fact.id: fact for fact in store.facts()}
        self._words = words

    def rivals(self, row: CitedRow) -> list[Fact]:
        """The facts that dispute the row and are not deprecated themselves."""
        rivals = (self._facts[name] for name in row.disputed_by)
        return [rival for rival in rivals if rival.rank != "deprecated"]

    def words(self, row: CitedRow) -> list[str]:
        """The words for the row's own line: `disputed`, `deprecated`, `inferred`, …."""
        found = []
        if row.rank == "deprecated":
            found.append("deprecated")
        elif self.rivals(row):
            found.append("disputed")
        fact = self._facts[row.id]
        if isinstance(fact, TierRating) and fact.basis == "inferred":
            found.append("inferred")
        if isinstance(fact, Route) and fact.standing in STANDINGS:
            found.append(STANDINGS[fact.standing])
        return found

    def marked(self, row: CitedRow) -> Styled:
        """The same words in brackets, ` (disputed)`, if any."""
        found = self.words(row)
        return [doubt(f" ({', '.join(found)})")] if found else []

    def notes(
        self, row: CitedRow, beside: Container[str] = (), *, own: bool = True
    ) -> Iterator[Note]:
        """The notes on each doubt about the row, without rivals that the reader sees `beside` it.

        With `own`, a disputed row's own note follows, with the name of who says the row.
        """
        fact = self._facts[row.id]
        when = f"{fact.year:04}" if isinstance(fact, TierRating) else fact.dated
        words = self.words(row)
        for word in words:
            if word == "disputed":
                rivals = (rival for rival in self.rivals(row) if rival.id not in beside)
                yield from (Note(word, when, self._rival(rival)) for rival in rivals)
            else:
                yield Note(word, when, styled(visible(fact.note or row.statement)))
        if own and words == ["disputed"] and fact.note:
            yield Note("disputed", when, styled(f"{self._who(fact)}: {visible(fact.note)}"))

    def _rival(self, rival: Fact) -> Styled:
        said = f"{self._who(rival)}: {visible(rival.statement)} "
        return styled(said, dim(f"tip show {visible(rival.id)}"))

    def _who(self, fact: Fact) -> str:
        return self._words.bodies(self._words.said_by(fact))
