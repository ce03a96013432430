"""The wording of years: their ratings, figures and routes, and the order in which they stand."""

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
from serbia_tip.views.wording import group_by
from serbia_tip.words import number_of

_WAYS = {  # what stands before the countries at the other ends, by the home country's role
    "destination": "To {home}, from",
    "source": "From {home}, to",
    "transit": "Through {home}",
    "internal": "Within {home}",
}
# what was done, and then the situation that it answers
AREAS_IN_ORDER = sorted(AREAS, key=lambda area: area == "situation")


class YearWords(FactWords):
    """What the pages of a store's years are worded with."""

    def rating(self, ratings: Sequence[TierRow]) -> Styled:
        """The rating that stands, with its doubts, and what others say of the same year."""
        row = latest_rating(ratings)
        if row is None:
            return []
        state = f", {self.state(row)}" if self.state(row) else ""
        said = styled(row.tier, self.doubts.marked(row), state)
        for fact in self.store.tiers:
            if fact.year == row.year and fact.tier != row.tier:
                why = doubt(" (deprecated)" if fact.rank == "deprecated" else "")
                said = styled(said, f"; {self.bodies(self.said_by(fact))} says {fact.tier}", why)
        return said

    def figures(self, rows: Sequence[StatisticRow], *, named: bool = True) -> Styled:
        """The values, equal ones once, and if `named` who counts them: `62 Centre/UNODC · 60 X`."""
        said = []
        same = group_by(rows, lambda row: (row.value, row.bound, row.unit, row.out_of, row.rank))
        for own in same.values():
            value = self.value(own[0], unit=not self.names_unit(own[0].measure, own[0].unit))
            who = f" {self.counters(own)}" if named else ""
            said.append(styled(value, who, self.doubts.marked(own[0])))
        return join_texts(said, " / ")

    def notes(self, rows: Iterable[CitedRow]) -> list[Note]:
        """What must be known of the rows, but for the disputes, to which `count_disputed` leads."""
        return [note for note in super().notes(rows) if note.word != "disputed"]

    def count_disputed(self, rows: Iterable[FactRow], years: str) -> Iterator[Styled]:
        """How many facts are disputed by others, and where both sides are told."""
        if disputed := {row.id for row in rows if "disputed" in self.doubts.words(row)}:
            command = f"tip disputes {years}".replace(" ", NO_BREAK)
            yield styled(f"Disputed: {number_of(len(disputed), 'fact')}: {command}")

    def ends(self, rows: Sequence[RouteRow]) -> Iterator[tuple[str, str, list[Pair]]]:
        """The roles of these routes, each in words, `To Arden, from`, and with its pairs."""
        found = pairs(self.store, rows)
        for role, way in _WAYS.items():
            if own := [pair for pair in found if pair.role == role]:
                yield role, way.format(home=self.home), own

    def named(self, pairs_of_role: Sequence[Pair]) -> list[Styled]:
        """The other ends of these pairs, each once, with the doubts of the firmest pair."""
        found: dict[str, Styled] = {}
        for pair in sorted(pairs_of_role, key=lambda pair: pair.standing in STANDINGS):
            words = dict.fromkeys(word for row in pair.rows for word in self.doubts.words(row))
            if name := name_end(pair):
                doubted = doubt(f" ({', '.join(words)})" if words else "")
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
        return visible(": ".join(filter(None, (", ".join(row.people), row.purpose))))
    if pair.role == "transit":
        named = row.origin or row.destination
        return visible(f"{row.origin or 'others'} → {row.destination or 'others'}" if named else "")
    return visible((row.origin if pair.role == "destination" else row.destination) or "")


def all_rows(found: YearView) -> list[FactRow]:
    """The rows of all kinds of a year."""
    return [row for kind in ORDER for row in found.rows(kind)]


def order_statistics(store: Store, rows: Sequence[StatisticRow]) -> list[list[StatisticRow]]:
    """Wholes with all their parts, which follow them in the query's answer; key measures first."""
    groups: list[list[StatisticRow]] = []
    present: set[str | None] = set()
    for row in rows:
        if row.part_of in present:
            groups[-1].append(row)
        else:
            groups.append([row])
        present.add(row.id)
    key = store.store.profile.measures if store.store.profile else []
    measures = [*dict.fromkeys([*key, *(row.measure for row in rows)])]

    def place(group: Sequence[StatisticRow]) -> tuple[int, int]:
        area = -1 if group[0].measure in key else AREAS_IN_ORDER.index(group[0].area)
        return area, measures.index(group[0].measure)

    return sorted(groups, key=place)
