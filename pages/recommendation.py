"""recommendation"""

from labelscope.ui import close_page, open_page

open_page("recommendation")
close_page()
