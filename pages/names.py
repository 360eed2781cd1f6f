"""What do these names mean?"""

from labelscope.ui import close_page, names, open_page, t

open_page("names")
names.show(t())
close_page()
