"""What figures share: titles, sources, states, lines, legends, scales."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from itertools import groupby

from serbia_tip.figures.shapes import Change, Entry, Mark, Sign, Track
from serbia_tip.model import Statistic, Store, reference
from serbia_tip.periods import year_of as first_year
from serbia_tip.queries.gaps import is_yearly
from serbia_tip.queries.rows import FactRow, StatisticRow, TierRow
from serbia_tip.terminal.screen import visible
from serbia_tip.terminal.text import spelled
from serbia_tip.views.evidence import FactWords
from serbia_tip.views.view import said_once
from serbia_tip.views.wording import capitalized, group_by, runs

_MEANINGS: dict[Entry, str] = {
    "stated": "stated by the source",
    "inferred": "inferred, not stated",
    "disputed": "disputed: another source says otherwise",
    "deprecated": "deprecated: a better source contradicts it",
}
_BRACKET = "a figure of this period, which is not one whole year"
PERCENT = "percent"  # the unit of percentages
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
        self.credit = visible(f"{about.title}, version {about.version}.{licence}")

    def sign(self, row: FactRow) -> Sign:
        """The sign of a row: how reliable it is."""
        if row.rank == "deprecated":
            return "deprecated"
        if self.words.rivals(row):
            return "disputed"
        return row.basis if isinstance(row, TierRow) else "stated"

    def marked(self, text: str, row: FactRow) -> str:
        """The text, with any doubts about the row in brackets: `39 (disputed)`."""
        return f"{text}{spelled(self.words.marked(row))}"

    def doubted(self, rows: Iterable[FactRow]) -> list[str]:
        """How many of the rows are of each doubtful sign: `2 disputed`."""
        signs = Counter(map(self.sign, rows))
        return [f"{count} {sign}" for sign, count in signs.items() if sign != "stated"]

    def eras(self, rows: Iterable[TierRow | StatisticRow]) -> list[Change]:
        """The first state and each change of it; none if all rows are about the home country."""
        home, state = self.words.home, self.words.state
        dated = {(year, state(row) or home) for row in rows if (year := year_of(row)) is not None}
        found = [Change(*next(same)) for _, same in groupby(sorted(dated), lambda each: each[1])]
        return found if {era.meaning for era in found} - {home} else []

    def notes(self, rows: Iterable[FactRow]) -> list[str]:
        """The notes on the rows' doubts, without repetition."""
        return list(map(spelled, said_once(self.words.notes(rows))))

    def who(self, rows: Iterable[FactRow]) -> str:
        """Who says it, for the end of a title: those with most rows, and how many others."""
        bodies = [name for name, _ in Counter(map(self.words.who, rows)).most_common()]
        if len(bodies) > _NAMED:
            bodies[_NAMED - 1 :] = [f"{len(bodies) - _NAMED + 1} others"]
        *others, last = bodies
        return f"according to {', '.join(others)} and {last}" if others else f"according to {last}"

    def sources(self, rows: Iterable[FactRow]) -> str:
        """The names of all sources of the rows, the years of one publication together."""
        said = (self.words.source(reference(text)[0]) for row in rows for text in row.sources)
        # By what stands around the year; a name without any is of no edition.
        editions = group_by(dict.fromkeys(said), lambda name: tuple(_YEAR.split(name, 1)[::2]))
        named = []
        for around, same in editions.items():
            years = [int(_YEAR.findall(name)[0]) for name in same] if len(same) > 1 else []
            named.append(f"{''.join(around)} {runs(years)}" if years else same[0])
        return "; ".join(named)


def lines(marks: Iterable[Mark], breaks: Collection[int]) -> list[list[Mark]]:
    """The runs of marks that a line joins: the only ones of consecutive years without a break."""
    found: list[list[Mark]] = [[]]
    standing = (mark for mark in marks if mark.sign != "deprecated")
    for year, same in group_by(standing, lambda mark: mark.year).items():
        if len(same) == 1 and same[0].is_joined:
            if year in breaks or not found[-1] or found[-1][-1].year != year - 1:
                found.append([])
            found[-1] += same
    return [run for run in found if len(run) > 1]


def legend(tracks: Sequence[Track], gap: str, breaks: Iterable[str]) -> list[tuple[Entry, str]]:
    """The legend of the signs, gaps and brackets that these tracks use, and of the breaks."""
    used: set[Entry] = {each.sign for track in tracks for each in (*track.marks, *track.brackets)}
    if not any(track.lanes for track in tracks):
        used.discard("stated")  # as figures are, unless another sign says otherwise
    used |= {"gap"} if any(track.gaps for track in tracks) else set()
    used |= {"bracket"} if any(track.brackets for track in tracks) else set()
    meanings: dict[Entry, str] = {**_MEANINGS, "gap": gap, "bracket": _BRACKET}
    entries = [entry for entry in meanings.items() if entry[0] in used]
    return [*entries, *(("divider", meaning) for meaning in breaks)]


def scale(row: StatisticRow) -> str:
    """The title of the row's scale: `Persons`, `Points of 15`."""
    out_of = "" if row.out_of is None else f" of {row.out_of:,}"
    return visible(f"{capitalized(row.unit)}{out_of}")


def top(row: StatisticRow, values: Iterable[float]) -> float:
    """The value at the top of the row's scale, which has these values."""
    if row.out_of is not None:
        return row.out_of
    most = max(values, default=0)
    return 100 if row.unit == PERCENT and most <= 100 else most


def share(value: float, full: float) -> float:
    """The value as a share of the one at the top of its scale, from 0 to 1."""
    return min(max(value / full, 0), 1) if full > 0 else 0


def year_of(each: Statistic | StatisticRow | TierRow) -> int | None:
    """The year that it is of; None if the period of a statistic is longer or shorter."""
    period = f"{each.year:04}" if isinstance(each, TierRow) else each.period
    return first_year(period) if is_yearly(period) else None
