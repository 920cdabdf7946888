"""`python -m ivs_tui`."""

import sys

from ivs_tui.cli.main import main

sys.exit(main())
