"""Comma-separated values, as RFC 4180 has them."""

import csv
import io

from serbia_tip.output.answer import Answer
from serbia_tip.output.flat import harmless, lines
from serbia_tip.output.screen import Screen


def render(answer: Answer, screen: Screen) -> str:
    """The rows under their field names; lists are joined by `; `, absent values are empty."""
    text = io.StringIO()
    csv.writer(text).writerows([harmless(cell, screen) for cell in line] for line in lines(answer))
    return text.getvalue()
