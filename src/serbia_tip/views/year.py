"""The page of one year, and the words that pages of years share."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest

from msgspec.structs import replace

from serbia_tip.model import Assessment, Role, Store, TierRating, allowed_words
from serbia_tip.periods import is_within_year, is_yearly, period_years
from serbia_tip.queries import rows as of
from serbia_tip.queries.country_profile import Pair, pair_routes, profile_rating
from serbia_tip.queries.country_profile import split_long_spans as split
from serbia_tip.queries.filters import AREAS, Answer, Asked, Common
from serbia_tip.queries.kinds import ORDER, YearView
from serbia_tip.terminal.screen import visible
from serbia_tip.terminal.text import NO_BREAK, Styled, bold, dim, doubt, join_texts, styled
from serbia_tip.views import view_answer
from serbia_tip.views.evidence import STANDINGS, FactWords
from serbia_tip.views.pointers import point_to_commands, point_to_fact
from serbia_tip.views.policy import sum_up_policy
from serbia_tip.views.routes import say_routes_of
from serbia_tip.views.statistics_areas import DIFFER, statistics_of_longer_spans, view_apart_sums
from serbia_tip.views.tiers import REPORT
from serbia_tip.views.view import Line, Note, Section, View, view_line, view_part, view_text
from serbia_tip.views.wording import ADVICE, count_findings, group_by, say_period, say_signs
from serbia_tip.words import count_noun

_MOST_PARTS = 8  # how many parts of a figure stand beside it
# What stands before the countries at the other ends, by the home country's role.
_WAYS: Mapping[Role, str] = {
    "destination": "To {home}, from",
    "source": "From {home}, to",
    "transit": "Through {home}",
    "internal": "Within {home}",
}
_NONE = "none of this year alone"
# what was done, and then the situation that it answers
AREAS_IN_ORDER = sorted(AREAS, key=lambda area: area == "situation")


class YearWords(FactWords):
    """What the pages of a store's years are worded with."""

    def rating(self, ratings: Sequence[of.TierRow], where: str = "") -> Styled:
        """The rating that stands, with its doubts, and what others say of the same year."""
        if (row := profile_rating(ratings)) is None:
            return []
        state = f", {self.state(row)}" if self.state(row) else ""
        said = styled(row.tier, where, self.marked(row), state)
        for fact in self.rating_rivals(row):
            why = doubt(" (deprecated)" if fact.rank == "deprecated" else "")
            said = styled(said, f"; {self.bodies(self.said_by(fact))} says {fact.tier}", why)
        return said

    def rating_rivals(self, row: of.TierRow) -> list[TierRating]:
        """The ratings of the same year that give another tier, the deprecated ones too."""
        ratings = self.store.tiers
        return [each for each in ratings if each.year == row.year and each.tier != row.tier]

    def figures(self, rows: Sequence[of.StatisticRow], *, named: bool = True) -> Styled:
        """The values, equal ones once, and if `named` who counts them: `62 Centre/UNODC · 60 X`."""
        said = []
        same = group_by(rows, lambda row: (row.value, row.bound, row.unit, row.out_of, row.rank))
        for own in same.values():
            value = self.value(own[0], unit=not self.names_unit(own[0].measure, own[0].unit))
            who = f" {self.counters(own)}" if named else ""
            said.append(styled(value, who, self.marked(own[0])))
        return join_texts(said, " / ")

    def notes(self, rows: Iterable[of.CitedRow]) -> list[Note]:
        """What must be known of the rows, but for the disputes, to which `count_disputed` leads."""
        return [note for note in super().notes(rows) if note.word != "disputed"]

    def count_disputed(self, rows: Iterable[of.FactRow], years: str) -> Iterator[Styled]:
        """How many facts are disputed by others, and where both sides are told."""
        if disputed := {row.id for row in rows if row.disputed_by}:
            command = f"tip disputes {years}".replace(" ", NO_BREAK)
            yield styled(f"Disputed: {count_noun(len(disputed), 'fact')}: {command}")

    def ends(
        self, rows: Sequence[of.RouteRow]
    ) -> Iterator[tuple[str, str, dict[str, Styled], list[Pair]]]:
        """By role: the words before its ends, what parts them, the ends with doubts, the pairs.

        An end is named once, with the doubts of the firmest pair.
        """
        of_role = group_by(pair_routes(self.store, rows), lambda pair: pair.role)
        for role, way in _WAYS.items():
            named: dict[str, Styled] = {}
            pairs = of_role.get(role, [])
            for pair in sorted(pairs, key=lambda pair: pair.standing in STANDINGS):
                words = dict.fromkeys(word for row in pair.rows for word in self.doubts(row))
                if name := _year_route_end(pair):
                    doubted = doubt(f" ({', '.join(words)})" if words else "")
                    named.setdefault(name, styled(name, doubted))
            if pairs:
                gap = "; " if role == "internal" else ", "
                yield way.format(home=self.home), gap, named, pairs


def _year_route_end(pair: Pair) -> str:
    """The other end of a route, or who is trafficked within the country; empty if not named."""
    row = pair.rows[0]
    if pair.role == "internal":
        return visible(": ".join(filter(None, (", ".join(row.people), row.purpose))))
    if pair.role == "transit":
        named = row.origin or row.destination
        return visible(f"{row.origin or 'others'} → {row.destination or 'others'}" if named else "")
    return visible((row.origin if pair.role == "destination" else row.destination) or "")


def year_page_rows(found: YearView) -> list[of.FactRow]:
    """The rows of all kinds of a year."""
    return [row for kind in ORDER for row in found.rows(kind)]


def order_year_page_statistics(
    store: Store, rows: Sequence[of.StatisticRow]
) -> list[list[of.StatisticRow]]:
    """Wholes, with all their parts after them: key measures first, whole years before parts."""
    groups: list[list[of.StatisticRow]] = []
    present: set[str | None] = set()
    for row in rows:
        if row.part_of not in present:
            groups.append([])
        groups[-1].append(row)
        present.add(row.id)
    key = store.store.profile.measures if store.store.profile else []
    measures = [*dict.fromkeys([*key, *(row.measure for row in rows)])]

    def place(group: Sequence[of.StatisticRow]) -> tuple[int, int, bool]:
        area = -1 if group[0].measure in key else AREAS_IN_ORDER.index(group[0].area)
        return area, measures.index(group[0].measure), not is_yearly(group[0].period)

    return sorted(groups, key=place)


def view_year(store: Store, found: YearView, asked: Asked) -> list[View]:
    """The year's page, or with `all` the whole answer of each command; none without a fact."""
    rows = year_page_rows(found)
    if not rows:
        return []
    words = YearWords(store)
    title = visible(f"{store.store.title}, {found.year:04}")
    counted = count_noun(len(rows), "fact")
    if asked.all:
        whole = Asked(common=Common(year=[found.year]), sources=asked.sources, all=True)
        kinds = [(kind.row, found.rows(kind)) for kind in ORDER]
        answers = [view_answer(Answer(store, row, own, whole)) for row, own in kinds if own]
        return [View(title=title, aside=counted), *answers]
    lines = []
    if rating := profile_rating(found.tiers):
        said = words.rating(found.tiers, f" in {REPORT}")
        line = words.line([rating], bold("Rating"), said)
        others = [text for rival in words.rating_rivals(rating) for text in rival.sources]
        lines = [replace(line, references=[*line.references, *others])]
    return [
        View(title=title, aside=counted, sections=[Section(lines=lines)] if lines else []),
        *([_year_figures(words, found)] if found.statistics else []),
        *([_year_routes(words, found)] if found.routes else []),
        *([_year_findings(words, found)] if found.findings else []),
        *([_year_laws(words, found)] if found.laws else []),
        View(title="", remarks=list(_year_page_commands(words, found))),
    ]


def _year_figures(words: YearWords, found: YearView) -> View:
    rows, year = found.statistics, found.year
    within = [row for row in rows if is_within_year(row.period, year)]
    longer = [row for row in rows if not is_within_year(row.period, year)]
    own_figures = [row for row in within if not words.is_apart(row)]

    def place(group: Sequence[of.StatisticRow]) -> tuple[object, ...]:
        row = group[0]
        when = "" if row.period == f"{year:04}" else say_period(row.period)
        name = ", ".join(filter(None, (words.counted(row), when, words.state(row))))
        return name, row.value, row.bound, row.unit, row.out_of, row.rank

    lines: list[Line] = []
    before: object = None
    for (name, *_), groups in group_by(
        order_year_page_statistics(words.store, own_figures), place
    ).items():
        tops = [group[0] for group in groups]
        own = [row for group in groups for row in group]
        breaks = words.breaks(tops, words.measure(tops[0].measure))
        said = words.figures(tops)
        for group in groups:
            if parts := _year_statistic_parts(words, group):
                said = styled(said, "\nof them ", parts)
        shown = "" if name == before and not breaks else f"{name}"
        lines.append(replace(words.line(own, shown, said, before=breaks), repeats=True))
        before = name
    beside = f"; {len(longer)} more for longer spans" if longer else ""
    things = group_by(within, lambda row: (row.measure, row.period, row.group, row.entity)).values()
    rivals = (own for own in things if len({(row.value, row.bound, row.unit) for row in own}) > 1)
    differ = DIFFER if any(len(set(map(words.counter, own))) > 1 for own in rivals) else ""
    legend = say_signs(row.bound for row in within)
    return View(
        title=f"Figures of {year}: {len(within)}{beside}",
        sections=[Section(lines=lines, piped=f"Figures of {year}", close=True)] if lines else [],
        key=view_text(words.on_encyclopedias(within), differ, legend),
        remarks=[
            *view_apart_sums(words, within),
            *statistics_of_longer_spans(words, longer, f"{year:04}", f"tip year {year:04} --all"),
        ],
    )


def _year_statistic_parts(words: YearWords, group: Sequence[of.StatisticRow]) -> Styled:
    """The first parts of a whole: those of one dimension in a row, `minors 26; men 4, women 2`."""
    whole, *parts = group
    said: list[Styled] = []
    before = whole.dimension
    for row, after in zip_longest(parts[:_MOST_PARTS], parts[1:_MOST_PARTS]):
        gap = ("; " if row.dimension != before else ", ") if said else ""
        before = row.dimension
        measure = "" if row.group and row.measure == whole.measure else words.measure(row.measure)
        named = ", ".join(filter(None, (measure, row.group and words.group_in_whole(row))))
        value = words.value(row, unit=row.unit != whole.unit)
        goes_on = row.said_by == (after or whole).said_by  # several of one body name it once
        who = "" if goes_on or row.said_by == whole.said_by else f" {words.who(row)}"
        said.append(styled(f"{gap}{named} {value}{who}", words.marked(row)))
    more = len(parts) - len(said)
    return styled(*said, f", {more} more" if more else "")


def _year_routes(words: YearWords, found: YearView) -> View:
    """The year's own routes, and below them those of each longer span that touches it."""
    own, spans = split(found.routes)
    disputed = sum(
        any("disputed" in words.doubts(row) for row in pair.rows)
        for pair in pair_routes(words.store, own)
    )
    counted = say_routes_of(words, own) if own else _NONE
    sections = [Section(lines=_year_route_lines(words, own), piped="Routes", close=True)]
    for period, same in group_by(spans, lambda row: row.period).items():
        title = f"Some time within {say_period(period)}: {say_routes_of(words, same)}"
        sections.append(view_part(title, _year_route_lines(words, same)))
    said = f"{counted}{f'; {disputed} disputed' if disputed else ''}"
    return View(title=f"Routes of {found.year}: {said}", sections=sections)


def _year_route_lines(words: YearWords, rows: Sequence[of.RouteRow]) -> list[Line]:
    lines = []
    for way, gap, named, pairs in words.ends(rows):
        unnamed = any(pair.open_ended or not _year_route_end(pair) for pair in pairs)
        ends = [*named.values(), *([styled("others not named")] if unnamed else [])]
        told = [row for pair in pairs for row in pair.rows]
        reports = (words.attribution.reports_first(row.sources) for row in told)
        line = words.line(told, way, join_texts(ends, gap))
        lines.append(replace(line, references=[text for cited in reports for text in cited]))
    return lines


def _year_findings(words: YearWords, found: YearView) -> View:
    """For each area and assessment, the topics with how many findings each has; spans apart."""
    own, spans = split(found.findings)

    def counted(rows: Sequence[of.FindingRow]) -> str:
        topics = Counter(words.topic(row.topic) for row in rows).most_common()
        return ", ".join(f"{name} {count}".removesuffix(" 1") for name, count in topics)

    def judged(rows: Sequence[of.FindingRow]) -> Iterator[Line]:
        by_word = group_by(rows, lambda row: row.assessment)
        for word in sorted(by_word, key=allowed_words(Assessment).index):
            yield view_line(dim(word), counted(by_word[word]))

    def dated(rows: Sequence[of.FindingRow]) -> Iterator[Line]:
        for period, same in group_by(rows, lambda row: row.period).items():
            yield view_line(dim(say_period(period)), f"{count_findings(same)}: {counted(same)}")

    areas = group_by(own, lambda row: row.area)
    sections = [
        view_part(f"{area.capitalize()}: {count_findings(areas[area])}", judged(areas[area]))
        for area in sorted(areas, key=AREAS_IN_ORDER.index)
    ]
    beside = ""
    if spans:
        sections.append(view_part("Some time within longer spans", dated(spans)))
        beside = f"; {count_findings(spans)} of longer spans"
    title = f"Findings of {found.year}: {say_year_findings(own) or _NONE}{beside}"
    return View(title=title, sections=sections, aligned=True)


def say_year_findings(rows: Sequence[of.FindingRow]) -> str:
    """How many findings, and of each assessment: `3 findings (2 progress, 1 shortcoming)`."""
    kinds = sum_up_policy(row for row in rows if row.assessment != ADVICE)
    return f"{count_findings(rows)}{f' ({kinds})' if kinds else ''}"


def _year_laws(words: YearWords, found: YearView) -> View:
    lines = []
    for row in found.laws:
        said = styled(visible(f"{row.name}: {row.event}"), words.marked(row))
        lines.append(words.line([row], say_period(row.period), said))
    title = f"Laws: {count_noun(len(found.laws), 'event')}"
    return View(title=title, sections=[Section(lines=lines, piped="Laws", close=True)])


def _year_page_commands(words: YearWords, found: YearView) -> Iterator[Styled]:
    """To the year before, or else the one after, to the commands, and to the leading fact."""
    rows = year_page_rows(found)
    yield from words.count_disputed(rows, f"{found.year:04}")
    beside = [
        f"tip year {min(found.year, other):04} {max(found.year, other):04}"
        for other in (found.year - 1, found.year + 1)
        if any(fact.dated and other in period_years(fact.dated) for fact in words.store.facts())
    ]
    kinds = [
        kind.row for kind in ORDER if found.rows(kind) and kind.row not in (of.TierRow, of.LawRow)
    ]
    commands = [f"tip {row.command} {found.year:04}" for row in kinds]
    within = [row for row in found.statistics if is_within_year(row.period, found.year)]
    tops = [group[0] for group in order_year_page_statistics(words.store, within)]
    leading = [*(row for row in tops if is_yearly(row.period)), *tops, *rows][0]
    yield from point_to_commands([*beside[:1], *commands, *point_to_fact(leading)])
