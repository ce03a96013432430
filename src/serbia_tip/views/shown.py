"""What a screen shows of an answer: a table, or a drawing."""

from importlib import import_module

from msgspec.structs import replace

from serbia_tip.queries.answer import Answer
from serbia_tip.terminal.screen import Screen

_CHARTS = {"routes": "routes", "stats": "series", "tiers": "ratings"}
"""The drawing of each command's rows that can be drawn: a module of `figures`."""

_CHART_IN_A_PIPE = 80
"""How wide a chart is where no terminal says it."""


def shown(answer: Answer, screen: Screen) -> str:
    """What the screen shows of the answer: the chart that was asked for, or else the table."""
    name = "views.table"
    if answer.chart:
        name = f"figures.{_CHARTS[answer.kind.command]}"
        screen = replace(screen, width=screen.width or _CHART_IN_A_PIPE)
    text: str = import_module(f"serbia_tip.{name}").render(answer, screen)
    return text
