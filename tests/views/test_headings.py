"""Each heading's number is the number of rows that `--json` gives for the same command."""

import re
from collections import Counter
from typing import Any

import pytest

import serbia_tip
from tests.conftest import Tip

STORE = serbia_tip.load()
AREAS = sorted({str(finding.area) for finding in STORE.findings})
TOPICS = sorted({finding.topic for finding in STORE.findings})
MEASURES = list(STORE.measures)
YEARS = list(range(2002, 2025))
Row = dict[str, Any]
_NUMBER = re.compile(r": ([\d,]+)(?: of|, of| totals?| parts?| figures?| findings?|;|,|$)")


def asked(tip: Tip, *line: str) -> tuple[str, str, list[Row]]:
    """The heading, the whole answer, and the rows of the same command; none if none match."""
    rows: list[Row] = tip(*line, "--json").json
    shown = tip(*line)
    return (shown.lines[0], shown.out, rows) if rows else ("", "", [])


def counted(rows: list[Row]) -> str:
    """How headings tell findings and advice apart."""
    advice = sum(row["assessment"] == "advice" for row in rows)
    findings = len(rows) - advice
    said = [f"{findings} finding{'s'[: findings != 1]}"] if findings else []
    said += [f"{advice} piece{'s'[: advice != 1]} of advice"] if advice else []
    return " and ".join(said)


def disputed(rows: list[Row]) -> int:
    """How many rows name what disputes them."""
    return sum(bool(row["disputed_by"]) for row in rows)


def said_disputed(out: str) -> int:
    """How many the answer says are disputed."""
    found = re.search(r"^Disputed: (\d+) ", out, re.MULTILINE)
    return int(found[1]) if found else 0


POLICY: list[list[str]] = [
    [],
    *([area] for area in AREAS),
    *(["--topic", topic] for topic in TOPICS),
    *(["--year", f"{year}"] for year in YEARS),
    *([area, "--year", f"{year}"] for area in AREAS for year in YEARS[::7]),
    *(["--by", body] for body in ("GRETA", "ASTRA")),
]


@pytest.mark.parametrize("start", range(4))
def test_findings_are_counted_as_given(tip: Tip, start: int) -> None:
    """Advice apart from findings, and the disputed among all of them."""
    for line in POLICY[start::4]:
        heading, out, rows = asked(tip, "policy", *line)
        if rows:
            assert f": {counted(rows)}" in heading, line
            assert said_disputed(out) == disputed(rows), line


@pytest.mark.parametrize("start", range(4))
def test_figures_of_a_year_are_counted_as_given(tip: Tip, start: int) -> None:
    """Those within the year, and those of longer spans that touch it."""
    for year in YEARS[start::4]:
        heading, out, rows = asked(tip, "stats", "--year", f"{year}")
        within = [row for row in rows if row["year"] == row["last_year"] == year]
        beside = f"; {len(rows) - len(within)} more" if len(rows) > len(within) else ""
        assert f": {len(within)}{beside}" in heading, year
        assert said_disputed(out) == disputed(rows), year


@pytest.mark.parametrize("start", range(4))
def test_figures_of_a_measure_are_counted_as_given(tip: Tip, start: int) -> None:
    """The totals in the heading and the parts in a remark, or the parts in the heading."""
    for measure in MEASURES[start::4]:
        heading, out, rows = asked(tip, "stats", "--measure", measure)
        if len({row["measure"] for row in rows}) != 1:
            continue
        kinds = Counter(row["group"] is None and row["part_of"] is None for row in rows)
        found = _NUMBER.search(heading)
        assert found is not None, heading
        assert int(found[1].replace(",", "")) == (kinds[True] or kinds[False]), heading
        parts = re.search(r"^(\d+) more figures? (?:is a part|are parts)", out, re.MULTILINE)
        assert int(parts[1] if parts else 0) == (kinds[False] if kinds[True] else 0), measure


def test_the_index_counts_as_given(tip: Tip) -> None:
    """All figures, and each measure's; an area's are told with their measures."""
    heading, out, rows = asked(tip, "stats")
    assert f": {len(rows)} of {len({row['measure'] for row in rows})} measures" in heading
    assert said_disputed(out) == disputed(rows)
    for area in AREAS:
        heading, _, rows = asked(tip, "stats", "--area", area)
        assert f": {len(rows)}, of {len({row['measure'] for row in rows})} measure" in heading


def test_what_was_asked_is_in_the_heading(tip: Tip) -> None:
    """Who says it, in what source, and of which country."""
    measure = ["stats", "--measure", STORE.statistics[0].measure]
    for line, fact in ((measure, STORE.statistics[0]), (["policy"], STORE.findings[0])):
        heading = tip(*line, "--source", fact.cited[0]).lines[0]
        assert STORE.home.name in heading
        assert ", in " in heading


def test_a_part_of_a_part_is_no_column_of_its_whole(tip: Tip) -> None:
    """Each block of parts holds those of one whole, and says which."""
    for dimension in sorted({str(one.dimension) for one in STORE.statistics if one.dimension}):
        line = ["stats", "--measure", MEASURES[0], "--dimension", dimension]
        _, out, rows = asked(tip, *line)
        groups = {row["id"]: row["group"] for row in tip("stats", "--json").json}
        nested = {groups.get(row["part_of"]) for row in rows if row["part_of"]} - {None}
        for group in nested:
            title = STORE.groups[group].title if group in STORE.groups else None
            assert f": {title or group}" in out, (dimension, group)
        assert " among " not in out.partition("\n\n")[2].partition("\n\n")[0], dimension


@pytest.mark.parametrize("year", YEARS)
def test_the_line_to_copy_cites_a_whole_year(tip: Tip, year: int) -> None:
    """Wherever there is a total of the whole year, and such ones come before parts of the year."""
    _, out, rows = asked(tip, "stats", "--year", f"{year}")
    cited = re.findall(r"^tip show (\S+)", out, re.MULTILINE)
    [row] = [row for row in rows if row["id"] == cited[-1]]
    totals = [one for one in rows if one["period"] == f"{year}" and not one["group"]]
    assert row["period"] == f"{year}" or not totals
