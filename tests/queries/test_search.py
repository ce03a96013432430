"""`tip search`: what finds what, in which order, whatever is typed."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec import structs

import serbia_tip
from serbia_tip.errors import UsageError
from serbia_tip.model import FACT_TYPES, About, Country, Fact, Finding, Source, Store
from serbia_tip.queries.rows import SearchRow
from serbia_tip.queries.search import help_found, hits, search
from tests.conftest import OTHER, Tip, ids
from tests.pseudo_terminal import on_terminal, plain
from tests.small import Table, small_store


def found(tip: Tip, *arguments: str) -> list[str]:
    """The ids that a search finds, in its order."""
    result = tip("search", *arguments, "--json")
    assert (result.code, result.err) == (0, "")
    return [row["id"] for row in result.json]


# --- what finds what ---------------------------------------------------------------------------

VICTIMS = [
    "victims-identified-2010",
    "victims-identified-2010-gazette",
    "victims-identified-2006",
    "victims-identified-2010-women",
    "victims-identified-2010-men",
]
WOMEN = ["victims-identified-2010-women"]
TRANSIT = ["transit-2010-xb-xc"]
BRUCKLAND = ["source-2010-xa-xb", "transit-2010-xb-xc"]
FINDS: dict[str, dict[str, list[str]]] = {
    "a word": {"cardenia": TRANSIT, "CARDENIA": TRANSIT, "no-such-word": []},
    "an inflected word": {
        "victim": VICTIMS,
        "victims": VICTIMS,
        "convicted": ["convictions-2010"],
        "passing": TRANSIT,
        "adopts": ["strategy-2010", "trafficking-act-adopted"],
    },
    "the beginning of a word": {
        "vict*": VICTIMS,
        "card*": TRANSIT,
        "strat": [],
        "vic*tims": [],
    },
    "a phrase": {
        '"the victims identified"': [],
        '"victims identified in 2010"': [WOMEN[0], "victims-identified-2010-men"],
        '"40 victims were': ["victims-identified-2010"],
        '"passed through"': TRANSIT,
        '"through passed"': [],
        "passed-through": TRANSIT,
    },
    "several words": {
        "victims women": WOMEN,
        "women victims": WOMEN,
        "women victims 2010": WOMEN,
        "victims victims women": WOMEN,
        '"forced labour" men': TRANSIT,
    },
    "diacritics and alphabets": {
        "Brückland": BRUCKLAND,
        "bruckland": BRUCKLAND,
        "BRÜCKLAND": BRUCKLAND,
        "Bru\u0308ckland": BRUCKLAND,
        "Брикланд": BRUCKLAND,
        "брикланд": BRUCKLAND,
        "briklan*": BRUCKLAND,
    },
    "what stands in the other fields": {
        "XBB": BRUCKLAND,
        "NGOs": ["shelter-2010"],
        "transit": TRANSIT,
        "inferred": ["tier-2006"],
        "normal": [],
        "shortcoming": ["shelter-2010"],
        "union": ["source-2004-xa", "tier-2003"],
        "route year": TRANSIT,
        "75.5": ["trafficking-cases-2009-internal"],
        "tier-2007-gazette": ["tier-2007-gazette"],
        "treaty 2005": ["protocol-ratified"],
    },
    "the most words that any fact has": {
        "zebra women victims": WOMEN,
        "zebra xylophone cardenia": TRANSIT,
        "women cardenia": [*TRANSIT, "source-2010-xa-xb", *WOMEN],
    },
}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param(words, expected, id=f"{title}: {words}")
        for title, cases in FINDS.items()
        for words, expected in cases.items()
    ],
)
def test_finds(other: Store, words: str, expected: list[str]) -> None:
    """Words find the facts that have them, in whatever form; failing that, the most of them."""
    assert sorted(ids(search(other, words))) == sorted(expected)


def test_words_of_the_command_line(other_tip: Tip) -> None:
    """Words may be one argument or several; a phrase keeps its quotes inside the shell's."""
    assert found(other_tip, "women", "victims") == WOMEN
    assert found(other_tip, "women victims") == WOMEN
    assert found(other_tip, '"women', 'victims"') == []


def test_row_to_the_letter(other_tip: Tip) -> None:
    """A hit says what the fact is and how well it matches."""
    [row] = other_tip("search", "cardenia", "--json").json
    assert list(row) == ["id", "kind", "year", "statement", "score", "said_by", "reported"]
    assert row == {
        "id": "transit-2010-xb-xc",
        "kind": "route",
        "year": 2010,
        "statement": "Men from Brückland passed through Arden to Cardenia and further countries.",
        "score": row["score"],
        "said_by": ["border police"],
        "reported": 2010,
    }
    assert row["score"] > 0


def test_csv(other_tip: Tip) -> None:
    """Hits come in the formats of all rows."""
    line = ["search", "women", "victims", "-f", "csv", "--fields", "id,kind,year,statement"]
    assert other_tip(*line).out == (
        "id,kind,year,statement\r\n"
        "victims-identified-2010-women,statistic,2010,"
        '"Of the 40 victims identified in 2010, 30 were women."\r\n'
    )


def test_nothing_found(other_tip: Tip) -> None:
    """No hit is an empty answer, said in one line beside a table."""
    assert other_tip("search", "zebra", "--json") == (0, "[]\n", "")
    assert other_tip("search", "zebra") == (0, "", "tip: no fact matches\n")


# --- titles, aliases, hyphens ------------------------------------------------------------------


@pytest.fixture
def titled(tmp_path: Path) -> Store:
    """A store with terms, a body, synonyms and words with hyphens."""
    path = Path(
        small_store(
            tmp_path,
            findings=[
                {"id": "punished", "topic": "punished", "statement": "Some were held."},
                {"id": "revenge", "topic": "courts", "statement": "They feared revenge."},
                {"id": "donations", "topic": "money", "statement": "It tried to raise donations."},
                {"id": "uneven", "topic": "money", "statement": "Work was uneven."},
                {"id": "hyphen", "topic": "courts", "statement": "Some were re-trafficked."},
                {"id": "said", "topic": "courts", "attributed_to": "The Centre"},
            ],
            statistics=[
                {"id": "part", "measure": "victims", "dimension": "age", "group": "minors"},
                {"id": "risky", "measure": "cases"},
            ],
            routes=[{"id": "alleged", "standing": "alleged"}],
        )
    )
    path.write_text(
        f"""{path.read_text()}
[store.synonyms]
reprisals = ["revenge"]
fund-raising = ["raise donations"]
"mixed efforts" = ["uneven"]
[topics.punished]
title = "Victims punished"
aliases = ["non-punishment"]
[measures.cases]
title = "Persons at risk"
[groups.minors]
aliases = ["children"]
[bodies."The Centre"]
aliases = ["CPTV"]
"""
    )
    return serbia_tip.load(path)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("victims punished", ["punished"]),
        ("non-punishment", ["punished"]),
        ("nonpunishment", ["punished"]),
        ("persons at risk", ["risky"]),
        ("children", ["part"]),
        ("CPTV", ["said"]),
        ("alleged", ["alleged"]),
        ("reprisals", ["revenge"]),
        ("fund-raising", ["donations"]),
        ("fundraising", ["donations"]),
        ("fund raising", ["donations"]),
        ("mixed efforts", ["uneven"]),
        ("retrafficked", ["hyphen"]),
        ("re-trafficked", ["hyphen"]),
        ("some re-trafficked people", ["hyphen"]),
    ],
)
def test_words_for_it(titled: Store, words: str, expected: list[str]) -> None:
    """What people call a measure, a topic, a group or a body finds the facts that it stands for."""
    assert ids(search(titled, words))[: len(expected)] == expected


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        ("lantern", True),
        ("Lantern example", True),
        ("help", True),
        ("000", True),
        ("lantern women", False),
        ("women", False),
    ],
)
def test_whom_one_can_call(other: Store, words: str, is_found: bool) -> None:
    """The store's help is found by all of the words, or not at all."""
    called = help_found(other, words)
    assert (called.phone if called else None) == ("+000 1" if is_found else None)


# --- filters -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (["--kind", "route"], ["source-2010-xa-xb"]),
        (["--kind", "routes"], ["source-2010-xa-xb"]),
        (["--kind", "Statistic"], WOMEN),
        (["--kind", "route", "--kind", "statistic"], ["source-2010-xa-xb", *WOMEN]),
        (["--kind", "law"], []),
        (["--year", "2010"], ["source-2010-xa-xb", *WOMEN]),
        (["--until", "2009"], []),
        (["--source", "report-2010[p. 12]"], ["source-2010-xa-xb"]),
    ],
)
def test_filters(other_tip: Tip, filters: list[str], expected: list[str]) -> None:
    """Only facts that the filters let through are searched."""
    assert sorted(found(other_tip, "women", *filters)) == sorted(expected)


def test_the_most_words_among_what_is_searched(other_tip: Tip) -> None:
    """Facts of other kinds and years don't decide how many of the words there can be."""
    for narrowed, only in (
        ("--kind route", "source-2010-xa-xb"),
        ("--year 2006", "victims-identified-2006"),
    ):
        result = other_tip("search", "women", "victims", *narrowed.split(), "--json")
        assert result.err == "tip: no fact has all the words; these have the most of them\n"
        assert [row["id"] for row in result.json] == [only]


def test_words_of_a_question(other_tip: Tip) -> None:
    """What only a question has doesn't keep the facts from having all the words."""
    plainly = found(other_tip, "victims", "2006")
    assert found(other_tip, "How many victims were there in 2006?") == plainly
    assert "victims-identified-2006" in plainly


def test_doubts_are_told(other_tip: Tip) -> None:
    """A fact that is deprecated or disputed doesn't pass for one that is not."""
    shown = other_tip("search", "Watch", "List", "2007")
    [hit] = [line for line in shown.lines if line.endswith("tier-2007-gazette")]
    assert "(deprecated)" in hit
    assert "\nDeprecated (2007): The report itself says Watch List.\n" in shown.out


def test_unknown_kind(other_tip: Tip) -> None:
    """A kind that there isn't is named, with the right ones."""
    assert other_tip("search", "women", "--kind", "rout") == (
        1,
        "",
        "tip: no kind 'rout'; did you mean route (3)? "
        "also statistic (8), tier (5), finding (3), law (2)\n",
    )


# --- the best first ----------------------------------------------------------------------------

RANKED: dict[str, tuple[list[Table], str]] = {
    "a statement before a note": (
        [
            {"id": "second", "statement": "Courts sat.", "note": "The shelter closed."},
            {"id": "first", "statement": "The shelter closed.", "note": "Courts sat."},
        ],
        "closed",
    ),
    "a statement before a subject": (
        [
            {"id": "second", "statement": "It was closed.", "topic": "hotline"},
            {"id": "first", "statement": "The hotline rang.", "topic": "other"},
        ],
        "hotline",
    ),
    "a subject before a note": (
        [
            {"id": "second", "topic": "other", "note": "On the hotline."},
            {"id": "first", "topic": "hotline", "note": "On the phone."},
        ],
        "hotline",
    ),
    "a short statement before a long one": (
        [
            {"id": "second", "statement": f"The shelter {'and the other house ' * 9}closed."},
            {"id": "first", "statement": "The shelter closed."},
        ],
        "shelter",
    ),
    "a rare word before a common one": (
        [
            *({"id": f"x-{number}", "statement": "Police came."} for number in range(9)),
            {"id": "second", "statement": "Police came again."},
            {"id": "first", "statement": "Judges came again."},
        ],
        "again judges",
    ),
    "the store's order among equals": (
        [
            {"id": "first", "statement": "The shelter closed."},
            {"id": "second", "statement": "The shelter closed."},
        ],
        "shelter",
    ),
}


@pytest.mark.parametrize("title", RANKED)
def test_the_best_first(tip: Tip, tmp_path: Path, title: str) -> None:
    """What says more about the words in fewer others comes first."""
    facts, words = RANKED[title]
    path = small_store(tmp_path, findings=[{"topic": "topic", **fact} for fact in facts])
    rows = tip("search", *words.split(), "--store", path, "--json").json
    assert rows[0]["id"] == "first"
    scores = [row["score"] for row in rows]
    assert scores == sorted(scores, reverse=True)


def test_limit_takes_the_best(other_tip: Tip) -> None:
    """`--limit` cuts the answer after the best."""
    assert found(other_tip, "victims", "-n", "2") == found(other_tip, "victims")[:2]


# --- whatever is typed -------------------------------------------------------------------------


@given(
    st.one_of(
        st.text(max_size=10_000),
        st.text(alphabet='"()*:^-+ ANDORTNEvictimsüßйđ\u0301_\x00', max_size=100),
        st.lists(st.sampled_from(["victims", "AND", "OR", "NOT", "NEAR(", '"', "*"])).map(" ".join),
    )
)
def test_any_text_is_a_query(text: str) -> None:
    """Nothing that is typed is an operator, or breaks the search or its marks."""
    other = serbia_tip.load(OTHER)
    complaint = ""
    rows: Sequence[SearchRow] = ()
    try:
        rows = search(other, text)
    except UsageError as error:
        complaint = str(error)
    if complaint:
        assert not any(letter.isascii() and letter.isalnum() for letter in text)
        assert complaint.isprintable()
    else:
        for statement, spans in hits((row.statement for row in rows), text, {}).items():
            assert all(0 <= begin < end <= len(statement) for begin, end in spans)


@pytest.mark.parametrize(
    "words",
    [
        "victims AND women",
        "women OR NEAR",
        "NOT women victims",
        "(women) (victims)",
        '"women" ""victims',
        "statement : women victims",
        "^women +victims",
        "-- women -victims",
        "women victims;",
    ],
)
def test_operators_are_words(tip: Tip, tmp_path: Path, words: str) -> None:
    """What other searches take for an operator is a word, or nothing."""
    path = small_store(
        tmp_path,
        findings=[
            {"id": "all", "statement": "Statement and or not near women victims."},
            {"id": "some", "statement": "Women."},
        ],
    )
    result = tip("search", "--json", "--store", path, "--", words)
    assert [row["id"] for row in result.json] == ["all"]


@pytest.mark.parametrize("words", ["", " ", "*", '""', "!?", "---", "😀", "\u0301"])
def test_no_word_to_search_for(other_tip: Tip, words: str) -> None:
    """A query without a word is a mistake in the command line, said in one line."""
    result = other_tip("search", "--", words)
    assert (result.code, result.out, len(result.err.splitlines())) == (2, "", 1)
    assert result.err.startswith("tip: no word to search for in ")


def test_no_words_at_all(other_tip: Tip) -> None:
    """So is none."""
    result = other_tip("search")
    assert (result.code, result.out, len(result.err.splitlines())) == (2, "", 1)


# --- marks -------------------------------------------------------------------------------------


def bold(*arguments: str, environment: dict[str, str] | None = None) -> list[str]:
    """What a terminal shows in bold, apart from the heading and the doubts."""
    line = ["search", *arguments, "--store", str(OTHER)]
    _, *rows = on_terminal(*line, columns=200, environment=environment).out.splitlines()
    parts = [part.partition("\x1b[0m")[0] for row in rows for part in row.split("\x1b[1m")[1:]]
    return [part for part in parts if "isputed" not in part]


@pytest.mark.parametrize(
    ("words", "marked"),
    [
        ("cardenia", ["Cardenia"]),
        ("bruckland", ["Brückland", "Brückland"]),
        ("women victim", ["victims", "women"]),
        ("wom* forced", ["Women", "women"]),
        ('"passed through" arden', ["passed through", "Arden"]),
        ('"40 victims"', ["40 victims"] * 3),
        ("NGOs", []),
    ],
)
def test_marks_on_a_terminal(words: str, marked: list[str]) -> None:
    """The words that were found stand in bold, as the statement spells them."""
    assert sorted(bold(words)) == sorted(marked)


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_marks_without_colour(environment: dict[str, str]) -> None:
    """A terminal without colour has no bold either."""
    assert bold("cardenia", environment=environment) == []


@pytest.mark.parametrize("form", ["table", "json", "csv", "markdown"])
def test_no_marks_in_a_pipe(other_tip: Tip, form: str) -> None:
    """In a pipe the words stand as in the store."""
    assert "\x1b" not in other_tip("search", "cardenia", "-f", form).out


def test_marks_in_a_pipe_when_asked_for(other_tip: Tip) -> None:
    """`--color always` marks in a pipe too, but never in a format for programs."""
    line = ["search", "cardenia", "--color", "always"]
    assert "\x1b[1mCardenia\x1b[0m" in other_tip(*line).out
    assert "\x1b" not in other_tip(*line, "-f", "csv").out


# --- the founding document ---------------------------------------------------------------------

TERMS = {
    "lead-01": ["UN TIP Protocol", "protocol ratified 2001"],
    "lead-02": ["commercial sexual exploitation 2008", "source transit destination 2008"],
    "lead-03": ["foreign victims Ukraine 2008", "Moldova 2008"],
    "lead-04": ["transit Italy 2008", "Slovenia Italy"],
    "lead-05": ["internal sex trafficking", "three-fourths of cases"],
    "lead-06": ["forced street begging 2008", "children forced labor 2008"],
    "lead-07": ["brothels", "conceal victims"],
    "lead-08": ["minimum standards", "not fully comply 2008"],
    "lead-09": ["national funding 2007", "state prosecutor complicity"],
    "lead-10": ["municipal teams", "11 new municipal teams"],
    "lead-11": ["Tier 2 2017"],
    "lead-12": ["Watch List 2023"],
    "lead-13": ["Organised Crime Index", "score 6 out of 10"],
    "lead-14": ["GRETA 2023 legal aid", "lesser offence"],
    "prosecution-01": ["lenient sentences", "courts lenient"],
    "prosecution-02": ["article 388", "criminal code rape"],
    "prosecution-03": ["62 persons charged", "investigated and charged 2007"],
    "prosecution-04": ["convictions 2007", "23 convictions"],
    "prosecution-05": ["multiple appeals", "trials months or years"],
    "prosecution-06": [
        "convicted traffickers remaining free",
        "convicted traffickers at large 2008",
    ],
    "protection-01": ["funding for NGOs 2008", "counseling legal assistance reintegration"],
    "protection-02": ["60 victims 2007", "26 minors"],
    "protection-03": ["90 percent victims", "victims participated in investigation"],
    "protection-04": ["refuse to testify", "fear of reprisals"],
    "protection-05": ["witness protection law", "Witness Protection 2006"],
    "protection-06": ["insensitivity courts", "forced to testify"],
    "protection-07": ["civil suits compensation", "awarded compensation 2008"],
    "protection-08": ["temporary residence permits", "residence employment trial"],
    "protection-09": ["temporary residence six victims", "temporary residence 2007"],
    "protection-10": ["victims not penalized 2008", "detained jailed prosecuted"],
    "protection-11": ["arrest detainment deportation", "failed to identify victims"],
    "protection-12": ["training law enforcement 2007", "expanded training program"],
    "protection-13": ["two NGO shelters", "transition housing"],
    "protection-14": ["reintegration services", "47 women"],
    "protection-15": ["social assistance teams", "family violence"],
    "prevention-01": ["mixed efforts prevention", "prevention 2007"],
    "prevention-02": ["National Strategy 2006", "strategy implementation"],
    "prevention-03": ["met only once", "anti-trafficking team 2007"],
    "prevention-04": ["fund-raising drive", "educational prevention programs"],
    "prevention-05": ["national television", "television October 2007"],
    "prevention-06": ["Modern Slavery", "television series"],
    "prevention-07": ["demand commercial sex acts", "awareness campaigns demand"],
    "prevention-08": ["Gilly McKenzie", "training UN expert"],
}
"""What a reader of the founding document would type to find again what a sentence says.

The words are the document's, not the store's. Where several years' reports say the same, the
reader adds the year.
"""


def test_each_sentence_has_terms(shipped: Store) -> None:
    """No sentence that the store cites is left out."""
    cited = {text for fact in shipped.facts() for text in fact.sources if "wikipedia[" in text}
    assert {f"wikipedia[{sentence}]" for sentence in TERMS} == cited
    assert len(TERMS) == 43


@pytest.mark.parametrize(
    ("sentence", "words"), [(sentence, words) for sentence in TERMS for words in TERMS[sentence]]
)
def test_a_reader_finds_a_sentence_again(shipped: Store, sentence: str, words: str) -> None:
    """Among the first ten hits, which a person is shown, is a fact that rests on the sentence."""
    resting = {fact.id for fact in shipped.facts() if f"wikipedia[{sentence}]" in fact.sources}
    first = ids(search(shipped, words))[:10]
    assert resting & set(first), f"{first} found, {sorted(resting)} wanted"


@given(st.lists(st.sampled_from([*"\0\x01\x02\x03\x04\x1a\x1b \n", "women", "men", "é", "\u0301"])))
@example(["\0", "women"])
@example(["\x02", "women", "\x03"])
def test_any_letter_may_stand_beside_a_hit(parts: list[str]) -> None:
    """Whatever a statement is made of, a hit is where the word is, and no letter marks it."""
    statement = "".join(parts)
    for begin, end in hits([statement], "women", {}).get(statement, []):
        assert statement[begin:end] == "women"


def test_a_control_character_beside_a_hit(tmp_path: Path) -> None:
    """What FTS5 is told to mark a hit with may stand in a statement all the same."""
    path = small_store(tmp_path, findings=[{"statement": "\x02Two\x03 women\x02 and a man."}])
    result = on_terminal(
        "search", "women", "--store", path, columns=80, environment={"FORCE_COLOR": "1"}
    )
    assert result.code == 0
    assert r"\x02Two\x03" in plain(result.out)


# --- what is searched --------------------------------------------------------------------------


class _FindingWithMore(Finding, frozen=True, kw_only=True):
    """A kind of fact that has one more text, and one more list of texts, than any that there is."""

    remark: str | None = None
    witnesses: list[str]


def test_a_field_that_is_added_is_searched() -> None:
    """Every text of a fact is found without anyone telling the search of its field."""
    finding = _FindingWithMore(
        id="one",
        statement="It is so.",
        sources=["book"],
        area="protection",
        topic="shelter",
        assessment="context",
        remark="xylophone",
        witnesses=["a zookeeper"],
    )
    store = store_of(findings=[finding])
    for word in ("xylophone", "zookeeper"):
        assert ids(search(store, word)) == ["one"]


@pytest.mark.parametrize("kind", FACT_TYPES)
def test_every_text_of_a_fact_is_searched(kind: type[Fact]) -> None:
    """A word in any text field of any kind of fact finds it."""
    known = {field.name for field in structs.fields(kind)}
    for name in known - LINKS:
        tried = []
        for word in ("Xylophone", ["Xylophone"]):
            said = {key: value for key, value in USUAL.items() if key in known} | {name: word}
            with suppress(msgspec.ValidationError):  # it is no free text
                tried.append(store_of(**{kind.table: [msgspec.convert(said, kind)]}))
        for store in tried:
            assert len(search(store, "xylophone")) == 1, name


USUAL: dict[str, Any] = {
    **{"id": "one", "statement": "It is so.", "sources": ["book"], "role": "source"},
    **{"area": "protection", "measure": "m", "value": 1, "unit": "u", "bound": "exact"},
    **{"year": 2001, "tier": "Tier 1", "basis": "stated", "topic": "t"},
    **{"assessment": "context", "name": "n", "kind": "k", "event": "e"},
}
"""What a fact of some kind has to say."""
LINKS = {"contradicts", "part_of", "partitioned_by", "origin", "destination", "period"}
"""The fields that say how facts hang together, or that are codes or dates and no text."""


def store_of(**facts: Any) -> Store:
    """A store of these facts."""
    book = Source(title="A Book", publisher="A House", kind="book")
    return Store(
        store=About(title="A store", country="XA", version="1"),
        countries={"XA": Country(alpha3="XAA", name="Arden", lat=0, lon=0)},
        sources={"book": book, "Xylophone": book},
        **facts,
    )
