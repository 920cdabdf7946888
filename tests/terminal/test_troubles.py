"""What is shown when the source is not fine, and that it comes back by itself."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator

import pytest

from tests.sim.support import Control, simulate
from tests.terminal.support import KEYS, Terminal, environment, monitor

ALL = "*"


@pytest.fixture(scope="module")
def account() -> Iterator[Control]:
    with simulate(scenario="calm") as control:
        yield control


@pytest.fixture
def control(account: Control) -> Iterator[Control]:
    """The account without a fault."""
    yield account
    account.clear_faults()
    account.clear_requests()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def running(account: Control) -> Iterator[Terminal]:
    """A monitor of that account, for all that it comes back from."""
    with monitor(account) as terminal:
        yield terminal


@pytest.fixture
def terminal(running: Terminal, control: Control) -> Terminal:
    """Streams without a fault."""
    running.wait_for("news-main")
    running.wait_gone("✖")
    return running


@pytest.mark.xdist_group("troubles")
@pytest.mark.parametrize(
    ("kind", "says", "advises"),
    [
        ("throttle", "throttled: ListStreams: ", "gives way"),
        ("5xx", "IVS error 500 ", "tried again by itself"),
        ("html", "not an IVS answer: HTML", "a proxy or captive portal"),
        ("truncated", "not an IVS answer: ", "a proxy or captive portal"),
        ("reset", "unreachable: ", "check the network"),
        ("denied", "denied: ivs:ListStreams: ", "add ivs:ListStreams to the IAM policy"),
        ("expired", "credentials expired: run aws sso login --profile default", "goes on by"),
    ],
)
def test_a_failing_source(
    terminal: Terminal, control: Control, kind: str, says: str, advises: str
) -> None:
    control.fault("ListStreams", kind, 2)
    terminal.wait_for(f"✖ {says}")
    terminal.wait_for(lambda: advises in terminal.words)
    terminal.wait_for(lambda: re.search(r": \d+(nd|rd|th) try (in \d+ s|now)", terminal.text))
    assert re.search(r"● healthy +gaming-finals", terminal.text)
    terminal.wait_gone("✖")
    assert "gaming-finals" in terminal.text
    assert terminal.screen.overflow == []


def test_a_denied_list_leaves_the_others_alive(control: Control) -> None:
    control.fault("ListStages", "denied")
    with monitor(control, "stages") as terminal:
        terminal.wait_for("✖ denied: ivs:ListStages")
        terminal.wait_for(
            lambda: "add ivs:ListStages to the IAM policy of profile default" in terminal.words
        )
        assert "this account has no stage" not in terminal.text
        terminal.press("1")
        terminal.wait_for("news-main")
        before = terminal.line(1)
        terminal.wait_for(lambda: terminal.line(1) != before)
        assert "stale" not in terminal.line(1)
        control.clear_faults()
        terminal.press("3")
        terminal.wait_for("newsroom")
        terminal.wait_gone("denied")


def test_a_source_that_hangs(control: Control) -> None:
    with monitor(control) as terminal:
        terminal.wait_for("news-main")
        control.fault("ListStreams", "hang", 1)
        terminal.wait_for("✖ no answer in 10 s", 20)
        terminal.wait_for("stale ")
        assert "gaming-finals" in terminal.text
        terminal.wait_gone("✖")


@pytest.mark.xdist_group("troubles")
def test_an_item_that_does_not_fit_is_counted(terminal: Terminal, control: Control) -> None:
    control.fault("ListStreams", "baditem")
    terminal.wait_for("1 unreadable")
    terminal.wait_for(lambda: terminal.text.count("healthy") >= 11)
    control.clear_faults()
    terminal.wait_gone("unreadable")
    terminal.wait_for(lambda: terminal.text.count("healthy") == 12)


def test_a_server_that_goes_away_and_comes_back() -> None:
    port = free_port()
    with simulate(scenario="calm", port=port) as control:
        terminal = monitor(control)
        terminal.wait_for("news-main")
    with terminal:
        terminal.wait_for("✖ unreachable: 2nd try ")
        terminal.wait_for("✖ unreachable: 3rd try in ")
        terminal.wait_for(lambda: re.search(r"  stale [1-9]\d* s", terminal.line(1)))
        assert "gaming-finals" in terminal.text
        with simulate(scenario="calm", port=port):
            terminal.wait_gone("unreachable")
            terminal.wait_gone("stale")
            terminal.wait_for("gaming-finals")


def test_a_server_that_is_not_there_yet() -> None:
    port = free_port()
    with monitor(Control(f"http://127.0.0.1:{port}")) as terminal:
        terminal.wait_for("✖ unreachable: 2nd try ")
        terminal.wait_for("check the network, the Region and --endpoint-url")
        assert "not read yet" in terminal.text
        assert "no channel is live" not in terminal.text
        with simulate(scenario="calm", port=port):
            terminal.wait_for("gaming-finals")
            terminal.wait_gone("unreachable")


def test_no_credentials(control: Control) -> None:
    with monitor(control, AWS_ACCESS_KEY_ID=None, AWS_SECRET_ACCESS_KEY=None) as terminal:
        terminal.wait_for("✖ no credentials")
        terminal.wait_for(
            lambda: "run aws configure, aws sso login, or give --profile" in terminal.words
        )
        assert control.counts() == {}
        terminal.press("q")
        assert terminal.exit_status() == 0


def test_a_loopback_endpoint_never_goes_through_a_proxy(control: Control) -> None:
    dead = f"http://127.0.0.1:{free_port()}"
    with monitor(
        control,
        HTTP_PROXY=dead,
        HTTPS_PROXY=dead,
        ALL_PROXY=dead,
        http_proxy=dead,
        https_proxy=dead,
    ) as terminal:
        terminal.wait_for("news-main")
        assert "✖" not in terminal.text


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        ((), 3, "Region"),
        (("--region", "mars-north-1"), 3, "eu-west-1"),
        (("--region", "eu-west-1", "weather"), 2, "no view 'weather'"),
        (("--region", "eu-west-1", "--interval", "0"), 2, "interval"),
        (("--interval",), 2, "--interval"),
        (("--colour",), 2, "--colour"),
    ],
)
def test_what_is_wrong_is_said_in_one_line_before_any_frame(
    arguments: tuple[str, ...], status: int, says: str
) -> None:
    with Terminal(*arguments, size=(200, 24), environ=environment(**KEYS)) as terminal:
        assert terminal.exit_status() == status
        said = terminal.raw.decode().splitlines()
        assert len(said) == 1, said
        assert said[0].startswith("ivs-tui: ")
        assert says in said[0]
        assert terminal.restored_attributes


@pytest.mark.parametrize("stream", ["stdin", "stdout", "stderr"])
def test_the_monitor_needs_a_terminal(stream: str) -> None:
    with Terminal("--region", "eu-west-1", elsewhere=stream) as terminal:
        assert terminal.exit_status() == 2
        if stream != "stderr":
            assert "use `ivs-tui get`" in " ".join(terminal.lines)
        assert b"\x1b" not in terminal.raw
