"""The figure of the routes: a line for each pair of origin and destination."""

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from serbia_tip.figures.captions import Captions
from serbia_tip.figures.route_map import OPEN_ENDED, UNNAMED, map_pairs, within
from serbia_tip.figures.shapes import Entry, Figure, Flow, Flows, Stroke
from serbia_tip.model import Store
from serbia_tip.queries.route_pairs import Pair, pairs
from serbia_tip.queries.rows import RouteRow
from serbia_tip.terminal.screen import visible
from serbia_tip.views.evidence import STANDINGS
from serbia_tip.views.wording import ends_in_words, runs, years_in_words
from serbia_tip.words import number_of

_MEANINGS: dict[Stroke, str] = {
    "route": "stated by the source",
    "alleged": "alleged: the source says that others say so",
    "at_risk": "at risk: the source says that people could be taken there",
}


def figure(store: Store, rows: Sequence[RouteRow], remarks: Sequence[str] = ()) -> Figure | None:
    """The figure of these routes; None when there are none."""
    if not rows:
        return None
    captions = Captions(store)
    found = pairs(store, rows)
    touched = [year for pair in found for year in pair.years]
    years = f", {years_in_words(min(touched), max(touched))}" if touched else ""
    ways = within(captions.words.home, dict.fromkeys(pair.role for pair in found))
    reports = captions.words.reports(rows)
    return Figure(
        title=f"Routes {ways}{years}, in {number_of(len(reports), 'report')}",
        description=f"{captions.words.home} is in the middle, every other country in its direction "
        "and, the nearer ones apart, at its distance from there. A line for each role and pair of "
        "countries; the more reports, the wider. Dashes stand for what is alleged, dots for a "
        "risk. Below, each route in words, with the number of reports.",
        panels=panels(captions, found),
        legend=legend(found),
        notes=[*_states(captions, rows), *captions.notes(rows), *map(visible, remarks)],
        map=map_pairs(captions, found),
        sources=captions.sources(rows),
        credit=captions.credit,
    )


def panels(captions: Captions, found: Sequence[Pair], year: int | None = None) -> list[Flows]:
    """A panel for each role of these routes; the texts leave out `year`."""
    return [
        _panel(captions, role, list(same), year)
        for role, same in groupby(found, key=lambda pair: pair.role)
    ]


def _panel(captions: Captions, role: str, found: Sequence[Pair], year: int | None) -> Flows:
    ends = Counter(pair.named_ends for pair in found)
    number = (
        number_of(len(found), "group")
        if role == "internal"
        else ends_in_words(ends[2], ends[1], ends[0])
    )
    reports = captions.words.reports(row for pair in found for row in pair.rows)
    return Flows(
        title=f"{role.capitalize()}: {number} in {number_of(len(reports), 'report')}",
        home=captions.words.home,
        flows=[_flow(captions, pair, year) for pair in found],
    )


def _flow(captions: Captions, pair: Pair, year: int | None) -> Flow:
    def named(code: str | None, more: bool) -> str:
        if code is None:
            return UNNAMED
        return f"{visible(captions.store.countries[code].name)}{' +' if more else ''}"

    abroad = pair.role in ("source", "transit")
    return Flow(
        origin=(
            named(pair.origin, pair.open_ended and not abroad)
            if pair.role in ("transit", "destination")
            else None
        ),
        destination=named(pair.destination, pair.open_ended) if abroad else None,
        line=_line(pair),
        text=_text(captions, pair, year),
    )


def _text(captions: Captions, pair: Pair, year: int | None) -> str:
    """The number of reports, their years, and any doubts about them."""
    words = [*map(visible, pair.people), number_of(len(pair.reports), "report")]
    if pair.years != [year]:
        words.append(runs(pair.years) or "undated")
    if pair.standing != "stated":
        words.append(STANDINGS[pair.standing])
    return ", ".join([*words, *captions.doubted(pair.rows)])


def legend(found: Sequence[Pair]) -> list[tuple[Entry, str]]:
    """The line styles, if any route is not stated, with the number of statements of each."""
    kinds: Counter[Stroke] = Counter()
    for pair in found:
        kinds[_line(pair)] += len(pair.rows)
    entries: list[tuple[Entry, str]] = []
    if set(kinds) - {"route"}:
        entries = [
            (kind, f"{meaning} ({number_of(kinds[kind], 'statement')})")
            for kind, meaning in _MEANINGS.items()
            if kind in kinds
        ]
    if any(pair.open_ended for pair in found):
        entries.append(("open", OPEN_ENDED))
    return entries


def _line(pair: Pair) -> Stroke:
    return "route" if pair.standing == "stated" else pair.standing


def _states(captions: Captions, rows: Sequence[RouteRow]) -> list[str]:
    """A note on routes of another state than the home country."""
    home = captions.words.home
    others = Counter(state for state in map(captions.state, rows) if state != home)
    if not others:
        return []
    said = ", ".join(f"{state} ({count})" for state, count in others.items())
    return [f"Routes of another state than {home}: {said}."]
