"""The wording of years: their ratings, figures and routes, and the order in which they stand."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from serbia_tip.model import Store
from serbia_tip.queries.country_profile import latest_rating
from serbia_tip.queries.filters import AREAS
from serbia_tip.queries.kinds import ORDER, YearView
from serbia_tip.queries.route_pairs import Pair, pairs
from serbia_tip.queries.rows import CitedRow, FactRow, RouteRow, StatisticRow, TierRow
from serbia_tip.terminal.screen import visible
from serbia_tip.terminal.text import NO_BREAK, Styled, doubt, join_texts, styled
from serbia_tip.views.evidence import STANDINGS, FactWords
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


class YearWords(FactWords):
    """What the pages of a store's years are worded with."""

    def rating(self, ratings: Sequence[TierRow]) -> Styled:
        """The rating that stands, with its doubts, and what others say of the same year."""
        row = latest_rating(ratings)
        if row is None:
            return []
        state = self.state(row)
        rivals = [
            styled(f"; {self.bodies(self.said_by(fact))} says {fact.tier}", why)
            for fact in self.store.tiers
            if fact.year == row.year and fact.tier != row.tier
            for why in [doubt(" (deprecated)" if fact.rank == "deprecated" else "")]
        ]
        return styled(row.tier, self.doubts.marked(row), f", {state}" if state else "", *rivals)

    def counted_in(self, row: StatisticRow, year: int) -> str:
        """What a statistic counts, and when and where if that isn't the year and the home state."""
        when = "" if row.period == f"{year:04}" else period(row.period)
        return ", ".join(filter(None, (self.counted(row), when, self.state(row))))

    def figures(self, rows: Sequence[StatisticRow], *, named: bool = True) -> Styled:
        """The values, equal ones once, and if `named` who counts them: `62 Centre/UNODC · 60 X`."""
        same: defaultdict[object, list[StatisticRow]] = defaultdict(list)
        for row in rows:
            same[row.value, row.bound, row.unit, row.out_of, row.rank].append(row)
        said = []
        for first, *others in same.values():
            value = self.value(first, unit=not self.names_unit(first.measure, first.unit))
            who = f" {'/'.join(dict.fromkeys(map(self.who, [first, *others])))}" if named else ""
            said.append(styled(value, who, self.doubts.marked(first)))
        return join_texts(said, " / ")

    def notes(self, rows: Iterable[CitedRow]) -> list[Note]:
        """What must be known of the rows, but for the disputes, to which `count_disputed` leads."""
        return [note for note in super().notes(rows) if note.word != "disputed"]

    def count_disputed(self, rows: Iterable[FactRow], years: str) -> Iterator[Styled]:
        """How many facts are disputed by others, and where both sides are told."""
        if disputed := {row.id for row in rows if "disputed" in self.doubts.words(row)}:
            command = f"tip disputes {years}".replace(" ", NO_BREAK)
            yield styled(f"Disputed: {number_of(len(disputed), 'fact')}: {command}")

    def role(self, role: str) -> str:
        """What stands before the countries at the other ends: `To Arden, from`."""
        return _WAYS[role].format(home=self.home)

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
            doubted = doubt(f" ({', '.join(words)})" if words else "")
            if name := name_end(pair):
                found.setdefault(name, styled(name, doubted))
        return list(found.values())

    def count_routes(self, rows: Sequence[RouteRow]) -> str:
        """How many pairs are stated, in how many reports."""
        stated = [row for row in rows if row.standing not in STANDINGS]
        counted = number_of(len(pairs(self.store, stated)), "pair")
        return f"{counted} in {number_of(len(self.reports(stated)), 'report')}"


def name_end(pair: Pair) -> str:
    """The other end of a route, or who is trafficked within the country; empty if not named."""
    row = pair.rows[0]
    if pair.role == "internal":
        return ": ".join(filter(None, (visible(", ".join(row.people)), visible(row.purpose or ""))))
    if pair.role == "transit":
        ends = [visible(end) if end else "others" for end in (row.origin, row.destination)]
        return "" if ends == ["others", "others"] else " → ".join(ends)
    return visible((row.origin if pair.role == "destination" else row.destination) or "")


def all_rows(found: YearView) -> list[FactRow]:
    """The rows of all kinds of a year."""
    return [row for kind in ORDER for row in found.rows(kind)]


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


def order_statistics(store: Store, rows: Sequence[StatisticRow]) -> list[StatisticRow]:
    """Key measures first, then by area and measure; parts stay behind their whole."""
    key = store.store.profile.measures if store.store.profile else []
    measures = [*dict.fromkeys([*key, *(row.measure for row in rows)])]

    def place(group: Sequence[StatisticRow]) -> tuple[bool, int, int]:
        whole = group[0]
        is_key = whole.measure in key
        area = 0 if is_key else AREAS_IN_ORDER.index(whole.area)
        return not is_key, area, measures.index(whole.measure)

    return [row for group in sorted(group_under_wholes(rows), key=place) for row in group]
