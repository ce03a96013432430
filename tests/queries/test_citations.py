"""`tip cite`: references that paste into a paper, read back by the programs that will read them."""

import json
import re
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pybtex  # type: ignore[import-untyped]
import pybtex.errors  # type: ignore[import-untyped]
import pytest
import rispy  # type: ignore[import-untyped]
from citeproc.source.json import CiteProcJSON  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

import serbia_tip
from serbia_tip.formats.citation_styles import STYLES, bibtex, csl, ris
from serbia_tip.model import Source, Store
from serbia_tip.queries.fact_cards import CitedWork, cited_works
from serbia_tip.terminal.screen import visible
from tests.conftest import OTHER, Tip, client
from tests.readers import entries
from tests.small import small_store

SPECIAL = r"Č ž & % # _ { } ~ ^ \ $ ' , = @ and"
URL = r"https://x.example/Čž?a=1&b=%20#c_~^$\e"


def cited(tip: Tip, folder: Path, style: str, **source: Any) -> str:
    """What `tip cite` prints for a fact of a small store with such a source."""
    path = small_store(folder, findings=[{"id": "fact"}], source=source)
    result = tip("cite", "fact", "--style", style, "--store", path)
    assert (result.code, result.err) == (0, "")
    return result.out


def test_a_source_is_cited_in_one_line_with_its_places(other_tip: Tip) -> None:
    """A line for each source: who, what, when, where, with the places in it and its own credit."""
    assert other_tip("cite", "transit-2010-xb-xc", "victims-identified-2010") == (
        0,
        "Office of Reports. Report on Trafficking 2010. 2010-06-30. https://reports.example/2010. "
        "p. 13 (citing border police); p. 20 (citing the Victims' Office).\n"
        "The Gazette. Arden Gazette. 2011-05. https://gazette.example/2011. "
        "Citing border police.\n",
        "",
    )


LINES: list[tuple[dict[str, Any], str]] = [
    ({}, "A House. A Book. n.d."),
    ({"accessed": "2020-01-02"}, "A House. A Book. n.d. (accessed 2020-01-02)."),
    ({"url": "https://x.example/St."}, "A House. A Book. n.d. https://x.example/St."),
    ({"doi": "10.1000/x"}, "A House. A Book. n.d. doi:10.1000/x."),
    (
        {"authors": ["Ana Anić", "B. Babić"], "published": "2013/2016"},
        "Ana Anić, B. Babić. A Book. A House. 2013/2016.",
    ),
    ({"title": "Ends so.", "published": "2001"}, "A House. Ends so. 2001."),
    ({"title": "Who is it?", "published": "2001"}, "A House. Who is it? 2001."),
    ({"title": SPECIAL, "published": "2001"}, f"A House. {SPECIAL}. 2001."),
]


def test_line_of_a_source(tip: Tip, tmp_path: Path) -> None:
    """What a source lacks is left out, the day of access too; each part ends in one stop."""
    for source, line in LINES:
        assert cited(tip, tmp_path, "text", **source) == f"{line}\n"


def test_a_place_and_a_credit(tip: Tip, tmp_path: Path) -> None:
    """The place is said in words, where the source names its sections; a credit by its source.

    A body that one source credits is not named beside another, nor beside its publisher.
    """
    facts: list[dict[str, Any]] = [
        {"sources": [f"book[{place}]"]} for place in ("lead-02", "lead-02", "p. 7")
    ]
    credit = {"other": ["An NGO", "A House"]}
    facts.append({"sources": ["book", "other"], "attributed_to": credit})
    sections = '[sources.book.sections]\nlead = "Introduction"\n'
    other = '[sources.other]\ntitle = "Other"\npublisher = "A House"\nkind = "book"\n'
    path = small_store(tmp_path, findings=facts, more=f"{sections}{other}")
    said = tip("cite", "findings-0", "findings-1", "findings-2", "--store", path).out
    assert said.endswith(". Introduction, sentence 2; p. 7.\n")
    said = "A House. A Book. n.d.\nA House. Other. n.d. Citing An NGO.\n"
    assert tip("cite", "findings-3", "--store", path).out == said


QUOTED = {
    "convictions-2010": "At least 23 convictions were reported for 2010 (Office of Reports, "
    "“Report on Trafficking 2010”, 30 June 2010, p. 8, https://reports.example/2010).",
    "shelter-2010": "The only shelter closed in 2010 (NGOs, in “Report on Trafficking 2010”, "
    "Office of Reports, 30 June 2010, p. 22, https://reports.example/2010).",
    "recruitment-undated": "Recruiters used false job offers [undated] (The Gazette, "
    "“Arden Gazette”, May 2011, https://gazette.example/2011).",
    "tier-2006": "The report of 2006 kept Arden on Tier 2 (Office of Reports, “Report on "
    "Trafficking 2010”, 30 June 2010, https://reports.example/2010; inferred).",
    "victims-identified-2010-gazette": "The Gazette counted 44 victims in 2010 (The Gazette, "
    "“Arden Gazette”, May 2011, https://gazette.example/2011; disputed by the Victims' Office).",
    "tier-2007-gazette": "The Gazette said that Arden stood on Tier 2 in 2007 (The Gazette, “Arden "
    "Gazette”, May 2011, https://gazette.example/2011; deprecated; disputed by Office of Reports).",
}


def test_a_quotation_is_a_finished_sentence(other_tip: Tip) -> None:
    """A finished sentence says what, when, who says it, where, and how far it is to be trusted."""
    said = other_tip("cite", *QUOTED, "--style", "quote")
    assert (said.code, said.lines, said.err) == (0, list(QUOTED.values()), "")


def test_a_quotation_says_the_bound_and_the_period(tip: Tip, tmp_path: Path) -> None:
    """What the statement leaves out stands in brackets, in words."""
    figure = {"value": 5, "unit": "cases", "bound": "less_than", "period": "2001/2003"}
    statistics = [{**figure, "statement": "There were cases in 2001."}]
    path = small_store(tmp_path, statistics=statistics)
    said = tip("cite", "statistics-0", "--style", "quote", "--store", path).out
    assert said.startswith("There were cases in 2001 [less than 5 cases; 2001–2003] (A House,")


def test_only_facts_are_quoted(other_tip: Tip) -> None:
    """Neither the fact base nor a source is a sentence; each fact is, a deprecated one too."""
    said = "tip: --style quote is of facts: name one, or choose some by a filter\n"
    assert other_tip("cite", "--style", "quote") == (2, "", said)
    source = other_tip("cite", "gazette", "--style", "quote")
    assert source == (2, "", "tip: --style quote is of facts, and 'gazette' is a source\n")
    assert len(other_tip("cite", "--all", "--style", "quote").lines) == 21


def test_bibtex_reads_back(tip: Tip, tmp_path: Path) -> None:
    """All that a source says comes through BibTeX, its special characters included."""
    authors = [SPECIAL, "Ana Anić and Sons", "Babić, B."]
    known = {"title": SPECIAL, "publisher": SPECIAL, "url": URL, "doi": "10.1000/x_(y)"}
    known |= {"language": "sr-Latn", "accessed": "2020-01-02", "pages": "3–9"}
    text = cited(tip, tmp_path, "bibtex", authors=authors, published="2013-05-03/2016", **known)
    fields = {
        **{"title": SPECIAL, "howpublished": SPECIAL, "year": "2013", "month": "May"},
        **{"date": "2013-05-03/2016", "day": "3", "pages": "3--9", "urldate": "2020-01-02"},
        **{"url": URL.replace("^", "%5E").replace("\\", "%5C"), "language": "sr-Latn"},
        "doi": known["doi"],
    }
    assert entries(text) == {"book": ("misc", fields, authors)}


def test_bibtex_of_an_undated_source(tip: Tip, tmp_path: Path) -> None:
    """A year that isn't known is said to be none; a standard style sets the entry."""
    text = cited(tip, tmp_path, "bibtex", kind="report")
    fields = {"title": "A Book", "howpublished": "A House", "note": "n.d."}
    assert entries(text) == {"book": ("misc", fields, ["A House"])}
    chapter = {"kind": "chapter", "container": "B", "published": "2001"}
    assert "booktitle = {B}" in cited(tip, tmp_path, "bibtex", **chapter)
    assert "n.d." in set_by_bibtex(text)


def set_by_bibtex(text: str) -> str:
    """The references as BibTeX's plain style sets them."""
    engine = pybtex.PybtexEngine()
    return str(engine.format_from_string(text, "plain", output_backend="plaintext"))


letters = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=30)
path = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("\\\\^^{}%$ "))


@given(letters, letters, path)
def test_any_letters_survive_bibtex(title: str, publisher: str, path: str) -> None:
    """Whatever the letters of a source, braces that don't match included.

    No letter in an address begins a command of TeX, or ends the field.
    """
    source = Source(title=title, publisher=publisher, kind="book", url=f"https://x.example/{path}")
    text = bibtex([CitedWork("key", source)])
    _, fields, authors = entries(text)["key"]
    shown = visible(publisher)
    assert (fields["title"], fields["howpublished"], authors) == (visible(title), shown, [shown])
    [line] = [line for line in text.split("\n") if line.startswith("  url = ")]
    url = line.removeprefix("  url = {").removesuffix("},")
    assert not {*"\\^{}"} & {*url}
    assert unquote(url) == unquote(str(source.url))
    assert "url" in fields


def published(file: str, name: str) -> set[str]:
    """The words that the published schema of the Citation Style Language lists under a name."""
    folder = files("citeproc") / "data" / "schema" / "schemas" / "styles"
    grammar = re.sub(r"#.*", "", (folder / file).read_text())
    [alternatives] = re.findall(rf"^ *{re.escape(name)} =((?:[ |\n]*\"[^\"]+\")+)", grammar, re.M)
    return set(re.findall(r'"(.+?)"', alternatives))


TYPES = published("csl-types.rnc", "item-types")
NAMES = published("csl-variables.rnc", "variables.names")
DATES = published("csl-variables.rnc", "variables.dates")
TEXTS = set[str]().union(
    *(published("csl-variables.rnc", f"variables.{of}") for of in ("numbers", "titles", "strings"))
)


def is_date(value: Any) -> bool:
    """Whether the value is a date of CSL-JSON: one day, month or year, or two."""
    days = value["date-parts"]
    numbers = all(len(day) in (1, 2, 3) and {*map(type, day)} == {int} for day in days)
    return set(value) == {"date-parts"} and len(days) in (1, 2) and numbers


def is_name(value: Any) -> bool:
    """Whether the value is a name of CSL-JSON: a body's, or a person's."""
    return set(value) in ({"literal"}, {"family"}, {"family", "given"})


def problems(item: dict[str, Any]) -> list[str]:
    """The keys of the item that CSL-JSON doesn't have, or has with other values."""
    found = [] if item["type"] in TYPES else ["type"]
    for key, value in item.items():
        text = key in TEXTS and isinstance(value, str)
        names = key in NAMES and value and all(map(is_name, value))
        if key not in ("id", "type") and not (text or names or (key in DATES and is_date(value))):
            found.append(key)
    return found


KINDS = ["report", "chapter", "article", "press release", "news", "data set", "judgment"]


@pytest.mark.parametrize("kind", [*KINDS, "web page", "encyclopedia", "poem"])
def test_csl_is_as_published(tip: Tip, tmp_path: Path, kind: str) -> None:
    """Types, variables, names and dates are those of the language, whatever the source lacks."""
    [bare] = json.loads(cited(tip, tmp_path, "csl", kind=kind))
    assert (problems(bare), "issued" in bare) == ([], False)
    known: dict[str, Any] = {"title": SPECIAL, "url": URL, "doi": "10.1000/x", "language": "sr"}
    known |= {"published": "2013/2016-05", "authors": ["A", {"family": "B", "given": "C"}]}
    known["accessed"] = "2020-01-02"
    [item] = json.loads(cited(tip, tmp_path, "csl", kind=kind, **known))
    assert problems(item) == []
    assert item["author"] == [{"literal": "A"}, {"family": "B", "given": "C"}]
    assert (item["title"], item["URL"], item["language"]) == (SPECIAL, URL, "sr")
    assert (item["accessed"], item["publisher"]) == ({"date-parts": [[2020, 1, 2]]}, "A House")
    assert item["issued"] == {"date-parts": [[2013], [2016, 5]]}


def test_shipped_sources_as_published(shipped: Store) -> None:
    """The sources of the shipped store, of whatever kind, are items of the language."""
    items = json.loads(csl(cited_works(shipped, shipped.facts())))
    cited = {row.id for row in serbia_tip.sources(shipped) if row.facts}
    assert {item["id"] for item in items} == cited
    assert [(item["id"], problems(item)) for item in items if problems(item)] == []


def test_unknown_id_among_known_ones(other_tip: Tip) -> None:
    """The others are cited, each source once; the unknown one is named, with those near it."""
    near = "tip: no fact or source 'tier-2004'; did you mean tier-2007, tier-2006, tier-2005? also "
    for style in ("text", "bibtex", "csl", "ris", "quote", "Quote"):
        result = other_tip("cite", "tier-2004", "score-2010", "score-2010", "--style", style)
        known = other_tip("cite", "score-2010", "--style", style).out
        assert (result.code, result.out) == (1, known), style
        assert other_tip("cite", "tier-2004", "--style", style)[:2] == (1, "")
        assert (result.err.startswith(near), result.err.count("\n")) == (True, 1), style


def test_ris_reads_back(tip: Tip, tmp_path: Path) -> None:
    """All that a source says comes through RIS, as a reader of it finds it."""
    known = {"publisher": "A House", "url": URL, "doi": "10.1000/x", "accessed": "2020-01-02"}
    [record] = rispy.loads(cited(tip, tmp_path, "ris", **JOURNAL, **known, language="sr"))
    assert record == {
        **{"type_of_reference": "JOUR", "id": "book", "title": "On Numbers", "volume": "116"},
        **{"authors": ["Anić, Ana", "Babić, Boris", "Office of Reports,"], "number": "2"},
        **{"secondary_title": "A Journal", "start_page": "429", "end_page": "454"},
        **{"publisher": "A House", "year": "2014", "date": "2014/05/03", "doi": "10.1000/x"},
        **{"urls": [URL], "access_date": "2020/01/02", "language": "sr"},
    }


def test_ris_keeps_names_whole_and_dates_in_three_parts(tip: Tip, tmp_path: Path) -> None:
    """A body's name is one; a date has three parts, of which what isn't known is empty."""
    body = cited(tip, tmp_path, "ris", authors=["Committee on A, B and C"])
    assert rispy.loads(body)[0]["authors"] == ["Committee on A B and C,"]  # parted at commas
    written = {"2013": "2013//", "2013-05": "2013/05/", "2013-05-02/2016": "2013/05/02"}
    for published, date in written.items():
        [record] = rispy.loads(cited(tip, tmp_path, "ris", published=published))
        assert (record["date"], record["type_of_reference"]) == (date, "GEN")


PERSONS = [{"family": "Anić", "given": "Ana"}, {"family": "Babić", "given": "Boris"}]
JOURNAL: dict[str, Any] = {
    **{"kind": "article", "title": "On Numbers", "authors": [*PERSONS, "Office of Reports"]},
    **{"container": "A Journal", "volume": "116", "issue": "2", "pages": "429–454"},
    "published": "2014-05-03",
}
# The article in Pandoc's own style, author and date.
SET = (
    "Anić, Ana, Boris Babić, and Office of Reports. 2014. “On Numbers.” A Journal 116 (2): 429–54."
)


def test_a_name_in_bibtex_stays_one_name(tip: Tip, tmp_path: Path) -> None:
    """A family name of several words is one, and what parts names in BibTeX parts none of ours."""
    names = {"de la Cruz": "Ana", "Anić, Jr": "B. and C.", "AND": "x", "#": "{"}
    for family, first in names.items():
        authors = [{"family": family, "given": first}]
        [(_, _, [name])] = entries(cited(tip, tmp_path, "bibtex", authors=authors)).values()
        assert name.replace("{", "").replace("}", "") == f"{family}, {first}".replace("{", "")


@pytest.mark.client("pandoc")
@pytest.mark.parametrize("style", ["csl", "bibtex", "ris"])
def test_pandoc_sets_a_citation_from_each_style(tip: Tip, tmp_path: Path, style: str) -> None:
    """Pandoc cites the article by its first author and year, and sets it as a style wants it."""
    suffix = {"csl": "json", "bibtex": "bib", "ris": "ris"}[style]
    (tmp_path / f"refs.{suffix}").write_text(cited(tip, tmp_path, style, **JOURNAL))
    (tmp_path / "paper.md").write_text("Three said so [@book].\n")
    paper = ["pandoc", str(tmp_path / "paper.md"), "--to=plain", "--wrap=none", "--citeproc"]
    set_in_type = client(*paper, f"--bibliography={tmp_path / f'refs.{suffix}'}")
    assert "(Anić, Babić, and Office of Reports 2014)" in set_in_type
    assert SET in set_in_type


@pytest.mark.client("biber")
def test_biber_reads_the_date_and_the_authors_of_bibtex(tip: Tip, tmp_path: Path) -> None:
    """BibLaTeX's own reader finds the full date, the three authors and nothing to complain of."""
    (tmp_path / "refs.bib").write_text(cited(tip, tmp_path, "bibtex", **JOURNAL))
    line = ["biber", "--tool", "--validate-datamodel", "--output-file", str(tmp_path / "out.bib")]
    said = client(*line, str(tmp_path / "refs.bib"))
    read = (tmp_path / "out.bib").read_text()
    assert not re.search("WARN|ERROR", said)
    authors = "AUTHOR = {Anić, Ana and Babić, Boris and {Office of Reports}}"
    for field in (authors, "DATE = {2014-05-03}", "JOURNALTITLE = {A Journal}"):
        assert field in read


def test_the_fact_base(tip: Tip, tmp_path: Path) -> None:
    """Without an id, it is the store itself: what is known of it, how many facts, their hash."""
    digest = sha256(OTHER.read_bytes()).hexdigest()
    said = f"Human trafficking in Arden. Version 1. n.d. 21 facts, sha256 {digest}.\n"
    assert tip("cite", "--store", str(OTHER)).out == said
    authors = [PERSONS[0], "The office"]
    store = {"version": "2026.11.25", "authors": authors, "homepage": "https://x.example/"}
    licence = '[store.licence]\nname = "CC0-1.0"\ntitle = "Free."\n'
    path = small_store(tmp_path, store=store, laws=[{}], more=licence)
    note = f"CC0-1.0. 1 fact, sha256 {sha256(Path(path).read_bytes()).hexdigest()}"
    assert tip("cite", "--store", path).out == (
        "Ana Anić, The office. A small store. Version 2026.11.25. 2026-11-25. https://x.example/. "
        f"{note}.\n"
    )
    [item] = tip("cite", "--store", path, "--style", "csl").json
    assert problems(item) == []
    assert item == {
        **{"id": "a-small-store", "type": "dataset", "title": "A small store", "note": note},
        **{"author": [PERSONS[0], {"literal": "The office"}], "version": "2026.11.25"},
        **{"issued": {"date-parts": [[2026, 11, 25]]}, "URL": "https://x.example/"},
    }
    bibtex_of = tip("cite", "--store", path, "--style", "bibtex").out
    [(kind, fields, names)] = entries(bibtex_of).values()
    assert (kind, names) == ("misc", ["Anić, Ana", "The office"])
    assert (fields["version"], fields["date"], fields["note"]) == ("2026.11.25", "2026-11-25", note)


def test_filters_that_choose_nothing_or_stand_beside_ids(other_tip: Tip) -> None:
    """An empty answer is one, in CSL an empty array; with ids, which are meant can't be known."""
    line = ["cite", "--year", "1999"]
    assert other_tip(*line) == (0, "", "tip: no fact matches\n")
    assert other_tip(*line, "--style", "csl") == (0, "[]\n", "tip: no fact matches\n")
    both = other_tip("cite", "tier-2007", "--all")
    assert both == (2, "", "tip: IDs exclude --all and the filters\n")


def test_sources_and_places_by_name(other_tip: Tip) -> None:
    """A source is cited by its id, and a place in one as the tool prints it, or by itself."""
    for name in ("report-2010", "report-2010[p. 12]", "p. 12"):
        [item] = other_tip("cite", name, "--style", "csl").json
        place = "p. 12" if "p." in name else None
        assert (item["id"], item.get("note")) == ("report-2010", place)


def test_a_credit_stands_at_its_own_place(tip: Tip, tmp_path: Path) -> None:
    """In each style; where facts that rest on one place differ, the credit is one in part."""
    facts: list[dict[str, Any]] = [
        {"sources": ["book[lead-01]"]},
        *({"sources": [f"book[lead-0{n}]"], "attributed_to": "B"} for n in (3, 4, 6)),
        {"sources": ["book[p. 7]"], "attributed_to": "C"},
        {"sources": ["book[p. 7]"]},
    ]
    sections = '[sources.book.sections]\nlead = "Introduction"\n'
    path = small_store(tmp_path, findings=facts, more=sections)
    ids = [f"findings-{number}" for number in range(len(facts))]
    places = [
        "Introduction, sentence 1",
        "Introduction, sentences 3 to 4, 6 (citing B)",
        "p. 7 (citing C in part)",
    ]
    said = {style: tip("cite", *ids, "--store", path, "--style", style) for style in STYLES}
    assert said["text"].out == f"A House. A Book. n.d. {'; '.join(places)}.\n"
    assert said["csl"].json[0]["note"] == "; ".join(places)
    assert rispy.loads(said["ris"].out)[0]["notes"] == places
    assert entries(said["bibtex"].out)["book"][1]["note"] == "; ".join(["n.d.", *places])


def test_the_place_that_credits_is_the_only_one(tip: Tip) -> None:
    """The Government at one sentence of the article and not at the other, in each style."""
    for style in STYLES.keys() - {"quote"}:
        cite = ("cite", "convictions-2007", "un-tip-protocol-ratified-2001-09", "--style", style)
        said = re.sub(r"\s+", " ", tip(*cite).out)
        assert said.count("Government of Serbia") == 1, style
        assert "Prosecution, sentence 4 (citing Government of Serbia)" in said, style


def test_who_wrote_it_is_not_credited_again(tip: Tip) -> None:
    """The authors of an article as a group, a person by name: neither is cited by themselves."""
    for name in ("policy-index", "hti"):
        ids = [fact.id for fact in SHIPPED.facts() if fact.cited == [name]]
        assert "iting" not in tip("cite", *ids).out, name
    said = tip("cite", "anti-trafficking-policy-index-2013", "--style", "quote").out
    assert "Seo-Young Cho, Axel Dreher, Eric Neumayer, “Determinants" in said
    assert "Scandinavian Journal of Economics 116(2): 429–454, Wiley" not in said
    assert "Scandinavian Journal of Economics 116(2): 429–454, 2014" in said


SHIPPED = serbia_tip.load()
# Of each kind of source those read elsewhere, and others: thirty in all.
READ = [key for key, source in SHIPPED.sources.items() if source.read]
DRAWN = [*READ[:20], *(key for key in SHIPPED.sources if key not in READ)][:30]


@pytest.mark.parametrize("key", DRAWN)
def test_a_reference_leads_to_what_was_read(tip: Tip, key: str) -> None:
    """Each style has the source's address, its copies in words and address, and the archive's."""
    source = SHIPPED.sources[key]
    wanted = [source.url, *(each.url for each in source.read), *(each.what for each in source.read)]
    wanted += [source.archived.url] if source.archived else []
    styles = {style: tip("cite", key, "--style", style).out for style in STYLES if style != "quote"}
    if resting := [fact.id for fact in SHIPPED.facts() if fact.cited == [key]]:
        styles["quote"] = tip("cite", resting[0], "--style", "quote").out
    for style, said in styles.items():
        for each in filter(None, wanted):
            shown = each.replace("_", r"\_") if style == "bibtex" and each != source.url else each
            assert shown.replace("%", r"\%") in said.replace("%", r"\%").replace(r"\\%", r"\%"), (
                style
            )
        dated = source.accessed is not None
        assert ("accessed" in said or "urldate" in said or "Y2" in said) is dated, style


def test_all_sources_import_clean() -> None:
    """What pybtex, rispy and citeproc read of them all has no made-up year and no endless line."""
    works = cited_works(SHIPPED, SHIPPED.facts())
    written = {"bibtex": bibtex(works), "csl": csl(works), "ris": ris(works)}
    for style, text in written.items():
        assert max(map(len, text.splitlines())) <= 400, style
    read = entries(written["bibtex"])
    dated = {work.key: work.source.published for work in works}
    for key, (_, fields, _) in read.items():
        assert fields.get("year") == (dated[key] and str(dated[key])[:4]), key
        assert ("n.d." in fields.get("note", "")) is (dated[key] is None), key
    bodies = {body for work in works for body in (work.source.publisher,)}
    lines = re.findall(
        r"^  (?:institution|howpublished|publisher) = .*\{(\{.*\})\},$", written["bibtex"], re.M
    )
    assert {line[1:-1].replace("\\", "") for line in lines} <= bodies
    records = {record["id"]: record for record in rispy.loads(written["ris"])}
    assert {key: record.get("year") for key, record in records.items()} == {
        key: day and day[:4] for key, day in dated.items()
    }
    items = json.loads(written["csl"])
    assert set(CiteProcJSON(items)) == dated.keys() == read.keys()
    assert set_by_bibtex(written["bibtex"]).count("US Department of State") > 20
