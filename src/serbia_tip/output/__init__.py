"""How an answer reaches a person or a program: one module a format, and the choice among them."""

from importlib import import_module

from serbia_tip.output.answer import Answer
from serbia_tip.output.screen import Screen

FORMATS = {
    "table": "For people: aligned, footnoted, fitted to the terminal.",
    "json": "One array of objects.",
    "jsonl": "One object a line.",
    "csv": "Comma-separated, RFC 4180.",
    "tsv": "Tab-separated; tabs and line ends in a value are written \\t and \\n.",
    "markdown": "A table for a README or an issue.",
}
"""The formats; each is the module of this name, with a function `render`."""


def render(answer: Answer, form: str, screen: Screen) -> bytes:
    """The answer in one of the FORMATS, as the bytes to write."""
    text: str = import_module(f"serbia_tip.output.{form}").render(answer, screen)
    return screen.encode(text) if form == "table" else text.encode()
