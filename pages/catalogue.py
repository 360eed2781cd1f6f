"""What exists?"""

from labelscope.ui import catalogue, close_page, open_page, t

open_page("catalogue")
choice = catalogue.controls(t())
catalogue.content(t(), choice)
close_page()
