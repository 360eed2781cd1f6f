"""match"""

from labelscope.ui import close_page, open_page

open_page("match")
close_page()
