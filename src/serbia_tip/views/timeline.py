"""The view of `tip timeline`: year by year, each dated fact a sentence."""

from collections.abc import Sequence
from itertools import groupby

from serbia_tip.model import Store
from serbia_tip.queries.answer import Asked
from serbia_tip.queries.rows import TimelineRow
from serbia_tip.terminal.styled import dim, styled
from serbia_tip.views.sentences import Sentences
from serbia_tip.views.view import Line, Section, View
from serbia_tip.views.wording import when_asked, year_asked, years_of
from serbia_tip.words import number_of


def view(store: Store, rows: Sequence[TimelineRow], asked: Asked) -> View:
    """The facts, grouped by the year in which their periods begin."""
    sentences = Sentences(store, asked.sources)
    kinds = {row.kind for row in rows}

    def line(row: TimelineRow, year: str) -> Line:
        kind = [styled(dim(row.kind))] if len(kinds) > 1 else []
        return sentences.line(row, *kind, said=sentences.dated(row, year))

    what = f"dated {min(kinds)}" if len(kinds) == 1 else "dated fact"
    when = "" if year_asked(asked) else years_of(row.period for row in rows)
    return View(
        title=f"Timeline{when_asked(asked)}: {number_of(len(rows), what)}{when}",
        sections=[
            Section(title=year, indented=True, lines=[line(row, year) for row in found])
            for year, found in groupby(rows, key=lambda row: f"{row.year or 0:04}")
        ],
        aligned=True,
    )
