"""labelscope: revive a social label, or consolidate what exists?"""

from labelscope.ui.frame import run_app

run_app()
