"""The program: `tip`, or `python -m serbia_tip`."""

import gc
import os
import signal
import sys
from types import FrameType

from serbia_tip.errors import INTERRUPTED


def main() -> None:
    """Run the command line, and exit.

    The process ends before garbage could matter. Collecting it would take a tenth of the time of
    a short call, again at its end, and half the time with a large store.
    """
    gc.disable()
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # not where it is ignored
        signal.signal(signal.SIGINT, _end)
    from serbia_tip.cli.main import run  # late: imports take most of a short call

    try:
        sys.exit(run())
    finally:
        gc.freeze()


def _end(_number: int, _frame: FrameType | None) -> None:
    """Exit at once and silently: no file is ever left half written."""
    os._exit(INTERRUPTED)


if __name__ == "__main__":
    main()
