"""System criteria that follow from facts of a scheme's record, each by one stated rule.

A rule reads one fact and gives a coverage; a value that no line of the rule names, `unknown`
included, decides nothing. Clauses may raise what a fact gives, never lower it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from labelscope.i18n import mark
from labelscope.model import Coverage, Evidence, Provision, Scheme


@dataclass(frozen=True, slots=True)
class FactRule:
    """How one fact of a record decides one system criterion.

    `statement` says the rule in words (a message template without placeholders).
    """

    group: str
    field: str
    decide: Callable[[Scheme], Coverage | None]
    statement: str


@dataclass(frozen=True, slots=True)
class FactFinding:
    """What a rule found for one scheme: the coverage, the fact behind it and its evidence."""

    coverage: Coverage
    rule: FactRule
    value: str
    note: str
    evidence: Evidence


def _by_value(group: str, field: str, table: Mapping[str, Coverage], statement: str) -> FactRule:
    def decide(scheme: Scheme) -> Coverage | None:
        value = getattr(getattr(scheme, group), field)
        return None if value is None else table.get(str(value))

    return FactRule(group, field, decide, statement)


def _frequency(scheme: Scheme) -> Coverage | None:
    months = scheme.assurance.audit_interval_months
    if not months:
        return None
    return Coverage.BEYOND if months < 12 else Coverage.FULL if months == 12 else Coverage.PARTIAL


def _fees(scheme: Scheme) -> Coverage | None:
    return None if scheme.cost.low_eur is None else Coverage.PARTIAL


def _provides(scheme: Scheme) -> Coverage | None:
    provisions = scheme.size.provisions
    if provisions is None or set(provisions) == {Provision.SCALED_FEES}:
        return None
    return Coverage.PARTIAL if provisions else Coverage.ABSENT


def _recognises(scheme: Scheme) -> Coverage | None:
    accepting = [tie for tie in scheme.recognition if tie.direction in ("accepts", "mutual")]
    if any(tie.relation in ("accepts", "mutual") for tie in accepting):
        return Coverage.FULL
    return Coverage.PARTIAL if any(tie.relation == "accepts-partly" for tie in accepting) else None


_YES_FULL = {"yes": Coverage.FULL, "no": Coverage.ABSENT}
_YES_PARTIAL = {"yes": Coverage.PARTIAL, "no": Coverage.ABSENT}
_LED_BY_ONE = dict.fromkeys(("business-led", "ngo-led", "private-company"), Coverage.ABSENT)

RULES: Mapping[str, FactRule] = {
    "third-party-audit": _by_value(
        "assurance", "model", {"third-party": Coverage.FULL, "mixed": Coverage.PARTIAL},
        mark("Third-party verification is full; a mix of third and second party is partial."),
    ),
    "accreditation": _by_value(
        "assurance", "accreditation",
        {"accredited": Coverage.FULL, "owner-approved": Coverage.PARTIAL, "none": Coverage.ABSENT},
        mark("Verifiers accredited or overseen by another body: full; approved by the owner: partial; else: absent."),
    ),
    "audit-frequency": FactRule(
        "assurance", "audit_interval_months", _frequency,
        mark("Checked more than once a year: beyond; once a year: full; less often: partial."),
    ),
    "unannounced-visits": _by_value(
        "assurance", "unannounced",
        {"required": Coverage.FULL, "possible": Coverage.PARTIAL, "no": Coverage.ABSENT},
        mark("Unannounced visits required: full; possible: partial; none: absent."),
    ),
    "worker-interviews": _by_value(
        "assurance", "worker_interviews",
        {"required": Coverage.PARTIAL, "possible": Coverage.PARTIAL, "no": Coverage.ABSENT},
        mark("Interviews with workers are partial by the fact alone; confidentiality must stand in a clause."),
    ),
    "scheme-complaints": _by_value(
        "grievance", "scheme_mechanism", _YES_PARTIAL,
        mark("A complaints route to the scheme is partial by the fact alone; deadlines must stand in a clause."),
    ),
    "multi-stakeholder": _by_value(
        "governance", "type", {"multi-stakeholder": Coverage.FULL, **_LED_BY_ONE},
        mark("Governed by several groups: full; led by business, an NGO or a private company: absent."),
    ),
    "unions-in-governance": _by_value(
        "governance", "unions_in_governance", _YES_FULL,
        mark("Trade unions sit in the governing bodies: full; they do not: absent."),
    ),
    "public-authority": _by_value(
        "governance", "type", {"public": Coverage.FULL},
        mark("A public authority owns or runs the scheme: full."),
    ),
    "public-register": _by_value(
        "transparency", "certified_list_public", _YES_FULL,
        mark("A public list of certified firms: full; none: absent."),
    ),
    "public-results": _by_value(
        "transparency", "audit_reports_public",
        {"full": Coverage.FULL, "summary": Coverage.PARTIAL, "no": Coverage.ABSENT},
        mark("Audit reports published in full: full; as summaries: partial; not published: absent."),
    ),
    "sme-route": FactRule(
        "size", "provisions", _provides,
        mark("Provisions for small firms are partial by the fact alone; an own route must stand in a clause. Fees that "
             "follow size do not count here."),
    ),
    "affordability": FactRule(
        "cost", "low_eur", _fees,
        mark("A known price is partial; scaling and support must stand in a clause."),
    ),
    "mutual-recognition": FactRule(
        "recognition", "relation", _recognises,
        mark("Accepts another scheme as equivalent: full; accepts parts of one: partial."),
    ),
}  # fmt: skip


def find_from_facts(scheme: Scheme, criterion_id: str) -> FactFinding | None:
    """What the record's facts decide on this criterion; None where they decide nothing."""
    rule = RULES.get(criterion_id)
    coverage = rule.decide(scheme) if rule else None
    if rule is None or coverage is None:
        return None
    group: Any = getattr(scheme, rule.group)
    if isinstance(group, tuple):
        group = next(
            tie for tie in group if tie.direction in ("accepts", "mutual") and tie.relation in _STRONGEST[coverage]
        )
        return FactFinding(coverage, rule, f"{group.name}: {group.relation}", group.note, group.evidence)
    value = getattr(group, rule.field)
    shown = ", ".join(value) or "none" if isinstance(value, tuple) else str(value)
    return FactFinding(coverage, rule, shown, getattr(group, "note", ""), group.evidence)


def is_fact_known(scheme: Scheme, criterion_id: str) -> bool:
    """Whether the record knows the fact that a rule reads on this criterion, whatever it decides."""
    rule = RULES.get(criterion_id)
    return rule is not None and getattr(getattr(scheme, rule.group), rule.field, None) not in (None, "unknown")


_STRONGEST = {Coverage.FULL: ("accepts", "mutual"), Coverage.PARTIAL: ("accepts-partly",)}
