"""How far is a yardstick met?"""

from labelscope.ui import close_page, lenses, open_page, t

open_page("lenses")
lenses.show(t())
close_page()
