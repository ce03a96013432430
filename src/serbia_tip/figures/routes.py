"""The routes as a diagram: where they come from, the home country, where they lead.

Each line is one pair of ends, so that it can be seen which origin goes with which destination; a
route that is only alleged, or that people are at risk of, has a line of its own kind.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from serbia_tip.figures.evidence import Evidence
from serbia_tip.figures.flows import Flow as Routes
from serbia_tip.figures.flows import counted, flows
from serbia_tip.figures.shapes import Entry, Figure, Flow, Flows
from serbia_tip.model import Store
from serbia_tip.queries.rows import RouteRow
from serbia_tip.terminal.escape import visible
from serbia_tip.views.wording import runs
from serbia_tip.words import number_of

_UNNAMED = "not named"
_MEANINGS: dict[Entry, str] = {
    "route": "stated by the source",
    "alleged": "alleged: the source says that others say so",
    "at_risk": "at risk: the source says that people could be taken there",
}


def figure(store: Store, rows: Sequence[RouteRow], remarks: Sequence[str] = ()) -> Figure | None:
    """The figure of these routes; None when there are none."""
    if not rows:
        return None
    evidence = Evidence(store)
    found = flows(rows)
    touched = sorted({year for flow in found for year in flow.years})
    title = "Routes"
    if touched:
        title += f", {runs(touched)}"
    return Figure(
        title=title,
        description=f"Lines from countries of origin on the left to {evidence.wording.home}, and "
        "from there to countries of destination on the right, a line for each pair of ends; the "
        "more reports, the thicker. Lines of their own kind stand for what is alleged or a risk.",
        panels=panels(evidence, store, found),
        legend=legend(found),
        notes=[*_states(evidence, rows), *evidence.notes(rows), *map(visible, remarks)],
        sources=evidence.sources(rows),
        credit=evidence.credit,
    )


def panels(evidence: Evidence, store: Store, found: Sequence[Routes]) -> list[Flows]:
    """A panel for each role of these routes."""
    most = max((flow.reports for flow in found), default=1)
    return [
        _panel(evidence, store, role, list(same), most)
        for role, same in groupby(found, key=lambda flow: flow.role)
    ]


def _panel(
    evidence: Evidence, store: Store, role: str, found: Sequence[Routes], most: int
) -> Flows:
    home = evidence.wording.home

    def named(code: str | None, open_ended: bool) -> str:
        if code is None:
            return _UNNAMED
        return f"{visible(store.countries[code].name)}{' +' if open_ended else ''}"

    pairs = "pair" if role != "internal" else "group"
    title = f"{role.capitalize()}: {number_of(len(found), pairs)} in "
    return Flows(
        title=title + counted([row for flow in found for row in flow.rows]),
        home=home,
        flows=[
            Flow(
                ids=[row.id for row in flow.rows],
                origin=(
                    None
                    if role in ("source", "internal")
                    else named(flow.origin, flow.open_ended and role == "destination")
                ),
                destination=(
                    None
                    if role in ("destination", "internal")
                    else named(flow.destination, flow.open_ended)
                ),
                standing=flow.standing,
                weight=flow.reports / most,
                text=_text(evidence, flow),
            )
            for flow in found
        ],
    )


def _text(evidence: Evidence, flow: Routes) -> str:
    """How many reports, when, and what a reader must know of them."""
    words = [flow.counted]
    if flow.standing != "stated":
        words.append(flow.standing.replace("_", " "))
    doubted = Counter(filter(None, map(evidence.doubts, flow.rows)))
    words += [f"{count} {doubt}" for doubt, count in doubted.items()]
    return ", ".join(words)


def legend(found: Sequence[Routes]) -> list[tuple[Entry, str]]:
    """The kinds of lines, where there are others than stated routes, with what each counts."""
    kinds: Counter[Entry] = Counter()
    for flow in found:
        kind: Entry = "route" if flow.standing == "stated" else flow.standing
        kinds[kind] += len(flow.rows)
    entries: list[tuple[Entry, str]] = []
    if set(kinds) - {"route"}:
        entries = [
            (kind, f"{meaning} ({number_of(kinds[kind], 'statement')})")
            for kind, meaning in _MEANINGS.items()
            if kind in kinds
        ]
    if any(flow.open_ended for flow in found):
        entries.append(("open", "and others that the source doesn't name"))
    return entries


def _states(evidence: Evidence, rows: Sequence[RouteRow]) -> list[str]:
    """What other states than the home country the routes are about."""
    home = evidence.wording.home
    others = Counter(state for state in map(evidence.state, rows) if state != home)
    if not others:
        return []
    said = ", ".join(f"{state} ({count})" for state, count in others.items())
    return [f"Routes of another state than {home}: {said}."]
