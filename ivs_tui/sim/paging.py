"""Pages and their opaque tokens."""

import base64
import json
import zlib
from collections.abc import Callable, Sequence

from ivs_tui.sim.errors import AwsError
from ivs_tui.sim.world import Item

Key = Callable[[Item], str]


def fingerprint(item: Item) -> str:
    """A key for items that have no identity of their own, such as events."""
    return str(zlib.crc32(json.dumps(item, sort_keys=True).encode()))


def page(
    operation: str, items: Sequence[Item], key: Key, limit: int, token: str | None
) -> tuple[Sequence[Item], str | None]:
    """The next `limit` items and the token for what follows, None at the end.

    A token remembers the last item and not only how many were served, so that what goes
    or comes between two pages makes no other item appear twice or never.
    """
    start = _start(operation, items, key, token) if token else 0
    served = items[start : start + limit]
    stop = start + len(served)
    return served, _pack(operation, stop, key(served[-1])) if stop < len(items) else None


def _pack(operation: str, offset: int, last: str) -> str:
    text = json.dumps([operation, offset, fingerprint({"": last})])
    return base64.urlsafe_b64encode(text.encode()).decode()


def _start(operation: str, items: Sequence[Item], key: Key, token: str) -> int:
    try:
        of, offset, last = json.loads(base64.urlsafe_b64decode(token))
    except (ValueError, TypeError):
        of, offset, last = "", 0, ""
    if of != operation or not isinstance(offset, int) or offset < 0:
        raise AwsError("ValidationException", "Invalid nextToken")

    def is_last(index: int) -> bool:
        return fingerprint({"": key(items[index])}) == str(last)

    if 0 < offset <= len(items) and is_last(offset - 1):
        return offset
    return next((i + 1 for i in range(len(items)) if is_last(i)), min(offset, len(items)))
