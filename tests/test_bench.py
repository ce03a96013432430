"""What the measurements are made on and with: sound stores, and honest tables. Nothing is timed."""

import re
import sys
from itertools import product
from pathlib import Path

import pytest

from bench.measure import Case, compared
from bench.stores import MANY, MEASURE, many, store
from tests.conftest import Tip

QUICK = [sys.executable, "-c", ""]


def test_a_made_up_store_is_sound_and_the_same_each_time(tip: Tip, tmp_path: Path) -> None:
    """It has as many facts as it should, and breaks no rule."""
    path = tmp_path / "store.toml"
    for thing, size in product(["", *MANY], (100, 700)):
        made, again = (many(thing, size) if thing else store(size) for _ in range(2))
        assert made == again
        path.write_text(made, encoding="utf-8")
        result = tip("check", str(path))
        assert (thing, result.code, result.err) == (thing, 0, "")
        assert f"sound: {size} facts" in result.out


def test_a_made_up_store_has_what_is_looked_for(tip: Tip, tmp_path: Path) -> None:
    """The questions that are timed have answers, some of them disputed; most facts aren't."""
    path = tmp_path / "store.toml"
    path.write_text(store(1000), encoding="utf-8")
    for line, count in {
        **{f"stats --year 2007 --measure {MEASURE}": range(1, 10), "search sheltered": [270]},
        **{"routes --role transit": [280 // 3], "show statistics-7": [1]},
    }.items():
        assert len(tip(*line.split(), "--json", "--store", str(path)).json) in count, line
    disputed = [row["disputed_by"] for row in tip("stats", "--json", "--store", str(path)).json]
    assert 0 < sum(map(bool, disputed)) < 190
    assert max(map(len, disputed)) == 1


def test_a_case_is_a_multiple_of_its_floor_and_what_was_not_run_has_no_figure() -> None:
    """A program that is not installed; one that ends in an error is none to be measured."""
    cases = [Case("floor", QUICK), Case("case", QUICK, "floor", 1.6), Case("absent", None, "floor")]
    head, _, floor, case, absent = compared(cases, 2, {})
    assert head.count("|") == case.count("|")
    assert re.search(r"floor \|.*\| 1.6 \|", case)
    assert "**" not in floor
    assert absent == "| absent | not installed |"
    with pytest.raises(RuntimeError, match="failed"):
        list(compared([Case("broken", [*QUICK[:2], "raise SystemExit(1)"])], 2, {}))


def test_the_environment_of_a_case_is_set_for_no_other() -> None:
    """Such as completion's variables."""
    plain = Case("plain", [*QUICK[:2], "import os; raise SystemExit('ONLY' in os.environ)"])
    with pytest.raises(RuntimeError):
        list(compared([plain._replace(environment={"ONLY": "1"})], 2, {}))
    assert len(list(compared([plain], 2, {}))) == 3
