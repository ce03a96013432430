"""The timeline as people read it: year by year, each dated fact a sentence."""

from collections.abc import Sequence
from itertools import groupby

from serbia_tip.model import Store
from serbia_tip.period import reach
from serbia_tip.queries.answer import Asked
from serbia_tip.queries.rows import TimelineRow
from serbia_tip.terminal.styled import dim, styled
from serbia_tip.views.sentences import Sentences
from serbia_tip.views.view import Section, View
from serbia_tip.views.wording import Wording, year_asked, years_in_words
from serbia_tip.words import number_of


def view(store: Store, rows: Sequence[TimelineRow], asked: Asked) -> View:
    """The facts under the years in which their periods begin."""
    words = Wording(store)
    sentences = Sentences(store, words, asked.sources)
    kinds = {row.kind for row in rows}
    sections = [
        Section(
            title=f"{year:04}",
            indented=True,
            lines=[
                sentences.line(
                    row,
                    *([styled(dim(row.kind))] if len(kinds) > 1 else []),
                    under=f"{year:04}",
                )
                for row in found
            ],
        )
        for year, found in groupby(rows, key=lambda row: row.year or 0)
    ]
    what = f"dated {kinds.pop()}" if len(kinds) == 1 else "dated fact"
    touched = reach(row.period for row in rows)
    when = "" if year_asked(asked) or not touched else f", {years_in_words(*touched)}"
    return View(
        title=f"Timeline{words.narrowed(asked)}: {number_of(len(rows), what)}{when}",
        sections=sections,
        aligned=True,
    )
