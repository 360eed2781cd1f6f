"""Where do these schemes differ?"""

from labelscope.ui import close_page, compare, open_page, t

open_page("compare")
choice = compare.controls(t())
compare.answer(t(), choice)
compare.content(t(), choice)
compare.system(t(), choice)
compare.details(t(), choice)
close_page()
