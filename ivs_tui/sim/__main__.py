"""`python -m ivs_tui.sim`: the simulator alone."""

from ivs_tui.lifeline import leave
from ivs_tui.sim.process import main

leave(main())
