"""Mistakes planted in a copy of the store that comes with the tool: which of them are noticed."""

# ruff: noqa: E501  # a row of a table is one line

from pathlib import Path

import pytest

from serbia_tip.store.load import shipped_store
from tests.conftest import Tip

TEXT = shipped_store().read_text(encoding="utf-8")
TWIN = 'coe-convention-again"\nname = "Council of Europe Convention on Action against Trafficking in Human Beings"\nkind = "treaty"\nevent = "ratified"\nperiod = "2009-04-14"\nstatement = "Serbia ratified the Council of Europe\'s anti-trafficking convention on 14 April 2009."\nsources = ["astra-ten-years"]\n\n[[laws]]\nid = "'
MINORS, CENTRE = "victims-identified-2007-minors", "victims-identified-2018-centre"
NOT_NOTICED = ""

# What is planted: the row, what stands in it, what is written instead, and the rule that notices it.
READING = [  # the twenty-two of an earlier reading
    ("a period a year off", MINORS, 'period = "2007"', 'period = "2008"', "part-of-another-period"),
    ("a part without its whole", MINORS, 'part_of = "victims-identified-2007"\n', "", "whole-not-named"),
    ("a bound lost", "convictions-2007", 'bound = "at_least"\n', "", "bound-in-words-alone"),
    ("a part under the wrong whole", MINORS, 'part_of = "victims-identified-2007"', 'part_of = "victims-identified-2015"', "part-of-another-period"),
    ("digits swapped in a whole", "victims-identified-2015", "value = 36", "value = 63", "partition-not-adding-up"),
    ("a part larger than its whole", MINORS, "value = 26", "value = 62", "part-larger-than-whole"),
    ("a route turned round", "destination-2022-in-rs-gi-toc", 'origin = "IN"\ndestination = "RS"', 'origin = "RS"\ndestination = "IN"', "role-against-country"),
    ("thirteen hundred percent", "victims-identified-2015-in-serbia-share", "value = 67.5", "value = 675", "impossible-figure"),
    ("a sum of years as one year", "criminal-complaints-2017-2022-government", 'period = "2017/2022"', 'period = "2022"', "year-not-in-statement"),
    ("a value in the wrong measure", "convictions-2007", '"convictions"\nvalue', '"persons-charged"\nvalue', NOT_NOTICED),
    ("a count credited to another", CENTRE, 'attributed_to = "Centre for Protection of Trafficking Victims"', 'attributed_to = "ASTRA"', NOT_NOTICED),
    ("a copy without derived_from", "sources.goist-2002", 'derived_from = ["tip-2002"]\n', "", NOT_NOTICED),
    ("five for fifteen", "convictions-2008-unodc", "value = 7", "value = 17", "value-not-in-statement"),
    ("a fact under two ids", "coe-convention-ratified-2009-04-14", 'id = "', f'id = "{TWIN}', "twin"),
    ("a deprecated tier promoted", "tier-2017-wikipedia", 'rank = "deprecated"', 'rank = "normal"', "two-ratings"),
    ("a quarrel told from one side", "victims-identified-2021-centre", 'contradicts = ["victims-identified-2021"]\n', "", NOT_NOTICED),
    ("a place that isn't there", "convictions-2007", "prosecution-04", "prosecution-40", NOT_NOTICED),
    ("dollars as euros", "centre-budget-2015-usd", '"USD"', '"EUR"', "currency-not-in-statement"),
    ("a tier against its statement", "tier-2016", '"Tier 2 Watch List"', '"Tier 2"', "tier-not-in-statement"),
    ("at risk as stated", "source-2011-rs-abroad-labour", 'standing = "at_risk"\n', "", "standing-not-in-statement"),
    ("the wrong source", "strategy-2014-none", '"dol-2014", ', '"dol-2018", ', NOT_NOTICED),
    ("a report's year as the period", "convictions-2021-more", 'period = "2020"', 'period = "2021"', "year-not-in-statement"),
]  # fmt: skip
OWN = [  # twenty of other kinds
    ("a country in three letters", "destination-2022-in-rs-gi-toc", '"IN"', '"IND"', "unresolved-country"),
    ("a finding under another topic", "strategy-2014-none", 'topic = "strategy"', 'topic = "shelter"', NOT_NOTICED),
    ("another country of the store", "destination-2022-in-rs-gi-toc", '"IN"', '"UA"', "end-not-in-statement"),
    ("a dash for a slash", "source-2010", '"2009/2010"', '"2009-2010"', "impossible-period"),
    ("a day that isn't", "coe-convention-ratified-2009-04-14", '"2009-04-14"', '"2009-04-31"', "impossible-period"),
    ("a century too late", "shelters-2007", '"2007"', '"2107"', "impossible-period"),
    ("a place without its brackets", "convictions-2007", "[prosecution-04]", ", prosecution 04", "unresolved-source"),
    ("an id copied along", MINORS, f'"{MINORS}"', '"victims-identified-2007"', "duplicate-id"),
    ("a group forgotten", MINORS, 'group = "minors"\n', "", "group-without-dimension"),
    ("a measure misspelt", "shelters-2007", "accommodating", "acommodating", "near-neighbour"),
    ("a unit in the singular", "shelters-2007", 'unit = "shelters"', 'unit = "shelter"', "near-neighbour"),
    ("a body by its alias", "source-2011-rs-abroad-labour", "note =", 'attributed_to = "State Department"\nnote =', "body-under-another-name"),
    ("two zeros lost", "centre-budget-2015", "19700000", "197000", "value-not-in-statement"),
    ("a decimal point lost", "victims-identified-2015-abroad-share", "value = 32.43", "value = 3243", "impossible-figure"),
    ("a source read before it appeared", "sources.glotip", "copies =", 'accessed = "2015-04-20"\ncopies =', "source-before-fact"),
    ("a report older than what it tells", "convictions-2021-more", '"tip-2021"', '"tip-2012"', "source-before-fact"),
    ("a sentence too many", "shelters-2007", "in 2007.", "in 2007. They were full.", "not-one-sentence"),
    ("praise for blame", "strategy-2014-none", '"shortcoming"', '"progress"', NOT_NOTICED),
    ("women for minors", MINORS, 'dimension = "age"\ngroup = "minors"', 'dimension = "sex"\ngroup = "women"', "group-along-two-dimensions"),
    ("a day off", "coe-convention-ratified-2009-04-14", '"2009-04-14"', '"2009-04-13"', NOT_NOTICED),
]  # fmt: skip


def planted(name: str, old: str, new: str) -> str:
    """The shipped store with one mistake in one row."""
    key = f"[{name}]\n" if name.startswith("sources.") else f'\nid = "{name}"\n'
    begin = TEXT.rindex("\n[", 0, TEXT.index(key) + 1)
    end = TEXT.find("\n[", TEXT.index(key) + 1)
    row = TEXT[begin:end]
    assert row.count(old) == 1 or old == new, (name, old)
    return TEXT[:begin] + row.replace(old, new) + TEXT[end:]


@pytest.mark.parametrize("mistake", [*READING, *OWN], ids=lambda mistake: mistake[0])
def test_a_planted_mistake(tip: Tip, tmp_path: Path, mistake: tuple[str, ...]) -> None:
    """It is noticed by the rule that the table names, and by none where it names none."""
    _, name, old, new, rule = mistake
    path = tmp_path / "facts.toml"
    path.write_text(planted(name, old, new), encoding="utf-8")
    result = tip("check", str(path))
    if rule:
        assert f": {rule}: " in result.out
    else:
        assert len(result.lines) == 1, "noticed: let the table say so"


def test_how_many_are_noticed() -> None:
    """Of the mistakes of its own kinds, the check notices fifteen at least."""
    assert sum(bool(mistake[-1]) for mistake in OWN) >= 15
