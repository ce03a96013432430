"""Detect what standard output can show: its width, its colours, its letters."""

import codecs
import os
import sys
import unicodedata
from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

Color = Literal["auto", "always", "never"]

_PLAIN = str.maketrans(
    {
        "—": "-",
        "\N{EN DASH}": "-",
        "─": "-",
        "·": "-",
        "≥": ">=",
        "≤": "<=",
        "≈": "~",
        "…": "...",
        "\N{LEFT DOUBLE QUOTATION MARK}": '"',
        "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
        "\N{DOUBLE LOW-9 QUOTATION MARK}": '"',
        "\N{LEFT SINGLE QUOTATION MARK}": "'",
        "\N{RIGHT SINGLE QUOTATION MARK}": "'",
        "Đ": "D",
        "đ": "d",
    }
)
"""Replacements for characters that don't decompose into plain ones."""

_WIDEST = 10_000
"""The limit on COLUMNS, so that a line that is filled fits in memory."""


class Screen(Struct, frozen=True):
    """Where output is read: a terminal, or a pipe or file."""

    width: int | None
    """The columns of the terminal; None when the output is no terminal."""
    color: bool
    encoding: str = "utf-8"
    height: int | None = None
    """The lines of the terminal; None when the output is no terminal."""

    @property
    def links(self) -> bool:
        """Whether texts may be links: on a terminal with colours."""
        return self.color and self.width is not None

    @property
    def is_unicode(self) -> bool:
        """Whether the screen can show every character."""
        return codecs.lookup(self.encoding).name == "utf-8"

    def spell(self, text: str) -> str:
        """The text in this encoding's letters: each one, or its nearest plain one, or `?`."""
        if self.is_unicode:
            return text
        return "".join(letter if self._has(letter) else _plain(letter) for letter in text)

    def _has(self, letter: str) -> bool:
        try:
            letter.encode(self.encoding)
        except UnicodeEncodeError:
            return False
        return True

    def encode(self, text: str) -> bytes:
        """The text as bytes in this encoding."""
        return self.spell(text).encode(self.encoding, errors="replace")


def detect(color: Color, environment: Mapping[str, str] = os.environ) -> Screen:
    """Describe standard output; `color` wins over NO_COLOR, and that over FORCE_COLOR."""
    terminal = sys.stdout is not None and sys.stdout.isatty()
    columns, lines = _size() if terminal else (None, None)
    return Screen(
        width=columns,
        color=_colored(color, terminal, environment),
        encoding=getattr(sys.stdout, "encoding", None) or "utf-8",
        height=lines,
    )


def _size() -> tuple[int, int]:
    from shutil import get_terminal_size

    columns, lines = get_terminal_size()
    return min(columns, _WIDEST), lines


def _colored(color: Color, terminal: bool, environment: Mapping[str, str]) -> bool:
    if color != "auto":
        return color == "always"
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR") not in (None, "", "0"):
        return True
    return terminal and environment.get("TERM") != "dumb"


def _plain(letter: str) -> str:
    if unicodedata.combining(letter):
        return ""
    decomposed = unicodedata.normalize("NFKD", letter.translate(_PLAIN))
    return decomposed.encode("ascii", "ignore").decode() or "?"
