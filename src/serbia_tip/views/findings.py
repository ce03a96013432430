"""The view of `tip policy`: findings as sentences, by area and topic."""

from collections.abc import Sequence
from itertools import groupby

from serbia_tip.model import Store
from serbia_tip.queries.answer import Asked
from serbia_tip.queries.lookups import AREAS
from serbia_tip.queries.rows import FindingRow
from serbia_tip.terminal.styled import dim, styled
from serbia_tip.views.sentences import Sentences
from serbia_tip.views.view import Line, Section, View
from serbia_tip.views.wording import Wording, capitalized, when_asked, year_asked, years_of
from serbia_tip.words import number_of


def view(store: Store, rows: Sequence[FindingRow], asked: Asked) -> View:
    """A section for each topic of each area, in the order of the areas and of their titles."""
    sentences = Sentences(store, asked.sources)
    words = sentences.words
    areas, topics, assessments = (
        len({getattr(row, field) for row in rows}) for field in ("area", "topic", "assessment")
    )

    def place(row: FindingRow) -> tuple[int, str]:
        return AREAS.index(row.area), words.topic(row.topic)

    def line(row: FindingRow) -> Line:
        judged = [styled(dim(row.assessment))] if assessments > 1 or len(rows) == 1 else []
        return sentences.line(row, *judged, said=sentences.dated(row, year_asked(asked)))

    sections = [
        Section(
            title=topic if topics > 1 else "",
            under=AREAS[area].capitalize() if areas > 1 else "",
            close=number > 0,
            indented=topics > 1,
            lines=[line(row) for row in found],
        )
        for number, ((area, topic), found) in enumerate(groupby(sorted(rows, key=place), key=place))
    ]
    return View(title=_title(words, rows, asked), sections=sections, aligned=True)


def _title(words: Wording, rows: Sequence[FindingRow], asked: Asked) -> str:
    """What the findings have in common, when, and how many they are."""
    shared = [
        names.pop()
        for names in (
            {row.area for row in rows},
            {words.topic(row.topic).lower() for row in rows},
            {row.assessment for row in rows} if len(rows) > 1 else set(),
        )
        if len(names) == 1
    ]
    what = capitalized(", ".join(shared) or "findings")
    when = "" if year_asked(asked) else years_of(row.period for row in rows)
    counted = number_of(len(rows), "finding") if shared else f"{len(rows):,}"
    return f"{what}{when_asked(asked)}: {counted}{when}"
