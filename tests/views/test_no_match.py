"""Where nothing matches, what would: said in one line, and true."""

import re
from pathlib import Path

import pytest

from tests.conftest import Tip
from tests.small import small_store

SAID = {
    "stats --measure convictions --year 1999": "measure convictions has statistics for 2010; "
    "2010 has ≥\u00a023\u00a0convictions, Office of Reports",
    "stats --since 2011 --area situation": "area situation has statistics for 2009",
    "stats --group women --totals": (
        "--totals has 5 statistics without --group; group women has 1 statistic without --totals"
    ),
    "stats --measure convictions --area protection": (
        "measure convictions has statistics with area prosecution (1); "
        "area protection has statistics with measure victims-identified (5)"
    ),
    "routes --role source --to cardenia": (
        "to cardenia has routes with role transit (1); role source has routes to Brückland (1)"
    ),
    "tiers --tier 1": "there are tiers with tier Tier 2 (2), Tier 2 Watch List (1), Tier 3 (1)",
    "tiers --tier 3 --year 2005": "tier 3 has tiers for 2003; 2005 has tiers with tier Tier 2 (1)",
    "laws --source gazette --year 2005": (
        "source gazette has laws for 2004; 2005 has laws with source report-2010 (1)"
    ),
    "search cardenia --kind law": "cardenia has facts with kind route (1)",
    "search cardenia --year 2004": "cardenia has facts for 2010",
    "sources --year 1999": "there are sources for 2010–2011",
    "coverage --year 1999": "there are facts for 2003–2007, 2009–2010",
    "timeline --kind law --year 2010": (
        "kind law has facts for 2004–2005; 2010 has facts with kind statistic (5), "
        "finding (2), route (2)"
    ),
    "tiers --disputed --year 2005": "1 tier without --disputed",
    "timeline strategy 1999": "strategy has facts for 2010",
    "policy --source gazette --year 1999": "source gazette has undated findings",
    "disputes gazette tier 2010": "gazette, 2010 have 1 dispute; gazette, tier have 1 dispute",
    "search zebra": "",
    "routes --from Cardenia --role transit 1999": "",
}
"""What is said where nothing of the made-up store matches: nothing if no one filter is to blame."""


@pytest.mark.parametrize("line", SAID)
def test_what_would_match(other_tip: Tip, line: str) -> None:
    """Without one filter at a time there is something, of which people are told, and no program."""
    result = other_tip(*line.split())
    assert (result.code, result.out) == (0, "")
    assert re.sub(r"^tip: no \w+ matches(; )?", "", result.err) == f"{SAID[line]}\n"
    assert other_tip(*line.split(), "--json") == (0, "[]\n", "")


def test_of_many_words_the_most_used_are_told(tip: Tip, tmp_path: Path) -> None:
    """Of many words, those that most facts have are told, and how many more there are."""
    findings = [{"topic": f"t{number}", "period": "2001"} for number in range(7)]
    store = small_store(tmp_path, findings=[*findings, {"topic": "other", "period": "2002"}])
    said = tip("policy", "--topic", "other", "2001", "--store", store).err
    assert said.endswith("with topic t0 (1), t1 (1), t2 (1), t3 (1), t4 (1) and 2 more\n")


def test_a_country_at_both_ends_is_counted_once(tip: Tip, tmp_path: Path) -> None:
    """A route within a country is one route with it."""
    inside = {"role": "internal", "destination": "XA"}
    store = small_store(tmp_path, routes=[inside, {"destination": "XB"}])
    said = tip("routes", "--role", "internal", "--country", "Bredon", "--store", store).err
    assert "role internal has routes with country Arden (1)" in said


def test_a_figure_that_is_not_there(tip: Tip, tmp_path: Path) -> None:
    """The nearest year, the measures of its own area, and the finding that speaks of the year."""
    periods = ["2001", "2003", "2005", "2009/2010"]
    figures = [{"measure": "convictions", "period": period} for period in periods]
    figures += [{"measure": "charges", "period": "2008"}]
    figures += [{"measure": "strays", "area": "prevention", "period": "2008"}]
    findings = [{"topic": "convictions", "period": "2007/2008", "statement": "More went to jail."}]
    store = small_store(tmp_path, statistics=figures, findings=findings)
    assert tip("stats", "convictions", "2008", "--store", store).err == (
        "tip: no statistic matches; measure convictions has statistics for 2001, 2003, 2005, "
        "2009–2010 (nearest: 2009); 2005 has 1, A House; 2008 has statistics with measure charges "
        "(1); in words: More went to jail. (tip show findings-0)\n"
    )
    undated = tip("stats", "convictions", "--area", "prevention", "--store", store).err
    assert "in words" not in undated
