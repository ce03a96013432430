"""The errors, each with its exit code; the message is one line for a person."""

FINE = 0
UNFORESEEN = 70  # EX_SOFTWARE of sysexits.h
INTERRUPTED = 130


class TipError(Exception):
    """An error that ends a command with a message; the base of the others."""

    exit_code: int


class NotThereError(TipError):
    """A named thing (a value, a country, an id) doesn't exist, or a check failed."""

    exit_code = 1


class RefusedError(TipError):
    """The command would overwrite or harm something that exists."""

    exit_code = 1


class UsageError(TipError):
    """The command line is wrong, whatever the store holds."""

    exit_code = 2


class StoreError(TipError):
    """The store is missing, unreadable or broken."""

    exit_code = 3


class WriteError(TipError):
    """The answer can't be written."""

    exit_code = 4
