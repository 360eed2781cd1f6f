"""Are these proposals right?"""

from labelscope.ui import close_page, open_page, review, t

open_page("review")
review.show(t())
close_page()
