"""The view of `tip stats`: an index, a measure through the years, or one year by area."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from serbia_tip.model import Store
from serbia_tip.queries.answer import Asked
from serbia_tip.queries.lookups import EVERYTHING
from serbia_tip.queries.rows import StatisticRow
from serbia_tip.terminal.escape import visible
from serbia_tip.terminal.styled import NO_BREAK, Styled, spelled, styled
from serbia_tip.views.statistic_words import StatisticWords, is_total
from serbia_tip.views.statistics_by_area import by_area, of_year
from serbia_tip.views.statistics_index import index
from serbia_tip.views.statistics_series import series
from serbia_tip.views.view import Section, View, paragraph
from serbia_tip.views.wording import ABSENT, signs, when_asked, year_asked, years_of
from serbia_tip.words import number_of


def view(store: Store, rows: Sequence[StatisticRow], asked: Asked) -> View:
    """The view that fits the question."""
    narrowed = asked.latest or asked.disputed
    if asked.common == EVERYTHING and not any(asked.options.values()) and not narrowed:
        return index(StatisticWords(store), rows)
    if year := year_asked(asked):
        return of_year(StatisticWords(store, rows), rows, year)
    if narrowed:
        return by_area(StatisticWords(store, rows), rows, latest=asked.latest)
    return _through_years(store, rows, asked)


def _through_years(store: Store, rows: Sequence[StatisticRow], asked: Asked) -> View:
    """The totals of each measure by year; its parts, if it has no totals."""
    measures: defaultdict[str, list[StatisticRow]] = defaultdict(list)
    for row in rows:
        measures[row.measure].append(row)
    shown = [list(filter(is_total, own)) or own for own in measures.values()]
    seen = [row for own in shown for row in own]
    seen_ids = {row.id for row in seen}
    parts = [row for own in measures.values() for row in own if row.id not in seen_ids]
    words = StatisticWords(store, seen)
    when = when_asked(asked)
    several = len(measures) > 1
    sections: list[Section] = []
    title = ""
    for own in shown:
        title, added = series(words, own, asked.common, "" if several else when, named=several)
        sections += added
    if several:
        counted = f"{len(rows)}, of {number_of(len(measures), 'measure')}"
        title = f"Figures{when}: {counted}{years_of(row.period for row in rows)}"
    differ = any(len({words.counter(row) for row in own}) > 1 for own in shown)
    return View(
        title=title,
        sections=sections,
        key=_key(seen, sections, differ=differ),
        remarks=[*_parts_elsewhere(parts, several=several), *words.noted(seen)],
    )


def _key(
    rows: Sequence[StatisticRow], sections: Sequence[Section], *, differ: bool
) -> list[Styled]:
    """What the signs mean, and that counters differ."""
    cells = (cell for section in sections for line in section.lines for cell in line.cells)
    gaps = any(spelled(cell) == ABSENT for cell in cells)
    return paragraph(
        "Counters don't count the same and are never added up." if differ else "",
        f"{ABSENT}{NO_BREAK}nothing{NO_BREAK}stored" if gaps else "",
        signs(row.bound for row in rows),
    )


def _parts_elsewhere(parts: Sequence[StatisticRow], *, several: bool) -> Iterator[Styled]:
    """How many parts are not shown, and how to see them."""
    if parts:
        counted = f"{number_of(len(parts), 'more figure')} {'is' if len(parts) == 1 else 'are'}"
        dimensions = Counter(str(row.dimension) for row in parts if row.dimension)
        names = ", ".join(visible(name) for name, _ in dimensions.most_common())
        how = "one measure with --dimension" if several else f"--dimension {names}"
        yield styled(f"{counted} {'a part' if len(parts) == 1 else 'parts'}: {how}")
