"""What a terminal shows, recorded: the ground of the formats that are pictures of it."""

import io
from html import escape

from rich.console import Console
from rich.text import Text

from serbia_tip.queries.answer import Answer
from serbia_tip.terminal.escape import visible
from serbia_tip.terminal.screen import Screen
from serbia_tip.views.choice import shown

FONT = "ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace"
"""Fonts that readers have; nothing is fetched."""


def recorded(answer: Answer, screen: Screen) -> Console:
    """A console that has recorded the table or the chart, a blank line above and below.

    What is longer than a line of the screen goes on in the next, as on a terminal.
    """
    console = Console(
        file=io.StringIO(),
        width=screen.width,
        height=100,
        record=True,
        color_system="standard",
        force_terminal=True,
        no_color=False,
        legacy_windows=False,
    )
    whole = Text.assemble("\n", Text.from_ansi(shown(answer, screen)), "\n ")
    console.print(whole, overflow="fold", end="")  # Rich clips an ended last line to nowhere
    return console


def title(answer: Answer) -> str:
    """What the picture shows, as text that is safe in XML, HTML and a template of Rich."""
    store = answer.store.store
    said = visible(f"{store.title}: {answer.kind.command} ({store.version})")
    return escape(said).replace("{", "{{").replace("}", "}}")
