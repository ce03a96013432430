"""What a notebook does with the library: run it beside the wheel alone, `python wheel_use.py`.

It needs nothing but the wheel and what that brings; each line that fails says so by itself.
"""

import copy
import pickle
from collections.abc import Mapping
from pathlib import Path

import serbia_tip

store = serbia_tip.load()
for alike in (copy.copy(store), copy.deepcopy(store), pickle.loads(pickle.dumps(store))):  # noqa: S301  # its own
    assert alike == store
    assert alike is not store
assert type(store) is serbia_tip.Store
assert repr(store).startswith("Store(store=About(title=")
[unodc] = serbia_tip.statistics(store, measure="convictions", year=2007, by="unodc")
assert (unodc.value, unodc.said_by) == (16, ["UNODC"])
assert [unodc] == serbia_tip.statistics(
    store, measure=["convictions"], common=serbia_tip.Common(year=[2007], by=["UNODC"])
)
assert isinstance(unodc, Mapping)
assert dict(unodc) == {**unodc} == serbia_tip.records([unodc])[0]
assert (unodc["value"], unodc.get("value"), unodc.get("nothing")) == (16, 16, None)
assert [*unodc.items()] == [*zip(unodc.keys(), unodc.values(), strict=True)]
assert ("value" in unodc, "nothing" in unodc, len(unodc)) == (True, False, len([*unodc]))
assert serbia_tip.timeline(store, kind="law", year=range(2003, 2005))
for wrong, near in {"measur": "measure", "yeer": "year"}.items():
    try:
        serbia_tip.statistics(store, **{wrong: "x"})
    except TypeError as error:
        said = str(error)
    assert said.startswith(f"statistics() has no filter '{wrong}'; did you mean {near}")
try:
    assert not unodc["nothing"]
except KeyError:
    assert unodc
[first, *_] = serbia_tip.search(store, "shelter licence")
assert first.kind == "finding"
card = serbia_tip.show(store, unodc.id)
assert (card.id, card.value, card.citations[0].source) == (unodc.id, 16, "glotip")
assert "UNODC" in serbia_tip.cite(store, unodc.id)
assert serbia_tip.cite(store, unodc.id, style="bibtex").startswith("@")
assert serbia_tip.cite(store, unodc.id, style="quote").count("\n") == 1
assert store.store.title in serbia_tip.cite(store)
quarrels = serbia_tip.disputes(store, "convictions", year=2007)
assert {each.first.measure for each in quarrels} == {"convictions"}
assert all(isinstance(each.second.value, int) for each in quarrels)
assert Path(serbia_tip.__file__).parent.joinpath("data", "facts.msgpack").is_file()
