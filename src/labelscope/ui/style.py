"""The style sheet of our own pieces, built from the palette."""

from __future__ import annotations

from functools import cache

from labelscope.charts import palette


@cache
def style_sheet(mode: str) -> str:
    """CSS for one mode."""
    c = palette(mode)
    return f"""<style>
.ls-answer{{font-size:1.25rem;line-height:1.5;max-width:62rem;margin:0 0 .5rem;color:{c["ink"]}}}
.ls-answer b{{color:{c["primary"] if mode == "light" else c["full"]}}}
.ls-muted,.ls-caption{{color:{c["muted"]};font-size:.92rem;max-width:62rem}}
.ls-scroll{{overflow-x:auto}}
.ls-table{{border-collapse:collapse;width:100%;font-size:.95rem;color:{c["ink"]}}}
.ls-table caption{{text-align:left;font-weight:600;padding:.4rem 0}}
.ls-table th,.ls-table td{{text-align:left;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid {c["rule"]}}}
.ls-table thead th{{color:{c["muted"]};font-weight:600}}
.ls-table tbody th{{font-weight:600}}
.ls-lang{{font-size:.7rem;color:{c["muted"]};border:1px solid {c["rule"]};border-radius:3px;padding:0 .25em;
text-decoration:none}}
.ls-bar{{position:relative;display:inline-block;width:9rem;height:.9rem;vertical-align:middle;
background:{c["panel"]};border-radius:2px}}
.ls-bar i{{position:absolute;display:block}}
.ls-range{{top:.4rem;height:.1rem;background:{c["sign"]}}}
.ls-band{{top:.2rem;height:.5rem;background:{c["partial"]};opacity:.55;border-radius:2px}}
.ls-dot{{top:.15rem;width:.6rem;height:.6rem;margin-left:-.3rem;border-radius:50%;background:{c["full"]}}}
.ls-clause{{border-left:3px solid {c["partial"]};padding:.1rem 0 .1rem .8rem;margin:0 0 1.1rem;color:{c["ink"]}}}
.ls-clause.full{{border-color:{c["full"]}}}.ls-clause.beyond{{border-color:{c["accent"]}}}
.ls-clause.none{{border-color:{c["rule"]}}}
.ls-clause p{{margin:.15rem 0}}
.ls-pill{{display:inline-block;border:1px solid {c["rule"]};border-radius:1rem;padding:.05rem .6rem;font-size:.85rem;
margin:0 .3rem .3rem 0;color:{c["ink"]};background:{c["panel"]}}}
.ls-key{{display:inline-flex;align-items:center;gap:.35rem;margin:0 .9rem .3rem 0;font-size:.85rem;color:{c["ink"]}}}
.ls-key svg{{flex:none}}
.ls-key i{{display:inline-block;width:.95rem;height:.95rem;box-sizing:border-box;text-align:center;font-style:normal;
font-size:.75rem;line-height:.9rem;font-weight:700}}
.ls-grade{{color:{c["muted"]};white-space:nowrap}}
.st-key-add_list{{max-width:62rem}}
.ls-above{{color:{c["muted"]};font-size:.92rem;font-weight:600;margin:.6rem 0 0;max-width:62rem}}
.ls-card{{border:1px solid {c["rule"]};border-radius:.5rem;padding:.8rem 1rem;background:{c["panel"]};color:{c["ink"]}}}
.ls-advice{{border-left:.4rem solid {c["accent"]};padding:.4rem 1.1rem;background:{c["panel"]};font-size:1.35rem;
line-height:1.4;color:{c["ink"]}}}
.st-key-narrow{{display:none}}
@media (max-width:700px){{.st-key-wide{{display:none}}.st-key-narrow{{display:flex}}
.ls-answer{{font-size:1.1rem}}h1{{font-size:1.75rem!important}}}}
@media print{{header,[data-testid="stToolbar"]{{display:none}}}}
a{{color:{c["primary"] if mode == "light" else c["full"]}}}
</style>"""
