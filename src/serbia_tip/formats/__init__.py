"""The formats of answers, a module each, and the choice among them."""

from collections.abc import Collection, Iterator
from itertools import islice
from pkgutil import resolve_name

from msgspec import Struct

from serbia_tip.figures import CHARTS, draw_figure, render_figure
from serbia_tip.queries.filters import Answer
from serbia_tip.terminal.screen import Screen

_DATA, _MAPS = "serbia_tip.formats.data", "serbia_tip.formats.maps"
_VIEW = "serbia_tip.formats.documents"


class Format(Struct, frozen=True):
    """A format for rows; `render_` and its name is what returns the text, whole or by lines."""

    name: str
    module: str = ""
    meaning: str = ""
    commands: Collection[str] | None = None  # the only ones that have it; None where all do
    draws: bool = False  # whether it can show a chart
    needs_chart: bool = False  # whether it can show nothing else, and needs no --chart

    @property
    def for_people(self) -> bool:
        """Whether it shows the view rather than the rows."""
        return self.module == _VIEW

    @property
    def is_data(self) -> bool:
        """Whether it shows the rows as they are, for programs."""
        return self.module == _DATA

    @property
    def merged(self) -> bool:
        """Whether rows about the same thing are merged, unless `--each` is given."""
        return self.module in (_VIEW, _MAPS)

    @property
    def pictured(self) -> bool:
        """Whether its chart is a picture in shapes, not in letters."""
        return self.draws and self is not TABLE


TABLE = Format(
    "table", _VIEW, "For people: aligned, footnoted, fitted to the terminal.", draws=True
)
JSON = Format("json", _DATA, "One array of objects.")
PICTURES = {
    "svg": "The chart as a picture in shapes and text.",
    "png": "The chart in pixels, two for each of its width.",
    "pdf": "The chart as a page.",
    "vega": "The chart as a Vega-Lite specification with its data.",
}
FORMATS = (  # in the order in which help lists them
    TABLE,
    JSON,
    Format("jsonl", _DATA, "One object a line."),
    Format("csv", _DATA, "Comma-separated, RFC 4180."),
    Format("tsv", _DATA, "Tab-separated; tabs and line ends in a value are written \\t and \\n."),
    Format("markdown", _VIEW, "The view, for a document; with --fields, a table of these."),
    *(
        Format(name, _VIEW, meaning, CHARTS, draws=True, needs_chart=True)
        for name, meaning in PICTURES.items()
    ),
    Format("html", _VIEW, "The view, or with --chart the chart, as a page.", draws=True),
    Format("geojson", _MAPS, "Lines and points for a map, RFC 7946.", ("routes",)),
)
_LINES_AT_ONCE = 1000  # how many lines are written at once; a shorter answer is one write


def formats_of_command(command: str) -> dict[str, Format]:
    """The formats of this command's rows, by name."""
    own = (form for form in FORMATS if form.commands is None or command in form.commands)
    return {form.name: form for form in own}


def render_format(answer: Answer, form: Format, screen: Screen) -> Iterator[bytes]:
    """Render the answer in pieces; raises UsageError when no chart can show the rows."""
    if form.needs_chart:
        if drawn := draw_figure(answer):
            yield render_figure(drawn, form.name, screen)
        return
    rendered = resolve_name(f"{form.module}:render_{form.name}")(answer, screen)
    lines = iter([rendered] if isinstance(rendered, str) else rendered)
    while piece := "".join(islice(lines, _LINES_AT_ONCE)):
        yield piece.encode()
