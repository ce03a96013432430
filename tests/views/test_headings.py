"""Headings say what is there: each count is made again of the same command's JSON."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

import pytest

from tests.conftest import Tip

Rows = Sequence[dict[str, Any]]
YEARS = range(2000, 2026)


def count(number: int, noun: str) -> str:
    """The number with its noun."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def routes_said(rows: Rows) -> str:
    """What a heading says of these routes, but for the number of reports."""
    keys = ("role", "standing", "origin_code", "destination_code")
    pairs = {
        (*(row[key] for key in keys), *((*row["people"], row["purpose"]) if inside else ()))
        for row in rows
        for inside in [row["role"] == "internal"]
    }
    standings = Counter(pair[1] for pair in pairs)
    standing = min(standings, key=["stated", "alleged", "at_risk"].index)
    firmest = [pair for pair in pairs if pair[1] == standing]
    ends = Counter(pair[2:4].count(None) for pair in firmest if pair[0] != "internal")
    inside = sum(pair[0] == "internal" for pair in firmest)
    both, one, neither = ends[0], ends[1], ends[2]
    said = [count(both, "pair") if both else "no pair"] if ends else []
    said += [f"{one} with one end named"] * bool(one) + [f"{neither} with neither"] * bool(neither)
    within = " within Serbia" if ends else ""
    said += [f"{count(inside, 'group')}{within}"] * bool(inside)
    firmly = "" if standing == "stated" else f" {standing.replace('_', ' ')}"
    besides = [
        f"{standings[other]} {other.replace('_', ' ')}"
        for other in ("alleged", "at_risk")
        if other != standing and standings[other]
    ]
    more = f"; besides {', '.join(besides)}" if besides else ""
    return f"{', '.join(said)}{',' * (len(said) > 1)}{firmly} in N{more}"


def findings_said(rows: Rows) -> str:
    """What a heading says of these findings."""
    advice = sum(row["assessment"] == "advice" for row in rows)
    said = [count(len(rows) - advice, "finding")] if len(rows) > advice else []
    said += [f"{count(advice, 'piece')} of advice"] if advice else []
    return " and ".join(said)


def split(rows: Rows) -> tuple[Rows, dict[str, Rows]]:
    """The rows of at most two years, and those of each longer span."""
    long = [row for row in rows if row["year"] and row["last_year"] - row["year"] > 1]
    own = [row for row in rows if row not in long]
    by_period = sorted(long, key=lambda row: str(row["period"]))
    return own, {key: list(same) for key, same in groupby(by_period, lambda row: row["period"])}


def plain(lines: Iterable[str]) -> str:
    """The text in single blanks, without the years of reports."""
    return re.sub(r"( reports?), \d{4}(–\d{4})?", r"\1", re.sub(" +", " ", "\n".join(lines)))


def reports(said: str, *texts: str) -> set[str]:
    """How many reports these texts say, each of which says the rest in these words."""
    wanted = re.escape(said).replace("in\\ N", r"in (\d+) reports?")
    found = [re.search(wanted, text) for text in texts]
    assert all(found), (said, [text for text, match in zip(texts, found, strict=True) if not match])
    return {match[1] for match in found if match}


@pytest.mark.parametrize("year", YEARS)
def test_a_year_counts_what_it_has(tip: Tip, year: int) -> None:
    """On its page, beside another year, in `routes`: all alike, longer spans apart."""
    found = tip("year", str(year), "--json").json
    page = plain(tip("year", str(year), "--sources", "none").lines)
    beside = plain(tip("year", str(year), "1999", "--sources", "none").lines)
    routes = plain(tip("routes", str(year), "--sources", "none").lines[:1])
    own, spans = split(found["routes"])
    if own:
        said = routes_said(own)
        assert len(reports(said, page, beside, routes)) == 1
        assert reports(f"Routes of {year}: {said}", page)
        assert reports(f"\nRoutes – {said}\n", beside)
        assert reports(f" in {year}: {said}", routes)
    for period, same in spans.items():
        if re.fullmatch(r"\d{4}/\d{4}", period):
            said = f"ome time within {period.replace('/', '–')}: {routes_said(same)}"
            assert len(reports(said, page, beside, routes)) == 1
    facts = [row for kind, rows in found.items() if kind != "year" for row in rows]
    assert f" {count(len(facts), 'fact')}\n" in page
    disputed = sum(bool(row["disputed_by"]) for row in facts)
    assert (f"Disputed: {count(disputed, 'fact')}:" in page) == bool(disputed)
    assert f"Laws: {count(len(found['laws']), 'event')}\n" in page or not found["laws"]


@pytest.mark.parametrize("role", ["source", "transit", "destination", "internal"])
def test_the_profile_counts_as_routes_do(tip: Tip, role: str) -> None:
    """What is stated; its JSON has the same numbers."""
    rows = tip("routes", "--role", role, "--json").json
    profile, routes = plain(tip("profile").lines), plain(tip("routes", "--role", role).lines[:1])
    said = routes_said([row for row in rows if row["standing"] == "stated"])
    [number] = reports(said, profile, routes)
    [found] = [each for each in tip("profile", "--json").json["routes"] if each["role"] == role]
    assert f"{found['reports']}" == number
    assert said.startswith(f"{found['pairs']} ")
    assert f"{role.capitalize()} {said.replace(' N', f' {number} reports')}" in profile


@pytest.mark.parametrize("year", YEARS)
def test_a_year_counts_figures_and_findings_of_its_own(tip: Tip, year: int) -> None:
    """Advice apart, longer spans apart; a whole year goes before its parts and is what is cited."""
    found = tip("year", str(year), "--json").json
    page = plain(tip("year", str(year), "--sources", "none").lines)
    own, spans = split(found["findings"])
    longer = [row for same in spans.values() for row in same]
    if found["findings"]:
        [heading] = re.findall(rf"Findings of {year}: (.*)\n", page)
        said = findings_said(own) or "none of this year alone"
        assert re.sub(r" \(.*?\)", "", heading) == "; ".join(
            [said, *([f"{findings_said(longer)} of longer spans"] if longer else [])]
        )
        kinds = re.findall(r"(\d+) (\w+)", "".join(re.findall(r"\((.*)\)", heading)))
        judged = Counter(row["assessment"] for row in own if row["assessment"] != "advice")
        assert {word: int(number) for number, word in kinds} == judged
    figures = found["statistics"]
    within = [row for row in figures if row["year"] == row["last_year"]]
    more = len(figures) - len(within)
    said = f"Figures of {year}: {len(within)}{f'; {more} more for longer spans' if more else ''}\n"
    assert said in page or not figures
    [cited] = re.findall(r" · tip cite (\S+)", page)
    whole = [row["id"] for row in within if row["period"] == str(year)]
    assert cited in whole or not whole


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("routes --country Italy", "Routes: Serbia, with Italy: "),
        ("routes kosovo --year 2010-2012", "From Serbia abroad, with Kosovo, in 2010–2012: "),
        ("routes --from BA --to Italy", "Transit through Serbia, from Bosnia and Herzegovina, to "),
        ("routes ASTRA 2011", "From Serbia abroad, said by ASTRA, in 2011: "),
        ("routes --source tip-2008", "Routes: Serbia, in TIP Report 2008: "),
        ("routes --reported 2009", "Routes: Serbia, first published in 2009: "),
        (
            "tiers --by bta",
            "Rating of Serbia in the US Trafficking in Persons Report, said by BTA, ",
        ),
        (
            "tiers 2016",
            "Rating of Serbia in the US Trafficking in Persons Report in 2016",
        ),
    ],
)
def test_a_heading_says_what_was_asked(tip: Tip, line: str, said: str) -> None:
    """Of what country, and with what it is narrowed; its count is that of these rows alone."""
    heading = plain(tip(*line.split()).lines[:1])
    assert heading.startswith(said)
    rows = tip(*line.split(), "--json").json
    if "tiers" not in line:
        assert reports(routes_said(split(rows)[0] if "2011" in line.split() else rows), heading)


def test_a_span_of_months_and_a_pipe_of_years_read_well(tip: Tip) -> None:
    """One blank where a line would break, columns under each other."""
    assert "  March to May 2020  " in tip("policy", "ngo-funding").out
    lines = tip("year", "2007", "2022", "--sources", "none").lines
    columns = [
        line.index(said) for line in lines for said in ("138", "Tier 2 W", "–") if said in line
    ]
    assert len({*columns[:2]}) == 1
