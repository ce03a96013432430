"""The sources behind an answer, what is doubtful in it, and values with their doubts."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from serbia_tip.model import Fact, Finding, Law, Route, Statistic, Store, TierRating, reference
from serbia_tip.queries.rows import CitedRow, StatisticRow
from serbia_tip.terminal.screen import visible
from serbia_tip.terminal.text import NO_BREAK, Run, Styled, dim, doubt, join_texts, styled
from serbia_tip.views.view import Note
from serbia_tip.views.wording import UNITS, Wording, period, runs
from serbia_tip.words import number_of

_EDITION = re.compile(r"(.+) (\d{4})")
"""The short name of one year's edition of a publication."""
_MOST = 3
"""How many numbers stand beside a line."""


class Evidence:
    """Sources, numbered in the order in which they are first shown."""

    def __init__(self, store: Store, *, editions: bool = False) -> None:
        """With `editions`, sources whose short names differ only in the year share a number."""
        self._sources = store.sources
        self._words = Wording(store)
        self._editions = editions
        self._places: dict[str, dict[str, None]] = {}
        self._numbers: dict[str, int] = {}

    def mark(self, references: Sequence[str]) -> str:
        """The numbers of these references' sources: `[1]`, `[2,5]`, `[1,2,3, …]`."""
        names: dict[str, None] = {}
        for text in references:
            key, locator = reference(text)
            names[self._numbered(key)] = None
            places = self._places.setdefault(key, {})
            if locator is not None:
                places[locator] = None
        shown = sorted(names, key=lambda name: name not in self._numbers)[:_MOST]
        for name in shown:
            self._numbers.setdefault(name, len(self._numbers) + 1)
        numbers = ",".join(map(str, sorted(self._numbers[name] for name in shown)))
        return f"[{numbers},{NO_BREAK}…]" if len(names) > _MOST else f"[{numbers}]"

    def short(self) -> Styled:
        """The short names of the numbered sources, with links, and how many have no number."""
        items = []
        named: defaultdict[str, list[str]] = defaultdict(list)
        for key in self._places:
            named[self._numbered(key)].append(key)
        for name, number in self._numbers.items():
            keys = named[name]
            title, edition = self._edition(keys[0])
            if len(keys) > 1:
                edition = runs([int(self._edition(key)[1]) for key in keys])
            words = " ".join(filter(None, [f"[{number}]", title, edition]))
            url = address(self._sources[keys[0]].url) if len(keys) == 1 else None
            items.append(Run(words.replace(" ", NO_BREAK), "dim", url))
        if others := sum(len(keys) for name, keys in named.items() if name not in self._numbers):
            items.append(dim(f"… {others} more: --sources{NO_BREAK}full"))
        return join_texts(([item] for item in items), dim(f"{NO_BREAK} "))

    def full(self) -> Iterator[Styled]:
        """The sources in full, each with the places in it that were referred to."""
        for key in self._places:
            self._numbers.setdefault(self._numbered(key), len(self._numbers) + 1)
        numbers = {key: self._numbers[self._numbered(key)] for key in self._places}
        for key, places in sorted(self._places.items(), key=lambda item: numbers[item[0]]):
            source = self._sources[key]
            when = period(source.published)
            said = f"{visible(source.title)}. {visible(source.publisher)}, {when}."
            where = f" At {', '.join(map(visible, places))}." if places else ""
            url = f" {visible(source.url)}" if source.url else ""
            yield styled(
                f"[{numbers[key]}] ",
                dim(f"{visible(key)}: "),
                said,
                where,
                Run(url, "dim", address(source.url)),
            )

    def _numbered(self, key: str) -> str:
        """What has a number: the source, or the publication whose editions share one."""
        title, edition = self._edition(key)
        return title if edition else key

    def _edition(self, key: str) -> tuple[str, str]:
        """A source's short name without the year, and the year, where editions share a number."""
        name = self._words.source(key)
        found = _EDITION.fullmatch(name) if self._editions else None
        return (found[1], found[2]) if found else (name, "")


def address(url: str | None) -> str | None:
    """The address of a source, if a terminal may link to it."""
    if url and url.startswith(("https://", "http://")) and url.isprintable() and " " not in url:
        return url
    return None


STANDINGS = {"alleged": "alleged", "at_risk": "at risk"}
"""The words for standings; `stated` needs none."""


class Doubts:
    """The doubts about the facts of a store."""

    def __init__(self, _: Store, words: Wording) -> None:
        """Doubts about the facts of the store that has this wording."""
        self._facts = words.facts_by_id

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

    def notes(self, row: CitedRow) -> Iterator[Note]:
        """The notes on each doubt about the row; of a dispute, the command that tells it."""
        fact = self._facts[row.id]
        when = f"{fact.year:04}" if isinstance(fact, TierRating) else fact.dated
        for word in self.words(row):
            if word == "disputed":
                yield Note(word, when, [dim(f"tip disputes {_subject(fact)}")])
            else:
                yield Note(word, when, styled(visible(fact.note or row.statement)))


def _subject(fact: Fact) -> str:
    match fact:
        case Statistic():
            return visible(fact.measure)
        case Finding():
            return visible(fact.topic)
        case Law():
            return visible(fact.id)
        case TierRating():
            return "tier"
    return fact.table


class FactWords(Wording):
    """The wording of one store's facts, of statistics above all, with their doubts."""

    def __init__(self, store: Store) -> None:
        """Wording for this store."""
        super().__init__(store)
        self.doubts = Doubts(store, self)

    def divided(self, part: StatisticRow) -> str:
        """The measure and the dimension of its parts: `Victims identified by sex`."""
        measure = self.measure(part.measure)
        if part.dimension is None:
            return measure
        by = f" {self.by(part.dimension)}"
        return measure if measure.endswith(by) else f"{measure}{by}"

    def by(self, name: str) -> str:
        """A dimension after its measure: `by sex`, also where its title begins with `By`."""
        dimension = self.dimension(name)
        if not dimension[:2].isupper():
            dimension = dimension[:1].lower() + dimension[1:]
        return dimension if dimension.startswith("by ") else f"by {dimension}"

    def counter(self, row: StatisticRow) -> str:
        """The short names of those who say the statistic."""
        return self.bodies(row.said_by)

    def doubted_value(self, row: StatisticRow, known: str | None = None) -> Styled:
        """The value after any doubt, `disputed ≥ 23`, without the unit `known` from elsewhere.

        If none is known, the unit is left out where the measure's title says it.
        """
        plain = self.names_unit(row.measure, row.unit) if known is None else row.unit == known
        doubted = "".join(f"{word} " for word in self.doubts.words(row))
        return styled(doubt(doubted), self.value(row, unit=not plain))

    def names_unit(self, measure: str, unit: str) -> bool:
        """Whether the measure's title says the unit."""
        return unit.casefold() in self.measure(measure).casefold().split()

    def group_in_whole(self, row: StatisticRow) -> str:
        """The statistic's group, and the group that it is a part of: `minors among women`."""
        name = self.group(row.group) if row.group else "a part"
        whole = self.facts_by_id.get(row.part_of or "")
        if isinstance(whole, Statistic) and whole.group:
            return f"{name} among {self.group(whole.group)}"
        return name

    def counted(self, row: StatisticRow) -> str:
        """The measure and any group of a statistic: `Victims identified: minors among women`."""
        group = f": {self.group_in_whole(row)}" if row.group else ""
        return f"{self.measure(row.measure)}{group}"

    def notes(self, rows: Iterable[CitedRow]) -> list[Note]:
        """The notes on the doubts about the rows; `noted` counts the other notes on statistics."""
        return [note for row in rows for note in self.doubts.notes(row)]

    def on_encyclopedias(self, rows: Iterable[StatisticRow]) -> str:
        """How many of the statistics rest on encyclopedias alone."""
        alone = [row for row in rows if self.attribution.on_encyclopedia_alone(row.sources)]
        names = sorted({self.source(reference(row.sources[0])[0]) for row in alone})
        return f"On {' and '.join(names)} alone: {len(alone)} of these." if alone else ""

    def noted(self, rows: Iterable[StatisticRow]) -> Iterator[Styled]:
        """How many statistics have a note that `notes` doesn't show, and how to see it."""
        count = sum(bool(row.note) and self.doubts.words(row) in ([], ["disputed"]) for row in rows)
        if count:
            have = "has" if count == 1 else "have"
            yield styled(f"{number_of(count, 'figure')} {have} a note: --fields id,note")

    def breaks(self, rows: Iterable[StatisticRow], series: str = "") -> str:
        """The breaks in the series before these statistics or their wholes, if any."""
        names = (name for row in rows for name in (row.id, row.part_of) if name)
        facts = map(self.facts_by_id.__getitem__, names)
        said = (fact.break_before for fact in facts if isinstance(fact, Statistic))
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
