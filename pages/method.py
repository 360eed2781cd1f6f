"""method"""

from labelscope.ui import close_page, open_page

open_page("method")
close_page()
