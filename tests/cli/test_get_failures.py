"""`get` where it cannot: the status, one sentence on stderr, and nothing on stdout."""

from __future__ import annotations

import json
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from ivs_tui.aws.profile import REGIONS
from ivs_tui.cli import reading
from ivs_tui.cli.kinds import KINDS
from ivs_tui.cli.main import main
from ivs_tui.engine import oneshot
from tests.cli.support import COMMAND, environment, run, run_installed, run_on_terminal
from tests.sim.support import Control, simulate


@pytest.fixture(scope="module")
def simulator() -> Iterator[Control]:
    with simulate(scenario="incident") as client:
        client.change(pause=True)
        yield client


@pytest.fixture
def control(simulator: Control) -> Iterator[Control]:
    yield simulator
    simulator.clear_faults()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("", ", ".join(KINDS)),
        ("nothing", ", ".join(KINDS)),
        ("stream", "no kind 'stream'"),
        ("streams --bogus", "--bogus"),
        ("streams -o xml", "'json'"),
        ("streams --chan x", "--chan"),
        ("streams --channel x", "takes no --channel"),
        ("streams arn:x", "takes no ID"),
        ("stages a b", "unrecognized arguments: b"),
        ("compositions a b", "unrecognized arguments: b"),
        ("recordings --channel x", "recordings takes no --channel"),
        ("stream-keys", "needs --channel"),
        ("stream-keys x --channel y", "takes no ID 'x'"),
        ("replicas", "needs --stage and --participant"),
        ("replicas --stage x --participant y --session z", "takes no --session"),
        ("sessions", "needs --channel"),
        ("session --session st-1", "needs --channel"),
        ("stream-events", "needs --channel"),
        ("stage-sessions", "needs --stage"),
        ("participants", "needs --stage"),
        ("participant", "needs --stage and --participant"),
        ("participant --stage x", "needs --participant"),
        ("participant-events --participant x", "needs --stage"),
        ("sessions --channel=", "--channel is empty"),
        ("sessions --channel", "expected one argument"),
        ("streams --interval 0", "it is 1 to 86400, a day"),
        ("streams --quota-share 2", "0.001 to 1"),
        ("streams --endpoint-url nowhere", "https://host:port"),
        ("streams --config /nowhere/at/all", "does not exist"),
        ("streams --log-file /nowhere/at/all", "log file"),
    ],
)
def test_wrong_usage(
    arguments: str, words: str, capsys: pytest.CaptureFixture[str], credentials: None
) -> None:
    # No Region is set: wrong usage is said before anything else is looked for.
    assert main(["get", *arguments.split()]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("ivs-tui: ")
    assert told.err.count("\n") == 1
    assert words in told.err


def test_wrong_usage_of_the_installed_command() -> None:
    assert "there are: streams, channels" in run_installed("get", "nothing").sentence(2)
    assert "ID is empty" in run("get", "channels", "").sentence(2)
    assert "--bogus" in run("get", "streams", "--bogus").sentence(2)
    assert "needs --channel" in run("get", "sessions").sentence(2)


def test_no_region_and_wrong_regions() -> None:
    for said in (
        run("get", "streams", AWS_REGION=None).sentence(3),
        run("get", "streams", AWS_REGION="eu-north-1").sentence(3),
        run("get", "streams", "--region", "mars-1").sentence(3),
    ):
        assert all(region in said for region in REGIONS)


def test_profiles_and_credentials(home: Path) -> None:
    config = home / "aws-config"
    config.write_text("[profile studio]\nregion = us-west-2\n")
    assert "studio" in run("get", "streams", "--profile", "nobody").sentence(3)
    nobody = {"AWS_ACCESS_KEY_ID": None, "AWS_SECRET_ACCESS_KEY": None}
    said = run("get", "streams", "--profile", "studio", **nobody).sentence(3)
    assert "no credentials; run aws configure" in said


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("denied", "denied: ivs:ListStreams; add ivs:ListStreams to the IAM policy"),
        ("expired", "credentials expired: run aws sso login --profile default"),
        ("html", "not an IVS answer: HTML"),
        ("truncated", "not an IVS answer: JSON cut short"),
        ("reset", "unreachable"),
    ],
)
def test_what_fails_at_once(control: Control, fault: str, words: str) -> None:
    control.fault("ListStreams", fault)
    control.clear_requests()
    said = run("get", "streams", url=control.url).sentence(3)
    assert words in said
    assert control.counts() == {"ListStreams": 1}
    # What the monitor promises, a command that has ended does not.
    assert "by itself" not in said
    assert "again" not in said


def test_a_configuration_that_may_not_be_read(control: Control) -> None:
    control.fault("GetIngestConfiguration", "denied")
    said = run("get", "ingest", "outside-van", url=control.url).sentence(3)
    assert "denied: ivs:GetIngestConfiguration; add ivs:GetIngestConfiguration to" in said


def test_names_that_are_denied_cost_the_names_alone(control: Control) -> None:
    control.fault("BatchGetChannel", "denied")
    done = run("get", "streams", "-o", "json", url=control.url)
    assert done.status == 0
    assert done.err == "ivs-tui: streams without names: denied: ivs:BatchGetChannel\n"
    assert {item["ivsTui"]["channelName"] for item in json.loads(done.out)} == {None}


def test_what_passes_is_waited_for(control: Control) -> None:
    control.fault("ListStages", "throttle", 1)
    control.fault("ListChannels", "5xx", 2)
    for kind, requests in (("stages", "ListStages"), ("channels", "ListChannels")):
        done = run("get", kind, "-o", "json", url=control.url)
        assert (done.status, done.err) == (0, "")
        assert len(json.loads(done.out)) > 4
        assert control.counts()[requests] in {2, 3}


def test_throttled_for_ever_ends_when_patience_does(
    control: Control,
    credentials: None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for module in (reading, oneshot):
        monkeypatch.setattr(module, "PATIENCE", 1.0)
    control.fault("ListStages", "throttle")
    where = ["--region", "us-west-2", "--endpoint-url", control.url]
    began = time.monotonic()
    assert main(["get", "stages", *where]) == 3
    assert time.monotonic() - began < 5
    said = "ivs-tui: throttled: ListStages (tried for 1 s); the account's request rate is used up\n"
    assert capsys.readouterr() == ("", said)


def test_unreadable_items_are_left_out_and_counted(control: Control) -> None:
    control.fault("ListStages", "baditem", 1)
    done = run("get", "stages", "-o", "ndjson", url=control.url)
    assert (done.status, done.err) == (0, "ivs-tui: 1 unreadable item was left out\n")
    assert len(done.out.splitlines()) == 4
    control.fault("GetStage", "baditem")
    arn = control.world()["stages"]["talkshow"]
    run("get", "stages", arn, url=control.url).sentence(3)


def test_what_does_not_exist(control: Control) -> None:
    url = control.url
    assert "no channel is named 'nope'" in run("get", "channels", "nope", url=url).sentence(3)
    assert "no stage is named" in run("get", "participants", "--stage", "x", url=url).sentence(3)
    arn = control.world()["channels"]["press-room"]
    assert "not found" in run("get", "channels", f"{arn}x", url=url).sentence(3)
    assert "not found" in run("get", "sessions", f"--channel={arn}x", url=url).sentence(3)
    said = run("get", "recordings", "nope", url=url).sentence(3)
    assert "no recording configuration is named 'nope'; see `ivs-tui get recordings`" in said
    arn = arn.replace("channel/", "recording-configuration/")
    assert "not found" in run("get", "recordings", arn, url=url).sentence(3)
    idle = run("get", "participants", "--stage", "rehearsal", url=url).sentence(3)
    assert "no active session; give --session" in idle


def test_nobody_listens() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}"
        began = time.monotonic()
        assert "unreachable" in run("get", "streams", url=url).sentence(3)
        assert time.monotonic() - began < 10


def test_a_reader_that_has_seen_enough_is_no_error(control: Control) -> None:
    for arguments in (
        *(["get", "stages"], ["get", "channels", "-o", "json"]),
        *(["get", "--help"], ["doctor"]),
    ):
        with subprocess.Popen(
            [COMMAND, *arguments],
            env=environment(control.url),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdout.close()
            assert process.stderr.read() == b""
            assert process.wait(20) == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_a_full_disk_is_said(control: Control) -> None:
    for arguments in (["get", "stages"], ["doctor"], ["--help"], ["--version"]):
        with open("/dev/full", "wb") as full:
            done = subprocess.run(
                [COMMAND, *arguments],
                env=environment(control.url),
                stdout=full,
                stderr=subprocess.PIPE,
                check=False,
            )
        assert done.returncode == 1
        assert done.stderr.endswith(b"No space left on device\n")
        assert done.stderr.count(b"\n") == 1


MFA = """
[profile guarded]
region = us-west-2
role_arn = arn:aws:iam::123456789012:role/guard
source_profile = base
mfa_serial = arn:aws:iam::123456789012:mfa/ada
[profile base]
aws_access_key_id = A
aws_secret_access_key = B
"""


REFUSAL = b"""<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error>
<Type>Sender</Type><Code>AccessDenied</Code><Message>MultiFactorAuthentication failed</Message>
</Error></ErrorResponse>"""


class RefusingSts(BaseHTTPRequestHandler):
    """STS that believes no code."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(403)
        self.send_header("Content-Length", str(len(REFUSAL)))
        self.end_headers()
        self.wfile.write(REFUSAL)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the library's name
        pass


def test_an_mfa_code_is_asked_for_on_the_terminal_alone(home: Path) -> None:
    (home / "aws-config").write_text(MFA)
    keys: dict[str, str | None] = {"AWS_ACCESS_KEY_ID": None, "AWS_SECRET_ACCESS_KEY": None}
    said = run("get", "streams", "--profile", "guarded", **keys).sentence(3)
    assert "an MFA code is needed" in said
    with ThreadingHTTPServer(("127.0.0.1", 0), RefusingSts) as sts:
        threading.Thread(target=sts.serve_forever).start()
        url = f"http://127.0.0.1:{sts.server_port}"
        environ = environment(None, AWS_ENDPOINT_URL_STS=url, **keys)
        arguments = ("get", "streams", "--profile", "guarded")
        status, told = run_on_terminal(*arguments, environ=environ, typed=b"987654\n")
        sts.shutdown()
    assert status == 3
    assert b"987654" not in told
    prompt, _, refusal = told.decode().strip().partition("\r\n")
    assert prompt.startswith("Enter MFA code for arn:aws:iam::123456789012:mfa/ada")
    assert refusal.startswith("ivs-tui: no credentials for profile guarded: ")
    assert refusal.endswith("MultiFactorAuthentication failed")
    assert "\n" not in refusal


def test_a_fault_of_this_program_is_one_line_and_a_file(control: Control, tmp_path: Path) -> None:
    # A library that breaks, as in an installation that is damaged.
    (tmp_path / "getpass.py").write_text("raise LookupError('gone')")
    log = tmp_path / "log"
    asked = ("get", "stages", f"--log-file={log}")
    done = run_installed(*asked, url=control.url, PYTHONPATH=str(tmp_path))
    assert done.sentence(1) == f"ivs-tui: a fault of ivs-tui: LookupError; see {log}\n"
    assert "Traceback" in log.read_text()
    broken = {"PYTHONPATH": str(tmp_path), "TMPDIR": str(tmp_path)}
    said = run_installed("get", "stages", url=control.url, **broken).sentence(1)
    assert "Traceback" in Path(said.split("; see ")[1].strip()).read_text()
