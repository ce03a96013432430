"""The program: `tip`, or `python -m serbia_tip`."""

import gc
import os
import signal
import sys
from types import FrameType

from serbia_tip.errors import INTERRUPTED


def main() -> None:
    """Run the command line of this process, and end it.

    The process is over before garbage could matter. Looking for it would take a tenth of the
    time of a short call, again at its end, and half the time of a large store.
    """
    gc.disable()
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # or else it is ignored
        signal.signal(signal.SIGINT, _end)
    from serbia_tip.cli.main import run  # only now: most of a short call is its imports

    try:
        sys.exit(run())
    finally:
        gc.freeze()


def _end(_number: int, _frame: FrameType | None) -> None:
    """End at once, without a word, whatever is going on: nothing is ever left half done."""
    os._exit(INTERRUPTED)


if __name__ == "__main__":
    main()
