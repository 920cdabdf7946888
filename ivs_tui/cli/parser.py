"""The options of a command; what is wrong with them is said in one line."""

from __future__ import annotations

import argparse
from typing import NoReturn

from ivs_tui.cli.failure import USAGE, Failure


class Parser(argparse.ArgumentParser):
    """Ends the command as every failure does, where argparse would end the process."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, and where to read what would be right."""
        raise Failure(USAGE, f"{message} (see {self.prog} --help)")
