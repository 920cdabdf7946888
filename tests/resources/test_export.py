"""Rows as a file: what a machine reads of them, and what no spreadsheet obeys."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime, timedelta

import pytest

from ivs_tui.aws.errors import Problem, ProblemKind
from ivs_tui.aws.records.lowlatency import Channel, ChannelSummary, StreamEvent, StreamSummary
from ivs_tui.engine.last_events import LastEvent
from ivs_tui.engine.snapshot import Gone, Scope, Snapshot, Topic
from ivs_tui.resources import DETAILS, KINDS
from ivs_tui.resources.expected import Absent
from ivs_tui.resources.export import FORMS, as_csv, as_json, as_ndjson, file_name
from ivs_tui.resources.problems import Held
from ivs_tui.resources.spec import Row, Subject

NOW = datetime(2026, 11, 21, 14, 3, 5, tzinfo=UTC)
STREAMS = KINDS["streams"]
ARN = "arn:aws:ivs:eu-west-1:123456789012:channel/chan"


def topic(name: str) -> Topic:
    return Topic(Scope("prod", "eu-west-1"), name)


def stream(name: str, **more: object) -> StreamSummary:
    facts = {"state": "LIVE", "health": "HEALTHY", "viewer_count": 1234, "start_time": NOW}
    return StreamSummary(channel_arn=ARN + name, stream_id=f"st-{name}", **{**facts, **more})  # type: ignore[arg-type]  # by name


def rows(*streams: StreamSummary, gone: StreamSummary | None = None, name: str = "") -> list[Row]:
    left = (Gone(gone, NOW, confirmed=True),) if gone else ()
    snapshot = Snapshot(topic=topic("streams"), items=streams, gone=left)
    channels = [Channel(arn=one.channel_arn, name=name or one.stream_id) for one in streams]
    names = Snapshot(topic=topic("names"), items=tuple(channels))
    return STREAMS.merge(snapshot, {"names": names})


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_csv_says_what_the_columns_say_for_machines() -> None:
    began = NOW - timedelta(hours=26)
    (row,) = read(as_csv(STREAMS.columns, rows(stream("a", start_time=began)), NOW))
    assert list(row)[:4] == ["health", "forSeconds", "forAtLeast", "channel"]
    assert (row["health"], row["viewers"], row["channel"]) == ("healthy", "1234", "st-a")
    assert (row["ageSeconds"], row["since"]) == (str(26 * 3600), "2026-11-20T12:03:05Z")
    assert (row["forSeconds"], row["forAtLeast"]) == ("", "")


def test_what_should_be_live_is_not_called_listed() -> None:
    held = Held("absent", NOW, False, "streams", ARN)
    missing = Absent(ARN, ChannelSummary(arn=ARN, name="main"), NOW, held)
    expected = Snapshot(topic=topic("expected"), items=(missing,))
    found = STREAMS.merge(Snapshot(topic=topic("streams")), {"expected": expected})
    (item,) = json.loads(as_json(STREAMS.columns, found, NOW))
    assert item.pop("channelArn") == ARN
    assert item.keys() == {"ivsTui"}
    assert (item["ivsTui"]["presence"], item["ivsTui"]["health"]) == ("expected", "absent")


@pytest.mark.parametrize("at_least", [True, False])
def test_how_long_is_told_in_seconds_and_whether_it_may_be_longer(at_least: bool) -> None:
    began, seen = NOW - timedelta(seconds=90), NOW - timedelta(seconds=30)
    (known,) = rows(starving := stream("a", health="STARVING"))
    held = Held("starving", began, at_least, "streams", known.key)
    standing = {"standing": Snapshot(topic=topic("standing"), items=(held,))}
    lost = Problem(kind=ProblemKind.UNREACHABLE, sentence="unreachable")
    for error, lasted in ((None, "90"), (lost, "60")):
        listed = Snapshot(topic=topic("streams"), items=(starving,), read_at=seen, error=error)
        (row,) = read(as_csv(STREAMS.columns, STREAMS.merge(listed, standing), NOW))
        assert (row["forSeconds"], row["forAtLeast"]) == (lasted, str(at_least).lower())


def test_what_is_not_known_is_empty_and_not_zero() -> None:
    one = stream("a", viewer_count=-1, start_time=None, state=None)
    (row,) = read(as_csv(STREAMS.columns, rows(one), NOW))
    assert (row["viewers"], row["ageSeconds"], row["state"], row["event"]) == ("", "", "", "")
    (item,) = json.loads(as_json(STREAMS.columns, rows(one), NOW))
    assert item["viewerCount"] == -1
    assert item["ivsTui"]["viewers"] is None


def test_json_is_the_apis_own_with_what_the_columns_add() -> None:
    columns = [column for column in STREAMS.columns if column.id in {"channel", "viewers"}]
    found = rows(stream("a", start_time=NOW), gone=stream("b"))
    items = json.loads(as_json(columns, found, NOW))
    assert items[0] == {
        "channelArn": f"{ARN}a",
        "streamId": "st-a",
        "state": "LIVE",
        "health": "HEALTHY",
        "viewerCount": 1234,
        "startTime": "2026-11-21T14:03:05Z",
        "ivsTui": {"presence": "listed", "channel": "st-a", "viewers": 1234},
    }
    assert items[1]["ivsTui"]["presence"] == "ended"
    lines = as_ndjson(columns, found, NOW).splitlines()
    assert [json.loads(line) for line in lines] == items


@pytest.mark.parametrize("name", ["=1+1", "+x", "-x", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_text_is_a_formula(name: str) -> None:
    (row,) = read(as_csv(STREAMS.columns, rows(stream("a"), name=name), NOW))
    assert row["channel"][0] in "'␉␍"


@pytest.mark.parametrize("form", FORMS)
def test_nothing_hostile_is_left_for_a_terminal(form: str) -> None:
    name = '\x1b]52;c;eA==\x07"\n\u202e[/x],'
    told = FORMS[form](STREAMS.columns, rows(stream("a"), name=name), NOW)
    assert not set(told) & {"\x1b", "\x07", "\u202e"}
    assert "\n" not in told.replace("\r\n", "").rstrip("\n") or form == "json"


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("form", FORMS)
def test_every_list_can_be_written_without_rows(name: str, form: str) -> None:
    told = FORMS[form](KINDS[name].columns, [], NOW)
    assert told in {"[]\n", ""} or told.startswith(KINDS[name].columns[0].id)


def test_an_arn_that_its_cell_cuts_is_whole() -> None:
    detail = DETAILS["channel"]
    about = Subject(Channel(arn=ARN + "a", name="x" * 600), topic("channel"), {})
    found = detail.rows(about)
    told = {row["member"]: row["value"] for row in read(as_csv(detail.columns, found, NOW))}
    assert told == {"arn": f"{ARN}a", "name": "x" * 600}
    assert {"path": "arn", "value": f"{ARN}a"}.items() <= json.loads(
        as_ndjson(detail.columns, found, NOW).splitlines()[0]
    ).items()


def test_an_event_is_told_without_how_long_ago_it_was_read() -> None:
    ends = StreamEvent(name="Starvation End", event_time=NOW)
    last = LastEvent(channel_arn=f"{ARN}a", stream_id="st-a", read_at=NOW, event=ends)
    beside = Snapshot(topic=topic("last-events"), items=(last,), read_at=NOW)
    found = STREAMS.merge(
        Snapshot(topic=topic("streams"), items=(stream("a"),)), {"last-events": beside}
    )
    assert read(as_csv(STREAMS.columns, found, NOW))[0]["event"] == "Starvation End"


def test_the_file_is_named_by_view_and_time_in_utc() -> None:
    at = datetime(2026, 11, 21, 16, 3, 5).astimezone()
    assert file_name("streams", "csv", NOW) == "ivs-tui-streams-20261121T140305Z.csv"
    assert file_name("streams", "csv", at).endswith("Z.csv")
