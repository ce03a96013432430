"""The words in which people read what a store holds: short names, titles, periods, values."""

from collections.abc import Iterable, Mapping, Sequence

from serbia_tip.model import Fact, Store, Term
from serbia_tip.period import first_to_last, span
from serbia_tip.queries.answer import Asked
from serbia_tip.queries.attribution import Attribution
from serbia_tip.queries.flat import text
from serbia_tip.queries.rows import CitedRow, FactRow, Row, StatisticRow
from serbia_tip.references import reference
from serbia_tip.terminal.escape import visible
from serbia_tip.terminal.styled import NO_BREAK
from serbia_tip.words import fold

ABSENT = "–"
"""What stands where nothing is stored, which is not zero."""
SIGNS = {"at_least": "≥", "more_than": ">", "at_most": "≤", "less_than": "<", "about": "≈"}
"""What stands before a value, by its bound; nothing before an exact one."""
BOUNDS = {
    "at_least": "at least",
    "more_than": "more than",
    "at_most": "at most",
    "less_than": "less than",
    "about": "about",
}
"""The same in words."""
UNITS = {"percent": "%"}
"""The units that are written as a sign."""
_PLAIN_UNIT = "persons"
"""The unit that a reader takes for granted."""


class Wording:
    """The words for one store; every text that it gives is safe to show."""

    def __init__(self, store: Store) -> None:
        """Words for this store."""
        self._store = store
        self._attribution = Attribution.of(store)

    @property
    def home(self) -> str:
        """The store's country."""
        return visible(self._store.home.name)

    def body(self, name: str) -> str:
        """The short name of a body; of one without, its name."""
        known = self._store.bodies.get(self._attribution.body(name))
        return visible(known.short if known and known.short else name)

    def source(self, key: str) -> str:
        """The short name of a source; of one without, its title."""
        source = self._store.sources[key]
        return visible(source.short or source.title)

    def measure(self, name: str) -> str:
        """A measure's title: `Victims identified`."""
        return _title(self._store.measures, name)

    def topic(self, name: str) -> str:
        """A topic's title: `Victims punished`."""
        return _title(self._store.topics, name)

    def dimension(self, name: str) -> str:
        """A dimension's title."""
        return _title(self._store.dimensions, name)

    def group(self, name: str) -> str:
        """A group's title, or its own word."""
        term = self._store.groups.get(name)
        return visible(term.title if term and term.title else name)

    def who(self, row: CitedRow) -> str:
        """Who says it, in short: `UNODC`, `NGOs, in Wikipedia`, `ASTRA and prEUgovor`."""
        said = " and ".join(map(self.body, row.said_by))
        if isinstance(row, FactRow) and row.attributed_to and self.on_encyclopedia_alone(row):
            return f"{said}, in {self.source(reference(row.sources[0])[0])}"
        return said

    def cited(self, fact: Fact) -> tuple[str, str]:
        """Whom the fact credits, and its first source: `One NGO, in ` and `Wikipedia`.

        An encyclopedia is named only where there is no other source; the credit is left out
        where it is the source's own publisher.
        """
        key = reference(self.reports_first(fact.sources)[0])[0]
        publisher = self._attribution.body(self._store.sources[key].publisher)
        said = self.said_by(fact)
        credit = " and ".join(map(self.body, said)) if fact.credits and said != [publisher] else ""
        return f"{credit[:1].upper()}{credit[1:]}, in " if credit else "", key

    def said_by(self, fact: Fact) -> list[str]:
        """The bodies that say the fact."""
        return self._attribution.said_by(fact)

    def reports(self, rows: Iterable[CitedRow]) -> list[str]:
        """The sources of the rows, each once: encyclopedias only where there is nothing else."""
        return self._attribution.reports(row.sources for row in rows)

    def reports_first(self, references: Sequence[str]) -> Sequence[str]:
        """The references to anything but encyclopedias, or all where there is nothing else."""
        return self._attribution.reports_first(references)

    def narrowed(self, asked: Asked) -> str:
        """What the years and sources that were asked for add to a heading: ` in 2007`."""
        common = asked.common
        if common.year:
            return f" in {runs(common.year)}"
        if common.since is not None and common.until is not None:
            return f" in {years_in_words(common.since, common.until)}"
        if common.since is not None:
            return f" since {common.since}"
        if common.until is not None:
            return f" until {common.until}"
        return ""

    def state(self, row: FactRow) -> str:
        """The state that the row is about, if it isn't the store's country under any name."""
        home = self._store.home
        names = {fold(name) for name in (home.name, *home.aliases)}
        entity = row.entity or home.name
        return "" if fold(entity) in names else visible(entity)

    def on_encyclopedia_alone(self, row: CitedRow) -> bool:
        """Whether only an encyclopedia says it."""
        return self._attribution.on_encyclopedia_alone(row.sources)

    def value(self, row: StatisticRow, *, unit: bool = True) -> str:
        """The figure with its bound: `≥ 23`, `> 75 %`, `5 of 15 points`, kept on one line.

        The unit is left out where it is `persons`, or is not wanted.
        """
        out_of = "" if row.out_of is None else f" of {row.out_of:,}"
        words = [SIGNS.get(row.bound, ""), f"{row.value:,}{out_of}"]
        if row.unit in UNITS:
            words.append(UNITS[row.unit])
        elif unit and row.unit != _PLAIN_UNIT:
            one = row.value == 1 and row.out_of is None
            words.append(visible(row.unit.removesuffix("s") if one else row.unit))
        return " ".join(filter(None, words)).replace(" ", NO_BREAK)

    def cell(self, row: Row, name: str) -> str:
        """The field of this name as it is, lists run in, flags as yes or no; `–` when absent."""
        if name == "value" and isinstance(row, StatisticRow):
            return self.value(row)
        value = getattr(row, name)
        if isinstance(value, bool):
            return "yes" if value else "no"
        said = visible(text(row, name)) or ABSENT
        return said.replace("_", " ") if name == "standing" else said


def _title(terms: Mapping[str, Term], name: str) -> str:
    term = terms.get(name)
    if term and term.title:
        return visible(term.title)
    words = name.replace("-", " ")
    return visible(words[:1].upper() + words[1:])


def period(text: str | None) -> str:
    """A period in words: `2007`, `2000–2020`, `October 2007`, `16 December 2021`, `undated`."""
    if text is None:
        return "undated"
    begin, slash, end = text.partition("/")
    if not slash:
        return _moment(begin)
    if len(begin) == len(end) == 4:
        return years_in_words(int(begin), int(end))
    if begin[:4] == end[:4]:
        first, last = _moment(begin), _moment(end)
        return f"{first.removesuffix(f' {begin[:4]}')} to {last}"
    return f"{_moment(begin)} to {_moment(end)}"


def _moment(text: str) -> str:
    day = span(text).first
    month = f"{day:%B} " if len(text) > 4 else ""
    number = f"{day.day} " if len(text) > 7 else ""
    return f"{number}{month}{day.year:04}"


def years_in_words(first: int, last: int) -> str:
    """The years from the first to the last: `2007`, `2000–2020`."""
    return first_to_last(first, last).replace(" to ", "–")


def runs(touched: Sequence[int]) -> str:
    """Years with their runs joined: `2001, 2003–2004`."""
    found: list[list[int]] = []
    for year in sorted(set(touched)):
        if found and year == found[-1][-1] + 1:
            found[-1].append(year)
        else:
            found.append([year])
    return ", ".join(years_in_words(run[0], run[-1]) for run in found)


def year_asked(asked: Asked) -> str | None:
    """The one year that was asked for, as a period; None where there are others or none."""
    common = asked.common
    if len(set(common.year)) == 1:
        return f"{common.year[0]:04}"
    if common.since is not None and common.since == common.until:
        return f"{common.since:04}"
    return None
