"""Credentials that have to be asked for, that expire, and that are renewed outside."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sim.support import Control, simulate
from tests.terminal.support import Terminal, environment, monitor

PROFILES = """
[profile guarded]
region = us-west-2
role_arn = arn:aws:iam::123456789012:role/guard
source_profile = base
mfa_serial = arn:aws:iam::123456789012:mfa/ada
[profile base]
aws_access_key_id = A
aws_secret_access_key = B
"""


@pytest.fixture
def control() -> Iterator[Control]:
    with simulate(scenario="calm") as control:
        yield control


def guarded(control: Control) -> Terminal:
    """The monitor of a role that wants an MFA code; the simulator is its STS too."""
    options = ("--profile", "guarded", "--endpoint-url", control.url)
    return Terminal(*options, environ=environment(AWS_ENDPOINT_URL_STS=control.url))


def test_an_mfa_code_is_asked_for_before_the_first_frame_and_once(
    control: Control, home: Path
) -> None:
    (home / "aws-config").write_text(PROFILES)
    with guarded(control) as terminal:
        terminal.wait_for("Enter MFA code for arn:aws:iam::123456789012:mfa/ada")
        assert control.counts() == {}
        terminal.press("987654\r")
        terminal.wait_for("gaming-finals")
        assert "guarded us-west-2" in terminal.line(0)
        assert b"987654" not in terminal.raw
        terminal.press("q")
        assert terminal.exit_status() == 0
    # The role's credentials lie where AWS CLI keeps them: nobody is asked again.
    with guarded(control) as terminal:
        terminal.wait_for("gaming-finals")
        assert "MFA" not in terminal.text


def test_a_wrong_mfa_code_is_one_line_and_exit_3(control: Control, home: Path) -> None:
    (home / "aws-config").write_text(PROFILES)
    with guarded(control) as terminal:
        terminal.wait_for("Enter MFA code")
        terminal.press("000000\r")
        assert terminal.exit_status() == 3
        terminal.wait_for("ivs-tui: no credentials for profile guarded: ")


def test_credentials_that_appear_outside_are_found_by_themselves(
    control: Control, home: Path
) -> None:
    with monitor(control, AWS_ACCESS_KEY_ID=None, AWS_SECRET_ACCESS_KEY=None) as terminal:
        terminal.wait_for("✖ no credentials")
        (home / "aws-credentials").write_text(
            "[default]\naws_access_key_id = A\naws_secret_access_key = B\n"
        )
        terminal.wait_for("gaming-finals", timeout=20)
        terminal.wait_gone("✖")
