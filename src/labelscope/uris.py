"""Stable URIs for what others may cite: a scheme in one version, a clause, a criterion.

A URI is made of ids alone: no correction of a wording moves it. Rows keep their ids for good, and an id
that was dropped is never given to anything else. Only the URI of a scheme names a version, as the record
words it, so it moves when the scheme is re-issued.
"""

from __future__ import annotations

import os
import re

from labelscope.model import Scheme

#: A host that publishes under an address of its own sets LABELSCOPE_URI_BASE.
BASE = f"{os.environ.get('LABELSCOPE_URI_BASE', 'https://w3id.org/labelscope').rstrip('/')}/"
UNVERSIONED = "unversioned"

SCHEMES = f"{BASE}scheme/"
CLAUSES = f"{BASE}clause/"
CRITERIA = f"{BASE}criterion/"
LISTS = f"{BASE}criteria/"
VOCABULARY = f"{BASE}vocabulary/"


def version_part(scheme: Scheme) -> str:
    """The version of a scheme as part of a URI: what its record says before any bracket, comma or semicolon."""
    return _part(scheme.identity.version or "")


def scheme_uri(scheme: Scheme) -> str:
    """The scheme in the version that was read."""
    return f"{SCHEMES}{scheme.id}/{version_part(scheme)}"


def clause_uri(requirement_id: str) -> str:
    """One clause of a scheme."""
    return f"{CLAUSES}{requirement_id}"


def criterion_uri(criterion_id: str) -> str:
    """One shared criterion."""
    return f"{CRITERIA}{criterion_id}"


def list_uri(version: str) -> str:
    """The whole list of shared criteria in one version."""
    return f"{LISTS}{_part(version)}"


def comparison_uri(first: Scheme, second: Scheme) -> str:
    """The first scheme held against the second, each in the version that was read."""
    return f"{BASE}comparison/{first.id}/{version_part(first)}/{second.id}/{version_part(second)}"


def _part(text: str) -> str:
    head = re.split(r"[(\[,;]", text)[0]
    return re.sub(r"[^a-z0-9.]+", "-", head.lower()).strip("-.") or UNVERSIONED
