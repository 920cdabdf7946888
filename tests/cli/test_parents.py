"""From a name or an ARN to the resource that is meant."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from ivs_tui.aws.records.lowlatency import Channel, ChannelSummary, StreamSummary
from ivs_tui.aws.records.realtime import StageSummary
from ivs_tui.cli.failure import Failure
from ivs_tui.cli.kinds import KINDS
from ivs_tui.cli.parents import channel_arn, stage_arn, stage_session
from ivs_tui.engine.oneshot import OneShot, Whole
from tests.support import CHANNEL, STAGE, arn


class Source(OneShot):
    """Answers from what a test lays down, and remembers what was asked for."""

    def __init__(self, **answers: list[Any]) -> None:
        self.answers = answers
        self.asked: list[tuple[str, dict[str, Any]]] = []

    async def read(self, name: str, parameters: Mapping[str, Any] | None = None) -> Whole:
        self.asked.append((name, dict(parameters or {})))
        return Whole(tuple(self.answers[name]))


def channels(*names: str | None) -> list[Any]:
    return [ChannelSummary(arn=arn(at), name=name) for at, name in enumerate(names)]


async def test_an_arn_costs_no_request() -> None:
    source = Source()
    assert await channel_arn(source, CHANNEL) == CHANNEL
    assert await stage_arn(source, STAGE) == STAGE
    assert await stage_session(source, STAGE, "st-1") == {"stageArn": STAGE, "sessionId": "st-1"}
    assert source.asked == []


async def test_a_name_is_the_whole_name() -> None:
    source = Source(channels=channels("news-2", "News", None, "news", ""))
    assert await channel_arn(source, "news") == arn(3)
    assert source.asked == [("channels", {"filterByName": "news"})]


async def test_a_name_that_the_api_would_refuse_is_looked_for_in_the_whole_list() -> None:
    source = Source(channels=channels("a b"))
    assert await channel_arn(source, "a b") == arn(0)
    assert source.asked == [("channels", {})]


@pytest.mark.parametrize("most", [2, 9])
async def test_a_name_that_several_have_is_refused_with_their_arns(most: int) -> None:
    with pytest.raises(Failure) as caught:
        await channel_arn(Source(channels=channels(*["news"] * most)), "news")
    assert caught.value.status == 2
    assert caught.value.sentence.startswith(f"{most} channels are named 'news'; give the ARN")
    assert caught.value.sentence.count("arn:aws:ivs:") == min(most, 4)


async def test_a_name_that_nobody_has() -> None:
    for asking in (
        channel_arn(Source(channels=channels("other")), "news"),
        stage_arn(Source(stages=[]), "news"),
        stage_session(Source(stages=[StageSummary(arn=STAGE, name="idle")]), "idle", None),
    ):
        with pytest.raises(Failure) as caught:
            await asking
        assert caught.value.status == 3


async def test_the_active_session_is_taken_where_none_is_given() -> None:
    stage = StageSummary(arn=STAGE, name="show", active_session_id="st-9")
    where = {"stageArn": STAGE, "sessionId": "st-9"}
    assert await stage_session(Source(stages=[stage]), "show", None) == where
    assert await stage_session(Source(stage=[stage]), STAGE, None) == where


async def test_names_are_asked_for_in_batches_of_50_once_each() -> None:
    streams = [StreamSummary(channel_arn=arn(at % 120)) for at in range(130)]
    source = Source(streams=streams, names=[Channel(arn=arn(7), name="seven"), Channel(arn=arn(8))])
    answer = await KINDS["streams"].read(source, {})
    batches = [parameters["arns"] for name, parameters in source.asked if name == "names"]
    assert [len(batch) for batch in batches] == [50, 50, 20]
    assert len({one for batch in batches for one in batch}) == 120
    assert [added["channelName"] for added in answer.added[6:9]] == [None, "seven", None]
