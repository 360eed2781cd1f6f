"""Who duplicates whom?"""

from labelscope.ui import close_page, open_page, overlap, t

open_page("overlap")
choice = overlap.controls(t())
overlap.answer(t(), choice)
overlap.views(t(), choice)
overlap.details(t())
close_page()
