"""Revive a social label, or consolidate what exists?"""

from labelscope.ui import close_page, home, open_page, t

open_page("home")
home.sentences(t())
home.strip(t())
home.doors(t())
home.twin(t())
close_page()
