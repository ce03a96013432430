"""Figures by area, the parts of each under it: those of one year, or the latest of all."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from serbia_tip.period import reach, years
from serbia_tip.queries.lookups import AREAS
from serbia_tip.queries.rows import StatisticRow
from serbia_tip.references import reference
from serbia_tip.terminal.styled import spelled, styled
from serbia_tip.views.statistic_words import StatisticWords, bounds
from serbia_tip.views.view import Line, Section, View
from serbia_tip.views.wording import period, years_in_words
from serbia_tip.words import number_of


def figures_of_year(words: StatisticWords, rows: Sequence[StatisticRow], year: str) -> View:
    """The figures of one year, and those of longer periods that touch it."""
    within = [row for row in rows if _is_within(row, year)]
    longer = [row for row in rows if not _is_within(row, year)]
    measures = {words.measure(row) for row in rows}
    what = f"Figures for {year}" if len(measures) > 1 else f"{min(measures)} in {year}"
    counted = str(len(within)) if len(measures) > 1 else number_of(len(within), "figure")
    beside = f", and {len(longer)} for longer periods" if longer else ""
    sections = [
        *_Lines(words, within, year).by_area(),
        *_Lines(words, longer, None).together("Over longer periods"),
    ]
    return _view(words, f"{what}: {counted}{beside}", sections, rows)


def _is_within(row: StatisticRow, year: str) -> bool:
    return row.period is not None and years(row.period) == years(year)


def figures_by_area(words: StatisticWords, rows: Sequence[StatisticRow], *, latest: bool) -> View:
    """Figures of whatever periods, each with its own."""
    touched = reach(row.period for row in rows)
    when = f", {years_in_words(*touched)}" if touched else ""
    measures = {words.measure(row) for row in rows}
    what = min(measures) if len(measures) == 1 else "Figures"
    which = "the latest of each series" if latest else "disputed or deprecated"
    sections = [replace(each, apart=True) for each in _Lines(words, rows, None).by_area()]
    return _view(words, f"{what}, {which}: {len(rows)}{when}", sections, rows)


def _view(
    words: StatisticWords, title: str, sections: Sequence[Section], rows: Sequence[StatisticRow]
) -> View:
    alone = [row for row in rows if words.words.on_encyclopedia_alone(row)]
    names = sorted({words.words.source(reference(row.sources[0])[0]) for row in alone})
    said = [f"On {' and '.join(names)} alone: {len(alone)} of these."] if alone else []
    if signs := bounds(rows):
        said.append(signs)
    return View(
        title=title,
        sections=sections,
        key=[styled("  ".join(said))] if said else [],
        remarks=list(words.noted(rows)),
        aligned=True,
    )


class _Lines:
    """The lines of figures, each with its parts under it."""

    def __init__(
        self, words: StatisticWords, rows: Sequence[StatisticRow], known: str | None
    ) -> None:
        """Lines of these figures, which say their periods where these are not the known one."""
        self._words = words
        self._known = known
        self._above: StatisticRow | None = None
        self._parts: defaultdict[str, list[StatisticRow]] = defaultdict(list)
        self._tops: defaultdict[str, list[StatisticRow]] = defaultdict(list)
        present = {row.id for row in rows}
        for row in rows:
            if row.part_of in present:
                self._parts[str(row.part_of)].append(row)
            else:
                self._tops[row.measure].append(row)

    def by_area(self) -> Iterator[Section]:
        """A section for each area; parts are where their whole is."""
        for area in AREAS:
            tops = [row for own in self._tops.values() for row in own if row.area == area]
            if tops:
                lines = list(self._lines(tops))
                yield Section(title=area.capitalize(), lines=lines, numbers=[1])

    def together(self, title: str) -> Iterator[Section]:
        """One section, if there are any figures; whoever says them all stands in its title."""
        tops = [row for own in self._tops.values() for row in own]
        if not tops:
            return
        lines = list(self._lines(tops))
        names = {spelled(line.cells[-1]) for line in lines} - {""}
        if len(names) > 1 or len(lines) == 1:
            yield Section(title=title, lines=lines, numbers=[1], apart=True)
            return
        alone = [
            replace(line, cells=line.cells[:-1], references=(), cited={1: line.references})
            for line in lines
        ]
        yield Section(title=f"{title}, {min(names)}", lines=alone, numbers=[1], apart=True)

    def _lines(self, tops: Iterable[StatisticRow]) -> Iterator[Line]:
        above = ""
        for row in tops:
            name = self._name(row)
            if name == above:
                yield self._line(row, "", within=name)
            else:
                yield self._line(row, name)
            yield from self._parts_of(row, name, depth=1)
            above = name

    def _parts_of(self, whole: StatisticRow, name: str, depth: int) -> Iterator[Line]:
        """The parts of a figure, with theirs."""
        for part in self._parts[whole.id]:
            own = self._part_name(part, whole)
            yield self._line(part, own, within=name, depth=depth)
            yield from self._parts_of(part, f"{name}: {own}", depth + 1)

    def _name(self, row: StatisticRow) -> str:
        """What is counted: the measure, the group where its whole isn't given, the period."""
        words = self._words
        what = words.measure(row)
        if row.group:
            what = f"{what}: {words.group(row)}"
        when = "" if row.period == self._known else period(row.period)
        return ", ".join(filter(None, (what, when, words.words.state(row))))

    def _part_name(self, part: StatisticRow, whole: StatisticRow) -> str:
        """The group; what is counted and when, where that isn't as of the whole."""
        words = self._words
        group = words.words.group(part.group) if part.group else ""
        what = words.measure(part) if part.measure != whole.measure or not group else ""
        when = "" if part.period == whole.period else period(part.period)
        named = ": ".join(filter(None, (what, group)))
        return ", ".join(filter(None, (named, when)))

    def _line(self, row: StatisticRow, name: str, within: str = "", depth: int = 0) -> Line:
        """The line of a figure; of a part, who says it only where it isn't as in the line above."""
        above, self._above = self._above, row
        same = depth and above and (above.said_by, above.sources) == (row.said_by, row.sources)
        return Line(
            cells=[
                styled(name),
                self._words.value(row),
                styled("" if same else self._words.words.who(row)),
            ],
            references=() if same else row.sources,
            notes=list(self._words.notes([row])),
            before=styled("" if depth else self._words.breaks([row], self._words.measure(row))),
            within=within,
            depth=depth,
            repeats=True,
        )
