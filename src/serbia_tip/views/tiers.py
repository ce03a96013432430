"""The view of `tip tiers`: years with one tier in one line, doubts and rivals beside it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from serbia_tip.model import Store
from serbia_tip.queries.filters import Asked
from serbia_tip.queries.gaps import rating_gaps
from serbia_tip.queries.rows import TierRow
from serbia_tip.terminal.text import Run, Styled, doubt, styled
from serbia_tip.views.evidence import Doubts
from serbia_tip.views.view import Line, Section, View
from serbia_tip.views.wording import Wording, when_asked, years_in_words

_TITLE = "Rating in the US Trafficking in Persons Report"


_TIER = 1
"""The column of the tier."""


_RANKS = ("preferred", "normal", "deprecated")


Rating = Sequence[TierRow]
"""One year's ratings: the one that stands, then its rivals."""


def view(store: Store, rows: Sequence[TierRow], asked: Asked) -> View:
    """The ratings by year, a line for consecutive years without a change."""
    words = Wording(store)
    doubts = Doubts(store, words)
    lines: list[Line] = []
    before = ""
    [(rater, _)] = Counter(tuple(row.said_by) for row in rows).most_common(1)
    for run in _runs(doubts, rows):
        state = words.state(run[0][0])
        lines.append(_line(words, doubts, run, state or (words.home if before else ""), rater))
        before = state
    years = [row.year for row in rows]
    when = when_asked(asked) or f", {years_in_words(min(years), max(years))}"
    section = Section(lines=lines)
    same = section.shared([_TIER]) if len({row.tier for row in rows}) == 1 else {}
    return View(
        title=": ".join([f"{_TITLE}{when}", *same.values()]),
        sections=[section.without(same)],
        remarks=[styled(said) for said in rating_gaps(store, asked.common)],
        editions=True,
    )


def _runs(doubts: Doubts, rows: Sequence[TierRow]) -> Iterator[list[Rating]]:
    """The ratings of consecutive years that differ in nothing but the year."""
    ratings: list[Rating] = [
        sorted(same, key=lambda row: _RANKS.index(row.rank))
        for _, same in groupby(sorted(rows, key=lambda row: row.year), key=lambda row: row.year)
    ]

    def kind(numbered: tuple[int, Rating]) -> object:
        number, (row, *rivals) = numbered
        doubted = doubts.words(row)
        own = row.year if rivals or doubted else row.year - number  # equal in consecutive years
        return row.tier, row.entity, bool(rivals), doubted, own

    for _, run in groupby(enumerate(ratings), key=kind):
        yield [rating for _, rating in run]


def _line(
    words: Wording, doubts: Doubts, run: Sequence[Rating], state: str, rater: tuple[str, ...]
) -> Line:
    """The years, the tier, and beside it the state, doubts, credits and rivals."""
    first, *rivals = run[0]
    rows = [row for rating in run for row in rating]
    said: list[Styled] = [
        styled(state),
        *([doubt(word)] for word in doubts.words(first)),
        *(styled(credit) for credit in _credited(words, run, rater)),
        *(styled(f"{words.who(row)} says {row.tier}", doubts.marked(row)) for row in rivals),
    ]
    return Line(
        cells=[
            styled(years_in_words(first.year, run[-1][0].year)),
            styled(first.tier),
            styled(*(part for text in filter(None, said) for part in (Run("; "), *text)))[1:],
        ],
        references=[text for row in rows for text in row.sources],
        notes=[note for row in rows for note in doubts.notes(row)],
    )


def _credited(words: Wording, run: Sequence[Rating], rater: tuple[str, ...]) -> Iterator[str]:
    """Whom the sources of these ratings credit, unless the `rater`, with the year among several."""
    for row, *_ in run:
        if row.attributed_to and tuple(row.said_by) != rater:
            year = f"{row.year} " if len(run) > 1 else ""
            yield f"{year}according to {words.who(row)}"
