"""Pointers: whether an answer is summed up, and where more of it, or its disputes, are told."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from serbia_tip.model import Store, Term
from serbia_tip.queries.filters import EVERYTHING, Asked
from serbia_tip.queries.rows import CitedRow, IdentifiedRow
from serbia_tip.terminal.screen import visible
from serbia_tip.terminal.text import NO_BREAK, Styled, doubt, styled
from serbia_tip.views.evidence import FactWords
from serbia_tip.views.view import Line, Section, View
from serbia_tip.words import count_noun, fold

_NOUNS = {"statistic": "figure", "law": "event"}  # what people call one row of these
FEW = 15  # of more rows than this a summary is given first
DISPUTED = doubt("*")  # the sign before a disputed value in a column of numbers


def is_summarized(asked: Asked, rows: Sequence[IdentifiedRow], *own: str) -> bool:
    """Whether a summary answers: of many rows that no option but the command's `own` narrows."""
    return len(rows) > FEW and not asked.all and is_all_asked(asked, *own)


def is_all_asked(asked: Asked, *own: str) -> bool:
    """Whether the question has no years, sources or options but these of the command's `own`."""
    given = {name for name, value in asked.options.items() if value}
    narrowed = asked.latest or asked.disputed or asked.common != EVERYTHING
    return not narrowed and given <= {*own}


def point_to_commands(lines: Iterable[str]) -> Iterator[Styled]:
    """The command lines in a row, if there are any."""
    if said := " · ".join(visible(line).replace(" ", NO_BREAK) for line in lines):
        yield styled(said)


def point_to_fact(row: IdentifiedRow) -> list[str]:
    """How to see the row's fact in full, and how to cite it."""
    return [f"tip show {row.id}", f"tip cite {row.id}"]


def point_to_more(
    view: View,
    words: FactWords,
    rows: Iterable[CitedRow],
    about: str = "",
    more: Iterable[Styled] = (),
) -> View:
    """The view with one remark for the disputes about its rows, and `more` below it."""
    remarks = [*view.remarks, *point_to_disputes(words, rows, about), *more]
    return replace(view, sections=drop_pointed_notes(view.sections), remarks=remarks)


def drop_pointed_notes(sections: Iterable[Section]) -> list[Section]:
    """The sections without the notes that `point_to_disputes` leads to."""

    def bare(line: Line) -> Line:
        kept = [note for note in line.notes if note.word not in ("disputed", "note")]
        return replace(line, notes=kept)

    return [replace(section, lines=list(map(bare, section.lines))) for section in sections]


def point_to_disputes(
    words: FactWords, rows: Iterable[CitedRow], about: str = ""
) -> Iterator[Styled]:
    """How many of the rows are disputed, as data formats count them, and where both sides are."""
    if disputed := [row for row in rows if row.disputed_by]:
        nouns = {words.facts_by_id[row.id].noun for row in disputed}
        noun = _NOUNS.get(*nouns, *nouns) if len(nouns) == 1 else "fact"
        counted = count_noun(len(disputed), noun)
        settled = sum(not words.rivals(row) for row in disputed)
        beside = f", {settled} only by what is deprecated" if settled else ""
        yield styled(f"Disputed: {counted}{beside}: ", dispute_command(about))


def dispute_command(about: str) -> str:
    """The command for the disputes about something, unbroken."""
    return f"tip disputes {visible(about)}".rstrip().replace(" ", NO_BREAK)


def pointer_words(asked: Asked) -> str:
    """The areas, topics and years asked for, as words of `tip disputes`."""
    return " ".join([*asked.option("area", "topic"), *(f"{year:04}" for year in asked.common.year)])


def pointed_topics(store: Store, words: Iterable[str]) -> list[str]:
    """The topics of findings that are called as these words, or as the measures that they mean."""
    wanted = set(map(fold, words))
    named = [pointed_names(store.measures, measure) for measure in store.measures]
    wanted = wanted.union(*(names for names in named if not wanted.isdisjoint(names)))
    topics = dict.fromkeys(finding.topic for finding in store.findings)
    return [topic for topic in topics if not wanted.isdisjoint(pointed_names(store.topics, topic))]


def pointed_names(terms: Mapping[str, Term], name: str) -> set[str]:
    """The name, the title and the aliases of a measure or a topic, folded."""
    term = terms.get(name, Term())
    return set(map(fold, (name, term.title or name, *term.aliases)))


def point_to_measures(store: Store, topic: str) -> Iterator[Styled]:
    """The commands for the measures whose names begin as the topic's."""
    term = store.topics.get(topic, Term())
    names = tuple(map(fold, (topic, term.title or topic)))
    measures = dict.fromkeys(statistic.measure for statistic in store.statistics)
    alike = (
        measure
        for measure in measures
        if any(name.startswith(names) for name in pointed_names(store.measures, measure))
    )
    for said in point_to_commands(f"tip stats {measure}" for measure in alike):
        yield styled("In figures: ", said)
