"""The routes as flows, role by role: where they come from, the country, where they lead.

Each line is one pair of ends, so that which origin goes with which destination can be seen.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from textwrap import wrap

from rich.cells import cell_len

from serbia_tip.figures.flows import Flow, counted, flows
from serbia_tip.figures.signs import Signs, signs
from serbia_tip.model import Store
from serbia_tip.queries.answer import Answer
from serbia_tip.queries.rows import RouteRow
from serbia_tip.terminal.escape import visible
from serbia_tip.terminal.layout import NO_BREAK, Page
from serbia_tip.terminal.screen import Screen
from serbia_tip.views.footnotes import Footnotes
from serbia_tip.views.values import disputed, doubts

_UNNAMED = "not named"
_LEAST = 16
"""Where fewer columns are left for what is said of a flow, each is a sentence instead."""


def render(answer: Answer, screen: Screen) -> str:
    """The flows, and below them the sources, the disputes and the remarks."""
    page, drawn, footnotes = Page(screen), signs(screen), Footnotes(answer.store)
    for number, (role, grouped) in enumerate(
        groupby(flows(answer.rows), key=lambda flow: flow.role)
    ):
        if number:
            page.line()
        same = list(grouped)
        page.paragraph(f"{role}: {counted([row for flow in same for row in flow.rows])}", 4)
        said = [_said(flow, footnotes) for flow in same]
        trunks = _trunks(answer.store, same, drawn)
        room = page.width - cell_len(trunks[0][0]) - 2
        for (first, after), flow, text in zip(trunks, same, said, strict=True):
            if room < _LEAST:
                page.paragraph(f"{_ends(answer.store, flow, drawn)}: {text}", 4)
                continue
            for place, line in enumerate(_wrapped(text, room)):
                page.line(f"{after if place else first}  {line}".replace(NO_BREAK, " "))
    page.sections(
        Sources=footnotes.lines(),
        Disputed=disputed(answer.rows),
        Remarks=map(visible, [*_states(answer), *answer.remarks]),
    )
    return page.text()


def _said(flow: Flow, footnotes: Footnotes) -> str:
    """How many routes, when, what a reader must know of them, and the marks of their sources."""
    doubted = Counter(doubts(row) for row in flow.rows if doubts(row))
    words = [f"{count} {doubt}" for doubt, count in doubted.items()]
    if any(row.open_ended for row in flow.rows):
        words.append("open-ended")
    mark = footnotes.mark(*flow.rows).replace(",", ", ")
    return " ".join(filter(None, [", ".join([counted(flow.rows), *words]), mark]))


def _trunks(store: Store, same: Sequence[Flow], drawn: Signs) -> list[tuple[str, str]]:
    """For each flow of a role what stands before its text, and before the lines that follow."""
    home = visible(store.home.name)
    role = same[0].role
    if role == "internal":
        return [(home, " " * cell_len(home))] * len(same)
    from_home, to_home = role == "source", role == "destination"
    origins = [] if from_home else [_named(store, flow.origin) for flow in same]
    destinations = [] if to_home else [_named(store, flow.destination) for flow in same]
    trunks = []
    for place in range(len(same)):
        first = after = ""
        goes_on = drawn.down if place + 1 < len(same) else " "
        join = _join(place, len(same))
        if origins:
            first += f"{_padded(origins[place], origins)} {drawn.across}{drawn.meet[join]}"
            after += f"{_padded('', origins)}  {goes_on}"
            first += f"{' ' if place else drawn.arrow} "
            after += "  "
        first += " " * cell_len(home) if place else home
        after += " " * cell_len(home)
        if destinations:
            first += f" {' ' if place else drawn.across}{drawn.leave[join]}{drawn.arrow} "
            first += _padded(destinations[place], destinations)
            after += f"  {goes_on}  {_padded('', destinations)}"
        trunks.append((first, after))
    return trunks


def _join(place: int, number: int) -> int:
    """Which of the signs joins the line at this place: alone, first, between or last."""
    if number == 1:
        return 0
    return 1 if not place else 3 if place == number - 1 else 2


def _named(store: Store, code: str | None) -> str:
    return _UNNAMED if code is None else visible(store.countries[code].name)


def _padded(name: str, names: Sequence[str]) -> str:
    return name + " " * (max(map(cell_len, names)) - cell_len(name))


def _ends(store: Store, flow: Flow, drawn: Signs) -> str:
    return f"{_named(store, flow.origin)} {drawn.arrow} {_named(store, flow.destination)}"


def _wrapped(text: str, room: int) -> list[str]:
    return wrap(text, room, break_long_words=False, break_on_hyphens=False)


def _states(answer: Answer) -> Iterator[str]:
    """What other states than the country the routes are about."""
    home = answer.store.home.name
    others = Counter(
        row.entity for row in answer.rows if isinstance(row, RouteRow) and row.entity != home
    )
    if others:
        said = ", ".join(f"{state} ({count})" for state, count in others.items())
        yield f"Routes of another state than {home}: {said}."
