"""What several words of a command line name: an unknown one doesn't keep the others back."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from serbia_tip.errors import NotThereError
from serbia_tip.terminal.write import message

T = TypeVar("T")


def found_by(find: Callable[[str], T], names: Sequence[str]) -> tuple[list[T], list[NotThereError]]:
    """What `find` finds for each of the names, and an error for each that names nothing."""
    found, unknown = [], []
    for name in names:
        try:
            found.append(find(name))
        except NotThereError as error:
            unknown.append(error)
    return found, unknown


def refuse(unknown: Sequence[NotThereError]) -> None:
    """Say of each unknown name but the last that it is one, and raise the error of the last."""
    for error in unknown[:-1]:
        message(str(error))
    if unknown:
        raise unknown[-1]
