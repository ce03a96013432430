"""The program: `tip`, or `python -m serbia_tip`."""

# Built in: nothing is read before an interrupt ends the process by itself.
import _signal  # type: ignore[import-not-found]

if _signal.getsignal(_signal.SIGINT) is _signal.default_int_handler:  # not where it is ignored
    _signal.signal(_signal.SIGINT, _signal.SIG_DFL)


def main() -> None:
    """Run the command line, and exit.

    The process ends before garbage could matter: collecting it would take a tenth of the time of a
    short call, and half the time with a large store. What is written is flushed already, and
    taking the interpreter down would take another tenth.
    """
    import gc
    import os

    gc.disable()
    from serbia_tip.cli.main import run_main  # imports take most of a short call

    os._exit(run_main())


if __name__ == "__main__":
    main()
