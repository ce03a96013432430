"""The program: its commands by name, what holds for a whole command line, the hint for scripts."""

import inspect
import shlex
import sys
from collections.abc import Callable
from typing import Any, TypeVar

import typer
from msgspec import Struct
from typer.core import TyperGroup

from serbia_tip.errors import UsageError
from serbia_tip.lookup import lookup
from serbia_tip.terminal.escape import visible
from serbia_tip.terminal.screen import Color, Screen
from serbia_tip.terminal.write import say

Called = TypeVar("Called", bound=Callable[..., None])


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
