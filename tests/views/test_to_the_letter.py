"""A small store that has a bit of everything, to the letter: on terminals, and in a pipe."""

from pathlib import Path
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.conftest import Tip
from tests.pseudo_terminal import in_columns
from tests.small import Table, small_store

HELP = {"name": "A Line", "phone": "12", "url": "https://line.example/"}
PROFILE = {"year": 2001, "measures": ["victims", "trials"], "index": "score", "laws": ["laws-0"]}
MORE = """
[countries]
XC = { alpha3 = "XCC", name = "Cardenia", lat = 5, lon = 6 }
[sources]
paper = { title = "A Paper", publisher = "A Press", published = "2003-04-05", kind = "news" }
wiki = { title = "A Wiki", publisher = "Wikipedians", kind = "encyclopedia" }
[dimensions]
age = { title = "By age" }
"""
PAPER: Table = {"sources": ["paper"]}
GIRLS: Table = {"dimension": "sex", "group": "girls", "unit": "files"}
AGED: Table = {"part_of": "v1", "dimension": "age", "period": "2001"}
HERE: Table = {"role": "destination", "destination": "XA", "standing": "alleged", "period": "2001"}
WITHIN: Table = {"role": "internal", "destination": "XA", "period": "2002"}
OF: dict[str, Any] = {
    "statistics": [
        *({"id": f"v{n}", "period": f"200{n}", "value": 9 + n} for n in (1, 2, 3)),
        *({**GIRLS, "part_of": f"v{n}", "period": f"200{n}", "value": 2 + n} for n in (1, 3)),
        *({**AGED, "group": letter} for letter in "abcdefghij"),
        {"period": "2001", **PAPER, "contradicts": ["v1"], "note": "Other girls never spoke."},
        *({"period": f"200{n}", "value": 9 + n, "attributed_to": "Others"} for n in (1, 2, 3)),
        *({"period": "2002-03", "value": value, "sources": ["wiki"]} for value in (4, 5)),
        {"period": "2002/2003", "value": 24, "note": "A note."},
        {"period": "2001", "measure": "trials", "value": 5, "bound": "at_least", **PAPER},
        {"period": "2003", "measure": "trials", "value": 6, "unit": "cases"},
        *({"period": f"200{n}", "measure": "charges", "area": "prosecution"} for n in (1, 2)),
        {"period": "2003", "measure": "charges", "area": "prosecution", "break_before": "New."},
        {"period": "2003", "measure": "score", "area": "situation", "unit": "points", "out_of": 9},
        {"period": "2002", "measure": "calls", "unit": "calls", "sources": ["wiki"]},
        *({"period": "2003", "measure": f"m{n}", "area": "situation"} for n in (1, 2, 3)),
        {"period": "2002", "part_of": "v2", "measure": "raids", **GIRLS},
        {"period": "2003", "value": 99, "rank": "deprecated", "note": "A slip."},
    ],
    "routes": [
        *({"destination": "XB", "period": f"200{n}"} for n in (1, 2, 3)),
        *({"destination": "XC", "period": f"200{n}"} for n in (1, 3)),
        {"destination": "XC", "period": "2002", "standing": "at_risk", **PAPER},
        {"period": "2002", "open_ended": True},
        {"role": "transit", "origin": "XB", "period": "2002", "open_ended": True, **PAPER},
        {"role": "transit", "origin": "XC", "destination": "XB", "period": "2002"},
        {"role": "transit", "origin": None, "period": "2003", **PAPER},
        {**HERE, "origin": "XC", "open_ended": True, "people": ["men", "boys"]},
        {**HERE, "origin": "XB", **PAPER},
        *({**WITHIN, "people": [who, "boys"], "purpose": "begging"} for who in ("girls", "men")),
    ],
    "tiers": [
        {"tier": "Tier 3", "rank": "deprecated", "note": "A slip.", **PAPER},
        *({"year": 2000 + n, "tier": f"Tier {n}"} for n in (1, 2)),
        {"year": 2002, "attributed_to": "Others"},
        {"year": 2003, "basis": "inferred", "entity": "Union of Arden"},
    ],
    "findings": [
        {"assessment": "progress", "period": "2001"},
        {"assessment": "mixed", "period": "2003", "contradicts": ["routes-3", "routes-4"]},
        *({"assessment": "shortcoming", "period": f"200{n}", "topic": "law"} for n in (1, 2)),
        {"assessment": "progress", "period": "2003", "topic": "law", "contradicts": ["routes-3"]},
        {"assessment": "shortcoming", "period": "2003/2005", "topic": "child-labour"},
        {"assessment": "advice", "period": "2003", "attributed_to": "Others"},
        *({"period": "2002", "area": "situation", "topic": word} for word in ("arrests", "raids")),
        *({"period": "2003", "topic": "raids"}, {"topic": "places"}),
        {"assessment": "progress", "period": "2000/2001-04", "area": "prosecution"}
        | {"topic": "law"},
        *({"assessment": "progress", "period": "2002", "topic": "child-labour"},) * 12,
    ],
    "laws": [{"period": "2002-03-04"}, {"period": "2002", "event": "amended", "entity": "Union"}],
}
"""Facts of three years, of which some are alike and some dispute each other."""
SEEN = [
    *("year 2001 in 80", "year 2002", "year 2001 2002 2003 --deprecated in 80", " in 80"),
    *("stats protection 2002 --all in 80", "routes in 80", "disputes in 80", "profile in 80"),
    *("disputes --all in 80", "policy in 80", "policy protection in 80", "policy law in 80"),
    *("policy protection 2003 in 80", "timeline --source paper --sources full in 80", "timeline"),
    "show tiers-1 routes-10",
]


@pytest.mark.parametrize("ask", SEEN)
def test_a_small_store_is_shown(
    tip: Tip, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, ask: str, snapshot: SnapshotAssertion
) -> None:
    """In so many columns, or in a pipe."""
    monkeypatch.setenv("NO_COLOR", "1")
    line, _, columns = ask.partition(" in ")
    about = {"help": HELP, "profile": PROFILE}
    asked = [*line.split(), "--store", small_store(tmp_path, store=about, more=MORE, **OF)]
    shown = in_columns(monkeypatch, int(columns), *asked) if columns else tip(*asked)
    assert (shown.code, shown.err) == (0, "")
    assert shown.out == snapshot
