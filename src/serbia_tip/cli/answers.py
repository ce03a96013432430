"""How a query becomes a command: its options, its answer printed, what is said besides."""

import inspect
import shlex
import sys
from collections.abc import Callable, Sequence
from typing import Annotated, Any, TypeAlias, TypeVar

import typer
from msgspec import Struct
from typer.core import TyperGroup
from typer.models import ArgumentInfo

from serbia_tip.cli.options import Filters, HelpOption, Output
from serbia_tip.errors import UsageError
from serbia_tip.formats import CHARTS, PICTURES, render
from serbia_tip.lookup import lookup
from serbia_tip.model import Store
from serbia_tip.queries.answer import Answer, Emphasis
from serbia_tip.queries.lookups import Common
from serbia_tip.queries.rows import Row
from serbia_tip.store.load import load
from serbia_tip.terminal.escape import visible
from serbia_tip.terminal.screen import Color, Screen, detect
from serbia_tip.terminal.write import message, say, stream

_LONG = 20
"""A longer answer on a terminal says how to narrow it."""

_MOST = 1000
"""Of a longer answer a terminal is shown no more rows, unless `--limit` says how many."""

_PICTURE_WIDTH = 100
"""How many columns wide a picture is unless `--width` says it."""

Called = TypeVar("Called", bound=Callable[..., None])
Query: TypeAlias = Callable[..., Sequence[Row]]
Remarks: TypeAlias = Callable[[Store, Any, Common], Sequence[str]]
EmphasisOf: TypeAlias = Callable[[Store, Any, Any], Emphasis]

_FILTERS = inspect.signature(Filters).parameters
_OUTPUT = inspect.signature(Output).parameters

_CHART = inspect.Parameter(
    "chart",
    inspect.Parameter.KEYWORD_ONLY,
    default=False,
    annotation=Annotated[bool, typer.Option("--chart", help="Draw the rows instead.")],
)


class _Commands(TyperGroup):
    """The commands, by names of which a wrong one is refused like any other wrong word."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that the first word names; raises UsageError when there is none."""
        name = args[0]
        if name not in self.commands and not name.startswith("-") and not ctx.resilient_parsing:
            near = lookup("command", name, dict.fromkeys(self.commands, 0), error=UsageError)
            raise UsageError(f"no command {name!r}; did you mean {near}?")  # in other letters
        return super().resolve_command(ctx, args)


app = typer.Typer(
    name="tip",
    cls=_Commands,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": []},  # see `HelpOption`
)


class Settings(Struct, frozen=True):
    """What holds for the whole command line."""

    arguments: tuple[str, ...] = ()
    store: str | None = None
    color: Color = "auto"
    hint: bool = True

    def but(self, store: str | None, color: Color | None, no_hint: bool = False) -> "Settings":
        """The same, except for what a command's own options say."""
        return Settings(
            self.arguments,
            self.store if store is None else store,
            color or self.color,
            self.hint and not no_hint,
        )


def command(name: str, example: str) -> Callable[[Called], Called]:
    """Make a command of a function: its docstring is the help, which the example opens."""

    def decorate(called: Called) -> Called:
        meaning = inspect.getdoc(called) or ""
        app.command(
            name,
            short_help=meaning.partition("\n")[0],
            help=f"Example: {example}\n\n{meaning}",
        )(called)
        return called

    return decorate


def answers(
    kind: type[Row],
    example: str,
    remarks: Remarks | None = None,
    emphasis: EmphasisOf | None = None,
    filtered: bool = True,
) -> Callable[[Query], Query]:
    """Make a command of a query, which takes the store, the common filters, and its own options.

    `remarks` says what is true of the rows together, and
    `emphasis` what in them a terminal shows in bold (see `Answer`); `filtered` says whether
    years and sources can narrow the answer.
    """

    def decorate(ask: Query) -> Query:
        _, _, *own = inspect.signature(ask).parameters.values()
        filters = _FILTERS if filtered else {}

        def answer_with(ctx: typer.Context, **given: Any) -> None:
            given.pop("_help")
            mine = {option.name: given.pop(option.name) for option in own}
            common = Filters(**{name: given.pop(name) for name in filters}).common
            chart = given.pop("chart", False)
            output = Output(**given)
            form, fields, order = output.form(kind), output.chosen(kind), output.order(kind)
            seen = form == "table" or form in PICTURES
            if chart:
                _refuse_beside_chart(output, form, seen)
            settings = ctx.obj.but(output.store, output.color, output.no_hint)
            store = load(settings.store)
            found = ask(store, common, **mine)
            ordered = found if order is None else order.sorted(found)
            rows = ordered[: output.limit]
            screen = (
                Screen(output.width or _PICTURE_WIDTH, color=True)
                if form in PICTURES
                else detect(settings.color)
            )
            on_terminal = form == "table" and screen.width is not None
            would_flood = on_terminal and not chart and output.limit is None
            shown = rows[:_MOST] if would_flood else rows
            answer = Answer(
                store=store,
                kind=kind,
                rows=shown,
                fields=fields,
                remarks=remarks(store, shown, common) if remarks and seen else (),
                header=not output.no_header,
                chart=chart,
                emphasis=emphasis(store, shown, mine) if emphasis and seen and screen.color else {},
            )
            stream(render(answer, form, screen))
            if seen:
                unused = [option for option in own if not mine[option.name]]
                ways = [*unused, *filters.values()] if on_terminal else []
                if found:
                    _advise(answer, len(rows), [_spelled(option) for option in ways])
                else:
                    message(f"no {kind.noun} matches")
            if form == "table" and output.format is None:  # or else it excludes --json
                hint(ctx, settings, screen)

        parameters = [
            inspect.Parameter("ctx", inspect.Parameter.KEYWORD_ONLY, annotation=typer.Context),
            *(option.replace(kind=inspect.Parameter.KEYWORD_ONLY) for option in own),
            *filters.values(),
            *([_CHART] if kind.command in CHARTS else []),
            *_OUTPUT.values(),
            inspect.Parameter(
                "_help", inspect.Parameter.KEYWORD_ONLY, annotation=HelpOption, default=False
            ),
        ]
        answer_with.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        answer_with.__doc__ = ask.__doc__
        command(kind.command, example)(answer_with)
        return ask

    return decorate


def _refuse_beside_chart(output: Output, form: str, seen: bool) -> None:
    """Raise UsageError when an option is given that a chart can't follow."""
    if not seen:
        raise UsageError(f"--chart is for people: -f table, {', '.join(PICTURES)}, not {form}")
    if output.fields is not None or output.no_header:
        name = "--no-header" if output.fields is None else "--fields"
        raise UsageError(f"--chart and {name} exclude each other")


def _advise(answer: Answer, found: int, ways: Sequence[str]) -> None:
    """Say that not all is shown, or how to narrow a long answer."""
    narrow = f"narrow them with {', '.join(ways)}"
    if len(answer.rows) < found:
        message(f"the first {len(answer.rows)} of {found} rows; {narrow}, or see more with --limit")
    elif found > _LONG and ways:
        message(f"{found} rows; {narrow}")


def _spelled(option: inspect.Parameter) -> str:
    """How the option is written on the command line; in capitals if it is an argument."""
    if isinstance(option.annotation.__metadata__[0], ArgumentInfo):
        return option.name.upper()
    return f"--{option.name.rstrip('_')}"


def hint(ctx: typer.Context, settings: Settings, screen: Screen) -> None:
    """On a terminal, show the script's form of what was just asked."""
    if settings.hint and screen.width is not None and sys.stderr and sys.stderr.isatty():
        words = [word for word in settings.arguments if word != "--chart"]
        name = str(ctx.info_name)
        options = words[: words.index("--")] if "--" in words else words
        if name in options:  # the last: one before it is the value of an option
            words.insert(len(options) - options[::-1].index(name), "--json")
        else:
            words.insert(words.index(name) + 1, "--json")
        line = visible(f"for scripts: {shlex.join(['tip', *words])}")
        say(f"\x1b[2m{line}\x1b[0m" if screen.color else line)
