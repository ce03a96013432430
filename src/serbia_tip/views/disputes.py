"""The view of disputes: both sides of each, their sources, and why they differ."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from msgspec import Struct

from serbia_tip.model import Fact, Finding, Law, Route, Statistic, Store, TierRating
from serbia_tip.periods import period_reach
from serbia_tip.queries.filters import EVERYTHING, Asked
from serbia_tip.queries.quarrels import group_quarrelling_facts, quarrel_value
from serbia_tip.queries.rows import DisputeRow, StatisticRow
from serbia_tip.queries.rows import make_rows as make_rows
from serbia_tip.terminal.screen import visible
from serbia_tip.terminal.text import dim, styled
from serbia_tip.views.evidence import FactWords
from serbia_tip.views.view import Line, Section, View, view_line
from serbia_tip.views.wording import say_period, say_range
from serbia_tip.words import count_noun, fold

_COUNTERS = "Figures: counters differ, in value or period"
_FIGURES = "Figures: one counter, two figures"
_ERRORS = "Figures: one of two must be wrong"
_STATEMENTS = "What was said"
_OTHERS = "Rating and routes"
_KINDS = (_COUNTERS, _FIGURES, _ERRORS, _STATEMENTS, _OTHERS)
_LONG = 5  # how many letters a word has at least that counts in a note
_NEW = 4  # how many such words a note has at least that no side says, if it tells more


# Who says it; the value or statement, or those of several routes; the facts that say so.
_Side: TypeAlias = tuple[str, list[str], list[Fact]]


class _Quarrel(Struct, frozen=True):
    """Facts that exclude each other; the first side is the one that most others are against."""

    about: str
    sides: Sequence[_Side]
    facts: Sequence[Fact]

    def name(self) -> str:
        """What the quarrel is about, and when."""
        dates = list(dict.fromkeys(fact.dated for fact in self.facts))
        touched = period_reach(dates) if len(dates) > 1 else None
        return f"{self.about}, {say_range(*touched) if touched else say_period(dates[0])}"

    def kind(self) -> str:
        """Which of the kinds of quarrel it is."""
        if any(isinstance(fact, Route | TierRating) for fact in self.facts):
            return _OTHERS
        figures = [fact for fact in self.facts if isinstance(fact, Statistic)]
        if len(figures) < len(self.facts):
            return _STATEMENTS
        if len({who for who, _, _ in self.sides}) > 1:
            return _COUNTERS
        told = {(one.measure, one.group, one.period, one.unit, *one.cited) for one in figures}
        explained = len(told) > 1 or any(one.note for one in figures)
        return _FIGURES if explained else _ERRORS

    def say(self, side: _Side, *, named: bool = True) -> str:
        """A side's value or statement, who says it, and when if that is not the same for all."""
        who, said, facts = side
        differ = len({fact.dated for fact in self.facts}) > 1
        beside = [say_period(fact.dated) for fact in facts] if differ else []
        beside += ["deprecated"] if facts[0].rank == "deprecated" else []
        told = f" ({', '.join(dict.fromkeys(beside))})" if beside else ""
        return f"{', '.join(dict.fromkeys(said))}{f' {who}' if named else ''}{told}"


def view_disputes(store: Store, rows: Sequence[DisputeRow], asked: Asked) -> View:
    """Both sides of each quarrel; of those asked for also the sources, and why the sides differ."""
    words = FactWords(store)
    found = list(_view_asked_disputes(words, rows))
    counted = (
        f"{count_noun(len(found), 'quarrel')} between {sum(len(q.facts) for q in found)} facts"
    )
    if asked.all or asked.common != EVERYTHING or any(asked.options.values()):
        sections = [_view_quarrel(words, quarrel) for quarrel in found]
        return View(title=f"{counted}, newest first", sections=sections)
    by_kind: dict[str, list[Line]] = {kind: [] for kind in _KINDS}
    for quarrel in found:
        kind, bodies = quarrel.kind(), {who for who, _, _ in quarrel.sides}
        alone = bodies.pop() if kind in (_FIGURES, _ERRORS) else ""
        sides = " / ".join(quarrel.say(side, named=not alone) for side in quarrel.sides)
        by_kind[kind].append(view_line(f"{quarrel.name()}: {sides} {alone}".rstrip()))
    return View(
        title=f"{counted}; / stands between the sides",
        sections=[
            Section(title=f"{kind}: {len(own)}", piped=kind, lines=own, close=True, indented=True)
            for kind, own in by_kind.items()
            if own
        ],
        key=[
            styled("Why, and the sources: tip disputes WORDS; of all of them: tip disputes --all"),
            styled("Only what excludes each other is here; counters that merely differ: tip stats"),
        ],
        marks=False,
    )


def _view_asked_disputes(words: FactWords, rows: Sequence[DisputeRow]) -> Iterator[_Quarrel]:
    facts = words.facts_by_id
    rivals: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows:
        rivals[row.first].append(row.second)
        rivals[row.second].append(row.first)
    figures = [fact for name in rivals if isinstance(fact := facts[name], Statistic)]
    figure = {row.id: row for row in make_rows(words.store, figures, StatisticRow)}
    place = {name: number for number, name in enumerate(rivals)}

    def about(fact: Fact) -> str:
        if row := figure.get(fact.id):
            return words.counted(row)
        if isinstance(fact, Finding | Law):
            return words.topic(fact.topic) if isinstance(fact, Finding) else visible(fact.name)
        return "Routes" if isinstance(fact, Route) else "Rating"

    def value(fact: Fact) -> str:
        if row := figure.get(fact.id):
            return words.value(row, unit=not words.names_unit(row.measure, row.unit))
        return visible(quarrel_value(words.store, fact) or f"{fact.statement.removesuffix('.')},")

    for names in group_quarrelling_facts(rivals):
        together = sorted(names, key=place.__getitem__)
        most = max(together, key=lambda name: len(rivals[name]))
        together.sort(key=lambda name: name != most)
        first = known = about(facts[together[0]])
        sides: dict[tuple[str, ...], _Side] = {}
        for fact in map(facts.__getitem__, together):
            changed = fact.id in figure and about(fact) != known
            known = about(fact)
            said = f"{known} {value(fact)}" if changed else value(fact)
            who = words.bodies(words.said_by(fact))
            same = "" if isinstance(fact, Route) else said  # the routes of one body are one side
            _, texts, own = sides.setdefault((who, same, fact.rank), (who, [], []))
            texts.append(said)
            own.append(fact)
        every = [fact for _, _, own in sides.values() for fact in own]
        yield _Quarrel(first, list(sides.values()), every)


def _view_quarrel(words: FactWords, quarrel: _Quarrel) -> Section:
    """A line for each side with its sources, and what the store notes on why they differ."""
    lines: list[Line] = []
    for side in quarrel.sides:
        said = styled("against " if lines else "", quarrel.say(side))
        references = dict.fromkeys(text for fact in side[-1] for text in fact.sources)
        lines.append(Line(cells=[said], references=list(references)))
    notes = [f"Note: {visible(note)}" for note in _view_dispute_reasons(words, quarrel)]
    lines += map(view_line, notes or ["No reason is stored."])
    lines.append(view_line(dim(f"tip show {visible(quarrel.facts[0].id)}")))
    return Section(title=quarrel.name(), lines=lines, indented=True)


def _view_dispute_reasons(words: FactWords, quarrel: _Quarrel) -> list[str]:
    """The notes on the facts, without those that only repeat a side."""

    def long_words(*texts: str) -> set[str]:
        found = re.findall(r"\w+", fold(" ".join(texts)))
        return {word for word in found if len(word) >= _LONG}

    said = (text for fact in quarrel.facts for text in (fact.statement, *words.said_by(fact)))
    told = long_words(*said)
    noted = {fact.note: fact for fact in quarrel.facts if fact.note}
    return [
        note
        for note, fact in noted.items()
        if fact.rank == "deprecated" or len(long_words(note) - told) >= _NEW
    ]
