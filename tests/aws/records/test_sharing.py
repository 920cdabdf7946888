"""Records that hold equal values once, and say what they said."""

from __future__ import annotations

from typing import get_args, get_type_hints

import msgspec
import pytest

from ivs_tui.aws.operations import OPERATIONS
from ivs_tui.aws.records.base import Record
from ivs_tui.aws.records.lowlatency import ChannelSummary, StreamSession
from ivs_tui.aws.records.sharing import share


def channel(number: int, **more: object) -> ChannelSummary:
    """A channel none of whose values is the same object as another's."""
    told = {"arn": f"arn:{number}", "type": "STANDARD", "tags": {"city": f"{number % 3}"}, **more}
    return msgspec.json.decode(msgspec.json.encode(told), type=ChannelSummary)


def test_what_repeats_is_one_object_and_what_does_not_is_left() -> None:
    items = [channel(number) for number in range(300)]
    share(items)
    assert items == [channel(number) for number in range(300)]
    assert len({id(item.type) for item in items}) == 1
    assert len({id(item.tags) for item in items}) == 3
    assert len({id(item.arn) for item in items}) == 300


@pytest.mark.parametrize(
    "items",
    [
        [],
        [channel(1)],
        [channel(1), channel(1)],
        [channel(number, type=None, tags=None) for number in range(9)],
        [channel(number, tags={}) for number in range(9)],
        [channel(number, preset="x" if number % 2 else None) for number in range(9)],
        # What the first ones have in common, the others need not.
        [channel(number, name="same" if number < 200 else f"{number}") for number in range(300)],
    ],
    ids=len,
)
def test_nobody_can_tell(items: list[ChannelSummary]) -> None:
    before = msgspec.json.encode(items)
    share(items)
    assert msgspec.json.encode(items) == before


def test_records_in_records_are_left() -> None:
    told = b'{"streamId": "s", "channel": {"arn": "a", "tags": {"a": "b"}}}'
    items = [msgspec.json.decode(told, type=StreamSession) for _ in range(9)]
    share(items)
    assert len({id(item.channel) for item in items}) == 9


@pytest.mark.parametrize("record", sorted({one.record for one in OPERATIONS.values()}, key=str))
def test_every_dict_of_a_record_holds_texts(record: type[Record]) -> None:
    for hint in get_type_hints(record).values():
        for one in (hint, *get_args(hint)):
            if getattr(one, "__origin__", None) is dict:
                assert get_args(one) == (str, str)


def test_the_parts_of_a_list_share_with_each_other() -> None:
    parts = [[channel(number + at) for number in range(50)] for at in (0, 50)]
    for part in parts:
        share(part)
    assert len({id(item.type) for part in parts for item in part}) == 1
