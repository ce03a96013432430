"""The views whose lines are sentences, and what is listed: nothing is lost, nothing too wide."""

from pathlib import Path

import pytest

from serbia_tip.model import Store
from serbia_tip.views.wording import say_period
from tests.conftest import Tip
from tests.small import Table, small_store


@pytest.mark.parametrize("command", ["policy --all", "laws", "timeline --all"])
def test_a_line_says_what_its_row_says(tip: Tip, shipped: Store, command: str) -> None:
    """Each row has one line, which gives its period, and each doubt that the row has."""
    asked = [*command.split(), "--deprecated", "--sources", "none"]
    rows, lines = tip(*asked, "--json").json, tip(*asked).lines
    standing = {fact.id for fact in shipped.facts() if fact.rank != "deprecated"}
    for row in rows:
        said = f"{row['name']}: {row['event']}" if command == "laws" else row["statement"]
        told = [line for line in lines if said in line and say_period(row["period"]) in line]
        assert told, row
        disputed = row["rank"] != "deprecated" and not standing.isdisjoint(row["disputed_by"])
        assert "(deprecated" in told[0] or row["rank"] != "deprecated", row
        assert len(told) > 1 or ("(disputed" in told[0]) == disputed, row


def test_every_source_is_listed(tip: Tip) -> None:
    """Each source has a line, with how many facts rest on it; those with most come first."""
    rows = {row["id"]: row["facts"] for row in tip("sources", "--json").json}
    lines = [line.split() for line in tip("sources", "--all").lines if line]
    told = [(words[-1], int(words[0])) for words in lines if words[-1] in rows]
    assert [facts for _, facts in told] == sorted(rows.values(), reverse=True)
    assert dict(told) == rows


def test_what_lines_share_is_said_once(tip: Tip, tmp_path: Path) -> None:
    """One area, one topic, one assessment, one kind stand in the heading and in no column."""
    store = ["--store", small_store(tmp_path, findings=[{"period": "2001"}, {"period": "2002"}])]
    assert tip("policy", *store).lines[:4] == [
        "Protection, shelter, context, Arden: 2 findings, 2001–2002",
        "",
        "2002: It is so. A Book [1]",
        "2001: It is so. A Book [1]",
    ]
    assert tip("timeline", *store).lines[0] == "Timeline: 2 dated findings, 2001–2002"


def test_the_period_asked_for_is_not_repeated(tip: Tip, tmp_path: Path) -> None:
    """Only a finding of another period than the year asked for says when."""
    facts = [{"period": period} for period in ("2000/2001", "2001-05")]
    facts.append({"period": "2001", "assessment": "progress"})
    store = small_store(tmp_path, findings=facts)
    assert tip("policy", "--year", "2001", "--store", store).lines[2:5] == [
        "context   May 2001: It is so. A Book [1]",
        "progress  It is so. A Book [1]",
        "context   2000–2001: It is so. A Book [1]",
    ]


def test_who_says_it(tip: Tip, tmp_path: Path) -> None:
    """A sentence ends with its source, and whom that credits if it is another."""
    credited_as: list[tuple[Table, Table, str]] = [
        ({}, {}, "A Book [1]"),
        ({}, {"short": "Book"}, "Book [1]"),
        ({"attributed_to": "one NGO"}, {}, "One NGO, in A Book [1]"),
        ({"attributed_to": "A House"}, {}, "A Book [1]"),
        ({"attributed_to": "A Club"}, {"short": "A Club, May"}, "A Club, May [1]"),
        ({"attributed_to": ["NGOs", "the police"]}, {}, "NGOs and the police, in A Book [1]"),
    ]
    for finding, source, said in credited_as:
        path = small_store(tmp_path, findings=[finding], source=source)
        assert tip("policy", "--store", path).lines[2].endswith(f"It is so. {said}")
        bare = tip("policy", "--sources", "none", "--store", path).lines[2]
        credited = said.partition(", in ")[0] if ", in " in said else ""
        assert bare.endswith(f"({credited})" if credited else "It is so.")


def test_the_numbers_of_sources(tip: Tip, tmp_path: Path) -> None:
    """Three at most beside a line; the yearly editions of one publication share a number."""
    told = 'publisher = "P"\nkind = "report"'
    names = [f"Report {year}" for year in (2001, 2002, 2004)]
    more = "".join(f'[sources.r{name[-1]}]\ntitle = "{name}"\n{told}\n' for name in names)
    tiers = [{"sources": ["book", "r4", "r2", "r1"], "year": 2004}]
    tiers += [{"year": int(name[-4:]), "sources": [f"r{name[-1]}"]} for name in names[:2]]
    findings = [{"sources": sources} for sources in (["r1"], tiers[0]["sources"])]
    store = small_store(tmp_path, tiers=tiers, findings=findings, more=more)
    lines = tip("policy", "--store", store).lines
    assert lines[3].endswith("[1,2,3, …]")
    assert lines[-1] == "[1] Report 2001  [2] A Book  [3] Report 2004  … 1 more: --sources full"
    assert tip("tiers", "--store", store).lines[-1] == "[1] Report 2001–2002, 2004  [2] A Book"


def test_the_entity_of_a_law(tip: Tip, tmp_path: Path) -> None:
    """Another state is named; the store's country, by whatever name, is not."""
    store = small_store(tmp_path, laws=[{"entity": "Union"}, {"entity": "arden", "kind": "plan"}])
    assert tip("laws", "--store", store).lines[2:4] == [
        "undated  An Act: adopted (statute, Union) A Book [1]",
        "undated  An Act: adopted (plan) A Book [1]",
    ]


def test_ten_hits_and_how_many_more(tip: Tip, tmp_path: Path) -> None:
    """A person is shown ten hits and how to see the others, a program all of them."""
    asked = ["search", "so", "--store", small_store(tmp_path, findings=[{}] * 12)]
    assert len(tip(*asked, "--json").json) == 12
    first, whole = tip(*asked).lines, tip(*asked, "-n", "12").lines
    assert (first[0], whole[0]) == ("10 of 12 facts", "12 of 12 facts")
    assert "2 more: -n 12 shows them all." in first
    assert "more" not in " ".join(whole)
    assert sum("findings-" in line for line in whole) == 12


def test_help_without_a_fact(tip: Tip, tmp_path: Path) -> None:
    """Whom one can call is found even where no fact is."""
    more = '[store.help]\nname = "A Line"\nphone = "12"\nurl = "https://a.example"'
    store = small_store(tmp_path, findings=[{}], more=more)
    lines = tip("search", "line", "--store", store).lines
    assert lines[1] == "Help: A Line, 12  https://a.example"
    assert tip("search", "act", "--store", store).out == ""
