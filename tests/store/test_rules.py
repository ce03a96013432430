"""`tip check`: a breach of every rule, with its line, and what a broken store does elsewhere."""

import os
import re
from pathlib import Path
from typing import NamedTuple

import pytest

from serbia_tip.cli.main import NAMES
from serbia_tip.queries.kinds import COMMANDS
from serbia_tip.store.check import RULES, WARNINGS
from tests.conftest import OTHER, Tip, spawn
from tests.small import small_store

SOUND = OTHER.read_text(encoding="utf-8")
EMPTY = """
[store]
title = "Arden"
country = "XA"
version = "1"
[countries.XA]
alpha3 = "XAA"
name = "Arden"
lat = 10
lon = 20
[sources]
"""
"""The least that is a store."""
READERS = [
    *([command] for command in COMMANDS if command != "search"),
    *(["search", "shelter"], ["show", "score-2010"], ["cite", "score-2010"], ["profile"]),
    *(["export", "facts.db"], ["year", "2010"]),
    ["--version"],
]
"""A call of each command that reads the store, except for `check`."""

Problem = tuple[str, str] | tuple[str, str, str]
"""Where (see `line_of`), the message, and the key that it is about, if it is about one."""


def changed(old: str, new: str) -> str:
    """The sound store with one change."""
    assert SOUND.count(old) == 1, f"not once in the store: {old}"
    return SOUND.replace(old, new)


def source(key: str) -> str:
    """A source in TOML, on which nothing rests yet."""
    return f'[sources.{key}]\ntitle = "Daily"\npublisher = "Daily"\nkind = "news"\n'


def figure(name: str, *lines: str, value: str = "1", rests_on: str = "gazette") -> str:
    """A statistic in TOML, with further lines of its own."""
    return "\n".join(
        [
            "[[statistics]]",
            f'id = "{name}"',
            f"value = {value}",
            f'sources = ["{rests_on}"]',
            'area = "prosecution"',
            'measure = "arrests"',
            'unit = "arrests"',
            'bound = "exact"',
            'statement = "Arrests were counted."',
            *lines,
            "",
        ]
    )


def profile(
    measure: str = "convictions", index: str = "score", law: str = "", more: str = ""
) -> str:
    """What the profile shows, in TOML."""
    lines = ["[store.profile]", "year = 2010", f'measures = ["{measure}"]', f'index = "{index}"']
    return "\n".join([*lines, f'laws = ["{law or "protocol-ratified"}"]', more, ""])


def line_of(text: str, where: str, key: str = "") -> int:
    """The line of the header of the fact or table `where`, or over the line that is `where`.

    With a key, it is the line on which the key then stands.
    """
    lines = text.splitlines()
    spelled = (where, f'id = "{where}"', f"[{where}]")
    [number] = [number for number, line in enumerate(lines) if line in spelled]
    while number and not lines[number].startswith("["):
        number -= 1
    if key:
        number = next(at for at in range(number, len(lines)) if lines[at].startswith(f"{key} = "))
    return number + 1


class Case(NamedTuple):
    """A broken store; its name begins with the rule that it breaks."""

    name: str
    text: str
    problems: tuple[Problem, ...]

    @property
    def rule(self) -> str:
        """The rule that it breaks."""
        return self.name.partition(":")[0]


def case(name: str, text: str, *problems: Problem) -> Case:
    """A broken store and the problems that it has."""
    return Case(name, text, problems)


INTO_THE_COUNTRY = 'role = "internal"\norigin = "XB"\ndestination = "XA"'

RULE_CASES = [
    case(
        "bad-id: of a fact",
        changed('"score-2010"', '"Score_2010"'),
        ("Score_2010", "the id 'Score_2010' is not kebab-case", "id"),
    ),
    case(
        "bad-id: with two hyphens",
        changed('"score-2010"', '"score--2010"'),
        ("score--2010", "the id 'score--2010' is not kebab-case", "id"),
    ),
    case(
        "bad-id: with a line end",
        changed('"score-2010"', r'"score\n"'),
        ("score\\n", "the id 'score\\n' is not kebab-case", "id"),
    ),
    case(
        "bad-id: of a source",
        SOUND + source("Daily") + figure("arrests", rests_on="Daily"),
        ("sources.Daily", "the id 'Daily' is not kebab-case"),
    ),
    case(
        "bad-country-code: alpha-2",
        SOUND + '[countries.Xd]\nalpha3 = "XDD"\nname = "Dorland"\nlat = 0.0\nlon = 0.0\n',
        ("countries.Xd", "'Xd' is no alpha-2 code"),
    ),
    case(
        "bad-country-code: alpha-3",
        changed('"XCC"', '"XC"'),
        ("countries.XC", "XC: 'XC' is no alpha-3 code", "alpha3"),
    ),
    case(
        "bad-url: of a source",
        changed("https://gazette.example/2011", "javascript:alert(1)"),
        ("sources.gazette", "gazette: 'javascript:alert(1)' is no http or https URL", "url"),
    ),
    case(
        "bad-url: of a copy",
        changed('kind = "news"', 'kind = "news"\ncopies = ["http://a.example", "ftp://b.example"]'),
        ("sources.gazette", "gazette: 'ftp://b.example' is no http or https URL", "copies"),
    ),
    case(
        "bad-url: of the help",
        changed("https://lantern.example/", "javascript:alert(1)"),
        ("store.help", "'javascript:alert(1)' is no http or https URL", "url"),
    ),
    case(
        "duplicate-id: within a kind",
        changed('"tier-2006"', '"tier-2005"'),
        ("year = 2006", "the id 'tier-2005' is used before, on line 190", "id"),
    ),
    case(
        "duplicate-id: across kinds",
        changed('"strategy-2010"', '"score-2010"'),
        ('topic = "strategy"', "the id 'score-2010' is used before, on line 170", "id"),
    ),
    case(
        "ambiguous-name: an alias that is a name",
        changed('"Old Bruckland"', '"cardénia"'),
        ("countries.XC", "XC: 'Cardenia' also names XB"),
    ),
    case(
        "ambiguous-name: a name that is a code",
        changed('"Cardenia"', '"xaa"'),
        ("countries.XC", "XC: 'xaa' also names XA"),
    ),
    case(
        "unresolved-source: one of several",
        changed('["report-2010[p. 8]"]', '["report-2010[p. 8]", "rumour"]'),
        ("convictions-2010", "convictions-2010: no source 'rumour'", "sources"),
    ),
    case(
        "unresolved-source: with a place",
        changed("report-2010[p. 8]", "rumour[p. 8]"),
        ("convictions-2010", "convictions-2010: no source 'rumour[p. 8]'", "sources"),
    ),
    case(
        "unresolved-source: a place that doesn't end",
        changed("report-2010[p. 8]", "report-2010[p. 8"),
        (
            "convictions-2010",
            "convictions-2010: no source 'report-2010[p. 8'; did you mean report-2010?",
            "sources",
        ),
    ),
    case(
        "unresolved-country: both ends",
        changed('origin = "XB"\ndestination = "XC"', 'origin = "XY"\ndestination = "XZ"'),
        ("transit-2010-xb-xc", "transit-2010-xb-xc: no country 'XY'", "origin"),
        ("transit-2010-xb-xc", "transit-2010-xb-xc: no country 'XZ'", "destination"),
    ),
    case(
        "unresolved-country: the store's",
        EMPTY.replace('country = "XA"', 'country = "XZ"'),
        ("store", "no country 'XZ'", "country"),
    ),
    case(
        "unresolved-id: contradicts nothing",
        changed('["tier-2007-gazette"]', '["tier-2007-gazette", "tier-2099"]'),
        (
            "tier-2007",
            "tier-2007: contradicts 'tier-2099', which is not there; did you mean "
            "tier-2007, tier-2006, tier-2005?",
            "contradicts",
        ),
    ),
    case(
        "unresolved-id: contradicts itself",
        changed('["tier-2007-gazette"]', '["tier-2007"]'),
        ("tier-2007", "tier-2007: contradicts itself", "contradicts"),
    ),
    case(
        "unresolved-id: part of nothing",
        changed("out_of = 10", 'part_of = "scores"'),
        (
            "score-2010",
            "score-2010: part of 'scores', which is not there; did you mean score-2010?",
            "part_of",
        ),
    ),
    case(
        "unresolved-id: part of a tier",
        changed("out_of = 10", 'part_of = "tier-2005"'),
        ("score-2010", "score-2010: part of 'tier-2005', which is no statistic", "part_of"),
    ),
    case(
        "unresolved-profile: a measure",
        SOUND + profile(measure="arrests"),
        ("store.profile", "no statistic has the measure 'arrests'", "measures"),
    ),
    case(
        "unresolved-profile: the index",
        SOUND + profile(index="scores"),
        ("store.profile", "no statistic has the measure 'scores'; did you mean score?", "index"),
    ),
    case(
        "unresolved-profile: a law",
        SOUND + profile(law="tier-2005"),
        ("store.profile", "no law has the id 'tier-2005'", "laws"),
    ),
    case(
        "circular-part: of itself",
        changed("out_of = 10", 'part_of = "score-2010"'),
        ("score-2010", "score-2010: is a part of itself", "part_of"),
    ),
    case(
        "circular-part: two of each other, and a third of one of them",
        SOUND
        + figure("one", 'part_of = "two"')
        + figure("two", 'part_of = "one"')
        + figure("three", 'part_of = "one"'),
        ("one", "one: is a part of itself", "part_of"),
        ("two", "two: is a part of itself", "part_of"),
    ),
    case(
        "circular-part: two of each other, and before them one that leads to them",
        SOUND
        + figure("zero", 'part_of = "one"')
        + figure("one", 'part_of = "two"')
        + figure("two", 'part_of = "one"'),
        ("one", "one: is a part of itself", "part_of"),
        ("two", "two: is a part of itself", "part_of"),
    ),
    case(
        "impossible-period: no such day",
        changed("2004-03-02", "2005-02-29"),
        (
            "trafficking-act-adopted",
            "trafficking-act-adopted: '2005-02-29' is no day of the calendar",
            "period",
        ),
    ),
    case(
        "impossible-period: no date",
        changed("2004-03-02", "spring"),
        (
            "trafficking-act-adopted",
            "trafficking-act-adopted: 'spring' is no date such as 2007, 2007-10 or 2007-10-05",
            "period",
        ),
    ),
    case(
        "impossible-period: ends before it begins",
        changed("2004-03-02", "2004/2003"),
        (
            "trafficking-act-adopted",
            "trafficking-act-adopted: '2004/2003' ends before it begins",
            "period",
        ),
    ),
    case(
        "impossible-period: of a source",
        changed('"2011-05"', '"2011-13"'),
        ("sources.gazette", "gazette: '2011-13' is no day of the calendar", "published"),
    ),
    case(
        "period-outside-report-year",
        changed("year = 2005", 'year = 2005\nperiod = "2004-06"'),
        ("tier-2005", "tier-2005: 2004-06 is not in 2005", "period"),
    ),
    case(
        "role-against-country: source",
        changed('origin = "XA"\ndestination = "XB"', 'origin = "XB"\ndestination = "XC"'),
        ("source-2010-xa-xb", "source-2010-xa-xb: XB to XC is no source route of XA", "role"),
    ),
    case(
        "role-against-country: source, and back",
        changed('origin = "XA"\ndestination = "XB"', 'origin = "XA"\ndestination = "XA"'),
        ("source-2010-xa-xb", "source-2010-xa-xb: XA to XA is no source route of XA", "role"),
    ),
    case(
        "role-against-country: transit",
        changed('origin = "XB"\ndestination = "XC"', 'destination = "XA"'),
        (
            "transit-2010-xb-xc",
            "transit-2010-xb-xc: unnamed to XA is no transit route of XA",
            "role",
        ),
    ),
    case(
        "role-against-country: destination",
        changed('role = "transit"', 'role = "destination"'),
        (
            "transit-2010-xb-xc",
            "transit-2010-xb-xc: XB to XC is no destination route of XA",
            "role",
        ),
    ),
    case(
        "role-against-country: internal",
        changed('role = "transit"\norigin = "XB"', 'role = "internal"\norigin = "XA"'),
        ("transit-2010-xb-xc", "transit-2010-xb-xc: XA to XC is no internal route of XA", "role"),
    ),
    case(
        "role-against-country: internal, from abroad",
        changed('role = "transit"\norigin = "XB"\ndestination = "XC"', INTO_THE_COUNTRY),
        ("transit-2010-xb-xc", "transit-2010-xb-xc: XB to XA is no internal route of XA", "role"),
    ),
    case(
        "value-not-a-figure: not a number",
        changed("value = 6.0", "value = nan"),
        ("score-2010", "score-2010: nan is no figure that can be passed on", "value"),
    ),
    case(
        "value-not-a-figure: out of infinity",
        changed("out_of = 10", "out_of = -inf"),
        ("score-2010", "score-2010: -inf is no figure that can be passed on", "out_of"),
    ),
    case(
        "value-not-a-figure: more digits than JSON readers keep",
        changed("value = 6.0", "value = 9007199254740993"),
        ("score-2010", "score-2010: 9007199254740993 is no figure that can be passed on", "value"),
    ),
    case(
        "part-larger-than-whole",
        SOUND + figure("abroad", 'part_of = "arrests"', value="3") + figure("arrests", value="2"),
        ("abroad", "abroad: 3 is more than the 2 of arrests", "value"),
    ),
    case(
        "partition-not-adding-up: too few",
        changed("value = 10\n", "value = 9\n"),
        (
            "victims-identified-2010",
            "victims-identified-2010: by sex, 39 is not 40",
            "partitioned_by",
        ),
    ),
    case(
        "partition-not-adding-up: no part",
        changed('partitioned_by = ["sex"]', 'partitioned_by = ["sex", "age"]'),
        (
            "victims-identified-2010",
            "victims-identified-2010: by age, 0 is not 40",
            "partitioned_by",
        ),
    ),
    case(
        "deprecated-without-note",
        changed('note = "The report itself says Watch List."', ""),
        ("tier-2007-gazette", "tier-2007-gazette: deprecated, but no note says why", "rank"),
    ),
]

SHAPE_CASES = [
    case(
        "unknown-key: at the top",
        "facts = 21\n" + SOUND,
        ("facts = 21", "a store has no table 'facts'"),
    ),
    case(
        "unknown-key: a table",
        SOUND + "[[rumours]]\n",
        ("[[rumours]]", "a store has no table 'rumours'; did you mean routes, groups?"),
    ),
    case(
        "unknown-key: of the store",
        changed('version = "1"', 'version = "1"\nlicense = "CC0"'),
        ("store", "unknown key 'license'; did you mean licence?", "license"),
    ),
    case(
        "unknown-key: of the help",
        changed('phone = "+000 1"', 'phone = "+000 1"\nfax = "+000 2"'),
        ("store.help", "unknown key 'fax'", "fax"),
    ),
    case(
        "unknown-key: of the profile",
        SOUND + profile(more="years = [2010]"),
        ("store.profile", "unknown key 'years'; did you mean year?", "years"),
    ),
    case(
        "unknown-key: of a country",
        changed("lat = -5.5", 'lat = -5.5\ncapital = "Cardo"'),
        ("countries.XC", "unknown key 'capital'", "capital"),
    ),
    case(
        "unknown-key: of a source",
        changed('kind = "news"', 'kind = "news"\nsheets = 4'),
        ("sources.gazette", "unknown key 'sheets'", "sheets"),
    ),
    case(
        "unknown-key: of a fact",
        changed("out_of = 10", "out_off = 10"),
        ("score-2010", "score-2010: unknown key 'out_off'; did you mean out_of?", "out_off"),
    ),
    case(
        "unknown-key: of a fact of another kind",
        changed("out_of = 10", "year = 2010"),
        ("score-2010", "score-2010: unknown key 'year'", "year"),
    ),
    case(
        "unknown-key: a table in a fact",
        SOUND + figure("arrests", "[statistics.remark]", "late = true"),
        ("arrests", "arrests: unknown key 'remark'; did you mean rank?"),
    ),
    case(
        "missing-key: the store",
        EMPTY[EMPTY.index("[countries.XA]") :],
        ("countries.XA", "the table 'store' is missing"),
    ),
    case(
        "missing-key: of the store",
        changed('version = "1"', ""),
        ("store", "'version' is missing"),
    ),
    case(
        "missing-key: of the help",
        changed('phone = "+000 1"', ""),
        ("store.help", "'phone' is missing"),
    ),
    case(
        "missing-key: of a country",
        changed("lat = -5.5", ""),
        ("countries.XC", "'lat' is missing"),
    ),
    case(
        "missing-key: of a source",
        changed('kind = "news"', ""),
        ("sources.gazette", "'kind' is missing"),
    ),
    case(
        "missing-key: of a fact",
        changed('unit = "points"', ""),
        ("score-2010", "score-2010: 'unit' is missing"),
    ),
    case(
        "missing-key: the id",
        changed('id = "score-2010"', ""),
        ('measure = "score"', "'id' is missing"),
    ),
    case(
        "wrong-type: the facts",
        'laws = "none"' + EMPTY,
        ('laws = "none"', "laws should be tables, not 'none'"),
    ),
    case(
        "wrong-type: a fact",
        "laws = [7]" + EMPTY,
        ("laws = [7]", "laws should be tables, not 7"),
    ),
    case(
        "wrong-type: facts by name",
        SOUND.partition("[[laws]]")[0] + "[laws.act]\n",
        ("laws.act", "laws should be tables, not {'act': {}}"),
    ),
    case(
        "wrong-type: of the store",
        changed('version = "1"', "version = 1"),
        ("store", 'version should be a text; put it in quotes: version = "1"', "version"),
    ),
    case(
        "wrong-type: a year of no report",
        changed("year = 2005", "year = 205"),
        ("tier-2005", "tier-2005: year should be 1000 or more, not 205", "year"),
    ),
    case(
        "wrong-type: of a country",
        changed("lat = -5.5", "lat = 91"),
        ("countries.XC", "lat should be 90 or less, not 91", "lat"),
    ),
    case(
        "wrong-type: of a source",
        changed('published = "2011-05"', "published = 2011-05-01"),
        (
            "sources.gazette",
            'published should be a text; put it in quotes: published = "2011-05-01"',
            "published",
        ),
    ),
    case(
        "wrong-type: a word for a number",
        changed("value = 6.0", 'value = "six"'),
        ("score-2010", "score-2010: value should be a number, not 'six'", "value"),
    ),
    case(
        "outside-vocabulary: a number for a word",
        changed('tier = "Tier 2 Watch List"', "tier = 2"),
        (
            "tier-2007",
            "tier-2007: tier 2 is not one of Tier 1, Tier 2, Tier 2 Watch List, Tier 3",
            "tier",
        ),
    ),
    case(
        "wrong-type: a word for a list",
        changed('people = ["men"]', 'people = "men"'),
        (
            "transit-2010-xb-xc",
            'transit-2010-xb-xc: people should be a list: people = ["men"]',
            "people",
        ),
    ),
    case(
        "wrong-type: a number in a list",
        changed('people = ["men"]', 'people = ["men", 3]'),
        ("transit-2010-xb-xc", "transit-2010-xb-xc: people: put 3 in quotes", "people"),
    ),
    case(
        "wrong-type: no source",
        changed('sources = ["report-2010[p. 8]"]', "sources = []"),
        ("convictions-2010", "convictions-2010: sources is empty", "sources"),
    ),
    case(
        "wrong-type: no words",
        changed('"Recruiters used false job offers."', '""'),
        ("recruitment-undated", "recruitment-undated: statement is empty", "statement"),
    ),
    case(
        "wrong-type: the id",
        changed('id = "score-2010"', "id = 2010"),
        ('measure = "score"', 'id should be a text; put it in quotes: id = "2010"', "id"),
    ),
    case(
        "wrong-type: the only fact that rests on a source",
        SOUND + source("daily") + figure("arrests", value='"many"', rests_on="daily"),
        ("arrests", "arrests: value should be a number, not 'many'", "value"),
    ),
    case(
        "outside-vocabulary: role",
        changed('role = "transit"', 'role = "tranzit"'),
        (
            "transit-2010-xb-xc",
            "transit-2010-xb-xc: role 'tranzit' is not one of "
            "source, transit, destination, internal; did you mean transit?",
            "role",
        ),
    ),
    case(
        "outside-vocabulary: area",
        changed('area = "prosecution"', 'area = "justice"'),
        (
            "convictions-2010",
            "convictions-2010: area 'justice' is not one of "
            "situation, prosecution, protection, prevention",
            "area",
        ),
    ),
    case(
        "outside-vocabulary: bound",
        changed('bound = "at_least"', 'bound = "at least"'),
        (
            "convictions-2010",
            "convictions-2010: bound 'at least' is not one of "
            "exact, at_least, more_than, at_most, less_than, about; did you mean at_least, "
            "at_most?",
            "bound",
        ),
    ),
    case(
        "outside-vocabulary: a tier outside the four",
        changed('"Tier 2 Watch List"', '"Tier 4"'),
        (
            "tier-2007",
            "tier-2007: tier 'Tier 4' is not one of "
            "Tier 1, Tier 2, Tier 2 Watch List, Tier 3; did you mean Tier 3, Tier 2, Tier 1?",
            "tier",
        ),
    ),
    case(
        "outside-vocabulary: basis",
        changed('basis = "inferred"', 'basis = "guessed"'),
        ("tier-2006", "tier-2006: basis 'guessed' is not one of stated, inferred", "basis"),
    ),
    case(
        "outside-vocabulary: assessment",
        changed('assessment = "context"', 'assessment = "bad"'),
        (
            "recruitment-undated",
            "recruitment-undated: assessment 'bad' is not one of "
            "progress, shortcoming, mixed, context",
            "assessment",
        ),
    ),
    case(
        "outside-vocabulary: rank, of a fact that another contradicts",
        changed('rank = "deprecated"', 'rank = "wrong"'),
        (
            "tier-2007-gazette",
            "tier-2007-gazette: rank 'wrong' is not one of preferred, normal, deprecated",
            "rank",
        ),
    ),
]

SOUND_CASES = {
    "nothing but a country": EMPTY,
    "a profile": SOUND + profile(),
    "a tier's period within its report's year": changed(
        "year = 2005", 'year = 2005\nperiod = "2005-06/2005-07"'
    ),
    "a span": changed("2004-03-02", "2004-03-02/2005"),
    "a part in another unit than its whole": SOUND
    + figure("share", 'part_of = "victims-identified-2006"'),
    "parts that add up but for the last binary digit": SOUND
    + figure("whole", 'partitioned_by = ["age"]', value="0.3")
    + figure("young", 'part_of = "whole"', 'dimension = "age"', 'group = "young"', value="0.1")
    + figure("old", 'part_of = "whole"', 'dimension = "age"', 'group = "old"', value="0.2"),
    "a route with no end named": changed('origin = "XB"\ndestination = "XC"', ""),
    "the largest figure that JSON readers keep": changed("value = 6.0", "value = 9007199254740992"),
    "a contradiction in both directions": changed(
        'note = "The report itself', 'contradicts = ["tier-2007"]\nnote = "The report itself'
    ),
    "the facts before the store": SOUND[SOUND.index("[[laws]]") :]
    + "\n"
    + SOUND[: SOUND.index("[[laws]]")],
}


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Where a test writes its store."""
    return tmp_path / "store.toml"


@pytest.mark.parametrize("broken", RULE_CASES + SHAPE_CASES, ids=lambda broken: broken.name)
def test_a_breach_is_reported_with_its_line(tip: Tip, store: Path, broken: Case) -> None:
    """One breach gives its own message on the line of its fact, and no other."""
    store.write_text(broken.text, encoding="utf-8")
    result = tip("check", str(store))
    assert result.lines == [
        f"{store}:{line_of(broken.text, where, *key)}: {broken.rule}: {message}"
        for where, message, *key in broken.problems
    ]
    assert result.code == 1


def test_rules_see_all_that_has_its_shape(tip: Tip, store: Path) -> None:
    """One fact of the wrong shape keeps no rule from seeing the others."""
    text = SOUND.replace("[[laws]]", "[[laws]]\nmore = 1", 1) + profile(law="none")
    store.write_text(text, encoding="utf-8")
    rules = [line.split(": ")[1] for line in tip("check", str(store)).lines]
    assert rules == ["unknown-key", "unresolved-profile"]


ADVICE = [
    (
        "value = 6.0",
        'value = "6"',
        "value should be a number; take it out of its quotes: value = 6",
    ),
    ("value = 6.0", "value = true", "value should be a number, not true"),
    (
        "out_of = 10",
        "note = 2010-05-01",
        'note should be a text; put it in quotes: note = "2010-05-01"',
    ),
    ("out_of = 10", "note = false", 'note should be a text; put it in quotes: note = "false"'),
    ("out_of = 10", "note = {a = 1}", "note should be a text, not {'a': 1}"),
    ("out_of = 10", "contradicts = [2010]", "contradicts: put 2010 in quotes"),
    ("out_of = 10", "contradicts = [[]]", "contradicts should be a list of texts, but holds []"),
    ("out_of = 10", 'attributed_to = [""]', "attributed_to holds an empty text"),
    ("out_of = 10", "attributed_to = {}", "attributed_to should be a list or a text, not {}"),
]
"""A change to `score-2010`, and what its author is told to do."""


@pytest.mark.parametrize(("old", "new", "said"), ADVICE, ids=[new for _, new, _ in ADVICE])
def test_what_to_write_instead(tip: Tip, store: Path, old: str, new: str, said: str) -> None:
    """A value of another type is answered in the words of who writes TOML, on its line."""
    text = changed(old, new)
    store.write_text(text, encoding="utf-8")
    line = line_of(text, "score-2010", new.partition(" ")[0])
    assert tip("check", str(store)).lines == [f"{store}:{line}: wrong-type: score-2010: {said}"]


def test_authors_that_are_none(tip: Tip, store: Path) -> None:
    """An author is a text or a table; what a table lacks is said in our own words."""
    for authors, said in (
        ("[7]", "authors: put 7 in quotes"),
        ('[{given = "Ana"}]', "authors holds what it can't"),
        ('"Ana"', 'authors should be a list: authors = ["Ana"]'),
    ):
        text = changed('kind = "news"', f'kind = "news"\nauthors = {authors}')
        store.write_text(text, encoding="utf-8")
        where = f"{store}:{line_of(text, 'sources.gazette', 'authors')}"
        assert tip("check", str(store)).lines == [f"{where}: wrong-type: {said}"]


def test_a_country_by_its_name(tip: Tip, store: Path) -> None:
    """Whoever writes a name or three letters where a code belongs is told the code."""
    for name in ("Cardenia", "xcc", "old bruckland"):
        text = changed('origin = "XB"\ndestination = "XC"', f'destination = "{name}"')
        store.write_text(text, encoding="utf-8")
        code = "XB" if name == "old bruckland" else "XC"
        [line] = tip("check", str(store)).lines
        where = line_of(text, "transit-2010-xb-xc", "destination")
        assert line == (
            f"{store}:{where}: unresolved-country: transit-2010-xb-xc: "
            f"no country {name!r}; did you mean {code}?"
        )


def test_a_code_near_a_country_s(tip: Tip, store: Path) -> None:
    """Whoever slips in a code is told the one that is near."""
    store.write_text(changed('origin = "XB"', 'origin = "xbx"'), encoding="utf-8")
    [line] = tip("check", str(store)).lines
    assert line.endswith("no country 'xbx'; did you mean XB?")


def test_a_number_without_end(tip: Tip, store: Path) -> None:
    """A number that no reader of JSON takes is shown by its first digits."""
    store.write_text(changed("value = 40", f"value = 6{'0' * 400}"), encoding="utf-8")
    [line] = tip("check", str(store)).lines
    assert f": 6{'0' * 39}… is no figure" in line


def test_near_names_are_sought_for_some_problems_alone(tip: Tip, store: Path) -> None:
    """A store with thousands of mistakes is answered, the first hundred with near names."""
    more = "".join(figure(f"arrests-{number}", rests_on="gazete") for number in range(150))
    store.write_text(SOUND + more, encoding="utf-8")
    lines = tip("check", str(store)).lines
    assert len(lines) == 150
    assert sum(line.endswith("; did you mean gazette?") for line in lines) == 100


WARNING_CASES = [
    case(
        "near-neighbour",
        changed('attributed_to = "border police"', 'attributed_to = "The NGOs"')
        + "[bodies.NGOs]\n",
        (
            "transit-2010-xb-xc",
            "transit-2010-xb-xc: attributed_to 'The NGOs' stands only here; near it is 'NGOs'",
            "attributed_to",
        ),
    ),
    case(
        "unused-source",
        SOUND + source("daily"),
        ("sources.daily", "no fact rests on 'daily'"),
    ),
    *(
        case(
            f"not-one-sentence: {statement}",
            changed("The country scored 6 of 10 points.", statement),
            ("score-2010", f"score-2010: the statement {said}", "statement"),
        )
        for statement, said in {
            "the country scored.": "begins with no capital letter or digit",
            "(It scored.)": "begins with no capital letter or digit",
            "It scored": "doesn't end in a stop",
            "It  scored.": "has a line end, a tab or two spaces in it",
            r"It\nscored.": "has a line end, a tab or two spaces in it",
            "It scored. It lost.": "has more than one sentence",
            "Добила је. Изгубила је.": "has more than one sentence",  # noqa: RUF001  # Cyrillic
        }.items()
    ),
]


@pytest.mark.parametrize("doubtful", WARNING_CASES, ids=lambda doubtful: doubtful.name)
def test_a_warning_keeps_no_store_from_being_read(tip: Tip, store: Path, doubtful: Case) -> None:
    """What is likely to be a mistake is said with its line, and the store is sound."""
    store.write_text(doubtful.text, encoding="utf-8")
    result = tip("check", str(store))
    [(where, message, *key)] = doubtful.problems
    line = line_of(doubtful.text, where, *key)
    warning = f"{store}:{line}: warning: {doubtful.rule}: {message}"
    assert result.lines[:-1] == [warning]
    assert result.lines[-1].startswith(f"{store}: sound: ")
    assert result.code == 0
    assert tip("laws", "--store", str(store), "--json").code == 0


@pytest.mark.parametrize(
    "statement",
    [
        "75 % were women.",
        "Was it so?",
        "It cost 3.5 million.",
        "He met Mr. smith.",
        "Није.",
    ],  # Cyrillic
)
def test_what_is_one_sentence(tip: Tip, store: Path, statement: str) -> None:
    """A sentence of any script may begin with a digit and have a stop in it."""
    text = changed("The country scored 6 of 10 points.", statement)
    store.write_text(text, encoding="utf-8")
    assert len(tip("check", str(store)).lines) == 1


def test_every_rule_has_a_case() -> None:
    """A rule that nothing here breaks is a rule without a test."""
    for cases, rules in ((RULE_CASES, RULES), (WARNING_CASES, WARNINGS)):
        assert {broken.rule for broken in cases} == {
            rule.__name__.replace("_", "-") for rule in rules
        }


@pytest.mark.parametrize("text", SOUND_CASES.values(), ids=SOUND_CASES)
def test_what_no_rule_forbids_is_sound(tip: Tip, store: Path, text: str) -> None:
    """Stores on the right side of each rule's border pass."""
    store.write_text(text, encoding="utf-8")
    result = tip("check", str(store))
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith(f"{store}: sound: ")


COUNTED = "21 facts (3 routes, 8 statistics, 5 tiers, 3 findings, 2 laws), 2 sources"


def test_a_sound_store_is_counted(tip: Tip) -> None:
    """One line says that it is sound and what it holds."""
    assert tip("check", str(OTHER)) == (0, f"{OTHER}: sound: {COUNTED}\n", "")


def test_several_files_are_checked(tip: Tip, store: Path) -> None:
    """Each is, as a commit's hook asks for it; the sound ones don't hide the broken one."""
    store.write_text(SOUND + figure("Daily"), encoding="utf-8")
    result = tip("check", str(OTHER), str(store), str(OTHER))
    assert (result.code, result.err) == (1, f"tip: 1 problem in {store}\n")
    assert [line.startswith(f"{OTHER}: sound") for line in result.lines] == [True, False, True]


def test_the_store_in_use_is_checked_when_no_file_is_named(tip: Tip) -> None:
    """Without FILE, it is the store that --store names."""
    assert tip("--store", str(OTHER), "check") == (0, f"{OTHER}: sound: {COUNTED}\n", "")


def test_the_file_named_goes_before_the_store_in_use(tip: Tip) -> None:
    """FILE is checked whatever --store says."""
    assert tip("--store", "absent.toml", "check", str(OTHER)).code == 0


@pytest.mark.parametrize(
    ("names", "said"), [(["Daily"], "1 problem"), (["Daily", "Weekly"], "2 problems")]
)
def test_the_problems_are_counted(tip: Tip, store: Path, names: list[str], said: str) -> None:
    """Standard error says how many there are."""
    store.write_text(SOUND + "".join(map(figure, names)), encoding="utf-8")
    assert tip("check", str(store)).err == f"tip: {said} in {store}\n"


def test_all_problems_are_reported_in_the_order_of_lines(tip: Tip, store: Path) -> None:
    """Problems of shape and of rules stand together, as one reads the file."""
    changes = {
        'version = "1"': "version = 1",
        "https://reports.example/2010": "ftp://reports.example/2010",
        'destination = "XB"': 'destination = "XZ"',
        'role = "transit"': 'role = "tranzit"',
        '"report-2010[p. 8]"': '"rumour"',
        'unit = "points"': "",
        'note = "The report itself says Watch List."': "",
        "2005-11": "2005-31",
    }
    text = SOUND
    for old, new in changes.items():
        assert text.count(old) == 1
        text = text.replace(old, new)
    store.write_text(text, encoding="utf-8")
    result = tip("check", str(store))
    expected = [
        (
            "store",
            'wrong-type: version should be a text; put it in quotes: version = "1"',
            "version",
        ),
        (
            "sources.report-2010",
            "bad-url: report-2010: 'ftp://reports.example/2010' is no http or https URL",
            "url",
        ),
        (
            "source-2010-xa-xb",
            "unresolved-country: source-2010-xa-xb: no country 'XZ'",
            "destination",
        ),
        (
            "transit-2010-xb-xc",
            "outside-vocabulary: transit-2010-xb-xc: role 'tranzit' is not one of "
            "source, transit, destination, internal; did you mean transit?",
            "role",
        ),
        ("convictions-2010", "unresolved-source: convictions-2010: no source 'rumour'", "sources"),
        ("score-2010", "missing-key: score-2010: 'unit' is missing"),
        (
            "tier-2007-gazette",
            "deprecated-without-note: tier-2007-gazette: deprecated, but no note says why",
            "rank",
        ),
        (
            "protocol-ratified",
            "impossible-period: protocol-ratified: '2005-31' is no day of the calendar",
            "period",
        ),
    ]
    assert result.lines == [
        f"{store}:{line_of(text, where, *key)}: {said}" for where, said, *key in expected
    ]
    assert (result.code, result.err) == (1, f"tip: 8 problems in {store}\n")


def test_what_is_sound_of_a_broken_store_is_held_to_the_rules(tip: Tip, store: Path) -> None:
    """A mistake anywhere keeps no rule from being tried on the store itself and the countries."""
    changes = {
        'title = "Human trafficking in Arden"': 'title = "Arden"\nsynonyms = {women = ["girls"]}',
        "https://lantern.example/": "lantern.example",
        'alpha3 = "XCC"': 'alpha3 = "xcc"',
        'role = "source"\norigin = "XA"\ndestination = "XB"': 'role = "source"\norigin = "XB"',
        'unit = "points"': "",
    }
    text = SOUND
    for old, new in changes.items():
        assert text.count(old) == 1
        text = text.replace(old, new)
    store.write_text(text, encoding="utf-8")
    expected = [
        ("store.help", "bad-url: 'lantern.example' is no http or https URL", "url"),
        ("countries.XC", "bad-country-code: XC: 'xcc' is no alpha-3 code", "alpha3"),
        (
            "source-2010-xa-xb",
            "role-against-country: source-2010-xa-xb: XB to unnamed is no source route of XA",
            "role",
        ),
        ("score-2010", "missing-key: score-2010: 'unit' is missing"),
    ]
    assert tip("check", str(store)).lines == [
        f"{store}:{line_of(text, where, *key)}: {said}" for where, said, *key in expected
    ]


@pytest.mark.parametrize("table", ["countries", "sources", "routes", "laws"])
def test_a_table_that_is_none(tip: Tip, store: Path, table: str) -> None:
    """A word where a whole table should be is one problem, beside what then lacks it."""
    store.write_text(f"{table} = 5\n{SOUND}".replace(f"[{table}", "[x"), encoding="utf-8")
    result = tip("check", str(store))
    assert f"{store}:1: wrong-type: {table} should be tables, not 5" in result.lines
    assert result.code == 1


def test_a_number_that_python_does_not_print(tip: Tip, store: Path) -> None:
    """A number whose digits are too many to be said is said to be one."""
    text = changed("value = 6.0", f"value = 0x{'f' * 5000}")
    store.write_text(text, encoding="utf-8")
    where = f"{store}:{line_of(text, 'score-2010', 'value')}"
    said = "score-2010: a number of too many digits is no figure that can be passed on"
    assert tip("check", str(store)).lines == [f"{where}: value-not-a-figure: {said}"]


def test_problems_of_a_table_and_of_one_within_it_on_one_line(tip: Tip, store: Path) -> None:
    """Problems whose places have no header of their own share a line, and none is lost."""
    store.write_text('store = {title = "A", country = "XA", help = {name = "B", url = ""}}\n')
    missing = ["countries", "sources"]
    assert sorted(tip("check", str(store)).lines) == [
        f"{store}:1: missing-key: 'phone' is missing",
        f"{store}:1: missing-key: 'version' is missing",
        *(f"{store}:1: missing-key: the table {name!r} is missing" for name in missing),
    ]


NUMBERS = {
    "400 digits": "9" * 400,
    "5000 digits": "9" * 5000,
    "5000 hexadecimal digits": "0x" + "f" * 5000,
    "beyond a float": "1e400",
    "the largest float": "1.7976931348623157e308",
}


@pytest.mark.parametrize("number", NUMBERS.values(), ids=NUMBERS)
@pytest.mark.parametrize("line", ["value = 6.0", "out_of = 10", "year = 2005", "lat = -5.5"])
def test_a_number_of_any_size_only_breaks_the_store(
    tip: Tip, store: Path, line: str, number: str
) -> None:
    """No number is too large to be reported, on its fact or as no TOML at all."""
    key = line.partition(" ")[0]
    store.write_text(changed(line, f"{key} = {number}"), encoding="utf-8")
    result = tip("check", str(store))
    assert result.code in (1, 3)
    assert result.err.count("\n") == 1
    read = tip("routes", "--store", str(store))
    assert (read.code, read.out, read.err.count("\n")) == (3, "", 1)


@pytest.mark.parametrize(
    ("women", "men"),
    [("1e308", "1.7e308"), ("inf", "-inf"), ("nan", "10"), ("9" * 400, "10")],
    ids=["too large a sum", "no sum", "no number", "400 digits"],
)
def test_parts_that_cannot_be_added_are_no_figures(
    tip: Tip, store: Path, women: str, men: str
) -> None:
    """Adding up what is no figure ends in a problem, not in an error."""
    text = changed("value = 30", f"value = {women}").replace("value = 10\n", f"value = {men}\n")
    store.write_text(text, encoding="utf-8")
    result = tip("check", str(store))
    line = line_of(text, "victims-identified-2010-women", "value")
    said = next(said for said in result.lines if "value-not-a-figure" in said)
    assert said.startswith(f"{store}:{line}: value-not-a-figure: victims-identified-2010-women: ")
    assert result.code == 1


BROKEN = {
    "empty": (b"", ":1: missing-key: the table 'countries' is missing (and 2 more: tip check)"),
    "blank": (
        b"\n \n",
        ":1: missing-key: the table 'countries' is missing (and 2 more: tip check)",
    ),
    "not UTF-8": (b'[store]\n# Br\xfcckland\ntitle = "x"\n', ":2: not UTF-8: invalid start byte"),
    "UTF-16": ("[store]\n".encode("utf-16"), ":1: not UTF-8: invalid start byte"),
    "not TOML": (
        b'[store]\ntitle = "Arden\n',
        ":2:15: not TOML: Illegal character '\\n'",
    ),
    "JSON": (b'{"store": {}}\n', ":1:1: not TOML: Invalid statement"),
    "deep lists": (b"a = " + b"[" * 100_000, ": not a store: nested too deeply"),
    "deep tables": (b"[a" + b".a" * 50_000 + b"]\n", ": not a store: nested too deeply"),
    "one problem": (
        (SOUND + figure("Daily")).encode(),
        f":{SOUND.count(chr(10)) + 2}: bad-id: the id 'Daily' is not kebab-case",
    ),
    "two problems": (
        (SOUND + figure("Daily") + figure("Weekly")).encode(),
        f":{SOUND.count(chr(10)) + 2}: bad-id: the id 'Daily' is not kebab-case"
        " (and 1 more: tip check)",
    ),
}


@pytest.mark.parametrize("command", READERS, ids=" ".join)
@pytest.mark.parametrize(("raw", "said"), BROKEN.values(), ids=BROKEN)
def test_a_broken_store_answers_nothing(
    tip: Tip, store: Path, command: list[str], raw: bytes, said: str
) -> None:
    """Every command ends with 3 and one line that says where the store is broken."""
    store.write_bytes(raw)
    assert tip("--store", str(store), *command) == (3, "", f"tip: {store}{said}\n")


@pytest.mark.parametrize("command", [["check"], *READERS], ids=" ".join)
@pytest.mark.parametrize(
    ("name", "said"),
    [
        (".", "Is a directory"),
        ("absent.toml", "No such file or directory"),
        ("absent/store.toml", "No such file or directory"),
        ("a\0b.toml", "embedded null byte"),
    ],
)
def test_a_store_that_cannot_be_read(
    tip: Tip, tmp_path: Path, command: list[str], name: str, said: str
) -> None:
    """Every command ends with 3 and one line that says why the store can't be read."""
    path = f"{tmp_path}/{name}"
    shown = path.replace("\0", "\\x00")
    expected = (3, "", f"tip: {shown}: can't read the store: {said}\n")
    assert tip("--store", path, *command) == expected


@pytest.mark.parametrize("kind", [kind for kind, (_, said) in BROKEN.items() if ": not " in said])
def test_what_is_no_store_at_all_is_not_checked(tip: Tip, store: Path, kind: str) -> None:
    """`tip check` ends with 3, as the other commands do, when there is nothing to check."""
    raw, said = BROKEN[kind]
    store.write_bytes(raw)
    assert tip("check", str(store)) == (3, "", f"tip: {store}{said}\n")


@pytest.mark.skipif(os.name != "posix", reason="names are bytes on POSIX alone")
def test_a_file_whose_name_is_not_utf_8(tip: Tip, tmp_path: Path) -> None:
    """The name is shown with what can't be printed written out."""
    store = tmp_path / os.fsdecode(b"caf\xe9.toml")
    store.write_text(SOUND, encoding="utf-8")
    assert tip("check", str(store)) == (0, f"{tmp_path}/caf\\udce9.toml: sound: {COUNTED}\n", "")


def test_every_command_is_tried_on_a_broken_store() -> None:
    """All commands stand in READERS but those that check, that need none, or take two."""
    assert set(NAMES) == {call[0] for call in READERS} - {"--version"} | {"check", "schema", "diff"}


def test_what_a_store_says_cannot_act_on_the_terminal(tip: Tip, store: Path) -> None:
    """Escapes in an id are written out, in the problems and in the messages."""
    store.write_text(changed('"score-2010"', r'"\u001b[31mscore\u202e\n"'), encoding="utf-8")
    line = line_of(SOUND, "score-2010", "id")
    said = r"bad-id: the id '\x1b[31mscore\u202e\n' is not kebab-case"
    assert tip("check", str(store)).out == f"{store}:{line}: {said}\n"
    assert tip("stats", "--store", str(store)).err == f"tip: {store}:{line}: {said}\n"


def test_the_order_of_problems_is_always_the_same(tmp_path: Path) -> None:
    """Neither chance nor Python's seed for hashes decides it: problems stand as the store does."""
    unknown = {f"key-{number}": 1 for number in range(9)}
    path = small_store(tmp_path, store=unknown, laws=[unknown, {"id": "A B", **unknown}])
    with Path(path).open("a") as file:
        file.writelines(f"[table-{number}]\n" for number in range(9))
    said = [
        spawn("check", path, environment={"PYTHONHASHSEED": str(seed)}).stdout for seed in range(4)
    ]
    assert len(set(said)) == 1
    keys = re.findall(rb"unknown key '(key-\d)'", said[0])
    assert keys == [*map(str.encode, unknown)] * 3
