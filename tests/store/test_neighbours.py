"""Words that stand only once beside a near neighbour: what `tip check` takes for a likely slip."""

from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Tip
from tests.small import small_store

NEAR = [
    ("Centre for Victims", "Centrfe for Victims"),
    ("Centre for Victims", "The Centre for the Victims"),
    ("Centre for Protection of Trafficking Victims", "Trafficking Victims Protection Centre"),
    ("victims-identified", "victim-identified"),
    ("victims-identified", "victims identified"),
    ("victims-identified", "victims-identifeid"),
    ("victims-identified", "Victims-Identified"),
    ("Union of Arden", "Union of Ardan"),
    ("Ниш и Београд", "Niš i Beograd"),
]
FAR = [
    ("law-article-388", "law-article-389"),
    ("report-2010", "report-2011"),
    ("age", "sex"),
    ("men", "women"),
    ("shelter", "shelters-for-men"),
    ("victims-identified", "victims-referred"),
    ("the", "of"),
]
FIELDS = {
    "attributed_to": "findings",
    "measure": "statistics",
    "topic": "findings",
    "entity": "laws",
}


def warnings(tip: Tip, folder: Path, kind: str, rows: list[Any], **more: Any) -> list[str]:
    """What `tip check` warns of in a store of these facts, without the file and the line."""
    facts: dict[str, Any] = {kind: rows}
    result = tip("check", small_store(folder, **facts, **more))
    assert result.code == 0
    return [line.partition(": warning: ")[2] for line in result.lines[:-1]]


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize(("usual", "odd"), NEAR)
def test_a_near_neighbour(tip: Tip, tmp_path: Path, field: str, usual: str, odd: str) -> None:
    """A word that stands once, and looks like another but for a letter or a small word, is told."""
    kind = FIELDS[field]
    rows = [{field: usual}, {field: usual}, {field: odd}]
    said = f"near-neighbour: {kind}-2: {field} {odd!r} stands only here; near it is {usual!r}"
    assert warnings(tip, tmp_path, kind, rows) == [said]


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize(("usual", "other"), FAR)
def test_other_words(tip: Tip, tmp_path: Path, field: str, usual: str, other: str) -> None:
    """Short words, numbers and words of their own are what they are."""
    rows = [{field: usual}, {field: usual}, {field: other}]
    assert warnings(tip, tmp_path, FIELDS[field], rows) == []


def test_a_word_that_is_used_again(tip: Tip, tmp_path: Path) -> None:
    """What stands more than once is meant."""
    rows = [{"topic": topic} for topic in ("shelter", "shelter", "shelters", "shelters")]
    assert warnings(tip, tmp_path, "findings", rows) == []


def test_a_word_with_a_table_of_its_own(tip: Tip, tmp_path: Path) -> None:
    """What the store says more of is meant, even if it stands once."""
    rows = [{"topic": "shelter"}, {"topic": "shelter"}, {"topic": "shelters"}]
    table = '[topics.shelters]\ntitle = "Shelters"\n'
    assert warnings(tip, tmp_path, "findings", rows, more=table) == []


def test_a_name_beside_a_table(tip: Tip, tmp_path: Path) -> None:
    """A name that is near one of a table, or an alias there, is told; an alias itself is meant."""
    rows = [{"attributed_to": name} for name in ("The Office", "Centra", ["Bureau", "NGO"])]
    table = '[bodies."Office"]\naliases = ["Centar", "Bureau"]\n[bodies.NGOs]\n'
    assert warnings(tip, tmp_path, "findings", rows, more=table) == [
        "near-neighbour: findings-0: attributed_to 'The Office' stands only here; "
        "near it is 'Office'",
        "near-neighbour: findings-1: attributed_to 'Centra' stands only here; near it is 'Centar'",
    ]


def test_a_publisher(tip: Tip, tmp_path: Path) -> None:
    """A source's publisher is a body as well."""
    rows = [{"attributed_to": "The House"}, {"attributed_to": "The House"}]
    assert warnings(tip, tmp_path, "findings", rows, source={"publisher": "A House"}) == [
        "near-neighbour: book: publisher 'A House' stands only here; near it is 'The House'"
    ]


def test_a_name_of_the_country(tip: Tip, tmp_path: Path) -> None:
    """A state that is spelled nearly like the store's own is told."""
    assert warnings(tip, tmp_path, "laws", [{"entity": "Ardens"}]) == [
        "near-neighbour: laws-0: entity 'Ardens' stands only here; near it is 'Arden'"
    ]


def test_thousands_of_words(tip: Tip, tmp_path: Path) -> None:
    """Each is compared with few others, however many there are."""
    rows = [{"measure": f"{'abcdefghij'[number % 10] * 9}-{number}"} for number in range(5000)]
    assert warnings(tip, tmp_path, "statistics", rows) == []


@pytest.mark.parametrize(
    ("table", "key"),
    [("[bodies.NGOs]\nshort = 1\n", "short"), ("[topics.x]\naliases = [1]\n", "aliases")],
)
def test_a_table_of_the_wrong_shape(tip: Tip, tmp_path: Path, table: str, key: str) -> None:
    """Each bad entry is a line of check, with the key's own line."""
    path = small_store(tmp_path, findings=[{}], more=table)
    lines = Path(path).read_text().splitlines()
    line = 1 + next(place for place, text in enumerate(lines) if text.startswith(f"{key} = "))
    [problem] = tip("check", path).lines
    assert problem.startswith(f"{path}:{line}: wrong-type: ")


@pytest.mark.parametrize(
    "where",
    [
        "[bodies.NGOs]\nshort = {!r}\n",
        '[sources.daily]\ntitle = "D"\npublisher = "D"\nkind = "news"\nshort = {!r}\n',
    ],
)
@pytest.mark.parametrize(("short", "fits"), [("", False), ("x" * 41, False), ("x" * 40, True)])
def test_short_names(tip: Tip, tmp_path: Path, where: str, short: str, fits: bool) -> None:
    """A short name has one letter at least and forty at most."""
    path = small_store(tmp_path, findings=[{}], more=where.format(short))
    line = 1 + Path(path).read_text().splitlines().index(f"short = {short!r}")
    lines = [text for text in tip("check", path).lines if text.startswith(f"{path}:{line}: wrong-")]
    assert len(lines) == (not fits)


def test_standing(tip: Tip, tmp_path: Path) -> None:
    """A standing outside the three words is a line of check, and so is one of what is no route."""
    path = small_store(tmp_path, routes=[{"standing": "rumoured"}], laws=[{"standing": "alleged"}])
    problems = [line.partition(": ")[2] for line in tip("check", path).lines]
    assert problems == [
        "outside-vocabulary: routes-0: standing 'rumoured' is not one of stated, alleged, at_risk",
        "unknown-key: laws-0: unknown key 'standing'",
    ]
