"""What a terminal shows: the chart in letters, or the view."""

from serbia_tip.queries.answer import Answer
from serbia_tip.terminal.screen import Screen
from serbia_tip.views.choice import viewed
from serbia_tip.views.render import render as render_view


def render(answer: Answer, screen: Screen) -> str:
    """The answer for this screen; raises UsageError when no chart can show the rows."""
    if answer.chart:
        from serbia_tip.figures.letters import draw
        from serbia_tip.figures.subjects import figure

        drawn = figure(answer)
        return "" if drawn is None else draw(drawn, screen)
    view = viewed(answer)
    if not answer.rows and not view.lead:  # a search finds a helpline even without a fact
        return ""
    return render_view(view, answer.store, screen, answer.asked.sources)
