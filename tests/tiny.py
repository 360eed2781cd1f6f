"""Builds catalogues small enough to work out by hand, in the real file formats.

The tree has four content criteria (`wage`, `bonus` under `pay`; `helmets`, `exits` under `safety`)
and three system criteria (`third-party-audit`, `audit-frequency` under `verification`;
`public-register` under `openness`).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from labelscope.analysis import Analysis
from labelscope.catalogue import (
    EVIDENCE_FILES,
    HISTORY_HEADER,
    REQUIREMENTS_HEADER,
    TITLES_HEADER,
    Catalogue,
    load_catalogue,
)  # fmt: skip
from labelscope.crosswalk import HEADER as CROSSWALK_HEADER
from labelscope.families import group_schemes

CONTENT = ("wage", "bonus", "helmets", "exits")
SYSTEM = ("third-party-audit", "audit-frequency", "public-register")
CRITERIA = (*CONTENT, *SYSTEM)
PILLARS = {"conditions": "content", "assurance": "system", "governance": "system"}
THEMES = {"pay": "conditions", "safety": "conditions", "verification": "assurance", "openness": "governance"}
PARENT = {
    "wage": "pay", "bonus": "pay", "helmets": "safety", "exits": "safety", "third-party-audit": "verification",
    "audit-frequency": "verification", "public-register": "openness",
}  # fmt: skip
OWN_TEXT = {"grade": "own-text", "sources": ["s01"]}
#: Facts under which no rule decides anything.
SILENT = {
    "assurance.model": "unknown", "assurance.audit_interval_months": "unknown",
    "transparency.certified_list_public": "unknown",
}  # fmt: skip


@dataclass(frozen=True)
class Clause:
    """One clause: what it reaches on which criteria, how binding it is, and which clauses it is judged with."""

    reaches: Mapping[str, str]
    obligation: str = "immediate"
    together: tuple[int, ...] = ()
    text: str = "Something is asked."


@dataclass(frozen=True)
class Tiny:
    """One scheme: its clauses, how far each theme was read (in full unless said), facts by dotted path, events."""

    clauses: Sequence[Clause] = ()
    reading: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    events: Sequence[tuple[str, str]] = ()

    @property
    def history(self) -> Sequence[tuple[str, str]]:
        """The events, or a launch in 2001 and, in 2012, what leads to the state among the facts."""
        ending = {"dormant": "dormant", "merged": "merged", "withdrawn": "ended"}.get(
            self.facts.get("status.state", "")
        )
        return self.events or [("2001", "launched"), *([("2012", ending)] if ending else [])]


def four(text: str) -> dict[str, str]:
    """A text in the four languages."""
    return {language: f"{text} {language}" for language in ("en", "fr", "nl", "de")}


def criteria_file() -> dict[str, Any]:
    """The content of criteria.yaml."""
    return {
        "version": "1",
        "pillars": [{"id": p, "kind": kind, "label": four(p)} for p, kind in PILLARS.items()],
        "themes": [{"id": t, "parent": p, "label": four(t), "short": four(t)} for t, p in THEMES.items()],
        "criteria": [
            {
                "id": c, "parent": PARENT[c], "label": four(f"label of {c}"), "definition": four(f"what {c} means"),
                "levels": {level: four(f"{c} {level}") for level in ("partial", "full", "beyond")},
                "terms": {lang: [f"{c} term {lang}"] for lang in ("en", "fr", "nl", "de")},
                "refs": ["ILO C1"], "neighbours": [], "from_facts": "yes" if c in SYSTEM else "no",
            }
            for c in CRITERIA
        ],
    }  # fmt: skip


def scheme_file(scheme_id: str, tiny: Tiny) -> dict[str, Any]:
    """The content of scheme.yaml."""
    note = "a note"
    record: dict[str, Any] = {
        "id": scheme_id, "name": f"The {scheme_id} scheme", "short": scheme_id.title(), "aliases": [],
        "summary": four(f"What {scheme_id} is."),
        "identity": {
            "owner": "Somebody", "owner_country": "Belgium", "website": "unknown", "kind": "site-audit",
            "consumer_facing": "no", "first_year": "2001", "version": "3.10", "version_year": "unknown",
        },
        "status": {"state": "active", "successor": "none", "note": note},
        "scope": {"sector_groups": ["cross-sector"], "sectors": ["all"], "regions": ["all"], "nace": ["any"],
                  "cpv": ["any"], "countries": ["any"], "countries_note": "none"},
        "governance": {"type": "public", "unions_in_governance": "unknown", "note": note},
        "assurance": {
            "model": "unknown", "audit_interval_months": "unknown", "certificate_validity_months": "unknown",
            "unannounced": "unknown", "worker_interviews": "unknown", "accreditation": "unknown",
            "accreditation_note": note, "note": note,
        },
        "transparency": {"certified_list_public": "unknown", "audit_reports_public": "unknown", "note": note},
        "grievance": {"scheme_mechanism": "unknown", "note": note},
        "size": {"provisions": "unknown", "note": note},
        "local_actors": {"note": note},
        "cost": {"low_eur": "unknown", "high_eur": "unknown", "per": "site", "year": "unknown", "note": note},
        "uptake": [], "recognition": [], "derived_from": [], "facts": [], "gaps": [],
        "reading": {theme: {"extent": tiny.reading.get(theme, "full"), "note": note} for theme in THEMES},
        "sources": [{"id": "s01", "title": "The standard", "url": "https://example.org/a", "used_for": "all",
                     "nature": "own"}],
    }  # fmt: skip
    for value in record.values():
        if (isinstance(value, dict) and "note" in value) or value is record["identity"] or value is record["scope"]:
            value["evidence"] = OWN_TEXT
    for path, value in tiny.facts.items():
        set_path(record, path, value)
    return record


def set_path(record: Any, path: str, value: Any) -> None:
    """Set the value at a dotted path of nested dicts and lists; a value of None removes the key."""
    *parents, last = (int(part) if part.isdigit() else part for part in path.split("."))
    for part in parents:
        record = record[part]
    if value is None:
        del record[last]
    else:
        record[last] = value


def option_file(option_id: str, position: int, design: Mapping[str, Any]) -> dict[str, Any]:
    """The content of an option's file; its cost to the State rests on line P01."""
    bare = {"low": "none", "high": "none", "lines": [], "note": four("No defensible range.")}
    bound = {"figure": "10", "unit": "eur-per-year", "lines": ["P01"]}
    cited = {"low": bound, "high": {**bound, "figure": "never"}, "lines": ["P01"], "note": four("One line.")}
    return {
        "id": option_id, "position": str(position), "label": four(option_id), "description": four(option_id),
        "design": {"kind": "none", "builds_on": "none", "adds": [], "admits": [], **design},
        "state_cost": cited, "firm_cost": bare, "uptake": bare, "time": bare, "effect": bare,
    }  # fmt: skip


def write_yaml(path: Path, data: Any) -> None:
    """Write YAML without anchors, every scalar as it is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    dumper = yaml.SafeDumper
    dumper.ignore_aliases = lambda self, data: True  # type: ignore[method-assign]
    path.write_text(yaml.dump(data, Dumper=dumper, allow_unicode=True, sort_keys=False), encoding="utf-8")


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a table with its header."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def edit_yaml(path: Path, changes: Mapping[str, Any]) -> None:
    """Change values at dotted paths of a YAML file, leaving every other scalar as it was written."""
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    for place, value in changes.items():
        set_path(data, place, value)
    write_yaml(path, data)


EVIDENCE_ROWS = {
    "precedents": [("P01", "2011", "https://example.org/p", "primary", "A grant", "inform", "a guide", "Belgium",
                    "cost-to-state", "10", "10", "EUR")],
    "burden": [("B01", "unknown", "https://example.org/b", "press", "A price", "any", "price", "1", "2", "EUR", "any",
                "any")],
    "effects": [("E01", "2020", "https://example.org/e", "secondary", "An effect", "any", "pay", "better", "unknown",
                 "unknown", "report", "workers", "any")],
}  # fmt: skip

OPTIONS: Mapping[str, Mapping[str, Any]] = {
    "inform": {"kind": "none"},
    "revive": {"kind": "new-label", "builds_on": "delta"},
    "update": {"kind": "new-label", "builds_on": "delta", "adds": ["common"]},
    "recognise": {"kind": "recognise", "admits": ["wage"]},
    "list": {"kind": "official-list", "admits": ["third-party-audit"]},
    "converge": {"kind": "converge"},
    "strengthen": {"kind": "strengthen", "adds": ["rare"]},
}

#: Content cells (wage, bonus, helmets, exits): alpha 1 0 1 1/2; beta 1 0 1 not named;
#: gamma 1/2 1 not assessed, not assessed; delta (dormant) 0 1 0 0.
SCHEMES: Mapping[str, Tiny] = {
    "alpha": Tiny(
        (Clause({"wage": "full"}), Clause({"helmets": "full", "exits": "partial"})),
        facts={"assurance.model": "third-party", "assurance.audit_interval_months": "12",
               "transparency.certified_list_public": "yes"},
    ),
    "beta": Tiny(
        (Clause({"wage": "full"}), Clause({"helmets": "full"})), {"safety": "main"},
        {"assurance.model": "mixed", "assurance.audit_interval_months": "6",
         "transparency.certified_list_public": "no"},
    ),
    "gamma": Tiny(
        (Clause({"wage": "partial"}), Clause({"bonus": "full"})),
        {"pay": "main", "safety": "no", "verification": "main", "openness": "main"},
        {"identity.kind": "product-label", "scope.sector_groups": ["toys"]},
    ),
    "delta": Tiny(
        (Clause({"bonus": "full"}),),
        facts={"status.state": "dormant", "identity.kind": "product-label", "assurance.model": "third-party",
               "assurance.audit_interval_months": "24", "transparency.certified_list_public": "yes"},
    ),
}  # fmt: skip


def write_catalogue(
    root: Path,
    schemes: Mapping[str, Tiny] = SCHEMES,
    options: Mapping[str, Mapping[str, Any]] | None = None,
) -> Path:
    """Write a whole catalogue under `root`; without delta, the options that build on it build on nothing."""
    write_yaml(root / "criteria" / "criteria.yaml", criteria_file())
    for name, rows in EVIDENCE_ROWS.items():
        write_csv(root / "data" / "evidence" / f"{name}.csv", tuple(EVIDENCE_FILES[name].model_fields), rows)
    if options is None:
        options = OPTIONS if "delta" in schemes else {"inform": OPTIONS["inform"]}
    for position, (option_id, design) in enumerate(options.items(), start=1):
        write_yaml(root / "criteria" / "options" / f"{option_id}.yaml", option_file(option_id, position, design))
    for name, code in (("nace", "C14"), ("cpv", "18000000-9")):
        write_csv(root / "criteria" / "codes" / f"{name}.csv", TITLES_HEADER, [(code, *four("clothes").values())])
    for scheme_id, tiny in schemes.items():
        write_scheme(root, scheme_id, tiny)
    return root


def write_scheme(root: Path, scheme_id: str, tiny: Tiny) -> None:
    """Write the files of one scheme."""
    write_yaml(root / "data" / "labels" / scheme_id / "scheme.yaml", scheme_file(scheme_id, tiny))
    clauses, judgements = [], []
    for number, clause in enumerate(tiny.clauses, start=1):
        row_id = f"{scheme_id}.{number:02}"
        clauses.append((row_id, f"clause {number}", "topic", clause.obligation, clause.text, "s01", "own-text", ""))
        together = "|".join(f"{scheme_id}.{other:02}" for other in clause.together)
        for criterion, reach in (clause.reaches or {"sssom:NoTermFound": "none"}).items():
            judgements.append((row_id, criterion, "semapv:ManualMappingCuration", reach, "so it says", "", together))
    write_csv(root / "data" / "labels" / scheme_id / "requirements.csv", REQUIREMENTS_HEADER, clauses)
    events = [(date, kind, "none", "none", "none", "s01", "own-text") for date, kind in tiny.history]
    write_csv(root / "data" / "labels" / scheme_id / "history.csv", HISTORY_HEADER, events)
    write_csv(root / "criteria" / "crosswalk" / f"{scheme_id}.csv", CROSSWALK_HEADER, judgements)


def load_tiny(
    root: Path,
    schemes: Mapping[str, Tiny] = SCHEMES,
    options: Mapping[str, Mapping[str, Any]] | None = None,
) -> Catalogue:
    """Write a catalogue and read it through the front door."""
    return load_catalogue(write_catalogue(root, schemes, options))


def with_two_families(analysis: Analysis) -> Analysis:
    """The same analysis with its families set to two, quickly."""
    analysis.__dict__["families"] = group_schemes(analysis.matrix, 2, bootstraps=5)
    return analysis
