"""The wording of a store's contents: short names, titles, periods, values."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from serbia_tip.model import Fact, Store, Term, reference
from serbia_tip.periods import reach, span
from serbia_tip.queries.attribution import Attribution
from serbia_tip.queries.filters import Asked
from serbia_tip.queries.rows import SIGNS as SIGNS
from serbia_tip.queries.rows import CitedRow, FactRow, Row, StatisticRow, text
from serbia_tip.terminal.screen import visible
from serbia_tip.terminal.text import NO_BREAK
from serbia_tip.words import fold

ABSENT = "–"
"""Shown where nothing is stored, which is not zero."""


UNITS = {"percent": "%"}
"""Units written as a sign."""


_PLAIN_UNIT = "persons"
"""The unit that needs no mention."""


class Wording:
    """The wording for one store; every text that it returns is safe to show."""

    def __init__(self, store: Store) -> None:
        """Wording for this store."""
        self.store = store
        self._attribution = Attribution.of(store)

    @property
    def home(self) -> str:
        """The store's country."""
        return visible(self.store.home.name)

    def body(self, name: str) -> str:
        """The short name of a body, or else its name."""
        known = self.store.bodies.get(self._attribution.body(name))
        return visible(known.short if known and known.short else name)

    def bodies(self, names: Iterable[str]) -> str:
        """The short names of bodies, in a row: `ASTRA and prEUgovor`."""
        return " and ".join(map(self.body, names))

    def source(self, key: str) -> str:
        """The short name of a source, or else its title."""
        source = self.store.sources[key]
        return visible(source.short or source.title)

    def measure(self, name: str) -> str:
        """A measure's title: `Victims identified`."""
        return _title(self.store.measures, name)

    def topic(self, name: str) -> str:
        """A topic's title: `Victims punished`."""
        return _title(self.store.topics, name)

    def dimension(self, name: str) -> str:
        """A dimension's title."""
        return _title(self.store.dimensions, name)

    def group(self, name: str) -> str:
        """A group's title, or else its id."""
        term = self.store.groups.get(name)
        return visible(term.title if term and term.title else name)

    def who(self, row: CitedRow) -> str:
        """Who says it, in short: `UNODC`, `NGOs, in Wikipedia`, `ASTRA and prEUgovor`."""
        said = self.bodies(row.said_by)
        if isinstance(row, FactRow) and row.attributed_to and self.on_encyclopedia_alone(row):
            return f"{said}, in {self.source(reference(row.sources[0])[0])}"
        return said

    def cited(self, fact: Fact) -> tuple[str, str]:
        """Whom the fact credits, unless the source's own publisher, and its first source's id.

        `One NGO, in ` and `wikipedia`; an encyclopedia only where there is no other source.
        """
        key = reference(self.reports_first(fact.sources)[0])[0]
        publisher = self._attribution.body(self.store.sources[key].publisher)
        said = self.said_by(fact)
        if not fact.credits or said == [publisher]:
            return "", key
        return f"{capitalized(self.bodies(said))}, in ", key

    def said_by(self, fact: Fact) -> list[str]:
        """The bodies that say the fact."""
        return self._attribution.said_by(fact)

    def reports(self, rows: Iterable[CitedRow]) -> list[str]:
        """The distinct sources of the rows, encyclopedias only where there is no other."""
        return self._attribution.reports(row.sources for row in rows)

    def reports_first(self, references: Sequence[str]) -> Sequence[str]:
        """The references without encyclopedias, unless all are."""
        return self._attribution.reports_first(references)

    def state(self, row: FactRow) -> str:
        """The state that the row is about, empty for the store's own country."""
        home = self.store.home
        names = {fold(name) for name in (home.name, *home.aliases)}
        entity = row.entity or home.name
        return "" if fold(entity) in names else visible(entity)

    def on_encyclopedia_alone(self, row: CitedRow) -> bool:
        """Whether only an encyclopedia says it."""
        return self._attribution.on_encyclopedia_alone(row.sources)

    def value(self, row: StatisticRow, *, unit: bool = True) -> str:
        """The figure on one line: `≥ 23`, `> 75 %`, `5 of 15 points`; never with `persons`."""
        out_of = "" if row.out_of is None else f" of {row.out_of:,}"
        words = [SIGNS.get(row.bound, ""), f"{row.value:,}{out_of}"]
        if row.unit in UNITS:
            words.append(UNITS[row.unit])
        elif unit and row.unit != _PLAIN_UNIT:
            one = row.value == 1 and row.out_of is None
            words.append(visible(row.unit.removesuffix("s") if one else row.unit))
        return " ".join(filter(None, words)).replace(" ", NO_BREAK)

    def cell(self, row: Row, name: str) -> str:
        """A field as text: lists joined, flags as yes or no, `–` when absent."""
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
    return visible(capitalized(name.replace("-", " ")))


def capitalized(text: str) -> str:
    """The text with its first letter in upper case and the others unchanged."""
    return f"{text[:1].upper()}{text[1:]}"


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
    """A range of years: `2007`, `2000–2020`."""
    return str(first) if first == last else f"{first}–{last}"


def years_of(periods: Iterable[str | None]) -> str:
    """The years that the periods touch, as the end of a title: `, 2000–2020`; empty if undated."""
    touched = reach(periods)
    return f", {years_in_words(*touched)}" if touched else ""


def runs(touched: Sequence[int]) -> str:
    """Years with consecutive ones joined: `2001, 2003–2004`."""
    numbered = enumerate(sorted(set(touched)))
    found = [[year for _, year in run] for _, run in groupby(numbered, lambda it: it[1] - it[0])]
    return ", ".join(years_in_words(run[0], run[-1]) for run in found)


def signs(bounds: Iterable[str]) -> str:
    """A legend of the signs of these bounds: `≥ at least  > more than`."""
    used = set(bounds)
    legend = (f"{SIGNS[bound]} {bound_in_words(bound)}" for bound in SIGNS if bound in used)
    return "  ".join(entry.replace(" ", NO_BREAK) for entry in legend)


def bound_in_words(bound: str) -> str:
    """A bound as people write it: `at least`."""
    return bound.replace("_", " ")


def when_asked(asked: Asked) -> str:
    """The years asked for, as the end of a heading: ` in 2007`."""
    years, since, until = asked.common.year, asked.common.since, asked.common.until
    if years:
        return f" in {runs(years)}"
    if since is not None and until is not None:
        return f" in {years_in_words(since, until)}"
    if since is not None:
        return f" since {since}"
    return f" until {until}" if until is not None else ""


def year_asked(asked: Asked) -> str | None:
    """The year that was asked for, as a period; None unless it is exactly one."""
    common = asked.common
    if len(set(common.year)) == 1:
        return f"{common.year[0]:04}"
    if common.since is not None and common.since == common.until:
        return f"{common.since:04}"
    return None
