"""The words shown for every value that the data hold: one glossary for the app, the exports and the command line.

Values are message templates; a `Translator` puts them into a language.
"""

from __future__ import annotations

from collections.abc import Mapping

from labelscope.clause_pairs import Closeness
from labelscope.i18n import mark
from labelscope.matching import Hesitation, Level
from labelscope.model import Coverage, Extent, Grade, Kind, Obligation, Reach

COVERAGE: Mapping[Coverage, str] = {
    Coverage.ABSENT: mark("absent"),
    Coverage.PARTIAL: mark("partial"),
    Coverage.FULL: mark("full"),
    Coverage.BEYOND: mark("beyond"),
    Coverage.NOT_NAMED: mark("not named"),
    Coverage.NOT_ASSESSED: mark("not assessed"),
    Coverage.NOT_PUBLIC: mark("not public"),
    Coverage.NOT_APPLICABLE: mark("not applicable"),
    Coverage.DEPENDS_ON_LEVEL: mark("depends on level"),
}

COVERAGE_MEANING: Mapping[Coverage, str] = {
    Coverage.ABSENT: mark("The theme was read in full and nothing is asked."),
    Coverage.PARTIAL: mark("Part of what the criterion stands for is asked, or it is only recommended."),
    Coverage.FULL: mark("All that the criterion stands for is asked."),
    Coverage.BEYOND: mark("More than the criterion stands for is asked."),
    Coverage.NOT_NAMED: mark("Only the main points of the theme were read; they do not name it."),
    Coverage.NOT_ASSESSED: mark("We have not read this part of the scheme."),
    Coverage.NOT_PUBLIC: mark("The text is not public."),
    Coverage.NOT_APPLICABLE: mark("The criterion makes no sense for this scheme."),
    Coverage.DEPENDS_ON_LEVEL: mark("Asked only at some levels of the scheme."),
}

GRADE: Mapping[Grade, str] = {
    Grade.OWN_TEXT: mark("own text read"),
    Grade.SECONDARY: mark("secondary source read"),
    Grade.GENERAL_KNOWLEDGE: mark("general knowledge"),
}

#: Beside a fact, in print too: filled, half, empty.
GRADE_MARK: Mapping[Grade, str] = {Grade.OWN_TEXT: "●", Grade.SECONDARY: "◐", Grade.GENERAL_KNOWLEDGE: "○"}

OBLIGATION: Mapping[Obligation, str] = {
    Obligation.IMMEDIATE: mark("must, at once"),
    Obligation.TIME_BOUND: mark("must, by a date"),
    Obligation.RECOMMENDED: mark("should"),
}

REACH: Mapping[Reach, str] = {
    Reach.NONE: mark("asks nothing"),
    Reach.PARTIAL: mark("partial"),
    Reach.FULL: mark("full"),
    Reach.BEYOND: mark("beyond"),
}

EXTENT: Mapping[Extent, str] = {
    Extent.FULL: mark("read in full"),
    Extent.MAIN: mark("main points read"),
    Extent.NO: mark("not read"),
    Extent.NOT_PUBLIC: mark("not public"),
    Extent.NOT_APPLICABLE: mark("not applicable"),
    Extent.DEPENDS_ON_LEVEL: mark("depends on level"),
}

KIND: Mapping[Kind, str] = {
    Kind.PRODUCT_LABEL: mark("product label"),
    Kind.SITE_AUDIT: mark("site audit"),
    Kind.MEMBERSHIP_INITIATIVE: mark("membership initiative"),
    Kind.COMPANY_RATING: mark("company rating"),
    Kind.SECTOR_AGREEMENT: mark("sector agreement"),
    Kind.INSPECTION_PROGRAMME: mark("inspection programme"),
    Kind.CONVERGENCE_FRAMEWORK: mark("convergence framework"),
}

LEVEL: Mapping[Level, str] = {
    Level.STRONG: mark("strong"),
    Level.LIKELY: mark("likely"),
    Level.WEAK: mark("weak"),
    Level.NONE: mark("nothing fits"),
}

HESITATION: Mapping[Hesitation, str] = {
    Hesitation.THIN: mark("Few clauses of the catalogue show what this criterion means."),
    Hesitation.NEAR: mark("Two criteria are about equally likely."),
    Hesitation.LANGUAGE: mark("The clause does not seem to be in French, Dutch, German or English."),
    Hesitation.SHORT: mark("There are hardly any words to go by."),
}

STATUS: Mapping[str, str] = {
    "active": mark("active"),
    "dormant": mark("dormant"),
    "merged": mark("merged"),
    "withdrawn": mark("withdrawn"),
}

SECTOR: Mapping[str, str] = {
    "apparel-textiles": mark("clothing and textiles"),
    "food-agriculture": mark("food and agriculture"),
    "fish": mark("fish"),
    "flowers-plants": mark("flowers and plants"),
    "forestry-paper": mark("forestry and paper"),
    "minerals-metals": mark("minerals and metals"),
    "stone": mark("natural stone"),
    "electronics": mark("electronics"),
    "toys": mark("toys"),
    "carpets": mark("carpets"),
    "tourism": mark("tourism"),
    "finance": mark("finance"),
    "chemicals-energy": mark("chemicals and energy"),
    "services": mark("services"),
    "cross-sector": mark("all sectors"),
}

ANSWER: Mapping[str, str] = {
    "yes": mark("yes"),
    "no": mark("no"),
    "unknown": mark("not known"),
    "possible": mark("possible"),
    "required": mark("required"),
    "summary": mark("as summaries"),
    "full": mark("in full"),
    "none": mark("none"),
    "owner-approved": mark("approved by the owner"),
    "accredited": mark("accredited"),
    "third-party": mark("third party"),
    "mixed": mark("third and second party"),
    "multi-stakeholder": mark("several groups together"),
    "business-led": mark("led by business"),
    "ngo-led": mark("led by an NGO"),
    "public": mark("public authority"),
    "private-company": mark("private company"),
}

#: What a scheme does for small firms and smallholders.
PROVISION: Mapping[str, str] = {
    "own-route": mark("own route for small firms"),
    "lighter-rules": mark("lighter rules"),
    "group-certification": mark("group certification"),
    "scaled-fees": mark("fees that follow size"),
    "longer-deadlines": mark("longer deadlines or stepwise entry"),
    "support": mark("training or funds"),
}

#: What can happen to a scheme.
EVENT: Mapping[str, str] = {
    "launched": mark("launched"),
    "version": mark("new version"),
    "renamed": mark("renamed"),
    "dormant": mark("went dormant"),
    "merged": mark("merged"),
    "superseded": mark("superseded"),
    "ended": mark("ended"),
    "revived": mark("revived"),
}

STRENGTH: Mapping[str, str] = {
    "must": mark("must"),
    "should": mark("should"),
    "alternative": mark("enough by itself"),
}

#: Whether a scheme meets what an instrument asks.
MET: Mapping[str, str] = {
    "met": mark("met"),
    "short": mark("only in part"),
    "missing": mark("missing"),
    "unknown": mark("not known"),
}

FACT_GROUP: Mapping[str, str] = {
    "identity": mark("Identity"),
    "status": mark("Status"),
    "scope": mark("Sectors and regions"),
    "governance": mark("Governance"),
    "assurance": mark("Assurance"),
    "transparency": mark("Transparency"),
    "grievance": mark("Complaints"),
    "size": mark("Small firms"),
    "local_actors": mark("Local actors"),
    "cost": mark("Cost"),
    "uptake": mark("Uptake"),
    "recognition": mark("Ties to other schemes"),
    "facts": mark("Further facts"),
}

FACT_FIELD: Mapping[str, str] = {
    "owner": mark("Owner"),
    "owner_country": mark("Country of the owner"),
    "website": mark("Website"),
    "kind": mark("Kind"),
    "consumer_facing": mark("Shown to consumers"),
    "first_year": mark("First year"),
    "version": mark("Version"),
    "version_year": mark("Year of the version"),
    "state": mark("Status"),
    "successor": mark("Successor"),
    "sector_groups": mark("Sector groups"),
    "sectors": mark("Sectors"),
    "regions": mark("Regions"),
    "type": mark("Who decides"),
    "unions_in_governance": mark("Trade unions in the governing bodies"),
    "model": mark("Who verifies"),
    "audit_interval_months": mark("Months between audits"),
    "certificate_validity_months": mark("Validity of the certificate, in months"),
    "unannounced": mark("Unannounced visits"),
    "worker_interviews": mark("Interviews with workers"),
    "accreditation": mark("Accreditation of verifiers"),
    "accreditation_note": mark("On accreditation"),
    "certified_list_public": mark("Public list of certified firms"),
    "audit_reports_public": mark("Audit results published"),
    "scheme_mechanism": mark("Complaints route to the scheme"),
    "provisions": mark("Provisions for small firms"),
    "nace": mark("Activities (NACE Rev. 2.1)"),
    "cpv": mark("Products a public buyer can ask it for (CPV 2008)"),
    "countries": mark("Countries of production"),
    "countries_note": mark("On the countries"),
    "low_eur": mark("From, in euro"),
    "high_eur": mark("To, in euro"),
    "per": mark("Per"),
    "year": mark("Year"),
    "note": mark("Note"),
    "relation": mark("Relation"),
}

RELATION: Mapping[str, str] = {
    "benchmarked": mark("benchmarked"),
    "cooperation": mark("cooperation"),
    "built-on": mark("built on"),
    "accepts-partly": mark("accepted in part"),
    "accepts": mark("accepted as equivalent"),
    "mutual": mark("mutual recognition"),
}

DIRECTION: Mapping[str, str] = {
    "accepts": mark("this scheme accepts the other"),
    "accepted-by": mark("the other accepts this scheme"),
    "mutual": mark("each accepts the other"),
    "none": mark("neither accepts the other"),
}

FACT_KIND: Mapping[str, str] = {
    "statistic": mark("statistic"),
    "gap": mark("gap"),
    "owner-act": mark("act of the owner"),
    "criticism": mark("criticism"),
    "rule": mark("rule of the scheme"),
    "purpose": mark("purpose"),
    "eligibility": mark("eligibility"),
    "guidance": mark("guidance"),
}

RANGE_UNIT: Mapping[str, str] = {
    "eur-per-year": mark("euro a year"),
    "sek-per-year": mark("Swedish kronor a year"),
    "eur": mark("euro"),
    "usd": mark("US dollars"),
    "years": mark("years"),
    "products": mark("products"),
    "firms": mark("firms"),
    "percent-of-market": mark("per cent of the market"),
    "percent-of-audits": mark("per cent of audits"),
    "percent-of-sector": mark("per cent of the sector"),
    "eur-per-audit": mark("euro per audit"),
    "eur-saved-per-audit": mark("euro saved per audit"),
}

RANGE: Mapping[str, str] = {
    "state_cost": mark("Cost to the State"),
    "firm_cost": mark("Cost to a small or medium firm"),
    "uptake": mark("Uptake after about five years"),
    "time": mark("Time to effect"),
    "effect": mark("Effect on workers"),
}

MEASURE: Mapping[str, str] = {
    "cost-to-state": mark("cost to the State"),
    "compliance-change": mark("change in compliance"),
    "duration": mark("duration"),
    "failure": mark("failure"),
    "awareness": mark("awareness"),
    "uptake": mark("uptake"),
    "time-to-effect": mark("time to effect"),
    "cost-to-firm": mark("cost to the firm"),
    "staffing": mark("staff"),
    "legal": mark("legal"),
    "market-share": mark("market share"),
    "audits-avoided": mark("audits avoided"),
}

LINE_GRADE: Mapping[str, str] = {
    "primary": mark("primary source"),
    "secondary": mark("secondary source"),
    "press": mark("press"),
}

EFFECT_DIRECTION: Mapping[str, str] = {
    "better": mark("better"),
    "mixed": mark("mixed"),
    "worse": mark("worse"),
    "none": mark("no effect found"),
}

#: What kept two readers of a clause apart.
CAUSE: Mapping[str, str] = {
    "border": mark("two neighbouring criteria"),
    "oversight": mark("something overlooked"),
    "level": mark("levels hard to tell apart"),
    "stretch": mark("more read into the text than it says"),
    "wording": mark("wording of the criterion that leaves it open"),
}

#: How two clauses that stand beside each other relate; {first} and {second} are the schemes.
OUTCOME: Mapping[str, str] = {
    "same": mark("the same"),
    "stricter-first": mark("{first} stricter"),
    "stricter-second": mark("{second} stricter"),
    "differs": mark("differs or undecided"),
    "contradicts": mark("contradicts"),
    "none-first": mark("only in {first}"),
    "none-second": mark("only in {second}"),
}

OUTCOME_MEANING: Mapping[str, str] = {
    "same": mark("Both ask for the same, as far as the readers judged and the numbers go."),
    "stricter-first": mark("{first} asks for more on what both speak of, or binds more."),
    "stricter-second": mark("{second} asks for more on what both speak of, or binds more."),
    "differs": mark(
        "Same subject; each asks for something else, or what was judged does not tell which asks for more."
    ),
    "contradicts": mark("One permits outright what the other forbids outright."),
    "none-first": mark("No clause of {second} that was read speaks of it. That is not to say that it is not asked."),
    "none-second": mark("No clause of {first} that was read speaks of it. That is not to say that it is not asked."),
}

#: A sign beside the words, so that colour is never alone.
OUTCOME_SIGN: Mapping[str, str] = {
    "same": "=", "stricter-first": "◄", "stricter-second": "►", "differs": "≠", "contradicts": "✕",
    "none-first": "◁", "none-second": "▷",
}  # fmt: skip

CLOSENESS: Mapping[Closeness, str] = {
    Closeness.CLOSE: mark("close wording"),
    Closeness.RELATED: mark("related wording"),
    Closeness.DISTANT: mark("distant wording"),
}

#: A figure with its unit, for one and for several.
FIGURE: Mapping[str, tuple[str, str]] = {
    "hour": (mark("{count} hour"), mark("{count} hours")),
    "day": (mark("{count} day"), mark("{count} days")),
    "week": (mark("{count} week"), mark("{count} weeks")),
    "month": (mark("{count} month"), mark("{count} months")),
    "year": (mark("{count} year"), mark("{count} years")),
    "percent": (mark("{count} percent"), mark("{count} percent")),
    "time": (mark("{count} time"), mark("{count} times")),
}
