"""The program: `tip`, or `python -m serbia_tip`."""

import gc
import os
import signal
from types import FrameType
from typing import NoReturn

from serbia_tip.errors import INTERRUPTED


def main() -> NoReturn:
    """Run the command line, and exit.

    The process ends before garbage could matter: collecting it would take a tenth of the time of a
    short call, and half the time with a large store. What is written is flushed already, and
    taking the interpreter down would take another tenth.
    """
    gc.disable()
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # not where it is ignored
        signal.signal(signal.SIGINT, _end_main)
    from serbia_tip.cli.main import run_main  # late: imports take most of a short call

    os._exit(run_main())


def _end_main(_number: int, _frame: FrameType | None) -> None:
    """Exit at once and silently: no file is ever left half written."""
    os._exit(INTERRUPTED)


if __name__ == "__main__":
    main()
