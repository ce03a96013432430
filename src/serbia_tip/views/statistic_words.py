"""The words for figures: values with their doubts, counters, groups within groups, breaks."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from serbia_tip.model import Statistic, Store
from serbia_tip.queries.rows import StatisticRow
from serbia_tip.terminal.escape import visible
from serbia_tip.terminal.styled import NO_BREAK, Styled, dim, doubt, styled
from serbia_tip.views.doubts import Doubts
from serbia_tip.views.view import Note
from serbia_tip.views.wording import BOUNDS, SIGNS, UNITS, Wording
from serbia_tip.words import number_of


class StatisticWords:
    """The words for the figures of one store."""

    def __init__(self, store: Store, seen: Iterable[StatisticRow] = ()) -> None:
        """Words for this store's figures, of which the reader sees those that are `seen`."""
        self.store = store
        self.words = Wording(store)
        self._seen = {row.id for row in seen}
        self._doubts = Doubts(store, self.words)
        self._facts: dict[str, Statistic] = {fact.id: fact for fact in store.statistics}

    def measure(self, row: StatisticRow) -> str:
        """The title of what is counted."""
        return self.words.measure(row.measure)

    def divided(self, part: StatisticRow) -> str:
        """The measure and what its parts are told by: `Victims identified by sex`."""
        measure = self.measure(part)
        if part.dimension is None:
            return measure
        dimension = self.words.dimension(part.dimension)
        if not dimension[:2].isupper():
            dimension = dimension[:1].lower() + dimension[1:]
        by = f" by {dimension}"
        return measure if measure.endswith(by) else f"{measure}{by}"

    def counter(self, row: StatisticRow) -> str:
        """Whom the figure is credited to, by short name."""
        return " and ".join(map(self.words.body, row.said_by))

    def value(self, row: StatisticRow, unit: str | None = None) -> Styled:
        """The figure with its bound, after the word for any doubt: `disputed ≥ 23`.

        Its unit is left out where it is `unit`, which was said before, or else where it is plain.
        """
        plain = self.is_plain(row, row.unit) if unit is None else row.unit == unit
        doubted = " ".join(self._doubts.words(row))
        return styled(
            doubt(f"{doubted} " if doubted else ""), self.words.value(row, unit=not plain)
        )

    def is_plain(self, row: StatisticRow, unit: str) -> bool:
        """Whether the title of the row's measure says the unit."""
        return unit.casefold() in self.measure(row).casefold().split()

    def group(self, row: StatisticRow) -> str:
        """The group that the figure is about, with the one that it is a part of, if any."""
        name = self.group_alone(row)
        whole = self._facts.get(row.part_of or "")
        return f"{name} among {self.words.group(whole.group)}" if whole and whole.group else name

    def group_alone(self, row: StatisticRow) -> str:
        """The group that the figure is about, whatever it is a part of."""
        return self.words.group(row.group) if row.group else "a part"

    def notes(self, rows: Iterable[StatisticRow]) -> Iterator[Note]:
        """What must be said of the figures under the answer.

        Of two that dispute each other and are both seen, it is said once whose they are.
        """
        for row in rows:
            yield from self._doubts.notes(row, beside=self._seen)
            rivals = {rival.id: rival for rival in self._doubts.rivals(row)}
            later = [
                rival for name, rival in rivals.items() if name in self._seen and name > row.id
            ]
            if later and row.rank != "deprecated":
                says = [*row.said_by, *(who for each in later for who in self.words.said_by(each))]
                who = " and ".join(dict.fromkeys(map(self.words.body, says)))
                what = f"{self.measure(row)}{f', {self.group(row)}' if row.group else ''}"
                said = styled(f"{what}, {who}: ", dim(f"tip show {visible(row.id)}"))
                yield Note("disputed", row.period, said)

    def noted(self, rows: Iterable[StatisticRow]) -> Iterator[Styled]:
        """How many figures have a note that isn't shown, and how to see it."""
        count = sum(1 for row in rows if row.note and not self._doubts.words(row))
        if count:
            have = "has" if count == 1 else "have"
            yield styled(f"{number_of(count, 'figure')} {have} a note: --fields id,note")

    def references(self, rows: Iterable[StatisticRow]) -> list[str]:
        """What the figures rest on, each once."""
        return list(dict.fromkeys(text for row in rows for text in row.sources))

    def breaks(self, rows: Iterable[StatisticRow], series: str = "") -> str:
        """What breaks the series before these figures or their wholes; nothing if none does."""
        said = (self._facts[name].break_before for name in _with_wholes(rows))
        texts = dict.fromkeys(visible(text) for text in said if text)
        where = f" in {series}" if series else ""
        return f"Break{where}: {' '.join(texts)}" if texts else ""


def _with_wholes(rows: Iterable[StatisticRow]) -> Iterator[str]:
    for row in rows:
        yield row.id
        if row.part_of:
            yield row.part_of


def is_total(row: StatisticRow) -> bool:
    """Whether the figure is a whole, no part or group of one."""
    return row.group is None and row.part_of is None


def main_unit(rows: Sequence[StatisticRow]) -> str:
    """The unit of more than half of the figures, or nothing; signs such as % don't count."""
    counts = Counter(row.unit for row in rows if row.unit not in UNITS)
    [(unit, count)] = counts.most_common(1) or [("", 0)]
    return unit if 2 * count > sum(counts.values()) else ""


def bounds(rows: Iterable[StatisticRow]) -> str:
    """What the signs of the figures' bounds mean: `≥ at least  > more than`."""
    used = {row.bound for row in rows}
    return "  ".join(
        f"{SIGNS[bound]} {name}".replace(" ", NO_BREAK)
        for bound, name in BOUNDS.items()
        if bound in used
    )
