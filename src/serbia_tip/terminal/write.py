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

    Stops without an error when the reader has closed the pipe. Raises WriteError when there is no
    standard output, or it can't be written to.
    """
    if sys.stdout is None:
        raise WriteError("can't write the answer: there is no standard output")
    for piece in pieces:
        left = memoryview(piece)
        try:
            while left:  # an unbuffered output may write only a part
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
    """Write one line to standard error, if possible."""
    if sys.stderr is None:
        return
    try:
        print(line, file=sys.stderr, flush=True)
    except (OSError, ValueError):
        _silence(sys.stderr)


def message(text: str) -> None:
    """Write a message to standard error, with the program's name and unsafe characters escaped."""
    say(f"tip: {visible(text)}")


def _silence(stream: TextIO) -> None:
    """Keep the interpreter from failing to flush the stream when it exits."""
    with suppress(OSError, ValueError):  # it may have no descriptor
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
