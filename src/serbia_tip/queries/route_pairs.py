"""Routes grouped by the countries at their ends, as readers see them: one line each."""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from serbia_tip.model import Role, Standing, Store, vocabulary
from serbia_tip.periods import years
from serbia_tip.queries.attribution import Attribution
from serbia_tip.queries.rows import RouteRow

_ROLES = vocabulary(Role)
_STANDINGS = vocabulary(Standing)


class Pair(Struct, frozen=True, kw_only=True):
    """The routes of one role and standing between two ends; within a country, of one group."""

    role: Role
    standing: Standing
    origin: str | None  # the country's code; None if it is not named
    destination: str | None
    people: Sequence[str] = ()  # within the country: who is trafficked, and for what
    rows: Sequence[RouteRow]
    reports: Sequence[str]  # the sources; an encyclopedia counts only if there are no others

    @property
    def named_ends(self) -> int:
        """How many of its ends are named: 2, 1 or 0; a group within the country has both."""
        return 2 - (self.origin, self.destination).count(None)

    @property
    def open_ended(self) -> bool:
        """Whether a source adds countries that it doesn't name."""
        return any(row.open_ended for row in self.rows)

    @property
    def years(self) -> list[int]:
        """The years that its routes touch."""
        return sorted({year for row in self.rows if row.period for year in years(row.period)})

    def way(self, store: Store) -> list[str | None]:
        """Return the codes of the countries along the way."""
        between = [store.store.country] if self.role == "transit" else []
        return [self.origin, *between, self.destination]


def pairs(store: Store, rows: Iterable[RouteRow]) -> list[Pair]:
    """Group the routes in pairs: by role, named ends first, then those with most reports."""
    attribution = Attribution.of(store)
    found: dict[object, list[RouteRow]] = {}
    for row in rows:
        key = (row.role, row.standing, row.origin_code, row.destination_code, _people(row))
        found.setdefault(key, []).append(row)
    made = [
        Pair(
            role=one.role,
            standing=one.standing,
            origin=one.origin_code,
            destination=one.destination_code,
            people=_people(one),
            rows=same,
            reports=attribution.reports(row.sources for row in same),
        )
        for same in found.values()
        for one in same[:1]
    ]

    def place(pair: Pair) -> tuple[object, ...]:
        ends = (pair.origin or "", pair.destination or "")
        role, standing = _ROLES.index(pair.role), _STANDINGS.index(pair.standing)
        return role, -pair.named_ends, -len(pair.reports), *ends, standing

    return sorted(made, key=place)


def count_reports(attribution: Attribution, pairs: Iterable[Pair]) -> int:
    """Count the independent reports of these pairs together."""
    return len(attribution.reports(row.sources for pair in pairs for row in pair.rows))


def _people(row: RouteRow) -> tuple[str, ...]:
    said = (", ".join(row.people), row.purpose) if row.role == "internal" else ()
    return tuple(filter(None, said))
