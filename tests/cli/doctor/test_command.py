"""`doctor` against the simulator: what it finds, what it asks for that, and how it ends."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ivs_tui.aws.operations import OPERATIONS
from ivs_tui.aws.profile import REGIONS
from ivs_tui.cli.doctor.plan import LOWLATENCY, REALTIME
from ivs_tui.cli.main import main
from tests.cli.support import REGION, Done, run, run_installed
from tests.sim.support import Control, simulate

Here = Callable[..., tuple[int, dict[str, Any]]]
STEPS = {step.operation: step for step in (*LOWLATENCY, *REALTIME)}
ARN = "arn:aws:iam::123456789012:user/demo"
KEY, SECRET_KEY, TOKEN = "AKIAQWERTYUIOPASDFGH", "sEcReTkEy", "sEsSiOnToKeN"
NO_KEYS: dict[str, str | None] = {"AWS_ACCESS_KEY_ID": None, "AWS_SECRET_ACCESS_KEY": None}


@pytest.fixture(scope="module")
def simulator() -> Iterator[Control]:
    with simulate(scenario="incident") as client:
        client.change(pause=True)
        yield client


@pytest.fixture
def control(simulator: Control) -> Iterator[Control]:
    simulator.clear_requests()
    yield simulator
    simulator.clear_faults()


@pytest.fixture
def here(control: Control, credentials: None, capsysbinary: pytest.CaptureFixture[bytes]) -> Here:
    """`doctor -o json` in this process: its status, and what it printed."""

    def asked(*arguments: str, url: str = control.url) -> tuple[int, dict[str, Any]]:
        status = main(["doctor", "-ojson", "--endpoint-url", url, "--region", REGION, *arguments])
        told = capsysbinary.readouterr()
        assert told.err == b""
        found: dict[str, Any] = json.loads(told.out)
        assert found["exitStatus"] == status
        return status, found

    return asked


def doctor(control: Control, *arguments: str, **environ: str | None) -> Done:
    """The installed command, with the simulator for STS too."""
    return run("doctor", *arguments, url=control.url, AWS_ENDPOINT_URL_STS=control.url, **environ)


def states(found: dict[str, Any], group: str) -> dict[str, str]:
    return {one["name"]: one["state"] for one in found["checks"] if one["group"] == group}


def check(found: dict[str, Any], name: str) -> dict[str, str]:
    (one,) = [one for one in found["checks"] if one["name"] == name]
    told: dict[str, str] = one
    return told


def test_everything_is_well(control: Control) -> None:
    where = {"AWS_ENDPOINT_URL_STS": control.url}
    done = run_installed("doctor", url=control.url, **where)
    assert (done.status, done.err) == (0, "")
    *_, last = lines = done.text.splitlines()
    assert last == "● ready: the main views would work; no warnings"
    assert max(map(len, lines)) <= 80
    assert {line[2] for line in lines[:-1] if line.startswith("  ") and line[2] != " "} == {*"●○"}
    assert [line for line in lines if line[2:3] == "○"] == [
        "  ○ terminal  not looked at: this is a pipe or a script"
    ]
    assert f"  ● identity     {ARN}" in lines
    assert "within 2 s of AWS's" in done.text
    assert all(re.search(rf"● {re.escape(name)} +allowed: ", done.text) for name in OPERATIONS)


def test_each_operation_is_asked_once(control: Control) -> None:
    assert doctor(control).status == 0
    assert STEPS.keys() == OPERATIONS.keys()
    expected = {name: 1 for name in OPERATIONS if "." not in name} | {"ListTagsForResource": 2}
    assert control.counts() == expected


def test_the_main_views_are_those_of_the_help() -> None:
    assert {name for name, step in STEPS.items() if step.main} == {
        *("ListStreams", "ListChannels", "ListStreamSessions", "GetStreamSession", "ListStages"),
        *("ListStageSessions", "ListParticipants", "GetParticipant", "ListParticipantEvents"),
    }


def test_json_is_one_object(control: Control) -> None:
    done = doctor(control, "-o", "json")
    assert (done.status, done.err) == (0, "")
    found = json.loads(done.out)
    assert found["verdict"] == "ready"
    assert found["sentence"].startswith("ready: ")
    assert (found["profile"], found["region"]) == ("default", REGION)
    assert found["identity"] == {"account": "123456789012", "arn": ARN}
    assert found["operations"] == dict.fromkeys(OPERATIONS, "allowed")
    assert abs(found["clockSkewSeconds"]) < 2
    for service in ("ivs", "ivs-realtime"):
        took = found["latency"][service]
        assert took["endpoint"] == control.url
        assert took["answers"] > 10
        assert 0 <= took["medianMs"] <= took["worstMs"]
        assert took["firstMs"] > 0
    groups = list(dict.fromkeys(one["group"] for one in found["checks"]))
    assert groups == [
        *("terminal", "software", "settings", "credentials", "network and clock", "permissions")
    ]
    members = {"group", "name", "state", "said", "advice"}
    assert {frozenset(one) for one in found["checks"]} == {frozenset(members)}


def test_no_secret_is_told(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    # Of what is no access key's id, not even the end.
    assert check(here()[1], "credentials")["said"] == "from the environment"
    for name, value in (("ACCESS_KEY_ID", KEY), ("SECRET_ACCESS_KEY", SECRET_KEY)):
        monkeypatch.setenv(f"AWS_{name}", value)
    monkeypatch.setenv("AWS_SESSION_TOKEN", TOKEN)
    status, found = here()
    assert status == 0
    assert check(found, "credentials")["said"] == "from the environment, key ending in DFGH"
    told = json.dumps(found)
    assert not any(secret in told for secret in (KEY[:-4], SECRET_KEY, TOKEN, TOKEN[-4:]))


def test_a_password_in_a_url_is_not_told(here: Here, control: Control) -> None:
    _, found = here(url=control.url.replace("//", "//user:geheim@"))
    assert found["latency"]["ivs"]["endpoint"] == control.url
    assert "geheim" not in json.dumps(found)


def test_half_is_denied(here: Here, control: Control) -> None:
    denied = [name for name, step in STEPS.items() if not step.main and "." not in name][::2]
    for name in denied:
        control.fault(name, "denied")
    status, found = here()
    assert status == 0
    assert {name for name, word in found["operations"].items() if word == "denied"} == {*denied}
    assert found["sentence"] == f"ready: the main views would work; {len(denied)} warnings"
    names = check(found, "BatchGetChannel")
    assert names["state"] == "warning"
    assert names["said"].startswith("denied: ivs:BatchGetChannel (asked of channel/")
    advice = "add ivs:BatchGetChannel to the IAM policy of profile default"
    assert names["advice"] == f"{advice}; needed for names in the view streams"


def test_what_a_main_view_needs_is_denied(here: Here, control: Control) -> None:
    control.fault("ListStages", "denied")
    status, found = here()
    assert (status, found["verdict"]) == (3, "not ready")
    assert found["sentence"] == "not ready: 1 trouble stops the main views; no warnings"
    assert check(found, "ListStages")["state"] == "failed"
    assert found["operations"]["ListParticipants"] == "not tried"
    said = check(found, "ListParticipants")["said"]
    assert said == "not tried: ListStages failed, which would name a stage"
    # What does not hang on it is asked all the same.
    assert found["operations"]["GetComposition"] == "allowed"
    assert found["operations"]["ivs-realtime.ListTagsForResource"] == "allowed"


def test_channels_are_found_where_a_list_is_denied(here: Here, control: Control) -> None:
    for listed in ("ListStreams", "ListChannels"):
        control.fault(listed, "denied")
        _, found = here()
        assert found["operations"][listed] == "denied"
        assert found["operations"]["GetStreamSession"] == "allowed"
        control.clear_faults()


@pytest.mark.parametrize("fault", ["throttle", "5xx", "truncated"])
def test_what_cannot_be_told(here: Here, control: Control, fault: str) -> None:
    control.fault("ListCompositions", fault)
    status, found = here()
    assert status == 0
    assert found["operations"]["ListCompositions"] == "cannot tell"
    told = check(found, "ListCompositions")
    assert told["state"] == "unknown"
    assert told["said"].startswith("cannot tell: ")
    assert "by itself" not in told["advice"]
    control.fault("ListStreams", fault)
    status, found = here()
    assert status == 3
    # One request, within the budget: it is not tried again.
    assert control.counts()["ListStreams"] == 2


def test_unreadable_items_are_a_warning(here: Here, control: Control) -> None:
    control.fault("ListChannels", "baditem")
    status, found = here()
    assert status == 0
    assert check(found, "ListChannels")["state"] == "warning"


@pytest.mark.parametrize("way", ["nobody listens", "html", "reset"])
def test_nothing_answers(here: Here, control: Control, way: str) -> None:
    url = control.url
    if way == "nobody listens":
        with socket.socket() as closed:
            closed.bind(("127.0.0.1", 0))
            url = f"http://127.0.0.1:{closed.getsockname()[1]}"
    else:
        control.fault("*", way)
    status, found = here(url=url)
    assert status == 3
    words = found["operations"]
    expected = "cannot tell" if way == "html" else "not reached"
    assert [name for name, word in words.items() if word == expected] == [
        *("ListStreams", "ListChannels", "ListStages", "ListCompositions")
    ]
    assert {*words.values()} == {expected, "not tried"}
    assert check(found, "ivs latency")["state"] == "unknown"
    assert check(found, "clock")["state"] == "unknown"
    assert found["clockSkewSeconds"] is None


def test_credentials_that_expired(here: Here, control: Control) -> None:
    control.fault("*", "expired")
    status, found = here()
    assert status == 3
    told = check(found, "credentials")
    assert told["state"] == "failed"
    assert told["said"] == "credentials expired: run aws sso login --profile default"
    assert found["sentence"].startswith("not ready: 1 trouble stops")
    # Each service is asked once, and no further.
    assert control.counts() == {"ListStreams": 1, "ListStages": 1}


def test_no_credentials(control: Control) -> None:
    done = doctor(control, **NO_KEYS)
    assert done.status == 3
    assert "✖ credentials  no credentials\n      run aws configure" in done.text
    assert "○ ListStreams + 35 more  not tried: there are no credentials" in done.text
    assert control.counts() == {}


def test_an_empty_account_is_no_trouble(
    credentials: None, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    with simulate(scenario="empty") as control:
        where = ("--endpoint-url", control.url, "--region", REGION)
        assert main(["doctor", *where, "-o", "json"]) == 0
        found = json.loads(capsysbinary.readouterr().out)
        assert found["sentence"] == "ready: the main views would work; no warnings"
        assert {*found["operations"].values()} == {"allowed", "not tried"}
        assert set(control.counts()) == {n for n, w in found["operations"].items() if w[0] == "a"}
        assert check(found, "GetStage")["said"] == "not tried: this account has no stage"
        assert main(["doctor", *where, "--ascii"]) == 0
        told = capsysbinary.readouterr().out.decode()
        assert told.isascii()
        assert max(map(len, told.splitlines())) <= 80
        assert " o ListStreamSessions + 4 more " in told


def test_the_region(control: Control) -> None:
    for region, words in ((None, "no Region: give --region"), ("eu-north-1", "'eu-north-1'")):
        done = doctor(control, "-o", "json", AWS_REGION=region)
        assert done.status == 3
        found = json.loads(done.out)
        told = check(found, "Region")
        assert told["state"] == "failed"
        assert words in told["said"]
        assert all(one in told["said"] for one in REGIONS)
        # What needs no Region is looked at all the same.
        assert found["identity"]["arn"] == ARN
        assert {*found["operations"].values()} == {"not tried"}
    assert control.counts() == {}


def test_a_profile_that_is_not_there(control: Control) -> None:
    done = doctor(control, "--profile", "nobody")
    assert (done.status, done.err) == (3, "")
    assert "✖ profile   profile 'nobody' is not configured" in done.text
    assert control.counts() == {}


def test_a_log_that_cannot_be_written(control: Control, tmp_path: Path) -> None:
    done = doctor(control, "--log-file", str(tmp_path))
    assert done.status == 2
    assert f"✖ log file  {tmp_path}: Is a directory" in " ".join(done.text.split()).replace(
        "file ", "file  "
    )


def test_wrong_usage() -> None:
    assert "--bogus" in run("doctor", "--bogus").sentence(2)
    assert "'json'" in run("doctor", "-o", "xml").sentence(2)
    assert "ivs-tui doctor --help" in run("doctor", "streams").sentence(2)
    assert "interval" in run("doctor", "--interval", "never").sentence(2)


def test_help() -> None:
    for arguments in (["doctor", "--help"], ["--help", "doctor"], ["doctor", "-h"]):
        done = run(*arguments, IVS_TUI_INTERVAL="never")
        assert (done.status, done.err) == (0, "")
        assert done.text.startswith("usage: ivs-tui doctor [-o text|json]")
        assert "exit status: 0 the main views would work" in done.text
    assert "ivs-tui doctor [-o text|json]" in run("--help").text
