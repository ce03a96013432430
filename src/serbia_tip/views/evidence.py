"""The sources behind rows, what is doubtful in them, and values and sentences that say so."""

import re
from collections.abc import Iterable, Iterator, Sequence

from serbia_tip.model import Fact, Finding, Law, Route, Statistic, Store, TierRating, read_reference
from serbia_tip.queries.country_profile import is_apart
from serbia_tip.queries.filters import Sources
from serbia_tip.queries.rows import CitedRow, StatisticRow
from serbia_tip.terminal.screen import visible
from serbia_tip.terminal.text import NO_BREAK, Run, Styled, dim, doubt, join_texts, styled
from serbia_tip.views.view import Line, Note, view_cells
from serbia_tip.views.wording import STANDINGS as STANDINGS
from serbia_tip.views.wording import Wording, say_period, say_runs
from serbia_tip.words import count_noun

_EDITION = re.compile(r"(.+) (\d{4})")  # the short name of one year's edition of a publication
_MOST = 3  # how many numbers stand beside a line


class Evidence:
    """Sources, numbered in the order in which they are first shown."""

    def __init__(self, store: Store, *, editions: bool) -> None:
        """With `editions`, sources whose short names differ only in the year share a number."""
        self._sources = store.sources
        self._words = Wording(store)
        self._editions = editions
        self._numbers: dict[str, int] = {}  # of each source, or of each publication
        self._cited: dict[str, dict[str, dict[str, None]]] = {}  # their sources, and places in them

    def mark(self, references: Sequence[str]) -> str:
        """The numbers of these references' sources: `[1]`, `[2,5]`, `[1,2,3, …]`."""
        names: dict[str, None] = {}
        for text in references:
            key, locator = read_reference(text)
            title, edition = self._edition(key)
            name = title if edition else key
            names[name] = None
            places = self._cited.setdefault(name, {}).setdefault(key, {})
            if locator is not None:
                places[locator] = None
        shown = sorted(names, key=lambda name: name not in self._numbers)[:_MOST]
        numbers = ",".join(map(str, sorted(map(self._number, shown))))
        return f"[{numbers},{NO_BREAK}…]" if len(names) > _MOST else f"[{numbers}]"

    def short(self) -> Styled:
        """The short names of the numbered sources, with links, and how many have no number."""
        items = []
        for name, number in self._numbers.items():
            first, *others = self._cited[name]
            title, edition = self._edition(first)
            if others:
                edition = say_runs([int(self._edition(key)[1]) for key in self._cited[name]])
            words = " ".join(filter(None, [f"[{number}]", title, edition])).replace(" ", NO_BREAK)
            items.append(
                [Run(words, "dim", None if others else source_link(self._sources[first].url))]
            )
        if more := sum(len(self._cited[name]) for name in self._cited if name not in self._numbers):
            items.append([dim(f"… {more} more: --sources{NO_BREAK}full")])
        return join_texts(items, dim(f"{NO_BREAK} "))

    def full(self) -> Iterator[Styled]:
        """The sources in full, each with the places in it that were referred to."""
        for name in sorted(self._cited, key=self._number):
            for key, places in self._cited[name].items():
                source = self._sources[key]
                where = f" At {', '.join(map(visible, places))}." if places else ""
                when = say_period(source.published)
                said = f"{visible(source.title)}. {visible(source.publisher)}, {when}.{where}"
                url = f" {visible(source.url)}" if source.url else ""
                link = Run(url, "dim", source_link(source.url))
                yield styled(f"[{self._numbers[name]}] ", dim(f"{visible(key)}: "), said, link)

    def _number(self, name: str) -> int:
        return self._numbers.setdefault(name, len(self._numbers) + 1)

    def _edition(self, key: str) -> tuple[str, str]:
        """A source's short name without the year, and the year, where editions share a number."""
        name = self._words.source(key)
        found = _EDITION.fullmatch(name) if self._editions else None
        return (found[1], found[2]) if found else (name, "")


def source_link(url: str | None) -> str | None:
    """The address of a source, if a terminal may link to it."""
    if url and url.startswith(("https://", "http://")) and url.isprintable() and " " not in url:
        return url
    return None


class FactWords(Wording):
    """The wording of one store's facts, of statistics above all, with their doubts."""

    def rivals(self, row: CitedRow) -> list[Fact]:
        """The facts that dispute the row and are not deprecated themselves."""
        rivals = (self.facts_by_id[name] for name in row.disputed_by)
        return [rival for rival in rivals if rival.rank != "deprecated"]

    def doubts(self, row: CitedRow) -> list[str]:
        """The words for the row's own line: `disputed`, `deprecated`, `inferred`, …."""
        disputed = ["disputed"] if self.rivals(row) else []
        found = ["deprecated"] if row.rank == "deprecated" else disputed
        fact = self.facts_by_id[row.id]
        if isinstance(fact, TierRating) and fact.basis == "inferred":
            found.append("inferred")
        if isinstance(fact, Route) and fact.standing in STANDINGS:
            found.append(STANDINGS[fact.standing])
        return found

    def marked(self, row: CitedRow) -> Styled:
        """The same words in brackets, ` (disputed)`, if any."""
        found = self.doubts(row)
        return [doubt(f" ({', '.join(found)})")] if found else []

    def notes(self, rows: Iterable[CitedRow]) -> list[Note]:
        """The notes on each doubt about the rows; of a dispute, the command that tells it."""
        notes = []
        for row in rows:
            fact = self.facts_by_id[row.id]
            when, about = fact.dated, fact.table
            match fact:
                case TierRating():
                    when, about = f"{fact.year:04}", "tier"
                case Statistic(measure=name) | Finding(topic=name) | Law(id=name):
                    about = visible(name)
            for word in self.doubts(row):
                told = visible(fact.note or row.statement)
                said = dim(f"tip disputes {about}") if word == "disputed" else told
                notes.append(Note(word, when, styled(said)))
        return notes

    def divided(self, part: StatisticRow, *within: str) -> str:
        """The measure and the dimension of its parts: `Victims identified by sex`.

        Of parts `within` a group, that too: `Victims identified: minors, by sex`.
        """
        measure = self.measure(part.measure)
        by = f" {self.by(part.dimension)}" if part.dimension else ""
        named = f"{': '.join([measure.removesuffix(by), *within])}"
        return f"{named}{',' if within else ''}{by}" if by else named

    def wholes(self, part: StatisticRow) -> tuple[str, ...]:
        """The groups, or other measures, that a part is a part of, the widest first."""
        found: list[str] = []
        one = self.facts_by_id.get(part.part_of or "")
        while isinstance(one, Statistic):
            if one.group or one.measure != part.measure:
                named = self.group(one.group) if one.group else self.measure(one.measure)
                found.insert(0, named)
            one = self.facts_by_id.get(one.part_of or "")
        return tuple(dict.fromkeys(found))

    def by(self, name: str) -> str:
        """A dimension after its measure: `by sex`, also where its title begins with `By`."""
        dimension = self.dimension(name)
        if not dimension[:2].isupper():
            dimension = dimension[:1].lower() + dimension[1:]
        return f"by {dimension.removeprefix('by ')}"

    def counter(self, row: StatisticRow) -> str:
        """The short names of those who say the statistic."""
        return self.bodies(row.said_by)

    def is_apart(self, row: StatisticRow) -> bool:
        """Whether the figure's group counts for itself, so that it is none of the home country."""
        return is_apart(self.store, row)

    def counters(self, rows: Iterable[StatisticRow]) -> str:
        """Who says the statistics, each body once: `Centre/UNODC`."""
        return "/".join(dict.fromkeys(map(self.who, rows)))

    def doubted_value(self, row: StatisticRow, known: str | None = None) -> Styled:
        """The value after any doubt, `disputed ≥ 23`, without the unit `known` from elsewhere.

        If none is known, the unit is left out where the measure's title says it.
        """
        plain = self.names_unit(row.measure, row.unit) if known is None else row.unit == known
        doubted = "".join(f"{word} " for word in self.doubts(row))
        return styled(doubt(doubted), self.value(row, unit=not plain))

    def names_unit(self, measure: str, unit: str) -> bool:
        """Whether the measure's title says the unit."""
        return unit.casefold() in self.measure(measure).casefold().split()

    def group_in_whole(self, row: StatisticRow) -> str:
        """The statistic's group, and the group that it is a part of: `minors among women`."""
        name = self.group(row.group) if row.group else "a part"
        whole = self.facts_by_id.get(row.part_of or "")
        within = isinstance(whole, Statistic) and whole.group
        return f"{name} among {self.group(within)}" if within else name

    def counted(self, row: StatisticRow) -> str:
        """The measure and any group of a statistic: `Victims identified: minors among women`."""
        group = f": {self.group_in_whole(row)}" if row.group else ""
        return f"{self.measure(row.measure)}{group}"

    def on_encyclopedias(self, rows: Iterable[StatisticRow]) -> str:
        """How many of the statistics rest on encyclopedias alone."""
        alone = [row for row in rows if self.attribution.on_encyclopedia_alone(row.sources)]
        names = sorted({self.source(read_reference(row.sources[0])[0]) for row in alone})
        return f"On {' and '.join(names)} alone: {len(alone)} of these." if alone else ""

    def noted(self, rows: Iterable[StatisticRow]) -> Iterator[Styled]:
        """How many statistics have a note that `notes` doesn't show, and how to see it."""
        count = sum(bool(row.note) and self.doubts(row) in ([], ["disputed"]) for row in rows)
        if count:
            have = f"{count_noun(count, 'figure')} {'has' if count == 1 else 'have'}"
            yield styled(f"{have} a note: --fields id,note")

    def breaks(self, rows: Iterable[StatisticRow], series: str = "") -> str:
        """The breaks in the series before these statistics or their wholes, if any."""
        facts = (self.facts_by_id[name] for row in rows for name in (row.id, row.part_of) if name)
        said = (fact.break_before for fact in facts if isinstance(fact, Statistic))
        texts = " ".join(dict.fromkeys(visible(text) for text in said if text))
        return f"Break{f' in {series}' if series else ''}: {texts}" if texts else ""

    def line(
        self, rows: Sequence[CitedRow], *cells: str | Run | Iterable[Run], before: str = ""
    ) -> Line:
        """A line on these rows, with their sources and the notes on their doubts."""
        cited, notes = evidence_of(rows), self.notes(rows)
        return Line(cells=view_cells(*cells), references=cited, notes=notes, before=styled(before))


def evidence_of(rows: Iterable[CitedRow]) -> list[str]:
    """All references of the rows."""
    return [text for row in rows for text in row.sources]


class Sentences:
    """Sentences for a store's facts, with the wording that they consist of."""

    def __init__(self, store: Store, sources: Sources) -> None:
        """Sentences that name as much of their sources as `sources` says."""
        self.words = FactWords(store)
        self._wanted = sources

    def line(self, row: CitedRow, *before: Styled, said: Styled) -> Line:
        """A line of cells, the last of which says something with its doubts and who says it."""
        last = styled(said, self.words.marked(row), " ", self.cited(row))
        return Line(cells=[*before, last], references=row.sources, notes=self.words.notes([row]))

    def dated(self, row: CitedRow, under: str | None, said: Styled | None = None) -> Styled:
        """The row's statement, or what is `said` instead, after any period but that `under` it."""
        dated = self.words.facts_by_id[row.id].dated
        when = "" if dated is not None and dated == under else f"{say_period(dated)}: "
        return styled(when, visible(row.statement) if said is None else said)

    def cited(self, row: CitedRow) -> Styled:
        """Who says it, in short: `One NGO, in Wikipedia`; without sources, whom it credits."""
        cited = self.words.cited(self.words.facts_by_id[row.id])
        if self._wanted == "none":
            said = " and ".join(credit.removesuffix(", in ") for credit, _ in cited if credit)
            return styled(dim(f"({said})")) if said else []
        sources = self.words.store.sources
        named = (
            styled(dim(credit), Run(self.words.source(key), "dim", source_link(sources[key].url)))
            for credit, key in cited
        )
        return join_texts(named, dim("; "))
