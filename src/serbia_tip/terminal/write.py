"""Write answers to standard output and messages to standard error."""

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from typing import TextIO

from serbia_tip.errors import WriteError
from serbia_tip.terminal.escape import visible


def write(answer: bytes) -> None:
    """Write the bytes in one go; raises WriteError as `stream` does."""
    stream([answer])


def stream(pieces: Iterable[bytes]) -> None:
    """Write the pieces as they come, each in one go.

    A reader that has gone away has had enough: no further piece is asked for, and that is fine.
    Raises WriteError when there is no standard output, or it takes no more.
    """
    if sys.stdout is None:
        raise WriteError("can't write the answer: there is no standard output")
    for piece in pieces:
        left = memoryview(piece)
        try:
            while left:  # unbuffered, the output may take less than it is given
                left = left[sys.stdout.buffer.write(left) :]
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            _silence(sys.stdout)
            return
        except (OSError, ValueError) as error:
            _silence(sys.stdout)
            reason = getattr(error, "strerror", None) or error
            raise WriteError(f"can't write the answer: {reason}") from error


def say(line: str) -> None:
    """Write one line to standard error, if there is one and it takes it."""
    if sys.stderr is None:
        return
    try:
        print(line, file=sys.stderr, flush=True)
    except (OSError, ValueError):
        _silence(sys.stderr)


def message(text: str) -> None:
    """Say something, marked as this program's, with nothing in it that acts on a terminal."""
    say(f"tip: {visible(text)}")


def _silence(stream: TextIO) -> None:
    """Keep the interpreter from trying, and failing, to flush what is left when it ends."""
    with suppress(OSError, ValueError):  # it may have no descriptor
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
