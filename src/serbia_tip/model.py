"""What a store holds: the types of the fields, the kinds of fact, and what stands beside them.

A field's type carries its heading, its meaning and, where it keeps to some, its words: facts and
rows (`queries/rows.py`) use the same types, so that the store, the tables, the schema and the
documentation say the same thing.

The terms are the field's own: statement, rank and reference from Wikidata; measure, dimension
and unit from SDMX; `key[locator]` references from CLDF; ISO 3166-1 for countries, ISO 8601 for
periods.
"""

from typing import Annotated, Any, ClassVar, Literal, TypeAlias, TypeVar, get_args, get_origin

from msgspec import Meta, Struct

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


class Fact(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """What every fact has, whatever its kind."""

    table: ClassVar[str]
    """The store's table of such facts."""
    noun: ClassVar[str]
    """What one of them is called."""

    id: Id
    statement: Statement
    sources: References
    period: Period = None
    entity: Entity = None
    attributed_to: AttributedTo = None
    rank: Rank = "normal"
    note: Note = None
    contradicts: list[Key] = []

    @property
    def credits(self) -> list[str]:
        """The bodies that the source credits with the statement; none if it speaks for itself."""
        credited = self.attributed_to or []
        return [credited] if isinstance(credited, str) else credited

    @property
    def dated(self) -> str | None:
        """The period that the fact stands under, in ISO 8601, or None if it has none."""
        return self.period


F = TypeVar("F", bound=Fact)


class Route(Fact, kw_only=True, frozen=True):
    """One origin and one destination in one report."""

    table = "routes"
    noun = "route"

    role: Role
    origin: CountryCode | None = None
    destination: CountryCode | None = None
    open_ended: OpenEnded = False
    standing: Standing = "stated"
    people: People = []
    purpose: Purpose = None


class Statistic(Fact, kw_only=True, frozen=True):
    """One figure; a part of a larger one names its whole."""

    table = "statistics"
    noun = "statistic"

    area: Area
    measure: Measure
    dimension: Dimension = None
    group: Group = None
    value: Value
    unit: Unit
    bound: Bound
    out_of: OutOf = None
    part_of: PartOf = None
    partitioned_by: PartitionedBy = []
    break_before: BreakBefore = None


class TierRating(Fact, kw_only=True, frozen=True):
    """The tier that one year's report gives."""

    table = "tiers"
    noun = "tier"

    year: ReportYear
    tier: Tier
    basis: Basis

    @property
    def dated(self) -> str | None:
        """The report's year, unless the fact states a more precise period."""
        return self.period or f"{self.year:04}"


class Finding(Fact, kw_only=True, frozen=True):
    """What a source says, in words, on a policy area or on the situation."""

    table = "findings"
    noun = "finding"

    area: Area
    topic: Topic
    assessment: Assessment


class Law(Fact, kw_only=True, frozen=True):
    """One dated event in the life of a legal instrument or a body."""

    table = "laws"
    noun = "law"

    name: LawName
    kind: LawKind
    event: LawEvent


class Country(Struct, frozen=True, forbid_unknown_fields=True):
    """A country: its names, and the point where a map puts it (degrees, WGS 84)."""

    alpha3: Alpha3
    name: Words
    lat: Annotated[float, Meta(ge=-90, le=90)]
    lon: Annotated[float, Meta(ge=-180, le=180)]
    aliases: list[Words] = []


class Person(Struct, frozen=True, forbid_unknown_fields=True):
    """An author who is a person; one who is a body is a plain name."""

    family: Words
    given: Words | None = None

    def __str__(self) -> str:
        """The name as it is spoken."""
        return f"{self.given} {self.family}" if self.given else self.family


Authors: TypeAlias = Annotated[
    list[Words | Person],
    Meta(title="Authors", description="Who wrote it, where they are named: persons or bodies."),
]


class Body(Struct, frozen=True, forbid_unknown_fields=True):
    """Whoever counts, says or publishes: how it is called beside a value, and otherwise."""

    short: ShortName = None
    aliases: Aliases = []


class Term(Struct, frozen=True, forbid_unknown_fields=True):
    """A word that facts are classified by: what people read instead, and what else they type."""

    title: Annotated[
        Words | None, Meta(title="Title", description="What people read instead of the word.")
    ] = None
    aliases: Aliases = []


class Source(Struct, frozen=True, forbid_unknown_fields=True):
    """A publication that facts rest on."""

    title: Words
    publisher: Words
    kind: Words
    short: ShortName = None
    published: Period = None
    url: Url | None = None
    copies: Copies = []
    sections: dict[str, Words] = {}
    """What the sections are called whose sentences locators number: `protection-02`."""
    authors: Authors = []
    container: Container = None
    volume: Words | None = None
    issue: Words | None = None
    pages: Words | None = None
    doi: Doi = None
    note: Note = None


class Help(Struct, frozen=True, forbid_unknown_fields=True):
    """Whom a victim or a witness can call."""

    name: Words
    phone: Words
    url: Url


class Licence(Struct, frozen=True, forbid_unknown_fields=True):
    """On what terms the facts may be used."""

    name: Words
    """Its identifier in the Open Definition's list of licences."""
    title: Words
    """The terms in one sentence."""


class Profile(Struct, frozen=True, forbid_unknown_fields=True):
    """What the country's profile shows besides the latest of everything."""

    year: int
    """The year whose figures stand beside the latest ones."""
    measures: list[Words]
    """The measures that are key figures."""
    index: Words
    """The measure that scores the country."""
    laws: list[Id]
    """The laws that stand for the country's obligations."""


class About(Struct, frozen=True, forbid_unknown_fields=True):
    """The store itself: `country` is the one that the routes' roles are relative to."""

    title: Words
    country: CountryCode
    version: Words
    authors: Authors = []
    """Who compiled the facts: persons or bodies."""
    description: Words | None = None
    """What the facts are about, in one or two sentences."""
    homepage: Url | None = None
    keywords: list[Words] = []
    help: Help | None = None
    licence: Licence | None = None
    profile: Profile | None = None
    synonyms: dict[str, list[Words]] = {}
    """Words and phrases that a search takes for others: other spellings, a source's own words."""


class Store(Struct, frozen=True, forbid_unknown_fields=True):
    """All facts of one country, with the sources they rest on and the countries they name."""

    store: About
    countries: dict[CountryKey, Country]
    sources: dict[Key, Source]
    bodies: dict[str, Body] = {}
    measures: dict[str, Term] = {}
    dimensions: dict[str, Term] = {}
    groups: dict[str, Term] = {}
    topics: dict[str, Term] = {}
    routes: list[Route] = []
    statistics: list[Statistic] = []
    tiers: list[TierRating] = []
    findings: list[Finding] = []
    laws: list[Law] = []

    @property
    def home(self) -> Country:
        """The country whose facts these are."""
        return self.countries[self.store.country]

    def state(self, name: str | None) -> str:
        """The one name of the state that goes by `name`; the home country's where there is none."""
        return self.home.name if name is None or name in self.home.aliases else name

    @property
    def terms(self) -> dict[str, dict[str, Term]]:
        """What is known of the words of the fields that have such words, by field and word."""
        return {
            "measure": self.measures,
            "dimension": self.dimensions,
            "group": self.groups,
            "topic": self.topics,
        }

    def of(self, kind: type[F]) -> list[F]:
        """The facts of one kind, in the order of the store."""
        found: list[F] = getattr(self, kind.table)
        return found

    def facts(self) -> list[Fact]:
        """Every fact, kind by kind, in the order of the store."""
        return [fact for kind in FACT_TYPES for fact in self.of(kind)]


FACT_TYPES: tuple[type[Fact], ...] = (Route, Statistic, TierRating, Finding, Law)
"""The kinds of fact, in the order in which answers list them."""


def vocabulary(annotation: Any) -> tuple[str, ...]:
    """The words that a field of this type may use, in their order; none where it is free."""
    bare = get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation
    return get_args(bare) if get_origin(bare) is Literal else ()
