"""What the standard output can show: its width, its colours, its letters."""

import codecs
import os
import sys
import unicodedata
from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

Color = Literal["auto", "always", "never"]

_PLAIN = str.maketrans(
    {"—": "-", "\N{EN DASH}": "-", "≥": ">=", "≤": "<=", "≈": "~", "…": "...", "─": "-"}
)


class Screen(Struct, frozen=True):
    """Where people read: a terminal, or something that lines are passed on to."""

    width: int | None
    """The columns of the terminal; None when the output is no terminal."""
    color: bool
    encoding: str = "utf-8"

    @property
    def is_unicode(self) -> bool:
        """Whether the screen has every letter and sign."""
        return codecs.lookup(self.encoding).name == "utf-8"

    def encode(self, text: str) -> bytes:
        """The text in this encoding; what it lacks becomes its nearest plain letter or sign."""
        if self.is_unicode:
            return text.encode(errors="replace")
        return text.translate(_PLAIN).encode(self.encoding, errors="serbia-tip-plain")


def detect(color: Color, environment: Mapping[str, str] = os.environ) -> Screen:
    """The screen that standard output is; `color` wins over NO_COLOR, that over FORCE_COLOR."""
    terminal = sys.stdout is not None and sys.stdout.isatty()
    return Screen(
        width=_columns() if terminal else None,
        color=_colored(color, terminal, environment),
        encoding=getattr(sys.stdout, "encoding", None) or "utf-8",
    )


def _columns() -> int:
    from shutil import get_terminal_size

    return get_terminal_size().columns


def _colored(color: Color, terminal: bool, environment: Mapping[str, str]) -> bool:
    if color != "auto":
        return color == "always"
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR") not in (None, "", "0"):
        return True
    return terminal and environment.get("TERM") != "dumb"


def _plain(error: UnicodeError) -> tuple[str | bytes, int]:
    assert isinstance(error, UnicodeEncodeError)
    letters = unicodedata.normalize("NFKD", error.object[error.start : error.end])
    return letters.encode("ascii", "ignore").decode() or "?", error.end


codecs.register_error("serbia-tip-plain", _plain)
