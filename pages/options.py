"""What could be done?"""

from labelscope.ui import close_page, components, open_page, options, t

open_page("options")
components.advice_scope(t())
options.answer(t())
options.picture(t())
options.meaning(t())
options.detail(t())
options.twin(t())
close_page()
