"""Policy: findings by topic, an area summed up, or each in a line; assessments counted."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby

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
from serbia_tip.views.wording import (
    ADVICE,
    count_findings,
    counted_rows,
    group_by,
    say_capitalized,
    say_period,
    say_years_of,
)
from serbia_tip.words import count_noun

ADVISED = "Advice"  # the heading above what sources recommend
_MIXED = "mixed"
_JUDGED = ("progress", "shortcoming", _MIXED)  # the assessments that are verdicts
_RECENT = 5  # a topic of which nothing was said for more years than this is only named
_MOST = 10  # how many topics of an area a summary quotes
_Rows = Sequence[FindingRow]


def count_assessments(rows: Iterable[FindingRow]) -> dict[str, int]:
    """How many findings judge how."""
    counts = Counter[str](row.assessment for row in rows)
    return {word: counts[word] for word in allowed_words(Assessment) if counts[word]}


def sum_up_policy(rows: Iterable[FindingRow]) -> str:
    """The same in a row: `30 progress, 45 shortcoming, 10 context`."""
    return ", ".join(f"{count} {word}" for word, count in count_assessments(rows).items())


def _policy_end(rows: Iterable[FindingRow]) -> int:
    return last_period_year(row.period for row in rows)


def _policy_years(rows: Iterable[FindingRow]) -> str:
    return say_years_of(row.period for row in rows)


def _count_policy(rows: _Rows) -> str:
    return f"{count_findings(rows)}{_policy_years(rows)}"


class Topics(Sentences):
    """The findings that were asked for, by topic, the newest first, and sentences for them."""

    def __init__(self, store: Store, rows: _Rows, asked: Asked) -> None:
        """The findings by the last year that they describe, then the first."""
        super().__init__(store, asked.sources)

        def moment(row: FindingRow) -> tuple[int, date, date]:
            first, last = period_span(row.period) if row.period else (date.min, date.min)
            return last.year, first, last

        self.every = sorted(rows, key=moment, reverse=True)
        self.rows = [row for row in self.every if row.assessment != ADVICE]
        self.advice = [row for row in self.every if row.assessment == ADVICE]
        self.counted = counted_rows(self.every, asked)
        self.asked = asked
        standing = (one for one in store.findings if one.rank != "deprecated")
        self._by_topic = group_by(standing, lambda one: one.topic)

    def elsewhere(self, own: _Rows, after: int = -1) -> Iterator[str]:
        """What other areas have on the topic: `6 findings under prosecution to 2021`."""
        areas = {row.area for row in own}
        others = self._by_topic.get(own[0].topic, ())
        for area, found in group_by(others, lambda one: one.area).items():
            newest = last_period_year(each.period for each in found)
            if area not in areas and newest > after:
                yield f"{count_findings(found)} under {area} to {newest}"

    def verdict(self, row: FindingRow, note: str = "") -> Line:
        """A line with the finding's verdict, and its sentence after its period."""
        said = styled(f"{say_period(row.period)}{note}: {visible(row.statement)}")
        return self.line(row, styled(dim(row.assessment)), said=said)

    def with_advice(self, summary: View, about: str, *first: str) -> View:
        """The summary with the newest advice, and the commands for more of the same."""
        command = f"tip policy {about}".rstrip()
        commands = [*first, *([f"{command} {end:04}"] if (end := _policy_end(self.rows)) else [])]
        sections = list(summary.sections)
        if own := self.advice:
            title, lines = f"{ADVISED}  {_count_policy(own)}", [self.verdict(own[0])]
            sections.append(Section(title=title, indented=True, lines=lines))
            commands += [f"{command} --assessment {ADVICE}"] if len(own) > 1 else []
        more = pointers.point_to_commands([*commands, f"{command} --all"])
        found = replace(summary, sections=sections)
        return pointers.point_to_more(found, self.words, self.counted, about, more)


def _policy_topics(topics: Topics) -> list[list[FindingRow]]:
    """The findings and the advice on each topic, the topic spoken of last first."""
    found = list(group_by(topics.every, lambda row: row.topic).values())

    def said(own: _Rows) -> list[FindingRow]:
        return [row for row in own if row.assessment != ADVICE]

    return sorted(found, key=lambda own: (-_policy_end(said(own)), -len(said(own))))


def _summarize_policy_area(topics: Topics) -> View:
    """The newest of each topic of one area; topics long not spoken of are only named."""
    area, newest = topics.rows[0].area, _policy_end(topics.rows)
    found = _policy_topics(topics)
    shown: list[_Rows] = []
    sections: list[Section] = []
    for own in found:
        said = [row for row in own if row.assessment != ADVICE]
        is_recent = said and _policy_end(said) >= newest - _RECENT
        if not is_recent or (len(said) == 1 and said[0].assessment not in _JUDGED):
            continue
        beside = list(topics.elsewhere(own, after=_policy_end(said)))
        if not beside and _policy_end(said) < newest - 1:
            beside = [f"none stored since {_policy_end(said)}"]
        title = "; ".join([f"{topics.words.topic(own[0].topic)}  {_count_policy(own)}", *beside])
        lines = list(map(topics.verdict, _policy_state(said)))
        sections.append(Section(title=title, close=bool(sections), indented=True, lines=lines))
        shown.append(own)
        if len(shown) == _MOST:
            break

    def name(own: _Rows) -> str:
        when = f"to {_policy_end(own)}" if _policy_end(own) else "undated"
        beside = "; ".join([f"{count_findings(own)} {when}", *topics.elsewhere(own)])
        return f"{topics.words.topic(own[0].topic)} ({beside})"

    others = "; ".join(name(own) for own in found if own not in shown)
    counted = f"{count_findings(topics.counted)} on {count_noun(len(found), 'topic')}"
    what = f"{area.capitalize()}{topics.words.question(topics.asked)}"
    summary = View(
        title=f"{what}: {counted}{_policy_years(topics.counted)}; what was said last",
        lead=[styled(f"{sum_up_policy(topics.counted)}. An older finding may still hold or not.")],
        sections=sections,
        aligned=True,
        remarks=[styled(f"Other topics: {others}.")] if others else [],
    )
    return topics.with_advice(summary, area, f"tip policy {found[0][0].topic}")


def _policy_state(rows: _Rows) -> list[FindingRow]:
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

    def judged(own: _Rows) -> list[FindingRow]:
        return [row for row in own if row.assessment in _JUDGED]

    by_area = group_by(topics.rows, lambda row: row.area).values()
    areas = sorted(by_area, key=lambda own: -len(judged(own)))
    counted = group_by(topics.counted, lambda row: row.area)
    sections: list[Section] = []
    for own in areas:
        newest = [found[0] for found in group_by(judged(own), lambda row: row.assessment).values()]
        shown = [row for row in newest if row is newest[0] or row.assessment != _MIXED]
        every = counted[own[0].area]
        summed_up = f"{sum_up_policy(every)}{_policy_years(every)}"
        lines = [view_line(dim(f"{len(every)} in all"), summed_up)]
        for row in shown or own[:1]:
            is_old = _policy_end([row]) < _policy_end(own) - _RECENT
            lines.append(topics.verdict(row, ", none stored since" if is_old else ""))
        counts = Counter(topics.words.topic(row.topic) for row in every).most_common()
        named = ", ".join(f"{topic} {count}" for topic, count in counts)
        lines.append(view_line(dim("topics"), named))
        sections.append(Section(title=own[0].area.capitalize(), indented=True, lines=lines))
    number = count_noun(len({row.topic for row in topics.counted}), "topic")
    about = f"{count_findings(topics.counted)} on {number}{_policy_years(topics.counted)}"
    title = f"What {topics.words.home} did, and failed to do: {about}"
    summary = View(title=title, sections=sections, aligned=True)
    [(topic, _)] = Counter(row.topic for row in areas[0]).most_common(1)
    first = f"tip policy {areas[0][0].area}", f"tip policy {topic}"
    return topics.with_advice(summary, "", *first)


def view_policy(store: Store, rows: _Rows, asked: Asked) -> View:
    """The view that fits the question: a summary, one topic, or all findings."""
    topics = Topics(store, rows, asked)
    if pointers.is_summarized(asked, topics.rows, "area"):
        is_one = len({row.area for row in topics.rows}) == 1
        return _summarize_policy_area(topics) if is_one else _summarize_policy_areas(topics)
    if len({row.topic for row in rows}) == 1 and asked.option("topic") and not asked.disputed:
        return _view_policy_topic(topics)
    return _view_policy_topics(topics)


def _view_policy_topics(topics: Topics) -> View:
    """The findings by area and title of their topic, the newest first; advice comes last."""
    words, asked, rows = topics.words, topics.asked, topics.every
    areas, names, judged = (
        {getattr(row, field) for row in rows} for field in ("area", "topic", "assessment")
    )
    both = [own for own in (topics.rows, topics.advice) if own]
    headed = len(areas) > 1 or len(both) > 1

    def place(row: FindingRow) -> tuple[int, str]:
        return AREAS.index(row.area), words.topic(row.topic)

    def line(row: FindingRow) -> Line:
        verdict = [styled(dim(row.assessment))] if len(judged) > 1 or len(rows) == 1 else []
        return topics.line(row, *verdict, said=topics.dated(row, asked.only_year))

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
    what = f"{say_capitalized(shared or 'policy')}{words.question(asked)}"
    years = "" if asked.only_year else _policy_years(topics.counted)
    title = f"{what}: {count_findings(topics.counted)}{years}"
    found = View(title=title, sections=sections, aligned=True)
    return pointers.point_to_more(found, words, topics.counted, pointers.pointer_words(asked))


def _view_policy_topic(topics: Topics) -> View:
    """All on one topic, how they judge, what other areas have on it, and what sources advise."""
    rows, asked = [*topics.rows, *topics.advice], topics.asked
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
    order = ", newest first" if len(rows) > 1 else ""
    counted = f"{_count_policy(topics.counted)}{order}"
    found = View(
        title=f"{name}{topics.words.question(asked)}: {counted}; {', '.join(about)}",
        lead=_policy_last_said(topics),
        sections=[section.without(shared) for section in sections if section.lines],
        aligned=True,
    )
    topic = rows[0].topic
    more = [
        *pointers.point_to_measures(topics.words.store, topic),
        *pointers.point_to_commands(pointers.point_to_fact(rows[0])),
    ]
    return pointers.point_to_more(found, topics.words, topics.counted, topic, more)


def _policy_last_said(topics: Topics) -> list[Styled]:
    """When the topic was last spoken of, what other areas say of it, the last of each verdict."""
    if not (rows := topics.rows):
        return []
    said = []
    newest = last_period_year(finding.dated for finding in topics.words.store.findings)
    if pointers.is_all_asked(topics.asked, "area", "topic") and 0 < _policy_end(rows) < newest:
        said.append(f"None stored since {_policy_end(rows)}.")
    if elsewhere := "; ".join(topics.elsewhere(rows)):
        said.append(f"Besides {elsewhere}.")
    if len(rows) > pointers.FEW:
        latest = {f"{row.assessment}": say_period(row.period) for row in reversed(rows)}
        counts = count_assessments(rows).items()
        each = (f"{count} {word}, last {latest[word]}" for word, count in counts)
        said.append(f"{'; '.join(each)}.")
    return [styled(" ".join(said))] if said else []
