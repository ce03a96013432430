"""How an answer reaches a person or a program: one module a format, and the choice among them."""

from collections.abc import Iterator
from importlib import import_module
from itertools import islice

from serbia_tip.queries.answer import Answer
from serbia_tip.terminal.screen import Screen

FORMATS = {
    "table": "For people: aligned, footnoted, fitted to the terminal.",
    "json": "One array of objects.",
    "jsonl": "One object a line.",
    "csv": "Comma-separated, RFC 4180.",
    "tsv": "Tab-separated; tabs and line ends in a value are written \\t and \\n.",
    "markdown": "A table for a README or an issue.",
    "svg": "What people are shown, or with --chart the drawing, as a picture.",
    "html": "The same as a page.",
}
"""The formats; each is the module of this name, with a function `render`.

It gives the text, whole or, where the format has a line for each row, line by line.
"""

FORMATS_OF = {
    "routes": {
        "geojson": "Lines and points for a map, RFC 7946.",
        "mermaid": "A flowchart that GitHub and many editors draw.",
    }
}
"""The formats that one command has besides, by the command."""

CHARTS = ("routes", "stats", "tiers")
"""The commands whose rows can be drawn."""

PICTURES = ("svg", "html")
"""The formats that show what a terminal would."""

GROUPED = ("geojson", "mermaid")
"""The formats of data in which statements that say the same are one, unless each is wanted."""

_LINES_AT_ONCE = 1000
"""How many lines are written at once; a shorter answer is one write in any format."""


def formats(command: str) -> dict[str, str]:
    """The formats that this command's rows can have, with what each is for."""
    return FORMATS | FORMATS_OF.get(command, {})


def render(answer: Answer, form: str, screen: Screen) -> Iterator[bytes]:
    """The answer in one of its `formats`, as what is to be written, piece by piece.

    Raises UsageError when a chart was asked for and the rows can't be drawn in one.
    """
    text: str | Iterator[str] = import_module(f"serbia_tip.formats.{form}").render(answer, screen)
    lines = iter([text]) if isinstance(text, str) else text
    while piece := "".join(islice(lines, _LINES_AT_ONCE)):
        yield piece.encode()
