"""The crosswalk as an SSSOM mapping set (TSV with a metadata block).

References
----------
Simple Standard for Sharing Ontological Mappings, https://mapping-commons.github.io/sssom/
"""

from __future__ import annotations

import csv
import io

from labelscope import uris
from labelscope.analysis import Analysis
from labelscope.crosswalk import PREDICATES
from labelscope.i18n import Translator
from labelscope.matrix import effective_reach
from labelscope.model import NO_TERM_FOUND
from labelscope.version import VERSION

_COLUMNS = (
    "subject_id", "subject_label", "predicate_id", "object_id", "object_label", "mapping_justification",
    "subject_source", "comment", "reach", "obligation", "together",
)  # fmt: skip
_METADATA = f"""#curie_map:
#  clause: {uris.CLAUSES}
#  criterion: {uris.CRITERIA}
#  labelscope: {uris.BASE}
#  semapv: https://w3id.org/semapv/vocab/
#  skos: http://www.w3.org/2004/02/skos/core#
#  sssom: https://w3id.org/sssom/
#license: https://creativecommons.org/licenses/by/4.0/
#mapping_set_id: {uris.BASE}crosswalk/{{checksum}}
#mapping_tool: labelscope
#mapping_tool_version: {VERSION}
#object_source: {{criteria}}
#extension_definitions:
#  - slot_name: reach
#    property: labelscope:vocabulary/reach
#  - slot_name: obligation
#    property: labelscope:vocabulary/obligation
#  - slot_name: together
#    property: labelscope:vocabulary/together
"""


def write_sssom(analysis: Analysis, t: Translator) -> bytes:
    """Every judgement of the chosen schemes; predicates follow from the reach after the cap by obligation.

    An exchange file for machines: text stands exactly as it is, nothing is defused.
    """
    catalogue = analysis.catalogue
    buffer = io.StringIO()
    buffer.write(
        _METADATA.format(checksum=catalogue.checksum[:16], criteria=_curie(uris.list_uri(catalogue.criteria.version)))
    )
    writer = csv.writer(buffer, delimiter="\t", lineterminator="\n")
    writer.writerow(_COLUMNS)
    sources = {s: _curie(uris.scheme_uri(catalogue.schemes[s])) for s in analysis.schemes}
    for mapping in catalogue.crosswalk:
        row = catalogue.requirement_by_id[mapping.subject_id]
        if row.scheme_id not in sources:
            continue
        reach = effective_reach(catalogue, mapping)
        found = mapping.object_id != NO_TERM_FOUND
        comment = f"{mapping.rationale} [doubt: {mapping.doubt}]" if mapping.doubt else mapping.rationale
        writer.writerow((
            f"clause:{mapping.subject_id}", _flat(row.clause), PREDICATES[reach],
            f"criterion:{mapping.object_id}" if found else NO_TERM_FOUND,
            catalogue.criteria[mapping.object_id].label[t.language] if found else "",
            mapping.mapping_justification, sources[row.scheme_id], _flat(comment), reach, row.obligation,
            "|".join(f"clause:{other}" for other in mapping.together),
        ))  # fmt: skip
    return buffer.getvalue().encode()


def _curie(uri: str) -> str:
    return uri.replace(uris.BASE, "labelscope:", 1)


def _flat(text: str) -> str:
    return " ".join(text.split())
