"""Figures as people read them: an index, a measure through the years, or one year by area."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from serbia_tip.model import Store
from serbia_tip.period import reach
from serbia_tip.queries.answer import Asked
from serbia_tip.queries.lookups import EVERYTHING
from serbia_tip.queries.rows import StatisticRow
from serbia_tip.terminal.escape import visible
from serbia_tip.terminal.styled import NO_BREAK, Styled, spelled, styled
from serbia_tip.views.statistic_words import StatisticWords, bounds, is_total
from serbia_tip.views.statistics_by_area import figures_by_area, figures_of_year
from serbia_tip.views.statistics_index import index
from serbia_tip.views.statistics_series import Series, series
from serbia_tip.views.view import View
from serbia_tip.views.wording import ABSENT, year_asked, years_in_words
from serbia_tip.words import number_of


def view(store: Store, rows: Sequence[StatisticRow], asked: Asked) -> View:
    """The view that fits what was asked for."""
    if not rows:
        return View(title="")
    narrowed = asked.latest or asked.disputed
    if asked.common == EVERYTHING and not any(asked.options.values()) and not narrowed:
        return index(StatisticWords(store), rows)
    if year := year_asked(asked):
        return figures_of_year(StatisticWords(store, rows), rows, year)
    if narrowed:
        return figures_by_area(StatisticWords(store, rows), rows, latest=asked.latest)
    return _through_years(store, rows, asked)


def _through_years(store: Store, rows: Sequence[StatisticRow], asked: Asked) -> View:
    """The totals of each measure by year; the parts, where it has no total."""
    measures: defaultdict[str, list[StatisticRow]] = defaultdict(list)
    for row in rows:
        measures[row.measure].append(row)
    shown = {measure: list(filter(is_total, own)) or own for measure, own in measures.items()}
    seen = [row for own in shown.values() for row in own]
    parts = [
        row
        for measure, own in measures.items()
        if shown[measure] is not own
        for row in own
        if not is_total(row)
    ]
    words = StatisticWords(store, seen)
    when = words.words.narrowed(asked)
    several = len(measures) > 1
    blocks = [
        series(words, own, asked.common, "" if several else when, among_others=several)
        for own in shown.values()
    ]
    return View(
        title=_title(rows, len(measures), when) if several else blocks[0].title,
        sections=[section for block in blocks for section in block.sections],
        key=list(_key(seen, blocks)),
        remarks=[*_parts_elsewhere(parts, several=several), *words.noted(seen)],
    )


def _title(rows: Sequence[StatisticRow], measures: int, when: str) -> str:
    touched = reach(row.period for row in rows)
    years = f", {years_in_words(*touched)}" if touched else ""
    return f"Figures{when}: {len(rows)}, of {number_of(measures, 'measure')}{years}"


def _key(rows: Sequence[StatisticRow], blocks: Sequence[Series]) -> Iterator[Styled]:
    """What the signs mean, and that counters differ."""
    said = []
    if any(block.several for block in blocks):
        said.append("Counters don't count the same and are never added up.")
    lines = (line for block in blocks for section in block.sections for line in section.lines)
    if any(spelled(cell) == ABSENT for line in lines for cell in line.cells):
        said.append(f"{ABSENT} nothing stored".replace(" ", NO_BREAK))
    if signs := bounds(rows):
        said.append(signs)
    if said:
        yield styled("  ".join(said))


def _parts_elsewhere(parts: Sequence[StatisticRow], *, several: bool) -> Iterator[Styled]:
    """How many parts are not shown, and how to see them."""
    if parts:
        counted = f"{number_of(len(parts), 'more figure')} {'is' if len(parts) == 1 else 'are'}"
        dimensions = Counter(str(row.dimension) for row in parts if row.dimension)
        names = ", ".join(visible(name) for name, _ in dimensions.most_common())
        how = "one measure with --dimension" if several else f"--dimension {names}"
        yield styled(f"{counted} {'a part' if len(parts) == 1 else 'parts'}: {how}")
