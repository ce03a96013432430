"""References to sources, in the forms that papers and reference managers take.

The forms: a line of text; BibTeX; CSL-JSON (the schema of the Citation Style Language, 1.0.2).
Each says through which version of the store, and for which facts, the source was reached.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import msgspec
from msgspec import Struct

from serbia_tip.card import place
from serbia_tip.model import Fact, Source, Store, reference
from serbia_tip.period import span

_TEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{letter: f"\\{letter}" for letter in "&%$#_{}"},
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


class Reference(Struct, frozen=True):
    """One source, and which facts rest on which places in it."""

    key: str
    source: Source
    places: tuple[str, ...]
    facts: tuple[str, ...]
    store_version: str
    accessed: date

    @property
    def annotation(self) -> str:
        """Where in the source, and through what it was reached."""
        where = f"{'; '.join(self.places)}. " if self.places else ""
        return f"{where}Facts {', '.join(self.facts)} of store {self.store_version}"


def references(store: Store, facts: Sequence[Fact], accessed: date) -> list[Reference]:
    """The sources that the facts rest on, each once, in the order in which they are first met."""
    places: dict[str, dict[str, None]] = {}
    users: dict[str, dict[str, None]] = {}
    for fact in facts:
        for text in fact.sources:
            key, locator = reference(text)
            where = place(store.sources[key], locator)
            places.setdefault(key, {}).update({where: None} if where else {})
            users.setdefault(key, {})[fact.id] = None
    return [
        Reference(
            key=key,
            source=store.sources[key],
            places=tuple(places[key]),
            facts=tuple(users[key]),
            store_version=store.store.version,
            accessed=accessed,
        )
        for key in places
    ]


def text(references: Sequence[Reference]) -> str:
    """A line for each reference: authors or publisher, title, date, address, access."""
    return "".join(f"{_line(reference)}\n" for reference in references)


def _line(reference: Reference) -> str:
    source = reference.source
    parts = [
        ", ".join(source.authors) or source.publisher,
        source.title,
        source.publisher if source.authors else "",
        source.published or "n.d.",
        f"doi:{source.doi}" if source.doi else "",
        source.url or "",
    ]
    said = ". ".join(part.rstrip(".") for part in parts if part)
    return f"{said} (accessed {reference.accessed}). {reference.annotation}."


def bibtex(references: Sequence[Reference]) -> str:
    """BibTeX entries; letters beyond ASCII stay as they are, which Biber and BibTeX 8 read."""
    return "\n".join(map(_entry, references))


def _entry(reference: Reference) -> str:
    source = reference.source
    report = source.kind == "report"
    fields = {
        "author": " and ".join(f"{{{_tex(author)}}}" for author in source.authors)
        or f"{{{_tex(source.publisher)}}}",
        "title": f"{{{_tex(source.title)}}}",
        "institution" if report else "howpublished": _tex(source.publisher),
        "year": _tex(source.published or "n.d.")[:4],
        "doi": source.doi,
        "url": source.url and source.url.replace("{", "%7B").replace("}", "%7D"),
        "urldate": str(reference.accessed),
        "note": _tex(reference.annotation),
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@{'techreport' if report else 'misc'}{{{reference.key},\n{lines}}}\n"


def _tex(raw: str) -> str:
    """Text in which nothing is a command of TeX."""
    return _TEX_LETTER.sub(lambda match: _TEX[match[0]], raw)


def csl(references: Sequence[Reference]) -> str:
    """CSL-JSON: an array of items, as Zotero, pandoc and citeproc read it."""
    return msgspec.json.format(msgspec.json.encode(list(map(_item, references)))).decode() + "\n"


def _item(reference: Reference) -> dict[str, Any]:
    source = reference.source
    item: dict[str, Any] = {
        "id": reference.key,
        "type": _CSL_TYPES.get(source.kind, "document"),
        "title": source.title,
        "author": [{"literal": author} for author in source.authors or [source.publisher]],
        "publisher": source.publisher,
        "accessed": _date(str(reference.accessed)),
        "note": reference.annotation,
    }
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
