"""What does a new standard ask for?"""

from labelscope.ui import add_a_scheme, close_page, open_page, t

open_page("add_a_scheme")
reading = add_a_scheme.document(t())
add_a_scheme.clauses(t(), reading)
add_a_scheme.proposals(t(), reading)
close_page()
