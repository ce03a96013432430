"""Nothing that a store says may act on a terminal: what would is written out."""

import re

from serbia_tip.terminal.screen import Screen

UNSAFE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff"
    r"\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)
"""Control characters, those that reorder or hide others, those unseen, and what is no character."""


def harmless(raw: str, screen: Screen) -> str:
    """`raw` to the letter for a program; for a terminal, with nothing in it that acts on it."""
    return raw if screen.width is None else visible(raw)


def visible(raw: str) -> str:
    """`raw` with its control and reordering characters written out, so that none takes effect."""
    return UNSAFE.sub(lambda match: match[0].encode("unicode_escape").decode(), raw)
