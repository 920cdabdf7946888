"""The command line itself: versions, help, where settings come from, the other commands."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

import pytest

from ivs_tui.aws.profile import profile_name, resolve_region
from ivs_tui.cli import access, demo
from ivs_tui.cli.failure import Failure
from ivs_tui.cli.grammar import everywhere
from ivs_tui.cli.kinds import KINDS
from ivs_tui.config import Config
from ivs_tui.config.sources import gather
from tests.cli.support import COMMAND, environment, run, run_installed


def test_versions() -> None:
    done = run_installed("--version")
    assert (done.status, done.err) == (0, "")
    assert done.text.startswith("ivs-tui/")
    assert all(name in done.text for name in ("Python/", "textual/", "aiobotocore/", "botocore/"))


def test_help() -> None:
    for arguments in (["--help"], ["-h"], ["streams", "--help"]):
        done = run(*arguments)
        assert (done.status, done.err) == (0, "")
        assert done.text.startswith("usage: ivs-tui [VIEW]")
        assert "--quota-share" in done.text


def test_help_of_get() -> None:
    # A setting that is wrong must not stand between a user and the help about it.
    for arguments in (["get", "--help"], ["--help", "get"], ["get", "-h", "streams"]):
        done = run(*arguments, IVS_TUI_INTERVAL="never")
        assert (done.status, done.err) == (0, "")
        assert done.text.startswith("usage: ivs-tui get KIND [ID]")
        assert all(f"\n  {kind}" in done.text for kind in KINDS)


def test_the_module_is_the_command() -> None:
    command = [sys.executable, "-m", "ivs_tui", "--version"]
    done = subprocess.run(command, env=environment(), capture_output=True, check=True)
    assert done.stdout == run_installed("--version").out


def test_the_monitor_wants_a_terminal() -> None:
    for arguments in ([], ["streams"], ["channels", "--region", "us-west-2"], ["demo"]):
        said = run(*arguments).sentence(2)
        assert "the monitor needs a terminal" in said
        assert "`ivs-tui get`" in said


def test_views_and_options_that_do_not_exist() -> None:
    told = run("bogus").sentence(2)
    assert "no view 'bogus'; there are: streams" in told
    assert "failing" not in told  # what cannot be asked for by its name alone
    assert "one view at a time" in run("streams", "channels").sentence(2)
    assert "--bogus" in run("--bogus").sentence(2)
    assert "--bogus" in run("simulate", "--bogus").sentence(2)
    assert "--scenario" in run("demo", "--scenario", "nope").sentence(2)


def test_flags_beat_the_environment_beats_the_file_beats_aws(home: Path, tmp_path: Path) -> None:
    def region(*flags: str, **environ: str | None) -> str:
        said = run("get", "streams", *flags, **({"AWS_REGION": None} | environ)).sentence(3)
        assert "IVS does not exist in Region" in said
        return said.split("'")[1]

    (home / "aws-config").write_text("[default]\nregion = profile-1\n")
    assert region() == "profile-1"
    assert region(AWS_DEFAULT_REGION="default-1") == "default-1"
    aws = {"AWS_DEFAULT_REGION": "default-1", "AWS_REGION": "aws-1"}
    assert region(**aws) == "aws-1"
    file = home / "config" / "ivs-tui" / "config.toml"
    file.parent.mkdir(parents=True)
    file.write_text('region = "file-1"\n')
    assert region(**aws) == "file-1"
    other = tmp_path / "other.toml"
    other.write_text('region = "other-1"\n')
    assert region(**aws, IVS_TUI_CONFIG=str(other)) == "other-1"
    assert region("--config", str(file), **aws, IVS_TUI_CONFIG=str(other)) == "file-1"
    assert region(**aws, IVS_TUI_REGION="env-1") == "env-1"
    assert region("--region", "flag-1", **aws, IVS_TUI_REGION="env-1") == "flag-1"


def test_every_option_has_its_variable() -> None:
    for option in everywhere():
        name = option.names[-1].removeprefix("--")
        if name in {"help", "version", "config"}:
            continue
        found = gather({}, {f"IVS_TUI_{name.replace('-', '_').upper()}": "true"})
        assert found.origins or found.faults, f"--{name}"


def test_simulate_says_how_to_reach_it_and_ends_on_sigterm() -> None:
    command = [COMMAND, "simulate", "--scenario", "calm", "--fault", "ListStages=throttle:1"]
    with subprocess.Popen(
        command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        url, *exports = (process.stdout.readline().strip() for _ in range(3))
        assert exports == [
            f"export AWS_ENDPOINT_URL_IVS={url}",
            f"export AWS_ENDPOINT_URL_IVS_REALTIME={url}",
        ]
        with build_opener(ProxyHandler({})).open(f"{url}/_sim/faults", timeout=5) as answer:
            assert json.load(answer)[0]["operation"] == "ListStages"
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
        assert (process.stdout.read(), process.stderr.read()) == ("", "")


def test_the_demo_knows_nothing_of_aws(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "aws-config").write_text("[default]\nregion = profile-1\n[profile mine]\n")
    for name in ("PROFILE", "REGION", "ENDPOINT_URL", "SESSION_TOKEN", "CA_BUNDLE", "ROLE_ARN"):
        monkeypatch.setenv(f"AWS_{name}", "mine")
    environ = demo.environment()
    assert "mine" not in environ.values()
    assert {name: value for name, value in environ.items() if name.startswith("AWS_")} == {
        "AWS_ACCESS_KEY_ID": "demo",
        "AWS_SECRET_ACCESS_KEY": "demo",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    assert environ["HOME"] == str(home)
    assert profile_name(Config(), environ) == "default"
    assert resolve_region(Config(region="us-west-2"), environ) == "us-west-2"


@pytest.mark.parametrize(
    ("environ", "plain"),
    [
        ({}, True),
        ({"LANG": "C"}, True),
        ({"LANG": "de_DE.ISO-8859-1"}, True),
        ({"LANG": "en_US.UTF-8"}, False),
        ({"LANG": "C.utf8"}, False),
        ({"LANG": "en_US.UTF-8", "LC_CTYPE": "C"}, True),
        ({"LANG": "C", "LC_ALL": "en_US.UTF-8"}, False),
        ({"LANG": "en_US.UTF-8", "LC_ALL": ""}, False),
    ],
)
def test_marks_are_ascii_where_the_user_set_no_utf8(environ: dict[str, str], plain: bool) -> None:
    assert access.ascii_only(Config(), environ) is plain
    assert access.ascii_only(Config(ascii=True), environ)


def test_what_can_never_be_a_log_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(Failure) as caught:
        access.open_log(Config(log_file=str(tmp_path)))
    assert caught.value.status == 2
    assert str(tmp_path) in caught.value.sentence
