"""ivs-tui: the live operations terminal for Amazon IVS."""
