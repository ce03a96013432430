"""The options that commands share, each defined once."""

import inspect
import re
from collections.abc import Callable, Iterable, Sequence
from copy import copy
from functools import wraps
from typing import Annotated, Any, NoReturn, TypeAlias

import typer
from msgspec import Struct

from serbia_tip.cli import completion, shells
from serbia_tip.errors import UsageError
from serbia_tip.formats import JSON, TABLE, Format, formats, pictures
from serbia_tip.lookup import lookup
from serbia_tip.model import FACT_TYPES
from serbia_tip.queries.answer import Sources
from serbia_tip.queries.lookups import Common
from serbia_tip.queries.rows import Order, Row
from serbia_tip.queries.rows import fields as fields_of
from serbia_tip.terminal.screen import Color, detect
from serbia_tip.terminal.write import write

_YEARS = re.compile(r"(\d{4})(?:(?:-|–|\.\.|/)(\d{4}))?", re.ASCII)
"""A year, or the first and the last one of a span."""


def one_year(text: str) -> int:
    """The year that a word means; raises BadParameter when it means none."""
    if len(text) == 4 and text.isascii() and text.isdigit():
        return int(text)
    raise typer.BadParameter(f"{text!r} is no year such as 2007.")


def _span(text: str) -> range:
    found = years(text)
    if found is None:
        raise typer.BadParameter(f"{text!r} is no year such as 2007, nor a span such as 2007-2009.")
    return found


def years(text: str) -> range | None:
    """The years that a word means: 2007, 2007-2009, 2007..2009; None where it means none.

    Raises UsageError for a span that ends before it begins.
    """
    match = _YEARS.fullmatch(text)
    if match is None:
        return None
    first, last = int(match[1]), int(match[2] or match[1])
    if last < first:
        raise UsageError(f"{text!r} ends before it begins")
    return range(first, last + 1)


def _number(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) < 10:
        return int(text)
    raise typer.BadParameter(f"{text!r} is no number of rows.")


StorePath: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--store", metavar="PATH", help="Read another store of the same shape (or set TIP_STORE)."
    ),
]
ColorChoice: TypeAlias = Annotated[
    Color | None,
    typer.Option(
        "--color",
        metavar="WHEN",
        case_sensitive=False,
        help="Bold headings: auto, always or never.",
    ),
]


def show_help(ctx: typer.Context) -> NoReturn:
    """Write the help of the command in this context, and end the command line."""
    write(detect("never").encode(f"{ctx.get_help()}\n"))
    raise typer.Exit


def _if_wanted(ctx: typer.Context, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        show_help(ctx)


HelpOption: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--help", "-h", is_eager=True, callback=_if_wanted, help="Show this message and exit."
    ),
]
"""Our own, since Typer's would not say that it could not be written."""

InstallCompletion: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--install-completion",
        is_eager=True,
        callback=shells.install,
        help="Install completion for the current shell, or the one named after it.",
    ),
]
ShowCompletion: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--show-completion",
        is_eager=True,
        callback=shells.show,
        help="Show completion for the current shell, or the one named after it.",
    ),
]
"""Our own as well, for the same reason."""

NoHint: TypeAlias = Annotated[
    bool,
    typer.Option("--no-hint", help="No line on the script form (or set TIP_NO_HINT)."),
]


NoPager: TypeAlias = Annotated[
    bool, typer.Option("--no-pager", help="Never show a long answer in the pager.")
]


HowSources: TypeAlias = Annotated[
    str | None,
    typer.Option(
        metavar="HOW",
        help="How sources are shown: none, short or full.",
        autocompletion=completion.source_amounts,
    ),
]


class Filters(Struct, frozen=True, kw_only=True):
    """The filters of every command that answers with facts."""

    year: Annotated[
        list[range] | None,
        typer.Option(
            parser=_span,
            metavar="Y",
            help="Only what describes this year, or these (Y-Y); repeatable.",
        ),
    ] = None
    since: Annotated[
        int | None, typer.Option(parser=one_year, metavar="Y", help="Only this year and later.")
    ] = None
    until: Annotated[
        int | None, typer.Option(parser=one_year, metavar="Y", help="Only this year and earlier.")
    ] = None
    reported: Annotated[
        list[range] | None,
        typer.Option(
            parser=_span,
            metavar="Y",
            help="Only what was first published in this year, or these, whatever year it "
            "describes; repeatable.",
        ),
    ] = None
    source: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ID",
            help="Only what rests on this source; repeatable.",
            autocompletion=completion.sources,
        ),
    ] = None

    def common(self, more: Iterable[range] = ()) -> Common:
        """The same, as a query takes them, with more years that were asked for.

        Raises UsageError when no year can be meant.
        """
        if self.since is not None and self.until is not None and self.since > self.until:
            raise UsageError(f"--since {self.since} is later than --until {self.until}")
        asked = tuple(year for span in (*(self.year or ()), *more) for year in span)
        reported = tuple(year for span in self.reported or () for year in span)
        return Common(asked, self.since, self.until, tuple(self.source or ()), reported)


class Viewing(Struct, frozen=True, kw_only=True):
    """What people want to see of an answer's rows."""

    disputed: Annotated[
        bool, typer.Option("--disputed", help="Only what is disputed or deprecated.")
    ] = False
    latest: Annotated[bool, typer.Option("--latest", help="Only the newest of each series.")] = (
        False
    )
    each: Annotated[
        bool, typer.Option("--each", help="A line for each row, not for each thing.")
    ] = False
    sources: HowSources = None
    no_pager: NoPager = False

    @property
    def amount(self) -> Sources:
        """How much of the sources is to be shown; raises UsageError for another word."""
        return amount(self.sources)


def amount(word: str | None) -> Sources:
    """How much of the sources this word asks for; raises UsageError for another word."""
    if word is None:
        return "short"
    return AMOUNTS[lookup("way to show sources", word, dict.fromkeys(AMOUNTS, 0), error=UsageError)]


AMOUNTS: dict[str, Sources] = {"none": "none", "short": "short", "full": "full"}
"""How much of the sources people can be shown."""


class Output(Struct, frozen=True, kw_only=True):
    """How a command that answers with rows prints them."""

    format: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            metavar="FORMAT",
            autocompletion=completion.formats,
        ),
    ] = None
    json: Annotated[bool, typer.Option("--json", help="The same as -f json.")] = False
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
    width: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            min=20,
            max=1000,
            help=f"How many columns wide a picture is ({', '.join(pictures())}).",
        ),
    ] = None
    no_hint: NoHint = False
    store: StorePath = None
    color: ColorChoice = None

    def form(self, kind: type[Row]) -> Format:
        """The format that was asked for.

        Raises UsageError when these rows don't have it, when two were asked for, and when it
        is no picture that could have a width.
        """
        form = JSON if self.json else TABLE
        if self.format is not None:
            known = formats(kind.command)
            form = known[lookup("format", self.format, dict.fromkeys(known, 0), error=UsageError)]
        if self.json and form is not JSON:
            raise UsageError(f"--json and -f {form.name} exclude each other")
        if self.width is not None and not form.picture:
            names = " and -f ".join(pictures())
            raise UsageError(f"--width is for -f {names}, not for {form.name}")
        return form

    def order(self, kind: type[Row]) -> Order | None:
        """How the rows are to be sorted; raises UsageError when it is by no field of theirs."""
        if self.sort is None:
            return None
        descending = self.sort.startswith("-")
        return Order(_field(kind, self.sort[descending:]), descending)

    def chosen(self, kind: type[Row]) -> Sequence[str] | None:
        """The fields that were asked for, or None; raises UsageError for one that is none."""
        if self.fields is None:
            return None
        names = [name for name in self.fields.split(",") if name.strip()]
        if not names:
            raise UsageError("--fields names no field")
        return list(dict.fromkeys(_field(kind, name) for name in names))


def repeatable(
    metavar: str, meaning: str, *names: str, completes: Callable[..., Any] | None = None
) -> Any:
    """An option that may be given several times, and then means any of its values."""
    return typer.Option(
        *names,
        metavar=metavar,
        help=f"{meaning}; repeatable.",
        show_default=False,
        autocompletion=completes,
    )


KindsOfFact: TypeAlias = Annotated[
    list[str],
    repeatable(
        "KIND",
        f"The kind of fact: {', '.join(kind.noun for kind in FACT_TYPES)}",
        completes=completion.kinds,
    ),
]


def grouped(called: Callable[..., None]) -> Callable[..., None]:
    """Let Typer see the options of a parameter whose type is a group of options."""
    own = inspect.signature(called).parameters.values()
    groups = {each.name: each.annotation for each in own if _is_group(each.annotation)}

    @wraps(called)
    def regrouped(**given: Any) -> None:
        for name, group in groups.items():
            given[name] = group(**{option: given.pop(option) for option in group.__struct_fields__})
        called(**given)

    seen = [
        option.replace(kind=inspect.Parameter.KEYWORD_ONLY)
        for each in own
        for option in (
            inspect.signature(each.annotation).parameters.values()
            if each.name in groups
            else [each]
        )
    ]
    regrouped.__signature__ = inspect.Signature(seen)  # type: ignore[attr-defined]  # Typer's
    return regrouped


def _is_group(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, Struct)


def with_formats(option: inspect.Parameter, command: str) -> inspect.Parameter:
    """The option `--format`, with the formats that this command has as its help."""
    said = copy(option.annotation.__metadata__[0])
    said.help = f"{', '.join(formats(command))}."
    return option.replace(annotation=Annotated[str | None, said])


def _field(kind: type[Row], name: str) -> str:
    """The field of this kind of row that `name` or its heading names.

    Raises UsageError when there is none.
    """
    names = dict.fromkeys(kind.__struct_fields__, 0)
    headings = {} if name in names else {field.title: field.name for field in fields_of(kind)}
    return lookup("field", name, names, headings, error=UsageError)
