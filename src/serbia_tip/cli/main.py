"""Run one command line, from its words to its exit code."""

import os
import sys
from collections.abc import Callable, Sequence
from copy import copy
from functools import partial
from itertools import takewhile
from typing import Annotated, Any

import typer

from serbia_tip import __version__
from serbia_tip.choice import load_module
from serbia_tip.cli import completion
from serbia_tip.cli.app import NOTED, app, with_options, write_help
from serbia_tip.cli.options import Settings
from serbia_tip.errors import FINE, INTERRUPTED, UNFORESEEN, StoreError, TipError, UsageError
from serbia_tip.queries.rows import COMMANDS
from serbia_tip.store.load import Reading, facts, load, read
from serbia_tip.terminal.screen import Color, detect, message, visible, write
from serbia_tip.words import number_of

NAMES = (
    *("routes", "stats", "tiers", "policy", "laws", "year", "profile"),
    *("timeline", "search", "show"),
    *("sources", "disputes", "coverage", "cite", "check", "diff"),
    *("fields", "schema", "export"),
)
"""The commands in the order of the help."""
_OF_STORES = ("check", "diff", "schema", "export")
_MODULES = dict.fromkeys(_OF_STORES, "serbia_tip.cli.store_commands")


def _for_shells(verb: str, callback: Callable[..., None]) -> Any:
    said = f"{verb.capitalize()} completion for the current shell, or the one named after it."
    return typer.Option(f"--{verb}-completion", is_eager=True, callback=callback, help=said)


def tip(
    ctx: typer.Context,
    settings: Settings,
    version: Annotated[
        bool, typer.Option("--version", "-V", help="Show the versions of the tool and the store.")
    ] = False,
    _install: Annotated[bool, _for_shells("install", completion.install)] = False,
    _show: Annotated[bool, _for_shells("show", completion.show)] = False,
) -> None:
    named = settings.store
    store = (os.environ.get("TIP_STORE") or None) if named is None else named
    if version:
        write(f"{_version(read(store))}\n".encode())
        raise typer.Exit
    if ctx.invoked_subcommand is None:
        _start(ctx, store, settings.color)
    defaults = {"store": store, "color": settings.color, "no_pager": settings.no_pager}
    ctx.default_map = dict.fromkeys(NAMES, defaults)  # for the command's options of these names


app.callback(
    invoke_without_command=True,
    help="""Look up facts on human trafficking in a country, each with its source.

    Example: tip routes --role transit

    The same facts from Python: import serbia_tip.
    """,
)(with_options(tip))


def _start(ctx: typer.Context, path: str | None, color: Color) -> None:
    """Show the start page.

    Without a store that can be read, show the help, and raise the StoreError.
    """
    try:
        store = load(path)
    except StoreError:
        write_help(ctx)
        raise
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


def build_app(arguments: Sequence[str]) -> typer.Typer:
    """The app with only the command that is called, since building each takes time."""
    completing = os.environ.get("COMP_WORDS") or os.environ.get("_TYPER_COMPLETE_ARGS") or ""
    words = arguments or completing.split()[1:]
    names = [name for name in words[:1] if name in NAMES] or NAMES
    known = {command.name for command in app.registered_commands}
    for name in names:
        if name not in known:
            _register(name)
    needed = copy(app)
    needed.registered_commands = sorted(
        (each for each in app.registered_commands if each.name in names),
        key=lambda command: NAMES.index(str(command.name)),
    )
    return needed


def _register(name: str) -> None:
    """Make a command one of the app's, loading no other kind of command."""
    if name in COMMANDS:
        from serbia_tip.cli.commands import ROW_COMMANDS
        from serbia_tip.cli.row_command import register_row_command

        register_row_command(ROW_COMMANDS[name])
    else:
        load_module(_MODULES.get(name, "serbia_tip.cli.page_commands"))
        NOTED[name]()


def _refuse_two_stores(arguments: Sequence[str]) -> None:
    """Raise UsageError where --store is given twice, as one of them would be ignored."""
    options = takewhile("--".__ne__, arguments)
    if sum(word == "--store" or word.startswith("--store=") for word in options) > 1:
        raise UsageError("--store is given twice")


def run(arguments: Sequence[str] | None = None) -> int:
    """Run a command line without the program's name, and return its exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    called = build_app(given)
    line = partial(called, given, prog_name="tip", standalone_mode=False, obj=tuple(given))
    try:
        _refuse_two_stores(given)
        code = completion.answer(line) if os.environ.get("_TIP_COMPLETE") else line()
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
