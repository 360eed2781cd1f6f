"""Proposals and the assessor's answer as plain text, for the command line."""

from __future__ import annotations

from collections.abc import Sequence

from labelscope import vocabulary
from labelscope.i18n import Translator, mark
from labelscope.matching import Level, MatchedClause, Matcher
