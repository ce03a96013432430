"""The main program: its app, its help, and one command line from its words to its exit code."""

import os
import re
import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from inspect import Parameter, Signature, cleandoc
from itertools import takewhile
from typing import Any

import typer
from typer.core import TyperGroup

from serbia_tip import __version__
from serbia_tip.cli import options
from serbia_tip.cli.options import Answering, Command, Option, Options, Takes
from serbia_tip.errors import FINE, INTERRUPTED, UNFORESEEN, StoreError, TipError, UsageError
from serbia_tip.queries.rows import COMMANDS
from serbia_tip.store.load import load, load_facts, read_store
from serbia_tip.terminal.screen import detect_screen, visible, write_message, write_output
from serbia_tip.words import count_noun, fold, near_words

_GROUPS = {  # the commands in the order of the help, under its headings
    "Look up": ("routes", "stats", "tiers", "policy", "laws", "year", "profile"),
    "Find": ("timeline", "search", "show"),
    "Trust": ("sources", "disputes", "coverage", "cite", "check", "diff"),
    "Data": ("panel", "fields", "schema", "export"),
}
_COMPARING = {"compare", "comparison", "between", "in", "versus", "vs"}
_SHORT = 2  # letters of a word that is like too many commands
_LONGEST_LINE = 200  # letters of a suggested command line
NAMES = tuple(name for names in _GROUPS.values() for name in names)


class _Commands(TyperGroup):
    """The commands: help lists them in groups, and an unknown name gets suggestions."""

    def format_help_text(self, ctx: Any, formatter: Any) -> None:
        """Write what the program does, and its commands, group by group."""
        super().format_help_text(ctx, formatter)
        width = max(map(len, self.commands))
        for group, names in _GROUPS.items():
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
                _answer_main_help(ctx, True)
            return self.resolve_command(ctx, [args[1], "-h"])
        if name not in self.commands and not ctx.resilient_parsing:
            path = ctx.params.get("store") or os.environ.get("TIP_STORE") or None
            raise UsageError(f"no command {name[:40]!r}; {_suggest_command(args, path)}")
        return super().resolve_command(ctx, args)


def _suggest_command(words: Sequence[str], store: str | None) -> str:
    """Say which command line answers words that begin with no command, in a few words."""
    from serbia_tip.queries.words import find_commands, separate_years

    tokens = [word for each in words for word in each.split() if not word.startswith("-")]
    if not tokens:
        return "try: tip -h"
    line = " ".join(["tip search", *tokens])
    if fold(words[0]) in NAMES:
        return f"did you mean {fold(words[0])}?"
    with suppress(TipError):
        spans, others = separate_years(tokens)
        if spans and (not others or fold(others[0]) in _COMPARING):
            line = " ".join(["tip year", *(word for word in tokens if word not in others)])
        elif found := find_commands(load(store), tokens)[: len(tokens) == len(words)]:
            line = found[0][0]
        elif len(words[0]) > _SHORT and (near := near_words(words[0], NAMES)[:1]):
            return f"did you mean {near[0]}?"
    return f"try: {line[:_LONGEST_LINE]}"


def _answer_main_help(ctx: typer.Context, wanted: bool) -> None:
    """Answer our own --help, as Typer's doesn't report that its output can't be written."""
    if wanted and not ctx.resilient_parsing:
        _write_main_help(ctx)
        raise typer.Exit


def _write_main_help(ctx: typer.Context) -> None:
    write_output(detect_screen("never").encode(f"{ctx.get_help()}\n"))


def _main_typer_function(takes: Takes, call: Answering) -> Answering:
    """Return the function that Typer calls for a command: with these parameters, and --help."""

    def called(_help: bool, **given: Any) -> None:
        said = {each: given.pop(each) for each in Options.__struct_fields__ if each in given}
        call(Options(**said), **given)

    asked = typer.Option(
        False,
        "--help",
        "-h",
        is_eager=True,
        callback=_answer_main_help,
        help="Show this message and exit.",
    )
    parameters = [options.shared_option(each) if isinstance(each, str) else each for each in takes]
    if "_TIP_COMPLETE" in os.environ:  # or else nobody asks what completes a word
        from serbia_tip.cli.completion import attach_completion

        attach_completion(parameters)
    parameters.append(options.option_parameter("_help", bool, asked))
    called.__signature__ = Signature(parameters)  # type: ignore[attr-defined]  # Typer reads it
    return called


def _main_shell_option(verb: str) -> Parameter:
    """Return the option that installs or shows the completion of a shell."""

    def answer(ctx: typer.Context, param: typer.CallbackParam, wanted: bool) -> None:
        if wanted and not ctx.resilient_parsing:
            from serbia_tip.cli.completion import set_up_completion

            set_up_completion(verb, ctx, param)
            raise typer.Exit

    said = f"{verb.capitalize()} completion for the current shell, or the one named after it."
    option = typer.Option(False, f"--{verb}-completion", is_eager=True, callback=answer, help=said)
    return options.option_parameter(f"{verb}_completion", bool, option)


def _main_command(given: Options, ctx: typer.Context, version: bool, **_completion: bool) -> None:
    """Answer a line without a command, and hand its options on to the command of any other."""
    path = (os.environ.get("TIP_STORE") or None) if given.store is None else given.store
    if version:
        from hashlib import sha256

        reading = read_store(path)
        base, digest = load_facts(reading), sha256(reading.raw).hexdigest()
        counted = count_noun(len(base.facts()), "fact")
        said = visible(f"store {base.store.version}, {counted}, sha256 {digest}")
        write_output(f"tip {__version__}\n{said}\n".encode())
        raise typer.Exit
    if ctx.invoked_subcommand is None:
        try:
            store = load(path)
        except StoreError:
            _write_main_help(ctx)
            raise
        from serbia_tip.views.overviews import view_start
        from serbia_tip.views.render import render_view

        screen = detect_screen(given.color)
        write_output(screen.encode(render_view(view_start(store), store, screen)))
    defaults = {"store": path, "color": given.color, "no_pager": given.no_pager}
    ctx.default_map = dict.fromkeys(NAMES, defaults)  # for the command's options of these names


def build_main_app(arguments: Sequence[str]) -> typer.Typer:
    """Return the app with only the command that is called, since building each takes time."""
    app = typer.Typer(
        name="tip",
        cls=_Commands,
        add_completion=False,  # `_main_shell_option` adds it
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": []},  # `_main_typer_function` adds --help
    )
    versions = Option("Show the versions of the tool and the store", names=["--version", "-V"])
    takes: Takes = (
        options.option_parameter("ctx", typer.Context),
        *options.SETTINGS,
        versions.parameter("version", bool, False),
        *map(_main_shell_option, ("install", "show")),
    )
    said = """Look up facts on human trafficking in a country, each with its source.

        Example: tip routes --role transit

        The same facts from Python: import serbia_tip.
        """
    app.callback(invoke_without_command=True, help=said)(_main_typer_function(takes, _main_command))
    completing = os.environ.get("COMP_WORDS") or os.environ.get("_TYPER_COMPLETE_ARGS") or ""
    words = arguments or completing.split()[1:]
    for name in [name for name in words[:1] if name in NAMES] or NAMES:
        example, meaning, own, call = _load_main_command(name)
        meaning = cleandoc(meaning)
        short = meaning.partition("\n")[0]
        told = app.command(name, short_help=short, help=f"Example: {example}\n\n{meaning}")
        told(_main_typer_function(own, call))
    return app


def _load_main_command(name: str) -> Command:
    """Return the command with this name, loading no other kind of command."""
    if name in COMMANDS:
        from serbia_tip.cli.row_command import row_command

        return row_command(name)
    from serbia_tip.cli.other_commands import OTHER_COMMANDS

    return OTHER_COMMANDS[name]


def run_main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line without the program's name, and return its exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    called = build_main_app(given)
    line = partial(called, given, prog_name="tip", standalone_mode=False, obj=tuple(given))
    try:
        before = takewhile("--".__ne__, given)
        if sum(word.partition("=")[0] == "--store" for word in before) > 1:
            raise UsageError("--store is given twice")  # or else one of them would be ignored
        if os.environ.get("_TIP_COMPLETE"):
            from serbia_tip.cli.completion import answer_completion

            return answer_completion(line)
        code = line()
    except TipError as error:
        write_message(str(error))
        return error.exit_code
    except typer.TyperException as error:
        said = error.format_message()
        if extra := re.fullmatch(r"Got unexpected extra arguments?(?:\(s\))? \((.+)\)", said, re.S):
            said += f"; {_suggest_command(extra[1].split(), os.environ.get('TIP_STORE') or None)}"
        write_message(said)
        return error.exit_code
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except MemoryError:
        write_message("the store, or the answer, is too large for the memory")
        return StoreError.exit_code
    except Exception as error:
        if os.environ.get("TIP_DEBUG"):
            raise
        write_message(f"a bug in tip, {error!r}: TIP_DEBUG=1 shows where")
        return UNFORESEEN
    return code if isinstance(code, int) else FINE
