"""botocore's data files, found and read without those of the 400 services that nobody asks for."""

from __future__ import annotations

import gzip
import os
from pathlib import Path
from typing import Any

import msgspec
from botocore.loaders import JSONFileLoader, Loader, create_loader

_ENDPOINTS = "endpoints"
_SERVICES = ("ivs", "ivsrealtime", "sts", "oidc", "portal.sso")
"""Endpoint prefixes of what is asked: the two APIs, and who gives credentials for them."""


def lean_loader(data_path: str | None) -> Loader:
    """A loader over botocore's own folders and those of the user's `data_path`."""
    paths = create_loader(data_path).search_paths
    return _Loader(paths, _Files(), include_default_search_paths=False)


class _Loader(Loader):
    def list_available_services(self, type_name: str) -> list[str]:
        """Names of folders; botocore 1.43 looks into all of them for 20 ms."""
        found = (os.listdir(path) for path in self.search_paths if os.path.isdir(path))
        return sorted({name for names in found for name in names})


class _Files(JSONFileLoader):
    """Reads by msgspec into plain dicts.

    botocore 1.43 takes 40 ms and 8 MB for what the first client needs, nearly all of it for the
    endpoints of every service there is.
    """

    def load_file(self, file_path: str) -> Any:
        """What the file says; None where there is none."""
        plain, packed = Path(f"{file_path}.json"), Path(f"{file_path}.json.gz")
        if plain.is_file():
            return _decoded(plain.name, plain.read_bytes())
        if packed.is_file():
            return _decoded(plain.name, gzip.decompress(packed.read_bytes()))
        return None


def _decoded(name: str, content: bytes) -> Any:
    if name != f"{_ENDPOINTS}.json":
        return msgspec.json.decode(content)
    told = msgspec.json.decode(content, type=dict[str, msgspec.Raw])
    partitions = msgspec.json.decode(told.pop("partitions"), type=list[dict[str, msgspec.Raw]])
    return {name: msgspec.json.decode(value) for name, value in told.items()} | {
        "partitions": [_partition(members) for members in partitions]
    }


def _partition(members: dict[str, msgspec.Raw]) -> dict[str, Any]:
    services = msgspec.json.decode(members.pop("services"), type=dict[str, msgspec.Raw])
    partition = {name: msgspec.json.decode(value) for name, value in members.items()}
    partition["services"] = {
        name: msgspec.json.decode(services[name]) for name in _SERVICES if name in services
    }
    return partition
