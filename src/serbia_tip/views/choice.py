"""Choose what people are shown of an answer: a view, a line for each row, or a drawing."""

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from serbia_tip.model import Store
from serbia_tip.queries.answer import Answer, Asked
from serbia_tip.queries.rows import SearchRow
from serbia_tip.terminal.screen import Screen
from serbia_tip.views import (
    coverage,
    fields,
    findings,
    laws,
    records,
    routes,
    search,
    sources,
    statistics,
    tiers,
    timeline,
)
from serbia_tip.views.render import render
from serbia_tip.views.view import View

ViewOf: TypeAlias = Callable[[Store, Sequence[Any], Asked], View]

VIEWS: dict[str, ViewOf] = {
    "coverage": coverage.view,
    "fields": fields.view,
    "laws": laws.view,
    "policy": findings.view,
    "routes": routes.view,
    "search": search.view,
    "sources": sources.view,
    "stats": statistics.view,
    "timeline": timeline.view,
    "tiers": tiers.view,
}
"""The view of each command's rows."""

_WITHOUT_ROWS = ("search",)
"""The commands whose view may say something where no row matches; others are given some."""


def shown(answer: Answer, screen: Screen) -> str:
    """What a person is shown of the answer on this screen.

    Raises UsageError when a chart was asked for and the rows can't be drawn in one.
    """
    if answer.chart:
        from serbia_tip.figures.letters import draw
        from serbia_tip.figures.subjects import figure

        drawn = figure(answer)
        return "" if drawn is None else draw(drawn, screen)
    view = viewed(answer)
    if not answer.rows and not view.lead:  # a search finds whom to call even without a fact
        return ""
    return render(view, answer.store, screen, answer.asked.sources)


def viewed(answer: Answer) -> View:
    """The view of the answer: made for reading, or a line for each row."""
    view_of = VIEWS.get(answer.kind.command)
    if not answer.rows and answer.kind is not SearchRow:
        return View(title=f"no {answer.kind.noun} matches")
    if view_of is None or answer.asked.each:
        return records.view(answer)
    if not answer.rows and answer.kind.command not in _WITHOUT_ROWS:
        return View(title="")
    view = view_of(answer.store, answer.rows, answer.asked)
    return view if answer.asked.limit is None else view.limited(answer.asked.limit)
