"""What each scenario promises to those who build on it."""

from collections.abc import Callable
from typing import Any

import pytest

from ivs_tui.sim.history import MULTITRACK_CODES, REFUSALS, TAKEOVER_CODES
from ivs_tui.sim.model import operations
from ivs_tui.sim.scenarios import SCENARIOS, Size, build
from ivs_tui.sim.world import Channel, Item, Participant, Stage, World


@pytest.fixture
def world() -> World:
    return build("incident")


def events(channel: Channel) -> list[tuple[str, str | None]]:
    """Name and code of the newest session's events, oldest first."""
    return [(one["name"], one.get("code")) for one in channel.sessions[0].events]


def named(stage: Stage, user: str) -> Participant:
    people = stage.sessions[0].participants.values()
    return [one for one in people if one.api.get("userId") == user][-1]


def names(one: Participant) -> list[str]:
    return [event["name"] for event in one.events]


def compositions(world: World, stage: str) -> list[Item]:
    arn = world.stage_by_name(stage).arn
    return [one for one in world.of("composition").values() if one["stageArn"] == arn]


def health(world: World, name: str) -> str | None:
    stream = world.by_name(name).stream
    return stream["health"] if stream else None


def test_sizes() -> None:
    sizes = {
        name: (len(world.channels), len(world.live), len(world.stages))
        for name in SCENARIOS
        for world in [build(name)]
    }
    assert sizes == {
        "calm": (20, 12, 3),
        "incident": (24, 14, 5),
        "large": (10_000, 1_000, 500),
        "hostile": (30, 16, 28),
        "empty": (0, 0, 0),
    }


@pytest.mark.parametrize(
    ("size", "stages", "people"),
    [
        (Size(100, 10), 5, 100),
        (Size(1_000, 100), 50, 1_000),
        (Size(70, 9), 3, 70),
        (Size(5, 5), 1, 10),
        (Size(1, 0), 1, 10),
    ],
)
def test_large_can_be_small(size: Size, stages: int, people: int) -> None:
    world = build("large", size=size)
    assert (len(world.channels), len(world.live)) == (size.channels, size.live)
    sessions = [session for stage in world.stages.values() for session in stage.sessions]
    assert len(world.stages) == stages
    assert sum(len(session.participants) for session in sessions) == people
    before = {arn: dict(one.stream or {}) for arn, one in world.live.items()}
    world.advance(30)
    changed = [arn for arn, stream in before.items() if world.channels[arn].stream != stream]
    assert bool(changed) == bool(size.live)


def test_only_large_has_sizes() -> None:
    with pytest.raises(ValueError, match="only large"):
        build("calm", size=Size())
    with pytest.raises(ValueError, match="of 3 channels 0 to all are live, not 4"):
        Size(3, 4)
    with pytest.raises(ValueError, match="channels are 1 to 100000, not 0"):
        Size(0, 0)


def test_an_unknown_scenario_is_explained() -> None:
    with pytest.raises(ValueError, match="'busy' is no scenario: choose from calm, incident"):
        build("busy")


def test_nothing_goes_wrong_in_calm() -> None:
    world = build("calm")
    viewers = [one.stream and one.stream["viewerCount"] for one in world.live.values()]
    world.advance(3600)
    assert viewers != [one.stream and one.stream["viewerCount"] for one in world.live.values()]
    assert all(one.stream and one.stream["health"] == "HEALTHY" for one in world.live.values())
    sessions = [session for one in world.channels.values() for session in one.sessions]
    assert not any(session.failed for session in sessions)
    for stage in world.stages.values():
        for session in stage.sessions:
            for one in session.participants.values():
                assert not any("errorCode" in event for event in one.events)


def test_the_first_picture_of_incident_is_telling(world: World) -> None:
    assert health(world, "concert-hall-B") == health(world, "press-room") == "STARVING"
    assert health(world, "radio-studio") == "UNKNOWN"
    assert len(world.by_name("traffic-cam-7").sessions[0].events) == 500


def test_a_stream_starves_and_recovers(world: World) -> None:
    world.advance(11)
    assert health(world, "sports-arena-2") == "STARVING"
    world.advance(18)
    assert health(world, "sports-arena-2") == "HEALTHY"
    seen = [name for name, _ in events(world.by_name("sports-arena-2"))]
    assert seen[-2:] == ["Starvation Start", "Starvation End"]


def test_a_stream_ends_for_lack_of_data(world: World) -> None:
    world.advance(18)
    channel = world.by_name("press-room")
    assert channel.stream is None
    seen = [name for name, _ in events(channel)]
    assert seen[-3:] == ["Starvation Start", "Session Ended", "Stream End"]


def test_a_multitrack_stream_fails_to_start(world: World) -> None:
    world.advance(16)
    channel = world.by_name("shop-live-2")
    assert channel.sessions[0].failed
    assert events(channel) == [
        ("Session Created", None),
        ("Session Ended", "MultitrackInputNotAllowed"),
    ]


def test_a_stream_goes_live(world: World) -> None:
    world.advance(21)
    channel = world.by_name("festival-main")
    assert (channel.stream, events(channel)) == (None, [("Session Created", None)])
    world.advance(6)
    assert health(world, "festival-main") == "HEALTHY"


def test_a_takeover_fails_and_a_limit_is_breached(world: World) -> None:
    world.advance(40)
    channel = world.by_name("gaming-finals")
    assert events(channel)[-1] == ("Stream Takeover Failure", "StreamTakeoverMediaMismatch")
    assert channel.sessions[0].failed
    assert channel.stream is not None
    channel = world.by_name("shop-live-1")
    seen = [name for name, _ in events(channel)]
    assert seen[-3:] == ["Ingest Bitrate", "Session Ended", "Stream End"]
    assert channel.stream is None


def test_people_on_stages_have_their_troubles(world: World) -> None:
    world.advance(60)
    for stage, user, code in (
        ("talkshow", "bruno", "B_FRAME_PRESENT"),
        ("fan-wall", "carla", "QUOTA_EXCEEDED"),
    ):
        one = named(world.stage_by_name(stage), user)
        assert names(one)[:2] == ["JOINED", "PUBLISH_ERROR"]
        assert one.events[1]["errorCode"] == code
    newsroom = world.stage_by_name("newsroom").sessions[0].participants.values()
    back = [one for one in newsroom if "LEFT" in names(one) and names(one)[-2] == "JOINED"]
    assert [one.api["state"] for one in back] == ["CONNECTED"]


def test_a_composition_reconnects(world: World) -> None:
    (talkshow,) = compositions(world, "talkshow")
    assert talkshow["destinations"][0]["state"] == "ACTIVE"
    world.advance(41)
    assert talkshow["destinations"][0]["state"] == "RECONNECTING"
    world.advance(12)
    assert talkshow["destinations"][0]["state"] == talkshow["state"] == "ACTIVE"


def test_a_composition_starts_and_another_is_forgotten(world: World) -> None:
    def states() -> list[str]:
        return [one["state"] for one in compositions(world, "fan-wall")]

    assert states() == ["STOPPED"]
    world.advance(56)
    assert states() == ["STOPPED", "STARTING"]
    world.advance(8)
    assert states() == ["STOPPED", "ACTIVE"]
    world.advance(117)
    assert states() == ["ACTIVE"]


def test_a_viewer_count_gets_lost(world: World) -> None:
    def count() -> int | None:
        stream = world.by_name("weather-desk").stream
        return stream["viewerCount"] if stream else None

    seen = []
    for _ in range(60):
        world.advance(1)
        seen.append(count())
    assert -1 in seen
    assert any(isinstance(one, int) and one > 0 for one in seen[seen.index(-1) :])


def test_every_code_has_happened(world: World) -> None:
    streams = {
        event.get("code")
        for channel in world.channels.values()
        for session in channel.sessions
        for event in session.events
    }
    assert {*MULTITRACK_CODES, *TAKEOVER_CODES} == streams - {None}
    people = {
        event.get("errorCode")
        for stage in world.stages.values()
        for session in stage.sessions
        for one in session.participants.values()
        for event in one.events
    }
    model = operations()["ListParticipantEvents"].output_shape
    assert model is not None
    events: Any = model.members["events"]
    codes = events.member.members["errorCode"].enum
    assert people - {None} == set(REFUSALS) == set(codes)


def test_members_that_aws_leaves_out_stay_out(world: World) -> None:
    assert "activeSessionId" not in world.stage_by_name("rehearsal").api
    assert all("endTime" not in one.sessions[0].api for one in world.live.values())


def test_one_channel_has_three_video_tracks(world: World) -> None:
    api = world.by_name("concert-hall-A").sessions[0].api
    tracks = [one["track"] for one in api["ingestConfigurations"]["videoConfigurations"]]
    assert tracks == ["track0", "track1", "track2"]
    assert api["ingestConfiguration"]["video"]["codec"] == "avc1.64002A"


@pytest.mark.parametrize(
    "present",
    [
        lambda text: "[/x]" in text,
        lambda text: "\x1b[" in text,
        lambda text: "\x9b" in text,
        lambda text: "\n" in text,
        lambda text: "\u202e" in text,
        lambda text: "\u200d" in text,
        lambda text: "界" in text,
        lambda text: len(text) == 10_000,
        lambda text: text == "",
    ],
)
def test_hostile_texts(present: Callable[[str], bool]) -> None:
    world = build("hostile")
    channels: list[Item] = [one.api for one in world.channels.values()]
    stages: list[Item] = [one.api for one in world.stages.values()]
    for things in (channels, stages):
        assert any(present(one["name"]) for one in things if "name" in one)
    tags = [text for one in channels for text in one.get("tags", {}).values()]
    assert any(present(text) for text in tags)
