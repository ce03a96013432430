"""Charts of one small store to the letter, on a terminal."""

import re
from pathlib import Path
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.pseudo_terminal import in_columns
from tests.small import small_store

THEN, GONE = {"period": "2003"}, {"rank": "deprecated", "note": "No."}
OUT: dict[str, Any] = {"role": "source", "origin": "XH", "destination": "XB"}
BACK = {"role": "internal", "origin": "XH", "destination": "XH", "purpose": "begging"}
MEN: dict[str, Any] = BACK | {"people": ["men"], **THEN}
IN = {"role": "destination", "destination": "XH", "origin": None}
SEX, AGE = ({"period": "2003", "dimension": each, "part_of": "whole"} for each in ("sex", "age"))
OTHER = {"attributed_to": "The Counter of All Victims"}
TRIALS: dict[str, Any] = {"measure": "trials", "unit": "percent"}
HELD = {**TRIALS, **SEX, "value": 2, "part_of": "held"}
LATER = {"2011": 100.25, "2012": 91.5, "2013": 84.75}
CROWDED = {"2004": 30.25, "2005": 52.5, "2006": 28.75, "2011": 60.5}
SCORE = {"measure": "score", "unit": "points", "out_of": 12, "period": "2003"}
LONG = "Donaudampfschifffahrtsgesellschaftskapitänswitwen"  # longer than a narrow line
PAPER = (
    f'[sources.{{}}]\ntitle = "A Paper {{}} of the {LONG}"\npublisher = "A House"\nkind = "book"\n'
)
PLACE = '[countries.{0}]\nalpha3 = "{0}A"\nname = "{1}"\nlat = {2}\nlon = {3}\n'
SMALL: dict[str, Any] = {
    "store": {"country": "XH"},
    "more": PAPER.format("paper", 2003)
    + PAPER.format("later", 2005)
    + PLACE.format("XH", "Old and New Arden", 1, 1)
    + PLACE.format("XC", "Cardenia and the Isles", 3.4, 4.3)
    + PLACE.format("XM", "Dunmark", -20, 0),
    "routes": [
        *(OUT, OUT | {"standing": "alleged", "entity": "Old Arden"}),
        *(OUT | {"standing": "at_risk", **THEN}, OUT | {"sources": ["paper"], **THEN}),
        *(MEN | {"sources": ["book", "paper", "later"]}, MEN | {"standing": "at_risk"}, BACK),
        {"role": "source", "origin": "XH", "open_ended": True},
        {"role": "transit", "origin": "XC", "destination": "XB", "period": "2003"},
        {"role": "transit", "origin": "XC", "open_ended": True, "destination": "XM"},
        *(IN | {"origin": "XA", "open_ended": True}, IN, IN | GONE),
    ],
    "statistics": [
        {"id": "whole", "value": 40, "period": "2003", "partitioned_by": ["age"]},
        *({"value": value, "period": f"200{value}", "entity": "Old Arden"} for value in (1, 2)),
        {"value": 30, "period": "2009", **GONE},
        *({"value": value, "period": "2007"} for value in (3, 5, 7, 9)),
        *({"value": value, "period": year} for year, value in LATER.items()),
        {"value": 20, "period": "2002/2004", "bound": "more_than"},
        {"value": 3, "period": "2005-01/2005-06", "break_before": "counted anew."},
        {"id": "rival", "value": 44, "period": "2003", "contradicts": ["whole"], **OTHER},
        *({"value": value, "period": year, **OTHER} for year, value in CROWDED.items()),
        {"value": 5, "period": "2004", "attributed_to": "Another", "bound": "at_least"},
        {**SEX, "id": "women", "value": 30, "group": "women"},
        {**SEX, "value": 10, "bound": "at_least", "group": "girls", "part_of": "women"},
        {**SEX, "value": 25, "unit": "percent", "group": "men"},
        {**SEX, "value": 3, "unit": "families", "group": "not known"},
        *({**AGE, "value": 20, "group": group} for group in ("adults", "children")),
        *({**TRIALS, "value": year - 1999, "period": str(year)} for year in range(2004, 2008)),
        {**TRIALS, "value": 4, "period": "2003", "id": "held"},
        *(HELD | {"group": group} for group in ("women", "men")),
        {**TRIALS, "value": 3, "period": "2002", "entity": "Old Arden"},
        {**TRIALS, "value": 50, "period": "2003", **OTHER},
        {**TRIALS, "value": 90, "period": "2003/2006"},
        {**TRIALS, "value": 5, "period": "2005-07/2006-06"},
        *(SCORE | {"value": 0}, SCORE | {"value": 7}, {"value": 8, "unit": "days"}),
    ],
    "tiers": [
        *({"year": year, "tier": "Tier 2", "basis": "inferred"} for year in (2001, 2003)),
        {"year": 2004, "tier": "Tier 3", "id": "one", "contradicts": ["two"]},
        {"year": 2004, "tier": "Tier 1", "id": "two"},
        {"year": 2005, "tier": "Tier 1", **GONE},
        *({"year": year, "tier": f"Tier {tier}"} for year, tier in ((2008, 1), (2009, 3))),
    ],
}
"""All that charts draw, in few facts: states, gaps, a break, disputes, periods, parts, doubts."""
LETTERED = [
    *(("stats trials", 40), ("stats trials", 16), ("stats victims --deprecated", 82)),
    *(("stats --dimension sex", 31), ("year 2011", 25), ("year 2004", 60)),
    *(("tiers --deprecated", 55), ("routes --deprecated", 77)),
]


@pytest.mark.parametrize(("line", "columns"), LETTERED)
def test_a_chart_in_letters_to_the_letter(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    snapshot: SnapshotAssertion,
    line: str,
    columns: int,
) -> None:
    """What stands above the legend on a terminal of any width; escapes are shown as ␛."""
    path = small_store(tmp_path, **SMALL)
    shown = in_columns(monkeypatch, columns, *line.split(), "--store", path, "--chart")
    chart, *_ = re.split("\n\n(?=[●◆├─*] ?)", shown.out)
    assert chart.replace("\x1b", "␛") == snapshot
