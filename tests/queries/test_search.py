"""`tip search`: what finds what, in which order, whatever is typed."""

from collections import Counter
from fnmatch import fnmatchcase
from pathlib import Path
from statistics import mean
from typing import Any

import pytest
import tomli
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec import structs

import serbia_tip
from serbia_tip.errors import UsageError
from serbia_tip.model import FACT_TYPES, Store
from serbia_tip.queries import search
from serbia_tip.queries.fact_cards import find_similar_ids
from serbia_tip.queries.search import search_facts, search_hit_places
from serbia_tip.views.search import group_listed_hits
from serbia_tip.words import fold
from tests.conftest import OTHER, Tip, ids, spawn
from tests.pseudo_terminal import on_terminal
from tests.small import Table, small_store


def found(tip: Tip, *arguments: str) -> list[str]:
    """The ids that a search finds, in its order, without anything to be said of them."""
    result = tip("search", *arguments, "--json")
    assert (result.code, result.err) == (0, "")
    return [row["id"] for row in result.json]


WHOLE = serbia_tip.Common(deprecated=True)

WRITTEN = tomli.loads(Path(__file__).with_name("search_queries.toml").read_text())


def test_the_first_five_answer_what_was_asked(shipped: Store) -> None:
    """On the queries that were written down with their answers, nearly all of the first five do."""

    def precision(words: str, right: list[str]) -> float:
        first = ids(search_facts(shipped, words))[:5]
        hits = [any(fnmatchcase(fact, pattern) for pattern in right) for fact in first]
        return mean(hits) if hits else float(not right)

    reached = {query["words"]: precision(**query) for query in WRITTEN["queries"]}
    worst = sorted(reached.items(), key=lambda item: item[1])[:5]
    assert mean(reached.values()) >= 0.9, worst


def test_a_reader_finds_each_sentence_again(shipped: Store) -> None:
    """Among the ten lines that a person is shown is one that rests on the sentence."""
    facts = {fact.id: fact for fact in shipped.facts()}
    cited = {text for fact in facts.values() for text in fact.sources if "wikipedia[" in text}
    assert {f"wikipedia[{sentence}]" for sentence in WRITTEN["sentences"]} == cited
    missed = []
    for sentence, queries in WRITTEN["sentences"].items():
        for words in queries:
            lines = group_listed_hits(
                [facts[row.id] for row in search_facts(shipped, words, common=WHOLE)]
            )[:10]
            shown = [text for line in lines for fact in line for text in fact.sources]
            missed += [] if f"wikipedia[{sentence}]" in shown else [(sentence, words)]
    assert missed == []


VICTIMS = [
    *("victims-identified-2006", "victims-identified-2010", "victims-identified-2010-gazette"),
    *("victims-identified-2010-men", "victims-identified-2010-women"),
]
WOMEN = ["victims-identified-2010-women"]
TRANSIT = ["transit-2010-xb-xc"]
BRUCKLAND = ["source-2010-xa-xb", "transit-2010-xb-xc"]
FINDS: dict[str, list[str]] = {
    **{"cardenia": TRANSIT, "CARDENIA": TRANSIT, "no-such-word": []},
    # inflected
    **{"victim": VICTIMS, "convicted": ["convictions-2010"], "passing": TRANSIT},
    "adopts": ["strategy-2010", "trafficking-act-adopted"],
    # the beginning of a word
    **{"vict*": VICTIMS, "card*": TRANSIT, "strat": [], "vic*tims": []},
    # a phrase
    '"the victims identified"': [],
    '"victims identified in 2010"': ["victims-identified-2010-men", *WOMEN],
    **{'"40 victims were': ["victims-identified-2010"], '"passed through"': TRANSIT},
    **{'"through passed"': [], "passed-through": TRANSIT, '"forced labour" men': TRANSIT},
    # several words
    **{"victims women": WOMEN, "women victims 2010": WOMEN, "victims victims women": WOMEN},
    # diacritics and alphabets
    **dict.fromkeys(["Brückland", "bruckland", "BRÜCKLAND", "Bru\u0308ckland"], BRUCKLAND),
    **dict.fromkeys(["Брикланд", "briklan*"], BRUCKLAND),
    # what stands elsewhere
    **{"XBB": BRUCKLAND, "NGOs": ["shelter-2010"], "inferred": ["tier-2006"], "normal": []},
    **{"transit": TRANSIT, "route year": TRANSIT, "office reports forced": TRANSIT},
    **{"shortcoming": ["shelter-2010"], "union": ["source-2004-xa", "tier-2003"]},
    "75.5": ["trafficking-cases-2009-internal"],
    "tier-2007-gazette": ["tier-2007-gazette"],
    # the most words that any fact has
    **{"zebra women victims": WOMEN, "zebra xylophone cardenia": TRANSIT},
    "women cardenia": ["source-2010-xa-xb", *TRANSIT, *WOMEN],
    # a year filters by period; where it leaves nothing, it is a word
    **{"treaty 2005": ["protocol-ratified"], "women 2006": ["source-2010-xa-xb", *WOMEN]},
    "identified 2006": ["victims-identified-2006"],
    # questions
    "How many victims were there in 2006?": ["victims-identified-2006"],
    "current convictions": ["convictions-2010"],
}


def test_what_finds_what(other: Store) -> None:
    """Words find the facts that have them, in whatever form; failing that, the most of them."""
    reached = {words: sorted(ids(search_facts(other, words, common=WHOLE))) for words in FINDS}
    assert {words: found for words, found in reached.items() if found != FINDS[words]} == {}


def test_no_hit_is_an_empty_answer_with_a_message(other_tip: Tip) -> None:
    """No hit is an empty answer, said in one line beside a table."""
    assert other_tip("search", "zebra", "--json") == (0, "[]\n", "")
    assert other_tip("search", "zebra") == (0, "", "tip: no fact matches\n")


SAID = {
    "revenge": "They feared revenge.",
    "donations": "It tried to raise donations.",
    "uneven": "Work was uneven.",
    "hyphen": "Some were re-trafficked.",
    "unjoined": "They were reeducated.",
    "crime": "Crime was organized.",
}
TITLES = """
[store.synonyms]
reprisals = ["revenge"]
fund-raising = ["raise donations"]
"mixed efforts" = ["uneven"]
"osveta žrtvama" = ["revenge"]
[topics]
punished = { title = "Victims punished", aliases = ["non-punishment"] }
[measures]
cases = { title = "Endangered people" }
[groups]
minors = { aliases = ["children"] }
[bodies]
"The Centre" = { short = "TC", aliases = ["CPTV"] }
"A House" = { aliases = ["Acme"] }
"""


@pytest.fixture
def titled(tmp_path: Path) -> str:
    """A store with terms, bodies, synonyms and words with hyphens."""
    return small_store(
        tmp_path,
        findings=[
            {"id": "punished", "topic": "punished", "statement": "Some were held."},
            *({"id": name, "topic": "courts", "statement": said} for name, said in SAID.items()),
            {"id": "noted", "topic": "courts", "note": "After a follow-up."},
            {"id": "said", "topic": "law", "attributed_to": "The Centre", "note": "A centre."},
        ],
        statistics=[
            {"id": "part", "measure": "victims", "dimension": "age", "group": "minors"},
            {"id": "risky", "measure": "cases"},
        ],
        routes=[{"id": "alleged", "standing": "alleged"}],
        source={"title": "A Volume", "short": "BK"},
        more=TITLES,
    )


NAMED = {
    **dict.fromkeys(["victims punished", "non-punishment", "nonpunishment"], "punished"),
    **{"endangered": "risky", "children": "part", "CPTV": "said", "TC": "said"},
    **{"alleged": "alleged", "reprisals": "revenge", "mixed efforts": "uneven"},
    **dict.fromkeys(["fund-raising", "fundraising", "fund raising"], "donations"),
    **dict.fromkeys(["retrafficked", "re-trafficked", "some re-trafficked people"], "hyphen"),
    **{"re-educated": "unjoined", "followup": "noted", "efforts": "", "освета жртвама": "revenge"},
    **{"organised": "crime", "organizing": "crime", "organ": ""},
}


def test_what_people_call_a_thing_finds_it(titled: str) -> None:
    """What people call a thing finds it; words that look alike but aren't the same don't."""
    store = serbia_tip.load(titled)
    assert {words: "".join(ids(search_facts(store, words))[:1]) for words in NAMED} == NAMED
    for word in ("volume", "bk", "house", "acme"):
        assert sorted(ids(search_facts(store, word))) == sorted(fact.id for fact in store.facts())


def test_what_is_found_in_other_words_says_so(tip: Tip, titled: str) -> None:
    """A person is told of synonyms, and of words that only a note or a source's title has."""
    store = ["--store", titled]
    assert "\nosveta žrtvama: revenge\n" in tip("search", "освета жртвама", *store).out
    assert " · volume: only in its source's title" in tip("search", "revenge volume", *store).out
    assert " · centre: only in who says it" in tip("search", "centre", *store).out
    assert " · follow-up: only in a note" in tip("search", "follow-up", *store).out
    assert "only in" not in tip("search", "endangered", *store).out


def test_whom_one_can_call(other_tip: Tip) -> None:
    """The store's help is found by all of the words, or by what one asks who wants to call."""
    for words, is_found in {
        **{"lantern": 1, "help": 1, "000": 1, "hotline number": 1, "lantern women": 0, "the": 0}
    }.items():
        assert ("Help: Lantern" in other_tip("search", *words.split()).out) == is_found, words


CARDENIA = "did you mean cardenia?"
MEANT = {
    "cardinia": (TRANSIT, f"no fact has the word 'cardinia'; {CARDENIA}"),
    "cadrenia men": (TRANSIT, f"no fact has the word 'cadrenia'; {CARDENIA}"),
    "human cardenia": (TRANSIT, ""),  # the whole store is on human trafficking
    "vitcms": ([], ""),  # two slips in a short word
    "strat": ([], "no fact has the word 'strat'; strat* finds strategy"),
    "women 2007": (["source-2010-xa-xb", *WOMEN], "none of these facts is about 2007"),
    "downgraded": ([], "see tip tiers downgraded"),
}


def test_what_was_meant(other_tip: Tip) -> None:
    """A slip finds the word that is spelled like it; what finds nothing points on."""
    results = {words: other_tip("search", *words.split(), "--json") for words in MEANT}
    assert {
        words: (sorted(row["id"] for row in result.json), result.err.removeprefix("tip: ").strip())
        for words, result in results.items()
    } == MEANT


def test_equals_stand_as_in_the_store(tip: Tip, tmp_path: Path) -> None:
    """No chance is in the order: two calls answer alike."""
    path = small_store(tmp_path, findings=[{"note": "On a house."}] * 9)
    assert found(tip, "house", "--store", path) == [f"findings-{number}" for number in range(9)]


def test_a_word_that_most_facts_have(tip: Tip, tmp_path: Path) -> None:
    """It says little, and the searcher is told so."""
    store = ["--store", small_store(tmp_path, findings=[{}] * 11, laws=[{"statement": "An act."}])]
    assert "Most of the 12 facts have this: add a word." in tip("search", "so", *store).lines
    assert "Most" not in tip("search", "act", *store).out


def test_names_like_one_that_is_not_there(tip: Tip, tmp_path: Path, other: Store) -> None:
    """A name that no fact has leads to those that carry its words, or else begin like it."""
    assert find_similar_ids(other, "women identified") == WOMEN
    assert find_similar_ids(other, "Tier 2044")[0] == "tier-2007"
    assert find_similar_ids(other, "zebra") == []
    facts: list[Table] = [{"id": f"shelter-{year}"} for year in range(1900, 2020)]
    said = tip("show", "shelter-2020", "--store", small_store(tmp_path, findings=facts)).err
    assert said.startswith("tip: no fact or source 'shelter-2020'; did you mean shelter-2019, shel")
    assert said.endswith("shelter-2015? also 115 more like it\n")


def test_only_what_filters_let_through_is_searched(other_tip: Tip) -> None:
    """Only facts that the filters let through are searched."""
    for filters, expected in {
        ("--kind", "routes"): ["source-2010-xa-xb"],
        ("--kind", "Statistic"): WOMEN,
        ("--kind", "route", "--kind", "statistic"): ["source-2010-xa-xb", *WOMEN],
        ("--until", "2009"): [],
        ("--source", "report-2010[p. 12]"): ["source-2010-xa-xb"],
    }.items():
        assert sorted(found(other_tip, "women", *filters)) == expected, filters
    few = other_tip("search", "women", "victims", "--kind", "route", "--json")
    assert few.err == "tip: no fact has all the words; these have the most of them\n"
    assert [row["id"] for row in few.json] == ["source-2010-xa-xb"]


def test_doubts_are_told(other_tip: Tip) -> None:
    """A fact that is deprecated or disputed doesn't pass for one that is not."""
    shown = other_tip("search", "Watch", "List", "2007")
    [hit] = [line for line in shown.lines if "tier-2007-gazette" in line]
    assert "(deprecated)" in hit
    assert "\nDeprecated (2007): The report itself says Watch List.\n" in shown.out


def said(statement: str, period: str = "2010", **more: str) -> Table:
    """A finding of this period."""
    return {"statement": statement, "period": period, **more}


CLOSED = "The shelter closed."
MORE = "and the other house " * 9
RANKED = {
    "a new note": (said(CLOSED, "2001"), said("So.", "2020", note="It closed."), "closed"),
    "a subject": (said("The hotline rang."), said("It rang.", topic="hotline"), "hotline"),
    "a note": (said("It rang.", topic="hotline"), said("So.", note="On the hotline."), "hotline"),
    "a long one": (said(CLOSED), said(f"The shelter {MORE}closed."), "shelter"),
    "a common word": (said("Judges came."), said("Police came."), "came judges zebra police"),
    "an older one": (said(CLOSED, "2011"), said(CLOSED, "2010"), "shelter"),
    "years around it": (said(f"{CLOSED} So."), said(CLOSED, "2008/2014"), "shelter closed 2010"),
    "the past": (said(f"A shelter {MORE}.", "2011"), said(CLOSED, "2001"), "shelter now"),
    "a deprecated one": (said(CLOSED), said(CLOSED, rank="deprecated", note="No."), "shelter"),
}


@pytest.mark.parametrize("title", RANKED)
def test_the_best_first(tip: Tip, tmp_path: Path, title: str) -> None:
    """What says more about the words comes before something else that has them."""
    first, second, words = RANKED[title]
    facts: list[Table] = [{"id": "second", **second}, {"id": "first", **first}]
    path = small_store(tmp_path, findings=[*facts, *[{"statement": "Police came."}] * 9])
    rows = tip("search", *words.split(), "--store", path, "--json").json
    scores = [row["score"] for row in rows]
    assert (rows[0]["id"], scores) == ("first", sorted(scores, reverse=True))


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
    facts = {fact.id: fact for fact in other.facts()}
    if not any(letter.isalnum() for letter in fold(text)):
        with pytest.raises(UsageError) as error:
            search_facts(other, text)
        assert str(error.value).isprintable()
        return
    rows = search_facts(other, text)
    spans_of, _ = search_hit_places(other, [facts[row.id] for row in rows], text)
    for name, spans in spans_of.items():
        assert all(0 <= begin < end <= len(facts[name].statement) for begin, end in spans)


def test_operators_are_words(tip: Tip, tmp_path: Path) -> None:
    """What other searches take for an operator is a word, or nothing."""
    said = "Statement and or not near women victims."
    facts: list[Table] = [{"id": "all", "statement": said}, {"id": "some", "statement": "Women."}]
    path = small_store(tmp_path, findings=facts)
    for words in (
        *("victims AND women", "women OR NEAR", "NOT women victims", "(women) (victims)"),
        *('"women" ""victims', "statement : women victims", "^women +victims"),
        *("-- women -victims", "women victims;"),
    ):
        result = tip("search", "--json", "--store", path, "--", words)
        assert [row["id"] for row in result.json] == ["all"], words


def test_without_full_text_search(tip: Tip, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where SQLite lacks FTS5, that is said, and words are found as they stand."""
    monkeypatch.setattr(search, "_TABLE", "CREATE VIRTUAL TABLE facts USING fts0(none)")
    monkeypatch.setattr(search, "_KEPT", [])
    result = tip("search", "shelter", "closed", "--json", "--store", str(OTHER))
    assert [row["id"] for row in result.json] == ["shelter-2010"]
    assert result.err == "tip: this SQLite has no FTS5: words count only as they are typed\n"


def test_no_word_to_search_for(other_tip: Tip) -> None:
    """A query without a word is a mistake in the command line, said in one line."""
    for words in ("", "*", '""', "!?", "---", "😀", "\u0301"):
        result = other_tip("search", "--", words)
        assert (result.code, result.out, len(result.err.splitlines())) == (2, "", 1), words
        assert result.err.startswith("tip: no word to search for in ")


MARKED = {
    **{"cardenia": "Cardenia", "bruckland": "Brückland Brückland", "wom* forced": "Women women"},
    **{"womne": "Women women", "NGOs": "", '"passed through" men': "Men passed through"},
}


def test_marks_on_a_terminal() -> None:
    """The words that were found stand in bold, as the statement spells them."""
    for words, marked in MARKED.items():
        _, *rows = on_terminal("search", words, "--store", str(OTHER), columns=200).out.splitlines()
        parts = [part.partition("\x1b[0m")[0] for row in rows for part in row.split("\x1b[1m")[1:]]
        found = sorted(part for part in parts if "isputed" not in part and "tip " not in part)
        assert " ".join(found) == marked, words


@given(st.lists(st.sampled_from([*"\0\x01\x02\x03\x04\x1a\x1b \n", "women", "men", "é", "\u0301"])))
@example(["\0", "women"])
@example(["\n", "women", "\x03"])
@example(["women", "é"])
def test_any_letter_may_stand_beside_a_hit(parts: list[str]) -> None:
    """Whatever a statement is made of, a hit is where the word is."""
    store = serbia_tip.load(OTHER)
    fact = structs.replace(store.findings[0], statement="".join(["a ", *parts]))
    for begin, end in search_hit_places(store, [fact], "women")[0][fact.id]:
        assert fold(fact.statement[begin:end]) in ("women", "womene")  # é is an ending like another


LINKS = {"contradicts", "part_of", "partitioned_by", "origin", "destination", "period"}
"""The fields that say how facts hang together, or that are codes or dates and no text."""


def test_every_text_of_a_fact_is_searched(tip: Tip, tmp_path: Path) -> None:
    """A word in any text field of any kind of fact finds it."""
    source = '[sources.xylophone]\ntitle = "T"\npublisher = "P"\nkind = "news"\n'
    searched = Counter[str]()
    for kind in FACT_TYPES:
        for name in sorted({field.name for field in structs.fields(kind)} - LINKS):
            for word in ("xylophone", ["xylophone"]):
                facts: Any = {kind.table: [{name: word}]}
                path = small_store(tmp_path, more=source, **facts)
                result = tip("search", "xylophone", "--json", "--store", path)
                if result.code != 3:  # it is no free text
                    assert len(result.json) == 1, (kind, name)
                    searched[kind.table] += 1
    assert searched == {"routes": 9, "statistics": 12, "tiers": 7, "findings": 8, "laws": 10}


def test_the_order_is_the_same_each_time() -> None:
    """Among equals the store's order decides, not how Python happens to hash."""
    line = ("search", "shelter", "victims", "--json")
    [first, *others] = [spawn(*line, environment={"PYTHONHASHSEED": str(n)}) for n in range(3)]
    assert [other.stdout for other in others] == [first.stdout] * 2
