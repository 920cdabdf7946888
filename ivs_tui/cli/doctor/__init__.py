"""`ivs-tui doctor`: what would stop the monitor on this machine and in this account."""
