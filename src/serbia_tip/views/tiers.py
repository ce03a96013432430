"""The view of `tip tiers`: years with one tier in one line, doubts and rivals beside it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from serbia_tip.model import Store, read_reference
from serbia_tip.queries.country_profile import profile_rating
from serbia_tip.queries.filters import TIERS, Asked
from serbia_tip.queries.gaps import rating_gap_remarks
from serbia_tip.queries.kinds import findings, tiers
from serbia_tip.queries.rows import FindingRow, TierRow
from serbia_tip.terminal.screen import visible
from serbia_tip.terminal.text import Styled, doubt, join_texts, styled
from serbia_tip.views.evidence import FactWords, Sentences
from serbia_tip.views.view import Line, Section, View, view_cells
from serbia_tip.views.wording import group_by, say_range, say_years_of
from serbia_tip.words import count_noun

REPORT = "the US Trafficking in Persons Report"
_TIER = 1  # the column of the tier
_RANKS = ("preferred", "normal", "deprecated")
Rating = Sequence[TierRow]  # of one year: the one that stands, then its rivals


def view_tiers(store: Store, rows: Sequence[TierRow], asked: Asked) -> View:
    """The ratings by year, a line for consecutive years without a change; or only the moves."""
    sentences = Sentences(store, asked.sources)
    if asked.options.get("changes"):
        return _view_tier_moves(store, sentences, rows)
    words = sentences.words
    lines: list[Line] = []
    before = ""
    [(rater, _)] = Counter(tuple(row.said_by) for row in rows).most_common(1)
    for run in _view_tier_runs(words, rows):
        first, *rivals = run[0]
        every = [row for rating in run for row in rating]
        state = words.state(first)
        credited = (
            f"{f'{row.year} ' if len(run) > 1 else ''}according to {words.who(row)}"
            for row, *_ in run
            if row.attributed_to and tuple(row.said_by) != rater
        )
        said: list[Styled] = [
            styled(state or (words.home if before else "")),
            *([doubt(word)] for word in words.doubts(first)),
            *map(styled, credited),
            *(styled(f"{words.who(it)} says {it.tier}", words.marked(it)) for it in rivals),
        ]
        years = say_range(first.year, run[-1][0].year)
        lines.append(
            Line(
                cells=view_cells(years, first.tier, join_texts(filter(None, said), "; ")),
                references=[text for row in every for text in row.sources],
                notes=words.notes(every),
            )
        )
        before = state
    when = words.asked(asked)
    if not (asked.common.year or asked.common.since or asked.common.until):
        when += say_years_of(f"{row.year:04}" for row in rows)
    section = Section(lines=lines)
    same = section.shared([_TIER]) if len({row.tier for row in rows}) == 1 else {}
    return View(
        title=": ".join([f"Rating of {words.home} in {REPORT}{when}", *same.values()]),
        sections=[section.without(same)],
        remarks=[styled(said) for said in rating_gap_remarks(store, asked.common)],
        editions=True,
    )


def _view_tier_runs(words: FactWords, rows: Sequence[TierRow]) -> Iterator[list[Rating]]:
    """The ratings of consecutive years that differ in nothing but the year."""
    ratings: list[Rating] = [
        sorted(same, key=lambda row: _RANKS.index(row.rank))
        for _, same in groupby(sorted(rows, key=lambda row: row.year), key=lambda row: row.year)
    ]

    def kind(numbered: tuple[int, Rating]) -> object:
        number, (row, *rivals) = numbered
        doubted = words.doubts(row)
        own = row.year if rivals or doubted else row.year - number  # equal in consecutive years
        return row.tier, row.entity, bool(rivals), doubted, own

    for _, run in groupby(enumerate(ratings), key=kind):
        yield [rating for _, rating in run]


def _view_tier_moves(store: Store, sentences: Sentences, rows: Sequence[TierRow]) -> View:
    words, ratings, reasons = sentences.words, tiers(store), _view_tier_move_reasons(store)
    lines: list[Line] = []
    directions = Counter[str]()
    for row in rows:
        before = profile_rating([other for other in ratings if other.year < row.year])
        assert before is not None  # what moved had a rating before
        direction = "up" if TIERS.index(row.tier) < TIERS.index(before.tier) else "down"
        directions[direction] += 1
        why = styled(f"Note: {visible(row.note)}" if row.note else "No reason is stored.")
        references = row.sources
        if reason := reasons.get(row.id):
            why = styled(visible(reason.statement), " ", sentences.cited(reason))
            references = list(dict.fromkeys([*reason.sources, *row.sources]))
        move = styled(f"{before.tier} → {row.tier}", words.marked(row), "\n", why)
        lines.append(Line(cells=view_cells(str(row.year), direction, move), references=references))
    remarks = []
    if inferred := [row for row in rows if row.basis == "inferred"]:
        names = " ".join(visible(row.id) for row in inferred)
        years = ", ".join(str(row.year) for row in inferred)
        remarks.append(styled(doubt(f"Inferred ({years}): "), f"why: tip show {names}"))
    for fact in store.tiers:
        standing = profile_rating([row for row in ratings if row.year == fact.year])
        if standing and standing.tier != fact.tier:
            word = "Deprecated" if fact.rank == "deprecated" else "Disputed"
            said = f"{words.bodies(words.said_by(fact))} says {fact.tier}: tip disputes {fact.year}"
            remarks.append(styled(doubt(f"{word} ({fact.year}): "), said))
    first, *_, last = sorted(row.year for row in ratings)
    counted = ", ".join(f"{directions[word]} {word}" for word in ("up", "down") if directions[word])
    given = any(row.tier == TIERS[0] for row in ratings if row.rank != "deprecated")
    best = f"{TIERS[0]} is best{'' if given else ', never given'}"
    return View(
        title=f"Moves of the rating of {words.home} in {REPORT}, {first}–{last}",
        lead=[styled(f"{count_noun(len(lines), 'move')}: {counted}; {best}. Last rating: {last}.")],
        sections=[Section(lines=lines)],
        remarks=remarks,
        editions=True,
    )


def _view_tier_move_reasons(store: Store) -> dict[str, FindingRow]:
    """By the rating's id, the verdict of its own report: a finding on the report's year.

    Of several, it is the one of the topic and area on which most of the reports have one.
    """
    on_year = group_by(findings(store), lambda finding: finding.period)
    verdicts = {
        rating.id: [
            finding
            for finding in on_year.get(f"{rating.year:04}", ())
            if any(read_reference(text)[0] in rating.cited for text in finding.sources)
        ]
        for rating in store.tiers
    }
    every = [finding for found in verdicts.values() for finding in found]
    usual = [topic for topic, _ in Counter(one.topic for one in every).most_common(1)]
    areas = Counter(one.area for one in every if one.topic in usual)
    return {
        rating: max(own, key=lambda one: areas[one.area])
        for rating, found in verdicts.items()
        if (own := [finding for finding in found if finding.topic in usual])
    }
