"""Draw routes as figures: for each role, the countries by how many reports name them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from serbia_tip.figures.shapes import Bar, Bars, Captions, Figure
from serbia_tip.model import Role
from serbia_tip.queries.country_profile import Pair, count_pair_reports, count_routes, pair_routes
from serbia_tip.queries.filters import Answer
from serbia_tip.queries.rows import RouteRow
from serbia_tip.terminal.screen import visible
from serbia_tip.views.evidence import STANDINGS
from serbia_tip.views.wording import group_by, say_routes, say_runs, say_years_of
from serbia_tip.words import count_noun

_UNNAMED = "not named"
_PREPOSITIONS: dict[Role, str] = {
    "source": "from",
    "transit": "through",
    "destination": "to",
    "internal": "within",
}
_TITLES: dict[Role, str] = {
    "source": "From {home} abroad",
    "transit": "Through {home}",
    "destination": "To {home} from abroad",
    "internal": "Within {home}",
}
_NOTE = (
    "Numbers count independent reports, not people: copies of one count once. A country that "
    "several reports name has more who say so, not more who were taken there."
)


def draw_routes(answer: Answer) -> Figure | None:
    """The figure of these routes; None when there are none."""
    rows = [row for row in answer.rows if isinstance(row, RouteRow)]
    if not rows:
        return None
    captions = Captions(answer.store)
    found = pair_routes(answer.store, rows)
    home, when = captions.words.home, say_years_of(row.period for row in rows)
    *words, last = dict.fromkeys(_PREPOSITIONS[pair.role] for pair in found)
    ways = f"{', '.join(words)} and {last}" if words else last
    others = Counter(filter(None, map(captions.words.state, rows)))
    states = ", ".join(f"{state} ({count})" for state, count in others.items())
    of_others = [f"Routes of another state than {home}: {states}."] if others else []
    reports = _say_reports(captions, found)
    return Figure(
        title=f"Routes {ways} {home}{captions.asked(answer.asked)}{when}, in {reports}",
        description="For each role of the country, a bar for each other country, as long as the "
        "number of independent reports that name it; on a map, the more reports, the darker.",
        panels=draw_route_panels(captions, found),
        notes=[*of_others, *captions.notes(rows), *map(visible, answer.remarks)],
        remark=_NOTE,
        home=captions.place,
        sources=captions.sources(rows),
        credit=captions.credit,
    )


class _End(NamedTuple):
    """What a bar counts: the country at one end of routes, or a group of people."""

    name: str
    code: str | None


def draw_route_panels(
    captions: Captions, found: Sequence[Pair], year: int | None = None
) -> list[Bars]:
    """A panel for each role of these routes; the texts leave out `year`."""
    drawn = []
    for role, same in group_by(found, lambda pair: pair.role).items():
        number = say_routes(count_routes(captions.store, same), captions.words.home)
        title = _TITLES[role].format(home=captions.words.home)
        by_end = group_by(
            [(end, pair) for pair in same for end in _route_ends(captions, pair)],
            lambda each: each[0],
        )
        pairs = {end: [pair for _, pair in each] for end, each in by_end.items()}
        counts = {end: _count_reports(captions, own) for end, own in pairs.items()}
        ranked = sorted(pairs, key=lambda end: (_UNNAMED in end.name, -counts[end], end.name))
        most = max((counts[end] for end in ranked if _UNNAMED not in end.name), default=0)
        coded = group_by(
            [(end.code, pair) for end in pairs for pair in pairs[end]], lambda it: it[0]
        )
        drawn.append(
            Bars(
                title=f"{title}: {number}",
                bars=[
                    _route_bar(captions, end, pairs[end], counts[end], most, year) for end in ranked
                ],
                reports={
                    code: _count_reports(captions, [pair for _, pair in each])
                    for code, each in coded.items()
                    if code
                },
            )
        )
    return drawn


def _route_ends(captions: Captions, pair: Pair) -> list[_End]:
    """The other countries of the pair, with their side of the way where there are two."""
    if pair.role == "internal":
        return [_End(visible(", ".join(pair.people)) or _UNNAMED, None)]
    sides = {"source": ["to"], "destination": ["from"], "transit": ["from", "to"]}[pair.role]
    codes = {"from": pair.origin, "to": pair.destination}
    names = {
        side: visible(captions.store.countries[code].name) if (code := codes[side]) else _UNNAMED
        for side in sides
    }
    is_single = len(sides) == 1
    return [
        _End(names[side] if is_single else f"{side} {names[side]}", codes[side]) for side in sides
    ]


def _route_bar(
    captions: Captions, end: _End, pairs: Sequence[Pair], count: int, most: int, year: int | None
) -> Bar:
    """The bar of a country: its reports, their years, how many do more than state it, doubts."""
    years = sorted({each for pair in pairs for each in pair.years})
    by_standing = group_by(pairs, lambda pair: pair.standing)
    others = [
        STANDINGS[standing]
        if len(by_standing) == 1
        else f"{_count_reports(captions, same)} {STANDINGS[standing]}"
        for standing, same in by_standing.items()
        if standing in STANDINGS
    ]
    when = "" if years == [year] else say_runs(years) or "undated"
    doubts = captions.doubted(row for pair in pairs for row in pair.rows)
    more = "and others unnamed" if any(pair.open_ended for pair in pairs) and end.code else ""
    reports = count_noun(count, "report")
    return Bar(
        label=end.name,
        share=None if _UNNAMED in end.name else count / most,
        text=", ".join(filter(None, [reports, when, *others, more, *doubts])),
        brief=", ".join(
            [
                reports if len(by_standing) == 1 else f"{count}",
                *others,
                *(["disputed"] if doubts else []),
            ]
        ),
        is_open="stated" not in by_standing,
    )


def _count_reports(captions: Captions, pairs: Iterable[Pair]) -> int:
    return count_pair_reports(captions.words.attribution, pairs)


def _say_reports(captions: Captions, pairs: Iterable[Pair]) -> str:
    return count_noun(_count_reports(captions, pairs), "report")
