"""Stores whose texts attack a terminal, a page, or whoever reads the output."""

import unicodedata
from collections.abc import Sequence
from pathlib import Path

import pytest

import serbia_tip
from serbia_tip.cli.main import run_main
from serbia_tip.model import Store
from tests.small import small_store

UNSAFE = [
    *map(chr, range(0x20)),
    *map(chr, range(0x7F, 0xA0)),
    *"\u061c\u200b\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e",
    *"\u2060\u2066\u2067\u2068\u2069\ufeff\ufdd0\ufdef\ufffe\uffff",
    *"\u034f\u115f\u1160\u17b4\u180b\u2800\u3164\ufe00\ufe0f\uffa0\U0001d173\U000e0100",
    *"\U0001fffe\U0001ffff\U0002fffe\U0003ffff\U0010ffff",
]
"""Control characters, those that reorder others or are not seen, and what is no letter."""
MARKUP = "</title></style></script></svg><script>alert(1)</script>]]><!--{{ 0 }}{% x %}&lt;\"'>"
LONG = "w" * 10_000


def hostile(folder: Path) -> Store:
    """A store in which every text is an attack."""
    trouble = MARKUP + "".join(UNSAFE) + "javascript:alert(1)"
    path = small_store(
        folder,
        store={"title": trouble, "version": trouble},
        source={"title": trouble, "publisher": trouble, "kind": trouble},
        routes=[{"statement": trouble, "destination": "XB", "people": [trouble], "purpose": LONG}],
        statistics=[{"statement": trouble, "measure": trouble, "unit": trouble, "group": LONG}],
        tiers=[
            {"statement": trouble, "entity": trouble, "sources": [f"book[{trouble}]"]},
            {"statement": LONG, "entity": LONG, "year": 2003},
        ],
        findings=[{"statement": trouble, "topic": LONG, "note": trouble}],
        laws=[{"statement": LONG, "name": trouble, "event": LONG, "attributed_to": trouble}],
    )
    return serbia_tip.load(path)


def acting(text: str) -> list[str]:
    """The letters of a text, line ends apart, that act on a terminal instead of being shown."""
    kinds = {"Cc", "Cs", "Zl", "Zp", "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    return [
        letter
        for letter in text.replace("\n", "")
        if kinds & {unicodedata.category(letter), unicodedata.bidirectional(letter)}
    ]


def before_a_tab(patch: pytest.MonkeyPatch, shell: str, words: Sequence[str]) -> int:
    """What `tip` ends with when this shell asks it to complete the last of the words."""
    patch.setenv("_TIP_COMPLETE", f"complete_{shell}")
    patch.setenv("_TYPER_COMPLETE_ARGS", " ".join(words))
    patch.setenv("_TYPER_COMPLETE_FISH_ACTION", "get-args")
    patch.setenv("COMP_WORDS", "\n".join(words))
    patch.setenv("COMP_CWORD", str(len(words) - 1))
    return run_main([])
