"""The recommendation as plain text, for the command line."""

from __future__ import annotations

from labelscope.analysis import Analysis
from labelscope.exporting import tables
from labelscope.exporting.page import caveat
from labelscope.i18n import Translator, mark
from labelscope.options import ATTRIBUTES


def advice_text(analysis: Analysis, t: Translator) -> str:
    """The advice, its reasons and what stands behind them, in one language."""
    found, catalogue = analysis.recommendation, analysis.catalogue
    tree, schemes = catalogue.criteria, catalogue.schemes
    label = {option.id: option.label[t.language] for option in catalogue.options}

    def named(ids: tuple[str, ...]) -> str:
        return t.listing(tree[c].label[t.language] for c in ids)

    depends = [t(_WITHOUT, attribute=t(ATTRIBUTES[a].label), option=label[o]) for a, o in found.depends_on.items()]
    depends = depends or [t(mark("Leaving out any one attribute does not change the advice."))]
    lines = [
        t(mark("Revive a social label, or consolidate what exists?")), "",
        t(mark("Advice: {option}"), option=label[found.advised]), caveat(t), "", t(mark("Why")),
        *(f"- {t.phrase(reason.message, reason.values)}" for reason in found.reasons), "",
        t(mark("What it depends on")),
        *(f"- {line}" for line in depends), "",
        t(mark("What the 2002 label lacks")),
        *(f"- {tree.theme(x.theme_id).label[t.language]}: {named(x.criteria)}" for x in found.lacking), "",
        t(mark("What almost no scheme asks")), f"- {named(found.rare)}", f"- {named(found.rare_system)}", "",
        t(mark("Ripe for mutual recognition")),
        *(f"- {schemes[p.first].short} / {schemes[p.second].short}: {t.percent(p.first_in_second)} / "
          f"{t.percent(p.second_in_first)}" for p in found.pairs), "",
        t(mark("Next steps")), *(f"- {t(step.message)}" for step in found.steps), "", t(mark("Options")),
    ]  # fmt: skip
    for assessed in analysis.options.options:
        lines.append(f"- {assessed.option.label[t.language]}")
        for attribute in ATTRIBUTES.values():
            figure = tables.figure_text(assessed.figures[attribute.id], t, attribute.unit)
            lines.append(f"    {t(attribute.label)}: {figure}")
    return "\n".join(lines)


_WITHOUT = mark("Without '{attribute}', '{option}' leads.")
