"""Where would this label fit?"""

from labelscope.ui import close_page, match, open_page, t

open_page("match")
found = match.find(t())
match.answer(t(), found)
match.intake(t(), found)
match.requirements(t(), found)
match.assessor(t(), found)
match.twin(t(), found)
close_page()
