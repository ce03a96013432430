"""Show a long answer in the reader's pager, as git and gh do."""

import os
import shlex
import shutil
import signal
import subprocess
from collections.abc import Mapping
from contextlib import suppress

from serbia_tip.terminal.screen import Screen

_USUAL = "less"
_LESS = "FRX"
"""The default options of less: quit if the text fits, show colours, keep the text on screen."""


def pager(environment: Mapping[str, str] = os.environ) -> list[str]:
    """The words of the pager's command line; empty if there is no pager, or none is wanted.

    Nothing is paged on a dumb terminal, which can't scroll.
    """
    if environment.get("TERM") == "dumb":
        return []
    chosen = environment.get("TIP_PAGER", environment.get("PAGER"))
    if chosen is None:
        chosen = _USUAL if shutil.which(_USUAL) else ""
    try:
        words = shlex.split(chosen)
    except ValueError:  # an unclosed quotation mark
        return []
    return [] if words == ["cat"] else words


def is_long(text: str, screen: Screen) -> bool:
    """Whether the text and the prompt don't fit on the screen together."""
    return screen.height is not None and text.count("\n") >= screen.height


def show(text: bytes, command: list[str]) -> bool:
    """Show the text in this pager until the reader quits; False if it can't be started."""
    environment = {"LESS": _LESS, "LESSCHARSET": "utf-8", **os.environ}
    try:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, env=environment)  # noqa: S603  # the reader's own choice
    except OSError:
        return False
    usual = signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is for the pager
    with suppress(BrokenPipeError):  # the reader has seen enough
        process.communicate(text)
    process.wait()
    signal.signal(signal.SIGINT, usual)
    return True
