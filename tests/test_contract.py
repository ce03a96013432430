"""The JSON that scripts build on: which keys, in which order, of which type, byte by byte."""

import json

import msgspec

from serbia_tip.queries.rows import COMMANDS
from tests.conftest import Tip

EXACT = {
    "routes --role transit": (
        '{"id":"transit-2010-xb-xc","role":"transit","origin":"Brückland","origin_code":"XB",'
        '"destination":"Cardenia","destination_code":"XC","open_ended":true,"standing":"stated",'
        '"people":["men"],"purpose":"forced labour","period":"2010","year":2010,'
        '"last_year":2010,"entity":"Arden",'
        '"statement":"Men from Brückland passed through Arden to Cardenia and further countries.",'
        '"attributed_to":"border police","said_by":["border police"],'
        '"sources":["report-2010[p. 13]","gazette"],"reported":2010,"rank":"normal",'
        '"disputed_by":[],"note":"The report names no year for the route."}'
    ),
    "stats --group women": (
        '{"id":"victims-identified-2010-women","area":"protection",'
        '"measure":"victims-identified","dimension":"sex","group":"women","value":30,'
        '"unit":"persons","bound":"exact","out_of":null,"part_of":"victims-identified-2010",'
        '"period":"2010","year":2010,'
        '"last_year":2010,"entity":"Arden",'
        '"statement":"Of the 40 victims identified in 2010, 30 were women.","attributed_to":null,'
        '"said_by":["Office of Reports"],"sources":["report-2010[p. 20]"],"reported":2010,'
        '"rank":"normal","disputed_by":[],"note":null}'
    ),
    "stats --measure score": (
        '{"id":"score-2010","area":"situation","measure":"score","dimension":null,"group":null,'
        '"value":6.0,"unit":"points","bound":"exact","out_of":10,"part_of":null,"period":null,'
        '"year":null,"last_year":null,"entity":"Arden",'
        '"statement":"The country scored 6 of 10 points.",'
        '"attributed_to":null,"said_by":["The Gazette"],"sources":["gazette"],"reported":2011,'
        '"rank":"normal","disputed_by":[],"note":null}'
    ),
    "tiers --source gazette --deprecated": (
        '{"id":"tier-2007-gazette","year":2007,"tier":"Tier 2","basis":"stated","entity":"Arden",'
        '"statement":"The Gazette said that Arden stood on Tier 2 in 2007.","attributed_to":null,'
        '"said_by":["The Gazette"],"sources":["gazette"],"reported":2011,"rank":"deprecated",'
        '"disputed_by":["tier-2007"],"note":"The report itself says Watch List."}'
    ),
    "policy protection": (
        '{"id":"shelter-2010","area":"protection","topic":"shelter","assessment":"shortcoming",'
        '"period":"2010","year":2010,'
        '"last_year":2010,"entity":"Arden",'
        '"statement":"The only shelter closed in 2010.","attributed_to":"NGOs",'
        '"said_by":["NGOs"],"sources":["report-2010[p. 22]"],"reported":2010,"rank":"normal",'
        '"disputed_by":[],"note":null}'
    ),
    "laws --kind statute": (
        '{"id":"trafficking-act-adopted","name":"Trafficking Act","kind":"statute",'
        '"event":"adopted","period":"2004-03-02","year":2004,"last_year":2004,"entity":"Arden",'
        '"statement":"The Trafficking Act was adopted on 2 March 2004.","attributed_to":null,'
        '"said_by":["The Gazette"],"sources":["gazette"],"reported":2011,"rank":"normal",'
        '"disputed_by":[],"note":null}'
    ),
    "sources --source gazette": (
        '{"id":"gazette","title":"Arden Gazette","publisher":"The Gazette",'
        '"published":"2011-05","url":"https://gazette.example/2011","kind":"news","facts":7,'
        '"language":null,"derived_from":[],"archived":null,"accessed":null}'
    ),
}
"""Command lines that find one row, and the row, to the letter."""
PROMISED = {line.split()[0]: list(json.loads(row)) for line, row in EXACT.items()}
"""The fields of each command's rows, in their order."""


def test_an_answer_is_printed_to_the_letter(other_tip: Tip) -> None:
    """JSON is an array with each row on its line; letters are themselves; a line end closes it."""
    for command in PROMISED:
        assert other_tip(command, "--year", "1900", "--json")[:2] == (0, "[]\n"), command
    for line, row in EXACT.items():
        assert other_tip(*line.split(), "--json") == (0, f"[\n{row}\n]\n", ""), line
        assert other_tip(*line.split(), "-f", "jsonl") == (0, f"{row}\n", ""), line


def test_each_row_has_each_promised_key_in_order(other_tip: Tip) -> None:
    """Whatever its fact leaves out; the schema has, requires and explains the same keys."""
    for command, promised in PROMISED.items():
        answer, each = other_tip(command, "--json"), other_tip(command, "-f", "jsonl").lines
        assert answer.out == "[\n" + ",\n".join(each) + "\n]\n"
        rows = answer.json
        assert len(rows) > 1
        assert [list(row) for row in rows] == [promised] * len(rows)
        kind = COMMANDS[command]
        fields = msgspec.json.schema(kind)["$defs"][kind.__name__]
        assert list(fields["properties"]) == fields["required"] == promised
        said = fields["properties"].values()
        assert all(field["title"] and field["description"] for field in said), command


def test_fields_narrow_and_order_the_keys_and_each_can_be_sorted_by(other_tip: Tip) -> None:
    """`--fields` gives the named keys in their order, each once, spelled as people may."""
    for command, promised in PROMISED.items():
        whole = other_tip(command, "--json").json
        long = next(key for key in promised if "_" in key)
        spelled = f" {long.title()} ,ID,{long.replace('_', ' ')},,{long.replace('_', '-')}"
        rows = other_tip(command, "--json", "--fields", spelled).json
        narrowed = [[(long, row[long]), ("id", row["id"])] for row in whole]
        assert [[*row.items()] for row in rows] == narrowed, command
        for key in promised:
            assert len(other_tip(command, "--json", "--sort", key).json) == len(whole), key
