"""A Mermaid flowchart: the countries, and between them the routes, counted by role."""

import re
from collections import defaultdict
from itertools import pairwise

from serbia_tip.figures.flows import Flow, counted, flows, through
from serbia_tip.model import Store
from serbia_tip.queries.answer import Answer
from serbia_tip.queries.rows import RouteRow
from serbia_tip.terminal.escape import visible
from serbia_tip.terminal.screen import Screen

_MARKUP = re.compile(r"""["'#%&*;<>\\`_{|}~\[\]]""")
"""What means something to Mermaid, or to the Markdown and the HTML that its labels may hold."""

_UNNAMED_ORIGIN = "unnamed_origin"
_UNNAMED_DESTINATION = "unnamed_destination"


def render(answer: Answer, screen: Screen) -> str:
    """A flowchart from left to right; the ends that no source names are two nodes of their own.

    A route through the country is two arrows, dotted, which it shares with all others that come
    from, or go on to, the same country.
    """
    legs: defaultdict[tuple[str, str, str], list[RouteRow]] = defaultdict(list)
    for flow in flows(answer.rows):
        way = _way(answer.store, flow)
        for begin, end in pairwise(way):
            legs[begin, flow.role, end] += flow.rows
    nodes = sorted({node for begin, _, end in legs for node in (begin, end)})
    lines = [f'{node}["{_label(_named(answer.store, node))}"]' for node in nodes]
    for (begin, role, end), rows in legs.items():
        arrow = "-.->" if role == "transit" else "-->"
        lines.append(f'{begin} {arrow}|"{_label(f"{role}: {counted(rows)}")}"| {end}')
    return "flowchart LR\n" + "".join(f"  {line}\n" for line in lines)


def _way(store: Store, flow: Flow) -> list[str]:
    """The nodes along the flow."""
    between = through(store, flow.role)
    return [flow.origin or _UNNAMED_ORIGIN, *between, flow.destination or _UNNAMED_DESTINATION]


def _named(store: Store, node: str) -> str:
    if node in (_UNNAMED_ORIGIN, _UNNAMED_DESTINATION):
        return f"{node.partition('_')[2]} not named"
    return store.countries[node].name


def _label(text: str) -> str:
    """The text as a label in which no letter is markup."""
    return _MARKUP.sub(lambda match: f"#{ord(match[0])};", visible(text))
