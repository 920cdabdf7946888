"""What the monitor tells by itself: `ui/alerts/alarm.py`, its keys and its list."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from ivs_tui.aws.errors import Problem, ProblemKind
from ivs_tui.aws.records.lowlatency import ChannelSummary
from ivs_tui.engine.commands import Watch
from ivs_tui.engine.snapshot import Gone, Snapshot
from ivs_tui.resources.opening import Opening
from tests.ui.alerts.support import NAMES, happened, read, settings, streams, told
from tests.ui.estate import ADA, MIX_SUMMARY, SESSION, VAN
from tests.ui.monitor import (
    NOW,
    SCOPE,
    Desk,
    channel,
    channel_arn,
    open_desk,
    snapshot,
    stage,
    stage_arn,
    stream,
    topic,
)


class Heard:
    """What is written to the terminal beside the screen."""

    def __init__(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        self.written: list[str] = []
        assert desk.app._driver is not None
        monkeypatch.setattr(desk.app._driver, "write", self.written.append)

    @property
    def bells(self) -> int:
        """How often it rang."""
        return sum(one.startswith("\a") for one in self.written)


STARVING = {"on": "starving", "for": "30s"}


async def test_starving_is_told_once_it_lasts_and_when_it_is_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with open_desk(config=settings(alert=[STARVING])) as desk:
        heard = Heard(desk, monkeypatch)
        await desk.say(NAMES)
        await read(desk, 0, stream(1), stream(2))
        await read(desk, 10, stream(1, health="STARVING"), stream(2))
        await read(desk, 35, stream(1, health="STARVING"), stream(2))
        assert told(desk) == []
        await read(desk, 40, stream(1, health="STARVING"), stream(2))
        assert told(desk) == ["channel-1 starving for 30s"]
        assert heard.bells == 1
        assert "777;notify;ivs-tui;channel-1 starving for 30s\a" in heard.written[0]
        assert "1 alert: a" in desk.lines[1]
        await read(desk, 50, stream(1), stream(2))
        assert told(desk)[1:] == ["channel-1 recovered, was starving for 40s"]
        assert heard.bells == 1
        assert "alert" not in desk.lines[1]


async def test_a_blip_and_what_one_read_missed_tell_nothing() -> None:
    async with open_desk(config=settings(alert=[STARVING])) as desk:
        await desk.say(NAMES)
        ill = stream(1, health="STARVING")
        await read(desk, 0, stream(1))
        await read(desk, 10, ill)
        await read(desk, 20, stream(1))
        await read(desk, 30, ill)
        await read(desk, 45, ill)
        assert told(desk) == []
        await read(desk, 65, ill)
        missed = Gone(ill, NOW, confirmed=False)
        await read(desk, 70, gone=(missed,))
        assert len(told(desk)) == 1
        await read(desk, 75, gone=(msgspec.structs.replace(missed, confirmed=True),))
        assert told(desk)[1:] == ["channel-1 ended, was starving for 45s"]


async def test_what_is_found_between_two_reads_lasts_from_then_on() -> None:
    async with open_desk(config=settings(alert=[STARVING])) as desk:
        await desk.say(NAMES)
        await read(desk, 0, stream(1))
        desk.now = NOW + timedelta(seconds=14)
        await desk.say(streams(0, stream(1, health="STARVING")))
        await read(desk, 35, stream(1, health="STARVING"))
        assert told(desk) == []
        await read(desk, 44, stream(1, health="STARVING"))
        assert told(desk) == ["channel-1 starving for 30s"]


async def test_while_nothing_can_be_read_nothing_new_is_told() -> None:
    failed = Problem(kind=ProblemKind.UNREACHABLE, sentence="unreachable")
    async with open_desk(config=settings(alert=[STARVING])) as desk:
        await desk.say(NAMES)
        await read(desk, 0, stream(1))
        await read(desk, 10, stream(1, health="STARVING"))
        desk.now = NOW + timedelta(hours=1)
        part = NOW + timedelta(minutes=59)
        ill = stream(1, health="STARVING")
        await desk.say(
            streams(10, ill, error=failed, error_at=desk.now, read_at=part, complete=False)
        )
        assert told(desk) == []
        assert "alerts blind: streams unreachable" in desk.lines[1]
        # It may have been well in that hour: only what is seen lasts.
        await read(desk, 3_605, ill)
        assert told(desk) == []
        assert "blind" not in desk.lines[1]
        await read(desk, 3_635, ill)
        assert told(desk) == ["channel-1 starving for 30s+, already so at first sight"]


@pytest.mark.parametrize("leap", [-3_600, 3_600])
async def test_a_clock_that_is_set_makes_nothing_last(leap: float) -> None:
    async with open_desk(config=settings(alert=[STARVING])) as desk:
        ill = stream(1, health="STARVING")
        await desk.say(NAMES)
        await read(desk, 0, stream(1))
        await read(desk, 10, ill)
        await read(desk, leap + 15, ill)
        assert told(desk) == []
        await read(desk, leap + 45, ill)
        assert len(told(desk)) == 1


async def test_a_rule_has_its_lists_read_as_if_they_were_in_front() -> None:
    rules = [STARVING, {"on": "error"}]
    async with open_desk(view="ads", config=settings(alert=rules)) as desk:
        paces = desk.app.desk.watching.paces
        assert [paces[topic(name)] for name in ("streams", "starving", "compositions")] == [5, 2, 5]


async def test_500_at_once_ring_once(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = [{"on": "starving"}, {"on": "starving", "for": "1s"}]
    async with open_desk(config=settings(alert=rules)) as desk:
        heard = Heard(desk, monkeypatch)
        await read(desk, 0, *(stream(number) for number in range(500)))
        ill = [stream(number, health="STARVING") for number in range(500)]
        await read(desk, 60, *ill)
        await read(desk, 120, *ill)
        assert [one[:14] for one in told(desk)] == ["500 starving: "]
        assert heard.bells == 1
        assert "1,000 alerts: a" in desk.lines[1]


async def test_already_so_at_start_is_told_as_such_and_waits_for_its_name() -> None:
    async with open_desk(config=settings(alert=[{"on": "starving"}])) as desk:
        await read(desk, 0, stream(1, health="STARVING"))
        assert told(desk) == []
        await desk.say(NAMES)
        assert told(desk) == ["channel-1 starving, already so at first sight"]


async def test_one_that_nobody_names_is_told_by_its_id() -> None:
    async with open_desk(config=settings(alert=[{"on": "starving"}])) as desk:
        await read(desk, 0, stream(1, health="STARVING"))
        await read(desk, 15, stream(1, health="STARVING"))
        assert told(desk) == ["chan00000001 starving for 15s+, already so at first sight"]


async def test_a_composition_in_error_since_its_destination_failed() -> None:
    async with open_desk(config=settings(alert=[{"on": "error"}])) as desk:
        await desk.say(snapshot(topic("stages"), [stage(1)]))
        await desk.say(snapshot(topic("compositions"), [MIX_SUMMARY]))
        assert told(desk) == ["composition of stage-1 error for 50m00s"]
        await desk.press("4", "b")
        assert told(desk)[1].startswith("composition of stage-1: you are told once")


async def test_b_tells_once_and_takes_back() -> None:
    async with open_desk() as desk:
        await desk.say(NAMES)
        await read(desk, 0, stream(1, viewers=2), stream(2, viewers=1))
        await desk.press("b")
        assert "b: you are told" in desk.lines[1]
        await desk.press("j")
        assert "b: you are told" not in desk.lines[1]
        await desk.press("b", "b")
        desk.app.clear_notifications()
        await desk.say(happened(1, "starving"), happened(1, "recovered"), happened(2, "ended"))
        assert told(desk) == ["channel-1 starving"]


async def test_b_names_a_participant_by_the_user() -> None:
    of = {"stageArn": stage_arn(1), "sessionId": SESSION}
    async with open_desk(opening=Opening("participants", of)) as desk:
        await desk.say(snapshot(topic("participants", **of), [ADA]))
        await desk.press("b")
        assert "ada: you are told once" in desk.text


async def test_b_on_a_list_that_is_left_has_it_read_on() -> None:
    async with open_desk(view="ingest") as desk:
        await desk.say(snapshot(topic("ingest"), [ingest()]))
        await desk.press("b", "1")
        watched = [one for one in desk.link.sent if isinstance(one, Watch)]
        assert topic("ingest") in {one.topic for one in watched if not one.front}


def ingest() -> Any:
    """An ingest configuration."""
    names = ("arn", "name", "state", "ingest_protocol", "participant_id", "stage_arn", "user_id")
    return topic("ingest").query.record(**{name: getattr(VAN, name) for name in names})


async def test_a_hostile_name_is_shown_and_not_obeyed() -> None:
    rules = [{"on": "starving"}]
    async with open_desk(config=settings(alert=rules)) as desk:
        named = snapshot(topic("names"), [channel(1, "[red]a\x1b[2J")])
        await desk.say(named)
        await read(desk, 0, stream(1, health="STARVING"))
        assert told(desk) == ["[red]a␛[2J starving, already so at first sight"]
        await desk.press("j", "a", "a")
        assert "[red]a␛[2J" in desk.text


# Expected channels


def channels(*names: str) -> Snapshot:
    """The list of all channels."""
    items = [ChannelSummary(arn=channel_arn(at), name=name) for at, name in enumerate(names, 1)]
    return snapshot(topic("channels"), items)


EXPECT = settings(
    expect=[{"name": "news"}, {"name": "arena-*"}, {"name": "nobody"}],
    alert=[{"on": "absent", "for": "20s"}],
)


async def test_who_should_be_live_and_is_not_stands_on_top() -> None:
    async with open_desk(config=EXPECT, size=(120, 36)) as desk:
        await read(desk, 0, stream(2, health="STARVING"), stream(9))
        assert "expected …" in desk.text
        await desk.say(channels("news", "arena-1", "arena-2"))
        first = [line.split()[:2] for line in desk.lines if "✖ absent" in line or "no such" in line]
        assert [*desk.lines].index(desk.row_with("nobody")) < [*desk.lines].index(
            desk.row_with("▼ starving  ")
        )
        assert len(first) == 3  # two channels, and the name that no channel has
        # Viewers, age, and no word of a recording.
        assert re.search(r" -  +-  +no channel of that name", desk.row_with("nobody"))
        assert "✖ 3 absent" in desk.text
        assert any(one.topic.name == "channels" for one in watches(desk))
        await read(desk, 25, stream(2), stream(9))
        assert told(desk) == ["3 absent: news, arena-2, nobody"]
        await read(desk, 30, stream(2), stream(9), stream(1))
        assert told(desk)[1:] == ["news recovered, was absent for 30s+"]
        assert "✖ 2 absent" in desk.text


def watches(desk: Desk) -> Sequence[Watch]:
    """What the engine was asked to read."""
    return [one for one in desk.link.sent if isinstance(one, Watch)]


async def test_enter_on_an_absent_channel_opens_its_sessions_and_on_no_channel_nothing() -> None:
    async with open_desk(config=EXPECT) as desk:
        await read(desk, 0)
        await desk.say(channels("news"))
        await desk.press("g", "enter")
        assert "sessions of news" in desk.lines[0]
        await desk.press("escape", "j", "enter", "d", "escape", "y", "x", "f", "b")
        assert "streams" in desk.lines[0]


async def test_of_what_is_not_there_the_api_is_not_said_to_have_returned_anything() -> None:
    async with open_desk(config=EXPECT) as desk:
        await read(desk, 0)
        await desk.say(channels("news"))
        await desk.press("g", "d")
        tree = " ".join(desk.text.split())
        assert "ListStreams └── expected, and has no stream" in tree.replace("│ ", "")
        assert "GetChannel" in tree
        assert "channelArn" not in tree
        await desk.press("escape", "j", "d")
        assert "expected, and no channel has that name" in desk.text
        await read(desk, 25)
        await desk.press("escape", "a", "G", "end", "enter")
        assert told(desk)[-1] == "nobody: no channel has that name, so there is none to open"
        await desk.press("home", "enter")
        await desk.pilot.pause()
        assert "sessions of news" in desk.lines[0]


async def test_who_expects_nothing_has_no_channels_read() -> None:
    async with open_desk() as desk:
        await read(desk, 0, stream(1))
        assert "expected" not in desk.text
        assert not any(one.topic.name == "channels" for one in watches(desk))


async def test_wrong_settings_are_said_and_the_others_work() -> None:
    config = settings(
        expect=[{"name": "a", "zone": "Mars/Olympus"}, {"name": "nobody"}],
        alert=[{"on": "starving", "filter": "nope>1"}],
    )
    async with open_desk(config=config) as desk:
        await read(desk, 0)
        await desk.say(channels("a"))
        assert any("Mars/Olympus" in one for one in told(desk))
        assert any("nope" in one for one in told(desk))
        assert "nobody" in desk.text


async def test_the_command_gets_the_event(tmp_path: Path) -> None:
    out = tmp_path / "event"
    rule = {
        "on": "starving",
        "command": ["/bin/sh", "-c", 'cat > "$0.new"; mv "$0.new" "$0"', str(out)],
    }
    async with open_desk(
        config=settings(alert=[rule, {"on": "starving", "command": ["nope"]}])
    ) as desk:
        await desk.say(NAMES)
        await read(desk, 0, stream(1, health="STARVING"))
        while not out.exists():  # noqa: ASYNC110  # another process tells no Event
            await asyncio.sleep(0.005)
        await desk.pilot.pause()
        assert "alert command nope cannot be run: no such file or directory" in told(desk)
    event = json.loads(out.read_text())
    assert (event["state"], event["region"]) == ("firing", SCOPE.region)
    assert event["resources"][0]["subject"] == channel_arn(1)


async def test_what_stands_and_is_watched_for_stays_in_its_scope() -> None:
    async with open_desk(config=settings(alert=[{"on": "starving"}])) as desk:
        await desk.say(NAMES)
        await read(desk, 0, stream(1, health="STARVING"))
        await desk.press("b")
        desk.app.obey("region us-east-1")
        await desk.pilot.pause()
        await desk.pilot.pause()
        assert "alert" not in desk.lines[1]
        assert "1 watched for in prod eu-west-1: not read until you are back" in told(desk)
        # On the way back it stands as before, and nobody is told again.
        desk.app.clear_notifications()
        desk.app.obey("region eu-west-1")
        await desk.pilot.pause()
        await desk.pilot.pause()
        desk.link = desk.engines.opened[-1]
        desk.now = NOW + timedelta(hours=1)
        await read(desk, 3_600, stream(1, health="STARVING"))
        assert told(desk) == []
        assert "b: you are told 1 alert: a" in desk.lines[1]
        await read(desk, 7_200, stream(1))
        assert told(desk) == ["channel-1 recovered, was starving for 1h00m+"]
