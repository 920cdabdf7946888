"""`python -m ivs_tui.sim` as a process."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from ivs_tui.sim.process import main
from tests.sim.support import Control, simulate_apart

COMMAND = [sys.executable, "-m", "ivs_tui.sim", "--scenario", "empty"]


@contextmanager
def started(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [*COMMAND, *arguments], stdin=pipe, stdout=pipe, stderr=pipe, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_says_where_it_is_and_ends_on_a_signal(number: signal.Signals) -> None:
    with started() as process:
        assert process.stdout is not None
        url, *exports = [process.stdout.readline().strip() for _ in range(3)]
        assert exports == [
            f"export AWS_ENDPOINT_URL_IVS={url}",
            f"export AWS_ENDPOINT_URL_IVS_REALTIME={url}",
        ]
        assert Control(url).world()["scenario"] == "empty"
        process.send_signal(number)
        assert process.communicate(timeout=5) == ("", "")
        assert process.returncode == 0


def test_it_ends_when_stdin_closes() -> None:
    with started("--until-stdin-closes") as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline()
        process.stdin.write("more input is no end\n")
        process.stdin.flush()
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(0.2)
        process.stdin.close()
        assert process.wait(2) == 0
        assert process.stderr is not None
        assert process.stderr.read() == ""


def test_it_ends_at_once_on_dev_null() -> None:
    done = subprocess.run(
        [*COMMAND, "--until-stdin-closes"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=10,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_reader_that_leaves_is_no_error() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with subprocess.Popen(
        [*COMMAND, "--until-stdin-closes"],
        stdin=subprocess.PIPE,
        stdout=writer,
        stderr=subprocess.PIPE,
    ) as process:
        os.close(writer)
        _, complaint = process.communicate(timeout=10)
    assert (process.returncode, complaint) == (0, b"")


def test_a_busy_port_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["--port", str(port), "--scenario", "empty"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == f"cannot listen on port {port}: Address already in use\n"


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--scenario", "busy"], "'hostile'"),
        (["--fault", "ListStreams=tired"], "choose from latency throttle 5xx"),
        (["--fault", "tired"], "write OPERATION=KIND[:COUNT]"),
        (["--port", "99999"], "a port is 0 to 65535"),
        (["--port", "9" * 5_000], "a port is 0 to 65535, not 9"),
        (["--speed", "fast"], "a speed is 0 to 1000, not fast"),
        (["--speed", "-1"], "a speed is 0 to 1000"),
    ],
)
def test_wrong_usage(
    arguments: list[str], complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert complaint in capsys.readouterr().err


def test_a_size_is_for_large_alone(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments, sentence in (
        (["--live", "3"], "--channels and --live are for --scenario large alone\n"),
        (["--scenario", "large", "--live", "x"], "invalid int value"),
        (["--scenario", "large", "--channels", "0"], "channels are 1 to 100000, not 0\n"),
        (["--scenario", "large", "--channels", "9", "--live", "10"], "0 to all are live, not 10\n"),
    ):
        try:
            status: object = main(arguments)
        except SystemExit as exit_:
            status = exit_.code
        assert status == 2
        assert sentence in capsys.readouterr().err


def test_large_comes_in_the_size_that_was_asked_for() -> None:
    with simulate_apart("--scenario", "large", "--channels", "70", "--live", "9") as control:
        world = control.world()
        assert (len(world["channels"]), len(world["live"])) == (70, 9)
