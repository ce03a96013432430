"""Choose what people are shown of an answer: a view, a line for each row, or a drawing."""

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from serbia_tip.model import Store
from serbia_tip.queries.answer import Answer, Asked
from serbia_tip.terminal.screen import Screen
from serbia_tip.views import routes, rows, table
from serbia_tip.views.render import render
from serbia_tip.views.view import View

ViewOf: TypeAlias = Callable[[Store, Sequence[Any], Asked], View]

VIEWS: dict[str, ViewOf] = {
    "routes": routes.view,
}
"""The view of each command's rows."""


def shown(answer: Answer, screen: Screen) -> str:
    """What a person is shown of the answer on this screen.

    Raises UsageError when a chart was asked for and the rows can't be drawn in one.
    """
    if answer.chart:
        from serbia_tip.figures.letters import draw
        from serbia_tip.figures.subjects import figure

        drawn = figure(answer)
        return "" if drawn is None else draw(drawn, screen)
    view = _view(answer)
    if view is None:
        return table.render(answer, screen)
    return render(view, answer.store, screen, answer.asked.sources)


def viewed(answer: Answer) -> View:
    """The view of the answer; where it has none, its rows as they are."""
    return _view(answer) or rows.view(answer)


def _view(answer: Answer) -> View | None:
    """The view of the answer, unless a line for each row is wanted or its command has none."""
    view_of = VIEWS.get(answer.kind.command)
    if view_of is None or answer.asked.each or not answer.rows:
        return None
    view = view_of(answer.store, answer.rows, answer.asked)
    return view if answer.asked.limit is None else view.limited(answer.asked.limit)
