"""The program: its commands by name, what holds for a whole command line, the hint for scripts."""

import inspect
import shlex
import sys
from collections.abc import Callable
from typing import Any, Literal, TypeAlias, TypeVar, get_args

import typer
from msgspec import Struct
from typer.core import TyperGroup

from serbia_tip.cli.options import show_help
from serbia_tip.errors import UsageError
from serbia_tip.lookup import lookup
from serbia_tip.terminal.escape import visible
from serbia_tip.terminal.screen import Color, Screen
from serbia_tip.terminal.write import say, stream

Called = TypeVar("Called", bound=Callable[..., None])
Group: TypeAlias = Literal["Look up", "Find", "Trust", "Data"]
"""What a command is for, as the help groups the commands."""


class _Commands(TyperGroup):
    """The commands: a wrong name is refused like any other wrong word; the help groups them."""

    def format_help_text(self, ctx: Any, formatter: Any) -> None:
        """What the program does, and group by group its commands, each with its line."""
        super().format_help_text(ctx, formatter)
        width = max(map(len, self.commands))
        groups: dict[Any, list[tuple[str, str]]] = {group: [] for group in get_args(Group)}
        command: Any  # Typer's own has more than it promises
        for name, command in self.commands.items():
            groups[command.rich_help_panel].append((name.ljust(width), command.short_help))
        for group, lines in groups.items():
            if lines:
                with formatter.section(group):
                    formatter.write_dl(lines)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Nothing: the commands stand above the options, not below them."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that the first word names; raises UsageError when there is none."""
        name = args[0]
        if name == "help":  # which many try first
            if not args[1:]:
                show_help(ctx)
            return self.resolve_command(ctx, [args[1], "-h"])
        if name not in self.commands and not name.startswith("-") and not ctx.resilient_parsing:
            near = lookup("command", name, dict.fromkeys(self.commands, 0), error=UsageError)
            raise UsageError(f"no command {name!r}; did you mean {near}?")  # in other letters
        return super().resolve_command(ctx, args)


app = typer.Typer(
    name="tip",
    cls=_Commands,
    add_completion=False,  # see `InstallCompletion` and `ShowCompletion`
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


def command(
    name: str,
    group: Group,
    example: str,
    help: str,  # noqa: A002  # as Typer calls it
    *,
    more_words: bool = False,
) -> Callable[[Called], Called]:
    """Make a command of a function: the example opens its help, whose first line is the short one.

    The help is no docstring, which `python -OO` would leave out. With `more_words`, words beyond
    its own arguments are left in the context for it.
    """

    def decorate(called: Called) -> Called:
        meaning = inspect.cleandoc(help)
        app.command(
            name,
            short_help=meaning.partition("\n")[0],
            help=f"Example: {example}\n\n{meaning}",
            rich_help_panel=group,
            context_settings={"allow_extra_args": more_words},
        )(called)
        return called

    return decorate


def present(text: str, screen: Screen, *, paged: bool) -> None:
    """Show a person the text: in the pager where it is long, the reader has one and wants it."""
    from serbia_tip.terminal.pager import is_long, pager, show

    command_line = pager() if paged and is_long(text, screen) else []
    if not (command_line and show(screen.encode(text), command_line)):
        stream([screen.encode(text)])


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
