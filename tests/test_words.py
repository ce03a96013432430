"""Which spellings count as one word."""

import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from serbia_tip.words import count_noun, fold

SPELLINGS = [
    ["transit", "Transit", "TRANSIT", " transit\t", "tra\u0301nsit"],
    ["forced labour", "Forced-Labour", "forced_labour", "forced  labour", "-forced--labour-"],
    ["Niš", "Nis", "nis\u030c", "НИШ", "ниш"],
    ["Đorđe", "đorđe", "DJORDJE", "Djordje", "Ђорђе", "ЂОРЂЕ"],
    ["Љубиша Његош", "Ljubiša Njegoš", "ljubisa njegos", "LJUBISA-NJEGOS"],
    ["Џеп", "Džep", "dzep", "\u01c5ep"],
    ["Ćuprija Čačak Žabalj", "Ћуприја Чачак Жабаљ", "cuprija cacak zabalj"],
    ["Ѕвезда", "Dzvezda", "ѕвезда"],
    ["Ќе Ѓорѓи", "Ḱe Ǵorǵi", "ke gorgi"],
    ["България", "Balgarija", "БЪЛГАРИЯ"],
    ["Йордан", "Jordan", "Јордан", "И\u0306ордан"],  # noqa: RUF001  # Cyrillic
    ["Щипюл", "Štipjul"],
    ["Ελλάδα", "Ellada", "ΕΛΛΑΔΑ"],
    ["Θεσσαλονίκη", "Thessaloniki", "ΘΕΣΣΑΛΟΝΊΚΗ"],
    ["Ψυχές", "Psyches", "ψυχέσ"],
    ["Straße", "STRASSE", "strasse"],
    ["ﬁnding", "finding"],
    ["", " ", "-", "_-_", "\u0301"],
]
DIFFERENT = [("route", "routes"), ("forced labour", "forcedlabour"), ("p. 1", "p. 12")]
DIFFERENT += [("2", "2WL"), ("Đ", "D"), ("a/b", "a b")]


def test_spellings_of_one_word() -> None:
    """Case, diacritics, the alphabet, hyphens and blanks make no difference; letters do."""
    assert [one for one in SPELLINGS if len({*map(fold, one)}) > 1] == []
    assert [(one, other) for one, other in DIFFERENT if fold(one) == fold(other)] == []


@given(st.text(alphabet=st.characters(codec="ascii")))
def test_plain_letters_are_folded_as_all_are(text: str) -> None:
    """Text of ASCII alone, which is folded by a shorter way, comes out as it does in company."""
    assert fold(text).split() == fold(f"{text} ж").split()[:-1]


@given(st.text())
@example("Йован Ѐ")
@example("a\uff0db")
def test_any_text_is_folded_once_and_for_all(text: str) -> None:
    """Folding fails on nothing, and neither its result nor another normal form folds otherwise."""
    folded = fold(text)
    assert fold(folded) == folded
    assert fold(unicodedata.normalize("NFD", text)) == folded


def test_one_of_a_thing_is_singular() -> None:
    """One of a thing is not many."""
    assert [count_noun(count, "fact") for count in (0, 1, 2)] == ["0 facts", "1 fact", "2 facts"]
