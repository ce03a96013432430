"""Styles of citations for papers and their managers: text, BibTeX, BibLaTeX, CSL-JSON, RIS."""

import re
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import quote

import msgspec
from msgspec import Struct

from serbia_tip.formats.data import as_json
from serbia_tip.model import Person, Source
from serbia_tip.queries.fact_cards import CitedWork
from serbia_tip.terminal.screen import UNSAFE, visible

_TEX = str.maketrans(
    {letter: f"\\{letter}" for letter in "&%$#_"}
    | {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
    | {"{": r"\textbraceleft{}", "}": r"\textbraceright{}"}
)
_TEX_JOINT = re.compile(r",|\band\b", re.IGNORECASE)  # what parts names for BibTeX; braces hide it
_TEX_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NO_ADDRESS = re.compile(rf"[\\{{}}^`\"<>| ]|{UNSAFE}")
_TYPES = {  # of CSL and of RIS for each kind of source
    "report": ("report", "RPRT"),
    "chapter": ("chapter", "CHAP"),
    "article": ("article-journal", "JOUR"),
    "press release": ("article", "GEN"),
    "news": ("article-newspaper", "NEWS"),
    "data set": ("dataset", "DATA"),
    "judgment": ("legal_case", "CASE"),
    "web page": ("webpage", "ELEC"),
    "encyclopedia": ("entry-encyclopedia", "ENCYC"),
}
_OTHER_TYPES = ("document", "GEN")
_LONGEST_NOTE = 350  # letters of a note that stands in one line
_PAGES = re.compile(r"\s*[-–—]+\s*")  # the dash between the first page and the last


def text_citations(references: Sequence[CitedWork]) -> str:
    """One line for each reference."""
    return "".join(f"{visible(_text_citation(reference))}\n" for reference in references)


def _text_citation(reference: CitedWork) -> str:
    source = reference.source
    parts = [
        ", ".join(map(str, reference.makers)),
        source.title,
        f"Version {reference.version}" if reference.version else "",
        say_container(source),
        source.publisher if source.authors else "",
        source.published or "n.d.",
        f"doi:{source.doi}" if source.doi else "",
        source.url or "",
    ]
    *before, last = dict.fromkeys(filter(None, parts))
    said = "".join(f"{part}{'' if part[-1] in '.?!' else '.'} " for part in before) + last
    said += f" (accessed {source.accessed})" if source.accessed else ""
    stop = "" if said.endswith(".") else "."
    places = re.sub("^citing", "Citing", "; ".join(reference.places))
    readings = (f"{each[0].upper()}{each[1:]}" for each in reference.readings)
    notes = [f"{note}." for note in (places, *readings) if note]
    return " ".join([f"{said}{stop}", *notes])


def say_container(source: Source) -> str:
    """The journal or newspaper with volume, issue and pages: `A Journal 116(2): 429-454`."""
    issue = f"({source.issue})" if source.issue and source.volume else source.issue
    printed = " ".join(filter(None, [source.container, f"{source.volume or ''}{issue or ''}"]))
    return ": ".join(filter(None, [printed, source.pages]))


def _short_note(reference: CitedWork) -> str:
    """The places and where it was read in one line; of many places, how many more there are."""
    places, readings = list(reference.places), reference.readings
    more: list[str] = []
    while places and len("; ".join([*places, *more, *readings])) > _LONGEST_NOTE:
        del places[-1]
        more = [f"{len(reference.places) - len(places)}{' more' if places else ''} places"]
    return "; ".join([*places, *more, *readings])


def bibtex(references: Sequence[CitedWork]) -> str:
    """BibTeX entries, in UTF-8, which Biber and BibTeX 8 read."""
    return "\n".join(map(_bibtex_entry, references))


def _bibtex_entry(reference: CitedWork) -> str:
    source = reference.source
    kind, own = _bibtex_type(reference)
    year, month, day = _citation_date_parts(source.published or "")
    undated = [] if source.published else ["n.d."]
    notes = [*undated, *reference.places, *reference.readings]
    fields: Mapping[str, str | None] = {
        "author": " and ".join(map(_tex_name, reference.makers)),
        "title": f"{{{_escape_tex(source.title)}}}",
        **own,
        "volume": source.volume and _escape_tex(source.volume),
        "number": source.issue and _escape_tex(source.issue),
        "pages": source.pages and _escape_tex(_PAGES.sub("--", source.pages)),
        "version": reference.version and _escape_tex(reference.version),
        "year": year,
        "month": month,
        "day": day.lstrip("0"),
        "date": source.published,  # for BibLaTeX
        "doi": source.doi,  # in which there can be no such letter
        # Percent-encoded, as by browsers, is what TeX would take for a command in an address.
        "url": source.url and _NO_ADDRESS.sub(lambda it: quote(it[0], safe=""), source.url),
        "urldate": source.accessed,
        "language": source.language,
        "note": ";\n    ".join(map(_escape_tex, notes)),
    }
    held = {name: f"{{{value}}}" for name, value in fields.items() if value}
    if month:
        held["month"] = _TEX_MONTHS[int(month) - 1]  # the name that BibTeX knows, without braces
    lines = "".join(f"  {name} = {value},\n" for name, value in held.items())
    return f"@{kind}{{{reference.key},\n{lines}}}\n"


def _citation_date_parts(period: str) -> list[str]:
    """The year, the month and the day with which a period begins, empty where it has none."""
    return [*period.partition("/")[0].split("-"), "", ""][:3]


def _bibtex_type(reference: CitedWork) -> tuple[str, dict[str, str]]:
    """The entry type of BibTeX's own styles, and its fields for container and publisher."""
    named = reference.source.publisher, reference.container or ""
    publisher, container = map(_escape_tex, named)
    body = f"{{{publisher}}}" if publisher else ""  # kept whole, as an author is
    dated = reference.source.published  # without a year BibTeX's own styles set only a `misc`
    if dated and reference.is_article:
        return "article", {"journal": container}
    if dated and reference.source.kind == "report":
        return "techreport", {"institution": body}
    if dated and reference.source.kind == "chapter":
        return "incollection", {
            "booktitle": container or publisher,
            "publisher": f"{{{publisher}}}",
        }
    body = f"{{{publisher}}}" if publisher else ""
    printed = [] if container == publisher else [container]
    return "misc", {"howpublished": ", ".join(filter(None, [*printed, body]))}


def _tex_name(name: str | Person) -> str:
    """A person by family and given name; a body in braces, so that BibTeX doesn't split it."""
    if isinstance(name, str) or name.given is None:
        return f"{{{_escape_tex(str(name))}}}"
    return ", ".join(
        _TEX_JOINT.sub(r"{\g<0>}", _escape_tex(part)) for part in (name.family, name.given)
    )


def _escape_tex(raw: str) -> str:
    """Escape what TeX, or a terminal, would take for a command."""
    return visible(raw).translate(_TEX)


def csl(references: Sequence[CitedWork]) -> str:
    """A CSL-JSON array of items."""
    return msgspec.json.format(as_json(list(map(_csl_item, references)))) + "\n"


def _csl_item(reference: CitedWork) -> dict[str, object]:
    source = reference.source
    kind, _ = _TYPES.get(source.kind, _OTHER_TYPES)
    item = {
        "id": reference.key,
        "type": kind if kind.startswith("article") or not source.volume else "article-journal",
        "title": source.title,
        "author": list(map(_csl_name, reference.makers)),
        "container-title": reference.container,
        "publisher": source.publisher,
        "volume": source.volume,
        "issue": source.issue,
        "page": source.pages,
        "version": reference.version,
        "language": source.language,
        "accessed": _csl_date(source.accessed),
        "note": _short_note(reference),
        "issued": _csl_date(source.published),
        "URL": source.url,
        "DOI": source.doi,
    }
    return {name: value for name, value in item.items() if value}


def _csl_name(name: str | Person) -> dict[str, str]:
    if isinstance(name, str):
        return {"literal": name}
    return {"family": name.family} | ({"given": name.given} if name.given else {})


def _csl_date(period: str | None) -> dict[str, object] | None:
    """A date as precise as the period."""
    days = [day.split("-") for day in (period or "").split("/") if day]
    return {"date-parts": [list(map(int, day)) for day in days]} if days else None


def ris(references: Sequence[CitedWork]) -> str:
    """RIS records."""
    return "\n".join(map(_ris_record, references))


def _ris_record(reference: CitedWork) -> str:
    source = reference.source
    _, kind = _TYPES.get(source.kind, _OTHER_TYPES)
    first, *rest = _PAGES.split(source.pages or "")
    # A comma at the end of a body's name, and none inside, keeps it whole.
    persons = (
        (name.family, name.given or "") if isinstance(name, Person) else (name.replace(",", ""), "")
        for name in reference.makers
    )
    tags: list[tuple[str, str | None]] = [
        ("TY", "JOUR" if source.volume else kind),
        ("ID", reference.key),
        *(("AU", ", ".join(person).rstrip()) for person in persons),
        ("TI", source.title),
        ("T2", reference.container),
        ("VL", source.volume),
        ("IS", source.issue),
        ("SP", first),
        ("EP", rest[-1] if rest else None),
        ("PB", source.publisher),
        ("ET", reference.version),
        ("PY", source.published and source.published[:4]),
        ("DA", source.published and "/".join(_citation_date_parts(source.published))),
        ("DO", source.doi),
        ("UR", source.url),
        ("Y2", source.accessed and "/".join(_citation_date_parts(source.accessed))),
        ("LA", source.language),
        *(("N1", note) for note in (*reference.places, *reference.readings)),
    ]
    lines = "".join(f"{tag}  - {visible(value)}\n" for tag, value in tags if value)
    return f"{lines}ER  - \n"


class Style(Struct, frozen=True):
    """A style of references, by which `tip cite` prints them."""

    render: Callable[[Sequence[CitedWork]], str] | None  # None: `quotations` does
    meaning: str


_TEXT = "A line for each reference: authors or publisher, title, date, address, access."
_BIBTEX = "BibTeX entries, letters beyond ASCII as they are, which Biber and BibTeX 8 read."
_RIS = "RIS records, as Zotero, EndNote, Mendeley and the libraries' catalogues read them."
STYLES = {  # by the name by which they are asked for
    "text": Style(text_citations, _TEXT),
    "quote": Style(None, "A finished sentence for each fact, with who says it and the source."),
    "bibtex": Style(bibtex, _BIBTEX),
    "csl": Style(csl, "CSL-JSON: an array of items, as Zotero, pandoc and citeproc read it."),
    "ris": Style(ris, _RIS),
}
