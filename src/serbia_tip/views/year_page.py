"""One year on one page: its rating, figures, routes, findings and laws, a line for each subject."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from serbia_tip.model import Assessment, Store, vocabulary
from serbia_tip.periods import years
from serbia_tip.queries.country_profile import latest_rating
from serbia_tip.queries.filters import Answer, Asked, Common
from serbia_tip.queries.kinds import ORDER, YearView
from serbia_tip.queries.route_pairs import pairs
from serbia_tip.queries.rows import FindingRow, LawRow, RouteRow, StatisticRow, TierRow
from serbia_tip.terminal.screen import visible
from serbia_tip.terminal.text import Styled, dim, spelled, styled
from serbia_tip.views import viewed
from serbia_tip.views.evidence import StatisticWords
from serbia_tip.views.view import Line, Section, View, labelled, paragraph
from serbia_tip.views.wording import period, signs
from serbia_tip.views.year_words import (
    AREAS_IN_ORDER,
    UNNAMED,
    YearWords,
    count_assessments,
    count_routes,
    group_under_wholes,
    is_within,
    join_commands,
    join_texts,
    name_end,
    order_statistics,
    rows_of,
)
from serbia_tip.words import number_of

_MOST_PARTS = 8
"""How many parts of a figure stand beside it."""
_MOST_NAMES = 3
"""How many of the bodies, and of the measures, that have figures for longer spans are named."""


def view_year(store: Store, found: YearView, asked: Asked) -> list[View]:
    """The year's page, or with `all` the whole answer of each command; none without a fact."""
    rows = rows_of(found)
    if not rows:
        return []
    worded = YearWords.of(store)
    title = visible(f"{store.store.title}, {found.year:04}")
    counted = number_of(len(rows), "fact")
    if asked.all:
        return [View(title=title, aside=counted), *_whole(store, found, asked)]
    parts = [
        View(title=title, aside=counted, sections=list(_rating(worded, found.tiers))),
        _figures(worded, found.statistics, found.year),
        _routes(worded, found.routes),
        _findings(worded, found.findings),
        _laws(worded, found.laws),
        View(title="", remarks=list(_pointers(worded, found))),
    ]
    return [view for view in parts if view]


def _whole(store: Store, found: YearView, asked: Asked) -> Iterator[View]:
    whole = Asked(common=Common(year=[found.year]), sources=asked.sources, all=True)
    for kind in ORDER:
        if rows := getattr(found, kind.table):
            yield viewed(Answer(store=store, kind=kind.row, rows=rows, asked=whole))


def _rating(worded: YearWords, ratings: Sequence[TierRow]) -> Iterator[Section]:
    if row := latest_rating(ratings):
        cells = labelled("Rating", worded.rating(ratings)).cells
        line = Line(cells=cells, references=row.sources, notes=worded.notes([row]))
        yield Section(lines=[line])


def _figures(worded: YearWords, rows: Sequence[StatisticRow], year: int) -> View | None:
    words = worded.words
    within = [row for row in rows if is_within(row.period, year)]
    longer = [row for row in rows if not is_within(row.period, year)]
    if not rows:
        return None
    same: defaultdict[object, list[list[StatisticRow]]] = defaultdict(list)
    for group in group_under_wholes(order_statistics(worded.store, within)):
        row = group[0]
        key = worded.counted(row, year), row.value, row.bound, row.unit, row.out_of, row.rank
        same[key].append(group)
    lines: list[Line] = []
    before = ""
    for groups in same.values():
        name = worded.counted(groups[0][0], year)
        breaks = words.breaks([group[0] for group in groups], words.measure(groups[0][0].measure))
        lines.append(_figure(worded, groups, "" if name == before and not breaks else name, breaks))
        before = name
    alone = [row for row in within if words.on_encyclopedia_alone(row)]
    names = sorted({words.source(row.sources[0].partition("[")[0]) for row in alone})
    beside = f"; {len(longer)} more for longer spans" if longer else ""
    differ = any(not spelled(line.cells[0]) for line in lines)
    return View(
        title=f"Figures of {year}: {len(within)}{beside}",
        sections=[Section(lines=lines, piped=f"Figures of {year}", close=True)] if lines else [],
        key=paragraph(
            f"{' and '.join(names)} alone: {len(alone)} of these." if alone else "",
            "Counters don't count the same and are never added up." if differ else "",
            signs(row.bound for row in within),
        ),
        remarks=list(_longer(words, longer, year)),
    )


def _figure(
    worded: YearWords, groups: Sequence[Sequence[StatisticRow]], name: str, breaks: str
) -> Line:
    tops = [group[0] for group in groups]
    rows = [row for group in groups for row in group]
    said = worded.figures(tops)
    for group in groups:
        if parts := _parts(worded, group):
            said = styled(said, "\nof them ", parts)
    return Line(
        cells=[styled(name), said],
        references=list(dict.fromkeys(text for row in rows for text in row.sources)),
        notes=worded.notes(rows),
        before=styled(breaks),
        repeats=True,
    )


def _parts(worded: YearWords, group: Sequence[StatisticRow]) -> Styled:
    """The first parts of a whole: those of one dimension in a row, `minors 26; men 4, women 2`."""
    whole, *parts = group
    said: list[Styled] = []
    before = whole.dimension
    for row in parts[:_MOST_PARTS]:
        gap = ("; " if row.dimension != before else ", ") if said else ""
        before = row.dimension
        named = worded.words.group_in_whole(row) if row.group else worded.words.measure(row.measure)
        if row.group and row.measure != whole.measure:
            named = f"{worded.words.measure(row.measure)}, {named}"
        value = worded.words.value(row, unit=row.unit != whole.unit)
        said.append(styled(f"{gap}{named} {value}", worded.doubts.marked(row)))
    more = len(parts) - len(said)
    return styled(*said, f", {more} more" if more else "")


def _longer(words: StatisticWords, rows: Sequence[StatisticRow], year: int) -> Iterator[Styled]:
    if rows:
        bodies = Counter(words.counter(row) for row in rows)
        measures = Counter(words.measure(row.measure) for row in rows)
        yield styled(
            f"Longer spans that touch {year}: {number_of(len(rows), 'figure')}, "
            f"by {_first(bodies)}: {_first(measures)}: tip year {year:04} --all"
        )


def _first(names: Counter[str]) -> str:
    shown = [name for name, _ in names.most_common(_MOST_NAMES)]
    return ", ".join([*shown, "…"] if len(names) > len(shown) else shown)


def _doubted_routes(worded: YearWords, rows: Sequence[RouteRow]) -> str:
    found = pairs(worded.store, rows)
    words = Counter(
        word
        for pair in found
        for word in {w for row in pair.rows for w in worded.doubts.words(row)}
    )
    return "".join(f", {count} {word}" for word, count in words.items())


def _routes(worded: YearWords, rows: Sequence[RouteRow]) -> View | None:
    if not rows:
        return None
    lines = []
    for role, own in worded.ends(rows):
        named = worded.named(own)
        if any(pair.open_ended or not name_end(pair) for pair in own):
            named.append(styled(UNNAMED))
        gap = "; " if role == "internal" else ", "
        lines.append(
            Line(
                cells=[styled(worded.role(role)), join_texts(named, gap)],
                references=[
                    text
                    for pair in own
                    for row in pair.rows
                    for text in worded.words.reports_first(row.sources)
                ],
                notes=worded.notes(row for pair in own for row in pair.rows),
            )
        )
    return View(
        title=f"Routes: {count_routes(worded, rows)}{_doubted_routes(worded, rows)}",
        sections=[Section(lines=lines, piped="Routes", close=True)],
    )


def _findings(worded: YearWords, rows: Sequence[FindingRow]) -> View | None:
    """For each area and assessment, the topics with how many findings each has."""
    if not rows:
        return None
    sections = []
    for area in AREAS_IN_ORDER:
        own = [row for row in rows if row.area == area]
        lines = []
        for word in vocabulary(Assessment):
            topics = Counter(worded.words.topic(row.topic) for row in own if row.assessment == word)
            said = [
                name if count == 1 else f"{name} {count}" for name, count in topics.most_common()
            ]
            if said:
                lines.append(Line(cells=[styled(dim(word)), styled(", ".join(said))]))
        if lines:
            title = f"{area.capitalize()}, {len(own)}"
            sections.append(Section(title=title, lines=lines, close=True, indented=True))
    return View(title=f"Findings: {count_assessments(rows)}", sections=sections, aligned=True)


def _laws(worded: YearWords, rows: Sequence[LawRow]) -> View | None:
    if not rows:
        return None
    lines = [
        Line(
            cells=[
                styled(period(row.period)),
                styled(visible(f"{row.name}: {row.event}"), worded.doubts.marked(row)),
            ],
            references=row.sources,
            notes=worded.notes([row]),
        )
        for row in rows
    ]
    title = f"Laws: {number_of(len(lines), 'event')}"
    return View(title=title, sections=[Section(lines=lines, piped="Laws", close=True)])


def _pointers(worded: YearWords, found: YearView) -> Iterator[Styled]:
    year = f"{found.year:04}"
    if disputed := sum(map(worded.is_disputed, rows_of(found))):
        yield styled(f"Disputed: {number_of(disputed, 'fact')}: tip disputes {year}")
    kinds = [kind.row for kind in ORDER if getattr(found, kind.table)]
    leading = _leading(worded.store, found)
    yield join_commands(
        *(f"year {first:04} {last:04}" for first, last in _neighbours(worded.store, found.year)),
        *(f"{row.command} {year}" for row in kinds if row not in (TierRow, LawRow)),
        f"show {leading}",
        f"cite {leading}",
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


def _leading(store: Store, found: YearView) -> str:
    within = [row for row in found.statistics if is_within(row.period, found.year)]
    return visible([*order_statistics(store, within), *rows_of(found)][0].id)
