"""The model of a store: kinds of fact, types and titles of fields, references `key[locator]`."""

from collections.abc import Callable, Iterator
from functools import cache
from itertools import chain
from types import UnionType
from typing import Annotated, Any, ClassVar, Literal, TypeVar, Union, get_args, get_origin

from msgspec import Meta, Struct


@cache
def read_reference(text: str) -> tuple[str, str | None]:
    """Split a reference into the source's id and the locator, or None if it has no locator."""
    key, bracket, rest = text.partition("[")
    return (key, rest[:-1]) if bracket and rest.endswith("]") else (text, None)


def titled(title: str, description: str) -> Meta:
    """Give a field the heading and the meaning that people read."""
    return Meta(title=title, description=description)


# The types of fields. Those that a row of an answer has as well have their heading here.
_ROLE = "What the store's country is on this route."
Role = Annotated[Literal["source", "transit", "destination", "internal"], titled("Role", _ROLE)]
_Area = Literal["situation", "prosecution", "protection", "prevention"]
Area = Annotated[_Area, titled("Area", "The policy area, or the situation that policy answers.")]
_Bound = Literal["exact", "at_least", "more_than", "at_most", "less_than", "about"]
Bound = Annotated[_Bound, titled("Bound", "How the value limits the true figure.")]
_TIER = "The rating in the US Department of State's Trafficking in Persons Report."
Tier = Annotated[Literal["Tier 1", "Tier 2", "Tier 2 Watch List", "Tier 3"], titled("Tier", _TIER)]
_BASIS = "Whether the source states the tier or only lets it be inferred."
Basis = Annotated[Literal["stated", "inferred"], titled("Basis", _BASIS)]
_Assessment = Literal["progress", "shortcoming", "mixed", "context", "advice"]
_JUDGES = "How the source judges what the statement describes; advice is what it recommends itself."
Assessment = Annotated[_Assessment, titled("Assessment", _JUDGES)]
_STANDING = "How firmly the source says it: as stated, as an allegation, or as a risk."
Standing = Annotated[Literal["stated", "alleged", "at_risk"], titled("Standing", _STANDING)]
_RANK = "Standing among rivals; a deprecated fact is contradicted by a better source."
Rank = Annotated[Literal["preferred", "normal", "deprecated"], titled("Rank", _RANK)]
ENCYCLOPEDIA = "encyclopedia"  # a source that only repeats others; what rests on it alone is marked
F = TypeVar("F", bound="Fact")
Noun = Literal["route", "statistic", "tier", "finding", "law"]  # one fact of each kind


def _meta(description: str) -> Meta:
    return Meta(description=description)


def _model_pattern(pattern: str) -> Meta:
    """Put a pattern in the schema, for editors; the rules of the store check it with a message."""
    return Meta(extra_json_schema={"pattern": pattern})


_DAY = r"\d{4}(-\d{2}(-\d{2})?)?"
Words = Annotated[str, Meta(min_length=1)]
Text = Words | None
Key = Annotated[str, _model_pattern("^[a-z0-9]+(-[a-z0-9]+)*$")]
Keys = list[Key]
CountryKey = Annotated[str, _model_pattern("^[A-Z]{2}$")]
Alpha3 = Annotated[str, _model_pattern("^[A-Z]{3}$")]
Dates = Annotated[str, _model_pattern(f"^{_DAY}(/{_DAY})?$")]
Reference = Annotated[str, _model_pattern(r"^[a-z0-9]+(-[a-z0-9]+)*(\[|$)")]
Url = Annotated[str, _model_pattern("^https?://")]
Id = Annotated[Key, titled("Id", "Kebab-case name, unique across the store, never reused.")]
Statement = Annotated[Words, titled("Statement", "The fact in one plain sentence.")]
_RESTS = "What the fact rests on: source ids, with the place as key[locator]."
References = Annotated[list[Reference], titled("Sources", _RESTS), Meta(min_length=1)]
_PERIOD = (
    "What the fact describes, in ISO 8601, as precise as the source: "
    "2007, 2007-10, 2001-09-06, or a span such as 2013/2016."
)
Period = Annotated[Dates | None, titled("Period", _PERIOD)]
Entity = Annotated[Text, titled("Entity", "The state that the fact is about.")]
Credit = Words | list[Words]  # one body, or several
_ATTRIBUTED_TO = (
    "Whom the sources credit with the statement; where not all of them credit the "
    "same body, whom each source credits, by its id."
)
AttributedTo = Annotated[Credit | dict[Key, Credit] | None, titled("According to", _ATTRIBUTED_TO)]
Note = Annotated[Text, titled("Note", "What a reader should know before quoting it.")]
CountryCode = Annotated[CountryKey, _meta("ISO 3166-1 alpha-2.")]
_End = CountryCode | None
_OPEN_ENDED = "Whether the source adds further, unnamed countries."
OpenEnded = Annotated[bool, titled("Open-ended", _OPEN_ENDED)]
People = Annotated[list[Words], titled("People", "Who is trafficked, in the source's terms.")]
Purpose = Annotated[Text, titled("Purpose", "The exploitation that the route serves.")]
Measure = Annotated[Words, titled("Measure", "What is counted or measured.")]
_DIVIDED = "Along what the whole is divided: age, sex, citizenship, …"
Dimension = Annotated[Text, titled("Dimension", _DIVIDED)]
Group = Annotated[Text, titled("Group", "Which part along the dimension.")]
Value = Annotated[int | float, titled("Value", "The figure; a reported zero is 0.")]
Unit = Annotated[Words, titled("Unit", "What one of the value is.")]
OutOf = Annotated[int | float | None, titled("Out of", "The highest score that was possible.")]
PartOf = Annotated[Key | None, titled("Part of", "The id of the whole that includes this figure.")]
_PARTITIONED_BY = "Dimensions whose parts all stand in the store and add up to this value."
PartitionedBy = Annotated[list[str], titled("Partitioned by", _PARTITIONED_BY)]
_BREAK = "Why earlier figures of the measure can't be compared with this one and those after it."
BreakBefore = Annotated[str | None, titled("Break before", _BREAK)]
Topic = Annotated[Words, titled("Topic", "The thread that a finding belongs to, year by year.")]
LawName = Annotated[Words, titled("Name", "The instrument or body.")]
LawKind = Annotated[Words, titled("Kind", "What it is: treaty, statute, strategy, …")]
LawEvent = Annotated[Words, titled("Event", "What happened to it: ratified, adopted, …")]
ReportYear = Annotated[int, titled("Year", "The report's year."), Meta(ge=1000, le=9999)]
Definition = Annotated[Text, titled("Definition", "What it means: of a measure, what is counted.")]
_ShortName = Annotated[str, Meta(min_length=1, max_length=40)]
ShortName = Annotated[_ShortName | None, titled("Short name", "What it is called beside a value.")]
Aliases = Annotated[list[Words], titled("Aliases", "What else people call it.")]
Copies = Annotated[list[Url], titled("Copies", "Where else the same text stands.")]
Container = Annotated[Text, titled("Container", "The journal or newspaper that it appeared in.")]
_DERIVED = "The sources that this one copies, sums up or codes; they and it count as one report."
DerivedFrom = Annotated[Keys, titled("Derived from", _DERIVED)]
Accessed = Annotated[Dates | None, titled("Accessed", "The day on which it was read.")]
_OTHER_NAMES = _meta("Its other names: in sources, in other scripts, older ones.")
_SECTIONS = _meta("The titles of sections whose sentences locators number: protection-02.")
_SYNONYMS = _meta("For words and phrases, others that a search finds as well: other spellings.")
_APART = "Of a dimension whose groups count for themselves, what these are: countries."
Apart = Annotated[Text, titled("Apart", _APART)]
_Tag = Annotated[str, _model_pattern(r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$")] | None
Language = Annotated[
    _Tag, titled("Language", "The language it is in, as a BCP 47 tag: en, sr-Latn.")
]
_Doi = Annotated[str, Meta(pattern=r"^10\.[0-9]{4,9}(\.[0-9]+)*/[A-Za-z0-9._;()/:<>+-]+(?!\n)$")]
Doi = Annotated[_Doi | None, titled("DOI", "Its Digital Object Identifier, such as 10.1000/182.")]


class Fact(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """The fields of every kind of fact."""

    table: ClassVar[str]  # the store's table of these facts
    noun: ClassVar[Noun]

    id: Id
    statement: Statement
    sources: References
    period: Period = None
    entity: Entity = None
    attributed_to: AttributedTo = None
    rank: Rank = "normal"
    note: Note = None
    contradicts: Annotated[Keys, _meta("The ids of facts that can't be right if this one is.")] = []

    @property
    def cited(self) -> list[str]:
        """The ids of the sources, each once."""
        return list(dict.fromkeys(read_reference(text)[0] for text in self.sources))

    @property
    def credits(self) -> list[str]:
        """The bodies that any source credits with the statement, each once."""
        credited = self.credits_by_source.values()
        return list(dict.fromkeys(body for bodies in credited for body in bodies))

    @property
    def credits_by_source(self) -> dict[str, list[str]]:
        """The bodies that each source credits, in the order of the sources that credit any."""
        if not self.attributed_to:
            return {}
        return {key: bodies for key in self.cited if (bodies := self.credits_by(key))}

    def credits_by(self, source: str) -> list[str]:
        """The bodies that this source credits; the same for all, or as a map says it of each."""
        said = self.attributed_to or []
        credit = said.get(source, []) if isinstance(said, dict) else said
        return [credit] if isinstance(credit, str) else credit

    @property
    def dated(self) -> str | None:
        """The period that dates the fact, in ISO 8601; None if nothing does."""
        return self.period


class Route(Fact, kw_only=True, frozen=True):
    """One origin and one destination in one report."""

    table = "routes"
    noun = "route"
    role: Role
    origin: Annotated[_End, _meta("The country where it begins, if the source names it.")] = None
    destination: Annotated[_End, _meta("The country where it ends, if the source names it.")] = None
    open_ended: OpenEnded = False
    standing: Standing = "stated"
    people: People = []
    purpose: Purpose = None


class Statistic(Fact, kw_only=True, frozen=True):
    """One figure; if it is part of a larger one, it names that whole."""

    table = "statistics"
    noun = "statistic"
    area: Area
    measure: Measure
    dimension: Dimension = None
    group: Group = None
    value: Value
    unit: Unit
    bound: Bound = "exact"
    out_of: OutOf = None
    part_of: PartOf = None
    partitioned_by: PartitionedBy = []
    break_before: BreakBefore = None

    @property
    def is_total(self) -> bool:
        """Whether it is a whole: neither a part of one nor about one group."""
        return self.group is None and self.part_of is None


class TierRating(Fact, kw_only=True, frozen=True):
    """The tier that one year's report gives."""

    table = "tiers"
    noun = "tier"
    year: ReportYear
    tier: Tier
    basis: Basis

    @property
    def dated(self) -> str | None:
        """The fact's period, or else the report's year."""
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
    """A country: its names, and its point on a map (degrees, WGS 84)."""

    alpha3: Annotated[Alpha3, _meta("ISO 3166-1 alpha-3; the table's name is alpha-2.")]
    name: Annotated[Words, _meta("Its name today.")]
    lat: Annotated[float, Meta(ge=-90, le=90), _meta("Of its point on a map: degrees north.")]
    lon: Annotated[float, Meta(ge=-180, le=180), _meta("Of its point on a map: degrees east.")]
    aliases: Annotated[list[Words], _OTHER_NAMES] = []


class Person(Struct, frozen=True, forbid_unknown_fields=True):
    """An author who is a person; a body is a plain name instead."""

    family: Annotated[Words, _meta("The family name.")]
    given: Annotated[Text, _meta("The given names.")] = None

    def __str__(self) -> str:
        """Return the given name before the family name."""
        return f"{self.given} {self.family}" if self.given else self.family


_AUTHORS = "Who wrote it, where they are named: persons or bodies."
Authors = Annotated[list[Words | Person], titled("Authors", _AUTHORS)]


class Body(Struct, frozen=True, forbid_unknown_fields=True):
    """A body that counts, says or publishes: its short name and its aliases."""

    short: ShortName = None
    aliases: Aliases = []


class Term(Struct, frozen=True, forbid_unknown_fields=True):
    """A word that classifies facts: its title for readers, what it means, and its aliases."""

    title: Annotated[Text, titled("Title", "What people read instead of the word.")] = None
    definition: Definition = None
    aliases: Aliases = []
    apart: Apart = None


class Archived(Struct, frozen=True, forbid_unknown_fields=True):
    """A copy in a web archive."""

    url: Annotated[Url, _meta("Its address in the archive.")]
    date: Annotated[Dates | None, _meta("The day on which the copy was made.")] = None


class Reading(Struct, frozen=True, forbid_unknown_fields=True):
    """A copy, a summary or a data set in which a source was read."""

    what: Annotated[Words, _meta("What it is, as it goes on after “read in”: ASTRA's copy.")]
    url: Annotated[Url, _meta("Its address.")]

    def __str__(self) -> str:
        """Return what it is and where."""
        return f"{self.what}, {self.url}"


_READ = "The copies in which it was read, where that isn't as its publisher has it."
Readings = Annotated[list[Reading], titled("Read in", _READ)]


class Source(Struct, frozen=True, forbid_unknown_fields=True):
    """A publication that facts rest on."""

    title: Annotated[Words, _meta("Its title, as it stands on it.")]
    publisher: Annotated[Words, _meta("Who published it.")]
    kind: Annotated[Words, _meta("What it is: report, news, dataset, encyclopedia, …")]
    short: ShortName = None
    published: Annotated[Period, _meta("When it was published, as precise as known.")] = None
    url: Annotated[Url | None, _meta("Where it is to be read.")] = None
    copies: Copies = []
    sections: Annotated[dict[str, Words], _SECTIONS] = {}
    authors: Authors = []
    container: Container = None
    volume: Annotated[Text, _meta("The container's volume.")] = None
    issue: Annotated[Text, _meta("The container's issue.")] = None
    pages: Annotated[Text, _meta("Its pages in the container.")] = None
    doi: Doi = None
    derived_from: DerivedFrom = []
    read: Readings = []
    language: Language = None
    archived: Annotated[Archived | None, titled("Archived", "Its copy in a web archive.")] = None
    accessed: Accessed = None
    note: Note = None


class Help(Struct, frozen=True, forbid_unknown_fields=True):
    """Whom a victim or a witness can call."""

    name: Annotated[Words, _meta("Whom one calls.")]
    phone: Annotated[Words, _meta("Their number, with the country's.")]
    url: Annotated[Url, _meta("Their page.")]


class Licence(Struct, frozen=True, forbid_unknown_fields=True):
    """The terms of use of the facts."""

    name: Annotated[Words, _meta("Its identifier in the Open Definition's list of licences.")]
    title: Annotated[Words, _meta("The terms in one sentence.")]


class State(Struct, frozen=True, forbid_unknown_fields=True):
    """A state that the home country was, or was a part of, before it was itself."""

    name: Annotated[Words, _meta("What facts call it as their `entity`.")]
    alpha3: Annotated[Alpha3, _meta("ISO 3166-1 alpha-3, as it was.")]
    until: Annotated[
        str, Meta(pattern=rf"^{_DAY}(?!\n)$"), _meta("The last day, as precise as known.")
    ]


class Profile(Struct, frozen=True, forbid_unknown_fields=True):
    """The content of the country's profile besides the latest facts."""

    year: Annotated[int, _meta("The year to compare with the latest figures.")]
    measures: Annotated[list[Words], _meta("The measures that are key figures.")]
    index: Annotated[Words, _meta("The measure that scores the country.")]
    laws: Annotated[list[Id], _meta("The ids of laws that bind the country.")]


class About(Struct, frozen=True, forbid_unknown_fields=True):
    """The store itself; the routes' roles are relative to its `country`."""

    title: Annotated[Words, _meta("What the store is about.")]
    country: Annotated[CountryCode, _meta("Whose facts these are, as ISO 3166-1 alpha-2.")]
    version: Annotated[Words, _meta("When the facts were last changed: 2026.11.24.")]
    authors: Annotated[Authors, _meta("Who compiled the facts: persons or bodies.")] = []
    description: Annotated[Text, _meta("The subject of the facts in one or two sentences.")] = None
    homepage: Annotated[Url | None, _meta("Where the store is kept.")] = None
    keywords: Annotated[list[Words], _meta("What the facts are about, for catalogues.")] = []
    help: Help | None = None
    licence: Licence | None = None
    profile: Profile | None = None
    states: Annotated[list[State], _meta("The states before it, the earliest first.")] = []
    synonyms: Annotated[dict[str, list[Words]], _SYNONYMS] = {}


class Store(Struct, frozen=True, forbid_unknown_fields=True):
    """All facts of one country, with their sources, countries, bodies and terms."""

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
        """The store's country."""
        return self.countries[self.store.country]

    def state(self, name: str | None) -> str:
        """Return the usual name of a state; the home country's if `name` is None or its alias."""
        return self.home.name if name is None or name in self.home.aliases else name

    @property
    def usual_names(self) -> dict[str, str]:
        """The name of each body by its name, its short name and its aliases."""
        found: dict[str, str] = {}
        for name, body in self.bodies.items():
            found |= dict.fromkeys(filter(None, (body.short, *body.aliases)), name)
        return found | {name: name for name in self.bodies}

    @property
    def terms(self) -> dict[str, dict[str, Term]]:
        """The terms by the field that uses them, then by word."""
        tables = (self.measures, self.dimensions, self.groups, self.topics)
        return dict(zip(("measure", "dimension", "group", "topic"), tables, strict=True))

    def of(self, kind: type[F]) -> list[F]:
        """Return the facts of one kind, in the order of the store."""
        found: list[F] = getattr(self, kind.table)
        return found

    def facts(self) -> list[Fact]:
        """Return every fact, kind by kind, in the order of the store."""
        return [*chain.from_iterable(map(self.of, FACT_TYPES))]


FACT_TYPES: tuple[type[Fact], ...] = (Route, Statistic, TierRating, Finding, Law)  # as answers go
Annotation = Any  # the type of a field as it is written, which has no type of its own
origin_of: Callable[[Annotation], Annotation] = get_origin  # for which mypy has several types


def plain_field_types(annotation: Annotation) -> Iterator[tuple[type, Annotation]]:
    """Yield the plain types that a field allows (a struct is a dict), each with its annotation."""
    origin = origin_of(annotation)
    if origin in (Annotated, Union, UnionType):
        parts = get_args(annotation)
        for part in parts[:1] if origin is Annotated else parts:
            yield from plain_field_types(part)
    elif origin is Literal:
        yield str, annotation
    else:
        plain = origin or annotation
        yield (dict if issubclass(plain, Struct) else plain), annotation


def allowed_words(annotation: Annotation) -> tuple[str, ...]:
    """Return the words that a field of this type may use, in their order; none if it is free."""
    bare = get_args(annotation)[0] if origin_of(annotation) is Annotated else annotation
    return get_args(bare) if origin_of(bare) is Literal else ()
