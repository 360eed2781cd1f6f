"""home"""

from labelscope.ui import close_page, open_page

open_page("home")
close_page()
