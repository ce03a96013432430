"""What can go wrong, each with its exit code; the message is one line for a person."""

FINE = 0
UNFORESEEN = 70  # what the system's own headers call a mistake within the software
INTERRUPTED = 130


class TipError(Exception):
    """Anything that ends a command with a message; the base of the others."""

    exit_code: int


class NotThereError(TipError):
    """A thing named (a value, a country, an id) is not there, or a check failed."""

    exit_code = 1


class RefusedError(TipError):
    """What is asked for would harm something that is there."""

    exit_code = 1


class UsageError(TipError):
    """The command line can't be right, whatever the store."""

    exit_code = 2


class StoreError(TipError):
    """The store is missing, unreadable or broken."""

    exit_code = 3


class WriteError(TipError):
    """The answer could not be written."""

    exit_code = 4
