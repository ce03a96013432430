"""The view of `tip tiers`: years with one tier in one line, doubts and rivals beside it."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby

from serbia_tip.model import Store, reference
from serbia_tip.queries.country_profile import latest_rating
from serbia_tip.queries.filters import TIERS, Asked
from serbia_tip.queries.gaps import rating_gaps
from serbia_tip.queries.kinds import findings, tiers
from serbia_tip.queries.rows import FindingRow, TierRow
from serbia_tip.terminal.screen import visible
from serbia_tip.terminal.text import Styled, doubt, join_texts, styled
from serbia_tip.views.evidence import FactWords
from serbia_tip.views.findings import Sentences
from serbia_tip.views.view import Line, Section, View, cells_of
from serbia_tip.views.wording import when_asked, years_in_words
from serbia_tip.words import number_of

_TITLE = "Rating in the US Trafficking in Persons Report"
_TIER = 1
"""The column of the tier."""
_RANKS = ("preferred", "normal", "deprecated")
Rating = Sequence[TierRow]
"""One year's ratings: the one that stands, then its rivals."""


def view(store: Store, rows: Sequence[TierRow], asked: Asked) -> View:
    """The ratings by year, a line for consecutive years without a change; or only the moves."""
    words = FactWords(store)
    if asked.options.get("changes"):
        return _view_moves(words, rows, asked)
    lines: list[Line] = []
    before = ""
    [(rater, _)] = Counter(tuple(row.said_by) for row in rows).most_common(1)
    for run in _runs(words, rows):
        state = words.state(run[0][0])
        lines.append(_line(words, run, state or (words.home if before else ""), rater))
        before = state
    years = [row.year for row in rows]
    when = when_asked(asked) or f", {years_in_words(min(years), max(years))}"
    section = Section(lines=lines)
    same = section.shared([_TIER]) if len({row.tier for row in rows}) == 1 else {}
    return View(
        title=": ".join([f"{_TITLE}{when}", *same.values()]),
        sections=[section.without(same)],
        remarks=[styled(said) for said in rating_gaps(store, asked.common)],
        editions=True,
    )


def _runs(words: FactWords, rows: Sequence[TierRow]) -> Iterator[list[Rating]]:
    """The ratings of consecutive years that differ in nothing but the year."""
    ratings: list[Rating] = [
        sorted(same, key=lambda row: _RANKS.index(row.rank))
        for _, same in groupby(sorted(rows, key=lambda row: row.year), key=lambda row: row.year)
    ]

    def kind(numbered: tuple[int, Rating]) -> object:
        number, (row, *rivals) = numbered
        doubted = words.doubts.words(row)
        own = row.year if rivals or doubted else row.year - number  # equal in consecutive years
        return row.tier, row.entity, bool(rivals), doubted, own

    for _, run in groupby(enumerate(ratings), key=kind):
        yield [rating for _, rating in run]


def _line(words: FactWords, run: Sequence[Rating], state: str, rater: tuple[str, ...]) -> Line:
    first, *rivals = run[0]
    rows = [row for rating in run for row in rating]
    said: list[Styled] = [
        styled(state),
        *([doubt(word)] for word in words.doubts.words(first)),
        *(styled(credit) for credit in _credited(words, run, rater)),
        *(styled(f"{words.who(row)} says {row.tier}", words.doubts.marked(row)) for row in rivals),
    ]
    return Line(
        cells=cells_of(
            years_in_words(first.year, run[-1][0].year),
            first.tier,
            join_texts(filter(None, said), "; "),
        ),
        references=[text for row in rows for text in row.sources],
        notes=words.notes(rows),
    )


def _view_moves(words: FactWords, rows: Sequence[TierRow], asked: Asked) -> View:
    ratings = tiers(words.store)
    reasons = _reasons(words.store)
    sentences = Sentences(words.store, asked.sources)
    lines = []
    directions = Counter[str]()
    for row in rows:
        before = latest_rating([other for other in ratings if other.year < row.year])
        if before is None:
            continue
        direction = "up" if TIERS.index(row.tier) < TIERS.index(before.tier) else "down"
        directions[direction] += 1
        reason = reasons.get(row.id)
        note = f"Note: {visible(row.note)}" if row.note else "No reason is stored."
        told = styled(note)
        if reason:
            told = styled(visible(reason.statement), " ", sentences.cited(reason))
        lines.append(
            Line(
                cells=cells_of(
                    str(row.year),
                    direction,
                    styled(f"{before.tier} → {row.tier}", words.doubts.marked(row), "\n", told),
                ),
                references=list(dict.fromkeys([*(reason.sources if reason else ()), *row.sources])),
            )
        )
    years = [row.year for row in ratings]
    counted = [f"{directions[word]} {word}" for word in ("up", "down") if directions[word]]
    best = TIERS[0]
    given = {row.tier for row in ratings if row.rank != "deprecated"}
    never = "" if best in given else ", never given"
    return View(
        title=f"Moves of the {_TITLE[:1].lower()}{_TITLE[1:]}, {min(years)}–{max(years)}",
        lead=[
            styled(
                f"{number_of(len(lines), 'move')}: {', '.join(counted)}; {best} is best{never}. "
                f"Last rating: {max(years)}."
            )
        ],
        sections=[Section(lines=lines)],
        remarks=[*_inferred(rows), *_rivals(words, ratings)],
        editions=True,
    )


def _reasons(store: Store) -> dict[str, FindingRow]:
    """By the rating's id, the verdict of its own report: a finding on the report's year.

    Of several, it is the one of the topic and area on which most of the reports have one.
    """
    by_source: defaultdict[tuple[str, str | None], list[FindingRow]] = defaultdict(list)
    for finding in findings(store):
        for key in {reference(text)[0] for text in finding.sources}:
            by_source[key, finding.period].append(finding)
    verdicts = {
        rating.id: [
            finding
            for text in rating.sources
            for finding in by_source[reference(text)[0], f"{rating.year:04}"]
        ]
        for rating in store.tiers
    }
    topics = Counter(finding.topic for found in verdicts.values() for finding in found)
    areas = Counter((one.topic, one.area) for found in verdicts.values() for one in found)
    usual = max(topics, key=topics.__getitem__, default="")
    return {
        rating: max(own, key=lambda one: areas[one.topic, one.area])
        for rating, found in verdicts.items()
        if (own := [finding for finding in found if finding.topic == usual])
    }


def _inferred(rows: Sequence[TierRow]) -> Iterator[Styled]:
    inferred = [row for row in rows if row.basis == "inferred"]
    if inferred:
        names = " ".join(visible(row.id) for row in inferred)
        years = ", ".join(str(row.year) for row in inferred)
        yield styled(doubt(f"Inferred ({years}): "), f"why: tip show {names}")


def _rivals(words: FactWords, ratings: Sequence[TierRow]) -> Iterator[Styled]:
    for fact in words.store.tiers:
        standing = latest_rating([row for row in ratings if row.year == fact.year])
        if standing and standing.tier != fact.tier:
            word = "Deprecated" if fact.rank == "deprecated" else "Disputed"
            said = f"{words.bodies(words.said_by(fact))} says {fact.tier}: tip disputes {fact.year}"
            yield styled(doubt(f"{word} ({fact.year}): "), said)


def _credited(words: FactWords, run: Sequence[Rating], rater: tuple[str, ...]) -> Iterator[str]:
    """Whom the sources of these ratings credit, unless the `rater`, with the year among several."""
    for row, *_ in run:
        if row.attributed_to and tuple(row.said_by) != rater:
            year = f"{row.year} " if len(run) > 1 else ""
            yield f"{year}according to {words.who(row)}"
