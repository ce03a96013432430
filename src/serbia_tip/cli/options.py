"""Options and arguments: those that commands share, and how Typer reads their values."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from inspect import Parameter
from typing import Annotated, Any, TypeAlias, get_args, get_origin

import typer
from msgspec import Struct
from msgspec.structs import replace

from serbia_tip.errors import UsageError
from serbia_tip.formats import FORMATS, Format
from serbia_tip.model import FACT_TYPES
from serbia_tip.queries.filters import Common, Order, Sources
from serbia_tip.queries.rows import Row
from serbia_tip.queries.rows import row_fields as fields_of
from serbia_tip.queries.words import separate_years
from serbia_tip.terminal.screen import Color, Screen, Theme, detect_screen
from serbia_tip.words import lookup_word

Parser: TypeAlias = Callable[[str], object]


def parse_years_option(text: str) -> range:
    """Parse the value of an option that takes a year, or the years from one to another."""
    for found in separate_years([text])[0]:
        return found
    raise typer.BadParameter(f"{text!r} is no year such as 2007, nor a span such as 2007-2009.")


def _option_digits_parser(pattern: str, meaning: str) -> Parser:
    def parse(text: str) -> int:
        if re.fullmatch(pattern, text, re.ASCII):
            return int(text)
        raise typer.BadParameter(f"{text!r} is no {meaning}.")

    return parse


_year = _option_digits_parser(r"\d{4}", "year such as 2007")
_number = _option_digits_parser(r"\d{1,9}", "number of rows")


def _parse_width(text: str) -> str:
    match = re.fullmatch(r"(\d{1,4})(px)?|(\d{1,2}(?:\.\d)?)cm", text, re.ASCII)
    if match and (match[1] and not match[2]):
        if 20 <= int(match[1]) <= 1000:
            return text
    elif match and 240 <= _width_in_pixels(text) <= 4000:
        return text
    raise typer.BadParameter(
        f"{text!r} is neither 20 to 1000 (columns) nor 240px to 4000px or 8cm to 99cm (a picture)"
    )


def _width_in_pixels(text: str) -> int:
    """The pixels of `720px` or `8cm`, of which an inch has 96."""
    number = float(text[:-2])
    return round(number * 96 / 2.54) if text.endswith("cm") else int(number)


def _parse_title(text: str) -> str:
    if 0 < len(text.strip()) <= 300:
        return text.strip()
    raise typer.BadParameter("A title has 1 to 300 letters.")


class Option(Struct, frozen=True):
    """What the help says of an option, without the full stop, and how its value is read."""

    meaning: str
    metavar: str | None = None
    parser: Parser | None = None
    names: Sequence[str] = ()  # how it is called, if not as its parameter
    shown: bool = False  # whether the help shows its default

    def parameter(self, name: str, kind: Any, default: Any) -> Parameter:
        """Return the parameter as Typer reads it; a list has any of several values."""
        declared = typer.Option(
            default,
            *(self.names or (f"--{name.replace('_', '-')}",)),
            metavar=self.metavar,
            help=f"{self.meaning}{'; repeatable' if get_origin(kind) is list else ''}.",
            parser=self.parser,
            show_default=self.shown,
            case_sensitive=False,
        )
        return option_parameter(name, kind, declared)


def option_parameter(name: str, kind: Any, declared: Any = Parameter.empty) -> Parameter:
    """Return a parameter as Typer reads it: its type, and what Typer is told of it."""
    return Parameter(name, Parameter.KEYWORD_ONLY, annotation=kind, default=declared)


def argument_parameter(
    name: str, metavar: str, kind: Any = str, default: Any = ..., parser: Parser | None = None
) -> Parameter:
    """Return the parameter of a word, or of all words, that stand without an option."""
    declared = typer.Argument(default, metavar=metavar, show_default=False, parser=parser)
    return option_parameter(name, kind, declared)


# What doesn't fit on the line of its option.
_REPORTED = "Only what was first published in this year, or these, whatever year it describes"
_SORT = "Order by this field; -FIELD from the highest down"
_SOURCES = "How sources are shown: none, short or full"
_STORE = "Read this store of facts instead (or set TIP_STORE)"
_THEME = "The colours of a chart as a picture: auto (as its reader prefers), light or dark"
_WIDTH = "The width: N columns of text, or Npx or Ncm of a picture (720px)"
Takes: TypeAlias = Sequence[str | Parameter]  # names of shared options, and a command's own
Answering: TypeAlias = Callable[..., None]  # takes Options, and the command's own by name
Command: TypeAlias = tuple[str, str, Takes, Answering]  # an example and the help go first


class Options(Struct, frozen=True, kw_only=True):
    """What the shared options say; a command takes some of them, and the others say nothing."""

    year: Annotated[
        list[range],
        Option("Only what describes this year, or these (Y-Y)", "Y", parse_years_option),
    ] = []
    since: Annotated[int | None, Option("Only this year and later", "Y", _year)] = None
    until: Annotated[int | None, Option("Only this year and earlier", "Y", _year)] = None
    reported: Annotated[list[range], Option(_REPORTED, "Y", parse_years_option)] = []
    source: Annotated[list[str], Option("Only what rests on this source", "ID")] = []
    by: Annotated[list[str], Option("Only what this body says, or is credited with", "BODY")] = []
    deprecated: Annotated[bool, Option("With what a better source contradicts")] = False
    yearly: Annotated[bool, Option("Only figures of one whole year, no spans")] = False
    chart: Annotated[bool, Option("Draw a chart instead")] = False
    title: Annotated[str | None, Option("The chart's title", "TEXT", _parse_title)] = None
    all: Annotated[bool, Option("All of it, nothing summed up")] = False
    disputed: Annotated[bool, Option("Only what is disputed or deprecated")] = False
    latest: Annotated[bool, Option("Only the newest of each series")] = False
    each: Annotated[bool, Option("One line for each row, nothing merged")] = False
    sources: Annotated[Sources, Option(_SOURCES, "HOW")] = "short"
    format: str | None = None
    json: Annotated[bool, Option("JSON, for programs")] = False
    fields: Annotated[str | None, Option("Only these fields, in this order", "A,B")] = None
    sort: Annotated[str | None, Option(_SORT, "FIELD")] = None
    limit: Annotated[int | None, Option("At most N rows", "N", _number, ["--limit", "-n"])] = None
    no_header: Annotated[bool, Option("Leave the headings out")] = False
    width: Annotated[str | None, Option(_WIDTH, "N", _parse_width)] = None  # columns, or px
    theme: Annotated[Theme, Option(_THEME, "COLOURS")] = "auto"
    store: Annotated[str | None, Option(_STORE, "PATH")] = None
    color: Annotated[Color, Option("Bold and colour: auto, always or never", "WHEN")] = "auto"
    no_pager: Annotated[bool, Option("Never show a long answer in the pager")] = False

    def common(self, more: Iterable[range] = ()) -> Common:
        """Return the filters as queries take them, with `more` years.

        Raises UsageError when --since is later than --until.
        """
        if self.since is not None and self.until is not None and self.since > self.until:
            raise UsageError(f"--since {self.since} is later than --until {self.until}")
        return Common(
            year=tuple(year for span in (*self.year, *more) for year in span),
            since=self.since,
            until=self.until,
            source=tuple(self.source),
            reported=tuple(year for span in self.reported for year in span),
            by=tuple(self.by),
            deprecated=self.deprecated,
            yearly=self.yearly,
        )

    def form(self, known: Mapping[str, Format]) -> Format:
        """Return the format that is asked for; raises UsageError where other options forbid it."""
        form = known["json" if self.json else "table"]
        if self.format is not None:
            names = dict.fromkeys(known, 0)
            form = known[lookup_word("format", self.format, names, error=UsageError)]
        in_pixels = self.width is not None and not self.width.isdigit()
        is_drawn = self.draws(form)
        refused = ""
        if self.json and form is not known["json"]:
            refused = f"--json and -f {form.name} exclude each other"
        elif self.chart and not form.draws:
            drawing = ", ".join(each.name for each in known.values() if each.draws)
            refused = f"--chart is for people: -f {drawing}, not {form.name}"
        elif self.title and not is_drawn:
            refused = "--title is for --chart"
        elif is_drawn and (self.fields is not None or self.no_header):
            name = "--no-header" if self.fields is None else "--fields"
            refused = f"a chart and {name} exclude each other"
        elif self.width and not in_pixels and form.name != "table":
            refused = (
                f"--width {self.width} is columns of text, not for {form.name}; a picture has "
                "--width 720px or 8cm"
            )
        elif not (form.pictured and is_drawn) and (in_pixels or self.theme != "auto"):
            pictured = " or ".join(each.name for each in FORMATS if each.pictured)
            name = f"--width {self.width}" if in_pixels else "--theme"
            refused = f"{name} is for a chart with -f {pictured}"
        if refused:
            raise UsageError(refused)
        return form

    def draws(self, form: Format) -> bool:
        """Return whether a chart is asked for, as pictures do by their format alone."""
        return self.chart or form.needs_chart

    def screen(self, form: Format) -> Screen:
        """Return the screen for which this format is written."""
        if form.pictured:
            pixels = _width_in_pixels(self.width) if self.width else None
            return Screen(None, color=True, pixels=pixels, theme=self.theme)
        screen = detect_screen(self.color)
        return replace(screen, width=int(self.width)) if self.width else screen

    def present(self, text: str, screen: Screen) -> None:
        """Show a person the text, in a pager if it is long."""
        from serbia_tip.terminal.pages import present_pages

        present_pages(text, screen, paged=not self.no_pager)

    def order(self, kind: type[Row]) -> Order | None:
        """Return how to sort the rows; raises UsageError for a field that they don't have."""
        if self.sort is None:
            return None
        descending = self.sort.startswith("-")
        return Order(_read_field_option(kind, self.sort[descending:]), descending)

    def columns(self, kind: type[Row]) -> Sequence[str] | None:
        """Return the fields of --fields, if given; raises UsageError for an unknown one."""
        if self.fields is None:
            return None
        names = [name for name in self.fields.split(",") if name.strip()]
        if not names:
            raise UsageError("--fields names no field")
        return list(dict.fromkeys(_read_field_option(kind, name) for name in names))


def _read_field_option(kind: type[Row], name: str) -> str:
    """Return the field with this name or heading; raises UsageError when there is none."""
    names = dict.fromkeys(kind.__struct_fields__, 0)
    headings = {} if name in names else {field.title: field.name for field in fields_of(kind)}
    return lookup_word("field", name, names, headings, error=UsageError)


FILTERS = ("year", "since", "until", "reported", "source", "by", "deprecated")
DRAWING = ("width", "theme")
SETTINGS = ("store", "color", "no_pager")
KIND = f"The kind of fact: {', '.join(kind.noun for kind in FACT_TYPES)}"


def shared_option(name: str) -> Parameter:
    """Return the parameter of a shared option."""
    option: Option
    kind, option = get_args(Options.__annotations__[name])
    return option.parameter(name, kind, getattr(Options(), name))


def format_option(known: Iterable[str]) -> Parameter:
    """Return the parameter of --format for a command that has these formats."""
    said = Option(", ".join(known), "FORMAT", names=["--format", "-f"])
    return said.parameter("format", str | None, None)
