"""Readers of what `tip` prints: each returns what another program would find in it."""

import csv
import io
import re
from typing import Any
from xml.etree.ElementTree import Element

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


SVG = "{http://www.w3.org/2000/svg}"
_SIDES = ("x", "y"), ("width", "height")


def layer(picture: Element, name: str) -> list[Element]:
    """The shapes of one layer of a drawing."""
    return [shape for group in picture if group.get("class") == name for shape in group]


def places(path: Element) -> list[complex]:
    """The points that a path joins; the place of another shape, and its size."""
    points = re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", path.get("d", ""))
    points += [(path.attrib[x], path.attrib[y]) for x, y in _SIDES if x in path.attrib]
    return [complex(float(x), float(y)) for x, y in points]
