"""The formats of answers, a module each, and the choice among them."""

from collections.abc import Collection, Iterator
from itertools import islice

from msgspec import Struct

from serbia_tip.choice import load_function
from serbia_tip.figures import CHARTS
from serbia_tip.queries.filters import Answer
from serbia_tip.terminal.screen import Screen


class Format(Struct, frozen=True):
    """A format for rows.

    Its function returns the text, whole or line by line.
    """

    name: str
    function: str = ""
    meaning: str = ""
    commands: Collection[str] | None = None
    """The only commands that have this format; None where all have it."""
    for_people: bool = False
    """Whether it shows the view rather than the rows."""
    draws: bool = False
    """Whether it can show a chart."""
    needs_chart: bool = False
    """Whether it can show nothing else."""
    merged: bool = False
    """Whether rows about the same thing are merged, unless `--each` is given."""

    @property
    def pictured(self) -> bool:
        """Whether its chart is a picture in shapes, not in letters."""
        return self.draws and self is not TABLE


TABLE = Format(
    "table",
    "serbia_tip.formats.documents.render_table",
    "For people: aligned, footnoted, fitted to the terminal.",
    for_people=True,
    draws=True,
    merged=True,
)
JSON = Format("json", "serbia_tip.formats.data.render_json", "One array of objects.")
FORMATS = (
    TABLE,
    JSON,
    Format("jsonl", "serbia_tip.formats.data.render_jsonl", "One object a line."),
    Format("csv", "serbia_tip.formats.data.render_csv", "Comma-separated, RFC 4180."),
    Format(
        "tsv",
        "serbia_tip.formats.data.render_tsv",
        "Tab-separated; tabs and line ends in a value are written \\t and \\n.",
    ),
    Format(
        "markdown",
        "serbia_tip.formats.documents.render_markdown",
        "The view, for a document; with --fields, a table of these.",
        for_people=True,
        merged=True,
    ),
    Format(
        "svg",
        "serbia_tip.formats.documents.render_svg",
        "The chart as a picture, with --chart.",
        commands=CHARTS,
        for_people=True,
        draws=True,
        needs_chart=True,
        merged=True,
    ),
    Format(
        "html",
        "serbia_tip.formats.documents.render_html",
        "The view, or with --chart the chart, as a page.",
        for_people=True,
        draws=True,
        merged=True,
    ),
    Format(
        "geojson",
        "serbia_tip.formats.maps.render_geojson",
        "Lines and points for a map, RFC 7946.",
        commands=("routes",),
        merged=True,
    ),
    Format(
        "mermaid",
        "serbia_tip.formats.maps.render_mermaid",
        "A flowchart that GitHub and many editors draw.",
        commands=("routes",),
        merged=True,
    ),
)
"""The formats, in the order in which help lists them."""
_LINES_AT_ONCE = 1000
"""How many lines are written at once; a shorter answer is one write in any format."""


def formats(command: str) -> dict[str, Format]:
    """The formats of this command's rows, by name."""
    return {
        form.name: form for form in FORMATS if form.commands is None or command in form.commands
    }


def render(answer: Answer, form: Format, screen: Screen) -> Iterator[bytes]:
    """Render the answer, in pieces to be written one by one.

    Raises UsageError when a chart was asked for and the rows can't be drawn in one.
    """
    text: str | Iterator[str] = load_function(form.function)(answer, screen)
    lines = iter([text]) if isinstance(text, str) else text
    while piece := "".join(islice(lines, _LINES_AT_ONCE)):
        yield piece.encode()
