"""The screen: its width, its colours, unsafe characters; output to it and messages beside it."""

import codecs
import os
import re
import sys
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from typing import Literal, TextIO

from msgspec import Struct

from serbia_tip.errors import WriteError

Color = Literal["auto", "always", "never"]
Theme = Literal["auto", "light", "dark"]
_PLAIN = {  # in place of characters that don't decompose into plain ones
    **dict.fromkeys("—\N{EN DASH}─·", "-"),
    **{"≥": ">=", "≤": "<=", "≈": "~", "…": "...", "→": "->", "Đ": "D", "đ": "d"},
    **dict.fromkeys("\u201c\u201d\u201e", '"'),
    **dict.fromkeys("\u2018\u2019", "'"),
}
_WIDEST = 10_000  # the limit on COLUMNS, so that a line that is filled fits in memory


class Screen(Struct, frozen=True):
    """Where output is read: a terminal, or a pipe or file."""

    width: int | None  # the columns of the terminal; None when the output is no terminal
    color: bool
    encoding: str = "utf-8"
    height: int | None = None  # the lines of the terminal
    pixels: int | None = None  # the width of a picture, where it was asked for
    theme: Theme = "auto"  # the colours of a picture, or those that its reader prefers

    @property
    def is_unicode(self) -> bool:
        """Whether the screen can show every character."""
        return codecs.lookup(self.encoding).name == "utf-8"

    def spell(self, text: str) -> str:
        """The text in this encoding's letters: each one, or its nearest plain one, or `?`."""
        if self.is_unicode:
            return text
        known = {letter for letter in set(text) if letter.encode(self.encoding, "ignore")}
        return "".join(letter if letter in known else _screen_ascii(letter) for letter in text)

    def encode(self, text: str) -> bytes:
        """The text as bytes in this encoding."""
        return self.spell(text).encode(self.encoding, errors="replace")


def detect_screen(color: Color) -> Screen:
    """Describe standard output; `color` wins over NO_COLOR, and that over FORCE_COLOR."""
    terminal = sys.stdout is not None and sys.stdout.isatty()
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    colored = terminal and os.environ.get("TERM") != "dumb"
    colored |= os.environ.get("FORCE_COLOR") not in (None, "", "0")
    colored &= not os.environ.get("NO_COLOR")
    colored = colored if color == "auto" else color == "always"
    if not terminal:
        return Screen(None, colored, encoding)
    from shutil import get_terminal_size

    columns, lines = get_terminal_size()
    return Screen(min(columns, _WIDEST), colored, encoding, lines)


def _screen_ascii(letter: str) -> str:
    if unicodedata.combining(letter):
        return ""
    decomposed = unicodedata.normalize("NFKD", _PLAIN.get(letter, letter))
    return decomposed.encode("ascii", "ignore").decode() or "?"


# A pattern: control characters, those that reorder text or are invisible, and noncharacters. It
# isn't compiled here, which would take a fiftieth of a Tab's time.
UNSAFE = (
    "["
    r"\x00-\x1f\x7f-\x9f\u2028\u2029"  # control characters, line ends
    r"\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    r"\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    r"\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\U0001fffe-\U0001ffff\U0002fffe-\U0002ffff"
    r"\U0003fffe-\U0010ffff"  # the planes that hold no letters
    "]"
)
USUAL = r"[ -~\xa1-\xac\xae-\u02ff\u2010-\u2027]*"  # none of these; compiled five times as fast


def harmless_on_screen(raw: str, screen: Screen) -> str:
    """`raw` unchanged for a pipe; for a terminal, with unsafe characters escaped."""
    return raw if screen.width is None else visible(raw)


def visible(raw: str) -> str:
    """`raw` with unsafe characters written as Python would escape them."""
    if (raw.isascii() and raw.isprintable()) or re.fullmatch(USUAL, raw):
        return raw
    return re.sub(UNSAFE, lambda match: match[0].encode("unicode_escape").decode(), raw)


def require_standard_output() -> None:
    """Raise WriteError where there is no standard output."""
    if sys.stdout is None:
        raise WriteError("can't write the answer: there is no standard output")


def write_output(answer: bytes) -> None:
    """Write the bytes in one go; raises WriteError as `stream_output` does."""
    stream_output([answer])


def stream_output(pieces: Iterable[bytes]) -> None:
    """Write the pieces as they come, each in one go.

    Stops without an error when the reader has closed the pipe. Raises WriteError when there is no
    standard output, or it can't be written to.
    """
    require_standard_output()
    for piece in pieces:
        left = memoryview(piece)
        try:
            while left:  # an unbuffered output may write only a part
                left = left[sys.stdout.buffer.write(left) :]
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            _silence_screen_output(sys.stdout)
            return
        except (OSError, ValueError) as error:
            _silence_screen_output(sys.stdout)
            reason = getattr(error, "strerror", None) or error
            raise WriteError(f"can't write the answer: {reason}") from error


def write_message(text: str) -> None:
    """Write a line to standard error, if possible, with the text made visible."""
    if sys.stderr is None:
        return
    try:
        print(f"tip: {visible(text)}", file=sys.stderr, flush=True)
    except (OSError, ValueError):
        _silence_screen_output(sys.stderr)


def _silence_screen_output(stream: TextIO) -> None:
    """Keep the interpreter from failing to flush the stream when it exits."""
    with suppress(OSError, ValueError):  # it may have no descriptor
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
