"""Statistics as people read them: the index, one year, one measure or those that share a name."""

from collections import Counter
from collections.abc import Iterator, Sequence

from serbia_tip.model import Store
from serbia_tip.queries.filters import EVERYTHING, Asked
from serbia_tip.queries.gaps import measure_remarks, unknown_years
from serbia_tip.queries.rows import StatisticRow
from serbia_tip.terminal.screen import visible
from serbia_tip.terminal.text import NO_BREAK, Styled, join_texts, spelled, styled
from serbia_tip.views.evidence import FactWords, is_total
from serbia_tip.views.pointers import (
    FEW,
    join_commands,
    last_year,
    point_to_disputes,
    show_and_cite,
    topics_alike,
    without_quarrels,
)
from serbia_tip.views.statistics_index import group_by_measure, moment, view_index
from serbia_tip.views.statistics_series import Series
from serbia_tip.views.statistics_year import DIFFER, Outline, by_area, of_year, words_asked
from serbia_tip.views.view import Section, View, paragraph
from serbia_tip.views.wording import ABSENT, capitalized, signs, when_asked, year_asked, years_of
from serbia_tip.words import number_of


def view(store: Store, rows: Sequence[StatisticRow], asked: Asked) -> View:
    """The view that fits the question."""
    words = FactWords(store)
    narrowed = asked.latest or asked.disputed
    if asked.common == EVERYTHING and not any(asked.options.values()) and not narrowed:
        return view_index(words, rows, asked)
    if year := year_asked(asked):
        return of_year(words, rows, asked, year)
    if narrowed:
        return by_area(words, rows, asked)
    measures = {row.measure for row in rows}
    if len(asked.option("measure")) == 1 < len(measures) and not asked.option("dimension"):
        return _family(words, rows, asked)
    return _through_years(words, rows, asked)


def _through_years(words: FactWords, rows: Sequence[StatisticRow], asked: Asked) -> View:
    """Each measure's totals, or its parts where it has none; of the other parts, how many."""
    measures = group_by_measure(words.store, rows)
    shown = [list(filter(is_total, own)) or own for own in measures.values()]
    seen = [row for own in shown for row in own]
    when = when_asked(asked)
    several = len(measures) > 1
    made = [Series(words, own, asked.common) for own in shown]
    sections = [section for each in made for section in each.sections(named=several)]
    title = made[0].title(when)
    if several:
        counted = f"{len(rows)}, of {number_of(len(measures), 'measure')}"
        title = f"Figures{when}: {counted}{years_of(row.period for row in rows)}"
    differ = any(len(set(map(words.counter, own))) > 1 for own in shown)
    cells = (cell for section in sections for line in section.lines for cell in line.cells)
    gaps = any(spelled(cell) == ABSENT for cell in cells)
    legend = paragraph(
        DIFFER if differ else "",
        f"{ABSENT}{NO_BREAK}nothing{NO_BREAK}stored" if gaps else "",
        signs(row.bound for row in seen),
    )
    legend += point_to_disputes(sections, "line", " ".join(words_asked(asked)))
    ids = {row.id for row in seen}
    parts = [row for own in measures.values() for row in own if row.id not in ids]
    return View(
        title=title,
        sections=without_quarrels(sections),
        key=[join_texts(legend, "  ")] if legend else [],
        remarks=[
            *(_gaps(words.store, shown[0], asked) if not several else ()),
            *_parts_elsewhere(parts, several=several),
            *words.noted(seen),
            *_leading_on(words, seen, asked),
        ],
    )


def _gaps(store: Store, rows: Sequence[StatisticRow], asked: Asked) -> Iterator[Styled]:
    measure = rows[0].measure
    whole = is_total(rows[0]) and not when_asked(asked)
    unknown = unknown_years(store, measure) if whole else ""
    if unknown:
        yield styled(f"No yearly figure is known for {unknown}.")
    for said in measure_remarks(store, rows, asked.common):
        remark = said.removeprefix(f"{measure}: ")
        if not remark.startswith(("a break before ", "no yearly figure ")[: 1 + bool(unknown)]):
            yield styled(visible(capitalized(remark)))


def _family(words: FactWords, rows: Sequence[StatisticRow], asked: Asked) -> View:
    """The measures that share a name: by year if they have many figures, else with their notes."""
    measures = group_by_measure(words.store, rows)
    sections: list[Section] = []
    for measure, own in measures.items():
        if len(own) > FEW:
            totals = list(filter(is_total, own)) or own
            sections += Series(words, totals, asked.common).sections(named=True)
        else:
            outline = Outline(words, own, titled=True)
            lines = list(outline.lines(outline.tops, ""))
            sections.append(Section(title=words.measure(measure), lines=lines, numbers=[1]))
    [word] = words_asked(asked)
    counted = f"{number_of(len(rows), 'figure')} of {number_of(len(measures), 'measure')}"
    return View(
        title=f"{capitalized(word)}: {counted}{years_of(row.period for row in rows)}",
        sections=without_quarrels(sections),
        key=paragraph(signs(row.bound for row in rows)),
        remarks=[*point_to_disputes(sections, "figure", word), *_leading_on(words, rows, asked)],
    )


def _leading_on(words: FactWords, rows: Sequence[StatisticRow], asked: Asked) -> Iterator[Styled]:
    wanted = asked.option("measure")
    if len(wanted) != 1:
        return
    for topic in topics_alike(words.store, wanted):
        said = [each for each in words.store.findings if each.topic == topic]
        until = last_year(each.period for each in said)
        command = visible(f"tip policy {topic}").replace(" ", NO_BREAK)
        counted = number_of(len(said), "finding")
        yield styled(f"In words: {counted}{f' to {until}' if until else ''}: {command}")
    yield from join_commands(show_and_cite(max(rows, key=moment)))


def _parts_elsewhere(parts: Sequence[StatisticRow], *, several: bool) -> Iterator[Styled]:
    if parts:
        are_parts = "is a part" if len(parts) == 1 else "are parts"
        dimensions = Counter(row.dimension for row in parts if row.dimension)
        names = ", ".join(visible(name) for name, _ in dimensions.most_common())
        how = "one measure with --dimension" if several else f"--dimension {names}"
        yield styled(f"{number_of(len(parts), 'more figure')} {are_parts}: {how}")
