"""How do we know, and what do we not know?"""

from labelscope.ui import close_page, method, open_page, t

open_page("method")
method.answer(t())
method.contents(t())
method.how(t())
method.known(t())
method.missing(t())
close_page()
