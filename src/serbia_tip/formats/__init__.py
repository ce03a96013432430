"""The formats of answers, a module each, and the choice among them."""

from collections.abc import Iterator
from importlib import import_module
from itertools import islice

from msgspec import Struct

from serbia_tip.queries.answer import Answer
from serbia_tip.terminal.screen import Screen


class Format(Struct, frozen=True):
    """A format that rows can have.

    All but the table are modules of this package with a function `render`, which returns the text,
    whole or line by line.
    """

    name: str
    meaning: str
    command: str | None = None
    """The only command that has it; None where all have it."""
    picture: bool = False
    """Whether it shows what a terminal would, the view or the chart, rather than the rows."""
    grouped: bool = False
    """Whether rows that say the same are one, unless `--each` asks for all."""

    @property
    def for_people(self) -> bool:
        """Whether it shows the view, not the rows."""
        return self.picture or self is TABLE


TABLE = Format("table", "For people: aligned, footnoted, fitted to the terminal.")
JSON = Format("json", "One array of objects.")
FORMATS = (
    TABLE,
    JSON,
    Format("jsonl", "One object a line."),
    Format("csv", "Comma-separated, RFC 4180."),
    Format("tsv", "Tab-separated; tabs and line ends in a value are written \\t and \\n."),
    Format("markdown", "A table for a README or an issue."),
    Format(
        "svg", "What people are shown, or with --chart the drawing, as a picture.", picture=True
    ),
    Format("html", "The same as a page.", picture=True),
    Format("geojson", "Lines and points for a map, RFC 7946.", command="routes", grouped=True),
    Format(
        "mermaid", "A flowchart that GitHub and many editors draw.", command="routes", grouped=True
    ),
)
"""The formats, in the order in which help lists them."""

_LINES_AT_ONCE = 1000
"""How many lines are written at once; a shorter answer is one write in any format."""


def formats(command: str) -> dict[str, Format]:
    """The formats that this command's rows can have, by name."""
    return {form.name: form for form in FORMATS if form.command in (None, command)}


def pictures() -> list[str]:
    """The names of the formats that are pictures."""
    return [form.name for form in FORMATS if form.picture]


def render(answer: Answer, form: Format, screen: Screen) -> Iterator[bytes]:
    """Render the answer in one of its `formats`, in pieces to be written one by one.

    Raises UsageError when a chart was asked for and the rows can't be drawn in one.
    """
    module = import_module(f"{__name__}.{form.name}")
    text: str | Iterator[str] = module.render(answer, screen)
    lines = iter([text]) if isinstance(text, str) else text
    while piece := "".join(islice(lines, _LINES_AT_ONCE)):
        yield piece.encode()
