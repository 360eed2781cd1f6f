"""Two schemes held against each other as an OSCAL mapping collection (JSON).

Clauses map where they meet on a shared criterion. Their relationship follows from everything that the
readers found in them, not from the meeting alone, and is never stronger than that:

    what one side asks on a criterion | may the other side lack it?
    ----------------------------------|----------------------------------------------
    nothing                           | no
    a part                            | yes, unless the other side asks it in full
    in full                           | yes, unless the other side asks it in full
    something beyond                  | yes: the other side may go beyond elsewhere

Neither side asks what the other may lack: equivalent-to. Only the target does: subset-of. Only the source
does: superset-of. Both do: intersects-with. Two partial clauses therefore never do more than intersect.

References
----------
NIST, Open Security Controls Assessment Language 1.2.1, Control Mapping Model,
https://pages.nist.gov/OSCAL/
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from labelscope import uris
from labelscope.catalogue import Catalogue
from labelscope.errors import HostileInput
from labelscope.exporting.text import to_json
from labelscope.i18n import Translator, mark
from labelscope.matrix import effective_reach
from labelscope.model import Reach, Requirement, RequirementMapping, Scheme
from labelscope.version import VERSION

OSCAL_VERSION = "1.2.1"
#: OSCAL wants a time and the catalogue has none; a clock would make every file another one.
UNDATED = "1970-01-01T00:00:00Z"
_NOTHING: frozenset[Reach] = frozenset()

Clauses = tuple[str, ...]
Demands = Mapping[str, frozenset[Reach]]


def write_oscal(catalogue: Catalogue, first: str, second: str, t: Translator) -> bytes:
    """Every meeting of clauses of the first scheme (source) with clauses of the second (target).

    Raises
    ------
    HostileInput
        If the two meet on no criterion: OSCAL knows no empty mapping.
    """
    source, target = catalogue.schemes[first], catalogue.schemes[second]
    meetings = find_meetings(catalogue, first, second)
    if not meetings:
        raise HostileInput(_NO_MEETING, first=source.short, second=target.short)
    uri = uris.comparison_uri(source, target)
    maps = [_map(catalogue, uri, sources, targets, t) for sources, targets in meetings]
    document = {
        "uuid": _uuid(f"{uri}?catalogue={catalogue.checksum}&language={t.language}"),
        "metadata": {
            "title": _markup(t(_TITLE, first=source.name, second=target.name)),
            "last-modified": UNDATED,
            "version": catalogue.checksum[:16],
            "oscal-version": OSCAL_VERSION,
            "props": [_prop("catalogue", catalogue.checksum), _prop("program", f"labelscope {VERSION}")],
            "links": [{"href": uri, "rel": "canonical"}],
            "remarks": _markup(t(_ON_THE_DATE)),
        },
        "provenance": {
            "method": "hybrid",
            "matching-rationale": "semantic",
            "status": "not-complete",
            "mapping-description": _markup(t(_HOW)),
        },
        "mappings": [
            {
                "uuid": _uuid(uri),
                "source-resource": {"type": "catalog", "href": f"#{_uuid(uris.scheme_uri(source))}"},
                "target-resource": {"type": "catalog", "href": f"#{_uuid(uris.scheme_uri(target))}"},
                "maps": maps,
            }
        ],
        "back-matter": {"resources": [_resource(scheme, t) for scheme in (source, target)]},
    }
    return to_json({"mapping-collection": document})


def find_meetings(catalogue: Catalogue, first: str, second: str) -> list[tuple[Clauses, Clauses]]:
    """Clauses of each scheme that reach one criterion, judged together where the readers did so; by id, each once."""
    found = {
        (tuple(sorted(own.subjects)), tuple(sorted(other.subjects)))
        for criterion in catalogue.criteria.criteria
        for own in _reaching(catalogue, first, criterion.id)
        for other in _reaching(catalogue, second, criterion.id)
    }
    return sorted(found)


def relationship(source: Demands, target: Demands) -> str:
    """How the demands of one side stand to those of the other, in OSCAL's words."""
    criteria = {*source, *target}
    source_has_more = any(_may_exceed(source.get(c, _NOTHING), target.get(c, _NOTHING)) for c in criteria)
    target_has_more = any(_may_exceed(target.get(c, _NOTHING), source.get(c, _NOTHING)) for c in criteria)
    if source_has_more and target_has_more:
        return "intersects-with"
    if source_has_more:
        return "superset-of"
    return "subset-of" if target_has_more else "equivalent-to"


def _may_exceed(own: frozenset[Reach], other: frozenset[Reach]) -> bool:
    return bool(own) and (Reach.BEYOND in own or Reach.FULL not in other)


def demands(catalogue: Catalogue, clauses: Clauses) -> Demands:
    """What these clauses reach; a judgement that rests on further clauses too counts as a part."""
    found: dict[str, set[Reach]] = {}
    for mapping in _resting_on(catalogue, clauses):
        whole = set(mapping.subjects) <= set(clauses)
        reach = effective_reach(catalogue, mapping) if whole else Reach.PARTIAL
        found.setdefault(mapping.object_id, set()).add(reach)
    return {criterion_id: frozenset(reaches) for criterion_id, reaches in found.items()}


def _resting_on(catalogue: Catalogue, clauses: Clauses) -> list[RequirementMapping]:
    """The judgements that one of these clauses has a part in and that reach something."""
    return [
        mapping
        for row in catalogue.requirements[catalogue.requirement_by_id[clauses[0]].scheme_id]
        for mapping in catalogue.crosswalk.of_requirement(row.id)
        if mapping.reach is not Reach.NONE and not set(mapping.subjects).isdisjoint(clauses)
    ]


def _reaching(catalogue: Catalogue, scheme_id: str, criterion_id: str) -> list[RequirementMapping]:
    return [m for m in catalogue.crosswalk.cell(scheme_id, criterion_id) if m.reach is not Reach.NONE]


def _map(catalogue: Catalogue, uri: str, sources: Clauses, targets: Clauses, t: Translator) -> dict[str, Any]:
    asked, answered = demands(catalogue, sources), demands(catalogue, targets)
    criteria = [c for c in catalogue.criteria.criteria if c.id in asked or c.id in answered]
    judgements = [*_resting_on(catalogue, sources), *_resting_on(catalogue, targets)]
    props = []
    for criterion in criteria:
        group = f"criterion.{criterion.id}"
        props += [
            _prop("criterion", uris.criterion_uri(criterion.id), group),
            _prop("source-reach", _in_words(asked.get(criterion.id, _NOTHING)), group),
            _prop("target-reach", _in_words(answered.get(criterion.id, _NOTHING)), group),
            *(_prop("doubt", m.doubt, group) for m in judgements if m.object_id == criterion.id and m.doubt),
        ]
    met = [c for c in criteria if c.id in asked and c.id in answered]
    return {
        "uuid": _uuid(f"{uri}#{'+'.join(sources)}/{'+'.join(targets)}"),
        "relationship": relationship(asked, answered),
        "sources": [_item(catalogue.requirement_by_id[row_id], t) for row_id in sources],
        "targets": [_item(catalogue.requirement_by_id[row_id], t) for row_id in targets],
        "props": props,
        "links": [
            {"href": uris.criterion_uri(c.id), "rel": "criterion", "text": _markup(c.label[t.language])} for c in met
        ],
    }


def _item(row: Requirement, t: Translator) -> dict[str, Any]:
    return {
        "type": "control",
        "id-ref": row.id,
        "props": [
            _prop("locator", row.clause),
            _prop("wording", row.wording(t.language).text),
            _prop("obligation", row.obligation),
            _prop("evidence", row.evidence.grade),
        ],
        "links": [{"href": uris.clause_uri(row.id), "rel": "canonical"}],
    }


def _resource(scheme: Scheme, t: Translator) -> dict[str, Any]:
    identity = scheme.identity
    version = identity.version or t(mark("not known"))
    links = [identity.website] if identity.website else []
    return {
        "uuid": _uuid(uris.scheme_uri(scheme)),
        "title": _markup(scheme.name),
        "props": [_prop("version", version), _prop("owner", identity.owner), _prop("uri", uris.scheme_uri(scheme))],
        **({"rlinks": [{"href": link} for link in links]} if links else {}),
    }


def _prop(name: str, value: str, group: str | None = None) -> dict[str, str]:
    prop = {"name": name, "ns": uris.VOCABULARY, "value": " ".join(value.split())}
    return {**prop, "group": group} if group else prop


def _in_words(reaches: frozenset[Reach]) -> str:
    return " ".join(reach for reach in Reach if reach in reaches) or str(Reach.NONE)


def _uuid(uri: str) -> str:
    return str(uuid5(NAMESPACE_URL, uri))


def _markup(text: str) -> str:
    """Plain text as one line of OSCAL markup, in which nothing of it is taken for markup."""
    return re.sub(r'([\\*`^~\[{"])', r"\\\1", escape(" ".join(text.split()), quote=False))


_TITLE = mark("{first} and {second}: where their clauses meet")
_NO_MEETING = mark("{first} and {second} meet on no criterion: there is nothing to map.")
_ON_THE_DATE = mark(
    "The catalogue carries no date. The time of the last change is therefore the same in every file; the version is "
    "the beginning of the checksum of the catalogue."
)
_HOW = mark(
    "Readers judged what each clause reaches on the shared criteria; clauses of two schemes that reach the same "
    "criterion are mapped by rule. A relationship says no more than these judgements do: it compares what clauses ask, "
    "not how it is verified. Not every theme of every scheme was read in full, so nothing follows from what is not "
    "mapped. No owner of a scheme has confirmed it."
)
