"""Where this program's own words go: a file if the user named one, else nowhere."""

from __future__ import annotations

import logging

from ivs_tui.config import Config

_FORMAT = "%(asctime)s %(process)d %(levelname)s %(name)s: %(message)s"


def log_to_file(config: Config) -> None:
    """Append warnings and errors to `--log-file`; raises OSError where it cannot be written.

    Both processes append to the one file. Libraries log at WARNING and above only: botocore's DEBUG
    would hold answers with their secrets.
    """
    root = logging.getLogger()
    if config.log_file is None:
        root.addHandler(logging.NullHandler())
        return
    handler = logging.FileHandler(config.log_file, encoding="utf-8")
    handler.setFormatter(logging.Formatter(_FORMAT))
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    logging.getLogger("ivs_tui").setLevel(logging.INFO)
