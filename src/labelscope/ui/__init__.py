"""What every page starts with: the language, the frame around the page, the panel with the clauses.

The only package that imports streamlit. A page is filters, one call, layout.
"""

from __future__ import annotations

from labelscope.ui.frame import close_page, open_page, t

__all__ = ["close_page", "open_page", "t"]
