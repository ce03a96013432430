"""The views whose lines are sentences, and what is listed: nothing is lost, nothing too wide."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from serbia_tip.model import Store
from serbia_tip.queries import kinds
from serbia_tip.queries.filters import Asked
from serbia_tip.queries.rows import CitedRow, LawRow
from serbia_tip.terminal.screen import visible
from serbia_tip.terminal.text import spelled
from serbia_tip.views.lists import view_laws, view_sources
from serbia_tip.views.policy import view as view_policy
from serbia_tip.views.timeline import view_timeline
from serbia_tip.views.view import Line, View
from serbia_tip.views.wording import period
from tests.conftest import Tip
from tests.small import Table, small_store


def says(line: Line, row: CitedRow) -> bool:
    """Whether the line is about this row."""
    said = f"{row.name}: {row.event}" if isinstance(row, LawRow) else row.statement
    return visible(said) in spelled(line.cells[-1]) and line.references == row.sources


@pytest.mark.parametrize(
    ("view", "ask"),
    [
        (view_policy, kinds.findings),
        (view_laws, kinds.laws),
        (view_timeline, kinds.timeline),
    ],
)
def test_a_line_says_what_its_row_says(
    shipped: Store, view: Callable[..., View], ask: Callable[[Store], Sequence[Any]]
) -> None:
    """Each row has one line, which gives its period, and each doubt that the row has."""
    rows = ask(shipped)
    found = view(shipped, rows, Asked(all=True))
    titles = {
        id(line): " ".join([section.title, *map(spelled, line.cells)])
        for section in found.sections
        for line in section.lines
    }
    lines = list(found.lines())
    assert len(lines) == len(rows)
    standing = {fact.id for fact in shipped.facts() if fact.rank != "deprecated"}
    for row in rows:
        [line, *alike] = [line for line in lines if says(line, row)]
        said = titles[id(line)]
        assert period(row.period) in said
        assert "deprecated" in said or row.rank != "deprecated"
        disputed = row.rank != "deprecated" and not standing.isdisjoint(row.disputed_by)
        assert alike or ("(disputed" in said) == disputed


def test_every_source_is_listed(shipped: Store) -> None:
    """Each source has a line, with how many facts rest on it; those with most come first."""
    rows = kinds.sources(shipped)
    lines = list(view_sources(shipped, rows, Asked(all=True)).lines())
    facts = [int(spelled(line.cells[0]).replace(",", "")) for line in lines]
    assert facts == sorted((row.facts for row in rows), reverse=True)
    assert {spelled(line.cells[-1]).rpartition(" ")[2] for line in lines} == {r.id for r in rows}


def test_what_lines_share_is_said_once(tip: Tip, tmp_path: Path) -> None:
    """One area, one topic, one assessment, one kind stand in the heading and in no column."""
    store = ["--store", small_store(tmp_path, findings=[{"period": "2001"}, {"period": "2002"}])]
    assert tip("policy", *store).lines[:4] == [
        "Protection, shelter, context: 2 findings, 2001–2002",
        "",
        "2002: It is so. A Book [1]",
        "2001: It is so. A Book [1]",
    ]
    assert tip("timeline", *store).lines[0] == "Timeline: 2 dated findings, 2001–2002"


def test_the_period_asked_for_is_not_repeated(tip: Tip, tmp_path: Path) -> None:
    """Only a finding of another period than the year asked for says when."""
    facts = [{"period": "2001"}, {"period": "2000/2001"}, {"period": "2001-05"}]
    store = small_store(tmp_path, findings=facts)
    assert tip("policy", "--year", "2001", "--store", store).lines[2:5] == [
        "May 2001: It is so. A Book [1]",
        "It is so. A Book [1]",
        "2000–2001: It is so. A Book [1]",
    ]


def test_who_says_it(tip: Tip, tmp_path: Path) -> None:
    """A sentence ends with its source, and whom that credits if it is another."""
    credited_as: list[tuple[Table, Table, str]] = [
        ({}, {}, "A Book [1]"),
        ({}, {"short": "Book"}, "Book [1]"),
        ({"attributed_to": "one NGO"}, {}, "One NGO, in A Book [1]"),
        ({"attributed_to": "A House"}, {}, "A Book [1]"),
        ({"attributed_to": ["NGOs", "the police"]}, {}, "NGOs and the police, in A Book [1]"),
    ]
    for finding, source, said in credited_as:
        path = small_store(tmp_path, findings=[finding], source=source)
        assert tip("policy", "--store", path).lines[2].endswith(f"It is so. {said}")
        bare = tip("policy", "--sources", "none", "--store", path).lines[2]
        credited = said.partition(", in ")[0] if ", in " in said else ""
        assert bare.endswith(f"({credited})" if credited else "It is so.")


def test_risk_and_allegation_stay_with_a_route(tip: Tip, tmp_path: Path) -> None:
    """The timeline doesn't turn an allegation into a fact."""
    route = {"standing": "alleged", "period": "2001"}
    store = small_store(tmp_path, routes=[route, {**route, "standing": "at_risk"}])
    assert [line for line in tip("timeline", "--store", store).lines if "It is so" in line][:2] == [
        "2001  It is so. (alleged) A Book [1]",
        "2001  It is so. (at risk) A Book [1]",
    ]


def test_the_entity_of_a_law(tip: Tip, tmp_path: Path) -> None:
    """Another state is named; the store's country, by whatever name, is not."""
    store = small_store(tmp_path, laws=[{"entity": "Union of Arden"}, {"entity": "arden"}])
    assert tip("laws", "--store", store).lines[2:4] == [
        "undated  An Act: adopted (Union of Arden) A Book [1]",
        "undated  An Act: adopted A Book [1]",
    ]


def test_ten_hits_and_how_many_more(tip: Tip, tmp_path: Path) -> None:
    """A person is shown ten hits and how to see the others, a program all of them."""
    store = ["--store", small_store(tmp_path, findings=[{}] * 12)]
    assert len(tip("search", "so", *store, "--json").json) == 12
    first = tip("search", "so", *store)
    assert first.lines[0] == "10 of 12 facts"
    assert "2 more: -n 12 shows them all." in first.lines
    whole = tip("search", "so", *store, "-n", "12")
    assert whole.lines[0] == "12 of 12 facts"
    assert "more" not in whole.out
    assert sum("findings-" in line for line in whole.lines) == 12


def test_help_without_a_fact(tip: Tip, tmp_path: Path) -> None:
    """Whom one can call is found even where no fact is."""
    path = Path(small_store(tmp_path, findings=[{}]))
    path.write_text(
        f'{path.read_text()}\n[store.help]\nname = "A Line"\nphone = "12"\nurl = "https://a.example"\n'
    )
    found = tip("search", "line", "--store", str(path))
    assert found.lines[1] == "Help: A Line, 12  https://a.example"
    assert tip("search", "act", "--store", str(path)).out == ""
