"""AWS CLI's cache of role credentials, where its folder may take nothing."""

from __future__ import annotations

import logging
from typing import Any

from botocore.utils import JSONFileCache

_log = logging.getLogger(__name__)


class RoleCache(JSONFileCache):
    """A cache on disk; what the disk does not take is kept for this process alone.

    botocore 1.43 takes a cache that cannot be written for a role that cannot be assumed.
    """

    def __init__(self, folder: str) -> None:
        super().__init__(folder)
        self._folder = folder
        self._unwritten: dict[str, Any] = {}

    def __contains__(self, key: str) -> bool:
        return key in self._unwritten or super().__contains__(key)

    def __getitem__(self, key: str) -> Any:
        return self._unwritten[key] if key in self._unwritten else super().__getitem__(key)

    def __setitem__(self, key: str, value: Any) -> None:
        try:
            super().__setitem__(key, value)
        except OSError as error:
            _log.warning("no role credentials in %s: %s", self._folder, error.strerror)
            self._unwritten[key] = value
        else:
            self._unwritten.pop(key, None)
