"""How text is cut into lines and columns of a given width."""

from syrupy.assertion import SnapshotAssertion

from serbia_tip.terminal.text import fit_columns, longest_word, text_line_spans, wrap_text

TEXTS = ["one two three", "  one two", "one\n two\n\n", "of a\u00a0word", "\u65e5\u672c \u8a9e", ""]
TEXTS += ["victims-identified-2010-men (victims-identified-2010-men)", "victims-identified-2010 or"]


def test_lines_end_between_words(snapshot: SnapshotAssertion) -> None:
    """Blanks stay at the beginning alone; an id of 25 letters is broken, a shorter one isn't."""
    wrapped = [str([wrap_text(text, width) for width in (4, 5, 7, 12)]) for text in TEXTS]
    assert [*wrapped, str([*map(longest_word, TEXTS)])] == snapshot
    assert list(text_line_spans("one two three", 5, 3)) == [(0, 7), (8, 13)]


def test_columns_share_what_room_there_is(snapshot: SnapshotAssertion) -> None:
    """Each has its longest word, the rest is shared among those that want more; or none fit."""
    rows = [["one two three", "a", "four five"], ["six", "bb\nccccc dd", "seven-eight"]]
    widths = [fit_columns(rows, room) for room in (None, 40, 35, 30, 26, 25, 24)]
    assert str(widths) == snapshot
