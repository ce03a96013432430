"""Data for programs: rows as JSON (escaped), JSON Lines, CSV, TSV."""

import re
from collections.abc import Iterable, Iterator
from io import StringIO

import msgspec

from serbia_tip.queries.filters import Answer
from serbia_tip.queries.rows import row_text
from serbia_tip.terminal.screen import UNSAFE, USUAL, Screen, harmless_on_screen

_ENCODER = msgspec.json.Encoder()
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def data_lines(answer: Answer) -> Iterator[list[str]]:
    """The header, if wanted, and then the rows, as text."""
    if answer.header:
        yield list(answer.columns)
    for row in answer.rows:
        yield [row_text(row, field) for field in answer.columns]


def render_json(answer: Answer, screen: Screen) -> str:
    """The rows as a JSON array, `[]` when there are none."""
    return json_array(_json_objects(answer))


def json_array(objects: Iterable[str]) -> str:
    """A JSON array of objects that are already encoded."""
    lines = ",\n".join(objects)
    return f"[\n{lines}\n]\n" if lines else "[]\n"


def _json_objects(answer: Answer) -> Iterator[str]:
    """Each row as a JSON object, with the requested fields."""
    if answer.fields is None:
        return map(as_json, answer.rows)
    return (as_json({name: row[name] for name in answer.columns}) for row in answer.rows)


def as_json(thing: object) -> str:
    """Encode as JSON, with the characters escaped that could control a terminal."""
    text = _ENCODER.encode(thing).decode()
    if text.isascii() and "\x7f" not in text:  # the other control characters are escaped already
        return text
    return text if re.fullmatch(USUAL, text) else re.sub(UNSAFE, _escape_json_data, text)


def _escape_json_data(match: re.Match[str]) -> str:
    return re.sub("....", r"\\u\g<0>", match[0].encode("utf-16-be").hex())


def render_jsonl(answer: Answer, screen: Screen) -> Iterator[str]:
    """The rows as JSON objects, each on a line of its own."""
    return (f"{row}\n" for row in _json_objects(answer))


def render_csv(answer: Answer, screen: Screen) -> Iterator[str]:
    """The rows under their field names; lists are joined by `; `, absent values are empty."""
    return csv_lines(
        [harmless_on_screen(cell, screen) for cell in line] for line in data_lines(answer)
    )


def csv_lines(lines: Iterable[Iterable[object]]) -> Iterator[str]:
    """These lines of cells as CSV (RFC 4180), one by one."""
    import csv

    for line in lines:
        text = StringIO()
        csv.writer(text).writerow(line)
        yield text.getvalue()


def render_tsv(answer: Answer, screen: Screen) -> Iterator[str]:
    """The rows under their field names; lists are joined by `; `, absent values are empty."""
    for line in data_lines(answer):
        cells = (harmless_on_screen(cell.translate(_ESCAPES), screen) for cell in line)
        yield "\t".join(cells) + "\n"
