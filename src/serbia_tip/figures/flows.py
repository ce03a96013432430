"""The routes as flows: those with the same role, the same two ends and the same standing."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from msgspec import Struct

from serbia_tip.field_types import Role, Standing, vocabulary
from serbia_tip.model import Store
from serbia_tip.period import years
from serbia_tip.queries.rows import RouteRow
from serbia_tip.references import reference
from serbia_tip.views.wording import runs
from serbia_tip.words import number_of

_ROLES = vocabulary(Role)
_STANDINGS = vocabulary(Standing)


class Flow(Struct, frozen=True):
    """The routes of one role from one country to another; None is an end that is not named."""

    role: str
    origin: str | None
    destination: str | None
    standing: Standing
    rows: Sequence[RouteRow]

    @property
    def reports(self) -> int:
        """How many reports say so."""
        return len(reports(self.rows))

    @property
    def years(self) -> list[int]:
        """The years that its routes touch."""
        return touched(self.rows)

    @property
    def open_ended(self) -> bool:
        """Whether a source adds countries that it doesn't name."""
        return any(row.open_ended for row in self.rows)

    @property
    def counted(self) -> str:
        """How many reports say so, of which years: `3 reports, 2001, 2003–2004`."""
        return counted(self.rows)


def flows(rows: Iterable[RouteRow]) -> list[Flow]:
    """The flows by role, those with most reports first, those with an unnamed end last.

    The ends are codes of countries.
    """
    found: defaultdict[tuple[str, str | None, str | None, Standing], list[RouteRow]] = defaultdict(
        list
    )
    for row in rows:
        found[row.role, row.origin_code, row.destination_code, row.standing].append(row)
    return sorted((Flow(*key, same) for key, same in found.items()), key=_place)


def _place(flow: Flow) -> tuple[int, int, int, str, str, int]:
    ends = (flow.origin, flow.destination)
    return (
        _ROLES.index(flow.role),
        ends.count(None),
        -flow.reports,
        flow.origin or "",
        flow.destination or "",
        _STANDINGS.index(flow.standing),
    )


def between(store: Store, role: str) -> list[str]:
    """The codes of the countries between the two ends of a route in this role."""
    return [store.store.country] if role == "transit" else []


def reports(rows: Iterable[RouteRow]) -> set[str]:
    """The sources that the rows rest on."""
    return {reference(text)[0] for row in rows for text in row.sources}


def touched(rows: Iterable[RouteRow]) -> list[int]:
    """The years that the rows touch, each once."""
    return sorted({year for row in rows if row.period for year in years(row.period)})


def counted(rows: Sequence[RouteRow]) -> str:
    """How many reports say so, of which years: `3 reports, 2001, 2003–2004`."""
    return f"{number_of(len(reports(rows)), 'report')}, {runs(touched(rows)) or 'undated'}"
