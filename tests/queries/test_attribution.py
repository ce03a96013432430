"""Who is made to say what, and which sources count as one report."""

import csv
import io
import json
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from serbia_tip.store.attribution import Attribution
from serbia_tip.store.load import load
from tests.conftest import Tip
from tests.small import small_store

SOURCE = """
[sources.{0}]
title = "{1}"
publisher = "The {1}"
kind = "{2}"
"""
PAIR = SOURCE.format("wiki", "Wiki", "encyclopedia") + SOURCE.format("daily", "Daily", "news")
BOTH = ["wiki[p. 1]", "daily"]


CREDITS: list[tuple[Any, list[str], str, str | None]] = [
    # what is written, who says it in JSON, in print, and as text
    (None, ["The Daily"], "Daily", None),
    ("NGOs", ["NGOs"], "NGOs, in Daily", "NGOs"),
    ({"wiki": "NGOs"}, ["NGOs"], "NGOs, in Wiki", "NGOs"),
    ({"daily": "NGOs"}, ["NGOs"], "NGOs, in Daily", "NGOs"),
    ({"daily": ["NGOs", "Police"], "wiki": "A ministry"}, ["A ministry", "NGOs", "Police"],
     "A ministry, in Wiki; NGOs and Police, in Daily", "A ministry; NGOs; Police"),
    ({"daily": "The Daily"}, ["The Daily"], "Daily", "The Daily"),
    ({"daily": "Daily"}, ["Daily"], "Daily", "Daily"),
]  # fmt: skip


def test_a_credit_stands_beside_its_own_source(tip: Tip, tmp_path: Path) -> None:
    """Credits come in the order of the sources; a publisher says it only if none credits anyone."""
    for credit, said_by, printed, text in CREDITS:
        fact = {"sources": BOTH, **({"attributed_to": credit} if credit else {})}
        path = small_store(tmp_path, findings=[fact], more=PAIR)
        [row] = tip("policy", "--store", path, "--json").json
        assert (row["said_by"], row["attributed_to"]) == (said_by, text)
        assert f"It is so. {printed} [1,2]" in tip("policy", "--store", path).out, credit


def test_who_counts_a_figure(tip: Tip, tmp_path: Path) -> None:
    """Beside a value an encyclopedia is named where it alone gives the credit."""
    given = ({"wiki": "Police"}, {"daily": "Police"}, {"daily": "Police", "wiki": "Courts"})
    figures = [{"sources": BOTH, "attributed_to": credit, "period": "2001"} for credit in given]
    path = small_store(tmp_path, statistics=figures, more=PAIR)
    shown = tip("stats", "--year", "2001", "--store", path).lines
    assert shown[2].endswith("  Police, in Wiki/Police/Police; Courts, in Wiki [1,2]")


def test_a_credit_in_the_exports(tip: Tip, tmp_path: Path) -> None:
    """The table of facts and sources has it on the row of the source that gives it."""
    fact = {"sources": BOTH, "attributed_to": {"daily": ["NGOs", "Police"]}}
    path = small_store(tmp_path, findings=[fact], more=PAIR)
    package, base = tmp_path / "package", tmp_path / "facts.db"
    assert tip("export", str(package), "--store", path).code == 0
    assert tip("export", str(base), "--store", path).code == 0
    written = csv.DictReader(io.StringIO((package / "fact_sources.csv").read_text()))
    assert [row["credit"] for row in written] == ["", "NGOs; Police"]
    database = sqlite3.connect(base)
    found = database.execute("SELECT source, credit FROM cited_facts").fetchall()
    database.close()
    assert found == [("wiki", None), ("daily", "NGOs; Police")]


def test_a_text_is_a_map_that_says_it_of_each(tip: Tip, tmp_path: Path) -> None:
    """Neither a difference nor an answer tells them apart."""
    stores = []
    for number, credit in enumerate(["NGOs", ["NGOs"], {"daily": "NGOs", "wiki": ["NGOs"]}]):
        folder = tmp_path / str(number)
        folder.mkdir()
        facts = [{"sources": BOTH, "attributed_to": credit}]
        stores.append(small_store(folder, findings=facts, more=PAIR))
    for other in stores[1:]:
        assert tip("diff", stores[0], other) == (0, "", "tip: no difference\n")
        assert load(other).findings[0].credits_by_source == {"wiki": ["NGOs"], "daily": ["NGOs"]}


def test_a_note_is_a_note(tip: Tip, tmp_path: Path) -> None:
    """No body is made to say what the store notes."""
    path = small_store(tmp_path, statistics=[{"period": "2001", "note": "Ours."}])
    out = tip("stats", "victims", "--store", path).out
    assert ": Ours" not in out.replace("Note (2001): Ours.", "")
    assert "Note     Ours." in tip("show", "statistics-0", "--store", path).out


DERIVED = {
    **dict.fromkeys(["chapter", "sequel"], ()),
    "copy": ("chapter",),
    "copy-of-copy": ("copy",),
    "coding": ("chapter", "sequel"),
    "press": ("sequel",),
}


def derived(published: Mapping[str, str]) -> str:
    """Sources in TOML, with what they are derived from."""
    return "".join(
        SOURCE.format(key, key.capitalize(), "report")
        + f"derived_from = {json.dumps(list(origins))}\n"
        + (f'published = "{published[key]}"\n' if key in published else "")
        for key, origins in DERIVED.items()
    )


INDEPENDENT = {
    **{"chapter sequel": "chapter sequel", "chapter copy": "chapter", "coding": "coding"},
    **{"copy-of-copy chapter": "chapter", "copy copy-of-copy": "copy", "coding press": "press"},
    **{"coding copy press": "copy press", "coding chapter": "chapter"},
    "copy-of-copy press book": "copy-of-copy press book",
}


def test_independent_reports(tmp_path: Path) -> None:
    """What is derived from another, or with another from the same absent one, counts once."""
    store = load(small_store(tmp_path, findings=[{}], more=derived({})))
    independent = Attribution.of(store).independent
    found = {sources: " ".join(independent(sources.split())) for sources in INDEPENDENT}
    assert found == INDEPENDENT


def test_copies_are_no_reports_of_routes(tip: Tip, tmp_path: Path) -> None:
    """Headings, lines, the profile and maps count a chapter and its copies once."""
    ways = [("XB", "chapter"), ("XB", "copy"), ("XB", "press"), (None, "coding"), (None, "copy")]
    routes = [
        {"sources": [source], **({"destination": code} if code else {})} for code, source in ways
    ]
    figures = [{"period": "2001"}]
    profile = '[store.profile]\nyear = 2001\nmeasures = []\nindex = "victims"\nlaws = []\n'
    path = small_store(tmp_path, routes=routes, statistics=figures, more=profile + derived({}))
    lines = tip("routes", "--store", path).lines
    assert lines[0] == "From Arden abroad: 1 pair, 1 with one end named, in 2 reports"
    assert [line.split("  ")[-1].strip()[0] for line in lines[3:5]] == ["2", "1"]
    [source, *_] = tip("profile", "--store", path, "--json").json["routes"]
    assert (source["pairs"], source["one_end"], source["reports"]) == (1, 1, 2)
    found = tip("routes", "--store", path, "-f", "geojson").json["features"]
    counts = {each["id"]: each["properties"]["reports"] for each in found}
    assert counts == {"XA": 2, "XB": 2, "source-stated-XA-XB": 2, "source-stated-XA-unnamed": 1}


def test_reported_is_the_year_of_the_origin(tip: Tip, tmp_path: Path) -> None:
    """A copy says what was said when its origin was published, though it is undated itself."""
    published = {"chapter": "2008", "press": "2013", "sequel": "2012"}
    cited = [["copy-of-copy"], ["coding"], ["press"], ["copy", "sequel"], ["book"]]
    findings = [{"sources": sources} for sources in cited]
    path = small_store(tmp_path, findings=findings, more=derived(published))
    rows = tip("policy", "--store", path, "--json").json
    assert [row["reported"] for row in rows] == [2008, 2008, 2012, 2008, None]
