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
"""What less is told where the reader tells it nothing: end if all fits, show colours, stay."""


def pager(environment: Mapping[str, str] = os.environ) -> list[str]:
    """The words of the pager's command line; none where the reader wants none or has none.

    A dumb terminal can't move what it shows: nothing is paged there.
    """
    if environment.get("TERM") == "dumb":
        return []
    chosen = environment.get("TIP_PAGER", environment.get("PAGER"))
    if chosen is None:
        chosen = _USUAL if shutil.which(_USUAL) else ""
    try:
        words = shlex.split(chosen)
    except ValueError:  # a quotation mark without its partner
        return []
    return [] if words == ["cat"] else words


def is_long(text: str, screen: Screen) -> bool:
    """Whether the text doesn't fit on the screen, below the line of the prompt."""
    return screen.height is not None and text.count("\n") >= screen.height


def show(text: bytes, command: list[str]) -> bool:
    """Show the text in this pager until the reader ends it; False where it can't be started."""
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
