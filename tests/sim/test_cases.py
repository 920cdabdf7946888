"""What is the matter with whom in `incident`, as a client sees it at the start."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ivs_tui.sim.scenarios import build
from ivs_tui.sim.world import Channel, Item, Session, World

HOUR = timedelta(hours=1)
VIEWS = (
    "ad-configuration",
    "composition",
    "encoder-configuration",
    "ingest-configuration",
    "playback-key",
    "playback-restriction-policy",
    "public-key",
    "recording-configuration",
    "storage-configuration",
)


@pytest.fixture
def world() -> World:
    return build("incident")


def newest(world: World, name: str) -> Session:
    return world.by_name(name).sessions[0]


def events(session: Session) -> list[str]:
    return [one["name"] for one in session.events]


def videos(session: Session) -> list[Item]:
    found: list[Item] = session.api["ingestConfigurations"]["videoConfigurations"]
    return found


def audio(session: Session) -> Item:
    found: Item = session.api["ingestConfiguration"]["audio"]
    return found


def age(world: World, stamp: str) -> timedelta:
    now = datetime.fromtimestamp(world.epoch + world.time, UTC)
    return now - datetime.fromisoformat(stamp)


def size(session: Session) -> tuple[int, int, int]:
    (video,) = videos(session)
    return video["videoWidth"], video["videoHeight"], video["targetBitrate"]


def people(world: World, stage: str) -> list[Item]:
    return [one.api for one in world.stage_by_name(stage).sessions[0].participants.values()]


def composition(world: World, stage: str) -> Item:
    arn = world.stage_by_name(stage).arn
    return next(one for one in world.of("composition").values() if one["stageArn"] == arn)


@pytest.mark.parametrize("scenario", ["calm", "incident", "large", "hostile"])
def test_every_view_opens_with_data(scenario: str) -> None:
    world = build(scenario)
    assert [kind for kind in VIEWS if not world.of(kind)] == []
    assert any(stage.replicas for stage in world.stages.values())
    owners = [one["channelArn"] for one in world.of("stream-key").values()]
    assert len(owners) == len(set(owners))
    assert set(owners) >= world.channels.keys()


def test_newsrooms_first_host_is_replicated(world: World) -> None:
    stage = world.stage_by_name("newsroom")
    host = next(iter(stage.sessions[0].participants))
    where = world.stage_by_name("fan-wall").arn, world.stage_by_name("talkshow").arn
    assert [
        (one["participantId"], one["destinationStageArn"], one["replicationState"])
        for one in stage.replicas
    ] == [(host, where[0], "ACTIVE"), (host, where[1], "STOPPED")]


def test_a_replica_waits_for_its_source_and_leaves(world: World) -> None:
    (replica,) = [one for one in people(world, "talkshow") if one["replicationType"] == "REPLICA"]
    assert (replica["state"], replica["replicationState"]) == ("CONNECTED", "STOPPED")
    world.advance(101)
    assert replica["state"] == "DISCONNECTED"


def test_a_bitrate_over_what_is_recommended_for_its_size(world: World) -> None:
    assert size(newest(world, "city-council")) == (1280, 720, 6_500_000)


def test_a_basic_channel_near_its_limit_and_over_it_with_what_ffmpeg_leaves_out(
    world: World,
) -> None:
    session = newest(world, "traffic-cam-7")
    assert size(session) == (852, 480, 1_474_609)
    assert videos(session)[0]["encoder"].startswith("Lavf")


def test_a_basic_channel_over_its_limit_is_disconnected_and_comes_back_below(world: World) -> None:
    world.advance(40)
    over = newest(world, "shop-live-1")
    assert size(over) == (1920, 1080, 4_200_000)
    assert events(over)[-3:] == ["Ingest Bitrate", "Session Ended", "Stream End"]
    world.advance(120)
    assert size(newest(world, "shop-live-1")) == (852, 480, 1_100_000)


def test_limits_of_the_past(world: World) -> None:
    small, large = newest(world, "museum-tour"), newest(world, "backup-feed")
    assert size(small) == (852, 480, 1_900_000)
    assert events(small)[-3:] == ["Ingest Bitrate", "Session Ended", "Stream End"]
    assert size(large) == (2560, 1440, 8_000_000)
    assert events(large)[-3:] == ["Ingest Resolution", "Session Ended", "Stream End"]
    assert small.failed
    assert large.failed


def test_frame_rates(world: World) -> None:
    assert videos(newest(world, "gaming-finals"))[0]["targetFramerate"] == 120
    tracks = videos(newest(world, "kids-corner"))
    assert [one["targetFramerate"] for one in tracks] == [45, 45, 45]
    assert sum(one["targetBitrate"] for one in tracks) == 15_600_000
    assert videos(newest(world, "museum-tour"))[0]["targetFramerate"] == 50


def test_poor_audio_and_a_high_profile(world: World) -> None:
    radio = audio(newest(world, "radio-studio"))
    assert (radio["channels"], radio["sampleRate"], radio["targetBitrate"]) == (1, 22_050, 64_000)
    assert radio["codec"] == "mp4a.40.5"
    world.advance(27)
    assert audio(newest(world, "festival-main"))["channels"] == 6
    assert videos(newest(world, "news-main"))[0]["profile"] == "High"


def test_the_tracks_of_one_stream_sum_up_to_almost_15_mbps(world: World) -> None:
    total = sum(one["targetBitrate"] for one in videos(newest(world, "concert-hall-A")))
    assert 14_000_000 < total < 15_000_000


def test_a_stream_is_near_48_hours_and_ends_there(world: World) -> None:
    channel = world.by_name("weather-desk")
    assert channel.stream is not None
    assert 46.7 * HOUR < age(world, channel.stream["startTime"]) < 47 * HOUR
    before = channel.sessions[0]
    lengths = [
        datetime.fromisoformat(one.api["endTime"]) - datetime.fromisoformat(one.api["startTime"])
        for one in channel.sessions[1:]
    ]
    assert lengths == [48 * HOUR] * 4
    world.advance(1.3 * 3600)
    assert "endTime" in before.api


def test_recordings_that_are_none(world: World) -> None:
    silent = newest(world, "sports-arena-1")
    assert silent.api["recordingConfiguration"]["state"] == "ACTIVE"
    assert not [name for name in events(silent) if name.startswith("Recording")]
    failed = newest(world, "talkshow-air")
    assert failed.api["recordingConfiguration"]["name"] == "old-bucket"
    assert failed.api["recordingConfiguration"]["state"] == "CREATE_FAILED"
    assert events(failed)[-1] == "Recording Start Failure"
    assert failed.failed
    assert "recordingConfiguration" not in world.by_name("talkshow-air").sessions[1].api


def test_a_channel_comes_and_goes(world: World) -> None:
    sessions = world.by_name("press-room").sessions
    recent = [one for one in sessions if age(world, one.api["startTime"]) < HOUR]
    assert len(recent) == 8
    for one in recent[1:]:
        assert events(one)[-3:] == ["Starvation Start", "Session Ended", "Stream End"]


def test_a_session_that_never_became_a_stream(world: World) -> None:
    session = newest(world, "academy-lecture-3")
    assert events(session) == ["Session Created", "Session Ended"]
    assert not any("code" in one for one in session.events)
    assert not session.failed


def test_a_session_that_waits_for_its_stream_in_vain(world: World) -> None:
    session = newest(world, "sports-arena-3")
    assert events(session) == ["Session Created"]
    assert age(world, session.api["startTime"]) >= timedelta(seconds=40)
    world.advance(21)
    assert events(session) == ["Session Created", "Session Ended"]


def test_failures_of_the_past(world: World) -> None:
    assert "Stream Failure" in events(world.by_name("sports-arena-3").sessions[1])
    assert events(newest(world, "festival-main"))[-1] == "Recording End Failure"
    assert "Recording End" not in events(newest(world, "festival-main"))
    tour = world.by_name("museum-tour").sessions[1]
    assert events(tour).count("Stream Takeover") == 95


def test_what_an_engineer_tried(world: World) -> None:
    silent, deep, modern = world.by_name("lab-encoder").sessions[:3]
    assert videos(silent) == []
    assert "video" not in silent.api["ingestConfiguration"]
    assert videos(deep)[0]["codec"].startswith("avc1.6E")
    assert videos(modern)[0]["codec"].startswith("hvc1")


def test_a_stream_of_the_past_ended_starving(world: World) -> None:
    seen = events(newest(world, "parliament-floor"))
    assert "Starvation Start" in seen
    assert "Starvation End" not in seen


def test_the_flagship_is_sound(world: World) -> None:
    session = newest(world, "news-main")
    assert events(session) == ["Session Created", "Stream Start", "Recording Start"]


def test_a_stage_is_full(world: World) -> None:
    there = [one for one in people(world, "fan-wall") if one["state"] == "CONNECTED"]
    published = [one for one in there if one["published"]]
    assert len(published) == 12
    assert [one["replicationType"] for one in published].count("REPLICA") == 1


def test_someone_is_near_24_hours_and_ends_there(world: World) -> None:
    (host,) = [one for one in people(world, "podcast") if one["userId"] == "marathon"]
    assert (host["state"], host["published"]) == ("CONNECTED", True)
    assert 22.5 * HOUR < age(world, host["firstJoinTime"]) < 22.7 * HOUR
    world.advance(1.5 * 3600)
    assert host["state"] == "DISCONNECTED"


def test_a_composition_is_near_24_hours_and_ends_there(world: World) -> None:
    podcast = composition(world, "podcast")
    assert 22.4 * HOUR < age(world, podcast["startTime"]) < 22.6 * HOUR
    world.advance(1.51 * 3600)
    assert podcast["state"] == "STOPPED"


def test_a_composition_of_a_stage_where_nobody_is_fails(world: World) -> None:
    waiting = composition(world, "rehearsal")
    assert (waiting["state"], age(world, waiting["startTime"])) == (
        "STARTING",
        timedelta(seconds=50),
    )
    world.advance(26)
    assert waiting["state"] == waiting["destinations"][0]["state"] == "FAILED"
    world.advance(300)
    assert waiting not in world.of("composition").values()


def test_one_recording_configuration_is_being_created(world: World) -> None:
    def states() -> dict[str, str]:
        return {one["name"]: one["state"] for one in world.of("recording-configuration").values()}

    assert (states()["old-bucket"], states()["new-archive"]) == ("CREATE_FAILED", "CREATING")
    world.advance(20)
    assert (states()["old-bucket"], states()["new-archive"]) == ("CREATE_FAILED", "ACTIVE")


def test_one_destination_has_failed_and_the_other_has_not(world: World) -> None:
    evening = composition(world, "newsroom")
    states = {
        next(iter({"channel", "s3"} & one["configuration"].keys())): one["state"]
        for one in evening["destinations"]
    }
    assert (evening["state"], states) == ("ACTIVE", {"channel": "ACTIVE", "s3": "FAILED"})


def test_a_channel_that_a_composition_feeds_went_live_with_it(world: World) -> None:
    for stage in ("newsroom", "talkshow"):
        fed = composition(world, stage)["destinations"][0]
        stream = world.channel(fed["configuration"]["channel"]["channelArn"]).stream
        assert stream is not None
        assert stream["startTime"] > fed["startTime"]


def ingest(world: World, name: str) -> Item:
    return next(one for one in world.of("ingest-configuration").values() if one["name"] == name)


def test_one_of_two_encoders_is_connected(world: World) -> None:
    van = ingest(world, "outside-van")
    own = [one for one in people(world, "newsroom") if one["userId"] == "outside-van"]
    assert [one["state"] for one in own] == ["CONNECTED", "DISCONNECTED"]
    credentials = [one["participantId"] for one in van["redundantIngestCredentials"]]
    assert [one["participantId"] for one in own] == credentials
    assert van["state"] == "ACTIVE"


def test_an_encoder_has_no_stage(world: World) -> None:
    spare = ingest(world, "spare-encoder")
    assert (spare["stageArn"], spare["state"]) == ("", "INACTIVE")


def test_the_recording_of_a_participant_failed(world: World) -> None:
    failed = [
        one["userId"] for one in people(world, "talkshow") if one["recordingState"] == "FAILED"
    ]
    assert failed == ["amir"]


def sound(session: Session, channel: Channel) -> Iterator[Any]:
    """What no limit or recommendation of AWS has anything against."""
    yield session.failed is False
    multitrack = "multitrackInputConfiguration" in channel.api
    yield sum(one["targetBitrate"] for one in videos(session)) < (12e6 if multitrack else 7e6)
    yield all(one["targetFramerate"] in {25, 30, 50, 60} for one in videos(session))
    basic = channel.api["type"] == "BASIC"
    yield not basic or size(session)[2] < 0.8 * 1_500_000
    yield audio(session)["targetBitrate"] >= 96_000
    yield "Starvation Start" not in events(session)
    yield ("Recording Start" in events(session)) == ("recordingConfiguration" in session.api)


def test_nothing_is_wrong_in_calm() -> None:
    world = build("calm")
    for channel in world.channels.values():
        assert not channel.api["insecureIngest"]
        for session in channel.sessions:
            assert all(sound(session, channel)), channel.api["name"]
    for channel in world.live.values():
        assert age(world, channel.sessions[0].api["startTime"]) < 24 * HOUR
    states = {one["state"] for kind in VIEWS for one in world.of(kind).values() if "state" in one}
    assert states == {"ACTIVE"}
