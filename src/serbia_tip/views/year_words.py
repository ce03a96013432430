"""The wording of years: their ratings, figures and routes, and the order in which they stand."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from serbia_tip.model import Assessment, Store, vocabulary
from serbia_tip.periods import years
from serbia_tip.queries.country_profile import latest_rating
from serbia_tip.queries.filters import AREAS
from serbia_tip.queries.kinds import ORDER, YearView
from serbia_tip.queries.route_pairs import Pair, pairs
from serbia_tip.queries.rows import FactRow, FindingRow, RouteRow, StatisticRow, TierRow
from serbia_tip.terminal.screen import visible
from serbia_tip.terminal.text import NO_BREAK, Run, Styled, doubt, styled
from serbia_tip.views.evidence import STANDINGS, Doubts, StatisticWords
from serbia_tip.views.view import Note
from serbia_tip.views.wording import period
from serbia_tip.words import number_of

_WAYS = {
    "destination": "To {home}, from",
    "source": "From {home}, to",
    "transit": "Through {home}",
    "internal": "Within {home}",
}
"""What stands before the countries at the other ends, by the home country's role."""
AREAS_IN_ORDER = [*(area for area in AREAS if area != "situation"), "situation"]
"""What was done, and then the situation that it answers."""
UNNAMED = "others not named"


class YearWords(Struct, frozen=True):
    """What the pages of a store's years are worded with."""

    store: Store
    words: StatisticWords
    doubts: Doubts

    @classmethod
    def of(cls, store: Store) -> "YearWords":
        """The wording for this store."""
        words = StatisticWords(store)
        return cls(store, words, Doubts(store, words))

    def rating(self, ratings: Sequence[TierRow]) -> Styled:
        """The rating that stands, with its doubts, and what others say of the same year."""
        row = latest_rating(ratings)
        if row is None:
            return []
        state = self.words.state(row)
        rivals = (
            styled(f"; {self.words.bodies(self.words.said_by(fact))} says {fact.tier}", why)
            for fact in self.store.tiers
            if fact.year == row.year and fact.tier != row.tier
            for why in [doubt(" (deprecated)" if fact.rank == "deprecated" else "")]
        )
        said = styled(row.tier, self.doubts.marked(row), f", {state}" if state else "")
        return styled(said, *rivals)

    def counted(self, row: StatisticRow, year: int) -> str:
        """What a statistic counts, and when and where if that isn't the year and the home state."""
        when = "" if row.period == f"{year:04}" else period(row.period)
        return ", ".join(filter(None, (self.words.counted(row), when, self.words.state(row))))

    def figures(self, rows: Sequence[StatisticRow], *, named: bool = True) -> Styled:
        """The values, equal ones once, and if `named` who counts them: `62 Centre/UNODC · 60 X`."""
        same: defaultdict[object, list[StatisticRow]] = defaultdict(list)
        for row in rows:
            same[row.value, row.bound, row.unit, row.out_of, row.rank].append(row)
        said = []
        for first, *others in same.values():
            plain = self.words.names_unit(first.measure, first.unit)
            value = self.words.value(first, unit=not plain)
            who = "/".join(dict.fromkeys(map(self.words.who, [first, *others])))
            doubts = self.doubts.marked(first)
            said.append(styled(f"{value} {who}" if named else value, doubts))
        return join_texts(said, " / ")

    def notes(self, rows: Iterable[FactRow]) -> list[Note]:
        """What must be known of the rows, but for the disputes, to which the page points."""
        notes = (note for row in rows for note in self.doubts.notes(row))
        return [note for note in notes if note.word != "disputed"]

    def role(self, role: str) -> str:
        """What stands before the countries at the other ends: `To Arden, from`."""
        return _WAYS[role].format(home=self.words.home)

    def ends(self, rows: Sequence[RouteRow]) -> Iterator[tuple[str, list[Pair]]]:
        """The roles of these routes, each with its pairs of countries."""
        found = pairs(self.store, rows)
        for role in _WAYS:
            if own := [pair for pair in found if pair.role == role]:
                yield role, own

    def named(self, pairs_of_role: Sequence[Pair]) -> list[Styled]:
        """The other ends of these pairs, each once, with the doubts of the firmest pair."""
        found: dict[str, Styled] = {}
        for pair in sorted(pairs_of_role, key=lambda pair: pair.standing in STANDINGS):
            words = dict.fromkeys(word for row in pair.rows for word in self.doubts.words(row))
            if name := name_end(pair):
                found.setdefault(
                    name, styled(name, doubt(f" ({', '.join(words)})" if words else ""))
                )
        return list(found.values())

    def is_disputed(self, row: FactRow) -> bool:
        """Whether a fact that is not deprecated disputes the row."""
        return "disputed" in self.doubts.words(row)


def name_end(pair: Pair) -> str:
    """The other end of a route, or who is trafficked within the country; empty if not named."""
    row = pair.rows[0]
    if pair.role == "internal":
        return ": ".join(filter(None, (visible(", ".join(row.people)), visible(row.purpose or ""))))
    if pair.role == "transit":
        ends = [visible(end) if end else "others" for end in (row.origin, row.destination)]
        return "" if ends == ["others", "others"] else " → ".join(ends)
    return visible((row.origin if pair.role == "destination" else row.destination) or "")


def rows_of(found: YearView) -> list[FactRow]:
    """All rows of a year."""
    return [row for kind in ORDER for row in getattr(found, kind.table)]


def is_within(text: str | None, year: int) -> bool:
    """Whether a period lies in one year."""
    return text is not None and years(text) == range(year, year + 1)


def group_under_wholes(rows: Sequence[StatisticRow]) -> list[list[StatisticRow]]:
    """Each whole with its parts, and with theirs, which follow it in the answer of the query."""
    groups: list[list[StatisticRow]] = []
    present: set[str | None] = set()
    for row in rows:
        if row.part_of in present:
            groups[-1].append(row)
        else:
            groups.append([row])
        present.add(row.id)
    return groups


def order_statistics(store: Store, rows: Iterable[StatisticRow]) -> list[StatisticRow]:
    """Key measures first, then by area and measure; parts stay behind their whole."""
    profile = store.store.profile
    key = profile.measures if profile else []
    found = list(rows)
    measures = [*dict.fromkeys([*key, *(row.measure for row in found)])]
    whole = {row.id: group[0] for group in group_under_wholes(found) for row in group}

    def place(row: StatisticRow) -> tuple[bool, int, int]:
        top = whole[row.id]
        is_key = top.measure in key
        return (
            not is_key,
            0 if is_key else AREAS_IN_ORDER.index(top.area),
            measures.index(top.measure),
        )

    return sorted(found, key=place)


def count_routes(worded: YearWords, rows: Sequence[RouteRow]) -> str:
    """How many pairs are stated, in how many reports."""
    stated = [row for row in rows if row.standing not in STANDINGS]
    counted = number_of(len(pairs(worded.store, stated)), "pair")
    return f"{counted} in {number_of(len(worded.words.reports(stated)), 'report')}"


def join_texts(texts: Sequence[Styled], gap: str = ", ") -> Styled:
    """The texts in a row."""
    runs = [run for text in texts for run in (Run(gap), *text)]
    return runs[1:]


def count_assessments(rows: Sequence[FindingRow]) -> str:
    """How many findings there are of each assessment: `16 progress, 19 shortcoming`."""
    counts = Counter[str](row.assessment for row in rows)
    said = [f"{counts[word]} {word}" for word in vocabulary(Assessment) if counts[word]]
    return f"{len(rows)}: {', '.join(said)}" if rows else ""


def join_commands(*commands: str) -> Styled:
    """Command lines in a row, none of which is broken."""
    return styled(" · ".join(f"tip {command}".replace(" ", NO_BREAK) for command in commands))
