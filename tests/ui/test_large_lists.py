"""Ten thousand items in any list: a change repaints its own row, and all are shown in time."""

from __future__ import annotations

import gc
import time
from collections.abc import Sequence
from typing import Any

import msgspec
import pytest

from ivs_tui.aws.records import realtime as rt
from ivs_tui.engine.query import QUERIES
from ivs_tui.engine.snapshot import Snapshot
from ivs_tui.resources import KINDS
from ivs_tui.resources.spec import Kind, Row
from tests.ui.monitor import NOW, snapshot, topic
from tests.ui.table_app import LOOK, Recorded, running

MANY = 10_000
LISTS = [
    kind for kind in KINDS.values() if kind.query in QUERIES and QUERIES[kind.query].gist is None
]
"""Those whose rows are what the API lists."""
CHANGES: dict[str, dict[str, Any]] = {
    "streams": {"viewer_count": 7},
    "channels": {"type": "BASIC"},
    "sessions": {"has_error_event": True},
    "stages": {"active_session_id": "st-2"},
    "stage-sessions": {"start_time": NOW},
    "participants": {"published": True},
    "compositions": {"destinations": (rt.DestinationSummary(state="FAILED"),)},
    "ingest": {"ingest_protocol": "RTMP"},
    "recordings": {"state": "CREATING"},
    "restrictions": {"allowed_countries": ("DE",)},
    "replicas": {"replication_state": "STOPPED"},
}
"""A change that shows; of the others it is the tags, or the name where they have none."""


def numbered(kind: Kind, count: int) -> list[Any]:
    """Items whose required members, and the name, hold their number."""
    record = QUERIES[kind.query].operation.record
    fields = msgspec.structs.fields(record)
    members = [f.name for f in fields if f.required or f.name in {"name", "stream_id"}]
    if kind.name == "stages":
        members.append("active_session_id")
    return [record(**dict.fromkeys(members, f"x/{number:05}")) for number in range(count)]


def listed(kind: Kind, items: Sequence[Any]) -> Snapshot:
    asked = dict.fromkeys(QUERIES[kind.query].required, "x")
    return snapshot(topic(kind.query, **asked), items)


def rows(kind: Kind, items: Sequence[Any]) -> list[Row]:
    about = {name: snapshot(topic(name), []) for name in (*kind.joins, *kind.knows)}
    return kind.merge(listed(kind, items), about)


@pytest.mark.parametrize("kind", LISTS, ids=lambda kind: kind.name)
async def test_one_changed_item_of_many_repaints_its_row_alone(kind: Kind) -> None:
    items = numbered(kind, MANY)
    async with running(rows(kind, items), size=(120, 20), columns=kind.columns) as (_, table, _p):
        assert table.row_count == MANY
        table.show(rows(kind, items), LOOK)
        assert table.drain() == []
        change = CHANGES.get(kind.name, {"tags": {"desk": "news"}})
        items[3] = msgspec.structs.replace(items[3], **change)
        table.show(rows(kind, items), LOOK)
        (region,) = table.drain()
        assert region is not None
        assert (region.y, region.height) == (4, 1)
        assert region.width < 120
        items[MANY - 1] = msgspec.structs.replace(items[MANY - 1], **change)
        table.show(rows(kind, items), LOOK)
        assert table.drain() == []


async def seconds_for(kind: Kind, enough: float = 0.0) -> float:
    """The CPU time of merging and showing many changed items, the least of three.

    One round that takes no more than `enough` is enough.
    """
    items = numbered(kind, MANY)
    table = Recorded(kind.columns, kind.order)
    took = []
    for round_ in range(3):
        items = [msgspec.structs.replace(item) for item in items]
        gc.collect()
        began = time.process_time()
        table.show(rows(kind, items), LOOK)
        took.append(time.process_time() - began)
        assert table.total == MANY, round_
        if took[-1] <= enough:
            break
    return min(took)


async def test_no_list_of_many_takes_much_longer_than_the_streams() -> None:
    streams = await seconds_for(KINDS["streams"])
    slow = {}
    for kind in LISTS:
        took = await seconds_for(kind, 4 * streams)
        if took > 4 * streams:
            slow[kind.name] = took / streams
    assert slow == {}
