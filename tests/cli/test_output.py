"""Formats: whatever a text holds, JSON and CSV give it back, and tables only show it."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivs_tui.aws.records.lowlatency import (
    Channel,
    ChannelSummary,
    PlaybackRestrictionPolicy,
    Srt,
    StreamEvent,
    StreamSummary,
)
from ivs_tui.aws.records.realtime import (
    Composition,
    CompositionSummary,
    CompositionThumbnailConfiguration,
    Destination,
    DestinationConfiguration,
    DestinationSummary,
    PublicKey,
    S3DestinationConfiguration,
)
from ivs_tui.cli import output
from ivs_tui.cli.kinds import KINDS, Answer
from ivs_tui.cli.table import as_table
from ivs_tui.resources import api_json
from ivs_tui.resources.text import in_full
from ivs_tui.sim.hostile import TEXTS

ARN = "arn:aws:ivs:us-west-2:123456789012:channel/abcdefghijkl"
texts = st.text() | st.sampled_from(TEXTS)
channels = st.builds(
    Channel,
    arn=st.just(ARN),
    name=st.none() | texts,
    type=st.none() | texts,
    authorized=st.none() | st.booleans(),
    tags=st.none() | st.dictionaries(texts, texts, max_size=3),
    srt=st.none() | st.builds(Srt, endpoint=texts),
)


def obeyed(text: str) -> set[str]:
    return {sign for sign in text if unicodedata.category(sign) in {"Cc", "Cf", "Zl", "Zp"}}


def expected(channel: Channel) -> dict[str, Any]:
    """What JSON says of it, member by member."""
    members: dict[str, Any] = {
        "arn": channel.arn,
        "name": channel.name,
        "type": channel.type,
        "authorized": channel.authorized,
        "tags": channel.tags,
        "srt": None if channel.srt is None else {"endpoint": channel.srt.endpoint},
    }
    return {name: value for name, value in members.items() if value is not None}


def read_csv(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


@given(st.lists(channels, max_size=4))
def test_json_gives_every_text_back_and_holds_nothing_to_obey(found: list[Channel]) -> None:
    answer = Answer(Channel, found)
    printed = output.as_json(answer)
    assert json.loads(printed) == [expected(channel) for channel in found]
    assert obeyed(printed) <= {"\n"}
    lines = output.as_ndjson(answer)
    assert [json.loads(line) for line in lines.split("\n")[:-1]] == json.loads(printed)
    assert obeyed(lines) <= {"\n"}


def guarded(text: str | None) -> str:
    """A text in CSV: shown, and such that no spreadsheet takes it for a formula."""
    shown = in_full(text or "")
    return f"'{shown}" if shown.startswith(tuple("=+-@")) else shown


@given(st.lists(channels, max_size=4))
def test_csv_shows_every_text_and_holds_nothing_to_obey(found: list[Channel]) -> None:
    printed = output.as_csv(Answer(Channel, found), ())
    assert obeyed(printed) <= {"\r", "\n"}
    assert printed.count("\r") == printed.count("\n") == len(found) + 1
    rows = read_csv(printed)
    for row, channel in zip(rows, found, strict=True):
        told = (row["arn"], row["name"], row["type"])
        assert told == (ARN, guarded(channel.name), guarded(channel.type))
        assert row["authorized"] == {None: "", True: "true", False: "false"}[channel.authorized]
        assert (json.loads(row["tags"]) if row["tags"] else None) == channel.tags


def test_a_public_key_in_csv_is_still_one() -> None:
    key = "-----BEGIN PUBLIC KEY-----\nMHYw+/8=\n-----END PUBLIC KEY-----\n"
    answer = Answer(PublicKey, [PublicKey(arn=ARN, public_key_material=key)])
    assert read_csv(output.as_csv(answer, ()))[0]["publicKeyMaterial"] == key


@given(st.lists(channels, min_size=1, max_size=4), st.booleans(), st.none() | st.integers(10, 200))
def test_what_a_terminal_gets_is_only_shown(
    found: list[Channel], ascii_only: bool, width: int | None
) -> None:
    columns = KINDS["channels"].columns
    for answer in (Answer(Channel, found), Answer(Channel, found[:1], single=True)):
        table = as_table(answer, columns, ascii_only=ascii_only, width=None)
        assert obeyed(table) <= {"\n"}
        assert table.isascii() or not ascii_only
        shown = as_table(answer, columns, ascii_only=ascii_only, width=width)
        assert "[" in shown or "\x1b" not in shown
    piped = as_table(Answer(Channel, found), columns, ascii_only=ascii_only, width=None)
    assert piped.count("\n") == len(found) + 1


def test_the_header_of_csv_does_not_depend_on_what_came() -> None:
    bare = output.as_csv(Answer(ChannelSummary, [ChannelSummary(arn=ARN)]), ())
    none = output.as_csv(Answer(ChannelSummary, []), ())
    assert bare.splitlines()[0] == none.strip()
    assert none.startswith("arn,name,latencyMode,authorized,recordingConfigurationArn,tags,")
    adds = KINDS["stream-events"].adds
    events = output.as_csv(Answer(StreamEvent, []), adds)
    said = "name,type,eventTime,code,ivsTui.meaning,ivsTui.remedy,ivsTui.severity\r\n"
    assert events == said


@pytest.mark.parametrize(
    ("instant", "said"),
    [
        (datetime(2026, 3, 1, 12, tzinfo=UTC), "2026-03-01T12:00:00Z"),
        (datetime(2026, 3, 1, 12, 0, 0, 250_000, UTC), "2026-03-01T12:00:00.250000Z"),
        (datetime(2026, 3, 1, 1, tzinfo=timezone(timedelta(hours=2))), "2026-02-28T23:00:00Z"),
        (datetime(1970, 1, 1, tzinfo=UTC), "1970-01-01T00:00:00Z"),
        (datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC), "9999-12-31T23:59:59Z"),
        (datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=2))), "0001-01-01T00:00:00+02:00"),
    ],
)
def test_times_are_utc(instant: datetime, said: str) -> None:
    assert api_json.plain(StreamEvent(event_time=instant)) == {"eventTime": said}


def test_numbers_flags_and_what_is_added() -> None:
    streams = [
        StreamSummary(channel_arn=ARN, viewer_count=9_007_199_254_740_993, health="WOBBLY"),
        StreamSummary(channel_arn=ARN, viewer_count=-1),
    ]
    answer = Answer(StreamSummary, streams, added=[{"channelName": "a"}, {"channelName": None}])
    assert json.loads(output.as_json(answer)) == [
        {
            "channelArn": ARN,
            "viewerCount": 9_007_199_254_740_993,
            "health": "WOBBLY",
            "ivsTui": {"channelName": "a"},
        },
        {"channelArn": ARN, "viewerCount": -1, "ivsTui": {"channelName": None}},
    ]
    rows = read_csv(output.as_csv(answer, ("channelName",)))
    assert [row["viewerCount"] for row in rows] == ["9007199254740993", "-1"]
    assert [row["ivsTui.channelName"] for row in rows] == ["a", ""]
    table = as_table(answer, ("channelArn", "viewerCount"), ascii_only=False, width=None)
    # -1 is the API's "ask again": a table shows no number then.
    assert [line.split()[1] for line in table.splitlines()[1:]] == ["9007199254740993", "-"]


def test_one_thing_is_one_object_and_a_member_a_line() -> None:
    channel = Channel(arn=ARN, name="news", tags={"desk": "1"}, srt=Srt(endpoint="srt://x"))
    answer = Answer(Channel, [channel], single=True)
    assert json.loads(output.as_json(answer)) == expected(channel)
    assert output.as_ndjson(answer).count("\n") == 1
    lines = as_table(answer, (), ascii_only=False, width=None).splitlines()
    assert [line.split() for line in lines] == [
        ["arn", ARN],
        ["name", "news"],
        ["tags.desk", "1"],
        ["srt.endpoint", "srt://x"],
    ]


def test_a_column_within_a_list_says_what_its_entries_have() -> None:
    destinations = (
        DestinationSummary(state="ACTIVE"),
        DestinationSummary(),
        DestinationSummary(state=""),
    )
    items = [
        CompositionSummary(arn=ARN, state="ACTIVE", destinations=destinations),
        CompositionSummary(arn=ARN, state="STARTING", destinations=()),
        CompositionSummary(arn=ARN, state="STOPPED"),
    ]
    answer = Answer(CompositionSummary, items)
    columns = ("state", "destinations.state")
    lines = as_table(answer, columns, ascii_only=False, width=None).splitlines()
    assert [line.split(None, 1) for line in lines] == [
        ["state", "destinations.state"],
        ["ACTIVE", "ACTIVE, -, -"],
        ["STARTING", "-"],
        ["STOPPED", "-"],
    ]


def test_of_one_thing_nothing_is_cut_and_of_many_long_texts_are() -> None:
    countries = tuple(
        f"{first}{second}" for first in "ABCDEFGHIJ" for second in "ABCDEFGHIJKLMNOPQRST"
    )
    policy = PlaybackRestrictionPolicy(arn=ARN, name="\u202e" * 600, allowed_countries=countries)
    columns = ("name", "allowedCountries", "arn")
    for ascii_only in (False, True):
        one = Answer(PlaybackRestrictionPolicy, [policy], single=True)
        shown = as_table(one, columns, ascii_only=ascii_only, width=None)
        assert ", ".join(countries) in shown
        assert shown.count("\\u202e" if ascii_only else "<U+202E>") == 600
        many = as_table(
            Answer(PlaybackRestrictionPolicy, [policy]), columns, ascii_only=ascii_only, width=None
        )
        assert "JT" not in many


def test_nested_entries_are_told_a_member_a_line_and_flat_ones_in_one() -> None:
    to_s3 = S3DestinationConfiguration(
        storage_configuration_arn="s",
        encoder_configuration_arns=("e", "f"),
        thumbnail_configurations=(
            CompositionThumbnailConfiguration(target_interval_seconds=60, storage=("LATEST",)),
        ),
    )
    configuration = DestinationConfiguration(name="archive", s3=to_s3)
    destinations = (
        Destination(id="d", configuration=configuration),
        Destination(id="e", state="ACTIVE"),
    )
    composition = Composition(arn=ARN, destinations=destinations)
    answer = Answer(Composition, [composition], single=True)
    lines = as_table(answer, (), ascii_only=False, width=None).splitlines()
    s3 = "destinations[0].configuration.s3"
    assert [line.split(None, 1) for line in lines] == [
        ["arn", ARN],
        ["destinations[0].id", "d"],
        ["destinations[0].configuration.name", "archive"],
        [f"{s3}.storageConfigurationArn", "s"],
        [f"{s3}.encoderConfigurationArns", "e, f"],
        [f"{s3}.thumbnailConfigurations[0].targetIntervalSeconds", "60"],
        [f"{s3}.thumbnailConfigurations[0].storage", "LATEST"],
        ["destinations[1]", "id=e  state=ACTIVE"],
    ]
