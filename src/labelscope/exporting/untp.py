"""One scheme as a sustainability vocabulary of the UN Transparency Protocol (JSON-LD).

UNTP wants a scheme's own auditable criteria, each with a URI that a passport or a certificate can point at:
here the clauses of the scheme. The shared criteria stand beside them as classification, so that clauses of
different schemes can be found together; how far a clause reaches is told by the SSSOM export alone.

References
----------
UN/CEFACT, UN Transparency Protocol 0.6.1, Sustainability Vocabulary Catalog,
https://test.uncefact.org/vocabulary/untp/svc/0/about
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from labelscope import uris, vocabulary
from labelscope.catalogue import Catalogue
from labelscope.exporting.text import to_json
from labelscope.i18n import Translator, mark
from labelscope.matrix import effective_reach
from labelscope.model import (
    NO_TERM_FOUND,
    Event,
    EventKind,
    Grade,
    Obligation,
    Reach,
    Requirement,
    RequirementMapping,
    Scheme,
)

CONTEXT = "https://test.uncefact.org/vocabulary/untp/svc/0.6.1/"
#: UNTP's conformity topic of each theme; its list is closed.
TOPICS: Mapping[str, str] = {
    "association": "social.labour", "forced-labour": "social.labour", "child-labour": "social.labour",
    "equality": "social.rights", "safety": "social.safety", "wages": "social.labour", "hours": "social.labour",
    "employment": "social.labour", "groups": "social.rights", "communities": "social.community",
    "trade": "social.community", "integrity": "governance.ethics", "embed": "governance.compliance",
    "act": "governance.compliance", "remedy": "social.rights", "verification": "governance.compliance",
    "consequence": "governance.compliance", "rule-making": "governance.compliance",
    "openness": "governance.transparency", "sme": "governance.compliance", "local": "social.community",
    "claims": "governance.transparency",
}  # fmt: skip
#: The topic of a criterion that its theme would misplace.
TOPICS_OF_CRITERIA: Mapping[str, str] = {
    "chain-mapping": "governance.transparency", "chain-of-custody": "governance.transparency",
    "environment-link": "governance.compliance", "legal-compliance": "governance.compliance",
    "public-reporting": "governance.transparency", "supplier-disclosure": "governance.transparency",
}  # fmt: skip
_TOPIC_OF_KIND = {"content": "social.rights", "system": "governance.compliance"}
_STATUS = {"active": "active", "dormant": "deprecated", "merged": "deprecated", "withdrawn": "deprecated"}
_REACHES = tuple(Reach)


def write_untp(catalogue: Catalogue, scheme_id: str, t: Translator, valid_from: date | None = None) -> bytes:
    """The clauses of one scheme as a `ConformitySchemeVocabulary`.

    Parameters
    ----------
    valid_from : date, optional
        The day from which the version holds. UNTP describes a scheme only with such a day: where nobody names it,
        that of the last version in the scheme's history counts if it is known to the day, else the description is
        left out.
    """
    scheme = catalogue.schemes[scheme_id]
    judgements = _by_clause(catalogue, scheme_id)
    rows = [row for row in catalogue.requirements[scheme_id] if judgements.get(row.id)]
    document: dict[str, Any] = {
        "@context": [CONTEXT],
        "type": ["ConformitySchemeVocabulary"],
        "id": uris.scheme_uri(scheme),
        "conformityCriterion": [_criterion(catalogue, scheme, row, judgements[row.id], t) for row in rows],
        "tagCode": _tags(catalogue, scheme, len(catalogue.requirements[scheme_id]) - len(rows), t),
    }
    known = valid_from or _last_version(catalogue.history[scheme_id])
    if known is not None:
        document["scheme"] = _scheme(scheme, known, t)
    return to_json(document)


def _last_version(events: Sequence[Event]) -> date | None:
    days = [event.date for event in events if event.kind is EventKind.VERSION]
    return date.fromisoformat(days[-1]) if days and len(days[-1]) == len("2017-06-30") else None


def topic(catalogue: Catalogue, criterion_id: str) -> str:
    """UNTP's conformity topic of a shared criterion."""
    tree = catalogue.criteria
    return (
        TOPICS_OF_CRITERIA.get(criterion_id)
        or TOPICS.get(tree[criterion_id].parent)
        or _TOPIC_OF_KIND[tree.kind_of(criterion_id)]
    )


def _by_clause(catalogue: Catalogue, scheme_id: str) -> dict[str, list[RequirementMapping]]:
    """The judgements that each clause has a part in, those that fit no criterion left out."""
    found: dict[str, list[RequirementMapping]] = {}
    for row in catalogue.requirements[scheme_id]:
        for mapping in catalogue.crosswalk.of_requirement(row.id):
            if mapping.object_id != NO_TERM_FOUND:
                for subject in mapping.subjects:
                    found.setdefault(subject, []).append(mapping)
    return found


def _criterion(
    catalogue: Catalogue, scheme: Scheme, row: Requirement, judgements: list[RequirementMapping], t: Translator
) -> dict[str, Any]:
    reaches = [effective_reach(catalogue, mapping) for mapping in judgements]
    furthest = max(range(len(judgements)), key=lambda i: _REACHES.index(reaches[i]))
    asked = dict.fromkeys(m.object_id for m, reach in zip(judgements, reaches, strict=True) if reach is not Reach.NONE)
    wording = row.wording(t.language)
    return {
        "type": ["Criterion"],
        "id": uris.clause_uri(row.id),
        "name": f"{wording.topic} ({row.clause})",
        "description": wording.text,
        "conformityTopic": topic(catalogue, judgements[furthest].object_id),
        "status": _STATUS[scheme.status.state],
        "category": [_classification(catalogue, criterion_id, t) for criterion_id in asked],
        "tag": [scheme.id, str(row.obligation), str(row.evidence.grade)],
    }


def _classification(catalogue: Catalogue, criterion_id: str, t: Translator) -> dict[str, Any]:
    return {
        "type": ["Classification"],
        "id": uris.criterion_uri(criterion_id),
        "code": criterion_id,
        "name": catalogue.criteria[criterion_id].label[t.language],
        "schemeID": uris.list_uri(catalogue.criteria.version),
        "schemeName": t(mark("Shared criteria of labelscope")),
    }


def _tags(catalogue: Catalogue, scheme: Scheme, left_out: int, t: Translator) -> list[dict[str, Any]]:
    version = scheme.identity.version or t(mark("not known"))
    own = [t(_RESTATED, scheme=scheme.name, version=version, owner=scheme.identity.owner)]
    if left_out:
        own.append(t.plural(*_LEFT_OUT, left_out))
    own.append(f"{t(mark('Checksum of the catalogue (SHA-256)'))}: {catalogue.checksum}")
    meanings = [
        (scheme.id, " ".join(own)),
        *((str(item), t(vocabulary.OBLIGATION[item])) for item in Obligation),
        *((str(item), t(vocabulary.GRADE[item])) for item in Grade),
    ]
    return [{"name": name, "description": meaning} for name, meaning in meanings]


def _scheme(scheme: Scheme, valid_from: date, t: Translator) -> dict[str, Any]:
    uri = uris.scheme_uri(scheme)
    return {
        "type": ["ConformityScheme"],
        "id": uri,
        "name": scheme.name,
        "description": scheme.summary[t.language],
        "version": scheme.identity.version or uris.UNVERSIONED,
        "validFrom": valid_from.isoformat(),
        "owner": {"id": f"{uri}#owner", "name": scheme.identity.owner},
    }


_RESTATED = mark(
    "Clauses of {scheme}, restated in our own words by labelscope. Version: {version}. {owner} owns the scheme and has "
    "neither published nor confirmed this vocabulary."
)
_LEFT_OUT = (
    mark("{count} clause that fits none of the shared criteria is left out, as UNTP has no topic for it."),
    mark("{count} clauses that fit none of the shared criteria are left out, as UNTP has no topic for them."),
)
