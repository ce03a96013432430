"""Findings as people read them: topic by topic, in each by year, the sentence at full width."""

from collections.abc import Sequence
from itertools import groupby

from serbia_tip.model import Area, Store, vocabulary
from serbia_tip.period import reach
from serbia_tip.queries.answer import Asked
from serbia_tip.queries.rows import FindingRow
from serbia_tip.terminal.styled import dim, styled
from serbia_tip.views.sentences import Sentences
from serbia_tip.views.view import Section, View
from serbia_tip.views.wording import Wording, year_asked, years_in_words
from serbia_tip.words import number_of

_AREAS = vocabulary(Area)


def view(store: Store, rows: Sequence[FindingRow], asked: Asked) -> View:
    """The findings under their areas, where there are several, and under their topics."""
    words = Wording(store)
    sections = topics(store, words, rows, asked)
    return View(title=_title(words, rows, asked), sections=sections, aligned=True)


def topics(store: Store, words: Wording, rows: Sequence[FindingRow], asked: Asked) -> list[Section]:
    """A section for each topic of each area, in the order of the areas and of their titles."""
    sentences = Sentences(store, words, asked.sources)
    areas, one_topic, one_assessment = (
        len({getattr(row, field) for row in rows}) for field in ("area", "topic", "assessment")
    )
    judged = one_assessment > 1 or len(rows) == 1

    def place(row: FindingRow) -> tuple[int, str]:
        return _AREAS.index(row.area), words.topic(row.topic)

    sections = []
    for number, ((area, topic), found) in enumerate(groupby(sorted(rows, key=place), key=place)):
        lines = [
            sentences.line(
                row,
                *([styled(dim(row.assessment))] if judged else []),
                under=year_asked(asked),
            )
            for row in found
        ]
        sections.append(
            Section(
                title=topic if one_topic > 1 else "",
                under=_AREAS[area].capitalize() if areas > 1 else "",
                close=number > 0,
                indented=one_topic > 1,
                lines=lines,
            )
        )
    return sections


def _title(words: Wording, rows: Sequence[FindingRow], asked: Asked) -> str:
    """What the findings share, when, and how many they are."""
    shared = [
        names.pop()
        for names in (
            {row.area for row in rows},
            {words.topic(row.topic).lower() for row in rows},
            {row.assessment for row in rows} if len(rows) > 1 else set(),
        )
        if len(names) == 1
    ]
    what = ", ".join(shared) or "findings"
    touched = reach(row.period for row in rows)
    when = "" if year_asked(asked) or not touched else f", {years_in_words(*touched)}"
    counted = number_of(len(rows), "finding") if shared else f"{len(rows):,}"
    return f"{what[:1].upper()}{what[1:]}{words.narrowed(asked)}: {counted}{when}"
