"""Look up several names, of which unknown ones don't stop the others."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from serbia_tip.errors import NotThereError
from serbia_tip.terminal.write import message

T = TypeVar("T")


def found_by(find: Callable[[str], T], names: Sequence[str]) -> tuple[list[T], list[NotThereError]]:
    """Return what `find` finds for each name, and the errors for those that are unknown."""
    found, unknown = [], []
    for name in names:
        try:
            found.append(find(name))
        except NotThereError as error:
            unknown.append(error)
    return found, unknown


def refuse(unknown: Sequence[NotThereError]) -> None:
    """Report all errors, the last one by raising it."""
    for error in unknown[:-1]:
        message(str(error))
    if unknown:
        raise unknown[-1]
