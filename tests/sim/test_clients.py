"""boto3 and the AWS CLI, unmodified."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, ConnectionClosedError, ReadTimeoutError

from tests.sim.support import Control, simulate

KEYS = {"aws_access_key_id": "demo", "aws_secret_access_key": "demo"}
ONCE = Config(retries={"total_max_attempts": 1}, read_timeout=2, connect_timeout=2)


@pytest.fixture(scope="module")
def control() -> Iterator[Control]:
    with simulate(scenario="incident") as client:
        client.change(pause=True)
        yield client


def client(control: Control, service: str) -> Any:
    return boto3.client(
        service, endpoint_url=control.url, region_name="us-west-2", config=ONCE, **KEYS
    )


@pytest.fixture(scope="module")
def ivs(control: Control) -> Any:
    return client(control, "ivs")


@pytest.fixture(scope="module")
def realtime(control: Control) -> Any:
    return client(control, "ivs-realtime")


def test_boto3_pages_and_parses(ivs: Any, realtime: Any) -> None:
    paginator = ivs.get_paginator("list_channels")
    pages = paginator.paginate(PaginationConfig={"PageSize": 7})
    found = [one for page in pages for one in page["channels"]]
    assert len({one["arn"] for one in found}) == 24
    streams = ivs.list_streams()["streams"]
    assert len(streams) == 14
    arn = streams[0]["channelArn"]
    session = ivs.get_stream_session(channelArn=arn)["streamSession"]
    assert session["startTime"] == ivs.get_stream(channelArn=arn)["stream"]["startTime"]
    assert ivs.list_tags_for_resource(resourceArn=arn)["tags"] == {"desk": "news", "tier": "1"}
    stage = realtime.list_stages()["stages"][0]
    assert realtime.list_tags_for_resource(resourceArn=stage["arn"])["tags"] == stage["tags"]
    where = {"stageArn": stage["arn"], "sessionId": stage["activeSessionId"]}
    one = realtime.list_participants(**where)["participants"][0]["participantId"]
    events = realtime.list_participant_events(**where, participantId=one)["events"]
    assert events[-1]["name"] == "JOINED"


def test_boto3_sees_aws_errors(ivs: Any, control: Control) -> None:
    arn = control.world()["channels"]["archive-test"]
    calls: tuple[tuple[Callable[[], Any], str, str], ...] = (
        (lambda: ivs.get_stream(channelArn=arn), "ChannelNotBroadcasting", "not live"),
        (lambda: ivs.get_channel(arn=arn + "x"), "ResourceNotFoundException", "not found"),
        (lambda: ivs.list_streams(maxResults=100, nextToken="x"), "ValidationException", "Token"),
        (lambda: ivs.stop_stream(channelArn=arn), "AccessDeniedException", "ivs:StopStream"),
        (
            lambda: ivs.list_channels(filterByName="a", filterByRecordingConfigurationArn=""),
            "ConflictException",
            "Only one of",
        ),
    )
    for call, code, words in calls:
        with pytest.raises(ClientError) as caught:
            call()
        error: Any = caught.value.response
        assert error["Error"]["Code"] == code
        assert error["Error"]["Message"] == ""
        assert words in error["exceptionMessage"]
        assert error["ResponseMetadata"]["RequestId"]


def test_boto3_meets_faults(ivs: Any, control: Control) -> None:
    for kind, code in (("throttle", "ThrottlingException"), ("expired", "ExpiredTokenException")):
        control.fault("ListStreams", kind, 1)
        with pytest.raises(ClientError, match=code):
            ivs.list_streams()
    control.fault("ListStreams", "reset", 1)
    with pytest.raises(ConnectionClosedError):
        ivs.list_streams()
    control.fault("ListStreams", "hang", 1)
    with pytest.raises(ReadTimeoutError):
        ivs.list_streams()
    assert len(ivs.list_streams()["streams"]) == 14
    assert control.counts()["ListStreams"] >= 5


def test_who_am_i(control: Control) -> None:
    assert client(control, "sts").get_caller_identity()["Account"] == "123456789012"


def test_the_aws_cli(control: Control, tmp_path: Path) -> None:
    aws = Path(sys.executable).parent / "aws"
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "AWS_ACCESS_KEY_ID": "demo",
        "AWS_SECRET_ACCESS_KEY": "demo",
        "AWS_REGION": "us-west-2",
        "AWS_DEFAULT_REGION": "us-west-2",
        "AWS_ENDPOINT_URL_IVS": control.url,
        "AWS_ENDPOINT_URL_IVS_REALTIME": control.url,
        "NO_PROXY": "127.0.0.1",
    }

    def run(*arguments: str) -> Any:
        command = [str(aws), *arguments, "--output", "json"]
        done = subprocess.run(command, env=environment, capture_output=True, check=True, timeout=60)
        return json.loads(done.stdout)

    assert len(run("ivs", "list-channels", "--page-size", "10")["channels"]) == 24
    assert len(run("ivs-realtime", "list-stages")["stages"]) == 5
