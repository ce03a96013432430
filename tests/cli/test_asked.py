"""Asked as people ask: what sixty command lines show on the first screen of 80 columns."""

import re
import shlex

import pytest

from tests.conftest import OTHER, Tip
from tests.pseudo_terminal import in_columns

_SHIPPED = """
routes labour | labour: purpose | Russia
routes boys | boys: people Roma boys or people boys | Italy
routes roma women | 1 pair alleged
routes to germany | to Germany | Germany +
routes from moldova | from Moldova | Bosnia and Herzegovina
routes moldova serbia | 1 pair | Moldova +
routes 2023 from india | from India, in 2023
routes through croatia | Transit through Serbia | Croatia
routes bulgaria serbia | 1 pair | Bulgaria +
routes construction | 2 pairs | Slovenia
routes since 2015 to austria | since 2015 | Austria +
routes moldova to italy | no route matches | from MD has routes to Serbia
tiers downgraded | 2004–2022 | 2016
tiers upgraded | 2002–2025 | 2018
tiers lowest | 2001 +Tier 3
tiers watch list | Tier 2 Watch List | 2016–2017
tiers since 2016 | since 2016 | 2018–2021
tiers croatia | no tier 'croatia'; see tip routes croatia
laws witness | Witness Protection Law
laws 388 | Criminal Code, article 388: amended
laws penalties | penalties: in the text of \\d laws
laws palermo | UN Trafficking in Persons Protocol \\(2000\\)
laws council of europe | Council of Europe Convention on Action
laws forced labour convention | ILO Forced Labour Convention
stats 2007 convictions | ≥ 23 | 16
stats prison | prison: measure Length of prison terms
stats roma | roma: group Roma children | 63 %
stats police investigations | police: left out | 69
stats victims belgrade | victims: left out | Belgrade
stats slavery index | slavery index: measure, \\d with this word | 101 of 167
stats victims since 2020 | since 2020, persons
stats victims-identified 2045 | no statistic matches | has \\d+, \\S+
policy witness | Witness protection.*: \\d+ findings
policy confiscation | in the text of 1 finding | confiscated property
policy border police | border: in the text of | Police work
policy unaccompanied | unaccompanied children
policy police | said by police; about police: tip policy policing
policy asylum seekers | in other facts: tip search asylum seekers
timeline kosovo 2000 | moved on to Kosovo
sources un | UNODC
show TIP Report 2016 | tip-2016, report
show GRETA 2023 | greta-2023, report
show | for example: tip show
search how many victims in 2007 | Victims identified in 2007: 60, Agency | tip stats victims 2007
search convictions in 2007 | Convictions in 2007: ≥ 23 .*disputed.*; 16
search what tier was serbia in 2016 | Rating in 2016: Tier 2 Watch List
search when was serbia downgraded | Rating in 2022: Tier 2 Watch List | tip tiers downgraded
search hotline number | Help: ASTRA, SOS line, \\+381 | tip stats hotline
search maximum sentence | Statutory penalty | ≤ 15 years
search article 388 | In August 2009 article 388 of the Serbian Criminal Code was amended
compare 2007 2022 | try: tip year 2007 2022
'how many victims in 2007' | try: tip search how many victims in 2007
victims 2007 | try: tip stats victims 2007
italy | try: tip routes italy
shelters | try: tip policy shelter
routs | did you mean routes\\?
profile 2007 | try: tip year 2007
"""
_OTHER = """
routes men | Brückland +Cardenia \\+
routes from xa to xb | Arden +Brückland
routes girls brückland | Arden +Brückland
routes arden cardenia | arden: in the text of 1 route
tiers best | 2005–2006: Tier 2
tiers downgraded 2007 | Tier 2 Watch List
stats women convictions | women: left out | Convictions
stats victims until 2006 | until 2006 | 2006 +0
stats zebra | no measure 'zebra'; there is victims-identified \\(5\\)
policy closed | closed: in the text of 1 finding | The only shelter closed
laws protocol | UN Trafficking Protocol: ratified
search what was the tier in 2007 | Rating in 2007: Tier 2 Watch List, Office of Reports
cardenia | try: tip routes cardenia
women victims | try: tip search women victims
"""


@pytest.mark.parametrize(
    ("store", "line"),
    [
        *(([], line) for line in _SHIPPED.strip().splitlines()),
        *((["--store", str(OTHER)], line) for line in _OTHER.strip().splitlines()),
    ],
    ids=lambda value: value.split(" | ")[0] if isinstance(value, str) else "",
)
def test_what_is_asked_is_answered_at_once(
    monkeypatch: pytest.MonkeyPatch, store: list[str], line: str
) -> None:
    """The first 24 lines, or the message, show each thing that answers."""
    words, *answers = line.split(" | ")
    done = in_columns(monkeypatch, 80, *store, *shlex.split(words))
    shown = re.sub(r"\x1b\[[\d;]*m|\x1b\]8;[^\x1b]*\x1b\\", "", done.out).splitlines()[:24]
    told = " ".join([*shown, done.err]).replace("\N{NO-BREAK SPACE}", " ")
    flat = re.sub(r"\s+", " ", told)
    for answer in answers:
        assert re.search(answer, told) or re.search(answer, flat), flat[:600]


SAME = {
    "routes to bruckland": "routes --to XB",
    "routes from xa": "routes --from XA",
    "routes xa to xb": "routes --from XA --to XB",
    "routes since 2005": "routes --since 2005",
    "stats victims before 2010": "stats victims-identified --until 2009",
    "timeline after 2004 until 2006": "timeline --since 2005 --until 2006",
    "policy from 2004 to 2012": "policy --since 2004 --until 2012",
    "tiers in 2007": "tiers --year 2007",
    "tiers Arden": "tiers",
}
"""Directions and years in words, and the options that they are."""


@pytest.mark.parametrize("line", SAME)
def test_directions_are_options(other_tip: Tip, line: str) -> None:
    """Words before a country or a year narrow as the option does."""
    name = {"stats": "victims-identified"}.get(line.split()[0], "")
    words = [word if word != "victims" else name for word in line.split()]
    assert other_tip(*words, "--json") == other_tip(*SAME[line].split(), "--json")


BAD = ["x" * 10_000, "NEAR(a b)", '"', "*", "^a:-b", "\x00\x1b[2J", "日本語", "\u0301", "''", "AND"]


@pytest.mark.parametrize("command", ["routes", "stats", "tiers", "policy", "laws", "timeline", ""])
def test_bad_words_are_plain_errors(other_tip: Tip, command: str) -> None:
    """Whatever is typed is answered, or refused in one short line."""
    for word in BAD:
        code, _, err = other_tip(*filter(None, [command, word]))
        assert code in (0, 1, 2), word
        assert "a bug in tip" not in err
        assert command or len(err) < 400
        assert err.replace("\n", "").isprintable()
