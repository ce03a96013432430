"""The formats of answers, a module each, and the choice among them."""

from collections.abc import Iterator
from itertools import islice

from msgspec import Struct

from serbia_tip.choice import load_function
from serbia_tip.queries.filters import Answer
from serbia_tip.terminal.screen import Screen


class Format(Struct, frozen=True):
    """A format for rows.

    Its function returns the text, whole or line by line.
    """

    name: str
    function: str = ""
    meaning: str = ""
    command: str | None = None
    """The only command that has this format; None where all have it."""
    picture: bool = False
    """Whether it is a picture of the view or the chart, rather than the rows."""
    merged: bool = False
    """Whether rows about the same thing are merged, unless `--each` is given."""

    @property
    def draws(self) -> bool:
        """Whether it can show a chart."""
        return self.picture or self.name == "table"

    @property
    def for_people(self) -> bool:
        """Whether it shows the view rather than the rows."""
        return self.draws or self.name == "markdown"


TABLE = Format(
    "table",
    "serbia_tip.formats.documents.render_table",
    "For people: aligned, footnoted, fitted to the terminal.",
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
        merged=True,
    ),
    Format(
        "svg",
        "serbia_tip.formats.documents.render_svg",
        "The chart as a picture, with --chart.",
        picture=True,
        merged=True,
    ),
    Format(
        "html",
        "serbia_tip.formats.documents.render_html",
        "The view, or with --chart the chart, as a page.",
        picture=True,
        merged=True,
    ),
    Format(
        "geojson",
        "serbia_tip.formats.maps.render_geojson",
        "Lines and points for a map, RFC 7946.",
        command="routes",
        merged=True,
    ),
    Format(
        "mermaid",
        "serbia_tip.formats.maps.render_mermaid",
        "A flowchart that GitHub and many editors draw.",
        command="routes",
        merged=True,
    ),
)
"""The formats, in the order in which help lists them."""


_LINES_AT_ONCE = 1000
"""How many lines are written at once; a shorter answer is one write in any format."""


def formats(command: str) -> dict[str, Format]:
    """The formats of this command's rows, by name."""
    return {form.name: form for form in FORMATS if form.command in (None, command)}


def pictures() -> list[str]:
    """The names of the formats that are pictures."""
    return [form.name for form in FORMATS if form.picture]


def render(answer: Answer, form: Format, screen: Screen) -> Iterator[bytes]:
    """Render the answer, in pieces to be written one by one.

    Raises UsageError when a chart was asked for and the rows can't be drawn in one.
    """
    text: str | Iterator[str] = load_function(form.function)(answer, screen)
    lines = iter([text]) if isinstance(text, str) else text
    while piece := "".join(islice(lines, _LINES_AT_ONCE)):
        yield piece.encode()
