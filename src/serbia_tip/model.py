"""What a fact is: its kinds, and what stands beside the facts in a store."""

from typing import Annotated, ClassVar, TypeAlias

from msgspec import Meta, Struct

from serbia_tip.field_types import (
    Aliases,
    Alpha3,
    Area,
    Assessment,
    AttributedTo,
    Basis,
    Bound,
    BreakBefore,
    Container,
    Copies,
    CountryCode,
    CountryKey,
    Dimension,
    Doi,
    Entity,
    Group,
    Id,
    Key,
    LawEvent,
    LawKind,
    LawName,
    Measure,
    Note,
    Noun,
    OpenEnded,
    OutOf,
    PartitionedBy,
    PartOf,
    People,
    Period,
    Purpose,
    Rank,
    References,
    ReportYear,
    Role,
    ShortName,
    Standing,
    Statement,
    Tier,
    Topic,
    Unit,
    Url,
    Value,
    Words,
)


class Fact(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """What every fact has, whatever its kind."""

    noun: ClassVar[Noun]
    """What one fact of the kind is called."""

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


class Route(Fact, kw_only=True, frozen=True):
    """One origin and one destination in one report."""

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

    noun = "finding"

    area: Area
    topic: Topic
    assessment: Assessment


class Law(Fact, kw_only=True, frozen=True):
    """One dated event in the life of a legal instrument or a body."""

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

    def facts(self) -> list[Fact]:
        """Every fact, kind by kind, in the order of the store."""
        return [fact for kind in KINDS for fact in getattr(self, kind)]


KINDS: dict[str, type[Fact]] = {
    "routes": Route,
    "statistics": Statistic,
    "tiers": TierRating,
    "findings": Finding,
    "laws": Law,
}
"""The store's tables of facts, and what a row of each is."""
