"""Who covers what?"""

from labelscope.ui import close_page, coverage, open_page, t

open_page("coverage")
choice = coverage.controls(t())
coverage.answer(t(), choice)
coverage.picture(t(), choice)
coverage.details(t(), choice)
close_page()
