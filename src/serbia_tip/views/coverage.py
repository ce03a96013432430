"""The view of `tip coverage`: how many facts of each kind there are for each year."""

from collections import Counter
from collections.abc import Sequence

from serbia_tip.model import FACT_TYPES, Store
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
    counts = Counter(map(type, facts))
    named = ", ".join(number_of(counts[kind], kind.noun) for kind in FACT_TYPES if counts[kind])
    years = [row.year for row in rows if row.year is not None]
    when = f", {years_in_words(years[0], years[-1])}" if years else ""

    def line(row: CoverageRow) -> Line:
        year = "undated" if row.year is None else f"{row.year:04}"
        counts = [getattr(row, kind.table) for kind in FACT_TYPES]
        shown = [ABSENT if count is None else f"{count:,}" for count in counts]
        return Line(cells=[styled(year), *map(styled, shown)])

    return View(
        title=f"Facts by year{when_asked(asked) or when}",
        sections=[
            Section(
                headings=[titles["year"], *(titles[kind.table] for kind in FACT_TYPES)],
                numbers=range(1, len(FACT_TYPES) + 1),
                lines=list(map(line, rows)),
            )
        ],
        key=[
            styled(f"{ABSENT} nothing stored. A fact counts in each year that its period touches.")
        ],
        remarks=[styled(f"{len(facts):,} different facts: {named}.")],
    )
