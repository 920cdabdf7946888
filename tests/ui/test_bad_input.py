"""What the screens make of answers that nobody expects: gone, absent, unknown, of elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from ivs_tui.aws.errors import Problem, ProblemKind
from ivs_tui.aws.records import lowlatency as ll
from ivs_tui.aws.records import realtime as rt
from ivs_tui.aws.records.base import Record
from ivs_tui.engine.query import QUERIES
from ivs_tui.engine.snapshot import Gone, Snapshot, Topic, Usage
from ivs_tui.resources import DETAILS, KINDS
from ivs_tui.resources.spec import Goal
from ivs_tui.ui.screens.base import MonitorScreen
from tests.resources.test_kinds import BARE
from tests.ui import estate
from tests.ui.monitor import (
    NOW,
    Desk,
    channel,
    channel_arn,
    open_desk,
    snapshot,
    stage_arn,
    stream,
    topic,
)

CHANNEL = topic("channel", arn=channel_arn(1))
COMPOSITION = topic("composition", arn=estate.COMPOSITION)
NEW = "PHASING"
"""A state that AWS may add tomorrow."""


def failed(about: Topic, kind: ProblemKind, sentence: str) -> Snapshot:
    """A topic that was never read, and why."""
    problem = Problem(kind=kind, sentence=sentence)
    return Snapshot(topic=about, error=problem, error_at=NOW, interval=5.0)


def not_found(about: Topic) -> Snapshot:
    return failed(about, ProblemKind.NOT_FOUND, "not found: Resource: arn does not exist")


def denied(about: Topic) -> Snapshot:
    return failed(about, ProblemKind.DENIED, f"denied: ivs:{about.query.operation.name}")


def bare(record: type[Record], **more: str) -> Any:
    """An item that has its required members alone."""
    needed = [field.name for field in msgspec.structs.fields(record) if field.required]
    return record(**dict.fromkeys(needed, "x") | more)


def bare_topic(query: str) -> Topic:
    return topic(query, **dict.fromkeys(QUERIES[query].required, "x"))


async def open_(desk: Desk, name: str, query: str) -> None:
    """Go to any view or detail without its row."""
    desk.app.route.open_goal(Goal(name, dict.fromkeys(QUERIES[query].required, "x")))
    await desk.pilot.pause()


def asks_all(desk: Desk) -> None:
    """What the keys d, x, f and y ask of the screen in front."""
    screen = desk.app.screen
    assert isinstance(screen, MonitorScreen)
    assert screen.describe() is not None
    screen.examined()
    screen.jumps()
    assert screen.copied() is not None


# Absent and unknown members


@pytest.mark.parametrize("ascii_only", [False, True])
async def test_a_list_of_bare_items_shows_them(ascii_only: bool) -> None:
    async with open_desk(ascii_only=ascii_only) as desk:
        for kind in KINDS.values():
            if kind.query not in QUERIES:
                continue
            about = bare_topic(kind.query)
            items = [BARE.get(kind.name) or bare(about.query.operation.record)]
            await open_(desk, kind.name, kind.query)
            await desk.say(snapshot(about, items))
            assert " 1/" in desk.lines[1], kind.name
            asks_all(desk)
            assert not ascii_only or desk.text.isascii(), kind.name


@pytest.mark.parametrize("ascii_only", [False, True])
async def test_a_detail_of_a_bare_answer_shows_it(ascii_only: bool) -> None:
    async with open_desk(ascii_only=ascii_only) as desk:
        for detail in DETAILS.values():
            about = bare_topic(detail.query)
            await open_(desk, detail.name, detail.query)
            await desk.say(snapshot(about, [bare(about.query.operation.record)]))
            assert f"{detail.noun}  read 14:03:05Z" in desk.lines[1], detail.name
            asks_all(desk)
            assert "None" not in desk.text, detail.name
            assert not ascii_only or desk.text.isascii(), detail.name


def destined(state: str) -> tuple[rt.DestinationSummary, ...]:
    return (rt.DestinationSummary(state=state),)


@pytest.mark.parametrize(
    ("view", "item"),
    [
        ("streams", stream(1, health=NEW)),
        ("participants", rt.ParticipantSummary(participant_id="p", state=NEW)),
        ("participants", rt.ParticipantSummary(participant_id="p", recording_state=NEW)),
        ("compositions", rt.CompositionSummary(arn="a", state=NEW)),
        ("compositions", rt.CompositionSummary(arn="a", destinations=destined(NEW))),
        ("ingest", rt.IngestConfigurationSummary(arn="a", state=NEW)),
        ("recordings", ll.RecordingConfigurationSummary(arn="a", state=NEW)),
        (
            "replicas",
            rt.ParticipantReplica(
                destination_stage_arn="a", destination_session_id="b", replication_state=NEW
            ),
        ),
    ],
)
async def test_a_state_that_is_new_is_shown_as_it_came(view: str, item: Any) -> None:
    async with open_desk(size=(160, 24)) as desk:
        await open_(desk, view, KINDS[view].query)
        await desk.say(snapshot(bare_topic(view) if view != "streams" else topic(view), [item]))
        assert f"? {NEW}" in desk.text


@pytest.mark.parametrize(
    ("name", "item", "told"),
    [
        ("composition", rt.Composition(arn="x", state=NEW), f"? {NEW}"),
        ("ingest-configuration", rt.IngestConfiguration(arn="x", state=NEW), f"? {NEW}"),
        ("recording-configuration", ll.RecordingConfiguration(arn="x", state=NEW), f"? {NEW}"),
        ("participant", rt.Participant(participant_id="x", state=NEW), f"? {NEW}"),
        ("participant", rt.Participant(participant_id="x", replication_type=NEW), NEW),
        ("channel", ll.Channel(arn="x", type=NEW, latency_mode=NEW), f"{NEW}  latency {NEW}"),
        (
            "session",
            ll.StreamSession(
                stream_id="x",
                truncated_events=(ll.StreamEvent(name=NEW, type=NEW, event_time=NOW, code=NEW),),
            ),
            f"{NEW} ",
        ),
    ],
)
async def test_a_word_that_is_new_is_shown_as_it_came_in_a_detail(
    name: str, item: Any, told: str
) -> None:
    async with open_desk() as desk:
        await open_(desk, name, DETAILS[name].query)
        await desk.say(snapshot(bare_topic(DETAILS[name].query), [item]))
        assert told in desk.text


# What is gone


async def test_a_deleted_channel_is_said_in_words_while_its_session_is_still_told() -> None:
    async with open_desk(size=(120, 30)) as desk:
        await desk.say(*estate.estate(), snapshot(topic("names"), []))
        await desk.say(not_found(CHANNEL))
        await desk.press("enter")
        assert "session of channel-1" in desk.lines[0]
        assert "since 13:03:05Z" in desk.text
        await desk.press("f", "c")
        assert "not found: Resource: arn does not exist" in desk.text
        assert "not read yet" in desk.text
        await desk.press("x")
        assert "not found" in desk.text
        assert "nothing found" not in desk.text


async def vanished(desk: Desk, *, after: timedelta) -> None:
    """The composition is missing from two reads; then time passes, and reads go on."""
    gone = (Gone(estate.MIX_SUMMARY, NOW, confirmed=True),)
    desk.now = NOW + after
    fresh = {"read_at": desk.now, "last_complete_at": desk.now}
    await desk.say(
        snapshot(topic("compositions"), [], gone=gone, **fresh), not_found(COMPOSITION), Usage()
    )


async def test_a_composition_that_vanished_is_listed_an_hour_later() -> None:
    async with open_desk("compositions") as desk:
        await desk.say(*estate.estate())
        await vanished(desk, after=timedelta(hours=1))
        assert desk.row_with("stage-1").startswith(" ○ gone")
        assert "1/1, 1 ended" in desk.lines[1]
        assert "no composition runs" not in desk.text


async def test_its_detail_tells_what_is_known_of_it_and_whose_word_that_is() -> None:
    async with open_desk("compositions", size=(120, 30)) as desk:
        await desk.say(*estate.estate())
        await vanished(desk, after=timedelta(hours=1))
        await desk.press("enter")
        await vanished(desk, after=timedelta(hours=1))
        assert "not told by the API any more: what its list said last" in desk.text
        assert "✖ not found" in desk.text
        assert "stage stage-1" in desk.text
        assert "✖ failed" in desk.text


async def test_an_ingest_configuration_without_a_stage_says_so_and_leads_nowhere() -> None:
    spare = msgspec.structs.replace(estate.VAN, stage_arn="", participant_id=None)
    summary = msgspec.structs.replace(estate.VAN_SUMMARY, stage_arn="")
    async with open_desk("ingest") as desk:
        await desk.say(*estate.estate(), snapshot(topic("ingest"), [summary]))
        assert "follow" not in desk.lines[-1]
        await desk.press("enter")
        await desk.say(snapshot(topic("ingest-configuration", arn=estate.INGEST), [spare]))
        assert "no stage" in desk.text
        await desk.press("f")
        assert "this leads nowhere else" in desk.text


# Half of the permissions


@pytest.mark.parametrize(
    ("name", "asked", "record", "beside", "told"),
    [
        (
            *("channel", {"arn": channel_arn(1)}, estate.CHANNEL),
            [
                topic("recording-configuration", arn=estate.RECORDING),
                topic("sessions", channelArn=channel_arn(1)),
                topic("streams"),
            ],
            ["channel-1", "STANDARD", "public", "restricted"],
        ),
        (
            *("participant", estate.person(1), estate.ADA),
            [topic("participant-events", **estate.person(1))],
            ["ada", "● connected", "SOURCE"],
        ),
        (
            *("stage", {"arn": stage_arn(1)}, estate.STAGE),
            [topic("participants", stageArn=stage_arn(1), sessionId=estate.SESSION)],
            ["● active", "stage-1"],
        ),
        (
            *("session", {"channelArn": channel_arn(1)}, estate.BROADCAST),
            [topic("streams")],
            ["since 13:03:05Z", "example-archive"],
        ),
        (
            *("composition", {"arn": estate.COMPOSITION}, estate.MIX),
            [topic("stages"), topic("names")],
            ["● active", "✖ failed", "on air"],
        ),
    ],
)
async def test_a_detail_lives_on_where_what_is_read_beside_it_is_denied(
    name: str, asked: dict[str, str], record: Any, beside: Sequence[Topic], told: Sequence[str]
) -> None:
    async with open_desk(size=(120, 36)) as desk:
        desk.app.route.open_goal(Goal(name, asked))
        await desk.say(snapshot(topic(name, **asked), [record]))
        for about in beside:
            await desk.say(denied(about))
            assert f"{about.name}: ✖ denied: ivs:{about.query.operation.name}" in desk.text
            await desk.say(snapshot(about, []))
            assert "denied" not in desk.text
        await desk.say(*(denied(about) for about in beside))
        for words in told:
            assert words in desk.text
        await desk.press("x")
        assert "checked" in desk.text


async def test_the_tree_of_what_cannot_be_read_says_why() -> None:
    about = topic("stage", arn=stage_arn(1))
    async with open_desk() as desk:
        desk.app.route.open_goal(Goal("stage", dict(about.parameters)))
        await desk.press("d")
        assert "not read yet" in desk.text
        await desk.say(denied(about))
        assert "GetStage" in desk.text
        assert "✖ denied: ivs:GetStage" in desk.text


async def test_a_list_lives_on_where_what_it_is_joined_with_is_denied() -> None:
    async with open_desk("channels", size=(120, 24)) as desk:
        await desk.say(snapshot(topic("channels"), [channel(1), channel(2)]))
        await desk.say(denied(topic("streams")))
        assert "streams: ✖ denied: ivs:ListStreams" in desk.text
        assert "offline" not in desk.text
        assert "…" in desk.row_with("channel-1")
