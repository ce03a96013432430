"""The routes as flows: those with the same role and the same two ends, together."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from serbia_tip.field_types import Role, vocabulary
from serbia_tip.model import Store
from serbia_tip.period import first_to_last, reach
from serbia_tip.queries.rows import RouteRow, Row
from serbia_tip.words import number_of

_ROLES = vocabulary(Role)


class Flow(NamedTuple):
    """The routes of one role from one country to another; None is an end that is not named."""

    role: str
    origin: str | None
    destination: str | None
    rows: Sequence[RouteRow]


def flows(rows: Sequence[Row]) -> list[Flow]:
    """The flows by role, those of most routes first, those with an unnamed end last.

    The ends are codes of countries.
    """
    found: defaultdict[tuple[str, str | None, str | None], list[RouteRow]] = defaultdict(list)
    for row in rows:
        assert isinstance(row, RouteRow)
        found[row.role, row.origin_code, row.destination_code].append(row)
    return sorted((Flow(*key, found[key]) for key in found), key=_place)


def _place(flow: Flow) -> tuple[int, int, int, str, str]:
    ends = (flow.origin, flow.destination)
    return (
        _ROLES.index(flow.role),
        ends.count(None),
        -len(flow.rows),
        flow.origin or "",
        flow.destination or "",
    )


def through(store: Store, role: str) -> list[str]:
    """The codes of the countries between the two ends of a route in this role."""
    return [store.store.country] if role == "transit" else []


def counted(rows: Sequence[RouteRow]) -> str:
    """How many routes these are, and from which year to which: `3 routes, 2001 to 2008`."""
    number = number_of(len(rows), "route")
    touched = reach(row.period for row in rows)
    return f"{number}, {first_to_last(*touched) if touched else 'undated'}"
