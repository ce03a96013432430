"""Say in plain words what keeps a text from being TOML, where the parser's words don't."""

import re

import tomli

from serbia_tip.model import FACT_TYPES

_HEADER = re.compile(r"\s*\[\[?([^]\n]+)\]\]?")
_PAIR = re.compile(r"\s*([A-Za-z0-9_.\"'-]+)\s*=\s*(.*)")
_CURLY = "“”„‟‘’‚«»"  # noqa: RUF001  # the quotes of word processors
_THOUSANDS = re.compile(r"-?\d{1,3}(?:[, '\u00a0\u202f]\d{3})+")
_DECIMAL_COMMA = re.compile(r"-?\d+,\d+")


def explain_syntax(text: str, error: tomli.TOMLDecodeError) -> str:
    """Return what is wrong at the error's place and what to write; else the parser's own words."""
    lines = text.split("\n")[: error.lineno]
    line = lines[-1].strip()
    said = None
    if error.msg.startswith("Cannot"):
        said = _twice(lines, error)
    elif error.msg.startswith("Unclosed"):
        pass
    elif pair := _PAIR.match(line):
        said = _of_value(pair[1], pair[2], error)
    elif line.startswith("//"):
        said = "a comment begins with #"
    elif colon := re.match(r"([\w-]+)\s*:", line):
        said = f"write = after the key {colon[1]!r}, not a colon"
    return said or error.msg


def _twice(lines: list[str], error: tomli.TOMLDecodeError) -> str | None:
    """Say which table or key stands twice, and where it stands first."""

    def before(number: int, pattern: str) -> str:
        earlier = (each for each in range(number - 1, 0, -1) if re.match(pattern, lines[each - 1]))
        return next((f", first on line {each}" for each in earlier), "")

    if header := _HEADER.match(lines[-1]):
        name = header[1].strip()
        if any(name == kind.table for kind in FACT_TYPES):
            return f"[{name}] can stand once; above each {name.rstrip('s')} write [[{name}]]"
        first = before(len(lines), rf"\s*\[\[?\s*{re.escape(name)}\s*\]")
        return f"[{name}] stands twice{first}; put all its keys under one"
    pairs = [(number, pair) for number, line in enumerate(lines, 1) if (pair := _PAIR.match(line))]
    if pairs and error.msg.startswith("Cannot overwrite"):
        number, pair = pairs[-1]
        first = before(number, rf"\s*{re.escape(pair[1])}\s*=")
        return f"the key {pair[1]!r} stands twice in its table{first}" if first else None
    return None


def _of_value(key: str, value: str, error: tomli.TOMLDecodeError) -> str | None:
    if not value or value.startswith("#"):
        return f"nothing stands after {key} =; leave the key out if it is not known"
    if value[0] in _CURLY:
        inner = value.strip(_CURLY)
        return f'{value[0]} is no quote of TOML; write straight ones: {key} = "{inner}"'
    if number := _THOUSANDS.match(value):
        plain = re.sub(r"[^\d-]", "", number[0])
        return f"a number is written without separators: {key} = {plain}"
    if number := _DECIMAL_COMMA.match(value):
        return f"a decimal has a point, not a comma: {key} = {number[0].replace(',', '.')}"
    if value[0] in "\"'":
        return _of_text(key, value, error)
    if value[0] in "[{" or "=" in value or re.fullmatch(r"[+-]?[\d.]+", value):
        return None
    if value.lower() in ("true", "false"):
        return f"write it in small letters: {key} = {value.lower()}"
    return f'a text stands in quotes: {key} = "{value.partition("#")[0].strip()}"'


def _of_text(key: str, value: str, error: tomli.TOMLDecodeError) -> str | None:
    if "Illegal character '\\n'" in error.msg or error.msg == "Unterminated string":
        return f"the text of {key} isn't closed; it ends in {value[0]} on the same line"
    if re.match(r"\"[^\"]*\"\s*[^\s,#]", value):
        return 'a quote within a text is written \\", or the text stands in single quotes'
    if re.match(r"(\"[^\"]*\"|'[^']*')\s*[,;]", value):
        return f"nothing stands after the text of {key}, no comma either"
    if "hex value" in error.msg or "escape" in error.msg:
        return "a backslash is written \\\\, or the text stands in single quotes"
    return None
