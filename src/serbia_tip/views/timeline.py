"""The timeline: the laws and the moves of the rating year by year, or every dated fact."""

from collections.abc import Container, Mapping, Sequence
from itertools import groupby

from serbia_tip.model import Law, Store, TierRating
from serbia_tip.queries.filters import Asked
from serbia_tip.queries.kinds import changed
from serbia_tip.queries.rows import TimelineRow
from serbia_tip.terminal.screen import visible
from serbia_tip.terminal.text import NO_BREAK, Run, Styled, dim, spelled, styled
from serbia_tip.views.evidence import FactWords
from serbia_tip.views.findings import Sentences
from serbia_tip.views.pointers import is_summarized, join_commands, lead_on, name_what_was_asked
from serbia_tip.views.view import Line, Section, View, line_of
from serbia_tip.views.wording import when_asked, year_asked, years_of
from serbia_tip.words import number_of

_ROOM = 150  # how many letters of a year's laws are shown before the rest is only counted


def view_timeline(store: Store, rows: Sequence[TimelineRow], asked: Asked) -> View:
    """What the law and the rating did year by year, or every fact, as fits the question."""
    sentences = Sentences(store, asked.sources)
    by_year = groupby(rows, key=lambda row: f"{row.year or 0:04}")
    years = {year: list(found) for year, found in by_year}
    kinds = {row.kind for row in rows}
    if is_summarized(asked, rows) and asked.sources != "full":
        return _summarize(sentences.words, years, kinds)

    def line(row: TimelineRow, year: str) -> Line:
        kind = [styled(dim(row.kind))] if len(kinds) > 1 else []
        return sentences.line(row, *kind, said=sentences.dated(row, year))

    counted = number_of(len(rows), f"dated {min(kinds)}" if len(kinds) == 1 else "dated fact")
    when = "" if year_asked(asked) else years_of(row.period for row in rows)
    sections = [
        Section(title=year, indented=True, lines=[line(row, year) for row in found])
        for year, found in years.items()
    ]
    title = f"Timeline{when_asked(asked)}: {counted}{when}"
    found = View(title=title, sections=sections, aligned=True)
    return lead_on(found, "fact", name_what_was_asked(asked))


def _summarize(
    words: FactWords, years: Mapping[str, Sequence[TimelineRow]], kinds: Container[str]
) -> View:
    ratings = words.store.tiers
    standing = (rating for rating in ratings if rating.rank != "deprecated")
    first = sorted(standing, key=lambda rating: rating.year)[:1]
    moved = {rating.id for rating in [*first, *changed(ratings)]}
    lines = [_line(words, year, rows, moved) for year, rows in years.items()]
    rows = [row for found in years.values() for row in found]
    busiest = max(years, key=lambda year: len(years[year]))
    laws = [f"tip timeline --kind {Law.noun}"] if Law.noun in kinds else []
    commands = [f"tip timeline {busiest}", *laws, "tip timeline --all"]
    counted = f"{number_of(len(rows), 'dated fact')}{years_of(row.period for row in rows)}"
    title = f"Timeline: {counted}; laws and moves of the rating"
    found = View(title=title, sections=[Section(lines=lines)], marks=False)
    return lead_on(found, "year", "", join_commands(commands))


def _line(words: FactWords, year: str, rows: Sequence[TimelineRow], moved: Container[str]) -> Line:
    """The year's moves of the rating, then its laws with all that befell each."""
    texts: dict[str, Styled] = {}
    for row in sorted(rows, key=lambda row: row.id not in moved):
        fact = words.facts_by_id[row.id]
        doubt = words.doubts.marked(row)
        if isinstance(fact, TierRating) and row.id in moved:
            texts[row.id] = styled(f"rated {fact.tier}", doubt)
        elif isinstance(fact, Law):
            before = styled(texts[fact.name], ",") if fact.name in texts else visible(fact.name)
            texts[fact.name] = styled(before, f" {visible(fact.event)}", doubt)
    said: list[Run] = []
    shown = 0
    for text in texts.values():
        if shown and len(spelled(said)) + len(spelled(text)) > _ROOM:
            break
        said += styled("; " if said else "", text)
        shown += 1
    more = f"; {len(texts) - shown} more" if shown < len(texts) else ""
    counted = dim(f"  ({number_of(len(rows), 'fact')})".replace(" ", NO_BREAK))
    return line_of(year, styled(said or "no law, no move of the rating", more, counted))
