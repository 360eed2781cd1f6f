"""overlap"""

from labelscope.ui import close_page, open_page

open_page("overlap")
close_page()
