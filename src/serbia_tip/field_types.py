"""The types of the fields: one for each, with its heading, its meaning and its words.

Facts (`model.py`) and rows (`queries/rows.py`) use the same types, so that the store, the tables,
the schema and the documentation say the same thing.

The terms are the field's own: statement, rank and reference from Wikidata; measure, dimension
and unit from SDMX; `key[locator]` references from CLDF; ISO 3166-1 for countries, ISO 8601 for
periods.
"""

from typing import Annotated, Any, Literal, TypeAlias, get_args, get_origin

from msgspec import Meta

Role: TypeAlias = Annotated[
    Literal["source", "transit", "destination", "internal"],
    Meta(title="Role", description="What the store's country is on this route."),
]
Area: TypeAlias = Annotated[
    Literal["situation", "prosecution", "protection", "prevention"],
    Meta(title="Area", description="The policy area, or the situation that policy answers."),
]
Bound: TypeAlias = Annotated[
    Literal["exact", "at_least", "more_than", "at_most", "less_than", "about"],
    Meta(title="Bound", description="How the value limits the true figure."),
]
Tier: TypeAlias = Annotated[
    Literal["Tier 1", "Tier 2", "Tier 2 Watch List", "Tier 3"],
    Meta(
        title="Tier",
        description="The rating in the US Department of State's Trafficking in Persons Report.",
    ),
]
Basis: TypeAlias = Annotated[
    Literal["stated", "inferred"],
    Meta(
        title="Basis", description="Whether the source states the tier or only lets it be inferred."
    ),
]
Assessment: TypeAlias = Annotated[
    Literal["progress", "shortcoming", "mixed", "context"],
    Meta(title="Assessment", description="How the source judges what the statement describes."),
]
Standing: TypeAlias = Annotated[
    Literal["stated", "alleged", "at_risk"],
    Meta(
        title="Standing",
        description="How firmly the source says it: as stated, as an allegation, or as a risk.",
    ),
]
Rank: TypeAlias = Annotated[
    Literal["preferred", "normal", "deprecated"],
    Meta(
        title="Rank",
        description="Standing among rivals; a deprecated fact is contradicted by a better source.",
    ),
]

Noun: TypeAlias = Annotated[
    Literal["route", "statistic", "tier", "finding", "law"],
    Meta(title="Kind", description="Which kind of fact it is."),
]

ENCYCLOPEDIA = "encyclopedia"
"""The kind of source that says nothing of its own: what rests on it alone is marked as such."""

_DAY = r"\d{4}(-\d{2}(-\d{2})?)?"


def _shaped(pattern: str) -> Meta:
    """The shape of a text, for whoever edits a store; the rules of the store say what is wrong."""
    return Meta(extra_json_schema={"pattern": pattern})


Words: TypeAlias = Annotated[str, Meta(min_length=1)]
Key: TypeAlias = Annotated[str, _shaped("^[a-z0-9]+(-[a-z0-9]+)*$")]
CountryKey: TypeAlias = Annotated[str, _shaped("^[A-Z]{2}$")]
Alpha3: TypeAlias = Annotated[str, _shaped("^[A-Z]{3}$")]
Dates: TypeAlias = Annotated[str, _shaped(f"^{_DAY}(/{_DAY})?$")]
Reference: TypeAlias = Annotated[str, _shaped(r"^[a-z0-9]+(-[a-z0-9]+)*(\[|$)")]
Url: TypeAlias = Annotated[str, _shaped("^https?://")]

Id: TypeAlias = Annotated[
    Key, Meta(title="Id", description="Kebab-case name, unique across the store, never reused.")
]
Statement: TypeAlias = Annotated[
    Words, Meta(title="Statement", description="The fact in one plain sentence.")
]
References: TypeAlias = Annotated[
    list[Reference],
    Meta(
        title="Sources",
        description="What the fact rests on: source ids, with the place as key[locator].",
        min_length=1,
    ),
]
Period: TypeAlias = Annotated[
    Dates | None,
    Meta(
        title="Period",
        description="What the fact describes, in ISO 8601, as precise as the source: "
        "2007, 2007-10, 2001-09-06, or a span such as 2013/2016.",
    ),
]
Entity: TypeAlias = Annotated[
    Words | None,
    Meta(title="Entity", description="The state that the fact is about."),
]
AttributedTo: TypeAlias = Annotated[
    Words | list[Words] | None,
    Meta(title="According to", description="Whom the source credits with the statement."),
]
Note: TypeAlias = Annotated[
    Words | None, Meta(title="Note", description="What a reader should know before quoting it.")
]
CountryCode: TypeAlias = Annotated[CountryKey, Meta(description="ISO 3166-1 alpha-2.")]
OpenEnded: TypeAlias = Annotated[
    bool,
    Meta(title="Open-ended", description="Whether the source adds further, unnamed countries."),
]
People: TypeAlias = Annotated[
    list[Words], Meta(title="People", description="Who is trafficked, in the source's terms.")
]
Purpose: TypeAlias = Annotated[
    Words | None, Meta(title="Purpose", description="The exploitation that the route serves.")
]
Measure: TypeAlias = Annotated[
    Words, Meta(title="Measure", description="What is counted or measured.")
]
Dimension: TypeAlias = Annotated[
    Words | None,
    Meta(
        title="Dimension", description="Along what the whole is divided: age, sex, citizenship, …"
    ),
]
Group: TypeAlias = Annotated[
    Words | None, Meta(title="Group", description="Which part along the dimension.")
]
Value: TypeAlias = Annotated[
    int | float, Meta(title="Value", description="The figure; a reported zero is 0.")
]
Unit: TypeAlias = Annotated[Words, Meta(title="Unit", description="What one of the value is.")]
OutOf: TypeAlias = Annotated[
    int | float | None, Meta(title="Out of", description="The highest score that was possible.")
]
PartOf: TypeAlias = Annotated[
    Key | None, Meta(title="Part of", description="The id of the whole that includes this figure.")
]
PartitionedBy: TypeAlias = Annotated[
    list[str],
    Meta(
        title="Partitioned by",
        description="Dimensions whose parts all stand in the store and add up to this value.",
    ),
]
BreakBefore: TypeAlias = Annotated[
    str | None,
    Meta(
        title="Break before",
        description="Why earlier figures of the measure can't be compared with this one and those "
        "after it.",
    ),
]
Topic: TypeAlias = Annotated[
    Words, Meta(title="Topic", description="The thread that a finding belongs to, year by year.")
]
LawName: TypeAlias = Annotated[Words, Meta(title="Name", description="The instrument or body.")]
LawKind: TypeAlias = Annotated[
    Words, Meta(title="Kind", description="What it is: treaty, statute, strategy, …")
]
LawEvent: TypeAlias = Annotated[
    Words, Meta(title="Event", description="What happened to it: ratified, adopted, …")
]
ReportYear: TypeAlias = Annotated[
    int, Meta(title="Year", description="The report's year.", ge=1000, le=9999)
]
ShortName: TypeAlias = Annotated[
    Annotated[str, Meta(min_length=1, max_length=40)] | None,
    Meta(title="Short name", description="What it is called beside a value."),
]
Aliases: TypeAlias = Annotated[
    list[Words], Meta(title="Aliases", description="What else people call it.")
]
Copies: TypeAlias = Annotated[
    list[Url], Meta(title="Copies", description="Where else the same text stands.")
]
Container: TypeAlias = Annotated[
    Words | None,
    Meta(title="Container", description="The journal or newspaper that it appeared in."),
]
Doi: TypeAlias = Annotated[
    Annotated[str, Meta(pattern=r"^10\.[0-9]{4,9}(\.[0-9]+)*/[A-Za-z0-9._;()/:<>+-]+(?!\n)$")]
    | None,
    Meta(title="DOI", description="Its Digital Object Identifier, such as 10.1000/182."),
]


def vocabulary(annotation: Any) -> tuple[str, ...]:
    """The words that a field of this type may use, in their order; none where it is free."""
    bare = get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation
    return get_args(bare) if get_origin(bare) is Literal else ()
