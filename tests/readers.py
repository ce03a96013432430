"""Readers of what `tip` prints: each returns what another program would find in it."""

import csv
import io
import re
from typing import Any

import pybtex  # type: ignore[import-untyped]
import pybtex.errors  # type: ignore[import-untyped]
from geojson_pydantic import FeatureCollection
from pybtex.database import parse_string  # type: ignore[import-untyped]


def of_csv(text: str) -> list[list[str]]:
    """The values of a CSV text."""
    return list(csv.reader(io.StringIO(text, newline="")))


def collection(result: Any) -> FeatureCollection[Any]:
    """What the library reads; it refuses what is not GeoJSON."""
    return FeatureCollection.model_validate_json(result.out)


_UNESCAPED = {"backslash": "\\", "asciitilde": "~", "asciicircum": "^"}
_UNESCAPED |= {"braceleft": "{", "braceright": "}"}


def typeset(tex: str) -> str:
    """The letters that TeX would print for a field without any but these commands."""
    bare = tex[1:-1] if tex.startswith("{") and tex.endswith("}") else tex
    command = re.compile(r"\\(?:([&%$#_{}])|text([a-z]+)\{\})")
    return command.sub(lambda found: found[1] or _UNESCAPED[found[2]], bare)


def entries(text: str) -> dict[str, Any]:
    """The entries that pybtex reads in the BibTeX text, which it must read without complaint."""
    with pybtex.errors.capture() as complaints:
        read = parse_string(text, "bibtex").entries
        found = {
            key: (
                entry.type,
                {name: typeset(value) for name, value in entry.fields.items()},
                [typeset(str(person)) for person in entry.persons["author"]],
            )
            for key, entry in read.items()
        }
    assert complaints == []
    return found
