"""`f`: from a resource to those that it belongs to, and back."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import msgspec
import pytest

from ivs_tui.aws.records import realtime as rt
from ivs_tui.engine.commands import Watch
from ivs_tui.engine.snapshot import Topic
from ivs_tui.ui.screens.jumps import JumpsScreen
from tests.ui import estate
from tests.ui.monitor import Desk, channel_arn, open_desk, snapshot, stage_arn, topic

AT_HOME = {"arn": channel_arn(1)}


@asynccontextmanager
async def at(where: str, **more: Any) -> AsyncIterator[Desk]:
    """A monitor of the whole estate, on a view or (after a blank) further by keys."""
    view, *keys = where.split()
    async with open_desk(view, **more) as desk:
        await desk.say(*estate.estate())
        await desk.press(*keys) if keys else None
        yield desk


def menu(desk: Desk) -> list[str]:
    """The steps in the menu, without what lies beside it."""
    assert isinstance(desk.app.screen, JumpsScreen)
    options = desk.app.screen.query_one("OptionList").region
    rows = desk.lines[options.y : options.bottom]
    return [row[options.x : options.right].strip() for row in rows]


def watched(desk: Desk, wanted: Topic) -> bool:
    return Watch(wanted, 5.0, front=True) in desk.link.sent


STEPS: list[tuple[str, str, str, Topic | None]] = [
    ("channels", "c", "channel channel-1", topic("channel", **AT_HOME)),
    ("channels", "l", "session of channel-1", topic("session", channelArn=channel_arn(1))),
    ("channels", "h", "sessions of channel-1", topic("sessions", channelArn=channel_arn(1))),
    ("channels", "y", "stream-keys of channel-1", None),
    ("channels", "r", "recording-configuration archive", None),
    ("channels", "p", "restriction-policy europe", None),
    ("channels", "a", "ad-configuration midroll", None),
    ("channels f c", "l", "session of channel-1", None),
    ("channels f c", "r", "recording-configuration archive", None),
    ("channels f c", "p", "restriction-policy europe", None),
    ("channels f c", "a", "ad-configuration midroll", None),
    ("streams", "c", "channel channel-1", None),
    ("streams enter", "c", "channel channel-1", None),
    ("streams enter", "r", "recording-configuration archive", None),
    ("channels f y", "c", "channel channel-1", None),
    ("channels f y enter", "c", "channel channel-1", None),
    ("channels enter", "c", "channel channel-1", None),
    (
        *("recordings", "u", "channels with archive"),
        topic("channels", filterByRecordingConfigurationArn=estate.RECORDING),
    ),
    ("recordings enter", "u", "channels with archive", None),
    (
        *("restrictions enter", "u", "channels with europe"),
        topic("channels", filterByPlaybackRestrictionPolicyArn=estate.POLICY),
    ),
    (
        *("ads enter", "u", "channels with midroll"),
        topic("channels", filterByAdConfigurationArn=estate.ADS),
    ),
    ("stages", "g", "stage stage-1", topic("stage", arn=stage_arn(1))),
    ("stages", "t", "participants of stage-1", None),
    (
        *("stages", "m", "compositions with stage-1"),
        topic("compositions", filterByStageArn=stage_arn(1)),
    ),
    (
        *("stages f g", "i", "ingest with stage-1"),
        topic("ingest", filterByStageArn=stage_arn(1)),
    ),
    ("stages f g", "o", f"storage-configuration {estate.STORAGE[-12:]}", None),
    ("compositions", "g", "stage stage-1", None),
    ("compositions enter", "g", "stage stage-1", None),
    ("compositions enter", "c", "channel channel-1", None),
    ("compositions enter", "e", f"encoder-configuration {estate.ENCODER[-12:]}", None),
    ("compositions enter", "o", f"storage-configuration {estate.STORAGE[-12:]}", None),
    ("ingest", "g", "stage stage-1", None),
    ("ingest enter", "g", "stage stage-1", None),
    ("stages f t j", "i", "ingest-configuration outside-van", None),
    ("stages f t", "w", "replicas of stage-1", None),
    ("stages f t enter", "w", "replicas of stage-1", None),
    ("stages f t f w", "n", "participant p1", topic("participant", **estate.person(1))),
    ("stages f t f w", "t", "participants of stage-2", None),
    ("stages j f t", "n", "participant p1", topic("participant", **estate.person(1))),
    (
        *("stages f t enter j", "n", "participant p2"),
        topic("participant", **estate.person(2)),
    ),
]
"""Where one stands, the letter, the last step of the path then, and what is read for it."""


@pytest.mark.parametrize("view", dict.fromkeys(where.split()[0] for where, *_ in STEPS))
async def test_a_letter_leads_there(view: str) -> None:
    async with at(view, size=(160, 24)) as desk:
        home = desk.lines[0]
        for where in dict.fromkeys(where for where, *_ in STEPS if where.split()[0] == view):
            await desk.press("g", *where.split()[1:])
            await every_step_from(desk, where)
            for _ in range(6):
                await desk.press(*() if desk.lines[0] == home else ("escape",))
            assert desk.lines[0] == home


async def every_step_from(desk: Desk, where: str) -> None:
    """Take each step that the menu has there, and come back."""
    here = desk.lines[0]
    for _, letter, crumb, wanted in (step for step in STEPS if step[0] == where):
        await desk.press("f")
        assert any(step.startswith(f"{letter}  ") for step in menu(desk))
        await desk.press(letter)
        assert crumb in desk.lines[0]
        assert wanted is None or watched(desk, wanted)
        await desk.press("escape")
        assert desk.lines[0] == here


async def test_the_cursor_and_enter_take_a_step_too() -> None:
    async with at("channels f") as desk:
        assert menu(desk)[:3] == [
            "c  channel  channel-1",
            "l  newest stream session  channel-1",
            "h  stream sessions  channel-1",
        ]
        await desk.press("down", "down", "enter")
        assert "sessions of channel-1" in desk.lines[0]


async def test_j_and_k_move_and_are_no_letters_of_a_step() -> None:
    async with at("channels f j j k") as desk:
        assert isinstance(desk.app.screen, JumpsScreen)
        assert not {step[0] for step in menu(desk)} & {"j", "k", "q", "f"}
        await desk.press("enter")
        assert "session of channel-1" in desk.lines[0]


@pytest.mark.parametrize("key", ["escape", "f"])
async def test_the_menu_closes_and_nothing_has_moved(key: str) -> None:
    async with at("channels j f") as desk:
        await desk.press(key)
        assert not isinstance(desk.app.screen, JumpsScreen)
        assert "2/2" in desk.lines[1]
        assert desk.lines[0].split()[2:] == ["channels"]
        assert desk.app.is_running


async def test_a_letter_that_leads_nowhere_leaves_the_menu_open() -> None:
    async with at("channels f z") as desk:
        assert isinstance(desk.app.screen, JumpsScreen)


async def test_where_nothing_belongs_to_it_a_notice_says_so() -> None:
    async with at("storages") as desk:
        await desk.say(
            snapshot(topic("storages"), [rt.StorageConfigurationSummary(arn=estate.STORAGE)])
        )
        assert "follow" not in desk.lines[-1]
        await desk.press("f")
        assert "this leads nowhere else" in desk.text
        assert not isinstance(desk.app.screen, JumpsScreen)


async def test_of_two_destinations_the_letter_takes_the_first_and_enter_the_other() -> None:
    first, second = estate.MIX.destinations or ()
    other = msgspec.structs.replace(
        second,
        configuration=rt.DestinationConfiguration(
            channel=rt.ChannelDestinationConfiguration(channel_arn=channel_arn(2))
        ),
    )
    both = msgspec.structs.replace(estate.MIX, destinations=(first, other))
    async with at("compositions enter") as desk:
        await desk.say(snapshot(topic("composition", arn=estate.COMPOSITION), [both]))
        await desk.press("f")
        assert menu(desk) == [
            "g  stage  stage-1",
            "c  channel  channel-1",
            "channel  channel-2",
            f"e  encoder configuration  {estate.ENCODER[-12:]}",
        ]
        await desk.press("c")
        assert "channel channel-1" in desk.lines[0]
        await desk.press("escape", "f", "j", "j", "enter")
        assert "channel channel-2" in desk.lines[0]


async def test_an_event_leads_to_its_remote_participant_by_enter_and_by_letter() -> None:
    async with at("stages f t enter j", size=(120, 24)) as desk:
        assert "enter open" in desk.lines[-1]
        await desk.press("enter")
        assert "participant p2" in desk.lines[0]
        await desk.press("escape", "k")
        assert "enter open" not in desk.lines[-1]
        await desk.press("f")
        assert not any(step.startswith("n  ") for step in menu(desk))


async def test_a_member_that_is_an_arn_leads_there_and_its_own_does_not() -> None:
    async with at("channels f c", size=(120, 24)) as desk:
        assert "enter open" not in desk.lines[-1]
        await desk.press("slash", *"recordingconf", "enter")
        assert "enter open" in desk.lines[-1]
        await desk.press("enter")
        assert "recording-configuration archive" in desk.lines[0]


async def test_a_step_back_to_what_is_in_the_path_goes_back() -> None:
    async with at("channels f c f r f u", size=(120, 24)) as desk:
        assert "channels with archive" in desk.lines[0]
        await desk.press("f", "c")
        assert re.search(r"channels › channel channel-1 {2}", desk.lines[0])
        assert len(desk.app.screen_stack) == 2


@pytest.mark.parametrize(
    ("arn", "told"),
    [
        (estate.RECORDING.replace("eu-west-1", "us-east-1"), "in us-east-1: not this Region"),
        ("arn:aws-cn:ivs:cn-north-1:1:recording-configuration/x", "in cn-north-1"),
        ("arn:aws:ivs:\x1b[31m:1:recording-configuration/[/x]", "in ␛[31m: not this Region"),
    ],
)
async def test_an_arn_of_another_region_is_told_as_such(arn: str, told: str) -> None:
    elsewhere = msgspec.structs.replace(estate.CHANNEL, recording_configuration_arn=arn)
    async with at("channels", size=(120, 24)) as desk:
        await desk.say(snapshot(topic("channels"), [elsewhere]))
        await desk.press("f")
        (step,) = [step for step in menu(desk) if step.startswith("r  ")]
        assert told in step
        assert "\x1b" not in step


@pytest.mark.parametrize("arn", ["", "arn", "arn:aws:ivs:eu-west-1:1:sofa/x", "arn:aws:s3:::b/x"])
async def test_what_is_no_arn_of_a_screen_is_no_step(arn: str) -> None:
    odd = msgspec.structs.replace(estate.CHANNEL, recording_configuration_arn=arn)
    async with at("channels") as desk:
        await desk.say(snapshot(topic("channels"), [odd]))
        await desk.press("f")
        assert not any(step.startswith("r  ") for step in menu(desk))


async def test_the_menu_is_ascii_where_the_terminal_is() -> None:
    hostile = msgspec.structs.replace(estate.CHANNEL, name="[/x] 界\x1b[31m\u202e")
    async with at("channels", ascii_only=True) as desk:
        await desk.say(snapshot(topic("channels"), [hostile]))
        await desk.press("f")
        assert r"[/x] \u754c\x1b[31m\u202e" in menu(desk)[0]
        assert desk.text.isascii()
