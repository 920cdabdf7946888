"""`python -m ivs_tui.sim`: the simulator alone."""

import sys

from ivs_tui.sim.process import main

sys.exit(main())
