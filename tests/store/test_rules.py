"""`tip check`: a breach of every rule, with its line, and what a broken store does elsewhere."""

# ruff: noqa: E501  # a row of a table is one line

import re
from pathlib import Path

import pytest

from serbia_tip.cli.main import NAMES
from serbia_tip.queries.rows import COMMANDS
from serbia_tip.store.check import load_rules
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
    *(
        ["search", "shelter"],
        ["show", "score-2010"],
        ["cite", "score-2010"],
        ["panel"],
        ["profile"],
    ),
    *(["export", "facts.db"], ["year", "2010"]),
    ["--version"],
]
"""A call of each command that reads the store, except for `check`."""


def changed(old: str, new: str, text: str = SOUND) -> str:
    """The sound store with one change."""
    assert text.count(old) == 1, f"not once in the store: {old}"
    return text.replace(old, new)


def figure(name: str, *lines: str, value: str = "1", rests_on: str = "gazette") -> str:
    """A statistic in TOML, with further lines of its own."""
    usual = (
        f'[[statistics]]\nid = "{name}"\nvalue = {value}\nsources = ["{rests_on}"]\n'
        'area = "prosecution"\nmeasure = "arrests"\nunit = "arrests"\nstatement = "Arrests."'
    )
    return "\n".join([usual, *lines, ""])


def part(whole: str, *lines: str, dimension: str = "age", group: str = "young") -> tuple[str, ...]:
    """The lines that make a figure a part of another."""
    return f'part_of = "{whole}"', f'dimension = "{dimension}"', f'group = "{group}"', *lines


def with_remedy(rule: str, message: str) -> str:
    """The message with what the table of rules says to do, unless it says so itself."""
    return message if "; " in message else f"{message}; {RULES[rule].remedy}"


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


RULES = load_rules()
TRANSIT = 'role = "transit"\norigin = "XB"\ndestination = "XC"'
SOURCE = 'origin = "XA"\ndestination = "XB"'
NEWS = 'kind = "news"'
PROFILE = '[store.profile]\nyear = 2010\nmeasures = ["{}"]\nindex = "{}"\nlaws = ["{}"]\n'
DATE = "is no date such as 2007, 2007-10 or 2007-10-05"
TIERS = "Tier 1, Tier 2, Tier 2 Watch List, Tier 3"

BREACHES = [
    # the rule, what is written for what, the message, and where it stands if not on that line
    ("bad-id", '"score-2010"', '"Score_2010"', "the id 'Score_2010' is not kebab-case; write score-2010"),
    ("bad-id", '"score-2010"', '"score--2010"', "the id 'score--2010' is not kebab-case; write score-2010"),
    ("bad-id", '"score-2010"', r'"score\n"', r"the id 'score\n' is not kebab-case; write score"),
    ("bad-country-code", "[countries.XC]", "[countries.Xc]", "Xc: 'Xc' is no alpha-2 code; write XC"),
    ("bad-country-code", '"XCC"', '"xcc"', "XC: 'xcc' is no alpha-3 code; write XCC"),
    ("bad-country-code", '"XCC"', '"XC"', "XC: 'XC' is no alpha-3 code"),
    ("bad-url", "https://gazette.example/2011", "javascript:alert(1)", "gazette: 'javascript:alert(1)' is no http or https URL"),
    ("bad-url", NEWS, 'copies = ["http://a.example", "ftp://b.example"]\nkind = "news"', "gazette: 'ftp://b.example' is no http or https URL"),
    ("bad-url", NEWS, 'read = [{ what = "a copy", url = "copy" }]\nkind = "news"', "gazette: 'copy' is no http or https URL"),
    ("bad-url", NEWS, 'archived = { url = "archive" }\nkind = "news"', "gazette: 'archive' is no http or https URL"),
    ("bad-url", "https://lantern.example/", "lantern.example", "'lantern.example' is no http or https URL"),
    ("bad-url", 'version = "1"', 'homepage = "x"\nversion = "1"', "'x' is no http or https URL"),
    ("bad-language", NEWS, 'language = "sr_Latn"\nkind = "news"', "gazette: 'sr_Latn' is no language tag"),
    ("bad-language", NEWS, 'language = "english"\nkind = "news"', "gazette: 'english' is no language tag"),
    ("duplicate-id", '"tier-2006"', '"tier-2005"', "the id 'tier-2005' is used before, on line 190"),
    ("duplicate-id", '"strategy-2010"', '"score-2010"', "the id 'score-2010' is used before, on line 170"),
    ("ambiguous-name", '"Old Bruckland"', '"cardénia"', "XC: 'Cardenia' also names XB", "countries.XC"),
    ("ambiguous-name", '"Cardenia"', '"xaa"', "XC: 'xaa' also names XA", "countries.XC"),
    ("unresolved-source", '["report-2010[p. 8]"]', '["report-2010[p. 8]", "rumour"]', "convictions-2010: no source 'rumour'"),
    ("unresolved-source", "report-2010[p. 8]", "rumour[p. 8]", "convictions-2010: no source 'rumour[p. 8]'"),
    ("unresolved-source", "report-2010[p. 8]", "report-2010[p. 8", "convictions-2010: no source 'report-2010[p. 8'; write report-2010[p. 8]"),
    ("unresolved-source", "report-2010[p. 8]", "report-2010 p. 8", "convictions-2010: no source 'report-2010 p. 8'; write report-2010[p. 8]"),
    ("unresolved-source", "report-2010[p. 8]", "report-201", "convictions-2010: no source 'report-201'; did you mean report-2010?"),
    ("unresolved-source", NEWS, 'derived_from = ["report-201"]\nkind = "news"', "gazette: derived from 'report-201', which is not there; did you mean report-2010?"),
    ("uncited-credit", 'attributed_to = "NGOs"', 'attributed_to = { gazette = "NGOs" }', "shelter-2010: a credit by 'gazette', which the fact doesn't cite"),
    ("uncited-credit", 'attributed_to = "NGOs"', "attributed_to = {}", "shelter-2010: attributed_to is empty"),
    ("unresolved-country", 'origin = "XB"', 'origin = "DE"', "transit-2010-xb-xc: no country 'DE'; add [countries.DE]"),
    ("unresolved-country", 'origin = "XB"', 'origin = "xbx"', "transit-2010-xb-xc: no country 'xbx'; did you mean XB?"),
    ("unresolved-country", 'origin = "XB"', 'origin = "cardenia"', "transit-2010-xb-xc: no country 'cardenia'; did you mean XC?"),
    ("unresolved-country", 'origin = "XB"', 'origin = "old bruckland"', "transit-2010-xb-xc: no country 'old bruckland'; did you mean XB?"),
    ("unresolved-country", 'country = "XA"', 'country = "XZ"', "no country 'XZ'; add [countries.XZ]"),
    ("unresolved-id", '["tier-2007-gazette"]', '["tier-2007-gazette", "tier-2099"]', "tier-2007: contradicts 'tier-2099', which is not there; did you mean tier-2007, tier-2006, tier-2005?"),
    ("unresolved-id", '["tier-2007-gazette"]', '["tier-2007"]', "tier-2007: contradicts itself"),
    ("unresolved-id", "out_of = 10", 'part_of = "scores"', "score-2010: part of 'scores', which is not there; did you mean score-2010?"),
    ("unresolved-id", "out_of = 10", 'part_of = "tier-2005"', "score-2010: part of 'tier-2005', which is no statistic"),
    ("unresolved-profile", "", PROFILE.format("arrests", "score", "protocol-ratified"), "no statistic has the measure 'arrests'", "store.profile", "measures"),
    ("unresolved-profile", "", PROFILE.format("score", "scores", "protocol-ratified"), "no statistic has the measure 'scores'; did you mean score?", "store.profile", "index"),
    ("unresolved-profile", "", PROFILE.format("score", "score", "tier-2005"), "no law has the id 'tier-2005'", "store.profile", "laws"),
    ("circular-part", "out_of = 10", 'part_of = "score-2010"', "score-2010: is a part of itself"),
    ("circular-source", NEWS, 'derived_from = ["gazette"]\nkind = "news"', "gazette: is derived from itself"),
    ("impossible-period", "2004-03-02", "2005-02-29", "trafficking-act-adopted: '2005-02-29' is no day of the calendar"),
    ("impossible-period", "2004-03-02", "spring", f"trafficking-act-adopted: 'spring' {DATE}"),
    ("impossible-period", "2004-03-02", "2004/2003", "trafficking-act-adopted: '2004/2003' ends before it begins"),
    ("impossible-period", "2004-03-02", "2011-2012", "trafficking-act-adopted: '2011-2012' is no date; a span has a slash: 2011/2012"),
    ("impossible-period", '"2011-05"', '"2011-13"', "gazette: '2011-13' is no day of the calendar"),
    ("impossible-period", NEWS, 'accessed = "today"\nkind = "news"', f"gazette: 'today' {DATE}"),
    ("impossible-period", NEWS, 'archived = { url = "https://a.example", date = "5" }\nkind = "news"', f"gazette: '5' {DATE}"),
    ("period-outside-report-year", "year = 2005", 'period = "2004-06"\nyear = 2005', "tier-2005: 2004-06 is not in 2005"),
    ("role-against-country", SOURCE, 'origin = "XB"\ndestination = "XC"', "source-2010-xa-xb: XB to XC is no source route of XA: one begins in XA and ends abroad", "source-2010-xa-xb", "role"),
    ("role-against-country", SOURCE, 'origin = "XA"\ndestination = "XA"', "source-2010-xa-xb: XA to XA is no source route of XA: one begins in XA and ends abroad", "source-2010-xa-xb", "role"),
    ("role-against-country", TRANSIT, 'role = "transit"\ndestination = "XA"', "transit-2010-xb-xc: unnamed to XA is no transit route of XA: one has XA at neither end"),
    ("role-against-country", 'role = "transit"', 'role = "destination"', "transit-2010-xb-xc: XB to XC is no destination route of XA: one begins abroad and ends in XA"),
    ("role-against-country", TRANSIT, 'role = "internal"\norigin = "XA"', "transit-2010-xb-xc: XA to unnamed is no internal route of XA: one has XA as its origin and as its destination"),
    ("role-against-country", TRANSIT, 'role = "internal"\norigin = "XB"\ndestination = "XA"', "transit-2010-xb-xc: XB to XA is no internal route of XA: one has XA as its origin and as its destination"),
    ("value-not-a-figure", "value = 6.0", "value = nan", "score-2010: nan is no figure that can be passed on"),
    ("value-not-a-figure", "out_of = 10", "out_of = -inf", "score-2010: -inf is no figure that can be passed on"),
    ("value-not-a-figure", "value = 6.0", "value = 9007199254740993", "score-2010: 9007199254740993 is no figure that can be passed on"),
    ("value-not-a-figure", "value = 6.0", f"value = 6{'0' * 400}", f"score-2010: 6{'0' * 39}… is no figure that can be passed on"),
    ("value-not-a-figure", "value = 6.0", f"value = 0x{'f' * 5000}", "score-2010: a number of too many digits is no figure that can be passed on"),
    *(("impossible-figure", "value = 6.0\nunit = \"points\"\nbound = \"exact\"\nout_of = 10", f"value = {value}", f"score-2010: {said}")
      for value, said in {'-1\nunit = "points"': "-1 points, which is less than nothing", '10.5\nout_of = 10\nunit = "points"': "10.5 out of 10", '100.1\nunit = "percent"': "100.1 percent of a whole", '101\nunit = "% of cases"': "101 % of cases of a whole", '101\nunit = "per cent"': "101 per cent of a whole", '2.5\nunit = "persons"': "2.5 persons, of which there is no part", '2.5\nunit = "women"': "2.5 women, of which there is no part"}.items()),
    *(("impossible-figure", "out_of = 10", f"out_of = {most}", f"score-2010: out of {most}") for most in (0, -1)),
    ("impossible-period", "2004-03-02", "1799-12-31", "trafficking-act-adopted: 1799-12-31 is before 1800"),
    ("impossible-period", "year = 2003", "year = 1799", "tier-2003: 1799 is before 1800"),
    ("part-larger-than-whole", "", figure("abroad", *part("arrests"), value="3") + figure("arrests", value="2"), "abroad: 3 is more than the 2 of arrests", "abroad", "value"),
    ("partition-not-adding-up", "value = 10\n", "value = 9\n", "victims-identified-2010: by sex, 39 is not 40", "victims-identified-2010", "partitioned_by"),
    ("partition-not-adding-up", '["sex"]', '["sex", "age"]', "victims-identified-2010: by age, 0 is not 40"),
    ("deprecated-without-note", 'note = "The report itself says Watch List."', "", "tier-2007-gazette: deprecated, but no note says why", "tier-2007-gazette", "rank"),
    ("unknown-key", "[store]\n", "facts = 21\n[store]\n", "a store has no table 'facts'"),
    ("unknown-key", "", "[[rumours]]\n", "a store has no table 'rumours'; did you mean routes, groups?", "[[rumours]]"),
    ("unknown-key", 'version = "1"', 'license = "CC0"\nversion = "1"', "unknown key 'license'; did you mean licence?"),
    ("unknown-key", 'phone = "+000 1"', 'fax = "+000 2"\nphone = "+000 1"', "help: unknown key 'fax'"),
    ("unknown-key", "lat = -5.5", 'capital = "Cardo"\nlat = -5.5', "XC: unknown key 'capital'"),
    ("unknown-key", NEWS, 'sheets = 4\nkind = "news"', "gazette: unknown key 'sheets'"),
    ("unknown-key", NEWS, 'archived = { url = "https://a.example", day = "5" }\nkind = "news"', "gazette: archived: unknown key 'day'", "sources.gazette"),
    ("unknown-key", "out_of = 10", "out_off = 10", "score-2010: unknown key 'out_off'; did you mean out_of?"),
    ("unknown-key", "out_of = 10", "year = 2010", "score-2010: unknown key 'year'"),
    ("unknown-key", "", figure("arrests", "[statistics.remark]", "late = true"), "arrests: unknown key 'remark'; did you mean rank?", "arrests"),
    ("missing-key", 'version = "1"', "", "'version' is missing", "store"),
    ("missing-key", 'phone = "+000 1"', "", "help: 'phone' is missing", "store.help"),
    ("missing-key", "lat = -5.5", "", "XC: 'lat' is missing", "countries.XC"),
    ("missing-key", NEWS, "", "gazette: 'kind' is missing", "sources.gazette"),
    ("missing-key", 'unit = "points"', "", "score-2010: 'unit' is missing", "score-2010"),
    ("missing-key", 'id = "score-2010"', "", "'id' is missing", 'measure = "score"'),
    ("wrong-type", 'version = "1"', "version = 1", 'version should be a text; put it in quotes: version = "1"'),
    ("wrong-type", "year = 2005", "year = 205", "tier-2005: year should be 1000 or more, not 205"),
    ("wrong-type", "lat = -5.5", "lat = 91", "XC: lat should be 90 or less, not 91"),
    ("wrong-type", 'published = "2011-05"', "published = 2011-05-01", 'gazette: published should be a text; put it in quotes: published = "2011-05-01"'),
    ("wrong-type", NEWS, 'kind = "news"\nshort = ""', "gazette: short is empty", "sources.gazette", "short"),
    ("wrong-type", NEWS, f'kind = "news"\nshort = "{"x" * 41}"', "gazette: short should have 40 letters or fewer, not 41", "sources.gazette", "short"),
    ("wrong-type", "", "[bodies.NGOs]\nshort = 1\n", 'NGOs: short should be a text; put it in quotes: short = "1"', "bodies.NGOs", "short"),
    ("wrong-type", "", "[topics.x]\naliases = [1]\n", "x: aliases should be texts; put 1 in quotes", "topics.x", "aliases"),
    ("wrong-type", "value = 6.0", 'value = "six"', "score-2010: value should be a number, not 'six'"),
    ("wrong-type", "value = 6.0", 'value = "6"', "score-2010: value should be a number; take it out of its quotes: value = 6"),
    ("wrong-type", "value = 6.0", "value = true", "score-2010: value should be a number, not true"),
    ("wrong-type", "out_of = 10", "note = 2010-05-01", 'score-2010: note should be a text; put it in quotes: note = "2010-05-01"'),
    ("wrong-type", "out_of = 10", "note = false", 'score-2010: note should be a text; put it in quotes: note = "false"'),
    ("wrong-type", "out_of = 10", "note = {a = 1}", "score-2010: note should be a text, not {'a': 1}"),
    ("wrong-type", "out_of = 10", "contradicts = [2010]", "score-2010: contradicts should be texts; put 2010 in quotes"),
    ("wrong-type", "out_of = 10", "contradicts = [[]]", "score-2010: contradicts should be a list of texts, but holds []"),
    ("wrong-type", "out_of = 10", 'attributed_to = [""]', "score-2010: attributed_to holds an empty text"),
    ("wrong-type", 'people = ["men"]', 'people = "men"', 'transit-2010-xb-xc: people should be a list; write people = ["men"]'),
    ("wrong-type", '["report-2010[p. 8]"]', "[]", "convictions-2010: sources is empty"),
    ("wrong-type", '"Recruiters used false job offers."', '""', "recruitment-undated: statement is empty"),
    ("wrong-type", 'id = "score-2010"', "id = 2010", 'id should be a text; put it in quotes: id = "2010"'),
    ("value-not-a-figure", "", figure("abroad", *part("arrests")) + figure("arrests", value="-inf"), "arrests: -inf is no figure that can be passed on", "arrests", "value"),
    ("wrong-type", NEWS, 'authors = "Ana"\nkind = "news"', 'gazette: authors should be a list; write authors = ["Ana"]'),
    ("wrong-type", NEWS, 'read = [{ what = "a copy" }]\nkind = "news"', "gazette: read holds {'what': 'a copy'}; an entry is { what = \"…\", url = \"…\" }"),
    ("wrong-type", NEWS, 'authors = [{given = "Ana"}]\nkind = "news"', "gazette: authors holds {'given': 'Ana'}; an entry is a text or { family = \"…\", given = \"…\" }"),
    ("outside-vocabulary", 'role = "transit"', 'role = "tranzit"', "transit-2010-xb-xc: role 'tranzit' is not one of source, transit, destination, internal; did you mean transit?"),
    ("outside-vocabulary", 'role = "transit"', 'standing = "rumoured"\nrole = "transit"', "transit-2010-xb-xc: standing 'rumoured' is not one of stated, alleged, at_risk"),
    ("outside-vocabulary", 'bound = "at_least"', 'bound = "at least"', "convictions-2010: bound 'at least' is not one of exact, at_least, more_than, at_most, less_than, about; did you mean at_least, at_most?"),
    ("outside-vocabulary", '"Tier 2 Watch List"', '"Tier 4"', f"tier-2007: tier 'Tier 4' is not one of {TIERS}; did you mean Tier 3, Tier 2, Tier 1?"),
    ("outside-vocabulary", '"Tier 2 Watch List"', '"Tier 2WL"', f"tier-2007: tier 'Tier 2WL' is not one of {TIERS}; did you mean Tier 2 Watch List, Tier 2, Tier 3?"),
    ("outside-vocabulary", '"Tier 2 Watch List"', "2", f"tier-2007: tier 2 is not one of {TIERS}"),
    ("outside-vocabulary", 'assessment = "context"', 'assessment = "bad"', "recruitment-undated: assessment 'bad' is not one of progress, shortcoming, mixed, context, advice"),
    ("outside-vocabulary", 'rank = "deprecated"', 'rank = "wrong"', "tier-2007-gazette: rank 'wrong' is not one of preferred, normal, deprecated"),
]  # fmt: skip

OTHER_SHAPES = [
    # stores of another shape: the rule, the store, the message, and its line
    ("missing-key", EMPTY[EMPTY.index("[countries.XA]") :], "the table 'store' is missing", 1),
    ("wrong-type", 'laws = "none"' + EMPTY, "laws should be tables, not 'none'; each has the header [[laws]]", 1),
    ("wrong-type", "countries = 5\n" + SOUND.replace("[countries", "[x"), "countries should be tables, not 5; each has the header [countries.NAME]", 1),
    ("wrong-type", "laws = [7]" + EMPTY, "laws should be tables, not 7; each has the header [[laws]]", 1),
    ("wrong-type", EMPTY + "[laws.act]\n", "laws should be tables, not {'act': {}}; each has the header [[laws]]", 12),
    ("wrong-type", EMPTY + '[bodies]\n"a" = 1\n', "bodies should be tables, not 1; each has the header [bodies.NAME]", 13),
    ("bad-id", EMPTY + '.Daily]\ntitle = "D"\npublisher = "D"\nkind = "news"\n'.replace(".", "[sources.", 1), "the id 'Daily' is not kebab-case; write daily", 12),
]  # fmt: skip

SYNTAX = [
    # what is no TOML, and what the message says to write
    ("value = 180,000", "a number is written without separators: value = 180000"),
    ("value = 60,3", "a decimal has a point, not a comma: value = 60.3"),
    ("title = “x”", '“ is no quote of TOML; write straight ones: title = "x"'),
    ("[laws]\na = 1\n[laws]", "[laws] can stand once; above each law write [[laws]]"),
    ("[laws]\na = 1\n[[laws]]", "[laws] can stand once; above each law write [[laws]]"),
    ("[sources.a]\nb = 1\n[sources.a]", "[sources.a] stands twice, first on line 1; put all its keys under one"),
    ("a = 1\nb = 2\na = 3", "the key 'a' stands twice in its table, first on line 1"),
    ("a = [\n1,\n]\na = [\n2,\n]", "the key 'a' stands twice in its table, first on line 1"),
    ("tier = Tier 2", 'a text stands in quotes: tier = "Tier 2"'),
    ("period = 2011/2012", 'a text stands in quotes: period = "2011/2012"'),
    ("open = TRUE", "write it in small letters: open = true"),
    ("note =", "nothing stands after note =; leave the key out if it is not known"),
    ('note = "x', 'the text of note isn\'t closed; it ends in " on the same line'),
    ('note = "x\n', 'the text of note isn\'t closed; it ends in " on the same line'),
    ('note = "He said "no"."', 'a quote within a text is written \\", or the text stands in single quotes'),
    ('note = "x",', "nothing stands after the text of note, no comma either"),
    (r'note = "c:\users"', r"a backslash is written \\, or the text stands in single quotes"),
    ("note: 1", "write = after the key 'note', not a colon"),
    ("// note", "a comment begins with #"),
    ("a = [1", "Unclosed array"),
    ("a = 05", "Expected newline or end of document after a statement"),
]  # fmt: skip

SOUND_CASES = {
    "nothing but a country": EMPTY,
    "a profile": SOUND + PROFILE.format("score", "score", "protocol-ratified"),
    "a tier's period within its report's year": changed("year = 2005", 'year = 2005\nperiod = "2005-06/2005-07"'),
    "a span": changed("2004-03-02", "2004-03-02/2005"),
    "a part in another unit than its whole": SOUND + figure("share", *part("victims-identified-2006"), 'period = "2006"'),
    "parts that add up but for the last binary digit": SOUND + (figure("whole", 'partitioned_by = ["age"]', value="0.3") + figure("young", *part("whole"), value="0.1") + figure("old", *part("whole", group="old"), value="0.2")).replace('unit = "arrests"', 'unit = "points"'),
    "a route with no end named": changed('origin = "XB"\ndestination = "XC"', ""),
    "the largest figure that JSON readers keep": changed("value = 6.0", "value = 9007199254740992").replace("out_of = 10", ""),
    "a contradiction in both directions": changed('note = "The report itself', 'contradicts = ["tier-2007"]\nnote = "The report itself'),
    "the facts before the store": SOUND[SOUND.index("[[laws]]") :] + "\n" + SOUND[: SOUND.index("[[laws]]")],
    "a credit by each source, and what a source is derived from": changed('attributed_to = "border police"', 'attributed_to = { report-2010 = "border police", gazette = ["NGOs"] }', changed(NEWS, 'kind = "news"\nderived_from = ["report-2010"]\nlanguage = "sr-Latn-RS"')),
    "a year of the first that may be, and of the version": changed('"1"', '"2026.01"', changed("2004-03-02", "1800/2026")),
    "shares of all, and differences": SOUND + "".join(figure(f"share-{number}", value=value).replace("arrests\"\ns", f"{unit}\"\ns") for number, (value, unit) in enumerate([("100", "percent"), ("0", "% of cases"), ("-5", "percent more"), ("250", "% change"), ("2.5", "months"), ("2.0", "persons")])),
    "a score of all that there is": changed("value = 6.0", "value = 10"),
    "a short name of forty letters": changed(NEWS, f'kind = "news"\nshort = "{"x" * 40}"'),
}  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Where a test writes its store."""
    return tmp_path / "store.toml"


@pytest.mark.parametrize("row", BREACHES, ids=lambda row: f"{row[0]}: {row[3][:40]}")
def test_a_breach_is_reported_with_its_line(tip: Tip, store: Path, row: tuple[str, ...]) -> None:
    """One breach gives its own message on its line, says what to write, and breaks nothing else."""
    rule, old, new, message, *where = row
    text = changed(old, new) if old else SOUND + new
    store.write_text(text, encoding="utf-8")
    line = line_of(text, *where) if where else SOUND.count("\n", 0, SOUND.index(old)) + 1
    result = tip("check", str(store))
    assert result.lines == [f"{store}:{line}: {rule}: {with_remedy(rule, message)}"]
    assert result.code == 1


def test_a_store_of_another_shape(tip: Tip, store: Path) -> None:
    """What has no row to stand on is told on the nearest line."""
    for rule, text, message, line in OTHER_SHAPES:
        store.write_text(text, encoding="utf-8")
        said = f"{store}:{line}: {rule}: {with_remedy(rule, message)}"
        assert said in tip("check", str(store)).lines


@pytest.mark.parametrize(("text", "said"), SYNTAX, ids=[text for text, _ in SYNTAX])
def test_what_is_no_toml_is_said_in_plain_words(
    tip: Tip, store: Path, text: str, said: str
) -> None:
    """One line gives the place and what to write; `check` ends with 3, as the others do."""
    store.write_text(text, encoding="utf-8")
    code, out, err = tip("check", str(store))
    assert (code, out) == (3, "")
    line = rf"tip: {re.escape(str(store))}:\d+:\d+: not TOML: {re.escape(said)}\n"
    assert re.fullmatch(line, err)


def test_every_rule_has_a_case() -> None:
    """A rule that nothing here breaks is a rule without a test."""
    assert {row[0] for row in BREACHES} == {
        rule.id for rule in RULES.values() if rule.severity == "error"
    }


def test_circles_of_several(tip: Tip, store: Path) -> None:
    """All that lie on a circle are named, and none that only leads to it."""
    links = {"zero": "one", "one": "two", "two": "one", "three": "one"}
    parts = "".join(figure(name, *part(whole)) for name, whole in links.items())
    source = '[sources.{}]\ntitle = "D"\npublisher = "D"\nkind = "news"\nderived_from = ["{}"]\n'
    sources = "".join(source.format(*pair) for pair in links.items())
    store.write_text(SOUND + parts + sources, encoding="utf-8")
    assert [line.partition(": circular-")[2] for line in tip("check", str(store)).lines] == [
        *(
            f"part: {name}: {with_remedy('circular-part', 'is a part of itself')}"
            for name in ("one", "two")
        ),
        *(
            f"source: {name}: {with_remedy('circular-source', 'is derived from itself')}"
            for name in ("one", "two")
        ),
    ]


def test_one_wrong_code_is_one_problem(tip: Tip, store: Path) -> None:
    """A country that is missing, or whose table has a wrong code, is told once."""
    for old, new, said in (
        ('[countries.XB]', "[countries.XD]", "source-2010-xa-xb: no country 'XB', used 2 times; add [countries.XB]"),
        ('[countries.XB]', "[countries.xb]", "xb: 'xb' is no alpha-2 code; write XB"),
        ('country = "XA"', 'country = "XD"', "no country 'XD'; add [countries.XD]"),
    ):  # fmt: skip
        store.write_text(changed(old, new), encoding="utf-8")
        [line] = tip("check", str(store)).lines
        assert line.partition(": ")[2].partition(": ")[2] == said


def test_rules_see_all_that_has_its_shape(tip: Tip, store: Path) -> None:
    """Problems of shape and of rules stand together, in the order of lines, and are counted."""
    text = SOUND + PROFILE.format("convictions", "convictions", "none")
    said = []
    for old, new, rule in (
        ("https://lantern.example/", "lantern.example", "bad-url"),
        ('alpha3 = "XCC"', 'alpha3 = "xcc"', "bad-country-code"),
        ('destination = "XB"', 'destination = "XZ"', "unresolved-country"),
        ('role = "transit"', 'role = "tranzit"', "outside-vocabulary"),
        ('"report-2010[p. 8]"', '"rumour"', "unresolved-source"),
        ('unit = "points"', "", "missing-key"),
        ("year = 2005", 'year = "2005"', "wrong-type"),
        ('note = "The report itself says Watch List."', "", "deprecated-without-note"),
        ("2005-11", "2005-31", "impossible-period"),
    ):
        text = changed(old, new, text)
        said.append(rule)
    store.write_text(text, encoding="utf-8")
    result = tip("check", str(store))
    assert [line.split(": ")[1] for line in result.lines] == [*said, "unresolved-profile"]
    assert (result.code, result.err) == (1, f"tip: 10 problems in {store}\n")


def test_near_names_are_sought_for_some_problems_alone(tip: Tip, store: Path) -> None:
    """A store with thousands of mistakes is answered, the first hundred with near names."""
    more = "".join(figure(f"arrests-{number}", rests_on="gazete") for number in range(150))
    store.write_text(SOUND + more, encoding="utf-8")
    lines = tip("check", str(store)).lines
    assert len(lines) == 150
    assert sum(line.endswith("; did you mean gazette?") for line in lines) == 100


def test_what_no_rule_forbids_is_sound(tip: Tip, store: Path) -> None:
    """Stores on the right side of each rule's border pass."""
    for title, text in SOUND_CASES.items():
        store.write_text(text, encoding="utf-8")
        result = tip("check", str(store))
        last = result.lines[-1]  # after warnings
        assert (result.code, last.startswith(f"{store}: sound: ")) == (0, True), title


def test_which_store_is_checked(tip: Tip, store: Path) -> None:
    """The one in use, or those named; the sound ones don't hide the broken one."""
    counted = "21 facts (3 routes, 8 statistics, 5 tiers, 3 findings, 2 laws), 2 sources"
    sound = (0, f"{OTHER}: sound: {counted}\n", "")
    assert tip("--store", str(OTHER), "check") == sound
    assert tip("--store", "absent.toml", "check", str(OTHER)) == sound
    store.write_text(SOUND + figure("Daily"), encoding="utf-8")
    result = tip("check", str(OTHER), str(store), str(OTHER))
    assert (result.code, result.err) == (1, f"tip: 1 problem in {store}\n")
    assert [line.startswith(f"{OTHER}: sound") for line in result.lines] == [True, False, True]


def test_problems_of_a_table_and_of_one_within_it_on_one_line(tip: Tip, store: Path) -> None:
    """Problems whose places have no header of their own share a line, and none is lost."""
    store.write_text('store = {title = "A", country = "XA", help = {name = "B", url = ""}}\n')
    missing = [
        "'version' is",
        "help: 'phone' is",
        "the table 'countries' is",
        "the table 'sources' is",
    ]
    told = (with_remedy("missing-key", f"{what} missing") for what in missing)
    said = sorted(f"{store}:1: missing-key: {each}" for each in told)
    assert sorted(tip("check", str(store)).lines) == said


NUMBERS = ("9" * 400, "9" * 5000, "0x" + "f" * 5000, "1e400", "1.7976931348623157e308")


@pytest.mark.parametrize("number", NUMBERS, ids=lambda number: number[:20])
def test_a_number_of_any_size_only_breaks_the_store(tip: Tip, store: Path, number: str) -> None:
    """No number is too large to be reported, on its fact or as no TOML at all."""
    for line in ("value = 6.0", "out_of = 10", "year = 2005", "lat = -5.5"):
        key = line.partition(" ")[0]
        store.write_text(changed(line, f"{key} = {number}"), encoding="utf-8")
        result = tip("check", str(store))
        assert (result.code in (1, 3), result.err.count("\n")) == (True, 1), line
        read = tip("routes", "--store", str(store))
        assert (read.code, read.out, read.err.count("\n")) == (3, "", 1), line


def test_parts_that_cannot_be_added_are_no_figures(tip: Tip, store: Path) -> None:
    """Adding up what is no figure ends in a problem, not in an error."""
    for women, men in (("1e308", "1.7e308"), ("inf", "-inf"), ("nan", "10"), ("9" * 400, "10")):
        text = changed("value = 30", f"value = {women}").replace("value = 10\n", f"value = {men}\n")
        store.write_text(text, encoding="utf-8")
        result = tip("check", str(store))
        assert "value-not-a-figure: victims-identified-2010-women: " in result.out
        assert result.code == 1


BROKEN = {
    "empty": (
        b"",
        ":1: missing-key: the table 'countries' is missing; tip schema says what each key holds (and 2 more: tip check)",
    ),
    "not UTF-8": (b'[store]\n# Br\xfcckland\ntitle = "x"\n', ":2: not UTF-8: invalid start byte"),
    "UTF-16": ("[store]\n".encode("utf-16"), ":1: not UTF-8: invalid start byte"),
    "JSON": (b'{"store": {}}\n', ":1:1: not TOML: Invalid statement"),
    "deep lists": (b"a = " + b"[" * 100_000, ": not a store: nested too deeply"),
    "deep tables": (b"[a" + b".a" * 50_000 + b"]\n", ": not a store: nested too deeply"),
    "one problem": (
        (SOUND + figure("Daily")).encode(),
        f":{SOUND.count(chr(10)) + 2}: bad-id: the id 'Daily' is not kebab-case; write daily",
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
    if ": not " in said:  # nothing that could be checked
        assert tip("check", str(store)) == (3, "", f"tip: {store}{said}\n")


@pytest.mark.parametrize("command", [["check"], *READERS], ids=" ".join)
def test_a_store_that_cannot_be_read(tip: Tip, tmp_path: Path, command: list[str]) -> None:
    """Every command ends with 3 and one line that says why the store can't be read."""
    for name, said in (
        *((".", "Is a directory"), ("no/x", "No such file or directory")),
        ("a\0b", "embedded null byte"),
    ):
        path = f"{tmp_path}/{name}"
        told = path.replace("\0", "\\x00")
        expected = (3, "", f"tip: {told}: can't read the store: {said}\n")
        assert tip("--store", path, *command) == expected


def test_every_command_is_tried_on_a_broken_store() -> None:
    """All commands stand in READERS but those that check, that need none, or take two."""
    assert set(NAMES) == {call[0] for call in READERS} - {"--version"} | {"check", "schema", "diff"}


def test_what_a_store_says_cannot_act_on_the_terminal(tip: Tip, store: Path) -> None:
    """Escapes in an id are written out, in the problems and in the messages."""
    store.write_text(changed('"score-2010"', r'"\u001b[31mscore\u202e\n"'), encoding="utf-8")
    line = line_of(SOUND, "score-2010", "id")
    said = r"bad-id: the id '\x1b[31mscore\u202e\n' is not kebab-case; write 31mscore"
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
