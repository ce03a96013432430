"""The options that commands share, each defined once, and what their values mean."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Annotated, Any, TypeAlias

import typer
from msgspec import Struct
from msgspec.structs import replace

from serbia_tip.cli import completion
from serbia_tip.errors import UsageError
from serbia_tip.formats import FORMATS, Format
from serbia_tip.model import FACT_TYPES, Store
from serbia_tip.queries.filters import Common, Sources, disputed_only, latest_only
from serbia_tip.queries.rows import Order, Row
from serbia_tip.queries.rows import fields as fields_of
from serbia_tip.terminal.screen import Color, Screen, Theme, detect
from serbia_tip.words import lookup

_YEARS = re.compile(r"(\d{4})(?:(?:-|–|\.\.|/)(\d{4}))?", re.ASCII)
"""A year, or the first and the last one of a span."""


def years(text: str) -> range | None:
    """Return the years in 2007, 2007-2009 or 2007..2009; None for any other word.

    Raises UsageError for a span that ends before it begins.
    """
    match = _YEARS.fullmatch(text)
    if match is None:
        return None
    first, last = int(match[1]), int(match[2] or match[1])
    if last < first:
        raise UsageError(f"{text!r} ends before it begins")
    return range(first, last + 1)


def separate_years(words: Sequence[str]) -> tuple[list[range], list[str]]:
    """Return the years among the words, and the others."""
    meant = [(word, years(word)) for word in words]
    return [span for _, span in meant if span], [word for word, span in meant if not span]


def one_year(text: str) -> int:
    """Parse the value of an option that takes a single year."""
    if re.fullmatch(r"\d{4}", text, re.ASCII):
        return int(text)
    raise typer.BadParameter(f"{text!r} is no year such as 2007.")


def year_or_span(text: str) -> range:
    """Parse the value of an option that takes a year, or the years from one to another."""
    found = years(text)
    if found is None:
        raise typer.BadParameter(f"{text!r} is no year such as 2007, nor a span such as 2007-2009.")
    return found


def _number(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) < 10:
        return int(text)
    raise typer.BadParameter(f"{text!r} is no number of rows.")


def repeatable(
    metavar: str,
    meaning: str,
    *names: str,
    completes: completion.Completer | None = None,
    parser: Callable[[str], object] | None = None,
) -> Any:
    """An option that may be given several times, and then means any of its values."""
    return typer.Option(
        *names,
        metavar=metavar,
        help=f"{meaning}; repeatable.",
        show_default=False,
        autocompletion=completes,
        parser=parser,
    )


def format_option(known: Mapping[str, Format]) -> Any:
    """The option --format of a command that has these formats."""
    return typer.Option(
        "--format",
        "-f",
        metavar="FORMAT",
        help=f"{', '.join(known)}.",
        autocompletion=completion.formats(known),
    )


def chosen_format(
    known: Mapping[str, Format], name: str | None, *, json: bool, chart: bool
) -> Format:
    """Return the format that --format or --json asks for.

    Raises UsageError for an unknown one, for two, for one in which there are no charts, and for one
    in which there is nothing else.
    """
    form = known["json" if json else "table"]
    if name is not None:
        form = known[lookup("format", name, dict.fromkeys(known, 0), error=UsageError)]
    if json and form is not known["json"]:
        raise UsageError(f"--json and -f {form.name} exclude each other")
    if form.needs_chart and not chart:
        raise UsageError(f"-f {form.name} is the chart as a picture: add --chart")
    if chart and not form.draws:
        names = ", ".join(each.name for each in known.values() if each.draws)
        raise UsageError(f"--chart is for people: -f {names}, not {form.name}")
    return form


def _one_of(metavar: str, meaning: str) -> Any:
    """An option whose few values the help names."""
    return typer.Option(metavar=metavar, case_sensitive=False, show_default=False, help=meaning)


Chart: TypeAlias = Annotated[bool, typer.Option("--chart", help="Draw a chart instead.")]
All: TypeAlias = Annotated[bool, typer.Option("--all", help="All of it, nothing summed up.")]


Json: TypeAlias = Annotated[bool, typer.Option("--json", help="JSON, for programs.")]
Deprecated: TypeAlias = Annotated[
    bool, typer.Option("--deprecated", help="With what a better source contradicts.")
]
HowSources: TypeAlias = Annotated[
    Sources, _one_of("HOW", "How sources are shown: none, short or full.")
]
NoPager: TypeAlias = Annotated[
    bool, typer.Option("--no-pager", help="Never show a long answer in the pager.")
]
StorePath: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar="PATH",
        show_default=False,
        help="Read this store of facts instead (or set TIP_STORE).",
    ),
]
KIND_MEANING = f"The kind of fact: {', '.join(kind.noun for kind in FACT_TYPES)}"


class Settings(Struct, frozen=True, kw_only=True):
    """The options that may stand before a command's name as well as after it."""

    store: StorePath = None
    color: Annotated[Color, _one_of("WHEN", "Bold and colour: auto, always or never.")] = "auto"
    no_pager: NoPager = False


class Filters(Struct, frozen=True, kw_only=True):
    """The filters of every command that answers with facts."""

    year: Annotated[
        list[range] | None,
        repeatable("Y", "Only what describes this year, or these (Y-Y)", parser=year_or_span),
    ] = None
    since: Annotated[
        int | None, typer.Option(parser=one_year, metavar="Y", help="Only this year and later.")
    ] = None
    until: Annotated[
        int | None, typer.Option(parser=one_year, metavar="Y", help="Only this year and earlier.")
    ] = None
    reported: Annotated[
        list[range] | None,
        repeatable(
            "Y",
            "Only what was first published in this year, or these, whatever year it describes",
            parser=year_or_span,
        ),
    ] = None
    source: Annotated[
        list[str] | None,
        repeatable("ID", "Only what rests on this source", completes=completion.sources),
    ] = None
    by: Annotated[
        list[str] | None,
        repeatable(
            "BODY", "Only what this body says, or is credited with", completes=completion.bodies
        ),
    ] = None
    deprecated: Deprecated = False

    def common(self, more: Iterable[range] = ()) -> Common:
        """Return the filters as queries take them, with `more` years.

        Raises UsageError when --since is later than --until.
        """
        if self.since is not None and self.until is not None and self.since > self.until:
            raise UsageError(f"--since {self.since} is later than --until {self.until}")
        return Common(
            year=tuple(year for span in (*(self.year or ()), *more) for year in span),
            since=self.since,
            until=self.until,
            source=tuple(self.source or ()),
            reported=tuple(year for span in self.reported or () for year in span),
            by=tuple(self.by or ()),
            deprecated=self.deprecated,
        )


_Latest: TypeAlias = Annotated[
    bool, typer.Option("--latest", help="Only the newest of each series.")
]
_Each: TypeAlias = Annotated[
    bool, typer.Option("--each", help="One line for each row, nothing merged.")
]


class Viewing(Struct, frozen=True, kw_only=True):
    """Which rows people want to see, and how."""

    disputed: Annotated[
        bool, typer.Option("--disputed", help="Only what is disputed or deprecated.")
    ] = False
    latest: _Latest = False
    each: _Each = False
    sources: HowSources = "short"

    def narrowed(self, store: Store, rows: Sequence[Row]) -> Sequence[Row]:
        """Return the rows that --disputed and --latest leave."""
        if self.disputed:
            rows = disputed_only(store, rows)
        return latest_only(rows) if self.latest else rows


class Across(Struct, frozen=True):
    """A width in columns, or in pixels."""

    columns: int | None = None
    pixels: int | None = None


def _across(text: str) -> Across:
    in_pixels = text.endswith("px")
    number = text.removesuffix("px")
    least, most = (240, 4000) if in_pixels else (20, 1000)
    if number.isascii() and number.isdigit() and least <= int(number) <= most:
        return Across(pixels=int(number)) if in_pixels else Across(columns=int(number))
    raise typer.BadParameter(f"{text!r} is neither 20 to 1000 (columns) nor 240px to 4000px.")


class Drawing(Struct, frozen=True, kw_only=True):
    """How wide an answer is, and in which colours a picture is drawn."""

    width: Annotated[
        Across | None,
        typer.Option(
            parser=_across,
            metavar="N",
            help="The width: N columns of text, or Npx of a chart as a picture (720px).",
        ),
    ] = None
    theme: Annotated[
        Theme,
        _one_of(
            "COLOURS",
            "The colours of a chart as a picture: auto (as its reader prefers), light or dark.",
        ),
    ] = "auto"

    def check(self, form: Format, *, chart: bool) -> None:
        """Raise UsageError for a width or a theme that this format doesn't have."""
        columns, pixels = (self.width.columns, self.width.pixels) if self.width else (None, None)
        if columns and form.name != "table":
            raise UsageError(
                f"--width {columns} is columns of text, not for {form.name}; a chart as a "
                "picture has --width 720px"
            )
        if not (form.pictured and chart) and (pixels or self.theme != "auto"):
            names = " or ".join(each.name for each in FORMATS if each.pictured)
            option = f"--width {pixels}px" if pixels else "--theme"
            raise UsageError(f"{option} is for --chart with -f {names}")

    def screen(self, form: Format, color: Color) -> Screen:
        """Return the screen for which this format is written."""
        if form.pictured:
            pixels = self.width.pixels if self.width else None
            return Screen(None, color=True, pixels=pixels, theme=self.theme)
        screen = detect(color)
        return replace(screen, width=self.width.columns) if self.width else screen


class Output(Struct, frozen=True, kw_only=True):
    """How rows are printed."""

    json: Json = False
    fields: Annotated[
        str | None,
        typer.Option(
            metavar="A,B",
            help="Only these fields, in this order.",
            autocompletion=completion.fields,
        ),
    ] = None
    sort: Annotated[
        str | None,
        typer.Option(
            metavar="FIELD",
            help="Order by this field; -FIELD from the highest down.",
            autocompletion=completion.order,
        ),
    ] = None
    limit: Annotated[
        int | None,
        typer.Option("--limit", "-n", parser=_number, metavar="N", help="At most N rows."),
    ] = None
    no_header: Annotated[bool, typer.Option("--no-header", help="Leave the headings out.")] = False

    def check(self, *, chart: bool) -> None:
        """Raise UsageError for an option that a chart doesn't have."""
        if chart and (self.fields is not None or self.no_header):
            name = "--no-header" if self.fields is None else "--fields"
            raise UsageError(f"--chart and {name} exclude each other")

    def order(self, kind: type[Row]) -> Order | None:
        """Return how to sort the rows; raises UsageError for a field that they don't have."""
        if self.sort is None:
            return None
        descending = self.sort.startswith("-")
        return Order(_field(kind, self.sort[descending:]), descending)

    def columns(self, kind: type[Row]) -> Sequence[str] | None:
        """Return the fields of --fields, if given; raises UsageError for an unknown one."""
        if self.fields is None:
            return None
        names = [name for name in self.fields.split(",") if name.strip()]
        if not names:
            raise UsageError("--fields names no field")
        return list(dict.fromkeys(_field(kind, name) for name in names))


def _field(kind: type[Row], name: str) -> str:
    """Return the field with this name or heading; raises UsageError when there is none."""
    names = dict.fromkeys(kind.__struct_fields__, 0)
    headings = {} if name in names else {field.title: field.name for field in fields_of(kind)}
    return lookup("field", name, names, headings, error=UsageError)
