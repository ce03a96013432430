"""What the headings of lists count is what `--json` of the same command gives."""

import re

import pytest

from tests.conftest import Tip

COUNTED = {
    "laws": "event",
    "laws --kind treaty": "event",
    "laws --since 2010": "event",
    "timeline --kind law": "dated law",
    "timeline --kind route": "dated route",
    "timeline 2016 --all": "dated fact",
    "timeline": "dated fact",
    "sources": "source",
    "sources 2016 --all": "source",
    "search shelter": "fact",
    "search compensation 2016": "fact",
    "fields stats": "field",
}


@pytest.mark.parametrize("line", COUNTED)
def test_a_list_counts_its_rows(tip: Tip, line: str) -> None:
    """The number before the noun in the first line."""
    heading = tip(*line.split()).lines[0]
    rows = tip(*line.replace(" --all", "").split(), "--json").json
    if line.startswith("timeline"):
        rows = [row for row in rows if row["period"]]
    counted = re.search(rf"([\d,]+) {COUNTED[line]}s?\b", heading)
    assert counted, heading
    assert int(counted[1].replace(",", "")) == len(rows), heading


@pytest.mark.parametrize("year", range(2001, 2026))
def test_a_year_of_coverage_is_what_the_commands_give(tip: Tip, year: int) -> None:
    """Each kind's number is that of the rows which touch the year."""
    [row] = tip("coverage", "--year", str(year), "--json").json
    for name, command in {"routes": "routes", "findings": "policy", "laws": "laws"}.items():
        rows = tip(command, "--year", str(year), "--json").json
        assert (name, row[name] or 0) == (name, len(rows))
