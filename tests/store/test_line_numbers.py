"""On which line each row of a store begins, however its TOML is written."""

# ruff: noqa: E501  # a row of a table is one line

import re
from pathlib import Path

import pytest

from serbia_tip.model import Store
from serbia_tip.store.check.problems import Place, locate_facts, locate_lines
from tests.conftest import OTHER, Tip

CASES = [
    # what it is about, the text, and where each table or row of it begins
    ('headers', '[store]\ntitle = "x"\n\n[countries.XA]\n[[routes]]\nid = "a"\n[[laws]]\n[[routes]]\n', 'store:1 countries:4 countries|XA:4 routes:5 routes|0:5 laws:7 laws|0:7 routes|1:8'),
    ('blanks and comments', '\n  # [[laws]]\n\n\t[[routes]]  # the first [[routes]]\n # it\'s "\n[[routes]]\n', 'routes:4 routes|0:4 routes|1:6'),
    ('blanks within headers', '[ countries . XA ]\n[[ routes ]]\n[[\troutes\t]]#\n', 'countries:1 countries|XA:1 routes:2 routes|0:2 routes|1:3'),
    ('quoted keys', '["countries".\'XA\']\n[sources."a.b"]\n[sources.\'c"]#[d\']\n[["routes"]]\n', 'countries:1 countries|XA:1 sources:2 sources|a.b:2 sources|c"]#[d:3 routes:4 routes|0:4'),
    ("a quoted key with a comment's sign", '[sources."a] # b"]\n', 'sources:1 sources|a] # b:1'),
    ('strings of several lines', 'a = """\n[[routes]]\n\\"""\n[[routes]]\n"""\nb = \'\'\'\n[[routes]]\n\\\'\'\'\n[[routes]]\nc = \'\'\'\n[[routes]]\n\'\'\'\n[[laws]]\n', 'routes:9 routes|0:9 laws:13 laws|0:13'),
    ('strings of several lines that end in quotes', 'a = ["""b"""", """\n[[routes]]\n""", """"c""""", "d"]\n[[laws]]\n', 'laws:4 laws|0:4'),
    ('quotes and brackets', 'a = ["""b"""", "]"]\nb = [\'\'\'c\'\'\'\', \']\']\n[[laws]]\n', 'laws:3 laws|0:3'),
    ('empty strings', 'a = ""\nb = \'\'\nc = """"""\nd = \'\'\'\'\'\'\n[[laws]]\n', 'laws:5 laws|0:5'),
    ('strings of one line', 'a = \'[[routes]]\'\nb = "\\"[[routes]]"\nc = \'\\\'\n[[routes]]\n', 'routes:4 routes|0:4'),
    ('arrays of several lines', 'a = [\n[1, 2],\n[\n3],\n]\n[[routes]]\n', 'routes:6 routes|0:6'),
    ('arrays that look like headers', 'a = [\n["store"],\n[["routes"]],\n[["routes"]]\n]\n[store]\n[[routes]]\n', 'store:6 routes:7 routes|0:7'),
    ('inline tables', "[countries]\nXA = {alpha3 = 'XAA', aliases = ['[[routes]]']}\n[[routes]]\n", 'countries:1 countries|XA:2 routes:3 routes|0:3'),
    ('tables within rows', '[[routes]]\n[routes.more]\n[[routes.most]]\n[[routes]]\n[routes.more]\n', 'routes:1 routes|0:1 routes|more:2 routes|most:3 routes|1:4'),
    ('line ends of Windows', '[store]\r\na = 1\r\n[[routes]]\r\n\r\n[[routes]] # x\r\n', 'store:1 routes:3 routes|0:3 routes|1:5'),
    ('no line end at the end', '[[routes]]', 'routes:1 routes|0:1'),
    ('nothing', '', ''),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_rows_begin_at_their_headers(case: tuple[str, str, str]) -> None:
    """Each header gives its row's line, and nothing that only looks like one does."""
    _, text, places = case
    rows = [
        f"{place.table}:{line}" if place.row is None else f"{place.table}|{place.row}:{line}"
        for place, line in locate_lines(text).items()
        if place.key is None and len(place.table) > 1
    ]
    assert sorted(rows) == sorted(re.findall(r"\S.*?:\d+(?= |$)", places))


KEYS = """\
laws = "none"
[store]
title = "x" # version = 2
  "version"\t= "1"
note = '''
phone = 1
'''
[store.help]
phone . more = [
  "url = 1", # url = 2
]
url = 1
[sources.a]
url = "b"
[sources.a.sections]
lead = "x"
[[routes]]
id = "a"
[[routes]]
role = {
"""


PLACES = """
store|None|title:3 store|None|version:4 store|None|note:5 store|help|phone:9 store|help|url:12
sources|a|url:14 sources|a|lead:16 routes|0|id:18 routes|1|role:20
"""


def test_keys_stand_on_their_lines() -> None:
    """A key is what stands before `=` in its row, in no string, comment, array or inline table."""
    found = {place: line for place, line in locate_lines(KEYS).items() if place.key is not None}
    assert [
        f"{'|'.join(map(str, place))}:{line}" for place, line in found.items()
    ] == PLACES.split()
    assert locate_lines(KEYS)[Place("laws")] == 1


ROWS_WITHOUT_HEADERS = """\
laws = [
  {id = "a", name = "A", kind = "k", event = "e", statement = "S.", sources = ["s"]},
  {id = "b", name = "B", kind = "k", event = "e", statement = "S.", sources = ["t"]},
]
[store]
title = "Arden"
country = "XA"
version = "1"
[countries]
XA = {alpha3 = "XAA", name = "Arden", lat = 1.0, lon = 100000}
[sources.s]
title = "S"
publisher = "S"
kind = "news"
"""


def test_rows_without_headers_are_reported_on_their_table(tip: Tip, tmp_path: Path) -> None:
    """What has no header of its own gets its table's line, or the first."""
    store = tmp_path / "store.toml"
    store.write_text(ROWS_WITHOUT_HEADERS)
    assert tip("check", str(store)).lines == [
        f"{store}:1: unresolved-source: b: no source 't'; add the source's table, or correct its name",
        f"{store}:10: wrong-type: XA: lon should be 180 or less, not 100000; write one that fits",
    ]


def test_facts_begin_at_their_headers(other: Store) -> None:
    """Each fact's line is that of its header, even where another text has a line like its id's."""
    ids, whole = [fact.id for fact in other.facts()], OTHER.read_text(encoding="utf-8")
    about, facts = whole[: whole.index("[[routes]]")], whole[whole.index("[[routes]]") :]
    in_text = "[[tiers]]\nnote = '''\nid = \"tier-2005\"\n'''\n"
    for text in (
        *(whole, whole.replace("[[tiers]]\n", in_text, 1)),
        f"{facts}\n{about}".replace('id = "', 'id  = "'),
    ):
        begins = locate_facts(text, other, ids)
        assert list(begins) == ids
        above = [text.splitlines()[line - 1] for line in begins.values()]
        assert above == [f"[[{fact.table}]]" for fact in other.facts()]
        assert locate_facts(text, other, ["tier-2005"])["tier-2005"] == begins["tier-2005"]
