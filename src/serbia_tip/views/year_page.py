"""One year on one page: its rating, figures, routes, findings and laws, a line for each subject."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from serbia_tip.model import Assessment, Store, vocabulary
from serbia_tip.periods import years
from serbia_tip.queries.country_profile import latest_rating
from serbia_tip.queries.filters import Answer, Asked, Common
from serbia_tip.queries.gaps import is_within
from serbia_tip.queries.kinds import ORDER, YearView
from serbia_tip.queries.route_pairs import pairs
from serbia_tip.queries.rows import FindingRow, LawRow, RouteRow, StatisticRow, TierRow
from serbia_tip.terminal.screen import visible
from serbia_tip.terminal.text import Styled, dim, join_texts, spelled, styled
from serbia_tip.views import viewed
from serbia_tip.views.findings import sum_up
from serbia_tip.views.pointers import join_commands, show_and_cite
from serbia_tip.views.statistics_year import DIFFER, name_longer_spans
from serbia_tip.views.view import Line, Section, View, cells_of, labelled, paragraph
from serbia_tip.views.wording import period, signs
from serbia_tip.views.year_words import (
    AREAS_IN_ORDER,
    UNNAMED,
    YearWords,
    all_rows,
    group_under_wholes,
    name_end,
    order_statistics,
)
from serbia_tip.words import number_of

_MOST_PARTS = 8
"""How many parts of a figure stand beside it."""


def view_year(store: Store, found: YearView, asked: Asked) -> list[View]:
    """The year's page, or with `all` the whole answer of each command; none without a fact."""
    rows = all_rows(found)
    if not rows:
        return []
    words = YearWords(store)
    title = visible(f"{store.store.title}, {found.year:04}")
    counted = number_of(len(rows), "fact")
    if asked.all:
        return [View(title=title, aside=counted), *_whole(store, found, asked)]
    parts = [
        View(title=title, aside=counted, sections=list(_rating(words, found.tiers))),
        _figures(words, found.statistics, found.year),
        _routes(words, found.routes),
        _findings(words, found.findings),
        _laws(words, found.laws),
        View(title="", remarks=list(_pointers(words, found))),
    ]
    return [view for view in parts if view]


def _whole(store: Store, found: YearView, asked: Asked) -> Iterator[View]:
    whole = Asked(common=Common(year=[found.year]), sources=asked.sources, all=True)
    for kind in ORDER:
        if rows := found.rows(kind):
            yield viewed(Answer(store=store, kind=kind.row, rows=rows, asked=whole))


def _rating(words: YearWords, ratings: Sequence[TierRow]) -> Iterator[Section]:
    if row := latest_rating(ratings):
        cells = labelled("Rating", words.rating(ratings)).cells
        line = Line(cells=cells, references=row.sources, notes=words.notes([row]))
        yield Section(lines=[line])


def _figures(words: YearWords, rows: Sequence[StatisticRow], year: int) -> View | None:
    within = [row for row in rows if is_within(row.period, year)]
    longer = [row for row in rows if not is_within(row.period, year)]
    if not rows:
        return None
    same: defaultdict[object, list[list[StatisticRow]]] = defaultdict(list)
    for group in group_under_wholes(order_statistics(words.store, within)):
        row = group[0]
        key = words.counted_in(row, year), row.value, row.bound, row.unit, row.out_of, row.rank
        same[key].append(group)
    lines: list[Line] = []
    before = ""
    for groups in same.values():
        name = words.counted_in(groups[0][0], year)
        breaks = words.breaks([group[0] for group in groups], words.measure(groups[0][0].measure))
        lines.append(_figure(words, groups, "" if name == before and not breaks else name, breaks))
        before = name
    beside = f"; {len(longer)} more for longer spans" if longer else ""
    differ = any(not spelled(line.cells[0]) for line in lines)
    return View(
        title=f"Figures of {year}: {len(within)}{beside}",
        sections=[Section(lines=lines, piped=f"Figures of {year}", close=True)] if lines else [],
        key=paragraph(
            words.on_encyclopedias(within),
            DIFFER if differ else "",
            signs(row.bound for row in within),
        ),
        remarks=list(name_longer_spans(words, longer, f"{year:04}", f"tip year {year:04} --all")),
    )


def _figure(
    words: YearWords, groups: Sequence[Sequence[StatisticRow]], name: str, breaks: str
) -> Line:
    tops = [group[0] for group in groups]
    rows = [row for group in groups for row in group]
    said = words.figures(tops)
    for group in groups:
        if parts := _parts(words, group):
            said = styled(said, "\nof them ", parts)
    return Line(
        cells=cells_of(name, said),
        references=list(dict.fromkeys(text for row in rows for text in row.sources)),
        notes=words.notes(rows),
        before=styled(breaks),
        repeats=True,
    )


def _parts(words: YearWords, group: Sequence[StatisticRow]) -> Styled:
    """The first parts of a whole: those of one dimension in a row, `minors 26; men 4, women 2`."""
    whole, *parts = group
    said: list[Styled] = []
    before = whole.dimension
    for row in parts[:_MOST_PARTS]:
        gap = ("; " if row.dimension != before else ", ") if said else ""
        before = row.dimension
        named = words.group_in_whole(row) if row.group else words.measure(row.measure)
        if row.group and row.measure != whole.measure:
            named = f"{words.measure(row.measure)}, {named}"
        value = words.value(row, unit=row.unit != whole.unit)
        said.append(styled(f"{gap}{named} {value}", words.doubts.marked(row)))
    more = len(parts) - len(said)
    return styled(*said, f", {more} more" if more else "")


def _doubted_routes(words: YearWords, rows: Sequence[RouteRow]) -> str:
    counts = Counter(
        word
        for pair in pairs(words.store, rows)
        for word in {word for row in pair.rows for word in words.doubts.words(row)}
    )
    return "".join(f", {count} {word}" for word, count in counts.items())


def _routes(words: YearWords, rows: Sequence[RouteRow]) -> View | None:
    if not rows:
        return None
    lines = []
    for role, own in words.ends(rows):
        named = words.named(own)
        if any(pair.open_ended or not name_end(pair) for pair in own):
            named.append(styled(UNNAMED))
        gap = "; " if role == "internal" else ", "
        lines.append(
            Line(
                cells=cells_of(words.role(role), join_texts(named, gap)),
                references=[
                    text
                    for pair in own
                    for row in pair.rows
                    for text in words.attribution.reports_first(row.sources)
                ],
                notes=words.notes(row for pair in own for row in pair.rows),
            )
        )
    return View(
        title=f"Routes: {words.count_routes(rows)}{_doubted_routes(words, rows)}",
        sections=[Section(lines=lines, piped="Routes", close=True)],
    )


def _findings(words: YearWords, rows: Sequence[FindingRow]) -> View | None:
    """For each area and assessment, the topics with how many findings each has."""
    if not rows:
        return None
    sections = []
    for area in AREAS_IN_ORDER:
        own = [row for row in rows if row.area == area]
        lines = []
        for word in vocabulary(Assessment):
            topics = Counter(words.topic(row.topic) for row in own if row.assessment == word)
            said = [
                name if count == 1 else f"{name} {count}" for name, count in topics.most_common()
            ]
            if said:
                lines.append(Line(cells=cells_of(dim(word), ", ".join(said))))
        if lines:
            title = f"{area.capitalize()}, {len(own)}"
            sections.append(Section(title=title, lines=lines, close=True, indented=True))
    return View(title=f"Findings: {len(rows)} ({sum_up(rows)})", sections=sections, aligned=True)


def _laws(words: YearWords, rows: Sequence[LawRow]) -> View | None:
    if not rows:
        return None
    lines = [
        Line(
            cells=cells_of(
                period(row.period),
                styled(visible(f"{row.name}: {row.event}"), words.doubts.marked(row)),
            ),
            references=row.sources,
            notes=words.notes([row]),
        )
        for row in rows
    ]
    title = f"Laws: {number_of(len(lines), 'event')}"
    return View(title=title, sections=[Section(lines=lines, piped="Laws", close=True)])


def _pointers(words: YearWords, found: YearView) -> Iterator[Styled]:
    year = f"{found.year:04}"
    yield from words.count_disputed(all_rows(found), year)
    kinds = [kind.row for kind in ORDER if found.rows(kind)]
    within = [row for row in found.statistics if is_within(row.period, found.year)]
    leading = [*order_statistics(words.store, within), *all_rows(found)][0]
    yield from join_commands(
        [
            *(f"tip year {a:04} {b:04}" for a, b in _neighbours(words.store, found.year)),
            *(f"tip {row.command} {year}" for row in kinds if row not in (TierRow, LawRow)),
            *show_and_cite(leading),
        ]
    )


def _neighbours(store: Store, year: int) -> list[tuple[int, int]]:
    """A year and the one before it, or else the one after it, whichever has a fact."""
    beside = [(year - 1, year), (year, year + 1)]
    touched = {
        other
        for fact in store.facts()
        if fact.dated
        for other in (year - 1, year + 1)
        if other in years(fact.dated)
    }
    return [pair for pair in beside if not touched.isdisjoint(pair)][:1]
