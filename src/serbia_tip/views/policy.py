"""Policy: findings by topic, an area summed up, or each in a line; assessments counted."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from operator import attrgetter

from msgspec.structs import replace

import serbia_tip.views.pointers as pointers
from serbia_tip.model import Assessment, Store, allowed_words
from serbia_tip.periods import last_period_year, period_span
from serbia_tip.queries.filters import AREAS, Asked
from serbia_tip.queries.rows import FindingRow
from serbia_tip.terminal.screen import visible
from serbia_tip.terminal.text import Styled, dim, styled
from serbia_tip.views.evidence import Sentences
from serbia_tip.views.view import Line, Section, View, view_line
from serbia_tip.views.wording import group_by, say_capitalized, say_period, say_when, say_years_of
from serbia_tip.words import count_noun

ADVICE = "advice"  # the assessment of what a source recommends, which says nothing of how it is
ADVISED = "Advice"  # the heading above what sources recommend
_MIXED = "mixed"
_JUDGED = ("progress", "shortcoming", _MIXED)  # the assessments that are verdicts
_RECENT = 5  # a topic of which nothing was said for more years than this is only named
_MOST = 10  # how many topics of an area a summary quotes


def count_assessments(rows: Iterable[FindingRow]) -> dict[str, int]:
    """How many findings judge how."""
    counts = Counter[str](row.assessment for row in rows)
    return {word: counts[word] for word in allowed_words(Assessment) if counts[word]}


def sum_up_policy(rows: Iterable[FindingRow]) -> str:
    """The same in a row: `30 progress, 45 shortcoming, 10 context`."""
    return ", ".join(f"{count} {word}" for word, count in count_assessments(rows).items())


def count_findings(rows: Sequence[FindingRow]) -> str:
    """How many findings, pieces of advice apart: `39 findings and 3 pieces of advice`."""
    advice = sum(row.assessment == ADVICE for row in rows)
    findings = count_noun(len(rows) - advice, "finding") if len(rows) > advice else ""
    pieces = f"{advice} {'piece' if advice == 1 else 'pieces'} of advice" if advice else ""
    return " and ".join(filter(None, [findings, pieces]))


class Topics(Sentences):
    """Findings by area and topic, the newest first, and sentences for them."""

    def __init__(self, store: Store, rows: Sequence[FindingRow], asked: Asked) -> None:
        """The findings that were asked for, by the last year that they describe, then the first."""
        super().__init__(store, asked.sources)

        def moment(row: FindingRow) -> tuple[int, date, date]:
            first, last = period_span(row.period) if row.period else (date.min, date.min)
            return last.year, first, last

        ordered = sorted(rows, key=moment, reverse=True)
        self.rows = [row for row in ordered if row.assessment != ADVICE]
        self.advice = [row for row in ordered if row.assessment == ADVICE]
        described = (one for one in store.findings if one.assessment != ADVICE)
        standing = (one for one in described if one.rank != "deprecated")
        self._by_topic = group_by(standing, lambda one: one.topic)

    def elsewhere(self, own: Sequence[FindingRow], after: int = -1) -> Iterator[str]:
        """How many findings on the topic other areas have: `6 under prosecution to 2021`."""
        areas = {row.area for row in own}
        others = self._by_topic.get(own[0].topic, ())
        for area, found in group_by(others, lambda one: one.area).items():
            newest = last_period_year(each.period for each in found)
            if area not in areas and newest > after:
                yield f"{len(found)} under {area} to {newest}"

    def verdict(self, row: FindingRow, note: str = "") -> Line:
        """A line with the finding's verdict, and its sentence after its period."""
        said = styled(f"{say_period(row.period)}{note}: {visible(row.statement)}")
        return self.line(row, styled(dim(row.assessment)), said=said)


def _group_policy(rows: Iterable[FindingRow], field: str) -> list[list[FindingRow]]:
    """The findings with the same value of a field, in the order of the first of each."""
    return list(group_by(rows, attrgetter(field)).values())


def _policy_end(rows: Iterable[FindingRow]) -> int:
    return last_period_year(row.period for row in rows)


def _policy_years(rows: Iterable[FindingRow]) -> str:
    return say_years_of(row.period for row in rows)


def _policy_with_advice(topics: Topics, found: View, about: str, *first: str) -> View:
    """The view with the newest advice, and below it the commands for more of the same."""
    command = f"tip policy {about}".rstrip()
    commands = [
        *first,
        *([f"{command} {end:04}"] if (end := _policy_end(topics.rows)) else []),
    ]
    sections = list(found.sections)
    if own := topics.advice:
        title = f"{ADVISED}  {count_noun(len(own), 'finding')}{_policy_years(own)}"
        sections.append(Section(title=title, indented=True, lines=[topics.verdict(own[0])]))
        if len(own) > 1:
            commands.append(f"{command} --assessment {ADVICE}")
    commands.append(f"{command} --all")
    return pointers.point_to_more(
        replace(found, sections=sections), "finding", about, pointers.point_to_commands(commands)
    )


def _summarize_policy_area(topics: Topics) -> View:
    """The newest of each topic of one area; topics long not spoken of are only named."""
    rows, area = topics.rows, topics.rows[0].area
    newest, found = _policy_end(rows), _group_policy(rows, "topic")
    found.sort(key=lambda own: (-_policy_end(own), -len(own)))  # the topic spoken of last first
    shown = [
        own
        for own in found
        if _policy_end(own) >= newest - _RECENT and (len(own) > 1 or own[0].assessment in _JUDGED)
    ][:_MOST]

    sections: list[Section] = []
    for own in shown:
        beside = list(topics.elsewhere(own, after=_policy_end(own)))
        if not beside and _policy_end(own) < newest - 1:
            beside = [f"nothing since {_policy_end(own)}"]
        counted = f"{count_noun(len(own), 'finding')}{_policy_years(own)}"
        title = "; ".join([f"{topics.words.topic(own[0].topic)}  {counted}", *beside])
        lines = list(map(topics.verdict, _policy_state(own)))
        sections.append(Section(title=title, close=bool(sections), indented=True, lines=lines))

    def name(own: Sequence[FindingRow]) -> str:
        when = f"last {_policy_end(own)}" if _policy_end(own) else "undated"
        beside = "; ".join([f"{len(own)}, {when}", *topics.elsewhere(own)])
        return f"{topics.words.topic(own[0].topic)} ({beside})"

    others = "; ".join(name(own) for own in found if own not in shown)
    counted = f"{count_noun(len(rows), 'finding')} on {count_noun(len(found), 'topic')}"
    summary = View(
        title=f"{area.capitalize()}: {counted}{_policy_years(rows)}; what was said last",
        lead=[styled(f"{sum_up_policy(rows)}. An older finding may still hold or not.")],
        sections=sections,
        aligned=True,
        remarks=[styled(f"Other topics: {others}.")] if others else [],
    )
    return _policy_with_advice(topics, summary, area, f"tip policy {found[0][0].topic}")


def _policy_state(rows: Sequence[FindingRow]) -> list[FindingRow]:
    """The newest finding, and one that disputes it or judges otherwise at most a year before."""
    standing = [row for row in rows if row.rank != "deprecated"] or rows
    same = [row for row in standing if row.period == standing[0].period]
    # Among findings of one period a verdict goes before what only describes.
    newest = next((row for row in same if row.assessment in _JUDGED), same[0])
    since = _policy_end([newest]) - 1
    near = [row for row in standing if row != newest and _policy_end([row]) >= since]
    rivals = [row for row in near if row.id in newest.disputed_by]
    others = {*_JUDGED} - {newest.assessment}
    return [newest, *[*rivals, *(row for row in near if row.assessment in others)][:1]]


def _summarize_policy_areas(topics: Topics) -> View:
    """For each area the newest of each verdict, and its topics; the area most judged first."""

    def judged(own: Sequence[FindingRow]) -> list[FindingRow]:
        return [row for row in own if row.assessment in _JUDGED]

    areas = sorted(_group_policy(topics.rows, "area"), key=lambda own: -len(judged(own)))
    sections: list[Section] = []
    for own in areas:
        newest = [verdicts[0] for verdicts in _group_policy(judged(own), "assessment")]
        shown = [row for row in newest if row is newest[0] or row.assessment != _MIXED]
        counts = Counter(topics.words.topic(row.topic) for row in own).most_common()
        lines = [view_line(dim(f"{len(own)} in all"), f"{sum_up_policy(own)}{_policy_years(own)}")]
        for row in shown or own[:1]:
            stopped = _policy_end([row]) < _policy_end(own) - _RECENT
            lines.append(topics.verdict(row, ", none since" if stopped else ""))
        named = ", ".join(f"{topic} {count}" for topic, count in counts)
        lines.append(view_line(dim("topics"), named))
        sections.append(Section(title=own[0].area.capitalize(), indented=True, lines=lines))
    counted = count_noun(len(topics.rows), "finding")
    number = count_noun(len(_group_policy(topics.rows, "topic")), "topic")
    title = (
        f"What the state did, and failed to do: {counted} on {number}{_policy_years(topics.rows)}"
    )
    summary = View(title=title, sections=sections, aligned=True)
    [(topic, _)] = Counter(row.topic for row in areas[0]).most_common(1)
    first = f"tip policy {areas[0][0].area}", f"tip policy {topic}"
    return _policy_with_advice(topics, summary, "", *first)


def view_policy(store: Store, rows: Sequence[FindingRow], asked: Asked) -> View:
    """The view that fits the question: a summary, one topic, or all findings."""
    topics = Topics(store, rows, asked)
    if pointers.is_summarized(asked, topics.rows, "area"):
        is_one = len({row.area for row in topics.rows}) == 1
        return _summarize_policy_area(topics) if is_one else _summarize_policy_areas(topics)
    if len({row.topic for row in rows}) == 1 and asked.option("topic") and not asked.disputed:
        return _view_policy_topic(topics, asked)
    return _view_policy_topics(topics, rows, asked)


def _view_policy_topics(topics: Topics, rows: Sequence[FindingRow], asked: Asked) -> View:
    """The findings by area and title of their topic, the newest first; advice comes last."""
    words, year = topics.words, asked.only_year
    areas, names, judged = (
        {getattr(row, field) for row in rows} for field in ("area", "topic", "assessment")
    )
    both = [own for own in (topics.rows, topics.advice) if own]
    headed = len(areas) > 1 or len(both) > 1

    def place(row: FindingRow) -> tuple[int, str]:
        return AREAS.index(row.area), words.topic(row.topic)

    def line(row: FindingRow) -> Line:
        verdict = [styled(dim(row.assessment))] if len(judged) > 1 or len(rows) == 1 else []
        return topics.line(row, *verdict, said=topics.dated(row, year))

    sections = [
        Section(
            title=topic if len(names) > 1 else "",
            under=(ADVISED if own is topics.advice else AREAS[area].capitalize()) if headed else "",
            close=number > 0,
            indented=len(names) > 1,
            lines=list(map(line, found)),
        )
        for own in both
        for number, ((area, topic), found) in enumerate(groupby(sorted(own, key=place), key=place))
    ]
    kinds = (areas, {words.topic(name).lower() for name in names}, judged if len(rows) > 1 else ())
    shared = ", ".join(word for kind in kinds if len(kind) == 1 for word in kind)
    counted = count_noun(len(rows), "finding") if shared else f"{len(rows):,}"
    title = f"{say_capitalized(shared or 'findings')}{say_when(asked)}: {counted}"
    found = View(
        title=f"{title}{'' if year else _policy_years(rows)}", sections=sections, aligned=True
    )
    return pointers.point_to_more(found, "finding", pointers.pointer_words(asked))


def _view_policy_topic(topics: Topics, asked: Asked) -> View:
    rows = [*topics.rows, *topics.advice]
    areas = list(dict.fromkeys(row.area for row in rows))
    name = topics.words.topic(rows[0].topic)

    def line(row: FindingRow) -> Line:
        area = f"\n{row.area}" if len(areas) > 1 else ""
        when = styled(say_period(row.period))
        said = topics.dated(row, row.period)
        return topics.line(row, when, styled(dim(row.assessment), dim(area)), said=said)

    sections = [
        Section(piped=name if topics.advice else "", lines=list(map(line, topics.rows))),
        Section(title=ADVISED, lines=list(map(line, topics.advice))),
    ]
    shared = Section(lines=[*sections[0].lines, *sections[1].lines]).shared((0, 1))
    about = [*areas, *({row.assessment for row in rows} if 1 in shared else ())]
    order = f"{_policy_years(rows)}, newest first" if len(rows) > 1 else _policy_years(rows)
    counted = f"{count_noun(len(rows), 'finding')}{order}"
    found = View(
        title=f"{name}{say_when(asked)}: {counted}; {', '.join(about)}",
        lead=_policy_last_said(topics, asked),
        sections=[section.without(shared) for section in sections if section.lines],
        aligned=True,
    )
    more = [
        *pointers.point_to_measures(topics.words.store, rows[0].topic),
        *pointers.point_to_commands(pointers.point_to_fact(rows[0])),
    ]
    return pointers.point_to_more(found, "finding", rows[0].topic, more)


def _policy_last_said(topics: Topics, asked: Asked) -> list[Styled]:
    """When the topic was last spoken of, what other areas say of it, the last of each verdict."""
    rows = topics.rows
    if not rows:
        return []
    said = []
    newest = last_period_year(finding.dated for finding in topics.words.store.findings)
    if pointers.is_all_asked(asked, "area", "topic") and 0 < _policy_end(rows) < newest:
        said.append(f"Nothing since {_policy_end(rows)}.")
    if elsewhere := "; ".join(topics.elsewhere(rows)):
        said.append(f"Besides {elsewhere}.")
    if len(rows) > pointers.FEW:
        latest = {f"{row.assessment}": say_period(row.period) for row in reversed(rows)}
        counts = count_assessments(rows).items()
        each = (f"{count} {word}, last {latest[word]}" for word, count in counts)
        said.append(f"{'; '.join(each)}.")
    return [styled(" ".join(said))] if said else []
