"""Alerts on this machine: what is looked at, how it is told, which commands are run."""
