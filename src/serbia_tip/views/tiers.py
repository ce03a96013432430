"""Ratings as people read them: the years with one tier in one line, doubts and rivals beside it."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec import Struct

from serbia_tip.model import Store
from serbia_tip.queries.answer import Asked
from serbia_tip.queries.gaps import rating_gaps
from serbia_tip.queries.rows import TierRow
from serbia_tip.terminal.styled import Styled, doubt, styled
from serbia_tip.views.doubts import Doubts
from serbia_tip.views.view import Line, Section, View
from serbia_tip.views.wording import Wording, years_in_words

_TITLE = "Rating in the US Trafficking in Persons Report"
_TIER = 1
"""The column that the tier stands in."""


class _Rating(Struct, frozen=True):
    """What one year's report gives: the rating that stands, and the others for that year."""

    row: TierRow
    rivals: list[TierRow]


def view(store: Store, rows: Sequence[TierRow], asked: Asked) -> View:
    """The ratings in order of time, a line for the years in which nothing changes."""
    years = [row.year for row in rows]
    when = Wording(store).narrowed(asked) or f", {years_in_words(min(years), max(years))}"
    tiers = {row.tier for row in rows}
    whole = section(store, rows)
    same = f": {rows[0].tier}" if len(tiers) == 1 and len(whole.lines) > 1 else ""
    return View(
        title=f"{_TITLE}{when}{same}",
        sections=[whole.without_shared([_TIER]) if same else whole],
        remarks=[styled(said) for said in rating_gaps(store, asked.common)],
        editions=True,
    )


def section(store: Store, rows: Sequence[TierRow]) -> Section:
    """The lines of these ratings."""
    words = Wording(store)
    doubts = Doubts(store, words)
    ratings = sorted(_ratings(rows), key=lambda rating: rating.row.year)
    lines = []
    before = ""
    for run in _runs(doubts, ratings):
        state = words.state(run[0].row)
        lines.append(_line(words, doubts, run, state or (words.home if before else "")))
        before = state
    return Section(lines=lines)


def _ratings(rows: Sequence[TierRow]) -> Iterator[_Rating]:
    """Year by year the preferred rating, or the first that is not deprecated, and its rivals."""
    ranks = ("preferred", "normal", "deprecated")
    for _, same in groupby(sorted(rows, key=lambda row: row.year), key=lambda row: row.year):
        first, *others = sorted(same, key=lambda row: ranks.index(row.rank))
        yield _Rating(first, others)


def _runs(doubts: Doubts, ratings: Sequence[_Rating]) -> Iterator[list[_Rating]]:
    """The ratings of years without a gap between them that are alike in all but the year."""

    def alike(pair: tuple[int, _Rating]) -> object:
        place, (row, rivals) = pair[0], (pair[1].row, pair[1].rivals)
        own = row.year if rivals or doubts.words(row) else row.year - place
        return row.tier, row.entity, bool(rivals), doubts.words(row), own

    for _, run in groupby(enumerate(ratings), key=alike):
        yield [rating for _, rating in run]


def _line(words: Wording, doubts: Doubts, run: Sequence[_Rating], state: str) -> Line:
    """One line: the years, the tier, and all that must be said beside it."""
    rows = [row for rating in run for row in (rating.row, *rating.rivals)]
    first = run[0]
    said: list[Styled] = [[doubt(word)] for word in doubts.words(first.row)]
    said += [styled(by) for by in _credited(words, run)]
    said += [
        styled(f"{words.who(rival)} says {rival.tier}", doubts.marked(rival))
        for rival in first.rivals
    ]
    beside = [part for item in ([styled(state)] if state else []) + said for part in (item, "; ")]
    return Line(
        cells=[
            styled(years_in_words(first.row.year, run[-1].row.year)),
            styled(first.row.tier),
            styled(*beside[:-1]),
        ],
        references=[text for row in rows for text in row.sources],
        notes=[note for row in rows for note in doubts.notes(row)],
    )


def _credited(words: Wording, run: Sequence[_Rating]) -> Iterator[str]:
    """Whom the sources of these ratings credit, with the year where the line has several."""
    for rating in run:
        if rating.row.attributed_to:
            year = f"in {rating.row.year} " if len(run) > 1 else ""
            yield f"{year}by {words.who(rating.row)}"
