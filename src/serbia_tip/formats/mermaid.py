"""Mermaid: a flowchart of countries and the routes between them, counted by role."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import cast

from serbia_tip.model import Store
from serbia_tip.queries.answer import Answer
from serbia_tip.queries.pairs import Pair, pairs
from serbia_tip.queries.rows import RouteRow
from serbia_tip.terminal.escape import visible
from serbia_tip.terminal.screen import Screen
from serbia_tip.views.doubts import STANDINGS
from serbia_tip.views.wording import runs
from serbia_tip.words import number_of

_MARKUP = re.compile(r"""["'#%&*;<>\\`_{|}~\[\]]""")
"""What is markup in Mermaid, or in the Markdown and HTML that its labels may hold."""

_UNNAMED_ORIGIN = "unnamed_origin"
_UNNAMED_DESTINATION = "unnamed_destination"


def render(answer: Answer, screen: Screen) -> str:
    """A flowchart from left to right, with a node each for unnamed origins and destinations.

    Alleged routes and risks are dotted. A transit route is two arrows, each shared with the other
    transit routes from, or to, the same country.
    """
    store = answer.store
    rows = cast(Sequence[RouteRow], answer.rows)
    found = [pair for row in rows for pair in pairs(store, [row])]
    legs: dict[tuple[str, str, str, str], list[Pair]] = {}
    for pair in found if answer.asked.each else pairs(store, rows):
        for begin, end in pairwise(_nodes(store, pair)):
            one = pair.rows[0].id if answer.asked.each else ""
            legs.setdefault((begin, pair.role, f"{pair.standing} {one}", end), []).append(pair)
    nodes = sorted({node for begin, _, _, end in legs for node in (begin, end)})
    lines = [f'{node}["{_label(_named(store, node))}"]' for node in nodes]
    for (begin, role, _, end), same in legs.items():
        standing = STANDINGS.get(same[0].standing)
        arrow = "-.->" if standing else "-->"
        said = ", ".join(filter(None, [role, standing]))
        lines.append(f'{begin} {arrow}|"{_label(f"{said}: {_counted(same)}")}"| {end}')
    return "flowchart LR\n" + "".join(f"  {line}\n" for line in lines)


def _counted(same: Iterable[Pair]) -> str:
    """The number of reports and their years: `3 reports, 2001, 2003–2004`."""
    reports = {report for pair in same for report in pair.reports}
    years = [year for pair in same for year in pair.years]
    return f"{number_of(len(reports), 'report')}, {runs(years) or 'undated'}"


def _nodes(store: Store, pair: Pair) -> list[str]:
    """The nodes along the pair's route."""
    origin, *between, destination = pair.way(store)
    inner = [code for code in between if code]
    return [origin or _UNNAMED_ORIGIN, *inner, destination or _UNNAMED_DESTINATION]


def _named(store: Store, node: str) -> str:
    if node in (_UNNAMED_ORIGIN, _UNNAMED_DESTINATION):
        return f"{node.partition('_')[2]} not named"
    return store.countries[node].name


def _label(text: str) -> str:
    """Escape the text for a label."""
    return _MARKUP.sub(lambda match: f"#{ord(match[0])};", visible(text))
