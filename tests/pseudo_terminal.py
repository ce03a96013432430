"""`tip` on a terminal: a real one, in a process of its own, or a stand-in in this process."""

import fcntl
import io
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
from collections.abc import Mapping

import pytest

from serbia_tip.cli.main import run_main
from tests.conftest import Result

_OUTPUT = 1
"""Where a terminal's attributes hold what it does to the output."""
_PATIENCE = 30
"""Seconds, many times as many as it takes until something is shown."""


def on_terminal(
    *arguments: str,
    columns: int = 80,
    lines: int = 24,
    environment: Mapping[str, str] | None = None,
    wait_for: str = "",
    keys: str = "",
) -> Result:
    """`tip` in a process of its own, on a pseudo-terminal; `keys` are typed when it shows a text.

    The messages go to a pipe; of the environment there is only what is given, and TERM. Nothing
    is paged unless a pager is given.
    """
    controller, terminal = pty.openpty()
    attributes = termios.tcgetattr(terminal)
    attributes[_OUTPUT] &= ~termios.OPOST  # a line end stays as it is written
    termios.tcsetattr(terminal, termios.TCSANOW, attributes)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    given = {"TERM": "xterm", **(environment or {})}
    if "PAGER" not in given and not keys:
        given = {"TIP_PAGER": "", **given}
    process = subprocess.Popen(
        [sys.executable, "-m", "serbia_tip", *arguments],
        stdin=terminal,
        stdout=terminal,
        stderr=subprocess.PIPE,
        env=kept | given,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # less reads its keys from there
    )
    os.close(terminal)
    with os.fdopen(controller, "r+b", buffering=0) as screen:
        shown = _all(screen, wait_for.encode(), keys.encode())
    try:
        _, messages = process.communicate(timeout=_PATIENCE)
    finally:
        process.kill()
    encoding = given.get("PYTHONIOENCODING", "utf-8").partition(":")[0]
    return Result(process.returncode, shown.decode(encoding), messages.decode(encoding))


def _all(screen: io.FileIO, wait_for: bytes, keys: bytes) -> bytes:
    shown = b""
    while select.select([screen], [], [], _PATIENCE)[0]:
        try:
            more = screen.read(65536)
        except OSError:  # how Linux says that no process has the terminal open any longer
            break
        if not more:
            break
        shown += more
        if keys and wait_for in shown:
            screen.write(keys)
            keys = b""
    return shown


class _Terminal(io.TextIOWrapper):
    def isatty(self) -> bool:
        """What a terminal says of itself."""
        return True


def in_columns(
    monkeypatch: pytest.MonkeyPatch, columns: int, *arguments: str, messages_too: bool = False
) -> Result:
    """`tip` in this process, its output a terminal, as far as it can tell."""
    out = _Terminal(io.BytesIO(), encoding="utf-8")
    err = (_Terminal if messages_too else io.TextIOWrapper)(io.BytesIO(), encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setenv("COLUMNS", str(columns))
        patch.setenv("TIP_PAGER", "")
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", err)
        code = run_main(arguments)
    return Result(code, _written(out), _written(err))


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    assert isinstance(stream.buffer, io.BytesIO)
    return stream.buffer.getvalue().decode()


def plain(text: str) -> str:
    """The text without the escapes that colour it and make links of it."""
    return re.sub(r"\x1b(?:\[[\d;]*m|\]8;[^\x00-\x1f\x7f-\x9f]*\x1b\\)", "", text)
