"""python -m labelscope"""

import sys

from labelscope.cli import main

sys.exit(main())
