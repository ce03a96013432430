"""Routes as pairs of countries: what several reports say of the same way is one of them."""

from collections.abc import Iterable

from msgspec import Struct

from serbia_tip.queries.rows import RouteRow


class Pair(Struct, frozen=True):
    """The routes of one role and standing between the same two ends, or of the same people."""

    role: str
    standing: str
    ends: tuple[str | None, str | None]
    """The origin and the destination; None is an end that is not named."""
    people: tuple[str, ...]
    """Of routes within the country: who is trafficked, and for what."""
    rows: list[RouteRow]

    @property
    def open_ended(self) -> bool:
        """Whether a report adds countries that it doesn't name."""
        return any(row.open_ended for row in self.rows)


def pairs(rows: Iterable[RouteRow]) -> list[Pair]:
    """The pairs of these routes, in the order in which they are first met."""
    found: dict[tuple[object, ...], Pair] = {}
    for row in rows:
        inside = row.role == "internal"
        people = (*row.people, row.purpose or "") if inside else ()
        ends = (row.origin, row.destination)
        pair = Pair(row.role, row.standing, ends, people, [])
        found.setdefault((row.role, row.standing, ends, people), pair).rows.append(row)
    return list(found.values())
