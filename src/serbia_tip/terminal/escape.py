"""Escape characters that would control a terminal or be invisible on it."""

import re

from serbia_tip.terminal.screen import Screen

UNSAFE = re.compile(
    "["
    r"\x00-\x1f\x7f-\x9f\u2028\u2029"  # control characters, line ends
    r"\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    r"\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    r"\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\U0001fffe-\U0001ffff\U0002fffe-\U0002ffff"
    r"\U0003fffe-\U0010ffff"  # the planes that hold no letters
    "]"
)
"""Control characters, those that reorder text or are invisible, and noncharacters."""


def harmless(raw: str, screen: Screen) -> str:
    """`raw` unchanged for a pipe; for a terminal, with unsafe characters escaped."""
    return raw if screen.width is None else visible(raw)


def visible(raw: str) -> str:
    """`raw` with unsafe characters written as Python would escape them."""
    if raw.isascii() and raw.isprintable():  # the usual case, ten times as fast
        return raw
    return UNSAFE.sub(lambda match: match[0].encode("unicode_escape").decode(), raw)
