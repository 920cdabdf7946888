"""The participant's screen: what the API says, what it does not, and why an error came."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ivs_tui.aws.records import realtime as rt
from ivs_tui.engine.snapshot import Scope, Snapshot, Topic
from ivs_tui.resources import DETAILS
from ivs_tui.resources.spec import Look, Row, Subject

NOW = datetime(2026, 11, 21, 14, 3, 5, tzinfo=UTC)
SCOPE = Scope("p", "us-west-2")
TOPIC = Topic(SCOPE, "participant", (("participantId", "p1"),))
DETAIL = DETAILS["participant"]
LOOK = Look(NOW)


def told(**more: Any) -> str:
    facts: dict[str, Any] = {"participant_id": "p1"} | more
    lines = DETAIL.facts(Subject(rt.Participant(**facts), TOPIC, {}), LOOK)
    return "\n".join(
        f"{line.label}: {'  '.join(cell.text for cell in line.cells)}" for line in lines
    )


def rows(*events: rt.Event) -> list[Row]:
    about = Snapshot(topic=Topic(SCOPE, "participant-events"), items=events)
    subject = Subject(rt.Participant(participant_id="p1"), TOPIC, {"participant-events": about})
    return sorted(DETAIL.rows(subject), key=DETAIL.order)


def explained(event: rt.Event) -> str:
    lines = DETAIL.explain(rows(event)[0], LOOK)
    return "\n".join(f"{line.label}: {' '.join(c.text for c in line.cells)}" for line in lines)


def test_published_alone_is_never_told_as_publishing_now() -> None:
    assert "at some time in this session; the flag does not say whether" in told(published=True)
    assert "never in this session" in told(published=False)
    assert "published: the API does not say" in told()


@pytest.mark.parametrize(
    ("state", "last", "now"),
    [
        ("CONNECTED", "PUBLISH_STARTED", True),
        ("CONNECTED", "PUBLISH_STOPPED", False),
        ("DISCONNECTED", "PUBLISH_STARTED", False),
    ],
)
def test_who_publishes_now_is_told_as_the_list_tells_it(state: str, last: str, now: bool) -> None:
    names = ("JOINED", "PUBLISH_STARTED", last)
    events = tuple(
        rt.Event(name=name, event_time=NOW + timedelta(seconds=number))
        for number, name in enumerate(names)
    )
    person = rt.Participant(participant_id="p1", state=state, published=True)
    about = Snapshot(topic=Topic(SCOPE, "participant-events"), items=events)
    lines = DETAIL.facts(Subject(person, TOPIC, {"participant-events": about}), LOOK)
    (said,) = [line.cells[0].text for line in lines if line.label == "published"]
    assert said.startswith("now" if now else "at some time")


def test_the_client_is_told_as_far_as_it_is_known() -> None:
    text = told(
        browser_name="Chrome",
        browser_version="126",
        os_name="macOS",
        sdk_version="1.17",
        isp_name="Example ISP",
        protocol="WHIP",
    )
    assert "client: browser Chrome 126  OS macOS  SDK 1.17  ISP Example ISP  protocol WHIP" in text
    assert "client: the API does not say" in told()


def test_recording_replication_and_attributes_have_their_lines() -> None:
    text = told(
        recording_state="FAILED",
        recording_s3_bucket_name="bucket",
        recording_s3_prefix="a/b",
        replication_type="REPLICA",
        replication_state="ACTIVE",
        source_stage_arn="arn:s/1",
        attributes={"role": "host"},
    )
    assert "recording: ✖ failed  s3://bucket/a/b" in text
    assert "replication: REPLICA  ACTIVE  from arn:s/1" in text
    assert "attributes: role=host" in text
    assert "replication" not in told(replication_type="NONE")


def test_events_of_one_second_have_a_stable_order_oldest_first() -> None:
    later = NOW + timedelta(seconds=1)
    came = [
        rt.Event(name="LEFT", event_time=later),
        rt.Event(name="PUBLISH_STARTED", event_time=NOW),
        rt.Event(name="PUBLISH_STOPPED", event_time=later),
        rt.Event(name="JOINED", event_time=NOW),
    ]
    names = ["JOINED", "PUBLISH_STARTED", "PUBLISH_STOPPED", "LEFT"]
    assert [row.record.name for row in rows(*came)] == names
    assert [row.record.name for row in rows(*reversed(came))] == names


def test_the_api_gives_no_reason_for_leaving() -> None:
    assert "the API gives no reason" in explained(rt.Event(name="LEFT")).replace(
        "The API", "the API"
    )


@pytest.mark.parametrize("code", ["B_FRAME_PRESENT", "QUOTA_EXCEEDED"])
def test_an_error_brings_meaning_cause_and_remedy(code: str) -> None:
    text = explained(rt.Event(name="PUBLISH_ERROR", error_code=code))
    assert f"meaning: {code}" in text
    assert "likely: " in text
    assert "do: " in text


def test_a_token_exchange_tells_both_tokens() -> None:
    event = rt.Event(
        name="TOKEN_EXCHANGED",
        previous_token=rt.ExchangedParticipantToken(capabilities=("SUBSCRIBE",)),
        new_token=rt.ExchangedParticipantToken(
            capabilities=("PUBLISH", "SUBSCRIBE"), user_id="ada", expiration_time=NOW
        ),
    )
    text = explained(event)
    assert "from token: SUBSCRIBE" in text
    assert "to token: PUBLISH SUBSCRIBE user ada expires 14:03:05Z" in text
