"""What the types of the facts tell: their words, and how a reference is read."""

from typing import Annotated, Literal

import pytest
from msgspec import Meta

from serbia_tip.model import Role, reference, vocabulary


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("book", ("book", None)),
        ("book[p. 1]", ("book", "p. 1")),
        ("book[]", ("book", "")),
        ("book[a[b]]", ("book", "a[b]")),
        ("book[p. 1", ("book[p. 1", None)),
        ("book]", ("book]", None)),
        ("book[a]b", ("book[a]b", None)),
        ("[p. 1]", ("", "p. 1")),
        ("", ("", None)),
    ],
)
def test_a_reference_is_a_source_and_a_place(text: str, parts: tuple[str, str | None]) -> None:
    """`key[locator]`; what is not written so is a key."""
    assert reference(text) == parts


@pytest.mark.parametrize(
    ("annotation", "words"),
    [
        (Role, ("source", "transit", "destination", "internal")),
        (Literal["b", "a"], ("b", "a")),
        (Annotated[str, Meta(title="Free")], ()),
        (str, ()),
        (list[str], ()),
        (str | None, ()),
    ],
)
def test_a_vocabulary_is_that_of_the_type(annotation: object, words: tuple[str, ...]) -> None:
    """The words in their order; none where any text will do."""
    assert vocabulary(annotation) == words
