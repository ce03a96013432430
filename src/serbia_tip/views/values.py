"""A row as a person reads it: bounds as signs, absence as a dash, doubts in words."""

from serbia_tip.queries.flat import text
from serbia_tip.queries.rows import CitedRow, FactRow, Row, StatisticRow
from serbia_tip.terminal.escape import visible
from serbia_tip.views import wording
from serbia_tip.views.wording import ABSENT, UNITS

SIGNS = {"exact": "", **{bound: f"{sign} " for bound, sign in wording.SIGNS.items()}}
"""What stands before a value, by its bound."""


def cell(row: Row, field: str) -> str:
    """The field of the row in words, `–` when it is absent."""
    if isinstance(row, StatisticRow) and field == "value":
        return visible(figure(row))
    value = getattr(row, field)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if field == "standing":
        return spoken(value)
    return visible(text(row, field)) or ABSENT


def spoken(word: str) -> str:
    """A word of a vocabulary as people say it: `at risk`."""
    return word.replace("_", " ")


def credit(row: FactRow) -> str | None:
    """Whom the source credits, where `said_by` names them by another name or not at all."""
    return None if row.attributed_to == text(row, "said_by") else row.attributed_to


def figure(row: StatisticRow) -> str:
    """The value with its bound, its unit and what it is out of: `≥ 23 persons`, `> 75 %`."""
    unit = UNITS.get(row.unit, row.unit)
    if row.value == 1 and row.out_of is None and unit.endswith("s"):
        unit = unit[:-1]
    out_of = "" if row.out_of is None else f" of {row.out_of:,}"
    return f"{SIGNS[row.bound]}{row.value:,}{out_of} {unit}"


def doubts(row: Row) -> str:
    """`deprecated`, `disputed`, both or nothing: what must be said beside the value."""
    if not isinstance(row, CitedRow):
        return ""
    words = ["deprecated"] if row.rank == "deprecated" else []
    return ", ".join([*words, "disputed"] if row.disputed_by else words)
