"""Run one command line, from its words to its exit code."""

import os
import sys
from collections.abc import Sequence
from functools import partial
from inspect import Parameter
from itertools import takewhile

import typer

from serbia_tip import __version__
from serbia_tip.cli.app import GROUPS, NOTED, Commands, Takes, for_typer, write_help
from serbia_tip.cli.options import SETTINGS, Option, Options, keyword
from serbia_tip.errors import FINE, INTERRUPTED, UNFORESEEN, StoreError, TipError, UsageError
from serbia_tip.queries.rows import COMMANDS
from serbia_tip.store.load import facts, load, read
from serbia_tip.terminal.screen import Color, detect, message, visible, write
from serbia_tip.words import number_of

NAMES = tuple(name for names in GROUPS.values() for name in names)
_ON_STORES = ("check", "diff", "schema", "export")


def _tip(given: Options, ctx: typer.Context, version: bool, **_completion: bool) -> None:
    """Answer a line without a command, and hand its options on to the command of any other."""
    store = (os.environ.get("TIP_STORE") or None) if given.store is None else given.store
    if version:
        from hashlib import sha256

        reading = read(store)
        base, digest = facts(reading), sha256(reading.raw).hexdigest()
        counted = number_of(len(base.facts()), "fact")
        said = visible(f"store {base.store.version}, {counted}, sha256 {digest}")
        write(f"tip {__version__}\n{said}\n".encode())
        raise typer.Exit
    if ctx.invoked_subcommand is None:
        _start(ctx, store, given.color)
    defaults = {"store": store, "color": given.color, "no_pager": given.no_pager}
    ctx.default_map = dict.fromkeys(NAMES, defaults)  # for the command's options of these names


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


def _on_completion(verb: str) -> Parameter:
    """The option that installs or shows the completion of a shell."""

    def answer(ctx: typer.Context, param: typer.CallbackParam, wanted: bool) -> None:
        if wanted and not ctx.resilient_parsing:
            from serbia_tip.cli import completion

            (completion.install if verb == "install" else completion.show)(ctx, param)
            raise typer.Exit

    said = f"{verb.capitalize()} completion for the current shell, or the one named after it."
    option = typer.Option(False, f"--{verb}-completion", is_eager=True, callback=answer, help=said)
    return keyword(f"{verb}_completion", bool, option)


def build_app(arguments: Sequence[str]) -> typer.Typer:
    """Return the app with only the command that is called, since building each takes time."""
    app = typer.Typer(
        name="tip",
        cls=Commands,
        add_completion=False,  # `_on_completion` adds it
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": []},  # `for_typer` adds --help
    )
    versions = Option("Show the versions of the tool and the store", names=["--version", "-V"])
    takes: Takes = (
        keyword("ctx", typer.Context),
        *SETTINGS,
        versions.parameter("version", bool, False),
        *map(_on_completion, ("install", "show")),
    )
    app.callback(
        invoke_without_command=True,
        help="""Look up facts on human trafficking in a country, each with its source.

        Example: tip routes --role transit

        The same facts from Python: import serbia_tip.
        """,
    )(for_typer(takes, _tip))
    completing = os.environ.get("COMP_WORDS") or os.environ.get("_TYPER_COMPLETE_ARGS") or ""
    words = arguments or completing.split()[1:]
    for name in [name for name in words[:1] if name in NAMES] or NAMES:
        _add_command(name, app)
    if "_TIP_COMPLETE" in os.environ:  # or else nobody asks what completes a word
        from serbia_tip.cli.completion import attach

        attach(app)
    return app


def _add_command(name: str, app: typer.Typer) -> None:
    """Make the command with this name one of the app's, loading no other kind of command."""
    if name in COMMANDS:
        from serbia_tip.cli.row_command import add_row_command

        add_row_command(name, app)
        return
    if name in _ON_STORES:
        from serbia_tip.cli import store_commands  # noqa: F401  # it notes its commands
    else:
        from serbia_tip.cli import page_commands  # noqa: F401  # so does this
    NOTED[name](app)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run a command line without the program's name, and return its exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    called = build_app(given)
    line = partial(called, given, prog_name="tip", standalone_mode=False, obj=tuple(given))
    try:
        options = takewhile("--".__ne__, given)
        if sum(word.partition("=")[0] == "--store" for word in options) > 1:
            raise UsageError("--store is given twice")  # or else one of them would be ignored
        if os.environ.get("_TIP_COMPLETE"):
            from serbia_tip.cli.completion import answer

            return answer(line)
        code = line()
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
