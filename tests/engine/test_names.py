"""Which channels are asked for their names, and when."""

from __future__ import annotations

from ivs_tui.aws.operations import MAX_BATCH
from ivs_tui.aws.records.lowlatency import ChannelSummary
from ivs_tui.engine.names import FRESH_FOR, RETRY_AFTER, Names, channel_arns
from tests.support import ManualClock, arn, stream


def arns(*numbers: int) -> list[str]:
    return [arn(number) for number in numbers]


def test_those_in_sight_go_first_and_nobody_twice() -> None:
    names = Names(ManualClock())
    assert names.want(arns(*range(60)))
    assert names.look(tuple(arns(59, 3)))
    assert names.batch()[:3] == arns(59, 3, 0)
    assert len(names.batch()) == len(set(names.batch())) == MAX_BATCH


def test_what_was_answered_rests_longer_than_what_was_not() -> None:
    clock = ManualClock()
    names = Names(clock)
    names.want(arns(1, 2))
    names.told(arns(1, 2), arns(1))
    assert names.batch() == []
    assert not names.want(arns(1, 2))
    assert not names.look(tuple(arns(1, 2)))
    clock.jump(RETRY_AFTER)
    assert names.batch() == arns(2)
    clock.jump(FRESH_FOR)
    assert names.batch() == arns(1, 2)


def test_what_nobody_wants_any_more_is_forgotten() -> None:
    names = Names(ManualClock())
    for number in range(1_000):
        names.want(arns(number))
        names.told(arns(number), arns(number))
    assert len(names._due) <= 2


def test_the_channels_of_a_list() -> None:
    assert channel_arns([stream(1), stream(2)]) == arns(1, 2)
    assert channel_arns([ChannelSummary(arn=arn(3))]) == arns(3)
    assert channel_arns([]) == []
