"""The coverage as people read it: year by kind, its gaps shown as gaps."""

from collections import Counter
from collections.abc import Sequence

from serbia_tip.model import FACT_TYPES, Store
from serbia_tip.queries.answer import Asked
from serbia_tip.queries.lookups import narrowed
from serbia_tip.queries.rows import CoverageRow, fields
from serbia_tip.terminal.styled import styled
from serbia_tip.views.view import Line, Section, View
from serbia_tip.views.wording import ABSENT, Wording, years_in_words
from serbia_tip.words import number_of


def view(store: Store, rows: Sequence[CoverageRow], asked: Asked) -> View:
    """How many facts of each kind touch each year, and how many different ones these are."""
    titles = {field.name: field.title for field in fields(CoverageRow)}
    facts = narrowed(store, store.facts(), asked.common)
    counts = Counter(map(type, facts))
    named = ", ".join(number_of(counts[kind], kind.noun) for kind in FACT_TYPES if counts[kind])
    years = [row.year for row in rows if row.year is not None]
    when = f", {years_in_words(years[0], years[-1])}" if years else ""
    return View(
        title=f"Facts by year{Wording(store).narrowed(asked) or when}",
        sections=[
            Section(
                headings=[titles["year"], *(titles[kind.table] for kind in FACT_TYPES)],
                numbers=range(1, len(FACT_TYPES) + 1),
                lines=[
                    Line(
                        cells=[
                            styled("undated" if row.year is None else f"{row.year:04}"),
                            *(styled(_count(getattr(row, kind.table))) for kind in FACT_TYPES),
                        ]
                    )
                    for row in rows
                ],
            )
        ],
        key=[
            styled(f"{ABSENT} nothing stored. A fact counts in each year that its period touches.")
        ],
        remarks=[styled(f"{len(facts):,} different facts: {named}.")],
    )


def _count(count: int | None) -> str:
    return ABSENT if count is None else f"{count:,}"
