"""The program: its commands by name, their help, and how an answer is shown to a person."""

import inspect
from collections.abc import Callable, Iterable
from functools import partial, wraps
from typing import Annotated, Any, Literal, TypeAlias, get_args

import typer
from msgspec import Struct
from typer.core import TyperGroup

from serbia_tip.errors import UsageError
from serbia_tip.terminal.screen import Screen, detect, stream, write
from serbia_tip.words import lookup

HelpGroup: TypeAlias = Literal["Look up", "Find", "Trust", "Data"]
"""The headings under which the help lists the commands."""


class _Commands(TyperGroup):
    """The commands: help lists them in groups, and an unknown name gets suggestions."""

    def format_help_text(self, ctx: Any, formatter: Any) -> None:
        """Write what the program does, and its commands, group by group."""
        super().format_help_text(ctx, formatter)
        width = max(map(len, self.commands))
        groups: dict[Any, list[tuple[str, str]]] = {group: [] for group in get_args(HelpGroup)}
        command: Any  # Typer's own has more than it promises
        for name, command in self.commands.items():
            groups[command.rich_help_panel].append((name.ljust(width), command.short_help))
        for group, lines in groups.items():
            if lines:
                with formatter.section(group):
                    formatter.write_dl(lines)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write nothing: the commands stand above the options, not below them."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return the command that the first word names; raises UsageError for an unknown one."""
        name = args[0]
        if name == "help":  # which many try first
            if not args[1:]:
                _help(ctx, True)
            return self.resolve_command(ctx, [args[1], "-h"])
        if name not in self.commands and not name.startswith("-") and not ctx.resilient_parsing:
            near = lookup("command", name, dict.fromkeys(self.commands, 0), error=UsageError)
            raise UsageError(f"no command {name!r}; did you mean {near}?")  # in other letters
        return super().resolve_command(ctx, args)


app = typer.Typer(
    name="tip",
    cls=_Commands,
    add_completion=False,  # main.py has --install-completion and --show-completion
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": []},  # `with_options` adds --help
)
NOTED: dict[str, Callable[[], None]] = {}
"""What registers each command that `command` has noted."""


def command(
    group: HelpGroup,
    example: str,
    help: str,  # noqa: A002  # as Typer calls it
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Note a command under its function's name: only what is called is registered."""

    def note(called: Callable[..., None]) -> Callable[..., None]:
        name = called.__name__
        NOTED[name] = partial(register, name, called, group, example, help)
        return called

    return note


def register(
    name: str,
    called: Callable[..., None],
    group: HelpGroup,
    example: str,
    help: str,  # noqa: A002  # as Typer calls it
    parameters: Iterable[inspect.Parameter] | None = None,
) -> None:
    """Make a function a command of the app, its help opened by the example.

    The first line of `help` is the short help. It is no docstring, which `python -OO` would drop.
    Without `parameters`, they are read off the function.
    """
    meaning = inspect.cleandoc(help)
    app.command(
        name,
        short_help=meaning.partition("\n")[0],
        help=f"Example: {example}\n\n{meaning}",
        rich_help_panel=group,
    )(with_options(called, parameters))


def write_help(ctx: typer.Context) -> None:
    """Write the help of this context's command."""
    write(detect("never").encode(f"{ctx.get_help()}\n"))


def _help(ctx: typer.Context, wanted: bool) -> None:
    """Answer our own --help, as Typer's doesn't report that its output can't be written."""
    if wanted and not ctx.resilient_parsing:
        write_help(ctx)
        raise typer.Exit


def with_options(
    called: Callable[..., None], parameters: Iterable[inspect.Parameter] | None = None
) -> Callable[..., None]:
    """Show Typer the options inside each parameter that is a Struct of options, and add --help."""
    known = list(parameters or inspect.signature(called).parameters.values())
    groups = {
        each.name: each.annotation
        for each in known
        if isinstance(each.annotation, type) and issubclass(each.annotation, Struct)
    }

    @wraps(called)
    def regrouped(_help: bool, **given: Any) -> None:
        for name, group in groups.items():
            given[name] = group(**{option: given.pop(option) for option in group.__struct_fields__})
        called(**given)

    options: list[inspect.Parameter] = []
    for each in known:
        if each.name in groups:
            options += _options_of(each.annotation)
        else:
            options.append(each.replace(kind=inspect.Parameter.KEYWORD_ONLY))
    asked = typer.Option(
        "--help", "-h", is_eager=True, callback=_help, help="Show this message and exit."
    )
    options.append(keyword("_help", Annotated[bool, asked], False))
    regrouped.__signature__ = inspect.Signature(options)  # type: ignore[attr-defined]  # Typer reads it
    return regrouped


def keyword(
    name: str, annotation: Any, default: Any = inspect.Parameter.empty
) -> inspect.Parameter:
    """Return a parameter as Typer reads it."""
    kind = inspect.Parameter.KEYWORD_ONLY
    return inspect.Parameter(name, kind, annotation=annotation, default=default)


def _options_of(group: type[Struct]) -> list[inspect.Parameter]:
    """Read the options of a Struct, faster than `inspect.signature`; all have defaults."""
    defaults = zip(group.__struct_fields__, group.__struct_defaults__, strict=True)
    return [keyword(name, group.__annotations__[name], default) for name, default in defaults]


def present(text: str, screen: Screen, *, paged: bool) -> None:
    """Show a person the text, in a pager if it is long."""
    from serbia_tip.terminal.pages import is_long, pager, show

    command_line = pager() if paged and is_long(text, screen) else []
    if not (command_line and show(screen.encode(text), command_line)):
        stream([screen.encode(text)])
