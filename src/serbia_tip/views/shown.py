"""What a screen shows of an answer: a table, or a drawing."""

from msgspec.structs import replace

from serbia_tip.queries.answer import Answer
from serbia_tip.terminal.screen import Screen

_CHART_IN_A_PIPE = 80
"""How wide a chart is where no terminal says it."""


def shown(answer: Answer, screen: Screen) -> str:
    """What the screen shows of the answer: the chart that was asked for, or else the table."""
    if answer.chart:
        from serbia_tip.figures.letters import draw
        from serbia_tip.figures.subjects import figure

        drawn = figure(answer)
        screen = replace(screen, width=screen.width or _CHART_IN_A_PIPE)
        return "" if drawn is None else draw(drawn, screen)
    from serbia_tip.views.table import render

    return render(answer, screen)
