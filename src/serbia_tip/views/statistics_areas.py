"""Statistics area by area: the index of measures, one year, longer spans; equal ones together."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from msgspec.structs import replace

from serbia_tip.model import Store, Term
from serbia_tip.periods import (
    is_within_year,
    is_yearly,
    last_period_year,
    period_reach,
    period_recency,
    period_years,
)
from serbia_tip.queries.country_profile import sum_apart
from serbia_tip.queries.filters import Asked
from serbia_tip.queries.rows import StatisticRow
from serbia_tip.terminal.screen import visible
from serbia_tip.terminal.text import NO_BREAK, Run, Styled, dim, join_texts, styled, unstyled
from serbia_tip.views.evidence import FactWords, evidence_of
from serbia_tip.views.pointers import (
    FEW,
    point_to_commands,
    point_to_fact,
    point_to_more,
    pointed_topics,
)
from serbia_tip.views.view import Line, Section, View, view_cells, view_line, view_text
from serbia_tip.views.wording import (
    SIGNS,
    count_findings,
    counted_rows,
    group_by,
    say_bound,
    say_number,
    say_period,
    say_signs,
    say_years_of,
)
from serbia_tip.words import count_noun, fold

_RECENT = 10  # a measure without a figure for more years than this is only named
_MOST = 8  # how many measures of an area have a line where there are many
_NAMED = 8  # how many of the others of one sort are named, those counted last first
Rows: TypeAlias = Sequence[StatisticRow]
DIFFER = "Counters don't count the same and are never added up."  # where several count one thing
# Statistics that share a line, its name, what they are parts of, any heading, and the depth.
_Item: TypeAlias = tuple[Rows, str, str, str, int]


def measures_in_index_order(
    store: Store, rows: Iterable[StatisticRow]
) -> dict[str, list[StatisticRow]]:
    """The profile's first, then in the store's order; unlisted ones by how many figures."""
    found = group_by(rows, lambda row: row.measure)
    others = sorted(found, key=lambda name: -len(found[name]))
    ordered = dict.fromkeys([_index_lead_measure(store), *store.measures, *others])
    return {name: found[name] for name in ordered if name in found}


def point_beyond_statistics(words: FactWords, rows: Rows, asked: Asked) -> Iterator[Styled]:
    """What one measure's name finds in words, and the command for its newest single year."""
    wanted = asked.option("measure")
    if len(wanted) != 1:
        return
    for topic in pointed_topics(words.store, wanted):
        said = [one for one in words.store.findings if one.topic == topic]
        standing = [one for one in said if one.rank != "deprecated"]
        until = last_period_year(each.period for each in standing)
        command = visible(f"tip policy {topic}").replace(" ", NO_BREAK)
        counted = count_findings(standing)
        yield styled(f"In words: {counted}{f' to {until}' if until else ''}: {command}")
    yield from point_to_commands(point_to_fact(latest_figures(rows)[0]))


def latest_figures(rows: Rows) -> Rows:
    """The newest totals of a single year, else of a part of one, else of a longer span.

    Of parts, if there are no totals.
    """
    totals = [row for row in rows if row.is_total] or rows
    within = [row for row in totals if row.period and len(period_years(row.period)) == 1]
    found = [row for row in totals if is_yearly(row.period)] or within or totals
    newest = max(period_recency(row.period) for row in found)
    return [row for row in found if period_recency(row.period) == newest]


def view_measure_index(words: FactWords, rows: Rows, asked: Asked) -> View:
    """The measures by the area of their totals; of many, those of one year are only named."""
    rows = counted_rows(rows, asked)
    measures = measures_in_index_order(words.store, rows)
    apart = {name: own for name, own in measures.items() if all(map(words.is_apart, own))}
    is_long = len(measures) > FEW and not asked.all
    since = last_period_year(row.period for row in rows) - _RECENT if is_long else None
    areas = group_by(
        (own for name, own in measures.items() if name not in apart),
        lambda own: next((row for row in own if row.is_total), own[0]).area,
    )
    sections: list[Section] = []
    for area, within in areas.items():
        sections += _view_index_area(words, area.capitalize(), within, since, is_first=not sections)
    shown = "".join(unstyled(line.cells[-1]) for each in sections for line in each.lines)
    first, own = next(iter(measures.items()))
    touched = period_reach(row.period for row in own)
    commands = [f"tip stats {first}", *([f"tip stats {touched[1]:04}"] if touched else [])]
    counted = f"{len(rows):,} of {count_noun(len(measures), 'measure')}"
    legend = say_signs(bound for bound, sign in SIGNS.items() if sign in shown)
    years = say_years_of(row.period for row in rows)
    index = View(
        title=f"Figures{words.question(asked)}: {counted}{years}",
        sections=sections,
        key=view_text("The latest is the latest stored, not today's.", legend),
        marks=False,
    )
    latest = (list(group_by(own, lambda row: row.year).values())[-1] for own in apart.values())
    beside = view_apart_sums(words, [row for own in latest for row in own])
    commands += ["tip stats --all"] if is_long else []
    more = [*beside, *point_to_commands(commands)]
    return point_to_more(index, words, rows, more=more)


def _view_index_area(
    words: FactWords, title: str, measures: Sequence[Rows], since: int | None, *, is_first: bool
) -> Iterator[Section]:
    def last(own: Rows) -> int:
        return last_period_year(row.period for row in own)

    whole = measures
    if since is not None:
        lead = _index_lead_measure(words.store)
        whole = [own for own in measures if last(own) >= since or own[0].measure == lead]
        whole = [own for own in whole if not _why_apart_in_index(own)]
        whole = sorted(whole, key=lambda own: -len(own))[:_MOST]
    lines = [_index_line(words, own) for own in measures if own in whole]
    if lines:
        headings = ["Measure", "Figures", "Latest"] if is_first else []
        yield Section(title=title, headings=headings, lines=lines)
    rest = sorted((own for own in measures if own not in whole), key=lambda own: -last(own))
    apart = group_by(rest, lambda own: _why_apart_in_index(own) or "also")
    named = []
    for why in sorted(apart, key=["once", "in parts", "also"].index):
        shown = ((words.measure(own[0].measure), last(own)) for own in apart[why][:_NAMED])
        said = [name if why == "once" else f"{name} ({year})" for name, year in shown]
        more = [f"{len(apart[why]) - _NAMED} more"] if apart[why][_NAMED:] else []
        named.append(view_line(dim(why), ", ".join([*said, *more])))
    if named:
        yield Section(lines=named, title="" if lines else title, piped=title, close=bool(lines))


def _index_lead_measure(store: Store) -> str:
    profile = store.store.profile
    return profile.measures[0] if profile and profile.measures else ""


def _why_apart_in_index(rows: Rows) -> str:
    """Whether the statistics are of one period or one year, or all are parts."""
    touched = period_reach(row.period for row in rows)
    if len({row.period for row in rows}) == 1 or (touched and touched[0] == touched[1]):
        return "once"
    return "" if any(row.is_total for row in rows) else "in parts"


def _index_line(words: FactWords, rows: Rows) -> Line:
    """A measure with its latest totals: `66 in 2023, Centre`."""
    latest = latest_figures(rows)
    when = latest[0].period
    said = f" {'on' if len(when) == len('YYYY-MM-DD') else 'in'} {say_period(when)}" if when else ""
    values = []
    for own in group_equal_figures(words, latest):
        who = ", ".join(filter(None, (words.counters(own), words.state(own[0]))))
        value = words.doubted_value(own[0])
        broken = (Run(run.text.replace(NO_BREAK, " "), run.style) for run in value)
        values.append(styled(broken, f"{said}, {who}"))
    count = f"{len(rows):>3,}{say_years_of(row.period for row in rows)}"
    last = join_texts(values, " · ") if latest[0].is_total else f"only parts{said}"
    return words.line(latest, words.measure(rows[0].measure), count, last)


def group_equal_figures(words: FactWords, rows: Iterable[StatisticRow]) -> list[list[StatisticRow]]:
    """Equal figures of one thing together, unless in doubt: mostly the bodies name one count."""

    def about(row: StatisticRow) -> tuple[object, ...]:
        if row.rank != "normal" or row.disputed_by:
            return (row.id,)
        counted = words.counted(row), row.period, words.state(row)
        return *counted, row.value, row.bound, row.unit, row.out_of

    return list(group_by(rows, about).values())


def view_statistics_of_year(words: FactWords, rows: Rows, asked: Asked, year: str) -> View:
    """The statistics of one year, those that count the whole year first; longer spans in a line."""
    counted = counted_rows(rows, asked)
    within = [row for row in rows if is_within_year(row.period, int(year))]
    longer = [row for row in rows if not is_within_year(row.period, int(year))]
    number = sum(is_within_year(row.period, int(year)) for row in counted)
    beside = f"; {len(counted) - number} more for longer spans" if len(counted) > number else ""
    about, what = " ".join([*asked_statistics(asked), year]), _what_is_counted(words, rows)
    sections = list(_statistic_areas(words, within, year))
    remarks: list[Styled] = []
    if asked.all or not within:
        sections += _area_of_longer_statistics(words, longer)
    else:
        remarks += statistics_of_longer_spans(words, longer, year, f"tip stats {about} --all")
        rows = within
    tops = Outline(words, within).tops
    lead = [row for row in tops if row.is_total and is_yearly(row.period)] or tops or rows
    remarks += point_to_commands(point_to_fact(lead[0]))
    said = str(number) if what == "Figures" else count_noun(number, "figure")
    title = f"{what}{words.question(asked)}: {said}{beside}"
    return _view_statistic_areas(words, title, sections, rows, counted, about, remarks)


def _what_is_counted(words: FactWords, rows: Rows) -> str:
    measures = {words.measure(row.measure) for row in rows}
    return min(measures) if len(measures) == 1 else "Figures"


def statistics_of_longer_spans(
    words: FactWords, rows: Rows, year: str, command: str
) -> Iterator[Styled]:
    """How many statistics of longer spans touch the year, whose, of what; the command for them."""
    if rows:
        measures = _commonest_in_area(words.measure(row.measure) for row in rows)
        yield styled(
            f"Longer spans that touch {year}: {count_noun(len(rows), 'figure')}, by "
            f"{_commonest_in_area(map(words.counter, rows))}: {measures}: ",
            command.replace(" ", NO_BREAK),
        )


def _commonest_in_area(names: Iterable[str]) -> str:
    counts = Counter(names)
    shown = [name for name, _ in counts.most_common(3)]
    return ", ".join([*shown, *(["…"] if len(counts) > len(shown) else [])])


def asked_statistics(asked: Asked) -> list[str]:
    """The words that narrow the question to areas, measures and groups."""
    return list(map(visible, asked.option("area", "measure", "group")))


def view_statistics_by_area(words: FactWords, rows: Rows, asked: Asked) -> View:
    """Figures of any periods, each with its own."""
    counted = counted_rows(rows, asked)
    which = "the latest of each series" if asked.latest else "disputed or deprecated"
    years = say_years_of(row.period for row in counted)
    what = f"{_what_is_counted(words, rows)}{words.question(asked)}"
    sections = [replace(each, apart=True) for each in _statistic_areas(words, rows)]
    about = " ".join(asked_statistics(asked))
    title = f"{what}, {which}: {len(counted)}{years}"
    return _view_statistic_areas(words, title, sections, rows, counted, about)


def _view_statistic_areas(
    words: FactWords,
    title: str,
    sections: Sequence[Section],
    rows: Rows,
    counted: Rows,
    about: str,
    remarks: Iterable[Styled] = (),
) -> View:
    things = group_by(
        (row for row in rows if row.is_total), lambda row: (row.measure, row.period)
    ).values()
    differ = any(len(set(map(words.counter, own))) > 1 for own in things)
    legend = say_signs(row.bound for row in rows)
    key = view_text(words.on_encyclopedias(rows), DIFFER if differ else "", legend)
    view = View(title=title, sections=sections, key=key, aligned=True)
    return point_to_more(view, words, counted, about, [*words.noted(rows), *remarks])


def _statistic_areas(words: FactWords, rows: Rows, year: str | None = None) -> Iterator[Section]:
    """A section for each area, the one of the first key measure first; parts follow their whole."""
    outline = Outline(words, rows, year)
    for area, tops in group_by(outline.tops, lambda row: row.area).items():
        yield Section(title=area.capitalize(), lines=list(outline.lines(tops)), numbers=[1])


def _area_of_longer_statistics(words: FactWords, rows: Rows) -> Iterator[Section]:
    """One section, if there is any statistic; its title names the counter if there is only one."""
    title = "Over longer periods"
    lines = list(Outline(words, rows).lines())
    names = {unstyled(line.cells[-1]) for line in lines} - {""}
    if len(names) == 1 and len(lines) > 1:
        title = f"{title}, {min(names)}"
        for place, line in enumerate(lines):
            cited = {1: line.references} if line.references else {}
            lines[place] = replace(line, cells=line.cells[:-1], references=(), cited=cited)
    if lines:
        yield Section(title=title, lines=lines, numbers=[1], apart=True)


def view_apart_sums(words: FactWords, rows: Rows) -> Iterator[Styled]:
    """What groups that count for themselves add up to, a line for each measure and year."""
    sums = [each for each in sum_apart(words.store, rows) if each.least is not None]
    names = [{fold(name) for name in _names_of_measure(words, each.measure)} for each in sums]
    shared = min(set.intersection(*names), default="") if names else ""
    command = f"tip stats {shared}".replace(" ", NO_BREAK) if shared else ""
    for each in sums:
        largest = max(each.rows, key=lambda row: row.value)
        bound = "" if largest.bound == "exact" else f"{say_bound(largest.bound)} "
        one = f"{bound}{say_number(largest.value)}"
        many = f"{len(each.rows)} {visible(each.groups)}"
        if len(each.rows) == 1:
            said = f"{one} in {words.group(largest.group or '')}"
        elif each.least:
            said = f"{'at least ' if each.bounded else ''}{say_number(each.least)} in {many}"
        else:  # each of them may be none
            said = f"{one} in each of {many}"
        when = f" in {each.year}" if each.year is not None else ""
        counted = f"{words.measure(each.measure)}{when}: {said}, {words.counters(each.rows)}"
        yield styled(counted, f": {command}" if command and each is sums[-1] else "")


def _names_of_measure(words: FactWords, measure: str) -> list[str]:
    return [measure, *words.store.measures.get(measure, Term()).aliases]


def _is_of_part_of_year(row: StatisticRow) -> bool:
    within = row.period is not None and len(period_years(row.period)) == 1
    return within and not is_yearly(row.period)


class Outline:
    """Statistics with their parts under them, and theirs; equal ones share a line."""

    def __init__(
        self, words: FactWords, rows: Rows, year: str | None = None, *, titled: bool = False
    ) -> None:
        """Wholes of the `year` don't say when; `titled` lines have notes, but not the measure."""
        self._words, self._year, self._titled = words, year, titled
        self._parts = group_by(rows, lambda row: row.part_of)
        present = {row.id for row in rows}
        measures = measures_in_index_order(words.store, rows).values()
        self.tops = [
            row
            for own in measures
            for row in sorted(own, key=_is_of_part_of_year)
            if row.part_of not in present
        ]

    def lines(self, tops: Rows = ()) -> Iterator[Line]:
        """A line for each of the tops, or all, and of their parts."""
        words = self._words
        above: Sequence[object] = ()
        before = ""
        waiting = self._level(tops or self.tops, None, "", 0)
        while waiting:  # a call for each level could go too deep
            own, name, within, over, depth = waiting.pop()
            cites = [(row.said_by, row.sources) for row in own]
            same = depth and len(own) == 1 and cites == above
            notes = [f" Note: {visible(row.note)}" for row in own if self._titled and row.note]
            who = styled("" if same else words.counters(own), dim(" ".join(notes)))
            known = not depth and name == before
            yield Line(
                cells=view_cells(dim(name) if known else name, words.doubted_value(own[0]), who),
                references=() if same else evidence_of(own),
                notes=words.notes(own),
                before=styled("" if depth else words.breaks(own, words.measure(own[0].measure))),
                over=over,
                within=within,
                depth=depth,
                repeats=True,
            )
            above = cites
            before = before if depth else name
            path = f"{within}: {name}" if within else name
            for row in reversed(own):
                waiting += self._level(self._parts.get(row.id, []), row, path, depth + 1)

    def _level(self, rows: Rows, whole: StatisticRow | None, path: str, depth: int) -> list[_Item]:
        """The parts by dimension, the last first; names leave out what the whole's says."""
        words = self._words
        known = whole.period if whole else self._year
        items: list[_Item] = []
        along = group_by(rows, lambda row: row.dimension if whole else None)
        for dimension, own in along.items():
            over = words.by(dimension) if dimension and len(along) > 1 else ""
            within = f"{path}, {over}" if over else path
            for same in group_equal_figures(words, own):
                row = same[0]
                what = words.group(row.group) if row.group else ""
                if whole is None and not self._titled:
                    what = words.counted(row)
                elif whole and not (row.measure == whole.measure and what):
                    what = ": ".join(filter(None, (words.measure(row.measure), what)))
                when = "" if row.period == known else say_period(row.period)
                name = ", ".join(filter(None, (what, when, "" if whole else words.state(row))))
                heading = over if row is own[0] else ""
                items.append((same, name, within, heading, depth + bool(over)))
        return items[::-1]
