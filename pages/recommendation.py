"""What do we recommend, and how sure are we?"""

from labelscope.ui import close_page, components, open_page, recommendation, t

open_page("recommendation")
components.advice_scope(t())
recommendation.advice(t())
recommendation.reasons(t())
recommendation.certainty(t())
recommendation.lacking(t())
recommendation.gaps(t())
recommendation.pairs(t())
recommendation.steps(t())
recommendation.legal(t())
recommendation.take_away(t())
close_page()
