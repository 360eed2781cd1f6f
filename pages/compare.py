"""compare"""

from labelscope.ui import close_page, open_page

open_page("compare")
close_page()
