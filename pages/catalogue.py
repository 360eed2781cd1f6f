"""catalogue"""

from labelscope.ui import close_page, open_page

open_page("catalogue")
close_page()
