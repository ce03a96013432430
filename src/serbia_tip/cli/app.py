"""The program: its commands, their help, and how an answer is shown to a person."""

import inspect
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

import typer
from typer.core import TyperGroup

from serbia_tip.cli.options import Options, keyword, shared
from serbia_tip.errors import UsageError
from serbia_tip.terminal.screen import detect, write
from serbia_tip.words import lookup

GROUPS = {
    "Look up": ("routes", "stats", "tiers", "policy", "laws", "year", "profile"),
    "Find": ("timeline", "search", "show"),
    "Trust": ("sources", "disputes", "coverage", "cite", "check", "diff"),
    "Data": ("fields", "schema", "export"),
}
"""The commands in the order of the help, under its headings."""
Takes: TypeAlias = Iterable[str | inspect.Parameter]  # names of shared options, and its own


class Commands(TyperGroup):
    """The commands: help lists them in groups, and an unknown name gets suggestions."""

    def format_help_text(self, ctx: Any, formatter: Any) -> None:
        """Write what the program does, and its commands, group by group."""
        super().format_help_text(ctx, formatter)
        width = max(map(len, self.commands))
        for group, names in GROUPS.items():
            with formatter.section(group):
                short = {name: self.commands[name].short_help for name in names}
                formatter.write_dl([(name.ljust(width), said) for name, said in short.items()])

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


NOTED: dict[str, Callable[[typer.Typer], None]] = {}  # adds what `command` has noted to an app


def command(
    example: str, meaning: str, *takes: str | inspect.Parameter
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Note a function as the command of its name."""

    def note(call: Callable[..., None]) -> Callable[..., None]:
        name = call.__name__
        NOTED[name] = lambda app: add_command(app, name, example, meaning, takes, call)
        return call

    return note


def add_command(
    app: typer.Typer, name: str, example: str, meaning: str, takes: Takes, call: Callable[..., None]
) -> None:
    """Make a function one of the app's commands, its help opened by the example.

    It is called with Options, and with its own parameters by name. The first line of the meaning
    is the short help; it is no docstring, which `python -OO` would drop.
    """
    meaning = inspect.cleandoc(meaning)
    short = meaning.partition("\n")[0]
    told = app.command(name, short_help=short, help=f"Example: {example}\n\n{meaning}")
    told(for_typer(takes, call))


def for_typer(takes: Takes, call: Callable[..., None]) -> Callable[..., None]:
    """Return the function that Typer calls for a command: with these parameters, and --help."""

    def called(_help: bool, **given: Any) -> None:
        said = {each: given.pop(each) for each in Options.__struct_fields__ if each in given}
        call(Options(**said), **given)

    asked = typer.Option(
        False, "--help", "-h", is_eager=True, callback=_help, help="Show this message and exit."
    )
    parameters = [shared(each) if isinstance(each, str) else each for each in takes]
    parameters.append(keyword("_help", bool, asked))
    called.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]  # Typer reads it
    return called


def _help(ctx: typer.Context, wanted: bool) -> None:
    """Answer our own --help, as Typer's doesn't report that its output can't be written."""
    if wanted and not ctx.resilient_parsing:
        write_help(ctx)
        raise typer.Exit


def write_help(ctx: typer.Context) -> None:
    """Write the help of this context's command."""
    write(detect("never").encode(f"{ctx.get_help()}\n"))
