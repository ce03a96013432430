"""What shells are told: how they ask what completes a line, and what then completes it.

Typer knows it; what it would say itself is written here, as the command line writes everything.
"""

import os
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from functools import partial
from io import StringIO

import typer
from typer import _completion_classes
from typer.completion import install_callback, show_callback

from serbia_tip.errors import FINE, NotThereError, UsageError, WriteError
from serbia_tip.lookup import lookup
from serbia_tip.terminal.write import message, write

_SHELLS = ("bash", "zsh", "fish", "powershell", "pwsh")


def is_asked() -> bool:
    """Whether it is a shell that calls, to complete a line or to learn how."""
    return bool(os.environ.get("_TIP_COMPLETE"))


def answer(line: Callable[[], object]) -> int:
    """Write what Typer tells the shell when this command line is run; returns the exit code.

    Raises UsageError where no shell asks so.
    """
    if _by_hand():
        return FINE
    _completion_classes.completion_init()
    # Rich would take the brackets of a reference for markup, and half the time of a Tab.
    _completion_classes._sanitize_help_text = lambda text: text  # noqa: SLF001  # no other way
    code, said, complaint = _heard(line)
    if complaint:
        raise UsageError(f"_TIP_COMPLETE={os.environ['_TIP_COMPLETE']}: {complaint}")
    write(said.encode())
    return code


def install(ctx: typer.Context, param: typer.CallbackParam, wanted: bool) -> None:
    """Install completion for the shell that calls, if it is wanted, and end the command line.

    Raises NotThereError where there is no such shell or no home, and WriteError.
    """
    if wanted and not ctx.resilient_parsing:
        if not os.environ.get("HOME"):
            raise NotThereError("there is no HOME to install completion in")
        try:
            said = _of_the_shell(partial(install_callback, ctx, param, _named(ctx) or True))
        except (OSError, ValueError) as error:  # a file of settings may be no text
            raise WriteError(f"can't install completion: {error}") from error
        message(said.splitlines()[0])
        raise typer.Exit


def show(ctx: typer.Context, param: typer.CallbackParam, wanted: bool) -> None:
    """Write how the shell that calls completes, if it is wanted, and end the command line.

    Raises NotThereError where there is no such shell.
    """
    if wanted and not ctx.resilient_parsing:
        write(_of_the_shell(partial(show_callback, ctx, param, _named(ctx) or True)).encode())
        raise typer.Exit


def _named(ctx: typer.Context) -> str | None:
    """The shell that is named after the option, or None; raises UsageError where it is no shell."""
    _, option, shell = " ".join(ctx.obj).partition("-completion ")
    if not option:
        return None
    return lookup("shell", shell, dict.fromkeys(_SHELLS, 0), error=UsageError)


def _of_the_shell(tell: Callable[[], object]) -> str:
    code, said, complaint = _heard(tell)
    if code != FINE:
        raise NotThereError(f"no completion: {complaint or said.strip()}")
    return said


def _heard(tell: Callable[[], object]) -> tuple[int, str, str]:
    """The exit code with which Typer ends, what it says, and of what it complains.

    It would say it itself, but not that it could not.
    """
    code = FINE
    with redirect_stdout(StringIO()) as said, redirect_stderr(StringIO()) as complaint:
        try:
            tell()
        except SystemExit as end:
            code = int(end.code or FINE)
        except typer.Exit as end:
            code = end.exit_code
    return code, said.getvalue(), complaint.getvalue().strip()


def _by_hand() -> bool:
    """Whether Bash's completion was called with no line to complete."""
    if os.environ.get("_TIP_COMPLETE") != "complete_bash":
        return False
    return "COMP_WORDS" not in os.environ or not os.environ.get("COMP_CWORD", "").isdecimal()
