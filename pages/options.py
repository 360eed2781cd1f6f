"""options"""

from labelscope.ui import close_page, open_page

open_page("options")
close_page()
