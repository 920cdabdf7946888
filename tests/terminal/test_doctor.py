"""`doctor` in a terminal: what it says of the terminal, and how it looks there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

import pytest

from tests.sim.support import Control, simulate
from tests.terminal.support import KEYS, Terminal, environment

GUARDED = """
[profile guarded]
region = us-west-2
role_arn = arn:aws:iam::123456789012:role/guard
source_profile = base
mfa_serial = arn:aws:iam::123456789012:mfa/ada
[profile base]
aws_access_key_id = A
aws_secret_access_key = B
"""


@pytest.fixture(scope="module")
def control() -> Iterator[Control]:
    with simulate(scenario="calm") as control:
        yield control


def doctor(
    control: Control,
    *arguments: str,
    size: tuple[int, int] = (80, 90),
    elsewhere: str = "",
    changes: Mapping[str, str | None] = MappingProxyType({}),
) -> Terminal:
    options = ("--endpoint-url", control.url, "--region", "us-west-2")
    environ = environment(**{**KEYS, **changes})
    return Terminal("doctor", *options, *arguments, size=size, elsewhere=elsewhere, environ=environ)


def test_a_good_terminal(control: Control) -> None:
    with doctor(control, changes={"COLORTERM": "truecolor"}) as terminal:
        assert terminal.exit_status() == 0
        assert "● size           80x90" in terminal.text
        assert "● type           xterm-256color" in terminal.text
        assert "● colours        16 million" in terminal.text
        assert terminal.line_with("ready:") == "● ready: the main views would work; no warnings"
        assert b"\x1b[32m" in terminal.raw
        assert terminal.screen.overflow == []
        assert terminal.restored_attributes


def test_a_terminal_without_a_cursor(control: Control) -> None:
    with doctor(control, changes={"TERM": "dumb"}) as terminal:
        assert terminal.exit_status() == 2
        assert "✖ type           dumb: without a cursor there is no monitor" in terminal.text
        assert terminal.line_with("ready:").startswith("✖ not ready: 1 trouble stops")
        assert b"\x1b" not in terminal.raw


def test_a_terminal_that_is_too_small(control: Control) -> None:
    with doctor(control, size=(50, 200), changes={"NO_COLOR": "1", "LANG": None}) as terminal:
        assert terminal.exit_status() == 2
        assert "x size           50x200; the monitor needs" in terminal.text
        assert "v UTF-8          no: marks and borders are" in terminal.text
        assert "colours        none: NO_COLOR is set" in terminal.text
        assert terminal.screen.overflow == []
        assert terminal.raw.isascii()
        assert b"\x1b" not in terminal.raw


def test_trouble_with_both_is_the_api_s(control: Control) -> None:
    with doctor(control, changes={"TERM": "dumb", "AWS_ACCESS_KEY_ID": None}) as terminal:
        assert terminal.exit_status() == 3


def test_a_pager_takes_nothing_away_from_the_terminal(control: Control) -> None:
    with doctor(control, size=(50, 24), elsewhere="stdout") as terminal:
        assert terminal.exit_status() == 2


def test_tmux_is_asked(control: Control, tmp_path: Path) -> None:
    tmux = tmp_path / "tmux"
    answer = "3.3a\\texternal\\t500\\tclipboard,title\\txterm-kitty\\n"
    tmux.write_text(f'#!/bin/sh\n[ "$1" = display-message ] && printf "{answer}"\n')
    tmux.chmod(0o700)
    inside = {"TMUX": "/tmp/none,1,0", "TERM": "tmux-256color", "PATH": f"{tmp_path}:/bin:/usr/bin"}
    with doctor(control, changes=inside) as terminal:
        assert terminal.exit_status() == 0
        assert "● OSC 52 (copy)  tmux hands copies on to xterm-kitty" in terminal.text
        assert "▼ tmux           version 3.3a; it holds Esc back for 500 ms" in terminal.text
        assert terminal.line_with("ready:").endswith("work; 1 warning")


def test_an_mfa_code_is_asked_for_once(control: Control, home: Path) -> None:
    (home / "aws-config").write_text(GUARDED)
    changes = dict.fromkeys(KEYS) | {"AWS_ENDPOINT_URL_STS": control.url}
    with doctor(control, "--profile", "guarded", changes=changes) as terminal:
        terminal.wait_for("Enter MFA code for arn:aws:iam::123456789012:mfa/ada")
        terminal.press("000000\r")
        assert terminal.exit_status() == 3
        assert "✖ credentials  no credentials for profile guarded" in terminal.text
    with doctor(control, "--profile", "guarded", changes=changes) as terminal:
        terminal.wait_for("Enter MFA code")
        terminal.press("987654\r")
        assert terminal.exit_status() == 0
        assert terminal.text.count("Enter MFA code") == 1
        assert "● credentials  from an assumed role" in terminal.text
        assert b"987654" not in terminal.raw
