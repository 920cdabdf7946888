"""`=`: a session beside the one before it, and why not where there is none."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from ivs_tui.aws.errors import Problem, ProblemKind
from ivs_tui.aws.records import lowlatency as ll
from ivs_tui.engine.commands import Watch
from ivs_tui.engine.snapshot import Topic
from tests.resources.test_differences import AUDIO, VIDEO, session, tracks
from tests.ui.estate import STREAM
from tests.ui.monitor import (
    NOW,
    Desk,
    channel,
    channel_arn,
    open_desk,
    snapshot,
    stage,
    stream,
    topic,
)

OLD = "st-before"
ASKED = {"channelArn": channel_arn(1)}
LIST = topic("sessions", **ASKED)
NOW_TOPIC = topic("session", **ASKED, streamId=STREAM)
BEFORE_TOPIC = topic("session", **ASKED, streamId=OLD)
BEGAN = NOW - timedelta(hours=1)
LISTED = [
    ll.StreamSessionSummary(stream_id=STREAM, start_time=BEGAN),
    ll.StreamSessionSummary(
        stream_id=OLD,
        start_time=BEGAN - timedelta(hours=3),
        end_time=BEGAN - timedelta(minutes=2),
    ),
    ll.StreamSessionSummary(stream_id="st-older", start_time=BEGAN - timedelta(days=2)),
]
BEFORE = session(
    stream_id=OLD, start_time=LISTED[1].start_time, end_time=LISTED[1].end_time, **tracks(VIDEO)
)
CHANGED = session(**tracks(msgspec.structs.replace(VIDEO, target_bitrate=8_500_000)))


async def compare(desk: Desk, *, listed: bool = True) -> None:
    """Press `=` on the one stream there is; its session and, unless said, the list are read."""
    await desk.say(
        snapshot(topic("streams"), [stream(1)]), snapshot(topic("names"), [channel(1, "news")])
    )
    desk.link.sent.clear()
    await desk.press("equals_sign")
    await desk.say(snapshot(NOW_TOPIC, [CHANGED]))
    if listed:
        await desk.say(snapshot(LIST, LISTED))


def read_for_it(desk: Desk) -> list[Topic]:
    return [
        one.topic
        for one in desk.link.sent
        if isinstance(one, Watch) and one.topic.name in {"session", "sessions"}
    ]


async def test_members_that_differ_stand_side_by_side_after_three_requests() -> None:
    async with open_desk() as desk:
        await compare(desk)
        assert "the session before it is not read yet" in desk.text
        await desk.say(snapshot(BEFORE_TOPIC, [BEFORE]))
        (row,) = [line for line in desk.lines if "video.targetBitrate" in line and "bps" in line]
        assert row.split() == ["video.targetBitrate", "4.50", "Mbps", "8.50", "Mbps"]
        assert row.index("4.50") < row.index("8.50")
        assert "2m00s before" in desk.text
        assert "1 differ" in desk.text
        assert "hidden" not in desk.text
        assert read_for_it(desk) == [NOW_TOPIC, LIST, BEFORE_TOPIC]


async def test_in_the_list_of_sessions_a_row_is_compared_with_the_one_before_it() -> None:
    async with open_desk("channels") as desk:
        await desk.say(snapshot(topic("channels"), [channel(1)]))
        await desk.press("enter")
        await desk.say(snapshot(LIST, LISTED))
        await desk.press("j")
        desk.link.sent.clear()
        await desk.press("equals_sign")
        await desk.say(snapshot(BEFORE_TOPIC, [BEFORE]))
        older = topic("session", **ASKED, streamId="st-older")
        # The list is read already, and less often from now on.
        assert set(read_for_it(desk)) == {BEFORE_TOPIC, older, LIST}


async def test_nothing_differs_names_what_was_compared() -> None:
    async with open_desk() as desk:
        await compare(desk)
        same = msgspec.structs.replace(CHANGED, stream_id=OLD, end_time=NOW)
        await desk.say(snapshot(BEFORE_TOPIC, [same]))
        assert "nothing differs:" in desk.text
        assert "members of video, audio, channel, recording" in desk.text


async def test_what_is_not_said_is_marked() -> None:
    async with open_desk() as desk:
        await compare(desk)
        silent = tracks(VIDEO, audio=msgspec.structs.replace(AUDIO, sample_rate=None))
        before = msgspec.structs.replace(BEFORE, **silent)
        await desk.say(snapshot(BEFORE_TOPIC, [before]))
        (row,) = [line for line in desk.lines if line.startswith(("audio", " audio"))]
        assert "? not said" in row
        assert "1 said of one alone" in desk.text
        await desk.press("G")
        assert "whether it changed is not known" in desk.text


async def test_a_first_session_has_none_before_it() -> None:
    async with open_desk() as desk:
        await compare(desk, listed=False)
        assert "its sessions are not read yet" in desk.text
        await desk.say(snapshot(LIST, LISTED[:1]))
        assert "no session before this one in the last 60 days" in desk.text


@pytest.mark.parametrize(
    ("kind", "sentence", "said"),
    [
        (ProblemKind.NOT_FOUND, "not found", "holds nothing of it any more"),
        (ProblemKind.DENIED, "denied: ivs:GetStreamSession", "could not be read"),
    ],
)
async def test_a_session_before_that_cannot_be_had(
    kind: ProblemKind, sentence: str, said: str
) -> None:
    async with open_desk() as desk:
        await compare(desk)
        failed = Problem(kind=kind, sentence=sentence)
        await desk.say(
            snapshot(
                *(BEFORE_TOPIC, []), error=failed, error_at=NOW, read_at=None, last_complete_at=None
            )
        )
        assert said in desk.text
        assert sentence in desk.text


async def test_where_nothing_has_a_session_it_says_so() -> None:
    async with open_desk("stages") as desk:
        await desk.press("equals_sign")
        await desk.say(snapshot(topic("stages"), [stage(1)]))
        await desk.press("equals_sign")
        assert [one.message for one in desk.app._notifications] == [
            "there is no row here",
            "what is compared are the stream sessions of a channel",
        ]
