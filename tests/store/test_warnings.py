"""What `tip check` takes for a likely mistake: a case of every warning, and what is none."""

# ruff: noqa: E501  # a row of a table is one line

from pathlib import Path
from typing import Any

import pytest

from serbia_tip.store.warnings import WARNINGS
from tests.conftest import Tip
from tests.small import small_store

Rows = dict[str, Any]

DAILY = '[sources.daily]\ntitle = "Daily"\npublisher = "Daily"\nkind = "news"\n'
YEARLY = "".join(
    f'[sources.report-{year}]\ntitle = "Report {year}"\npublisher = "Office"\nkind = "report"\n'
    f'published = "{year}-06"\n'
    for year in (2012, 2013)
)


def figures(*rows: Rows) -> dict[str, list[Rows]]:
    """Statistics of the year 2010, unless they say otherwise."""
    return {"statistics": [{"period": "2010", **row} for row in rows]}


def counted(*rows: Rows) -> dict[str, list[Rows]]:
    """Statistics of two sources, the second of them counting for itself."""
    own = {"sources": ["daily"], "note": "Its own."}
    return {**figures(*rows, own), "more": DAILY}  # type: ignore[dict-item]


def finding(statement: str, period: str = "2012/2013", source: str = "report-2013") -> Rows:
    """A finding of a yearly report."""
    rows = [{"statement": statement, "period": period, "sources": [source]}]
    return {
        "findings": rows,
        "laws": [{"sources": ["book", "report-2012", "report-2013"]}],
        "more": YEARLY,
    }


DOUBTFUL: list[tuple[str, Rows, str]] = [
    ("not-one-sentence", {"laws": [{"statement": "it came."}]}, "laws-0: the statement begins with no capital letter or digit"),
    ("not-one-sentence", {"laws": [{"statement": "(It came.)"}]}, "laws-0: the statement begins with no capital letter or digit"),
    ("not-one-sentence", {"laws": [{"statement": "It came"}]}, "laws-0: the statement doesn't end in a stop"),
    ("not-one-sentence", {"laws": [{"statement": "It  came."}]}, "laws-0: the statement has a line end, a tab or two spaces in it"),
    ("not-one-sentence", {"laws": [{"statement": "It\ncame."}]}, "laws-0: the statement has a line end, a tab or two spaces in it"),
    ("not-one-sentence", {"laws": [{"statement": "Добила је. Изгубила је."}]}, "laws-0: the statement has more than one sentence"),  # noqa: RUF001
    ("unused-source", {"laws": [{}], "more": DAILY}, "no fact rests on 'daily'"),
    ("source-cited-twice", {"laws": [{"sources": ["book[p. 1]", "book[p. 1]"]}]}, "laws-0: cites 'book[p. 1]' twice"),
    ("future-period", {"laws": [{"period": "9000-01"}]}, "laws-0: 9000-01 is yet to come"),
    ("future-period", {"tiers": [{"year": 9000}]}, "tiers-0: 9000 is yet to come"),
    ("future-period", {"laws": [{}], "source": {"accessed": "9000-01-01"}}, "book: 9000-01-01 is yet to come"),
    ("impossible-figure", figures({"value": -3}), "statistics-0: a count of -3 persons"),
    ("impossible-figure", figures({"value": 101, "unit": "percent"}), "statistics-0: 101 percent of a whole"),
    ("part-of-another-period", figures({}, {"part_of": "statistics-0", "period": "2011", "dimension": "age", "group": "young"}), "statistics-1: 2011 is not within 2010 of statistics-0"),
    ("part-of-another-period", {"statistics": [{"period": "2010"}, {"part_of": "statistics-0", "dimension": "age", "group": "young"}]}, "statistics-1: undated, while its whole statistics-0 is of 2010"),
    ("group-without-dimension", figures({"group": "women"}), "statistics-0: group 'women' of which dimension? age, sex, …"),
    ("group-without-dimension", figures({"dimension": "sex"}), "statistics-0: which group along the dimension 'sex'?"),
    ("group-without-dimension", figures({}, {"part_of": "statistics-0"}), "statistics-1: which part of statistics-0? dimension and group say it"),
    ("near-neighbour", {"findings": [{"attributed_to": "The NGOs"}], "more": "[bodies.NGOs]\n"}, "findings-0: attributed_to 'The NGOs' stands only here; near it is 'NGOs'"),
    ("near-neighbour", {"findings": [{"attributed_to": "The House"}] * 2, "source": {"publisher": "A House"}}, "book: publisher 'A House' stands only here; near it is 'The House'"),
    ("near-neighbour", {"laws": [{"entity": "Ardens"}]}, "laws-0: entity 'Ardens' stands only here; near it is 'Arden'"),
    ("near-neighbour", figures({}, {"measure": "sent"}, {"measure": "told", "unit": "person"}), "statistics-2: unit 'person' stands only here; near it is 'persons'"),
    ("body-under-another-name", {"laws": [{"attributed_to": "Red Cross"}], "more": '[bodies."Cross"]\naliases = ["Red Cross"]\n'}, "laws-0: credits 'Red Cross', which goes by 'Cross'"),
    ("body-under-another-name", {"laws": [{"attributed_to": "RC"}], "more": '[bodies."Red Cross"]\nshort = "RC"\n'}, "laws-0: credits 'RC', which goes by 'Red Cross'"),
    ("body-under-another-name", {"laws": [{}], "more": '[bodies."House"]\naliases = ["A House"]\n'}, "book: published by 'A House', which goes by 'House'"),
    ("name-of-two", {"laws": [{}], "more": '[bodies.One]\naliases = ["x"]\n[bodies.Two]\nshort = "X"\n'}, "Two: 'X' is also a name of 'One'"),
    ("name-of-two", {**figures({"measure": "meetings"}), "more": '[measures.visits]\naliases = ["meetings"]\n'}, "visits: 'meetings' is also a name of 'meetings'"),
    ("same-address", {"laws": [{"sources": ["book", "daily"]}], "source": {"url": "https://www.a.example/"}, "more": DAILY + 'copies = ["http://a.example"]\n'}, "daily: http://a.example is also the address of book"),
    ("own-count-for-another", counted({"sources": ["book", "daily"]}), "statistics-0: daily has Daily's own count of victims; say in a note that the two agree, or in attributed_to whom it credits"),
    ("own-count-for-another", counted({"sources": ["book", "daily"], "attributed_to": "Police"}), "statistics-0: daily has Daily's own count of victims; say in a note that the two agree, or in attributed_to whom it credits"),
    ("group-along-two-dimensions", figures(*({"dimension": each, "group": "abroad"} for each in ("place", "place", "kind"))), "statistics-2: 'abroad' along 'kind', elsewhere along 'place'"),
    ("whole-not-named", figures({"value": 9}, {"value": 3, "dimension": "sex", "group": "men"}), "statistics-1: a group of statistics-0? part_of says so"),
    ("whole-not-named", figures({"value": 9}, {"value": 9, "dimension": "sex", "group": "men"}), "statistics-1: a group of statistics-0? part_of says so"),
    ("bound-in-words-alone", figures({"value": 1200, "statement": "At least 1,200 were found."}), 'statistics-0: "At least 1,200", but the bound is exact; at_least?'),
    ("bound-in-words-alone", figures({"value": 3, "statement": "They met more than three times."}), 'statistics-0: "more than three", but the bound is exact; more_than?'),
    ("bound-in-words-alone", figures({"value": 50, "unit": "percent", "statement": "Nearly half were men."}), 'statistics-0: "Nearly half", but the bound is exact; about?'),
    ("bound-in-words-alone", figures({"value": 7, "statement": "It cost about USD 7."}), 'statistics-0: "about 7", but the bound is exact; about?'),
    ("period-not-stated", figures({"note": "The years are not stated."}), "statistics-0: the note says that the time isn't stated; 2010?"),
    ("period-not-stated", figures({"note": "The newspaper prints no year."}), "statistics-0: the note says that the time isn't stated; 2010?"),
    *(("comparison-in-report-period", finding(f"Trials {words}."), f'findings-0: "{word}" than when? 2012/2013 is the report\'s')
      for word, words in {"more": "took more time", "fewer": "were fewer", "rose": "rose", "fell": "fell", "shorter": "got shorter", "cut": "were cut"}.items()),
    ("counters-far-apart", figures({"value": 40, "attributed_to": "Police"}, {"value": 90, "attributed_to": "Courts"}), "statistics-1: 90, and 40 in statistics-0; a note on either may say why, or contradicts"),
    ("finding-repeats-figure", {**figures({"value": 12, "statement": "In 2010, 12 shelters were opened."}), "findings": [{"period": "2010", "statement": "Twelve shelters opened, 12 in 2010."}]}, "findings-0: says little more than statistics-0"),
]  # fmt: skip

PLAIN: list[Rows] = [
    *({"laws": [{"statement": said}]} for said in ("75 % were women.", "Was it so?", "It cost 3.5 million.", "He met Mr. smith.", "Није.")),
    {"laws": [{}], "more": f'{DAILY}[sources.weekly]\ntitle = "W"\npublisher = "W"\nkind = "news"\nderived_from = ["daily"]\n[[laws]]\nid = "a"\nname = "A"\nkind = "k"\nevent = "e"\nstatement = "So."\nsources = ["weekly"]\n'},
    {"laws": [{"sources": ["book[p. 1]", "book[p. 2]"]}]},
    figures({"value": -3, "unit": "points", "out_of": 10}, {"measure": "change", "value": -3, "unit": "percent"}),
    figures({"period": "2010/2011"}, {"part_of": "statistics-0", "dimension": "age", "group": "young"}),
    {"laws": [{"attributed_to": "Cross"}], "more": '[bodies."Cross"]\naliases = ["Red Cross"]\n'},
    {"laws": [{}], "source": {"authors": ["Cross"]}, "more": '[bodies."Cross"]\naliases = ["A House"]\n'},
    {**figures({}), "more": '[measures.a]\naliases = ["x"]\n[measures.b]\naliases = ["x"]\n[groups.minors]\naliases = ["children"]\n[groups.children]\n'},
    counted({"sources": ["book", "daily"], "attributed_to": {"daily": "Police"}}),
    counted({"sources": ["book"]}),
    figures({"value": 9}, {"value": 3, "dimension": "sex", "group": "men", "unit": "percent"}),
    figures({"value": 9}, {"value": 3, "dimension": "sex", "group": "men", "attributed_to": "Police"}),
    figures({"value": 9}, {"value": 10, "dimension": "sex", "group": "men"}),
    figures({"value": 23, "statement": "Of more than 100 victims, 23 were told about 3 shelters."}),
    figures({"value": 23, "bound": "at_least", "statement": "At least 23 were found."}),
    {"routes": [{"period": "2012/2013", "note": "The report names no year for the route."}]},
    figures({"note": "The newspaper prints no year of birth but 2010."}) | {"statistics": [{"note": "The years are not stated."}]},
    finding("Trials took more than 3 years."),
    finding("Trials were shorter.", period="2012"),
    finding("Trials were shorter.", source="book"),
    figures({"value": 40, "attributed_to": "Police"}, {"value": 55, "attributed_to": "Courts"}, {"value": 200, "attributed_to": "Press", "rank": "deprecated", "note": "A guess."}),
    figures({"value": 40, "attributed_to": "Police"}, {"value": 90, "attributed_to": "Courts", "contradicts": ["statistics-0"]}),
    figures({"value": 40, "attributed_to": "Police"}, {"value": 90, "attributed_to": "Courts", "note": "The Police count adults alone."}),
    figures({"value": 40, "attributed_to": "Police", "bound": "at_least"}, {"value": 90, "attributed_to": "Courts"}),
    {**figures({"value": 12, "statement": "In 2010, 12 shelters were opened."}), "findings": [{"period": "2010", "statement": "The 12 shelters take no men, whom the police therefore send home."}]},
]  # fmt: skip


def warned(tip: Tip, folder: Path, rows: Rows) -> list[str]:
    """What `tip check` says of a store of these facts, without the file, the line and the count."""
    result = tip("check", small_store(folder, **rows))
    assert result.code == 0, result.out
    return [line.partition(": ")[2] for line in result.lines[:-1]]


@pytest.mark.parametrize("case", DOUBTFUL, ids=lambda case: f"{case[0]}: {case[2][:40]}")
def test_a_doubt_gives_one_warning(tip: Tip, tmp_path: Path, case: tuple[str, Rows, str]) -> None:
    """One doubt gives one warning, which says what it is about; the store is sound."""
    rule, rows, message = case
    assert warned(tip, tmp_path, rows) == [f"warning: {rule}: {message}"]


def test_every_warning_has_a_case() -> None:
    """A warning that nothing here calls for is one without a test."""
    rules = {rule.__name__.replace("_", "-").partition("-")[2] for rule in WARNINGS}
    assert {rule for rule, _, _ in DOUBTFUL} == rules


@pytest.mark.parametrize("rows", PLAIN, ids=str)
def test_what_is_not_doubtful(tip: Tip, tmp_path: Path, rows: Rows) -> None:
    """What only looks like a mistake is left in peace."""
    assert warned(tip, tmp_path, rows) == []


def test_warnings_stand_on_their_lines(tip: Tip, tmp_path: Path) -> None:
    """A warning has the line of the key that it is about."""
    path = small_store(tmp_path, laws=[{}, {"period": "9000"}])
    line = Path(path).read_text().splitlines().index('period = "9000"') + 1
    said = f"{path}:{line}: warning: future-period: laws-1: 9000 is yet to come"
    assert tip("check", path).lines[0] == said


def test_hints_name_missing_short_names_and_titles(tip: Tip, tmp_path: Path) -> None:
    """A sound store is told where its readers miss a short name or a title."""
    rows = {**figures({"measure": "told"}, {"measure": "sent"}), "source": {"title": "x" * 41}}
    more = '[measures.sent]\ntitle = "Victims sent home"\n'
    assert warned(tip, tmp_path, {**rows, "more": more}) == [
        "hint: sources have a long title and no `short`, so that views print it whole: book",
        "hint: measures have no `title`, as others have: told",
    ]


NEAR = [
    ("Centre for Victims", "Centrfe for Victims"),
    ("Centre for Victims", "The Centre for the Victims"),
    ("Centre for Protection of Trafficking Victims", "Trafficking Victims Protection Centre"),
    ("victims-identified", "victims identified"),
    ("victims-identified", "victims-identifeid"),
    ("Ниш и Београд", "Niš i Beograd"),
]
FAR = [
    ("law-article-388", "law-article-389"),
    ("age", "sex"),
    ("shelter", "shelters-for-men"),
    ("victims-identified", "victims-referred"),
    ("the", "of"),
]
FIELDS = {
    "attributed_to": "findings",
    "measure": "statistics",
    "unit": "statistics",
    "topic": "findings",
    "entity": "laws",
}


@pytest.mark.parametrize("field", FIELDS)
def test_a_word_near_another_is_warned_of(tip: Tip, tmp_path: Path, field: str) -> None:
    """A word that stands once, and looks like another but for a letter or a small word, is told."""
    kind = FIELDS[field]
    for usual, odd in NEAR:
        rows = [{field: usual}, {field: usual}, {field: odd}]
        said = f"{kind}-2: {field} {odd!r} stands only here; near it is {usual!r}"
        assert warned(tip, tmp_path, {kind: rows}) == [f"warning: near-neighbour: {said}"]
    for usual, other in FAR:
        assert warned(tip, tmp_path, {kind: [{field: usual}, {field: other}]}) == []


def test_words_that_are_meant(tip: Tip, tmp_path: Path) -> None:
    """What stands more than once, or has a table of its own, is no slip; nor is an alias."""
    twice = [{"topic": topic} for topic in ("shelter", "shelter", "shelters", "shelters")]
    assert warned(tip, tmp_path, {"findings": twice}) == []
    table = '[topics.shelters]\ntitle = "Shelters"\n[topics.shelter]\ntitle = "Shelter"\n'
    assert warned(tip, tmp_path, {"findings": twice[1:3], "more": table}) == []


def test_thousands_of_words(tip: Tip, tmp_path: Path) -> None:
    """Each is compared with few others, however many there are."""
    rows = [{"measure": f"{'abcdefghij'[number % 10] * 9}-{number}"} for number in range(5000)]
    assert warned(tip, tmp_path, {"statistics": rows}) == []
