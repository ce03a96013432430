"""docs/store.md has every key and every rule. `python -m tests.store.test_document` renews it."""

import re
from collections.abc import Iterator
from typing import Annotated, Any, get_args, get_origin

from msgspec import Meta, Struct, structs

from serbia_tip import model
from serbia_tip.model import FACT_TYPES, Fact, Store, allowed_words
from serbia_tip.store.check import load_rules
from tests.conftest import ROOT

DOCUMENT = ROOT / "docs" / "store.md"
TABLES: dict[str, type[Struct]] = {
    "`[store]`": model.About,
    "`[store.help]`": model.Help,
    "`[store.licence]`": model.Licence,
    "`[store.profile]`": model.Profile,
    "`[[store.states]]`": model.State,
    "`[countries.CODE]`": model.Country,
    "`[sources.ID]`": model.Source,
    "one of its `read`": model.Reading,
    "its `archived`": model.Archived,
    "a person among `authors`": model.Person,
    "`[bodies.NAME]`": model.Body,
    "`[measures.NAME]`, `[dimensions.…]`, `[groups.…]`, `[topics.…]`": model.Term,
    "every fact": Fact,
    **{f"`[[{kind.table}]]`": kind for kind in FACT_TYPES},
}
MARKED = re.compile(r"(<!-- (keys|rules): .* -->\n)(?:.*\n)*?(?=\n(?:## |<!-- end))")


def metas(annotation: Any) -> Iterator[Meta]:
    """All that is said of a type, the outermost first."""
    if get_origin(annotation) is Annotated:
        yield from reversed([each for each in annotation.__metadata__ if isinstance(each, Meta)])
    for part in get_args(annotation):
        yield from metas(part)


def structs_in(annotation: Any) -> set[type[Struct]]:
    """All structs that a type is made of, at any depth."""
    if isinstance(annotation, type) and issubclass(annotation, Struct):
        inner = (structs_in(field.type) for field in structs.fields(annotation))
        return {annotation}.union(*inner)
    return set().union(*map(structs_in, get_args(annotation)))


def meaning(annotation: Any) -> str:
    """What a key of this type holds, and which words it may have."""
    described = (meta.description for meta in metas(annotation) if meta.description)
    inner = (str(kind.__doc__) for kind in sorted(structs_in(annotation), key=str))
    said = next(described, None) or next(inner)
    words = allowed_words(annotation)
    return f"{said} One of {', '.join(f'`{word}`' for word in words)}." if words else said


def keys() -> str:
    """The table of all keys."""
    common = {field.name for field in structs.fields(Fact)}
    lines = ["", "| in | key | |", "|---|---|---|"]
    for place, kind in TABLES.items():
        for field in structs.fields(kind):
            if kind is Fact or not (issubclass(kind, Fact) and field.name in common):
                said = f"{'required. ' if field.required else ''}{meaning(field.type)}"
                usual = f" Left out, `{field.default}`." if allowed_words(field.type) else ""
                lines.append(
                    f"| {place} | `{field.name}` | {said}{'' if field.required else usual} |"
                )
                place = ""
    return "\n".join([*lines, ""])


def rules() -> str:
    """The table of all rules."""
    lines = ["", "| rule | | what it asks | what to do |", "|---|---|---|---|"]
    lines += [
        f"| `{rule.id}` | {rule.severity} | {rule.asks} | {rule.remedy} |"
        for rule in load_rules().values()
    ]
    return "\n".join([*lines, ""])


def renewed(text: str) -> str:
    """The document with its tables as they should be."""
    tables = {"keys": keys(), "rules": rules()}
    return MARKED.sub(lambda match: match[1] + tables[match[2]], text)


def test_every_key_and_rule_is_in_the_document() -> None:
    """Both tables are made from the code, no table of a store is missing, the example has all."""
    text = DOCUMENT.read_text(encoding="utf-8")
    assert set(TABLES.values()) == structs_in(Store) - {Store} | {Fact}
    assert len(MARKED.findall(text)) == 2
    assert renewed(text) == text
    [example] = re.findall(r"# arden.toml\n(.*?)```", text, re.DOTALL)
    for kind in TABLES.values():
        for name in kind.__struct_fields__:
            assert re.search(rf"\b{name}\b ?(=|\.|\])", example), name


if __name__ == "__main__":
    DOCUMENT.write_text(renewed(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
