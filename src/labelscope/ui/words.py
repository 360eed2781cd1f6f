"""Words that several pages use for what the matcher says."""

from __future__ import annotations

from collections.abc import Mapping

from labelscope.i18n import mark
from labelscope.matching.answer import Closeness

CLOSENESS: Mapping[Closeness, str] = {
    Closeness.VERY_CLOSE: mark("very close"),
    Closeness.CLOSE: mark("close"),
    Closeness.LOOSE: mark("loosely alike"),
    Closeness.FAR: mark("hardly alike"),
}
