"""The frozen nouns of labelscope, as they stand in the data files.

Every scalar of a data file arrives as the text that was written; the types here give it its
meaning. `unknown` is written out and becomes None; it is never zero and never left empty.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator
from pydantic.json_schema import SkipJsonSchema

LANGUAGES = ("en", "fr", "nl", "de")
ID_PATTERN = r"^[a-z0-9][a-z0-9-]{0,62}$"
ROW_PATTERN = r"^[a-z0-9][a-z0-9-]{0,62}\.f?[0-9]{2,4}$"
NO_TERM_FOUND = "sssom:NoTermFound"

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def _clean(text: str) -> str:
    if _CONTROL.search(text):
        raise ValueError("control or invisible characters are not allowed")
    if text.strip() == "TODO":
        raise ValueError("still to be written")
    return text


def _whole(value: Any) -> Any:
    if isinstance(value, str) and not re.fullmatch(r"-?[0-9]{1,15}", value):
        raise ValueError("not a whole number")
    return value


def _decimal(value: Any) -> Any:
    if isinstance(value, str) and not re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,6})?", value):
        raise ValueError("not a plain decimal number")
    return value


def _unknown(value: Any) -> Any:
    return None if value == "unknown" else value


def _none(value: Any) -> Any:
    return None if value == "none" else value


def _written(pattern: str, *words: str) -> WithJsonSchema:
    """JSON Schema of a scalar that a file may hold as text or, to an editor, as a number."""
    forms: list[dict[str, Any]] = [{"type": "number"}, {"type": "string", "pattern": pattern}]
    return WithJsonSchema({"anyOf": [*forms, *({"const": word} for word in words)]})


_TEXT = WithJsonSchema({"anyOf": [{"type": "string", "minLength": 1, "maxLength": 4000}, {"type": "number"}]})
_WHOLE, _PLAIN = r"^-?[0-9]{1,15}$", r"^-?[0-9]{1,15}(\.[0-9]{1,6})?$"

Text = Annotated[str, Field(min_length=1, max_length=4000), AfterValidator(_clean), _TEXT]
ShortName = Annotated[str, Field(min_length=1, max_length=26), AfterValidator(_clean)]
Id = Annotated[str, Field(pattern=ID_PATTERN)]
RowId = Annotated[str, Field(pattern=ROW_PATTERN)]
CriterionOrNone = Annotated[str, Field(pattern=r"^([a-z0-9][a-z0-9-]{0,62}|sssom:NoTermFound)$")]
Fingerprint = Annotated[str, Field(pattern=r"^[0-9a-f]{8}$")]
SourceId = Annotated[str, Field(pattern=r"^s[0-9]{2,3}$")]
Url = Annotated[str, Field(pattern=r"^https?://\S+$", max_length=2000)]
Whole = Annotated[int, BeforeValidator(_whole), _written(_WHOLE)]
Year = Annotated[int, Field(ge=1900, le=2100), BeforeValidator(_whole), _written(_WHOLE)]
MaybeWhole = Annotated[
    Annotated[int, Field(ge=0), BeforeValidator(_whole)] | None, BeforeValidator(_unknown), _written(_WHOLE, "unknown")
]
MaybeYear = Annotated[Year | None, BeforeValidator(_unknown), _written(_WHOLE, "unknown")]
MaybeText = Annotated[Text | None, BeforeValidator(_unknown), _TEXT]
MaybeUrl = Annotated[
    Url | None, BeforeValidator(_unknown), WithJsonSchema({"type": "string", "pattern": r"^(https?://\S+|unknown)$"})
]
MaybeId = Annotated[Id | None, BeforeValidator(_none), WithJsonSchema({"type": "string", "pattern": ID_PATTERN})]
Number = Annotated[Decimal, BeforeValidator(_decimal), _written(_PLAIN)]
Answer = Literal["yes", "no", "unknown"]


class Record(BaseModel):
    """Base of every record read from a file: frozen, no unknown keys, no NaN."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Grade(StrEnum):
    """How a fact is known."""

    OWN_TEXT = "own-text"
    SECONDARY = "secondary"
    GENERAL_KNOWLEDGE = "general-knowledge"


class Obligation(StrEnum):
    """How binding a requirement is. A recommendation never gives more than partial coverage."""

    IMMEDIATE = "immediate"
    TIME_BOUND = "time-bound"
    RECOMMENDED = "recommended"


class Reach(StrEnum):
    """What a clause asks for, in the words of the criterion's levels; none: fits nowhere."""

    NONE = "none"
    PARTIAL = "partial"
    FULL = "full"
    BEYOND = "beyond"


class Coverage(StrEnum):
    """What a scheme asks for on a criterion, or one of the ways of not knowing."""

    ABSENT = "absent"
    PARTIAL = "partial"
    FULL = "full"
    BEYOND = "beyond"
    NOT_NAMED = "not-named"
    NOT_ASSESSED = "not-assessed"
    NOT_PUBLIC = "not-public"
    NOT_APPLICABLE = "not-applicable"
    DEPENDS_ON_LEVEL = "depends-on-level"

    @property
    def is_known(self) -> bool:
        """Whether this is a finding: absent, partial, full or beyond."""
        return self in _DEGREES

    @property
    def is_asked(self) -> bool:
        """Whether the scheme asks for it, at least in part."""
        return _DEGREES.get(self, 0.0) > 0

    @property
    def degree(self) -> float | None:
        """0, 1/2 or 1 where it is a finding; None where it is not known."""
        return _DEGREES.get(self)


_DEGREES = {Coverage.ABSENT: 0.0, Coverage.PARTIAL: 0.5, Coverage.FULL: 1.0, Coverage.BEYOND: 1.0}


class Extent(StrEnum):
    """How far a theme of a scheme was read."""

    FULL = "full"
    MAIN = "main"
    NO = "no"
    NOT_PUBLIC = "not-public"
    NOT_APPLICABLE = "not-applicable"
    DEPENDS_ON_LEVEL = "depends-on-level"


class Kind(StrEnum):
    """What sort of thing a scheme is."""

    PRODUCT_LABEL = "product-label"
    SITE_AUDIT = "site-audit"
    MEMBERSHIP_INITIATIVE = "membership-initiative"
    COMPANY_RATING = "company-rating"
    SECTOR_AGREEMENT = "sector-agreement"
    INSPECTION_PROGRAMME = "inspection-programme"
    CONVERGENCE_FRAMEWORK = "convergence-framework"


class Translated(Record):
    """One text in the four languages."""

    en: Text
    fr: Text
    nl: Text
    de: Text

    def __getitem__(self, language: str) -> str:
        return str(getattr(self, language if language in LANGUAGES else "en"))


class CodeTitle(Translated):
    """The official title of a code of a classification."""

    code: Text


class TranslatedShort(Translated):
    """A name of at most 26 characters in the four languages, for charts."""

    en: ShortName
    fr: ShortName
    nl: ShortName
    de: ShortName


class TranslatedTerms(Record):
    """Lists of words in the four languages."""

    en: tuple[Text, ...] = Field(min_length=1)
    fr: tuple[Text, ...] = Field(min_length=1)
    nl: tuple[Text, ...] = Field(min_length=1)
    de: tuple[Text, ...] = Field(min_length=1)

    def __getitem__(self, language: str) -> tuple[str, ...]:
        return tuple(getattr(self, language if language in LANGUAGES else "en"))


class Source(Record):
    """A document that facts rest on. `own`: the scheme's own text or a copy of it."""

    id: SourceId
    title: MaybeText
    url: MaybeUrl
    used_for: MaybeText = None
    nature: Literal["own", "other"]

    @model_validator(mode="after")
    def _can_be_found(self) -> Self:
        if self.title is None and self.url is None:
            raise ValueError("a source needs a title or a url")
        return self


class Evidence(Record):
    """Where a fact comes from, and its grade. General knowledge names no source; the others must."""

    grade: Grade
    sources: tuple[SourceId, ...]

    @model_validator(mode="after")
    def _grade_fits_sources(self) -> Self:
        if (self.grade is Grade.GENERAL_KNOWLEDGE) != (not self.sources):
            raise ValueError("missing source, or a source under general knowledge")
        return self


class Sourced(Record):
    """A group of facts that share their evidence."""

    evidence: Evidence


class Identity(Sourced):
    """Who owns the scheme and what kind of scheme it is."""

    owner: Text
    owner_country: Text
    website: MaybeUrl
    kind: Kind
    consumer_facing: Answer
    first_year: MaybeYear
    version: MaybeText
    version_year: MaybeYear


class Status(Sourced):
    """Whether the scheme is alive."""

    state: Literal["active", "dormant", "merged", "withdrawn"]
    successor: MaybeId
    note: Text


SectorGroup = Literal[
    "apparel-textiles", "food-agriculture", "fish", "flowers-plants", "forestry-paper", "minerals-metals", "stone",
    "electronics", "toys", "carpets", "tourism", "finance", "chemicals-energy", "services", "cross-sector",
]  # fmt: skip


ANY, NO_PRODUCT = "any", "none"
Nace = Annotated[str, Field(pattern=r"^([A-V][0-9]{2}(\.[0-9]{1,2})?|any)$")]
Cpv = Annotated[str, Field(pattern=r"^([0-9]{8}-[0-9]|any|none)$")]
Country = Annotated[str, Field(pattern=r"^([A-Z]{2}|any)$")]


def _alone(codes: tuple[str, ...] | None) -> tuple[str, ...] | None:
    if codes and len(codes) > 1 and {ANY, NO_PRODUCT} & set(codes):
        raise ValueError("'any' and 'none' stand alone")
    return codes


class Scope(Sourced):
    """Sectors and regions, in the record's words, and as codes.

    nace
        Activities, NACE Rev. 2.1; `any`: every activity.
    cpv
        Product groups that a public buyer could ask the scheme for, CPV 2008; `none`: it certifies no such product.
    countries
        Where production can take place under the scheme, ISO 3166-1; `any`: everywhere; None: not known.
    """

    sector_groups: tuple[SectorGroup, ...] = Field(min_length=1)
    sectors: tuple[Text, ...] = Field(min_length=1)
    regions: tuple[Text, ...] = Field(min_length=1)
    nace: Annotated[tuple[Nace, ...], Field(min_length=1), AfterValidator(_alone)]
    cpv: Annotated[tuple[Cpv, ...], Field(min_length=1), AfterValidator(_alone)]
    countries: Annotated[tuple[Country, ...] | None, BeforeValidator(_unknown), AfterValidator(_alone)]
    countries_note: Annotated[Text | None, BeforeValidator(_none), _TEXT]


class Governance(Sourced):
    """Who makes the rules."""

    type: Literal["multi-stakeholder", "business-led", "ngo-led", "public", "private-company"]
    unions_in_governance: Answer
    note: Text


class Assurance(Sourced):
    """How claims are verified."""

    model: Literal["third-party", "mixed", "unknown"]
    audit_interval_months: MaybeWhole
    certificate_validity_months: MaybeWhole
    unannounced: Literal["no", "possible", "required", "unknown"]
    worker_interviews: Literal["no", "possible", "required", "unknown"]
    accreditation: Literal["none", "owner-approved", "accredited", "unknown"]
    accreditation_note: Text
    note: Text


class Transparency(Sourced):
    """What is published."""

    certified_list_public: Answer
    audit_reports_public: Literal["no", "summary", "full", "unknown"]
    note: Text


class Grievance(Sourced):
    """Complaints to the scheme itself."""

    scheme_mechanism: Answer
    note: Text


class Provision(StrEnum):
    """What a scheme does for small firms and smallholders."""

    OWN_ROUTE = "own-route"
    LIGHTER_RULES = "lighter-rules"
    GROUP_CERTIFICATION = "group-certification"
    SCALED_FEES = "scaled-fees"
    LONGER_DEADLINES = "longer-deadlines"
    SUPPORT = "support"


def _nothing(value: Any) -> Any:
    return () if value in (["none"], ("none",)) else _unknown(value)


class Size(Sourced):
    """Provisions for small firms and smallholders; empty: known to have none; None: not known."""

    provisions: Annotated[tuple[Provision, ...] | None, BeforeValidator(_nothing)]
    note: Text


class LocalActors(Sourced):
    """Actors in producing countries."""

    note: Text


class Cost(Sourced):
    """What the scheme costs a firm, in euro."""

    low_eur: MaybeWhole
    high_eur: MaybeWhole
    per: Text
    year: MaybeYear
    note: Text

    @model_validator(mode="after")
    def _low_below_high(self) -> Self:
        if self.low_eur is not None and self.high_eur is not None and self.low_eur > self.high_eur:
            raise ValueError("low_eur is above high_eur")
        return self


class Uptake(Sourced):
    """One figure of how much a scheme is used."""

    figure: Number
    what: Text
    year: MaybeYear
    note: Annotated[Text | None, BeforeValidator(_none), _TEXT]


class Recognition(Sourced):
    """One tie to another scheme.

    `direction` tells who accepts: this scheme the other (`accepts`), the other this one
    (`accepted-by`), each the other (`mutual`), or neither (`none`: benchmarks, foundations).
    """

    scheme: MaybeId
    name: Text
    relation: Literal["benchmarked", "cooperation", "built-on", "accepts-partly", "accepts", "mutual"]
    direction: Literal["accepts", "accepted-by", "mutual", "none"]
    note: Text

    @model_validator(mode="after")
    def _relation_fits_direction(self) -> Self:
        accepting = self.relation in ("accepts-partly", "accepts", "mutual")
        if self.relation != "built-on" and accepting == (self.direction == "none"):
            raise ValueError(f"relation {self.relation} does not go with direction {self.direction}")
        return self


class EventKind(StrEnum):
    """What can happen to a scheme."""

    LAUNCHED = "launched"
    VERSION = "version"
    RENAMED = "renamed"
    DORMANT = "dormant"
    MERGED = "merged"
    SUPERSEDED = "superseded"
    ENDED = "ended"
    REVIVED = "revived"


class Event(Sourced):
    """One dated thing that happened to a scheme; the date is as precise as it is known.

    `label`: name of a version, or the new name; `scheme`: the scheme that took its place.
    """

    date: Annotated[str, Field(pattern=r"^(19|20)[0-9]{2}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$")]
    kind: EventKind
    label: Annotated[Text | None, BeforeValidator(_none), _TEXT]
    scheme: MaybeId
    note: Annotated[Text | None, BeforeValidator(_none), _TEXT]


class Fact(Sourced):
    """Something known about a scheme that is not a requirement."""

    id: RowId
    kind: Literal["statistic", "gap", "owner-act", "criticism", "rule", "purpose", "eligibility", "guidance"]
    locator: Text
    text: Text


class Reading(Record):
    """How far one theme of the scheme was read, and in what."""

    extent: Extent
    note: Text


class Scheme(Record):
    """A label, certification, audit protocol or code of conduct, with every fact sourced and graded."""

    id: Id
    name: Text
    short: ShortName
    aliases: tuple[Text, ...]
    summary: Translated
    identity: Identity
    status: Status
    scope: Scope
    governance: Governance
    assurance: Assurance
    transparency: Transparency
    grievance: Grievance
    size: Size
    local_actors: LocalActors
    cost: Cost
    uptake: tuple[Uptake, ...]
    recognition: tuple[Recognition, ...]
    derived_from: tuple[Id, ...]
    facts: tuple[Fact, ...]
    gaps: tuple[Text, ...]
    reading: dict[Id, Reading]
    sources: tuple[Source, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Every name of the scheme once: short, full, the id in words, aliases."""
        return tuple(dict.fromkeys((self.short, self.name, self.id.replace("-", " "), *self.aliases)))

    def source(self, source_id: str) -> Source:
        """The source with this id."""
        return next(source for source in self.sources if source.id == source_id)


class RequirementTranslation(Record):
    """Topic and text of one requirement in the other languages; `of` is the fingerprint of the English."""

    id: RowId
    of: Fingerprint
    text_fr: Text
    text_nl: Text
    text_de: Text
    topic_fr: Text
    topic_nl: Text
    topic_de: Text


@dataclass(frozen=True, slots=True)
class Wording:
    """What a clause asks, in our own words, and the language that these words are in."""

    topic: str
    text: str
    language: str


def fingerprint(topic: str, text: str) -> str:
    """Eight hexadecimal digits of a wording."""
    return hashlib.sha256(f"{topic}\n{text}".encode()).hexdigest()[:8]


class Requirement(Record):
    """One clause of a scheme, in our own words, with its locator in the source."""

    id: RowId
    clause: Text
    topic: Text
    obligation: Obligation
    text: Text
    evidence: Evidence
    note: str
    translation: SkipJsonSchema[RequirementTranslation | None] = None

    @property
    def scheme_id(self) -> str:
        """The scheme that this clause belongs to."""
        return self.id.rpartition(".")[0]

    @property
    def fingerprint(self) -> str:
        """Eight hexadecimal digits that change with the English topic or text: what a translation was made of."""
        return fingerprint(self.topic, self.text)

    def wording(self, language: str) -> Wording:
        """Topic and text in a language; in English where there is no translation."""
        if self.translation is None or language not in LANGUAGES[1:]:
            return Wording(self.topic, self.text, "en")
        topic, text = (getattr(self.translation, f"{field}_{language}") for field in ("topic", "text"))
        return Wording(topic, text, language)


class Pillar(Record):
    """Top of the criteria tree. Content: what must be respected. System: how the scheme works."""

    id: Id
    kind: Literal["content", "system"]
    label: Translated


class Theme(Record):
    """A group of criteria; `short` is its name on charts."""

    id: Id
    parent: Id
    label: Translated
    short: TranslatedShort


class Levels(Record):
    """What partial, full and beyond ask for, in the criterion's own words. Levels are cumulative."""

    partial: Translated
    full: Translated
    beyond: Translated


class Criterion(Record):
    """One shared criterion: a leaf of the tree (never an MCDA column)."""

    id: Id
    parent: Id
    label: Translated
    definition: Translated
    levels: Levels
    terms: TranslatedTerms
    refs: tuple[Text, ...]
    neighbours: tuple[Id, ...]
    from_facts: Literal["yes", "no"] = "no"


class Exemplar(Record):
    """A clause made up to show how a criterion is worded in practice; without a criterion, one that nothing fits.

    `criteria`: the main one first; `reach` is that of the main one, None where nothing fits.
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,70}$")]
    language: Literal["en", "fr", "nl", "de"]
    text: Text
    criteria: tuple[Id, ...]
    reach: Annotated[Reach | None, BeforeValidator(lambda value: value or None)]

    @model_validator(mode="after")
    def _reach_goes_with_criteria(self) -> Self:
        if bool(self.criteria) != (self.reach is not None):
            raise ValueError("an exemplar has criteria and a reach, or neither")
        return self


class CriteriaFile(Record):
    """The shape of criteria/criteria.yaml."""

    version: Text
    pillars: tuple[Pillar, ...]
    themes: tuple[Theme, ...]
    criteria: tuple[Criterion, ...]


class RequirementMapping(Record):
    """A reader's judgement: what this clause reaches on this criterion, and why.

    Reach none beside a criterion: the clause speaks of it and demands nothing.
    `together` names further clauses of the same scheme; the judgement then holds for all of them
    taken together. The columns before `reach` are SSSOM's.
    """

    subject_id: RowId
    object_id: CriterionOrNone
    mapping_justification: Literal["semapv:ManualMappingCuration"]
    reach: Reach
    rationale: Text
    doubt: str
    together: tuple[RowId, ...]

    @model_validator(mode="after")
    def _no_term_reaches_nothing(self) -> Self:
        if self.object_id == NO_TERM_FOUND and self.reach is not Reach.NONE:
            raise ValueError(f"{NO_TERM_FOUND} needs reach none")
        return self

    @property
    def subjects(self) -> tuple[str, ...]:
        """Every clause that this judgement rests on."""
        return (self.subject_id, *self.together)


class SecondReading(Record):
    """What a second reader, who did not see the first, judged of a row; `of` is the fingerprint of the wording read."""

    subject_id: RowId
    of: Fingerprint
    object_id: CriterionOrNone
    reach: Reach
    rationale: Text
    doubt: str


NOT_NAMED = "not-named"
ReachOrNotNamed = Annotated[
    Reach | None,
    BeforeValidator(lambda value: None if value == NOT_NAMED else value),
    WithJsonSchema({"enum": [*Reach, NOT_NAMED]}),
]


class Settlement(Record):
    """How a difference between the two readings of a row was settled, and why.

    `first`, `second`, `settled`: reach, or None where the criterion was not named; `of` is the fingerprint of the
    wording that was read. `cause`: what kept the readers apart.
    """

    subject_id: RowId
    of: Fingerprint
    object_id: Id
    first: ReachOrNotNamed
    second: ReachOrNotNamed
    settled: ReachOrNotNamed
    cause: Literal["wording", "border", "oversight", "stretch", "level"]
    reason: Text


class EvidenceLine(Record):
    """One published figure or finding. `grade` is that of the page read, as printed in the file."""

    id: Annotated[str, Field(pattern=r"^[PBE][0-9]{2,4}$")]
    year: MaybeYear
    source: Url
    grade: Literal["primary", "secondary", "press"]
    note: Text


class CoreScheme(Record):
    """A scheme that matters most to Belgium, why, and the page that shows it."""

    scheme: Id
    reason: Text
    source: Url


def _low_not_above_high(line: Any) -> Any:
    if line.low is not None and line.high is not None and line.low > line.high:
        raise ValueError("low is above high")
    return line


MaybeNumber = Annotated[Number | None, BeforeValidator(_unknown), _written(_PLAIN, "unknown")]


class Precedent(EvidenceLine):
    """What happened where an option, or something like it, was tried."""

    option: Id
    precedent: Text
    country: Text
    measure: Literal[
        "cost-to-state", "compliance-change", "duration", "failure", "awareness", "uptake", "time-to-effect",
        "cost-to-firm", "staffing", "legal", "market-share", "audits-avoided",
    ]  # fmt: skip
    low: MaybeNumber
    high: MaybeNumber
    unit: MaybeText

    _ordered = model_validator(mode="after")(_low_not_above_high)


class Burden(EvidenceLine):
    """What audits cost and how often they are repeated. `scheme` may be `any`."""

    scheme: Id
    measure: Text
    low: MaybeNumber
    high: MaybeNumber
    unit: MaybeText
    firm_size: Text
    country: Text

    _ordered = model_validator(mode="after")(_low_not_above_high)


class Effect(EvidenceLine):
    """What a scheme, or audits as a kind (`any`), changed. `size` is an effect, never a sample."""

    scheme: Id
    topic: Id
    direction: Literal["better", "mixed", "worse", "none"]
    size: MaybeNumber
    unit: MaybeText
    method: Literal[
        "randomised", "quasi-experimental", "cross-section", "systematic review", "report", "case study", "count"
    ]
    population: Text
    country: Text


class Bound(Record):
    """One end of a range, with the lines it rests on. `figure` never: the line shows no end."""

    figure: Annotated[Number | None, BeforeValidator(lambda v: None if v == "never" else v), _written(_PLAIN, "never")]
    unit: Literal[
        "eur-per-year", "sek-per-year", "eur", "usd", "years", "products", "firms", "percent-of-market",
        "percent-of-audits", "percent-of-sector", "eur-per-audit", "eur-saved-per-audit",
    ]  # fmt: skip
    lines: tuple[str, ...] = Field(min_length=1)


MaybeBound = Annotated[
    Bound | None,
    BeforeValidator(_none),
    WithJsonSchema({"anyOf": [{"const": "none"}, Bound.model_json_schema()]}),
]


class CitedRange(Record):
    """A range proposed from cited lines, or the reason why there is no defensible one."""

    low: MaybeBound
    high: MaybeBound
    lines: tuple[str, ...]
    note: Translated

    @property
    def is_defensible(self) -> bool:
        """Whether both ends stand."""
        return self.low is not None and self.high is not None


class Design(Record):
    """What an option does, in terms that can be computed on the catalogue.

    kind
        `none`: no new mark; `new-label`: a label of its own, starting from the clauses of
        `builds_on` and adding the computed sets in `adds`; `recognise`, `official-list`: a mark or
        list over existing schemes that pass `admits`; `converge`: pairs of site audits accept each
        other; `strengthen`: one existing scheme takes in the computed sets in `adds`.
    """

    kind: Literal["none", "new-label", "recognise", "official-list", "converge", "strengthen"]
    builds_on: MaybeId
    adds: tuple[Literal["common", "rare"], ...]
    admits: tuple[Id, ...]


class Option(Record):
    """Something that could be done about a social label (MCDA: an alternative)."""

    id: Id
    position: Whole
    label: Translated
    description: Translated
    design: Design
    state_cost: CitedRange
    firm_cost: CitedRange
    uptake: CitedRange
    time: CitedRange
    effect: CitedRange


class Strength(StrEnum):
    """How an instrument asks for something."""

    MUST = "must"
    SHOULD = "should"
    ALTERNATIVE = "alternative"


class LensMember(Sourced):
    """One thing that an instrument asks for.

    strength
        `must`: without it the yardstick is not met; `should`: asked in weaker words or for some cases;
        `alternative`: enough by itself, in place of the musts.
    least
        The lowest level of the criterion that meets it.
    from_facts
        `yes`: only what the facts of a scheme's record decide counts, not its clauses.
    """

    criterion: Id
    strength: Strength
    least: Reach
    locator: Text
    asks: Translated
    from_facts: Literal["yes", "no"] = "no"

    @model_validator(mode="after")
    def _least_is_a_level(self) -> Self:
        if self.least is Reach.NONE:
            raise ValueError("least must be partial, full or beyond")
        return self


class Lens(Record):
    """A yardstick: what an instrument asks for, in the terms of the criteria.

    `concerns`: all schemes, or those that are shown to consumers; `notes` are in English.
    """

    id: Id
    position: Whole
    label: Translated
    description: Translated
    concerns: Literal["all", "consumer-facing"] = "all"
    instrument: Text
    version: Text
    date: MaybeText
    sources: tuple[Source, ...] = Field(min_length=1)
    members: tuple[LensMember, ...] = Field(min_length=1)
    notes: tuple[Text, ...]

    def source(self, source_id: str) -> Source:
        """The source with this id."""
        return next(source for source in self.sources if source.id == source_id)
