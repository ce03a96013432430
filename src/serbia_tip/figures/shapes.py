"""What a figure consists of: panels of marks, brackets, bars and flows, and a legend.

A figure is made once from rows and has no size: years, shares and words, which letters and shapes
alike are drawn from. Every text in it is safe to show.
"""

from collections.abc import Sequence
from typing import Literal, TypeAlias

from msgspec import Struct

Sign: TypeAlias = Literal["stated", "inferred", "disputed", "deprecated"]
"""How firmly a figure or a rating stands."""

Line: TypeAlias = Literal["route", "alleged", "at_risk"]
"""How firmly a route is said."""

Entry: TypeAlias = Sign | Line | Literal["gap", "change", "bracket", "open"]
"""What a legend explains."""

_FEW = 2
"""The most marks of a track that need no height to be compared."""


class Mark(Struct, frozen=True, kw_only=True):
    """What is said of one year."""

    id: str
    """The fact that says it."""
    year: int
    at: float
    """How high it stands: in a track of lanes the lane's number from the top, else from 0 to 1."""
    sign: Sign
    label: str = ""
    """The value, with its bound."""
    said: str
    """All of it in words."""


class Bracket(Struct, frozen=True, kw_only=True):
    """What is said of another period than a year."""

    id: str
    begin: float
    """When the period begins, in years: 2007.5 is the middle of 2007."""
    end: float
    """When it is over: at the end of 2007, this is 2008."""
    sign: Sign
    label: str
    said: str


class Track(Struct, frozen=True, kw_only=True):
    """One series along the years: a rating in lanes, or the figures of one counter."""

    title: str = ""
    lanes: Sequence[str] = ()
    """The names of its lanes, from the top; without any, height is a value."""
    marks: Sequence[Mark] = ()
    brackets: Sequence[Bracket] = ()
    lines: Sequence[Sequence[Mark]] = ()
    """Runs of marks of years that follow each other, between which nothing lies."""
    gaps: Sequence[int] = ()
    """The years within it for which nothing is stored."""

    @property
    def said(self) -> list[Mark | Bracket]:
        """All that is said in it."""
        return [*self.marks, *self.brackets]


class Change(Struct, frozen=True):
    """A year from which on nothing can be compared with what was before."""

    year: int
    meaning: str


class Era(Struct, frozen=True):
    """A state, and the year from which on it is the one that is spoken of."""

    year: int
    name: str


class Years(Struct, frozen=True, kw_only=True):
    """Tracks above each other, the same years across."""

    title: str
    first: int
    last: int
    tracks: Sequence[Track]
    changes: Sequence[Change] = ()
    eras: Sequence[Era] = ()
    """The states, where there are several, or another than the store's country."""
    gap: str = ""
    """What a gap is called."""

    @property
    def years(self) -> range:
        """Every year that is drawn."""
        return range(self.first, self.last + 1)

    @property
    def is_flat(self) -> bool:
        """Whether no track has marks enough that their heights can be compared."""
        return all(len(track.marks) <= _FEW for track in self.tracks)

    def changes_before(self, year: int) -> bool:
        """Whether a change stands between this year and the one before."""
        return year != self.first and any(change.year == year for change in self.changes)


class Bar(Struct, frozen=True, kw_only=True):
    """One value as a length."""

    id: str
    label: str
    share: float | None
    """How much of the longest possible bar it takes, from 0 to 1; None where there is no bar."""
    sign: Sign = "stated"
    text: str
    """The value, and what must be said beside it."""
    within: bool = False
    """Whether it is a part of the bar above it that is none."""


class Bars(Struct, frozen=True, kw_only=True):
    """Bars below each other that share a scale."""

    title: str
    bars: Sequence[Bar]
    notes: Sequence[str] = ()
    """What is true of the bars together."""


class Flow(Struct, frozen=True, kw_only=True):
    """The routes from one country to another that are said as firmly."""

    ids: Sequence[str]
    origin: str | None
    """None where the flow begins in the home country, or stays in it."""
    destination: str | None
    """None where the flow ends in the home country, or stays in it."""
    line: Line
    weight: float
    """How many reports it has, from 0 to 1, as a share of the most."""
    text: str


class Flows(Struct, frozen=True, kw_only=True):
    """Flows of one role below each other, which begin, end or meet in the home country."""

    title: str
    home: str
    flows: Sequence[Flow]


Panel: TypeAlias = Years | Bars | Flows


class Figure(Struct, frozen=True, kw_only=True):
    """A drawing before it has a size."""

    title: str
    description: str
    """What is drawn, for those who don't see it."""
    panels: Sequence[Panel]
    legend: Sequence[tuple[Entry, str]] = ()
    """The signs that it uses, and what each means."""
    notes: Sequence[str] = ()
    """What to know before quoting it."""
    sources: str = ""
    """Who published what it rests on."""
    credit: str = ""
    """What it was drawn from, and on what terms it may be used."""
