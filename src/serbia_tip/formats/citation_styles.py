"""References in the forms that papers and reference managers take.

The forms: a line of text; BibTeX; CSL-JSON (the schema of the Citation Style Language, 1.0.2).
Each says through which version of the store, and for which facts, the source was reached.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from serbia_tip.formats.json import encoded
from serbia_tip.period import span
from serbia_tip.queries.citations import Reference
from serbia_tip.terminal.escape import visible

_TEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    **{letter: f"\\{letter}" for letter in "&%$#_"},
}
_TEX_LETTER = re.compile(r"[\\~^&%$#_{}]")
_CSL_TYPES = {
    "report": "report",
    "chapter": "chapter",
    "article": "article-journal",
    "press release": "article",
    "news": "article-newspaper",
    "data set": "dataset",
    "judgment": "legal_case",
    "web page": "webpage",
    "encyclopedia": "entry-encyclopedia",
}


def text(references: Sequence[Reference]) -> str:
    """A line for each reference: authors or publisher, title, date, address, access."""
    return "".join(f"{visible(_line(reference))}\n" for reference in references)


def _line(reference: Reference) -> str:
    source = reference.source
    parts = [
        ", ".join(map(str, source.authors)) or source.publisher,
        source.title,
        source.publisher if source.authors else "",
        source.published or "n.d.",
        f"doi:{source.doi}" if source.doi else "",
        source.url or "",
    ]
    *before, last = filter(None, parts)
    said = "".join(f"{part}{'' if part[-1] in '.?!' else '.'} " for part in before) + last
    return f"{said} (accessed {reference.accessed}). {reference.annotation}."


def bibtex(references: Sequence[Reference]) -> str:
    """BibTeX entries; letters beyond ASCII stay as they are, which Biber and BibTeX 8 read."""
    return "\n".join(map(_entry, references))


def _entry(reference: Reference) -> str:
    source = reference.source
    report = source.kind == "report"
    fields = {
        "author": " and ".join(f"{{{_tex(str(author))}}}" for author in source.authors)
        or f"{{{_tex(source.publisher)}}}",
        "title": f"{{{_tex(source.title)}}}",
        "institution" if report else "howpublished": _tex(source.publisher),
        "year": _tex(source.published or "n.d.")[:4],
        "doi": source.doi and _address(source.doi),
        "url": source.url and _address(source.url),
        "urldate": str(reference.accessed),
        "note": _tex(reference.annotation),
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@{'techreport' if report else 'misc'}{{{reference.key},\n{lines}}}\n"


def _tex(raw: str) -> str:
    """Text in which nothing is a command of TeX, and nothing acts on a terminal."""
    return _TEX_LETTER.sub(lambda match: _TEX[match[0]], visible(raw))


def _address(raw: str) -> str:
    """An address, which styles take to the letter, without a brace that would end its field."""
    return visible(raw.replace("{", "%7B").replace("}", "%7D"))


def csl(references: Sequence[Reference]) -> str:
    """CSL-JSON: an array of items, as Zotero, pandoc and citeproc read it."""
    return msgspec.json.format(encoded(list(map(_item, references)))) + "\n"


def _item(reference: Reference) -> dict[str, Any]:
    source = reference.source
    item: dict[str, Any] = {
        "id": reference.key,
        "type": _CSL_TYPES.get(source.kind, "document"),
        "title": source.title,
        "author": [{"literal": str(author)} for author in source.authors or [source.publisher]],
        "publisher": source.publisher,
        "accessed": _date(str(reference.accessed)),
        "note": reference.annotation,
    }
    if item["type"].startswith("article"):  # of these, styles print what they stand in
        item["container-title"] = source.publisher
    if source.published:
        item["issued"] = _date(source.published)
    if source.url:
        item["URL"] = source.url
    if source.doi:
        item["DOI"] = source.doi
    return item


def _date(period: str) -> dict[str, Any]:
    """A date of CSL, as precise as the period."""
    begin, _, end = period.partition("/")
    span(period)  # raises ValueError for what is no period
    parts = [[int(part) for part in day.split("-")] for day in (begin, end) if day]
    return {"date-parts": parts}


STYLES: dict[str, Callable[[Sequence[Reference]], str]] = {
    "text": text,
    "bibtex": bibtex,
    "csl": csl,
}
"""The forms, by the name by which they are asked for."""
