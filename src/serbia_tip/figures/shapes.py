"""The parts of a figure, which has no size, and whose texts are all safe to show."""

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple, TypeAlias

from msgspec import Struct

from serbia_tip.model import Role, Standing
from serbia_tip.views.wording import group_by

# How reliable a figure or a rating is, the line style of a route, and what a legend explains.
Sign: TypeAlias = Literal["stated", "inferred", "disputed", "deprecated"]
Stroke: TypeAlias = Literal["route", "alleged", "at_risk"]  # `route` is that of a stated one
Entry: TypeAlias = Sign | Stroke | Literal["gap", "divider", "bracket", "parts", "open"]


class Value(Struct, frozen=True, kw_only=True):
    """A value or rating that is drawn along the years."""

    sign: Sign
    label: str = ""  # the value, with its bound
    said: str  # the whole statement in words


class Mark(Value, frozen=True, kw_only=True):
    """A value or rating of one year."""

    year: int
    at: float  # its height: in a track with lanes the lane's index from the top, else from 0 to 1
    is_joined: bool = True  # whether a line may lead to it


class Bracket(Value, frozen=True, kw_only=True):
    """A value of a period that is not a calendar year."""

    begin: float  # in years: 2007.5 is the middle of 2007, and 2008 its end
    end: float


class Track(Struct, frozen=True, kw_only=True):
    """One series along the years: ratings in lanes, or the figures of one counter."""

    title: str = ""
    lanes: Sequence[str] = ()  # their names, from the top; empty if the marks' heights are values
    marks: Sequence[Mark] = ()  # in the order of their years
    brackets: Sequence[Bracket] = ()
    lines: Sequence[Sequence[Mark]] = ()  # runs of marks of consecutive years that a line joins
    gaps: Sequence[int] = ()  # the years within the track for which nothing is stored

    @property
    def by_year(self) -> dict[int, list[Mark]]:
        """The marks of each year."""
        return group_by(self.marks, lambda mark: mark.year)


class Change(NamedTuple):
    """What holds from a year on: another state, or that the values before can't be compared."""

    year: int
    meaning: str


class Years(Struct, frozen=True, kw_only=True):
    """Tracks below each other that share the axis of years."""

    title: str = ""
    years: range  # of the axis
    tracks: Sequence[Track]
    breaks: Sequence[Change] = ()
    eras: Sequence[Change] = ()  # the states; empty if the values are all about the home country
    gap: str = ""  # the name of a gap
    words: Sequence[str] = ()  # the figures of those who have but one, each in words

    @property
    def is_flat(self) -> bool:
        """Whether every track has too few marks for their heights to matter."""
        return all(len(track.marks) <= 2 for track in self.tracks)


class Bar(Struct, frozen=True, kw_only=True):
    """A value drawn as a length."""

    label: str
    share: float | None  # of the longest possible bar, from 0 to 1; None without a bar
    sign: Sign
    text: str  # the value, with any doubts about it and who says it
    depth: int  # how far it is indented, as a part of what stands above


class Bars(Struct, frozen=True, kw_only=True):
    """Bars below each other that share a scale, or values without any."""

    title: str
    bars: Sequence[Bar]


class Flow(Struct, frozen=True, kw_only=True):
    """The routes between two countries in one line style."""

    origin: str | None  # None where it begins or stays in the home country
    destination: str | None  # None where it ends or stays in the home country
    line: Stroke
    text: str


class Flows(Struct, frozen=True, kw_only=True):
    """The flows of one role, which begin or end in the home country or pass through it."""

    title: str
    home: str
    flows: Sequence[Flow]


Way: TypeAlias = tuple[str, str, Role, Standing]  # from one country's code to the next one's


class RouteMap(Struct, frozen=True, kw_only=True):
    """The routes on a map around the home country."""

    home: str
    names: Mapping[str, str]  # of the other countries, by their codes
    places: Mapping[str, complex]  # kilometres from the home country: to the east, 1j to the south
    ways: Mapping[Way, int]  # the ways between countries, with the number of reports of each
    said: Sequence[tuple[Role, Standing, str]]  # all routes in words, also those without a place
    inside: int  # the number of reports on routes within the home country
    open_ended: str = ""  # the meaning of a plus sign, if there is one

    @property
    def most(self) -> int:
        """The number of reports of the widest line."""
        return max(self.ways.values(), default=self.inside)


class Figure(Struct, frozen=True, kw_only=True):
    """A drawing without a size."""

    title: str
    description: str  # what is drawn, for readers who can't see it
    panels: Sequence[Years | Bars | Flows]
    legend: Sequence[tuple[Entry, str]] = ()  # the signs in use, and their meanings
    notes: Sequence[str] = ()  # what to know before quoting it
    map: RouteMap | None = None  # what a picture draws instead of the flows
    remark: str = ""  # what a picture, which has no notes, says below the legend
    sources: str  # their names
    credit: str  # the store, its version and its licence


def stack(spans: Iterable[tuple[float, float]]) -> Iterator[int]:
    """The row of each span, in the order of their begins, so that none touches another."""
    free: list[tuple[float, int]] = []
    for begin, end in spans:
        if free and free[0][0] < begin:
            row = heapq.heapreplace(free, (end, free[0][1]))[1]
        else:
            row = len(free)
            heapq.heappush(free, (end, row))
        yield row
