"""What figures consist of: tracks of marks, bars; their scales, legends and captions."""

import heapq
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import Literal, NamedTuple, TypeAlias, TypeVar

from msgspec import Struct

from serbia_tip.model import Statistic, Store, read_reference
from serbia_tip.periods import is_yearly
from serbia_tip.periods import period_year as first_year
from serbia_tip.queries.filters import Asked
from serbia_tip.queries.rows import FactRow, StatisticRow, TierRow
from serbia_tip.queries.vocabularies import vocabulary
from serbia_tip.terminal.screen import visible
from serbia_tip.terminal.text import unstyled
from serbia_tip.views.evidence import FactWords
from serbia_tip.views.view import merge_view_notes
from serbia_tip.views.wording import group_by, say_capitalized, say_runs

T = TypeVar("T")
# How reliable a figure or a rating is, and what a legend explains.
Sign: TypeAlias = Literal["stated", "inferred", "disputed", "deprecated"]
Entry: TypeAlias = Sign | Literal["bound", "gap", "divider", "bracket", "parts"]


class Value(Struct, frozen=True, kw_only=True):
    """A value or rating that is drawn along the years."""

    sign: Sign
    label: str = ""  # the value, with its bound
    said: str  # the whole statement in words
    is_bound: bool = False  # whether the true value may be another than this one


class Mark(Value, frozen=True, kw_only=True):
    """A value or rating of one year."""

    year: int
    at: float  # its value, or in a track with lanes the lane's index from the top
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
    unit: str = ""
    top: float = 0  # the value at the top of the scale, unless the tracks have lanes
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
    text: str  # the value, with any doubts about it and who says it
    brief: str = ""  # the same for a picture, where that is shorter
    is_open: bool = False  # whether it is in doubt, no exact value or no more than a risk
    depth: int = 0  # how far it is indented, as a part of what stands above


class Bars(Struct, frozen=True, kw_only=True):
    """Bars below each other that share a scale, or values without any."""

    title: str
    bars: Sequence[Bar]
    reports: Mapping[str, int] = {}  # of each country, by its code: what a map shades


class Place(NamedTuple):
    """A country: its code, its name, and where it is."""

    code: str
    name: str
    lat: float
    lon: float


class Figure(Struct, frozen=True, kw_only=True):
    """A drawing without a size."""

    title: str
    description: str  # what is drawn, for readers who can't see it
    panels: Sequence[Years | Bars]
    legend: Sequence[tuple[Entry, str]] = ()  # the signs in use, and their meanings
    notes: Sequence[str] = ()  # what to know before quoting it
    home: Place  # the country in the middle of a map
    remark: str = ""  # what a picture, which has no notes, says below the legend
    sources: str  # their names
    credit: str  # the store, its version and its licence


def stack_track_spans(spans: Iterable[tuple[float, float]]) -> Iterator[int]:
    """The row of each span, in the order of their begins, so that none touches another."""
    free: list[tuple[float, int]] = []
    for begin, end in spans:
        if free and free[0][0] < begin:
            row = heapq.heapreplace(free, (end, free[0][1]))[1]
        else:
            row = len(free)
            heapq.heappush(free, (end, row))
        yield row


_MEANINGS: dict[Entry, str] = {
    "stated": "stated by the source",
    "inferred": "inferred, not stated",
    "bound": "no exact value: the true one may be higher or lower, as its sign says",
    "disputed": "disputed: another source says otherwise",
    "deprecated": "deprecated: a better source contradicts it",
}
_BRACKET = "a figure of this period, which is not one whole year"
PERCENT = "percent"  # the unit of percentages
_ASKED = {  # what titles say of filters, by the field that they are about
    **dict.fromkeys(("country", "origin", "destination"), "{} only"),
    "by": "said by {}",
    "source": "resting on {}",
}
_NAMED = 3  # the most bodies that a title names
_YEAR = re.compile(r" (\d{4})\b")  # the year in the name of one edition of a publication


class Captions:
    """The words of one store's figures."""

    def __init__(self, store: Store) -> None:
        """Prepare the captions of this store."""
        self.store = store
        self.words = FactWords(store)
        about = store.store
        licence = f" {about.licence.name}." if about.licence else ""
        self.place = Place(store.store.country, self.words.home, store.home.lat, store.home.lon)
        self.credit = visible(f"{about.title}, version {about.version}.{licence}")

    def asked(self, asked: Asked) -> str:
        """What the rows were narrowed to: `, Arden only, said by NGOs`."""
        common, countries = asked.common, asked.option("country", "origin", "destination")
        given = [("country", text) for text in countries]
        given += [("by", text) for text in common.by]
        given += [("source", text) for text in common.source]
        meant = [each for meanings in common.meant.values() for each in meanings.items()]
        given += [(field, str(value)) for field, values in meant for value in values]
        said = dict[str, None]()
        for field, text in given:
            if phrase := _ASKED.get(field):
                called = vocabulary(self.store, field)
                names = {called.title(value) for value in called.find(text)}
                said[phrase.format("/".join(map(visible, sorted(names))))] = None
        return "".join(f", {each}" for each in said)

    def sign(self, row: FactRow) -> Sign:
        """The sign of a row: how reliable it is."""
        if row.rank == "deprecated":
            return "deprecated"
        if self.words.rivals(row):
            return "disputed"
        return row.basis if isinstance(row, TierRow) else "stated"

    def is_open(self, row: StatisticRow) -> bool:
        """Whether the row is in doubt, or no exact value."""
        return row.bound != "exact" or self.sign(row) != "stated"

    def marked(self, text: str, row: FactRow) -> str:
        """The text, with any doubts about the row in brackets: `39 (disputed)`."""
        return f"{text}{unstyled(self.words.marked(row))}"

    def doubted(self, rows: Iterable[FactRow]) -> list[str]:
        """How many of the rows are of each doubtful sign: `2 disputed`."""
        signs = Counter(map(self.sign, rows))
        return [f"{count} {sign}" for sign, count in signs.items() if sign != "stated"]

    def eras(self, rows: Iterable[TierRow | StatisticRow]) -> list[Change]:
        """The first state and each change of it; none if all rows are about the home country."""
        home, state = self.words.home, self.words.state
        standing = (row for row in rows if row.rank != "deprecated")
        dated = {
            (year, state(row) or home)
            for row in standing
            if (year := track_mark_year(row)) is not None
        }
        found = [Change(*next(same)) for _, same in groupby(sorted(dated), lambda each: each[1])]
        return found if {era.meaning for era in found} - {home} else []

    def notes(self, rows: Iterable[FactRow]) -> list[str]:
        """The notes on the rows' doubts, without repetition."""
        return list(map(unstyled, merge_view_notes(self.words.notes(rows))))

    def who(self, rows: Iterable[FactRow]) -> str:
        """Who says it, for the end of a title: those with most rows, and how many others."""
        bodies = [name for name, _ in Counter(map(self.words.who, rows)).most_common()]
        if len(bodies) > _NAMED:
            bodies[_NAMED - 1 :] = [f"{len(bodies) - _NAMED + 1} others"]
        *others, last = bodies
        return f"according to {', '.join(others)} and {last}" if others else f"according to {last}"

    def sources(self, rows: Iterable[FactRow]) -> str:
        """The names of all sources of the rows, the years of one publication together."""
        said = (self.words.source(read_reference(text)[0]) for row in rows for text in row.sources)
        # By what stands around the year; a name without any is of no edition.
        editions = group_by(dict.fromkeys(said), lambda name: tuple(_YEAR.split(name, 1)[::2]))
        named = []
        for around, same in editions.items():
            years = [int(_YEAR.findall(name)[0]) for name in same] if len(same) > 1 else []
            named.append(f"{''.join(around)} {say_runs(years)}" if years else same[0])
        return "; ".join(named)


def join_track_marks(marks: Iterable[Mark], breaks: Collection[int]) -> list[list[Mark]]:
    """The runs of marks that a line joins: the only ones of consecutive years without a break."""
    found: list[list[Mark]] = [[]]
    standing = (mark for mark in marks if mark.sign != "deprecated")
    for year, same in group_by(standing, lambda mark: mark.year).items():
        if len(same) == 1 and same[0].is_joined:
            if year in breaks or not found[-1] or found[-1][-1].year != year - 1:
                found.append([])
            found[-1] += same
    return [run for run in found if len(run) > 1]


def track_legend(
    tracks: Sequence[Track], gap: str, breaks: Iterable[str]
) -> list[tuple[Entry, str]]:
    """The legend of the signs, gaps and brackets that these tracks use, and of the breaks."""
    used: set[Entry] = {each.sign for track in tracks for each in (*track.marks, *track.brackets)}
    if not any(track.lanes for track in tracks):
        used.discard("stated")  # as figures are, unless another sign says otherwise
    used |= {"bound"} if any(mark.is_bound for track in tracks for mark in track.marks) else set()
    used |= {"gap"} if any(track.gaps for track in tracks) else set()
    used |= {"bracket"} if any(track.brackets for track in tracks) else set()
    meanings: dict[Entry, str] = {**_MEANINGS, "gap": gap, "bracket": _BRACKET}
    entries = [entry for entry in meanings.items() if entry[0] in used]
    return [*entries, *(("divider", meaning) for meaning in breaks)]


def scale_title(row: StatisticRow) -> str:
    """The title of the row's scale: `Persons`, `Points of 15`."""
    out_of = "" if row.out_of is None else f" of {row.out_of:,}"
    return visible(f"{say_capitalized(row.unit)}{out_of}")


def scale_top(row: StatisticRow, values: Iterable[float]) -> float:
    """The value at the top of the row's scale, which has these values."""
    if row.out_of is not None:
        return row.out_of
    most = max(values, default=0)
    return 100 if row.unit == PERCENT and most <= 100 else most


_FLATTENED = 20  # how many times as high the next value is where a scale would flatten the others


def split_by_size(items: Sequence[T], size: Callable[[T], float]) -> list[list[T]]:
    """The items in groups that one scale can show, the largest first; each in its old order."""
    ordered = sorted(items, key=size, reverse=True)
    groups: list[list[T]] = [ordered[:1]]
    for before, item in pairwise(ordered):
        if 0 < size(item) * _FLATTENED < size(before):
            groups.append([])
        groups[-1].append(item)
    return [[item for item in items if item in group] for group in groups if group]


def scale_share(value: float, full: float) -> float:
    """The value as a share of the one at the top of its scale, from 0 to 1."""
    return min(max(value / full, 0), 1) if full > 0 else 0


def track_mark_year(each: Statistic | StatisticRow | TierRow) -> int | None:
    """The year that it is of; None if the period of a statistic is longer or shorter."""
    period = f"{each.year:04}" if isinstance(each, TierRow) else each.period
    return first_year(period) if is_yearly(period) else None
