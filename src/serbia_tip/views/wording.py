"""How a store's contents are said: short names, titles, periods, values, bounds, their signs."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import groupby
from typing import TypeVar

from serbia_tip.model import Fact, Finding, Standing, Store, Term, read_reference
from serbia_tip.periods import period_reach, period_span
from serbia_tip.queries.country_profile import RouteCount
from serbia_tip.queries.filters import Asked, bodies_of_filter
from serbia_tip.queries.rows import SIGNS as SIGNS
from serbia_tip.queries.rows import CitedRow, FactRow, FindingRow, R, Row, StatisticRow, row_text
from serbia_tip.queries.vocabularies import vocabulary
from serbia_tip.store.attribution import Attribution
from serbia_tip.terminal.screen import visible
from serbia_tip.terminal.text import NO_BREAK
from serbia_tip.words import count_noun, fold

ABSENT = "–"  # shown where nothing is stored, which is not zero
# How firmly a route is said, in words; `stated` needs none.
STANDINGS: Mapping[Standing, str] = {"alleged": "alleged", "at_risk": "at risk"}
ADVICE = "advice"  # the assessment of what a source recommends, which says nothing of how it is
UNITS = {"percent": "%"}  # units written as a sign
K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


class Wording:
    """The wording for one store; every text that it returns is safe to show."""

    def __init__(self, store: Store) -> None:
        """Wording for this store."""
        self.store = store
        self.attribution = Attribution.of(store)

    @cached_property
    def facts_by_id(self) -> dict[str, Fact]:
        """The store's facts, by id."""
        return {fact.id: fact for fact in self.store.facts()}

    @property
    def home(self) -> str:
        """The store's country."""
        return visible(self.store.home.name)

    def body(self, name: str) -> str:
        """The short name of a body, or else its name."""
        known = self.store.bodies.get(self.attribution.body(name))
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
        return _say_title(self.store.measures, name)

    def topic(self, name: str) -> str:
        """A topic's title: `Victims punished`."""
        return _say_title(self.store.topics, name)

    def dimension(self, name: str) -> str:
        """A dimension's title."""
        return _say_title(self.store.dimensions, name)

    def group(self, name: str) -> str:
        """A group's title, or else its id."""
        return visible(self.store.groups.get(name, Term()).title or name)

    def who(self, row: CitedRow) -> str:
        """Who says it, in short: `UNODC`, `NGOs, in Wikipedia`, `ASTRA and prEUgovor`."""
        fact = self.facts_by_id[row.id]
        if not fact.attributed_to:
            return self.bodies(row.said_by)
        own: list[str] = []
        others: list[str] = []
        for key, bodies in self.attribution.speakers(fact).items():
            if self.attribution.on_encyclopedia_alone([key]):
                others.append(f"{self.bodies(bodies)}, in {self.source(key)}")
            else:
                own += bodies
        return "; ".join(filter(None, [self.bodies(own), *others]))

    def cited(self, fact: Fact) -> list[tuple[str, str]]:
        """Whom each source credits, `One NGO, in `, and its id; nobody if its own name says it."""
        found = []
        for key, bodies in self.attribution.speakers(fact).items():
            said, publisher = self.bodies(bodies), self.store.sources[key].publisher
            own = bodies == [self.attribution.body(publisher)]
            known = own or self.source(key).startswith(said)
            found.append(("" if known else f"{say_capitalized(said)}, in ", key))
        return found

    def said_by(self, fact: Fact) -> list[str]:
        """The bodies that say the fact."""
        return self.attribution.said_by(fact)

    def reports(self, rows: Iterable[CitedRow]) -> list[str]:
        """The distinct sources of the rows, encyclopedias only where there is no other."""
        return self.attribution.reports(row.sources for row in rows)

    def asked(self, asked: Asked) -> str:
        """What the question narrows, then its years: `, women, said by a body, in 2007`."""
        said = []
        for name, way in {"origin": "from", "destination": "to", "country": "with"}.items():
            if words := asked.option(name):
                called = vocabulary(self.store, name)
                codes = dict.fromkeys(code for word in words for code in called.find(word))
                said.append(f"{way} {visible(' or '.join(map(called.title, codes)))}")
        common = asked.common
        if bodies := sorted(map(self.body, bodies_of_filter(self.store, common.by))):
            said.append(f"said by {' or '.join(bodies)}")
        for text in common.source:
            key, place = read_reference(text)
            [known] = vocabulary(self.store, "source").find(key)
            said.append(f"in {self.source(known)}{f', {visible(place)}' if place else ''}")
        if common.reported:
            said.append(f"first published in {say_runs(common.reported)}")
        when = say_when(asked)
        return f", {', '.join(said)}{when and f',{when}'}" if said else when

    def state(self, row: FactRow) -> str:
        """The state that the row is about, empty for the store's own country."""
        home = self.store.home
        names = {fold(name) for name in (home.name, *home.aliases)}
        entity = row.entity or home.name
        return "" if fold(entity) in names else visible(entity)

    def value(self, row: StatisticRow, *, unit: bool = True) -> str:
        """The figure on one line: `≥ 23`, `> 75 %`, `5 of 15 points`; never with `persons`."""
        out_of = "" if row.out_of is None else f" of {say_number(row.out_of)}"
        words = [SIGNS.get(row.bound, ""), f"{say_number(row.value)}{out_of}"]
        if row.unit in UNITS:
            words.append(UNITS[row.unit])
        elif unit and row.unit != "persons":
            one = row.value == 1 and row.out_of is None
            words.append(visible(row.unit.removesuffix("s") if one else row.unit))
        return " ".join(filter(None, words)).replace(" ", NO_BREAK)

    def question(self, asked: Asked) -> str:
        """The store's country and what the question narrows: `, Arden, said by a body`."""
        return f", {self.home}{self.asked(asked)}"

    def cell(self, row: Row, name: str) -> str:
        """A field as text: lists joined, flags as yes or no, `–` when absent."""
        if name == "value" and isinstance(row, StatisticRow):
            return self.value(row)
        value = getattr(row, name)
        if isinstance(value, bool):
            return "yes" if value else "no"
        said = visible(row_text(row, name)) or ABSENT
        return said.replace("_", " ") if name == "standing" else said


def say_number(value: float) -> str:
    """A figure with commas; a whole one has decimals only where they may say how exact it is."""
    whole = value == 0 or (abs(value) >= 1000 and value % 1 == 0)
    return f"{int(value) if whole else value:,}"


def _say_title(terms: Mapping[str, Term], name: str) -> str:
    return visible(terms.get(name, Term()).title or say_capitalized(name.replace("-", " ")))


def group_by(items: Iterable[T], key: Callable[[T], K]) -> dict[K, list[T]]:
    """The items of each key, in their order."""
    found: defaultdict[K, list[T]] = defaultdict(list)
    for item in items:
        found[key(item)].append(item)
    return found


def count_findings(found: Iterable[Finding | FindingRow]) -> str:
    """How many findings and, apart, what sources advise: `125 findings and 4 pieces of advice`."""
    advised = [one.assessment == ADVICE for one in found]
    advice, findings = sum(advised), len(advised) - sum(advised)
    said = [count_noun(findings, "finding")] if findings else []
    said += [f"{count_noun(advice, 'piece')} of advice"] if advice else []
    return " and ".join(said)


def counted_rows(rows: Iterable[R], asked: Asked) -> list[R]:
    """The rows that data formats give: people also see deprecated ones that contradict these."""
    whole = asked.common.deprecated or asked.disputed
    return [
        row for row in rows if whole or not isinstance(row, FactRow) or row.rank != "deprecated"
    ]


def say_capitalized(text: str) -> str:
    """The text with its first letter in upper case and the others unchanged."""
    return f"{text[:1].upper()}{text[1:]}"


def say_period(text: str | None) -> str:
    """A period in words: `2007`, `2000–2020`, `October 2007`, `16 December 2021`, `undated`."""
    if text is None:
        return "undated"
    begin, slash, end = text.partition("/")
    if not slash:
        return _say_date(begin)
    if len(begin) == len(end) == 4:
        return say_range(int(begin), int(end))
    shared = f" {begin[:4]}" if begin[:4] == end[:4] else ""
    return f"{_say_date(begin).removesuffix(shared)} to {_say_date(end)}"


def _say_date(text: str) -> str:
    day = period_span(text).first
    month = f"{day:%B} " if len(text) > len("YYYY") else ""
    return f"{f'{day.day} ' if len(text) > len('YYYY-MM') else ''}{month}{day.year:04}"


def say_range(first: int, last: int) -> str:
    """A range of years: `2007`, `2000–2020`."""
    return str(first) if first == last else f"{first}–{last}"


def say_years_of(periods: Iterable[str | None]) -> str:
    """The years that the periods touch, as the end of a title: `, 2000–2020`; empty if undated."""
    touched = period_reach(periods)
    return f", {say_range(*touched)}" if touched else ""


def say_runs(touched: Sequence[int]) -> str:
    """Years with consecutive ones joined: `2001, 2003–2004`."""
    numbered = enumerate(sorted(set(touched)))
    found = [[year for _, year in run] for _, run in groupby(numbered, lambda it: it[1] - it[0])]
    return ", ".join(say_range(run[0], run[-1]) for run in found)


def say_ends(both: int, one: int = 0, neither: int = 0) -> str:
    """How many routes name how many of their ends: `3 pairs, 14 with one end named`."""
    pairs = count_noun(both, "pair") if both else "no pair"
    begun = f", {one} with one end named" if one else ""
    return f"{pairs}{begun}{f', {neither} with neither' if neither else ''}"


def say_routes(count: RouteCount, home: str, when: str = "") -> str:
    """What headings count: `18 pairs, 2 with one end named, 2 groups within X, in 5 reports`.

    `when` are the years, `, 2007–2008`, of these reports.
    """
    ends = count.pairs, count.one_end, count.no_end
    said = say_ends(*ends) if any(ends) or not count.groups else ""
    if count.groups:
        groups = count_noun(count.groups, "group")
        said = f"{said}, {groups} within {home}" if said else groups
    comma = "," if "," in said else ""
    firmly = f" {STANDINGS[count.standing]}" if count.standing in STANDINGS else ""
    others = ((count.others.get(word), said) for word, said in STANDINGS.items())
    besides = [f"{number} {said}" for number, said in others if number]
    more = f"; besides {', '.join(besides)}" if besides else ""
    return f"{said}{comma}{firmly} in {count_noun(count.reports, 'report')}{when}{more}"


def say_signs(bounds: Iterable[str]) -> str:
    """A legend of the signs of these bounds: `≥ at least  > more than`."""
    used = set(bounds)
    legend = (f"{sign} {say_bound(bound)}" for bound, sign in SIGNS.items() if bound in used)
    return "  ".join(entry.replace(" ", NO_BREAK) for entry in legend)


def say_bound(bound: str) -> str:
    """A bound as people write it: `at least`."""
    return bound.replace("_", " ")


def say_when(asked: Asked) -> str:
    """The years asked for, as the end of a heading: ` in 2007`."""
    since, until = asked.common.since, asked.common.until
    if asked.common.year:
        return f" in {say_runs(asked.common.year)}"
    if since is None:
        return "" if until is None else f" until {until}"
    return f" since {since}" if until is None else f" in {say_range(since, until)}"
