"""The style sheet of the page *Review*."""

from __future__ import annotations

from functools import cache

from labelscope.charts import palette


@cache
def style(mode: str) -> str:
    """CSS for one mode."""
    c = palette(mode)
    return f"""<style>
.rv-clause{{border-left:.3rem solid {c["accent"]};padding:.2rem 0 .2rem 1rem;color:{c["ink"]}}}
.rv-above{{color:{c["muted"]};font-size:.92rem;margin:0 0 .3rem}}
.rv-text{{font-size:1.25rem;line-height:1.55;margin:0 0 .5rem;max-width:38rem}}
.rv-head{{font-size:1.05rem!important;font-weight:600;margin:0!important;padding:0!important;line-height:1.35}}
.rv-head .ls-pill{{font-weight:400;margin:0 0 0 .4rem}}
.rv-list{{margin:.2rem 0;padding-left:1.1rem}}
.rv-keys{{margin-top:.3rem}}
kbd{{border:1px solid {c["rule"]};border-bottom-width:2px;border-radius:4px;padding:0 .35rem;font-size:.8rem;
background:{c["panel"]};color:{c["ink"]}}}
</style>"""
