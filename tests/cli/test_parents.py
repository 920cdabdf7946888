"""From a name or an ARN to the resource that is meant."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from ivs_tui.aws.records.lowlatency import (
    Channel,
    ChannelSummary,
    PlaybackRestrictionPolicySummary,
    StreamSummary,
)
from ivs_tui.aws.records.realtime import CompositionSummary, StageSummary
from ivs_tui.cli.failure import Failure
from ivs_tui.cli.kinds import KINDS
from ivs_tui.cli.parents import CHANNELS, STAGES, Resource, arn_of, of_source, of_stage_session
from ivs_tui.engine.oneshot import OneShot, Whole
from tests.support import CHANNEL, STAGE, arn

POLICIES = Resource("restrictions", "restriction-policy", "restriction policies")
COMPOSITIONS = Resource("compositions", "composition", "compositions")
IDLE = StageSummary(arn=STAGE, name="idle")


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
    assert await arn_of(source, CHANNELS, CHANNEL) == CHANNEL
    assert await arn_of(source, STAGES, STAGE) == STAGE
    assert await of_stage_session(source, {"stage": STAGE, "session": "st-1"}) == {
        "stageArn": STAGE,
        "sessionId": "st-1",
    }
    assert source.asked == []


async def test_a_name_is_the_whole_name() -> None:
    source = Source(channels=channels("news-2", "News", None, "news", ""))
    assert await arn_of(source, CHANNELS, "news") == arn(3)
    assert source.asked == [("channels", {"filterByName": "news"})]


async def test_a_name_that_the_api_would_refuse_is_looked_for_in_the_whole_list() -> None:
    source = Source(channels=channels("a b"))
    assert await arn_of(source, CHANNELS, "a b") == arn(0)
    assert source.asked == [("channels", {})]


@pytest.mark.parametrize("most", [2, 9])
async def test_a_name_that_several_have_is_refused_with_their_arns(most: int) -> None:
    with pytest.raises(Failure) as caught:
        await arn_of(Source(channels=channels(*["news"] * most)), CHANNELS, "news")
    assert caught.value.status == 2
    assert caught.value.sentence.startswith(f"{most} channels are named 'news'; give the ARN")
    assert caught.value.sentence.count("arn:aws:ivs:") == min(most, 4)


async def test_a_name_that_nobody_has() -> None:
    for asking in (
        arn_of(Source(channels=channels("other")), CHANNELS, "news"),
        arn_of(Source(stages=[]), STAGES, "news"),
        of_stage_session(Source(stages=[IDLE]), {"stage": "idle"}),
    ):
        with pytest.raises(Failure) as caught:
            await asking
        assert caught.value.status == 3


async def test_a_word_is_a_name_first_and_then_the_end_of_an_arn() -> None:
    policies = [
        PlaybackRestrictionPolicySummary(arn="arn:x/one", name="two"),
        PlaybackRestrictionPolicySummary(arn="arn:x/two", name="three"),
        PlaybackRestrictionPolicySummary(arn="arn:x/four"),
    ]
    source = Source(restrictions=policies)
    for word, meant in (("two", "one"), ("three", "two"), ("one", "one"), ("four", "four")):
        assert await arn_of(source, POLICIES, word) == f"arn:x/{meant}"
    composition = CompositionSummary(arn="arn:x/one", tags={"name": "two"})
    assert await arn_of(Source(compositions=[composition]), COMPOSITIONS, "one") == "arn:x/one"


async def test_what_a_list_holds_twice_is_one_thing() -> None:
    policy = PlaybackRestrictionPolicySummary(arn="arn:x/one", name="one")
    assert await arn_of(Source(restrictions=[policy, policy]), POLICIES, "one") == "arn:x/one"


async def test_each_thing_is_called_by_its_own_word() -> None:
    alike = [PlaybackRestrictionPolicySummary(arn=f"arn:x/{at}", name="eu") for at in range(2)]
    for resource, found, sentence in (
        (POLICIES, [], "no restriction policy is named 'eu'; see `ivs-tui get restrictions`"),
        (COMPOSITIONS, [], "no composition has the id 'eu'; see `ivs-tui get compositions`"),
        (POLICIES, alike, "2 restriction policies are named 'eu'; give the ARN of one: arn:x/0, "),
    ):
        with pytest.raises(Failure) as caught:
            await arn_of(Source(**{resource.every: list(found)}), resource, "eu")
        assert caught.value.sentence.startswith(sentence)
        assert caught.value.status == (2 if found else 3)


async def test_replicas_are_asked_for_by_their_source() -> None:
    where = {"sourceStageArn": STAGE, "participantId": "p"}
    assert await of_source(Source(stages=[IDLE]), {"stage": "idle", "participant": "p"}) == where


async def test_the_active_session_is_taken_where_none_is_given() -> None:
    stage = StageSummary(arn=STAGE, name="show", active_session_id="st-9")
    where = {"stageArn": STAGE, "sessionId": "st-9"}
    assert await of_stage_session(Source(stages=[stage]), {"stage": "show"}) == where
    assert await of_stage_session(Source(stage=[stage]), {"stage": STAGE}) == where


async def test_names_are_asked_for_in_batches_of_50_once_each() -> None:
    streams = [StreamSummary(channel_arn=arn(at % 120)) for at in range(130)]
    source = Source(streams=streams, names=[Channel(arn=arn(7), name="seven"), Channel(arn=arn(8))])
    answer = await KINDS["streams"].read(source, {})
    batches = [parameters["arns"] for name, parameters in source.asked if name == "names"]
    assert [len(batch) for batch in batches] == [50, 50, 20]
    assert len({one for batch in batches for one in batch}) == 120
    assert [added["channelName"] for added in answer.added[6:9]] == [None, "seven", None]
