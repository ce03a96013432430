"""The program: `tip`, or `python -m serbia_tip`."""

import gc
import sys


def main() -> None:
    """Run the command line of this process, and end it.

    The process is over before garbage could matter. Looking for it would take a tenth of the
    time of a short call, again at its end, and half the time of a large store.
    """
    gc.disable()
    from serbia_tip.cli.commands import run  # only now: most of a short call is its imports

    try:
        sys.exit(run())
    finally:
        gc.freeze()


if __name__ == "__main__":
    main()
