"""The parts of `doctor` that look at nothing: terminals, versions, clocks, and how it is told."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from ivs_tui.aws.errors import Problem, ProblemKind
from ivs_tui.aws.identity import Identity
from ivs_tui.aws.probe import Answer, Endpoint, Trip
from ivs_tui.cli.doctor import network, reads, report, settings, software
from ivs_tui.cli.doctor import terminal as terminals
from ivs_tui.cli.doctor.account import Account
from ivs_tui.cli.doctor.checks import Check, State, verdict
from ivs_tui.cli.doctor.plan import LOWLATENCY
from ivs_tui.cli.doctor.terminal import Terminal, Tmux
from ivs_tui.config import Config
from ivs_tui.ui.screens.base import MIN_HEIGHT, MIN_WIDTH

XTERM = {"TERM": "xterm-256color", "LANG": "C.UTF-8"}
IN_TMUX = {"TERM": "tmux-256color", "TMUX": "/tmp/tmux-0/default,1,0"}
TMUX = Tmux("3.3a", "external", "10", "256,clipboard,title", "xterm-256color")


def looked(
    environ: dict[str, str], size: tuple[int, int] = (120, 36), tmux: Tmux | None = None
) -> dict[str, Check]:
    found = terminals.checks(Terminal(environ, size, tmux=tmux))
    return {check.name: check for check in found}


def test_a_good_terminal() -> None:
    found = looked({**XTERM, "COLORTERM": "truecolor", "TERM_PROGRAM": "WezTerm"})
    assert {check.state for check in found.values()} == {State.OK}
    assert {name: check.said for name, check in found.items() if name in {"size", "colours"}} == {
        "size": "120x36",
        "colours": "16 million",
    }


@pytest.mark.parametrize(
    ("size", "state", "stops"),
    [
        ((80, 24), "ok", 0),
        ((79, 24), "warning", 0),
        ((80, 23), "warning", 0),
        ((60, 15), "warning", 0),
        ((59, 15), "failed", 2),
        ((60, 14), "failed", 2),
        ((0, 0), "unknown", 0),
    ],
)
def test_sizes(size: tuple[int, int], state: str, stops: int) -> None:
    found = looked(XTERM, size)["size"]
    assert (found.state, found.stops) == (state, stops)


def test_the_size_that_is_needed_is_the_monitor_s() -> None:
    assert terminals.NEEDED == (MIN_WIDTH, MIN_HEIGHT)


@pytest.mark.parametrize(
    ("environ", "name", "state", "words"),
    [
        ({"TERM": "dumb"}, "type", "failed", "without a cursor"),
        ({"TERM": "unknown"}, "type", "failed", "without a cursor"),
        ({}, "type", "warning", "TERM is not set"),
        ({"TERM": "vt100"}, "type", "ok", "vt100"),
        ({"TERM": "vt100"}, "colours", "ok", "16 or fewer"),
        ({"TERM": "xterm-256color"}, "colours", "ok", "256"),
        ({"TERM": "xterm", "COLORTERM": "24bit"}, "colours", "ok", "16 million"),
        ({"TERM": "xterm", "COLORTERM": "24bit", "NO_COLOR": "1"}, "colours", "ok", "NO_COLOR"),
        ({"TERM": "xterm"}, "OSC 52 (copy)", "unknown", "does not say"),
        ({"TERM": "linux"}, "OSC 52 (copy)", "warning", "no clipboard"),
        ({"TERM": "xterm-kitty"}, "OSC 52 (copy)", "ok", "takes copies"),
        ({"TERM": "screen", "STY": "1.pts"}, "OSC 52 (copy)", "warning", "GNU screen"),
        ({"TERM": "xterm", "TERM_PROGRAM": "iTerm.app"}, "OSC 52 (copy)", "unknown", "iTerm2"),
        ({"TERM": "xterm", "WT_SESSION": "1"}, "OSC 52 (copy)", "ok", "takes copies"),
        ({"TERM": "xterm"}, "tmux", "ok", "none"),
        ({"TERM": "screen", "STY": "1.pts"}, "tmux", "ok", "GNU screen"),
        ({"TERM": "xterm", "SSH_CONNECTION": "10.0.0.1 1 10.0.0.2 22"}, "SSH", "ok", "yes"),
        ({"TERM": "xterm"}, "SSH", "ok", "no"),
    ],
)
def test_what_the_environment_says(
    environ: dict[str, str], name: str, state: str, words: str
) -> None:
    found = looked(environ)[name]
    assert found.state == state
    assert words in found.said
    assert "10.0.0" not in found.said


@pytest.mark.parametrize(
    ("tmux", "name", "state", "words"),
    [
        (TMUX, "OSC 52 (copy)", "ok", "hands copies on to xterm-256color"),
        (TMUX, "tmux", "ok", "version 3.3a"),
        (Tmux("3.3a", "external", "500", "", "linux"), "tmux", "warning", "Esc back for 500 ms"),
        (Tmux("3.3a", "on", "10", "title", "linux"), "OSC 52 (copy)", "unknown", "that linux"),
        (Tmux("3.1c", "external", "10"), "OSC 52 (copy)", "warning", "keeps copies"),
        (Tmux("3.1c", "on", "10"), "OSC 52 (copy)", "ok", "hands copies on"),
        (Tmux("next-3.6", "", "10", "clipboard"), "OSC 52 (copy)", "ok", "its terminal"),
        (Tmux("master", "", "", "clipboard"), "OSC 52 (copy)", "ok", "its terminal"),
        (None, "OSC 52 (copy)", "unknown", "does not say"),
        (None, "tmux", "unknown", "does not answer"),
    ],
)
def test_tmux(tmux: Tmux | None, name: str, state: str, words: str) -> None:
    found = looked(IN_TMUX, tmux=tmux)[name]
    assert found.state == state
    assert words in found.said


@pytest.mark.parametrize(
    ("kind", "words"), [("xterm-256color", "but TERM is xterm"), ("screen", "few colours")]
)
def test_the_terminal_that_tmux_is(kind: str, words: str) -> None:
    found = looked({**IN_TMUX, "TERM": kind}, tmux=TMUX)["tmux"]
    assert found.state == "warning"
    assert words in found.said


def test_letters() -> None:
    asked = terminals.checks(Terminal(XTERM, (80, 24), plain=True, wants_plain=True))
    forced = terminals.checks(Terminal(XTERM, (80, 24), plain=True))
    states = [next(c.state for c in found if c.name == "UTF-8") for found in (asked, forced)]
    assert states == ["ok", "warning"]


def test_no_terminal() -> None:
    (found,) = terminals.checks(None)
    assert (found.state, found.stops) == ("skipped", 0)


@pytest.mark.parametrize(
    ("installed", "needed", "good"),
    [
        ("8.2.8", "<9,>=8.2.8", True),
        ("8.2.7", "<9,>=8.2.8", False),
        ("9", "<9,>=8.2.8", False),
        ("9.0", "<=9", True),
        ("8.10.0", ">=8.9", True),
        ("3.13.0rc1", ">=3.11", True),
        ("1.0", "==1.0.0", True),
        ("1.0", "!=1.0", False),
        ("1.1", ">1.0,!=1.2", True),
        ("1.0", "", True),
        ("1.0", "~=1.0", None),
        ("1.0", "==1.*", None),
    ],
)
def test_ranges(installed: str, needed: str, good: bool | None) -> None:
    assert software.fits(installed, needed) is good


def test_versions() -> None:
    found = software.checks()
    names = {"ivs-tui", "Python", "textual", "rich", "aiobotocore", "botocore", "aiohttp"}
    assert {check.name for check in found} == {*names, "msgspec"}
    assert {check.state for check in found} == {State.OK}
    old = software.compared("textual", "1.0", ">=8,<9")
    assert (old.state, old.said) == ("warning", "1.0; it should be >=8,<9")
    assert "pip install 'textual>=8,<9'" in old.advice
    gone = software.compared("textual", None, ">=8,<9")
    assert (gone.state, gone.stops) == ("failed", 1)
    assert software.compared("textual", "8", "~=8").state == "unknown"


def test_where_settings_come_from(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def told(**given: Any) -> dict[str, str]:
        return {check.name: check.said for check in settings.checks(Config(**given))}

    (home / "aws-config").write_text("[profile studio]\nregion = us-west-2\n")
    monkeypatch.setenv("AWS_PROFILE", "studio")
    found = told()
    assert found["profile"] == "studio, from AWS_PROFILE"
    assert found["Region"] == "us-west-2, from the profile"
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    assert told()["Region"] == "eu-west-1, from AWS_REGION"
    given = told(region="us-east-1", profile="studio")
    assert given["Region"] == "us-east-1, from --region or the config file"
    assert given["profile"] == "studio, from --profile or the config file"
    monkeypatch.setenv("IVS_TUI_REGION", "us-east-1")
    assert told(region="us-east-1")["Region"] == "us-east-1, from IVS_TUI_REGION"
    (home / "aws-config").write_text("not a config file")
    assert "AWS config file not readable" in told()["profile"]


def trip(seconds: float = 0.1, ahead: float = 0.0, *, connecting: bool = False) -> Trip:
    """A way to a server whose clock the one here is `ahead` of."""
    sent, half = 1_000_000.0, seconds / 2
    return Trip(connecting, sent, seconds, float(int(sent + half - ahead)))


def test_latency() -> None:
    trips = [trip(0.9, connecting=True), trip(0.1), trip(0.2), trip(0.6), Trip(sent_at=1.0)]
    found = network.latency(trips)
    assert (found.first, found.answers, found.median, found.worst) == (0.9, 3, 0.2, 0.6)
    told = {
        check.name: check
        for check in network.checks({"ivs": Endpoint("https://ivs")}, {"ivs": trips})
    }
    said = "median 200 ms, worst 600 ms of 3; first, with connecting, 900 ms"
    assert (told["ivs latency"].said, told["ivs latency"].state) == (said, "ok")
    (slow,) = [
        check
        for check in network.checks({"ivs": Endpoint("https://ivs")}, {"ivs": [trip(1.5)]})
        if check.name == "ivs latency"
    ]
    assert slow.state == "warning"
    assert slow.advice


@pytest.mark.parametrize(
    ("ahead", "state", "words"),
    [
        (0, "ok", "within 2 s"),
        (30, "ok", "30 s ahead of"),
        (-59, "ok", "59 s behind"),
        (90, "warning", "90 s ahead of"),
        (-200, "warning", "200 s behind"),
        (300, "failed", "300 s ahead of"),
        (-4000, "failed", "4000 s behind"),
    ],
)
def test_clocks(ahead: float, state: str, words: str) -> None:
    skew = network.skew([trip(0.1, ahead), trip(0.3, ahead), Trip(sent_at=1.0)])
    assert skew == pytest.approx(ahead, abs=1)
    found = network.clock(skew)
    assert found.state == state
    assert words in found.said
    assert bool(found.stops) is (state == "failed")


def test_a_proxy_is_named_without_its_password() -> None:
    endpoint = Endpoint("https://ivs.eu-west-1.amazonaws.com", "http://me:geheim@proxy:3128/")
    found = network.checks({"ivs": endpoint}, {})
    said = "https://ivs.eu-west-1.amazonaws.com, through the proxy http://proxy:3128"
    assert found[0].said == said


@pytest.mark.parametrize(
    ("kind", "permission", "main", "other"),
    [
        ("denied", "denied", "failed", "warning"),
        ("unreachable", "not reached", "failed", "unknown"),
        ("timeout", "not reached", "failed", "unknown"),
        ("throttled", "cannot tell", "unknown", "unknown"),
        ("server", "cannot tell", "unknown", "unknown"),
        ("not-ivs", "cannot tell", "unknown", "unknown"),
        ("refused", "cannot tell", "unknown", "unknown"),
        ("not-found", "allowed", "ok", "ok"),
    ],
)
def test_what_an_answer_says_of_a_permission(
    kind: str, permission: str, main: str, other: str
) -> None:
    wrong = Problem(kind=ProblemKind(kind), sentence="so", advice="it is tried again; do this")
    steps = {step.operation: step for step in LOWLATENCY}
    for name, state in (("ListStreams", main), ("ListChannels", main), ("GetChannel", other)):
        found = reads.judged(steps[name], Answer(Trip(), problem=wrong), "channel/x")
        assert (found.permission, found.check.state) == (permission, state)
        assert bool(found.check.stops) is (steps[name].main and state != "ok")
        assert "it is tried again" not in found.check.advice


def test_the_verdict() -> None:
    well = Check("g", "a", State.OK, "")
    odd = Check("g", "b", State.WARNING, "")
    small = Check("g", "c", State.FAILED, "", stops=2)
    denied = Check("g", "d", State.UNKNOWN, "", stops=3)
    assert verdict([well, odd]).sentence == "ready: the main views would work; 1 warning"
    assert verdict([well]).status == verdict([odd]).status == 0
    assert verdict([small, odd]).status == 2
    both = verdict([small, well, denied, odd, odd])
    assert (both.status, both.word) == (3, "not ready")
    assert both.sentence == "not ready: 2 troubles stop the main views; 2 warnings"


HOSTILE = "arn:aws:sts::1:assumed-role/\x1b[31m\u202eevil\n\x9b\x7f" + "名" * 40 + " [/x]"


def test_hostile_text() -> None:
    checks = [Check("g", "identity", State.OK, HOSTILE, HOSTILE)]
    account = Account(identity=Identity("1", HOSTILE))
    texts = [
        report.as_text(checks, report.Style()),
        report.as_text(checks, report.Style(plain=True)),
        report.as_json(checks, account, verdict(checks), HOSTILE, None),
    ]
    for text in texts:
        signs = {sign for sign in text if sign != "\n"}
        assert not {unicodedata.category(sign) for sign in signs} & {"Cc", "Cf", "Zl", "Zp"}
    assert texts[1].isascii()
    assert texts[2].isascii()
    assert texts[0].count("\n") < 9


def test_lines_keep_within_the_width_and_commands_whole() -> None:
    words = "word " * 60
    long = "arn:aws:ivs:us-west-2:123456789012:channel/" + "x" * 60
    checks = [
        Check("g", "name", State.OK, words, words),
        Check("g", "a longer name", State.OK, long),
        *(Check("g", f"skipped {number}", State.SKIPPED, "for a reason") for number in range(9)),
    ]
    for width in (60, 80):
        lines = report.as_text(checks, report.Style(width=width)).splitlines()
        assert all(cell_len(line) <= width for line in lines if long not in line)
        assert any(long in line for line in lines)
        assert "  ○ skipped 0 + 8 more  for a reason" in lines
