"""Write an answer to standard output: whole, at once, or say why that can't be done."""

import os
import sys
from contextlib import suppress

from serbia_tip.errors import WriteError


def write(answer: bytes) -> None:
    """Write the bytes in one go; a reader that has gone away has had enough, and that is fine.

    Raises WriteError when there is no standard output, or it takes no more.
    """
    if sys.stdout is None:
        raise WriteError("can't write the answer: there is no standard output")
    try:
        sys.stdout.buffer.write(answer)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        _silence()
    except (OSError, ValueError) as error:
        _silence()
        raise WriteError(
            f"can't write the answer: {getattr(error, 'strerror', None) or error}"
        ) from error


def _silence() -> None:
    """Keep the interpreter from trying, and failing, to flush what is left when it ends."""
    with suppress(OSError, ValueError):  # it may have no descriptor
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
