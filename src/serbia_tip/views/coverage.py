"""The view of `tip coverage`: how many facts of each kind there are for each year."""

from collections.abc import Sequence

from serbia_tip.model import KINDS, Store
from serbia_tip.queries.answer import Asked
from serbia_tip.queries.lookups import narrowed
from serbia_tip.queries.rows import CoverageRow, fields
from serbia_tip.terminal.styled import styled
from serbia_tip.views.view import Line, Section, View
from serbia_tip.views.wording import ABSENT, when_asked, years_in_words
from serbia_tip.words import number_of


def view(store: Store, rows: Sequence[CoverageRow], asked: Asked) -> View:
    """A line for each year, and how many different facts there are."""
    titles = {field.name: field.title for field in fields(CoverageRow)}
    facts = narrowed(store, store.facts(), asked.common)
    counted = {kind: sum(fact.noun == KINDS[kind].noun for fact in facts) for kind in KINDS}
    named = ", ".join(
        number_of(count, KINDS[kind].noun) for kind, count in counted.items() if count
    )
    years = [row.year for row in rows if row.year is not None]
    when = f", {years_in_words(years[0], years[-1])}" if years else ""

    def line(row: CoverageRow) -> Line:
        year = "undated" if row.year is None else f"{row.year:04}"
        counts = [getattr(row, kind) for kind in KINDS]
        shown = [ABSENT if count is None else f"{count:,}" for count in counts]
        return Line(cells=[styled(year), *map(styled, shown)])

    return View(
        title=f"Facts by year{when_asked(asked) or when}",
        sections=[
            Section(
                headings=[titles["year"], *(titles[kind] for kind in KINDS)],
                numbers=range(1, len(KINDS) + 1),
                lines=list(map(line, rows)),
            )
        ],
        key=[
            styled(f"{ABSENT} nothing stored. A fact counts in each year that its period touches.")
        ],
        remarks=[styled(f"{len(facts):,} different facts: {named}.")],
    )
