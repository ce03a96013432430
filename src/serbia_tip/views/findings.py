"""Findings in sentences, what their sources count, and where more is told."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from serbia_tip.model import Assessment, Fact, Statistic, Store, Term, reference, vocabulary
from serbia_tip.periods import reach, span
from serbia_tip.queries.fact_cards import card_locator
from serbia_tip.queries.filters import EVERYTHING, Asked, Sources
from serbia_tip.queries.rows import CitedRow, FindingRow, IdentifiedRow, StatisticRow, TimelineRow
from serbia_tip.queries.rows import rows as rows_of
from serbia_tip.terminal.screen import visible
from serbia_tip.terminal.text import NO_BREAK, Run, Styled, dim, doubt, join_texts, styled
from serbia_tip.views.evidence import FactWords, address
from serbia_tip.views.view import Line, Section, View
from serbia_tip.views.wording import SIGNS, bound_in_words, period
from serbia_tip.words import fold, number_of

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


def last_year(periods: Iterable[str | None]) -> int:
    """The last year that the periods touch; 0 if none is dated."""
    return (reach(periods) or (0, 0))[1]


def join_commands(lines: Iterable[str]) -> Iterator[Styled]:
    """The command lines in a row, if there are any."""
    if said := " · ".join(visible(line).replace(" ", NO_BREAK) for line in lines):
        yield styled(said)


def point_to_fact(row: IdentifiedRow) -> list[str]:
    """How to see the row's fact in full, and how to cite it."""
    return [f"tip show {row.id}", f"tip cite {row.id}"]


def tell_more(view: View, noun: str, about: str, more: Iterable[Styled] = ()) -> View:
    """The view with one remark for the notes on its disputes, and `more` below it."""
    remarks = [*view.remarks, *point_to_disputes(view.sections, noun, about), *more]
    return replace(view, sections=drop_dispute_notes(view.sections), remarks=remarks)


def drop_dispute_notes(sections: Iterable[Section]) -> list[Section]:
    """The sections without the notes that `point_to_disputes` leads to."""

    def bare(line: Line) -> Line:
        kept = [note for note in line.notes if note.word not in ("disputed", "note")]
        return replace(line, notes=kept)

    return [replace(section, lines=list(map(bare, section.lines))) for section in sections]


def point_to_disputes(sections: Iterable[Section], noun: str, about: str) -> Iterator[Styled]:
    """How many of the lines are disputed, or what the sign means, and where both sides are told."""
    lines = [line for section in sections for line in section.lines]
    doubts = [
        [run for cell in line.cells for run in cell if run.style == "doubt"] for line in lines
    ]
    command = f"tip disputes {visible(about)}".rstrip().replace(" ", NO_BREAK)
    if any(DISPUTED in runs for runs in doubts):
        yield styled(DISPUTED, f" disputed: {command}")
    elif count := sum(any("disputed" in run.text for run in runs) for runs in doubts):
        yield styled(f"Disputed: {number_of(count, noun)}: {command}")


def what_asked(asked: Asked) -> str:
    """The areas, topics and years asked for, as words of `tip disputes`."""
    named = [*asked.option("area"), *asked.option("topic")]
    return " ".join([*named, *(f"{year:04}" for year in asked.common.year)])


def finding_topics(store: Store, words: Iterable[str]) -> list[str]:
    """The topics of findings that are called as these words, or as the measures that they mean."""
    wanted = set(map(fold, words))
    named = [called(store.measures, measure) for measure in store.measures]
    wanted = wanted.union(*(names for names in named if not wanted.isdisjoint(names)))
    topics = dict.fromkeys(finding.topic for finding in store.findings)
    return [topic for topic in topics if not wanted.isdisjoint(called(store.topics, topic))]


def called(terms: Mapping[str, Term], name: str) -> set[str]:
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
        if any(name.startswith(names) for name in called(store.measures, measure))
    )
    for said in join_commands(f"tip stats {measure}" for measure in alike):
        yield styled("In figures: ", said)


_SAID_AS = {  # how a statement may say a bound
    "exact": ("",),
    "at_least": ("at least", "no fewer than"),
    "more_than": ("more than", "over ", "exceed"),
    "at_most": ("at most", "no more than", "up to"),
    "less_than": ("less than", "fewer than", "under ", "below"),
    "about": ("about", "around", "some ", "nearly", "almost", "approximately"),
}


def quote_facts(store: Store, facts: Iterable[Fact]) -> str:
    """A finished sentence for each fact: bound, period, who says it, where, and who disputes it."""
    words = FactWords(store)
    rows = rows_of(store, list({fact.id: fact for fact in facts}.values()), TimelineRow)
    return "".join(f"{_write_sentence(words, row)}\n" for row in rows)


def _write_sentence(words: FactWords, row: TimelineRow) -> str:
    fact = words.facts_by_id[row.id]
    said = visible(fact.statement).rstrip(".")
    unsaid = "; ".join(_sentence_bound(words, fact, said))
    speakers = words.attribution.speakers(fact).items()
    whose = "; ".join(_sentence_speaker(words, fact, key, bodies) for key, bodies in speakers)
    doubted = [word for word in words.doubts(row) if word != "disputed"]
    if rivals := words.rivals(row):
        others = dict.fromkeys(body for rival in rivals for body in words.said_by(rival))
        doubted.append(f"disputed by {visible(' and '.join(others))}")
    return f"{said}{f' [{unsaid}]' if unsaid else ''} ({'; '.join([visible(whose), *doubted])})."


def _sentence_bound(words: FactWords, fact: Fact, said: str) -> Iterator[str]:
    """The bound and the period where the statement doesn't say them."""
    ways = _SAID_AS[fact.bound] if isinstance(fact, Statistic) else ("",)
    if not any(way in said.casefold() for way in ways):
        [row] = rows_of(words.store, [fact], StatisticRow)
        value = words.value(row).replace(NO_BREAK, " ").removeprefix(f"{SIGNS[row.bound]} ")
        yield f"{bound_in_words(row.bound)} {value}"
    if fact.dated is None or not all(f"{end.year}" in said for end in span(fact.dated)):
        yield period(fact.dated)


def _sentence_speaker(words: FactWords, fact: Fact, key: str, bodies: Sequence[str]) -> str:
    source = words.store.sources[key]
    places = [locator for one, locator in map(reference, fact.sources) if one == key]
    where = "; ".join(filter(None, (card_locator(source, place) for place in places)))
    when = period(source.published) if source.published else "n.d."
    own = words.body(source.publisher) in map(words.body, bodies)
    publisher = "" if own or source.publisher == source.title else source.publisher
    title = f"{'' if own else 'in '}“{source.title}”"
    said = [" and ".join(bodies), title, publisher, when, where, source.url]
    return ", ".join(filter(None, said))


ADVICE = "advice"  # the assessment of what a source recommends, which says nothing of how it is
ADVISED = "Advice"  # the heading above what sources recommend


def count_assessments(rows: Iterable[FindingRow]) -> dict[str, int]:
    """How many findings judge how."""
    counts = Counter[str](row.assessment for row in rows)
    return {word: counts[word] for word in vocabulary(Assessment) if counts[word]}


def sum_up(rows: Iterable[FindingRow]) -> str:
    """The same in a row: `30 progress, 45 shortcoming, 10 context`."""
    return ", ".join(f"{count} {word}" for word, count in count_assessments(rows).items())


class Sentences:
    """Sentences for a store's facts, with the wording that they consist of."""

    def __init__(self, store: Store, sources: Sources) -> None:
        """Sentences that name as much of their sources as `sources` says."""
        self.words = FactWords(store)
        self._wanted = sources

    def line(self, row: CitedRow, *before: Styled, said: Styled) -> Line:
        """A line of cells, the last of which says something with its doubts and who says it."""
        last = styled(said, self.words.marked(row), " ", self.cited(row))
        return Line(cells=[*before, last], references=row.sources, notes=self.words.notes([row]))

    def dated(self, row: CitedRow, under: str | None, said: Styled | None = None) -> Styled:
        """The row's statement, or what is `said` instead, after any period but that `under` it."""
        dated = self.words.facts_by_id[row.id].dated
        when = "" if dated is not None and dated == under else f"{period(dated)}: "
        return styled(when, visible(row.statement) if said is None else said)

    def cited(self, row: CitedRow) -> Styled:
        """Who says it, in short: `One NGO, in Wikipedia`; without sources, whom it credits."""
        cited = self.words.cited(self.words.facts_by_id[row.id])
        if self._wanted == "none":
            said = " and ".join(credit.removesuffix(", in ") for credit, _ in cited if credit)
            return styled(dim(f"({said})")) if said else []
        sources = self.words.store.sources
        named = (
            styled(dim(credit), Run(self.words.source(key), "dim", address(sources[key].url)))
            for credit, key in cited
        )
        return join_texts(named, dim("; "))
