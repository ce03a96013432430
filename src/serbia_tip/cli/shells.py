"""Answer shells that complete a line, and install or show the script that makes them ask.

Typer does the work. Its output is captured and written here, so that a failed write is reported.
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
    """Whether a shell calls, to complete a line or for its completion script."""
    return bool(os.environ.get("_TIP_COMPLETE"))


def answer(line: Callable[[], object]) -> int:
    """Run the command line, write Typer's answer to the shell, and return the exit code.

    Raises UsageError for a request that no shell makes.
    """
    if _has_no_line():
        return FINE
    _completion_classes.completion_init()
    # Rich would read the brackets of a reference as markup, and takes half the time of a Tab.
    _completion_classes._sanitize_help_text = lambda text: text  # noqa: SLF001  # no other way
    code, output, complaint = _captured(line)
    if complaint:
        raise UsageError(f"_TIP_COMPLETE={os.environ['_TIP_COMPLETE']}: {complaint}")
    write(output.encode())
    return code


def install(ctx: typer.Context, param: typer.CallbackParam, wanted: bool) -> None:
    """Install completion for the calling shell, or the one named after the option, and exit.

    Raises NotThereError for an unknown shell or without a HOME, and WriteError.
    """
    if wanted and not ctx.resilient_parsing:
        if not os.environ.get("HOME"):
            raise NotThereError("there is no HOME to install completion in")
        try:
            output = _output(partial(install_callback, ctx, param, _shell(ctx) or True))
        except (OSError, ValueError) as error:  # ValueError: the shell's settings are no text
            raise WriteError(f"can't install completion: {error}") from error
        message(output.splitlines()[0])
        raise typer.Exit


def show(ctx: typer.Context, param: typer.CallbackParam, wanted: bool) -> None:
    """Write the completion script of the calling shell, or of the one named, and exit.

    Raises NotThereError for an unknown shell.
    """
    if wanted and not ctx.resilient_parsing:
        write(_output(partial(show_callback, ctx, param, _shell(ctx) or True)).encode())
        raise typer.Exit


def _shell(ctx: typer.Context) -> str | None:
    """The shell named after the option, if any; raises UsageError for an unknown one."""
    _, option, shell = " ".join(ctx.obj).partition("-completion ")
    if not option:
        return None
    return lookup("shell", shell, dict.fromkeys(_SHELLS, 0), error=UsageError)


def _output(call: Callable[[], object]) -> str:
    """What Typer prints; raises NotThereError when it fails."""
    code, output, complaint = _captured(call)
    if code != FINE:
        raise NotThereError(f"no completion: {complaint or output.strip()}")
    return output


def _captured(call: Callable[[], object]) -> tuple[int, str, str]:
    """Typer's exit code, standard output and standard error."""
    code = FINE
    with redirect_stdout(StringIO()) as output, redirect_stderr(StringIO()) as complaint:
        try:
            call()
        except SystemExit as end:
            code = int(end.code or FINE)
        except typer.Exit as end:
            code = end.exit_code
    return code, output.getvalue(), complaint.getvalue().strip()


def _has_no_line() -> bool:
    """Whether Bash's completion was called by hand, without the variables that Bash sets."""
    if os.environ.get("_TIP_COMPLETE") != "complete_bash":
        return False
    return "COMP_WORDS" not in os.environ or not os.environ.get("COMP_CWORD", "").isdecimal()
