"""The wording of statistics: values with their doubts, groups within groups, breaks."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from serbia_tip.model import Statistic, Store
from serbia_tip.queries.rows import StatisticRow
from serbia_tip.terminal.escape import visible
from serbia_tip.terminal.styled import Styled, dim, doubt, styled
from serbia_tip.views.doubts import Doubts
from serbia_tip.views.view import Note
from serbia_tip.views.wording import UNITS, Wording
from serbia_tip.words import number_of


class StatisticWords(Wording):
    """The wording of one store's statistics."""

    def __init__(self, store: Store, seen: Iterable[StatisticRow] = ()) -> None:
        """Wording for this store, of whose statistics the reader sees those that are `seen`."""
        super().__init__(store)
        self._seen = {row.id for row in seen}
        self._doubts = Doubts(store, self)
        self._facts: dict[str, Statistic] = {fact.id: fact for fact in store.statistics}

    def divided(self, part: StatisticRow) -> str:
        """The measure and the dimension of its parts: `Victims identified by sex`."""
        measure = self.measure(part.measure)
        if part.dimension is None:
            return measure
        dimension = self.dimension(part.dimension)
        if not dimension[:2].isupper():
            dimension = dimension[:1].lower() + dimension[1:]
        by = f" by {dimension}"
        return measure if measure.endswith(by) else f"{measure}{by}"

    def counter(self, row: StatisticRow) -> str:
        """The short names of those who say the statistic."""
        return self.bodies(row.said_by)

    def doubted_value(self, row: StatisticRow, known: str | None = None) -> Styled:
        """The value after any doubt, `disputed ≥ 23`, without the unit `known` from elsewhere.

        If none is known, the unit is left out where the measure's title says it.
        """
        plain = self.names_unit(row.measure, row.unit) if known is None else row.unit == known
        doubted = "".join(f"{word} " for word in self._doubts.words(row))
        return styled(doubt(doubted), self.value(row, unit=not plain))

    def names_unit(self, measure: str, unit: str) -> bool:
        """Whether the measure's title says the unit."""
        return unit.casefold() in self.measure(measure).casefold().split()

    def group_in_whole(self, row: StatisticRow) -> str:
        """The statistic's group, and the group that it is a part of: `minors among women`."""
        name = self.group(row.group) if row.group else "a part"
        whole = self._facts.get(row.part_of or "")
        return f"{name} among {self.group(whole.group)}" if whole and whole.group else name

    def counted(self, row: StatisticRow, gap: str = ": ") -> str:
        """The measure and any group of a statistic: `Victims identified: minors among women`."""
        group = f"{gap}{self.group_in_whole(row)}" if row.group else ""
        return f"{self.measure(row.measure)}{group}"

    def notes(self, rows: Iterable[StatisticRow], *, own: bool = True) -> Iterator[Note]:
        """The notes on the statistics; of two seen that dispute each other, one note names both.

        With `own`, the statistics' own notes follow; `noted` counts them otherwise.
        """
        for row in rows:
            later = [
                rival
                for rival in self._doubts.rivals(row)
                if rival.id in self._seen and rival.id > row.id
            ]
            if later and row.rank != "deprecated":
                says = [*row.said_by, *(who for each in later for who in self.said_by(each))]
                what, who = self.counted(row, ", "), self.bodies(dict.fromkeys(says))
                said = styled(f"{what}, {who}: ", dim(f"tip show {visible(row.id)}"))
                yield Note("disputed", row.period, said)
            yield from self._doubts.notes(row, beside=self._seen, own=own)

    def noted(self, rows: Iterable[StatisticRow], *, own: bool = True) -> Iterator[Styled]:
        """How many statistics have a note that `notes` doesn't show, and how to see it."""
        unshown = [[], *([] if own else [["disputed"]])]
        count = sum(1 for row in rows if row.note and self._doubts.words(row) in unshown)
        if count:
            have = "has" if count == 1 else "have"
            yield styled(f"{number_of(count, 'figure')} {have} a note: --fields id,note")

    def breaks(self, rows: Iterable[StatisticRow], series: str = "") -> str:
        """The breaks in the series before these statistics or their wholes, if any."""
        names = (name for row in rows for name in (row.id, row.part_of) if name)
        said = (self._facts[name].break_before for name in names)
        texts = dict.fromkeys(visible(text) for text in said if text)
        where = f" in {series}" if series else ""
        return f"Break{where}: {' '.join(texts)}" if texts else ""


def is_total(row: StatisticRow) -> bool:
    """Whether the statistic is a whole, neither a part nor a group of one."""
    return row.group is None and row.part_of is None


def main_unit(rows: Sequence[StatisticRow]) -> str:
    """The unit of more than half of the statistics, if any; signs such as % don't count."""
    counts = Counter(row.unit for row in rows if row.unit not in UNITS)
    [(unit, count)] = counts.most_common(1) or [("", 0)]
    return unit if 2 * count > sum(counts.values()) else ""
