"""The ratings as a drawing: a line that steps from tier to tier, the years across."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from serbia_tip.figures.rating_years import (
    CHANGE,
    GAP,
    STANDINGS,
    TIERS,
    Year,
    joined,
    ratings,
    standing,
)
from serbia_tip.model import Store
from serbia_tip.queries.rows import TierRow

_STEP = 42
"""How wide a year is."""
_LANE = 44
"""How high a tier is."""
_LEFT = 132
"""The room for the names of the tiers."""
_LINE = 16
"""How high a line of text is."""


class Mark(Struct, frozen=True):
    """The rating of one year in one tier."""

    x: float
    y: float
    standing: str
    row: TierRow


class Label(Struct, frozen=True):
    """A word at a place."""

    x: float
    y: float
    text: str


class Timeline(Struct, frozen=True):
    """All that is drawn, in units of the drawing."""

    width: float
    height: float
    top: float
    bottom: float
    lanes: Sequence[Label]
    years: Sequence[Label]
    gaps: Sequence[Label]
    """The middles of the years without a rating."""
    states: Sequence[Label]
    """Where a state begins to be the one that is rated."""
    lines: Sequence[str]
    """Paths through ratings between which nothing lies."""
    marks: Sequence[Mark]
    legend: Sequence[tuple[str, str]]
    left: float = _LEFT
    step: float = _STEP


def timeline(store: Store, rows: Sequence[TierRow]) -> Timeline | None:
    """The drawing of these ratings; None when there are none."""
    years = ratings(store, rows)
    if not years:
        return None
    states = _states(store, years)
    top = len(states) * _LINE + 8
    bottom = top + len(TIERS) * _LANE
    heights = [top + (number + 0.5) * _LANE for number in range(len(TIERS))]
    marks = [
        Mark(_x(place), heights[number], standing(row), row)
        for place, year in enumerate(years)
        for number, tier in enumerate(TIERS)
        if (row := year.in_tier(tier))
    ]
    gaps = [
        Label(_x(place), bottom, f"{year.year:04}") for place, year in enumerate(years) if year.gap
    ]
    return Timeline(
        width=_x(len(years) - 1) + _STEP / 2 + 8,
        height=bottom + _LINE + 10,
        top=top,
        bottom=bottom,
        lanes=[Label(0, y, tier) for y, tier in zip(heights, TIERS, strict=True)],
        years=[
            Label(_x(place), bottom + _LINE + 2, f"{year.year:04}")
            for place, year in enumerate(years)
        ],
        gaps=gaps,
        states=states,
        lines=list(_lines(years, heights)),
        marks=marks,
        legend=list(_legend(years, {mark.standing for mark in marks})),
    )


def _x(place: int) -> float:
    """The middle of a year."""
    return _LEFT + (place + 0.5) * _STEP


def _states(store: Store, years: Sequence[Year]) -> list[Label]:
    """The states by name, where there are several or another than the store's country."""
    begins = [
        (place, str(year.state)) for place, year in enumerate(years) if not place or year.changed
    ]
    if [state for _, state in begins] == [store.home.name]:
        return []
    return [
        Label(_x(place) - _STEP / 2, (number + 1) * _LINE - 4, state)
        for number, (place, state) in enumerate(begins)
    ]


def _lines(years: Sequence[Year], heights: Sequence[float]) -> Iterator[str]:
    """A path for each run of years that a line may join."""
    path = ""
    for place, (year, after) in enumerate(pairwise([*years, None])):
        assert year is not None
        if tiers := joined(year, after):
            here, there = (heights[tier] for tier in tiers)
            path = path or f"M{_x(place):g} {here:g}"
            path += f"H{_x(place) + _STEP / 2:g}V{there:g}H{_x(place + 1):g}"
        elif path:
            yield path
            path = ""


def _legend(years: Sequence[Year], used: set[str]) -> Iterator[tuple[str, str]]:
    yield from ((name, meaning) for name, meaning in STANDINGS.items() if name in used)
    if any(year.gap for year in years):
        yield "gap", GAP
    if any(year.changed for year in years):
        yield "change", CHANGE
