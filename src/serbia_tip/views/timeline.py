"""The timeline: the laws and the moves of the rating year by year, or every dated fact."""

from collections.abc import Container, Sequence
from itertools import groupby

from serbia_tip.model import Law, Store, TierRating
from serbia_tip.queries.filters import Asked
from serbia_tip.queries.kinds import changed
from serbia_tip.queries.rows import TimelineRow
from serbia_tip.terminal.screen import visible
from serbia_tip.terminal.text import NO_BREAK, Run, Styled, dim, spelled, styled
from serbia_tip.views.findings import Sentences
from serbia_tip.views.pointers import (
    is_summarized,
    join_commands,
    point_to_disputes,
    without_quarrels,
)
from serbia_tip.views.view import Line, Section, View, cells_of
from serbia_tip.views.wording import when_asked, year_asked, years_of
from serbia_tip.words import number_of

_NONE = "no law, no move of the rating"
_ROOM = 150
"""How many letters of a year's laws are shown before the rest is only counted."""


def view_timeline(store: Store, rows: Sequence[TimelineRow], asked: Asked) -> View:
    """The view that fits the question."""
    if is_summarized(asked, rows) and asked.sources != "full":
        return _summary(store, rows, asked)
    return _facts(store, rows, asked)


def _facts(store: Store, rows: Sequence[TimelineRow], asked: Asked) -> View:
    sentences = Sentences(store, asked.sources)
    kinds = {row.kind for row in rows}

    def line(row: TimelineRow, year: str) -> Line:
        kind = [styled(dim(row.kind))] if len(kinds) > 1 else []
        return sentences.line(row, *kind, said=sentences.dated(row, year))

    what = f"dated {min(kinds)}" if len(kinds) == 1 else "dated fact"
    when = "" if year_asked(asked) else years_of(row.period for row in rows)
    sections = [
        Section(title=year, indented=True, lines=[line(row, year) for row in found])
        for year, found in groupby(rows, key=lambda row: f"{row.year or 0:04}")
    ]
    about = " ".join(f"{year:04}" for year in asked.common.year)
    return View(
        title=f"Timeline{when_asked(asked)}: {number_of(len(rows), what)}{when}",
        sections=without_quarrels(sections),
        aligned=True,
        remarks=list(point_to_disputes(sections, "fact", about)),
    )


def _summary(store: Store, rows: Sequence[TimelineRow], asked: Asked) -> View:
    sentences = Sentences(store, asked.sources)
    standing = (rating for rating in store.tiers if rating.rank != "deprecated")
    first = sorted(standing, key=lambda rating: rating.year)[:1]
    moved = {rating.id for rating in [*first, *changed(store.tiers)]}
    years = {
        year: list(found) for year, found in groupby(rows, key=lambda row: f"{row.year or 0:04}")
    }
    sections = [Section(lines=[_year(sentences, year, own, moved) for year, own in years.items()])]
    busiest = max(years, key=lambda year: len(years[year]))
    kinds = {row.kind for row in rows}
    commands = [
        f"tip timeline {busiest}",
        *([f"tip timeline --kind {Law.noun}"] if Law.noun in kinds else []),
        "tip timeline --all",
    ]
    counted = f"{number_of(len(rows), 'dated fact')}{years_of(row.period for row in rows)}"
    return View(
        title=f"Timeline: {counted}; laws and moves of the rating",
        sections=without_quarrels(sections),
        remarks=[*point_to_disputes(sections, "year", ""), *join_commands(commands)],
        marks=False,
    )


def _year(
    sentences: Sentences, year: str, rows: Sequence[TimelineRow], moved: Container[str]
) -> Line:
    ratings = [row for row in rows if row.id in moved]
    texts: dict[str, Styled] = {}
    for row in [*ratings, *(row for row in rows if row.kind == Law.noun)]:
        fact = sentences.words.facts_by_id[row.id]
        doubt = sentences.words.doubts.marked(row)
        if isinstance(fact, TierRating):
            texts[row.id] = styled(f"rated {fact.tier}", doubt)
        elif isinstance(fact, Law):
            same = styled(texts.get(fact.name, [Run(visible(fact.name))]))
            comma = "," if fact.name in texts else ""
            texts[fact.name] = styled(same, f"{comma} {visible(fact.event)}", doubt)
    said: list[Run] = []
    shown = 0
    for text in texts.values():
        if shown and len(spelled(said)) + len(spelled(text)) > _ROOM:
            break
        said += styled("; " if said else "", text)
        shown += 1
    more = f"; {len(texts) - shown} more" if shown < len(texts) else ""
    counted = dim(f"  ({number_of(len(rows), 'fact')})".replace(" ", NO_BREAK))
    return Line(cells=cells_of(year, styled(said or _NONE, more, counted)))
