"""The view of `tip disputes`: who contradicts whom, both sides of each quarrel."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from serbia_tip.model import Fact, Finding, Law, Route, Statistic, Store, TierRating
from serbia_tip.periods import reach
from serbia_tip.queries.filters import EVERYTHING, Asked
from serbia_tip.queries.quarrels import linked, print_value
from serbia_tip.queries.rows import DisputeRow, StatisticRow
from serbia_tip.queries.rows import rows as make_rows
from serbia_tip.terminal.screen import visible
from serbia_tip.terminal.text import dim, styled
from serbia_tip.views.evidence import FactWords
from serbia_tip.views.view import Line, Section, View, cells_of
from serbia_tip.views.wording import period, years_in_words
from serbia_tip.words import fold, number_of

_COUNTERS = "Figures: two counters, one year"
_ERRORS = "Figures: one of two values or periods must be wrong"
_STATEMENTS = "What was said"
_OTHERS = "Rating and routes"
_LONG = 5
"""How many letters a word has at least that counts in a note."""
_NEW = 4
"""How many such words a note has at least that no side says, if it tells more than the sides."""


class _Side(Struct, frozen=True):
    """What one body says: one value or statement, which several facts may have."""

    said: str
    who: str
    facts: Sequence[Fact]


class _Quarrel(Struct, frozen=True):
    """Facts that exclude each other; the first side is the one that most others are against."""

    about: str
    sides: Sequence[_Side]

    @property
    def facts(self) -> list[Fact]:
        """The facts of all sides."""
        return [fact for side in self.sides for fact in side.facts]

    @property
    def kind(self) -> str:
        """What the quarrel is about."""
        if any(isinstance(fact, Route | TierRating) for fact in self.facts):
            return _OTHERS
        figures = [fact for fact in self.facts if isinstance(fact, Statistic)]
        if len(figures) < len(self.facts):
            return _STATEMENTS
        one_value = len({(fact.value, fact.bound) for fact in figures}) == 1
        return _ERRORS if one_value or len({side.who for side in self.sides}) == 1 else _COUNTERS


def view(store: Store, rows: Sequence[DisputeRow], asked: Asked) -> View:
    """Both sides of each quarrel; of those asked for also the sources, and why the sides differ."""
    words = FactWords(store)
    found = list(_quarrels(words, rows))
    counted = f"{number_of(len(found), 'quarrel')} between {sum(len(q.facts) for q in found)} facts"
    if asked.all or asked.common != EVERYTHING or any(asked.options.values()):
        sections = [_tell(words, quarrel) for quarrel in found]
        return View(title=f"{counted}, newest first", sections=sections)
    by_kind: defaultdict[str, list[Line]] = defaultdict(list)
    for quarrel in found:
        differ = _differ_in_period(quarrel)
        bodies = {side.who for side in quarrel.sides}
        alone = bodies.pop() if quarrel.kind == _ERRORS and len(bodies) == 1 else ""
        sides = " / ".join(_say(side, dated=differ, named=not alone) for side in quarrel.sides)
        said = f"{_name(quarrel)}: {sides} {alone}".rstrip()
        by_kind[quarrel.kind].append(Line(cells=cells_of(said)))
    return View(
        title=f"{counted}; / stands between the sides",
        sections=[
            Section(
                title=f"{kind}: {len(by_kind[kind])}",
                piped=kind,
                lines=by_kind[kind],
                close=True,
                indented=True,
            )
            for kind in (_COUNTERS, _ERRORS, _STATEMENTS, _OTHERS)
            if kind in by_kind
        ],
        key=[
            styled("Why, and the sources: tip disputes WORDS; of all of them: tip disputes --all"),
            styled("Only what excludes each other is here; counters that merely differ: tip stats"),
        ],
        marks=False,
    )


def _quarrels(words: FactWords, rows: Sequence[DisputeRow]) -> Iterator[_Quarrel]:
    facts = {fact.id: fact for fact in words.store.facts()}
    rivals: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows:
        rivals[row.first].append(row.second)
        rivals[row.second].append(row.first)
    figures = [fact for name in rivals if isinstance(fact := facts[name], Statistic)]
    figure = {row.id: row for row in make_rows(words.store, figures, StatisticRow)}
    place = {name: number for number, name in enumerate(rivals)}
    for names in linked(rivals):
        together = [facts[name] for name in sorted(names, key=place.__getitem__)]
        first = max(together, key=lambda fact: len(rivals[fact.id]))
        about = _about(words, first, figure)
        sides: dict[object, _Side] = {}
        known = about
        for fact in [first, *(fact for fact in together if fact is not first)]:
            who = words.bodies(words.said_by(fact))
            said = _value(words, fact, figure, known)
            known = _about(words, fact, figure)
            same = (who, fact.rank) if isinstance(fact, Route) else (who, said, fact.rank)
            before = sides.get(same, _Side(said, who, []))
            routes = before.said if said in before.said else f"{before.said}, {said}"
            sides[same] = _Side(routes, who, [*before.facts, fact])
        yield _Quarrel(about, list(sides.values()))


def _about(words: FactWords, fact: Fact, figure: Mapping[str, StatisticRow]) -> str:
    match fact:
        case Statistic():
            return words.counted(figure[fact.id])
        case Finding():
            return words.topic(fact.topic)
        case Law():
            return visible(fact.name)
        case Route():
            return "Routes"
    return "Rating"


def _value(words: FactWords, fact: Fact, figure: Mapping[str, StatisticRow], known: str) -> str:
    if isinstance(fact, Statistic):
        row = figure[fact.id]
        counted = words.counted(row)
        value = words.value(row, unit=not words.names_unit(row.measure, row.unit))
        return value if counted == known else f"{counted} {value}"
    return visible(print_value(words.store, fact) or f"{fact.statement.removesuffix('.')},")


def _name(quarrel: _Quarrel) -> str:
    dates = list(dict.fromkeys(fact.dated for fact in quarrel.facts))
    touched = reach(dates) if len(dates) > 1 else None
    return f"{quarrel.about}, {years_in_words(*touched) if touched else period(dates[0])}"


def _differ_in_period(quarrel: _Quarrel) -> bool:
    return len({fact.dated for fact in quarrel.facts}) > 1


def _say(side: _Side, *, dated: bool, named: bool = True) -> str:
    """The side's value or statement, who says it, and when, as far as that is wanted."""
    beside = [
        *(dict.fromkeys(period(fact.dated) for fact in side.facts) if dated else ()),
        *(["deprecated"] if side.facts[0].rank == "deprecated" else []),
    ]
    told = f" ({', '.join(beside)})" if beside else ""
    return f"{side.said}{f' {side.who}' if named else ''}{told}"


def _tell(words: FactWords, quarrel: _Quarrel) -> Section:
    """A line for each side with its sources, and what the store notes on why they differ."""
    differ = _differ_in_period(quarrel)
    lines = [
        Line(
            cells=[styled("against " if number else "", _say(side, dated=differ))],
            references=list(dict.fromkeys(text for fact in side.facts for text in fact.sources)),
        )
        for number, side in enumerate(quarrel.sides)
    ]
    notes = [f"Note: {visible(note)}" for note in _reasons(words, quarrel)]
    for said in notes or ["No reason is stored."]:
        lines.append(Line(cells=cells_of(said)))
    lines.append(Line(cells=cells_of(dim(f"tip show {visible(quarrel.facts[0].id)}"))))
    return Section(title=_name(quarrel), lines=lines, indented=True)


def _reasons(words: FactWords, quarrel: _Quarrel) -> list[str]:
    """The notes on the facts, without those that only repeat a side."""
    told = {
        word
        for fact in quarrel.facts
        for text in (fact.statement, *words.said_by(fact))
        for word in _long_words(text)
    }
    notes = {
        fact.note: fact.rank == "deprecated" or len(_long_words(fact.note) - told) >= _NEW
        for fact in quarrel.facts
        if fact.note
    }
    return [note for note, tells_more in notes.items() if tells_more]


def _long_words(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", fold(text)) if len(word) >= _LONG}
