"""Choose what people are shown of an answer: a view, a line for each row, or a drawing."""

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, TypeAlias

from msgspec.structs import replace

from serbia_tip.model import Store
from serbia_tip.queries.answer import Answer, Asked
from serbia_tip.terminal.screen import Screen
from serbia_tip.views import routes, statistics, table
from serbia_tip.views.render import render
from serbia_tip.views.view import View

ViewOf: TypeAlias = Callable[[Store, Sequence[Any], Asked], View]

VIEWS: dict[str, ViewOf] = {
    "routes": routes.view,
    "stats": statistics.view,
}
"""The view of each command's rows."""

_CHARTS = {"routes": "routes", "stats": "series", "tiers": "ratings"}
"""The drawing of each command's rows that can be drawn: a module of `figures`."""

_CHART_IN_A_PIPE = 80
"""How wide a chart is where no terminal says it."""


def shown(answer: Answer, screen: Screen) -> str:
    """What a person is shown of the answer on this screen.

    Raises UsageError when a chart was asked for and the rows can't be drawn in one.
    """
    if answer.chart:
        drawn = import_module(f"serbia_tip.figures.{_CHARTS[answer.kind.command]}")
        text: str = drawn.render(answer, replace(screen, width=screen.width or _CHART_IN_A_PIPE))
        return text
    view_of = VIEWS.get(answer.kind.command)
    if view_of is None or answer.asked.each or not answer.rows:
        return table.render(answer, screen)
    view = view_of(answer.store, answer.rows, answer.asked)
    if answer.asked.limit is not None:
        view = view.limited(answer.asked.limit)
    return render(view, answer.store, screen, answer.asked.sources)
