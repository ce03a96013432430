"""What `tip check` takes for a likely mistake: a case of every warning, and what is none."""

# ruff: noqa: E501  # a row of a table is one line

from pathlib import Path
from typing import Any

import pytest

from serbia_tip.store.check import load_rules
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


PART: Rows = {"part_of": "statistics-0", "dimension": "sex", "group": "women"}
THIRD = '[countries.XC]\nalpha3 = "XCC"\nname = "Corland"\nlat = 1\nlon = 1\n'
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
    ("part-of-another-period", figures({}, {"part_of": "statistics-0", "period": "2011", "dimension": "age", "group": "young"}), "statistics-1: 2011 is not within 2010 of statistics-0"),
    ("part-of-another-period", {"statistics": [{"period": "2010"}, {"part_of": "statistics-0", "dimension": "age", "group": "young"}]}, "statistics-1: undated, while its whole statistics-0 is of 2010"),
    ("group-without-dimension", figures({"group": "women"}), "statistics-0: group 'women' of which dimension?"),
    ("group-without-dimension", figures({"dimension": "sex"}), "statistics-0: which group along the dimension 'sex'?"),
    ("group-without-dimension", figures({}, {"part_of": "statistics-0"}), "statistics-1: which part of statistics-0?"),
    ("missing-short-name", {"laws": [{}], "source": {"title": "x" * 41}}, "book: a long title, and no `short`"),
    ("missing-title", {**figures({"measure": "told"}, {"measure": "sent"}), "more": '[measures.sent]\ntitle = "Sent home"\n'}, "statistics-0: the measure 'told' has no title"),
    ("source-before-fact", {"laws": [{}], "source": {"published": "2011", "accessed": "2010-12"}}, "book: accessed 2010-12, before it was published"),
    ("source-before-fact", {"laws": [{"period": "2012"}], "source": {"published": "2011"}}, "laws-0: 2012 is after the last of its sources appeared, 2011-12-31"),
    ("two-ratings", {"tiers": [{"tier": "Tier 2"}, {"tier": "Tier 3"}]}, "tiers-1: a second rating of 2001, after tiers-0"),
    ("twin", figures({}, {"statement": "So it is."}), "statistics-1: says the same as statistics-0"),
    ("twin", {"statistics": [{"period": "2010", "part_of": None, **each} for each in ({"value": 9}, PART, PART)]}, "statistics-2: says the same as statistics-1"),
    ("twin", {"routes": [{"destination": "XB"}, {"destination": "XB", "statement": "So it is."}]}, "routes-1: says the same as routes-0"),
    ("twin", {"routes": [{}, {}]}, "routes-1: says the same as routes-0"),
    ("tier-not-in-statement", {"tiers": [{"tier": "Tier 2", "statement": "It stood on the Tier 2 Watch List."}]}, "tiers-0: Tier 2, but the statement names Tier 2 Watch List"),
    *(("standing-not-in-statement", {"routes": [{"statement": f"Girls {word} in 2001."}]}, f'routes-0: stated, but the statement says "{word.removeprefix("were ")}"')
      for word in ("were at risk", "were vulnerable", "were allegedly", "were suspected")),
    ("end-not-in-statement", {"routes": [{"destination": "XC", "statement": "Girls were sent to Bredon."}], "more": THIRD}, "routes-0: Corland, but the statement names Bredon"),
    ("year-not-in-statement", figures({"statement": "In 2011 it was so."}), "statistics-0: 2010, but the statement names 2011"),
    ("year-not-in-statement", figures({"statement": "From 2010 to June 2011 it was so."}), "statistics-0: 2010, but the statement names 2011"),
    ("year-not-in-statement", {"tiers": [{"statement": "In 2003 it was so."}]}, "tiers-0: 2001, but the statement names 2003"),
    ("year-not-in-statement", {"findings": [{"period": "2010", "statement": "In June 2011 it was so."}]}, "findings-0: 2010, but the statement names 2011"),
    ("currency-not-in-statement", figures({"unit": "EUR", "statement": "It cost dollars."}), "statistics-0: EUR, of which the statement says nothing"),
    ("currency-not-in-statement", figures({"unit": "RSD", "statement": "It cost euros."}), "statistics-0: RSD, of which the statement says nothing"),
    *(("value-not-in-statement", figures({"value": value, **row, "statement": said}), f"statistics-0: {value}, but the statement has {numbers}") for value, said, numbers, row in [
        (5, "In 2010 fifteen were found.", "15", {}), (51, "Of 1,200 people 15 were found.", "1200, 15", {}), (0, "There were twenty-two.", "22", {}), (2, "One million were found.", "1e+06", {}),
        (30, "It took two years and three months.", "2, 3", {"unit": "months"}), (40, "Of 50 people 25 were women.", "50, 25", {"unit": "percent"})]),
    ("near-neighbour", {"findings": [{"attributed_to": "The NGOs"}], "more": "[bodies.NGOs]\n"}, "findings-0: attributed_to 'The NGOs' stands only here, near 'NGOs'"),
    ("near-neighbour", {"findings": [{"attributed_to": "The House"}] * 2, "source": {"publisher": "A House"}}, "book: publisher 'A House' stands only here, near 'The House'"),
    ("near-neighbour", {"laws": [{"entity": "Ardens"}]}, "laws-0: entity 'Ardens' stands only here, near 'Arden'"),
    ("near-neighbour", figures({}, {"measure": "sent"}, {"measure": "told", "unit": "person"}), "statistics-2: unit 'person' stands only here, near 'persons'"),
    ("body-under-another-name", {"laws": [{"attributed_to": "Red Cross"}], "more": '[bodies."Cross"]\naliases = ["Red Cross"]\n'}, "laws-0: credits 'Red Cross', which goes by 'Cross'"),
    ("body-under-another-name", {"laws": [{"attributed_to": "RC"}], "more": '[bodies."Red Cross"]\nshort = "RC"\n'}, "laws-0: credits 'RC', which goes by 'Red Cross'"),
    ("body-under-another-name", {"laws": [{}], "more": '[bodies."House"]\naliases = ["A House"]\n'}, "book: published by 'A House', which goes by 'House'"),
    ("name-of-two", {"laws": [{}], "more": '[bodies.One]\naliases = ["x"]\n[bodies.Two]\nshort = "X"\n'}, "Two: 'X' is also a name of 'One'"),
    ("name-of-two", {**figures({"measure": "meetings"}), "more": '[measures.visits]\naliases = ["meetings"]\n'}, "visits: 'meetings' is also a name of 'meetings'"),
    ("same-address", {"laws": [{"sources": ["book", "daily"]}], "source": {"url": "https://www.a.example/"}, "more": DAILY + 'copies = ["http://a.example"]\n'}, "daily: http://a.example is also the address of book"),
    ("own-count-for-another", counted({"sources": ["book", "daily"]}), "statistics-0: daily has Daily's own count of victims"),
    ("own-count-for-another", counted({"sources": ["book", "daily"], "attributed_to": "Police"}), "statistics-0: daily has Daily's own count of victims"),
    ("group-along-two-dimensions", figures(*({"dimension": each, "group": "abroad", "value": n} for n, each in enumerate(("place", "place", "kind")))), "statistics-2: 'abroad' along 'kind', elsewhere along 'place'"),
    ("whole-not-named", figures({"value": 9}, {"value": 3, "dimension": "sex", "group": "men"}), "statistics-1: a group of statistics-0?"),
    ("whole-not-named", figures({"value": 9}, {"value": 9, "dimension": "sex", "group": "men"}), "statistics-1: a group of statistics-0?"),
    ("bound-in-words-alone", figures({"value": 1200, "statement": "At least 1,200 were found."}), 'statistics-0: "At least 1,200", but the bound is exact; write at_least'),
    ("bound-in-words-alone", figures({"value": 3, "statement": "They met more than three times."}), 'statistics-0: "more than three", but the bound is exact; write more_than'),
    ("bound-in-words-alone", figures({"value": 50, "unit": "percent", "statement": "Nearly half were men."}), 'statistics-0: "Nearly half", but the bound is exact; write about'),
    ("bound-in-words-alone", figures({"value": 7, "statement": "It cost about USD 7."}), 'statistics-0: "about 7", but the bound is exact; write about'),
    ("period-not-stated", figures({"note": "The years are not stated."}), "statistics-0: the note says that the time isn't stated, 2010?"),
    ("period-not-stated", figures({"note": "The newspaper prints no year."}), "statistics-0: the note says that the time isn't stated, 2010?"),
    *(("comparison-in-report-period", finding(f"Trials {words}."), f'findings-0: "{word}" than when? 2012/2013 is the report\'s')
      for word, words in {"more": "took more time", "fewer": "were fewer", "rose": "rose", "fell": "fell", "shorter": "got shorter", "cut": "were cut"}.items()),
    ("counters-far-apart", figures({"value": 40, "attributed_to": "Police"}, {"value": 90, "attributed_to": "Courts"}), "statistics-1: 90, and 40 in statistics-0"),
    ("finding-repeats-figure", {**figures({"value": 12, "statement": "In 2010, 12 shelters were opened."}), "findings": [{"period": "2010", "statement": "Twelve shelters opened, 12 in 2010."}]}, "findings-0: says little more than statistics-0"),
]  # fmt: skip

PLAIN: list[Rows] = [
    {"tiers": [{"tier": "Tier 2", "rank": "deprecated", "note": "A slip."}, {"tier": "Tier 3", "statement": "It fell from Tier 2 to Tier 3."}, {"entity": "Union"}]},
    {"laws": [{"period": "2011-05-05"}], "source": {"published": "2011-05-05", "accessed": "2011-05-05", "title": "x" * 40}},
    figures({"value": 5, "statement": "This one is so."}),
    figures({}, {"rank": "deprecated", "note": "A slip."}, {"attributed_to": "Police"}, {"period": "2011"}),
    {"routes": [{"standing": "at_risk", "statement": "Girls were at risk."}, {"statement": "Brides were sent to the Bredonian coast.", "destination": "XB"}, {"statement": "Girls were sent abroad.", "destination": "XC"}], "more": THIRD},
    figures({"statement": "In 2010/2011 it was so, as in 2003."}, {"measure": "rank", "statement": "The Index of 2012 ranks it."}),
    {"findings": [{"period": "2010", "statement": "The strategy of 2003 had ended."}]},
    figures(*({"measure": unit, "unit": unit, "statement": said} for unit, said in {"USD": "It cost $1.", "EUR": "It cost EUR one.", "RSD": "It cost one dinar.", "days": "It took one day."}.items())),
    figures(*({"measure": f"m-{n}", "value": value, "unit": unit, "statement": said} for n, (value, unit, said) in enumerate([
        (5, "persons", "It is so."), (15, "persons", "Of 40 people fifteen were found."), (1500000, "EUR", "It cost 1.5 million euros in 12 months."), (28, "months", "It took two years and four months."),
        (24, "months", "It took two years."), (10, "persons", "Of 193 victims seven boys and three girls begged."), (37, "persons", "All but three of the 40 were women."), (33.3, "percent", "In 16 years a third called."),
        (40, "percent", "Of 50 people 20 were women."), (0, "persons", "Of the 21 victims none was a man."), (1, "persons", "A single one of 12 was heard."), (2, "times", "It met twice in 12 months."),
        (5, "persons", "On 29 January, under article 388, men over 18 came."), (180000, "EUR", "It cost 180 000 euros."), (200, "persons", "Two hundred were met."), (95, "persons", "Ninety-five of 100 came.")]))),
    *({"laws": [{"statement": said}]} for said in ("75 % were women.", "Was it so?", "It cost 3.5 million.", "He met Mr. smith.", "Није.")),
    {"laws": [{}], "more": f'{DAILY}[sources.weekly]\ntitle = "W"\npublisher = "W"\nkind = "news"\nderived_from = ["daily"]\n[[laws]]\nid = "a"\nname = "A"\nkind = "k"\nevent = "e"\nstatement = "So."\nsources = ["weekly"]\n'},
    {"laws": [{"sources": ["book[p. 1]", "book[p. 2]"]}]},
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
    for table in ("findings", "laws"):  # each is another fact
        rows = {
            **rows,
            table: [
                {"statement": f"It is s{'o' * n}.", **row}
                for n, row in enumerate(rows.get(table, []), 1)
            ],
        }
    result = tip("check", small_store(folder, **rows))
    assert result.code == 0, result.out
    return [line.partition(": ")[2] for line in result.lines[:-1]]


@pytest.mark.parametrize("case", DOUBTFUL, ids=lambda case: f"{case[0]}: {case[2][:40]}")
def test_a_doubt_gives_one_warning(tip: Tip, tmp_path: Path, case: tuple[str, Rows, str]) -> None:
    """One doubt gives one warning, which says what it is about; the store is sound."""
    rule, rows, message = case
    remedy = "" if "; " in message else f"; {load_rules()[rule].remedy}"
    assert warned(tip, tmp_path, rows) == [f"warning: {rule}: {message}{remedy}"]


def test_every_warning_has_a_case() -> None:
    """A warning that nothing here calls for is one without a test."""
    rules = load_rules().values()
    assert {rule for rule, _, _ in DOUBTFUL} == {
        rule.id for rule in rules if rule.severity == "warning"
    }


@pytest.mark.parametrize("rows", PLAIN, ids=str)
def test_what_is_not_doubtful(tip: Tip, tmp_path: Path, rows: Rows) -> None:
    """What only looks like a mistake is left in peace."""
    assert warned(tip, tmp_path, rows) == []


def test_warnings_stand_on_their_lines(tip: Tip, tmp_path: Path) -> None:
    """A warning has the line of the key that it is about."""
    path = small_store(tmp_path, laws=[{}, {"period": "9000"}])
    line = Path(path).read_text().splitlines().index('period = "9000"') + 1
    said = f"{path}:{line}: warning: future-period: laws-1: 9000 is yet to come"
    assert tip("check", path).lines[0].partition("; ")[0] == said


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
        rows = [{field: each, "period": f"200{n}"} for n, each in enumerate((usual, usual, odd))]
        said = f"{kind}-2: {field} {odd!r} stands only here, near {usual!r}"
        [line] = warned(tip, tmp_path, {kind: rows})
        assert line.partition("; ")[0] == f"warning: near-neighbour: {said}"
    for usual, other in FAR:
        rows = [{field: usual}, {field: other, "period": "2003"}]
        assert warned(tip, tmp_path, {kind: rows}) == []


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
