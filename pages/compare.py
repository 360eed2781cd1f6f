"""Where do these schemes differ?"""

from labelscope.ui import clause_pairs, close_page, compare, open_page, t

open_page("compare")
choice = compare.controls(t())
compare.answer(t(), choice)
if clause_pairs.is_chosen(t()):
    clause_pairs.show(t(), choice.schemes)
else:
    compare.content(t(), choice)
    compare.system(t(), choice)
    compare.details(t(), choice)
close_page()
