"""Run one command line, from its words to its exit code."""

import os
import sys
from collections.abc import Sequence
from copy import copy
from functools import partial
from itertools import takewhile
from typing import Annotated

import typer

from serbia_tip import __version__
from serbia_tip.cli import completion
from serbia_tip.cli.app import app, grouped, show_help
from serbia_tip.cli.commands import NAMES, register
from serbia_tip.cli.options import Settings
from serbia_tip.errors import FINE, INTERRUPTED, UNFORESEEN, StoreError, TipError, UsageError
from serbia_tip.store.load import Reading, facts, load, read
from serbia_tip.terminal.screen import Color, detect, message, visible, write
from serbia_tip.words import number_of


@app.callback(
    invoke_without_command=True,
    help="""Look up facts on human trafficking in a country, each with its source.

    Example: tip routes --role transit
    """,
)
@grouped
def tip(
    ctx: typer.Context,
    settings: Settings,
    version: Annotated[
        bool, typer.Option("--version", "-V", help="Show the versions of the tool and the store.")
    ] = False,
    _install: Annotated[
        bool,
        typer.Option(
            "--install-completion",
            is_eager=True,
            callback=completion.install,
            help="Install completion for the current shell, or the one named after it.",
        ),
    ] = False,
    _show: Annotated[
        bool,
        typer.Option(
            "--show-completion",
            is_eager=True,
            callback=completion.show,
            help="Show completion for the current shell, or the one named after it.",
        ),
    ] = False,
) -> None:
    store = settings.store
    if store is None:
        store = os.environ.get("TIP_STORE") or None
    no_hint = settings.no_hint or bool(os.environ.get("TIP_NO_HINT"))
    if version:
        write(f"{_version(read(store))}\n".encode())
        raise typer.Exit
    if ctx.invoked_subcommand is None:
        _start(ctx, store, settings.color)
    defaults = {"store": store, "color": settings.color, "no_hint": no_hint}
    ctx.default_map = dict.fromkeys(NAMES, defaults)  # for the command's options of these names


def _start(ctx: typer.Context, path: str | None, color: Color) -> None:
    """Show the start page; without a store that can be read, the help."""
    try:
        store = load(path)
    except StoreError:
        show_help(ctx)
    from serbia_tip.views.overviews import view_start
    from serbia_tip.views.render import render

    screen = detect(color)
    write(screen.encode(render(view_start(store), store, screen)))


def _version(reading: Reading) -> str:
    from hashlib import sha256

    store = facts(reading)
    digest = sha256(reading.raw).hexdigest()
    said = f"store {store.store.version}, {number_of(len(store.facts()), 'fact')}, sha256 {digest}"
    return f"tip {__version__}\n{visible(said)}"


def _needed(arguments: Sequence[str]) -> typer.Typer:
    """The app with only the command that is called, since building each takes time."""
    completing = os.environ.get("COMP_WORDS") or os.environ.get("_TYPER_COMPLETE_ARGS") or ""
    words = arguments or completing.split()[1:]
    register(words[0] if words else "")
    known = sorted(app.registered_commands, key=lambda command: NAMES.index(str(command.name)))
    needed = copy(app)
    needed.registered_commands = [each for each in known if each.name in words[:1]] or known
    return needed


def _refuse_two_stores(arguments: Sequence[str]) -> None:
    """Raise UsageError where --store is given twice, as one of them would be ignored."""
    options = takewhile("--".__ne__, arguments)
    if sum(word == "--store" or word.startswith("--store=") for word in options) > 1:
        raise UsageError("--store is given twice")


def run(arguments: Sequence[str] | None = None) -> int:
    """Run a command line without the program's name, and return its exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    line = partial(_needed(given), given, prog_name="tip", standalone_mode=False, obj=tuple(given))
    try:
        _refuse_two_stores(given)
        code = completion.answer(line) if completion.is_asked() else line()
    except TipError as error:
        message(str(error))
        return error.exit_code
    except typer.TyperException as error:
        message(error.format_message())
        return error.exit_code
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except MemoryError:
        message("the store, or the answer, is too large for the memory")
        return StoreError.exit_code
    except Exception as error:
        if os.environ.get("TIP_DEBUG"):
            raise
        message(f"a bug in tip, {error!r}: TIP_DEBUG=1 shows where")
        return UNFORESEEN
    return code if isinstance(code, int) else FINE
