"""The state of things: the newest finding of each topic of an area, or of each verdict in all."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from serbia_tip.model import Finding, Store
from serbia_tip.queries.filters import Asked
from serbia_tip.queries.rows import FindingRow
from serbia_tip.terminal.screen import visible
from serbia_tip.terminal.text import Styled, dim, styled
from serbia_tip.views.findings import ADVICE, ADVISED, Sentences, newest_first, sum_up
from serbia_tip.views.pointers import join_commands, last_year, point_to_disputes, without_quarrels
from serbia_tip.views.view import Line, Section, View, cells_of
from serbia_tip.views.wording import period, years_of
from serbia_tip.words import number_of

_TITLE = "What the state did, and failed to do"
_MIXED = "mixed"
_JUDGED = ("progress", "shortcoming", _MIXED)
"""The assessments that are verdicts."""
_RECENT = 5
"""A topic of which nothing was said for more years than this is only named."""
_MOST = 10
"""How many topics of an area a summary quotes."""


class Topics:
    """Findings by area and topic, with the wording for them."""

    def __init__(self, store: Store, rows: Sequence[FindingRow], asked: Asked) -> None:
        """The findings that were asked for."""
        self.store = store
        self.sentences = Sentences(store, asked.sources)
        self.words = self.sentences.words
        self.rows = newest_first(row for row in rows if row.assessment != ADVICE)
        self.advice = newest_first(row for row in rows if row.assessment == ADVICE)
        self._everywhere: defaultdict[str, list[Finding]] = defaultdict(list)
        for finding in store.findings:
            if finding.assessment != ADVICE and finding.rank != "deprecated":
                self._everywhere[finding.topic].append(finding)

    def by_topic(self) -> list[list[FindingRow]]:
        """The findings of each topic, the topic spoken of last first, then the one with most."""
        found: defaultdict[str, list[FindingRow]] = defaultdict(list)
        for row in self.rows:
            found[row.topic].append(row)
        return sorted(found.values(), key=lambda own: (-last(own), -len(own)))

    def elsewhere(self, own: Sequence[FindingRow]) -> Iterator[str]:
        """How many findings on the topic stand under other areas: `6 under prosecution to 2021`."""
        areas = {row.area for row in own}
        others: defaultdict[str, list[Finding]] = defaultdict(list)
        for finding in self._everywhere[own[0].topic]:
            if finding.area not in areas:
                others[finding.area].append(finding)
        for area, found in others.items():
            yield f"{len(found)} under {area} to {last_year(each.period for each in found)}"

    def line(self, row: FindingRow, *before: Styled, when: str = "") -> Line:
        """A line with the finding's verdict and its sentence."""
        said = self.sentences.dated(row, row.period, styled(when, visible(row.statement)))
        return self.sentences.line(row, *before, said=said)

    def verdict(self, row: FindingRow, note: str = "") -> Line:
        """A line with the finding's verdict, and its sentence after its period."""
        when = f"{period(row.period)}{note}: "
        return self.line(row, styled(dim(row.assessment)), when=when)


def last(rows: Iterable[FindingRow]) -> int:
    """The last year that the findings describe."""
    return last_year(row.period for row in rows)


def _state(rows: Sequence[FindingRow]) -> list[FindingRow]:
    """The newest finding, and one that disputes it or judges otherwise at most a year before.

    Among findings of one period a verdict goes before what only describes.
    """
    standing = [row for row in rows if row.rank != "deprecated"] or rows
    same = [row for row in standing if row.period == standing[0].period]
    newest = next((row for row in same if row.assessment in _JUDGED), same[0])
    near = [row for row in standing if row != newest and last([row]) >= last([newest]) - 1]
    others = [
        *(row for row in near if row.id in newest.disputed_by),
        *(row for row in near if row.assessment in {*_JUDGED} - {newest.assessment}),
    ]
    return [newest, *others[:1]]


def summarize_area(topics: Topics) -> View:
    """The newest of each topic of one area; topics long not spoken of are only named."""
    rows, area = topics.rows, topics.rows[0].area
    found = topics.by_topic()
    since = last(rows) - _RECENT
    shown = [own for own in found if last(own) >= since and (len(own) > 1 or _is_judged(own[0]))]
    shown = shown[:_MOST]
    sections = [
        Section(
            title=_headed(topics, own),
            close=number > 0,
            indented=True,
            lines=list(map(topics.verdict, _state(own))),
        )
        for number, own in enumerate(shown)
    ]
    named = "; ".join(_named(topics, own) for own in found if own not in shown)
    title = f"{number_of(len(rows), 'finding')} on {number_of(len(found), 'topic')}"
    commands = [f"tip policy {own[0].topic}" for own in found[:1]]
    if last(rows):
        commands.append(f"tip policy {area} {last(rows):04}")
    return View(
        title=f"{area.capitalize()}: {title}{years_in(rows)}; what was said last",
        lead=[styled(f"{sum_up(rows)}. An older finding may still hold or not.")],
        sections=without_quarrels([*sections, *_advised(topics)]),
        aligned=True,
        remarks=[
            *([styled(f"Other topics: {named}.")] if named else []),
            *point_to_disputes(sections, "finding", area),
            *join_commands([*commands, *_more(topics, f"tip policy {area}")]),
        ],
    )


def _is_judged(row: FindingRow) -> bool:
    return row.assessment in _JUDGED


def _more(topics: Topics, command: str) -> list[str]:
    advice = [f"{command} --assessment {ADVICE}"] if len(topics.advice) > 1 else []
    return [*advice, f"{command} --all"]


def _headed(topics: Topics, own: Sequence[FindingRow]) -> str:
    counted = f"{number_of(len(own), 'finding')}{years_in(own)}"
    newest = last(own)
    elsewhere = [each for each in topics.elsewhere(own) if int(each[-4:]) > newest]
    stopped = [f"nothing since {newest}"] if newest < last(topics.rows) - 1 else []
    beside = "".join(f"; {each}" for each in elsewhere or stopped)
    return f"{topics.words.topic(own[0].topic)}  {counted}{beside}"


def _named(topics: Topics, own: Sequence[FindingRow]) -> str:
    when = f"last {last(own)}" if last(own) else "undated"
    beside = "; ".join([f"{len(own)}, {when}", *topics.elsewhere(own)])
    return f"{topics.words.topic(own[0].topic)} ({beside})"


def _advised(topics: Topics) -> Iterator[Section]:
    if own := topics.advice:
        title = f"{ADVISED}  {number_of(len(own), 'finding')}{years_in(own)}"
        lines = [topics.verdict(own[0])]
        yield Section(title=title, indented=True, lines=lines)


def summarize_areas(topics: Topics) -> View:
    """For each area the newest of each verdict, and its topics; the area most judged first."""
    found: defaultdict[str, list[FindingRow]] = defaultdict(list)
    for row in topics.rows:
        found[row.area].append(row)
    areas = sorted(found, key=lambda area: -sum(map(_is_judged, found[area])))
    sections = [_area(topics, found[area]) for area in areas]
    counted = number_of(len(topics.rows), "finding")
    number = len({row.topic for row in topics.rows})
    topic = Counter(row.topic for row in found[areas[0]]).most_common(1)[0][0]
    commands = [f"tip policy {areas[0]}", f"tip policy {topic}"]
    if last(topics.rows):
        commands.append(f"tip policy {last(topics.rows):04}")
    return View(
        title=f"{_TITLE}: {counted} on {number_of(number, 'topic')}{years_in(topics.rows)}",
        sections=without_quarrels([*sections, *_advised(topics)]),
        aligned=True,
        remarks=[
            *point_to_disputes(sections, "finding", ""),
            *join_commands([*commands, *_more(topics, "tip policy")]),
        ],
    )


def _area(topics: Topics, own: Sequence[FindingRow]) -> Section:
    """The newest finding of each verdict of an area, or of any kind, and how many on each topic."""
    newest: dict[str, FindingRow] = {}
    for row in filter(_is_judged, own):
        newest.setdefault(row.assessment, row)
    shown = [
        row for place, row in enumerate(newest.values()) if not place or row.assessment != _MIXED
    ]
    counts = Counter(topics.words.topic(row.topic) for row in own)
    named = ", ".join(f"{topic} {count}" for topic, count in counts.most_common())
    return Section(
        title=own[0].area.capitalize(),
        indented=True,
        lines=[
            Line(cells=cells_of(dim(f"{len(own)} in all"), f"{sum_up(own)}{years_in(own)}")),
            *(topics.verdict(row, _stopped(row, own)) for row in shown or own[:1]),
            Line(cells=cells_of(dim("topics"), named)),
        ],
    )


def _stopped(row: FindingRow, rows: Sequence[FindingRow]) -> str:
    """What follows the period of a verdict that is old beside the others."""
    return ", none since" if last([row]) < last(rows) - _RECENT else ""


def years_in(rows: Iterable[FindingRow]) -> str:
    """The years of the findings, as the end of a title."""
    return years_of(row.period for row in rows)
