"""`check` against the simulator: what holds, since when, with which status and requests."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from msgspec import structs

from ivs_tui.cli.main import main
from ivs_tui.cli.past import Learned, Past, Seen, Since
from ivs_tui.config import Config
from ivs_tui.engine.history import History
from ivs_tui.engine.history_files import history_path
from ivs_tui.engine.snapshot import Scope, Topic, Transition
from tests.cli.support import witness
from tests.sim.support import Control, simulate

pytestmark = pytest.mark.xdist_group("check")
REGION = "us-west-2"
EXPECT = """
[[expect]]
name = "concert-hall-*"
[[expect]]
name = "kids-corner"
[[expect]]
name = "nobody"
"""


class Told(NamedTuple):
    """What a check said."""

    status: int
    lines: list[str]
    notes: list[str]


Check = Callable[..., Told]


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
def check(
    control: Control, credentials: None, capsysbinary: pytest.CaptureFixture[bytes], home: Path
) -> Check:
    """`check` in this process; the time of the history is that of this test alone."""

    def run(*arguments: str) -> Told:
        status = main(["check", *arguments, "--endpoint-url", control.url, "--region", REGION])
        told = capsysbinary.readouterr()
        return Told(status, told.out.decode().splitlines(), told.err.decode().splitlines())

    return run


def kinds(told: Told) -> list[tuple[str, str]]:
    """Problem and name of each line."""
    return [
        (words[0], words[1].rstrip(",")) for words in (line.split(" ", 2) for line in told.lines)
    ]


def test_one_request_tells_that_nobody_starves(check: Check, control: Control) -> None:
    told = check("--fail-on", "starving", "--filter", "no-channel-is-called-this")
    assert (told.status, told.lines) == (0, ["ok"])
    lists = {name: count for name, count in control.counts().items() if name != "BatchGetChannel"}
    assert lists == {"ListStreams": 1}


def test_what_starves_for_so_long(check: Check, control: Control) -> None:
    told = check("--fail-on", "starving", "--for", "60s")
    assert told.status == 4
    (line,) = told.lines
    assert line.startswith("starving concert-hall-B for ")
    assert told.notes == []
    # The list, the names of both, and the events of both: the history knows neither.
    assert control.counts() == {"ListStreams": 1, "BatchGetChannel": 1, "GetStreamSession": 2}


def test_without_a_length_of_time_nothing_is_asked_for_it(check: Check, control: Control) -> None:
    told = check()
    assert told.status == 4
    assert kinds(told)[:2] == [("starving", "concert-hall-B"), ("starving", "press-room")]
    assert "error recording configuration old-bucket, since when is not known" in told.lines
    assert "GetStreamSession" not in control.counts()


def test_the_history_knows_since_when(check: Check, control: Control) -> None:
    now, scope = datetime.now(UTC), Scope("default", REGION)
    began = now - timedelta(minutes=9)
    arn = control.world()["channels"]["press-room"]
    live = witness(control.url, "ivs").get_stream(channelArn=arn)["stream"]["streamId"]
    history = History.open(history_path(scope, Config(endpoint_url=control.url)))
    history.append(
        [
            Transition(
                at=began,
                topic=Topic(scope, "streams"),
                key=f"{arn}|{live}",
                subject=arn,
                what="starving",
            )
        ],
        "monitor",
    )
    history.watched("monitor", began, now)
    history.close()
    control.clear_requests()
    told = check("--fail-on", "starving", "--for", "5m")
    assert kinds(told) == [("starving", "press-room")]
    # Of the other one it knows nothing.
    assert control.counts()["GetStreamSession"] == 1


def test_what_is_new_since_the_last_check_lasts_no_longer_than_that(
    check: Check, control: Control
) -> None:
    past = Past(Scope("default", REGION), Config(endpoint_url=control.url), datetime.now(UTC))
    past.keep([], {"starving": Learned(datetime.now(UTC) - timedelta(minutes=5))})
    line = check("--fail-on", "starving").lines[0]
    assert line.startswith("starving concert-hall-B for at most 5m")
    # Seen anew by a monitor whose clock ran an hour ahead: that tells nothing.
    ahead = Since(datetime.now(UTC) + timedelta(hours=1))
    listed = witness(control.url, "ivs").list_recording_configurations()
    arn = next(
        one["arn"] for one in listed["recordingConfigurations"] if one["state"] == "CREATE_FAILED"
    )
    past.keep([Seen("recordings", arn, arn, "error", ahead)])
    told = check("--fail-on", "error", "--for", "30s", "--filter", "old-bucket")
    assert (told.status, told.lines) == (3, [])


def test_what_nobody_tells_since_when_is_remembered_and_said(check: Check) -> None:
    first = check("--fail-on", "error", "--for", "1h", "--filter", "old-bucket")
    assert (first.status, first.lines) == (3, [])
    assert first.notes == [
        "ivs-tui: not counted: error recording configuration old-bucket, since when is not known"
    ]
    again = check("--fail-on", "error", "--filter", "old-bucket")
    (line,) = again.lines
    assert line.startswith("error recording configuration old-bucket for at least ")
    assert again.status == 4


def test_what_a_check_learned_the_next_one_need_not_ask(check: Check, control: Control) -> None:
    asked = ("--fail-on", "starving,error", "--for", "60s")
    lists = {"ListStreams": 1, "ListCompositions": 1, "ListRecordingConfigurations": 1}
    first = check(*asked)
    assert control.counts().keys() - lists == {"BatchGetChannel", "GetStreamSession", "ListStages"}
    control.clear_requests()
    again = check(*asked)
    assert (kinds(again), again.status, control.counts()) == (kinds(first), 4, lists)
    control.clear_requests()
    assert kinds(check(*asked, "--no-history")) == kinds(first)
    assert control.counts().keys() > lists.keys()


@pytest.mark.parametrize(
    ("fault", "arguments", "words"),
    [
        (("GetStreamSession", "denied"), "--for 60s", "not counted: starving concert-hall-B, sin"),
        (("ListStreams", "baditem"), "--filter no-such", "left out of streams"),
        (("BatchGetChannel", "denied"), "--filter no-such", "the filter may miss"),
    ],
)
def test_what_is_not_known_is_no_ok(
    check: Check, control: Control, fault: tuple[str, str], arguments: str, words: str
) -> None:
    control.fault(*fault)
    told = check("--fail-on", "starving", *arguments.split())
    assert (told.status, told.lines) == (3, [])
    assert any(words in note for note in told.notes)


def test_what_is_known_to_be_wrong_is_told_whatever_else_cannot_be_read(
    check: Check, control: Control
) -> None:
    control.fault("ListRecordingConfigurations", "denied")
    for _ in range(2):
        told = check("--for", "60s")
        assert (told.status, kinds(told)[0]) == (4, ("starving", "concert-hall-B"))
        assert any(
            "recordings could not be read: denied: ivs:ListRecordingConfigurations" in note
            for note in told.notes
        )
        asked = control.counts()
        control.clear_requests()
    # What was read to its end need not be asked again.
    assert asked.keys() & {"GetStreamSession", "BatchGetChannel"} == set()
    well = check("--filter", "no-such-name-anywhere")
    assert (well.status, well.lines) == (3, [])
    control.fault("ListCompositions", "denied")
    (why,) = check("--fail-on", "error").notes
    assert why.startswith("ivs-tui: denied: ivs:ListCompositions")


def test_expected_channels(check: Check, tmp_path: Path, control: Control) -> None:
    config = tmp_path / "expect.toml"
    config.write_text(EXPECT)
    told = check("--fail-on", "absent", "--config", str(config))
    assert (told.status, told.lines) == (
        4,
        ["absent kids-corner, since when is not known", "absent nobody: no channel of that name"],
    )
    control.clear_requests()
    asked = check("--fail-on", "absent", "--for", "1m", "--config", str(config))
    assert kinds(asked) == [("absent", "kids-corner")]
    assert control.counts()["GetStreamSession"] == 1


def test_what_is_expected_elsewhere_is_not_expected_here(check: Check, tmp_path: Path) -> None:
    config = tmp_path / "expect.toml"
    config.write_text('[[expect]]\nname = "nobody"\nregion = "eu-west-1"\n')
    told = check("--fail-on", "absent", "--config", str(config))
    assert (told.status, told.lines) == (0, ["ok"])
    assert told.notes == [f"ivs-tui: no channel is expected in default {REGION}"]


def test_as_json(check: Check) -> None:
    told = check("--fail-on", "starving", "--for", "60s", "-o", "json")
    answer = json.loads("\n".join(told.lines))
    (one,) = answer["problems"]
    assert (answer["region"], told.status) == (REGION, 4)
    assert (one["problem"], one["name"], one["kind"]) == ("starving", "concert-hall-B", "streams")
    assert one["since"].endswith("Z")
    none = json.loads("\n".join(check("--fail-on", "starving", "--for", "9h", "-o", "json").lines))
    assert none["problems"] == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("--fail-on broken", "no problem 'broken'; there are: starving, absent, error"),
        ("--fail-on starving,", "no problem ''"),
        ("--for soon", "write it like 30s or 5m"),
        ("--for -5s", "--for"),
        ("--filter viewers>many", "of what is starving: many is no number"),
        ("--filter viewers>10", "of what is error: no column viewers"),
        ("--fail-on absent", "no channel is expected"),
        ("-o xml", "'json'"),
        ("streams", "unrecognized arguments: streams"),
    ],
)
def test_wrong_usage_is_a_sentence_and_no_request(
    check: Check, control: Control, arguments: str, words: str
) -> None:
    told = check(*arguments.split())
    (note,) = told.notes
    assert (told.status, told.lines) == (2, [])
    assert words in note
    assert control.counts() == {}


def test_without_names_it_still_tells(check: Check, control: Control) -> None:
    control.fault("BatchGetChannel", "denied")
    told = check("--fail-on", "starving")
    assert (told.status, len(told.lines)) == (4, 2)
    assert told.notes[0].startswith("ivs-tui: without names: ")


def test_a_history_of_no_use_stops_nothing(check: Check, control: Control) -> None:
    path = history_path(Scope("default", REGION), Config(endpoint_url=control.url))
    path.mkdir(parents=True)
    told = check("--fail-on", "starving", "--for", "60s")
    assert (told.status, len(told.lines)) == (4, 1)
    assert told.notes[0].startswith("ivs-tui: the history is of no use: ")


def test_a_damaged_history_is_put_aside_and_the_next_check_begins_anew(
    check: Check, control: Control
) -> None:
    path = history_path(Scope("default", REGION), Config(endpoint_url=control.url))
    path.parent.mkdir(parents=True)
    path.write_bytes(b"this is no database" * 100)
    told = check("--fail-on", "starving")
    assert (told.status, len(told.lines)) == (4, 2)
    assert told.notes[0].startswith("ivs-tui: the history was damaged: it lies at ")
    assert check("--fail-on", "starving").notes == []


def test_a_starvation_that_was_seen_well_since_is_another_one(home: Path) -> None:
    scope, config, now = Scope("p", REGION), Config(), datetime.now(UTC)
    ago = now - timedelta(hours=1)
    held = Seen("streams", "a|s", "a", "unknown")
    Past(scope, config, ago).keep([held])
    assert Past(scope, config, now).since("streams", "a|s", "unknown") == Since(ago, at_least=True)
    Past(scope, config, now).keep([held._replace(word="")])
    assert Past(scope, config, now).since("streams", "a|s", "unknown") is None


def test_what_the_last_check_saw_well_began_after_it(home: Path) -> None:
    scope, config, now = Scope("p", REGION), Config(), datetime.now(UTC)
    told = now - timedelta(hours=1)
    last = Learned(now - timedelta(minutes=1), {"a|s": told, "b|s": None}, {"a": "A"})
    Past(scope, config, now).keep([], {"unknown": last, "error": Learned(told)})
    past = Past(scope, config, now)
    assert past.names == {"a": "A"}
    assert past.since("streams", "a|s", "unknown") == Since(told)
    assert past.since("streams", "b|s", "unknown") is None
    fresh = past.since("streams", "c|s", "unknown")
    assert fresh == Since(now, at_least=True, after=last.at)
    # Nobody has looked for ten minutes.
    assert past.since("recordings", "c", "error") is None
    past.keep([Seen("streams", "c|s", "c", "unknown", fresh)])
    later = Past(scope, config, now + timedelta(minutes=5))
    assert later.since("streams", "c|s", "unknown") == Since(now)
    assert Past(scope, config, last.at - timedelta(seconds=1)).names == {}
    Past(scope, config, now).keep([], {"unknown": structs.replace(last, account="1")})
    assert [Past(scope, config, now, one).names for one in ("1", "2")] == [{"a": "A"}, {}]


def test_where_nobody_watched_a_starvation_may_be_another_one(home: Path) -> None:
    scope, config, now = Scope("p", REGION), Config(), datetime.now(UTC)
    began = Since(now - timedelta(hours=1))
    Past(scope, config, now).keep([Seen("streams", "a|s", "a", "starving", began)])
    assert Past(scope, config, now).since("streams", "a|s", "starving") is None


def test_what_two_checks_both_saw_starving_has_starved_throughout(home: Path) -> None:
    scope, config, now = Scope("p", REGION), Config(), datetime.now(UTC)
    first = now - timedelta(minutes=5)
    seen = Seen("streams", "a|s", "a", "starving", Since(first, at_least=True, after=first))
    Past(scope, config, first).keep([seen], {"starving": Learned(first, {"a|s": None})})
    assert Past(scope, config, now).since("streams", "a|s", "starving") == Since(first)
    # No check has seen it for so long: it may be another one.
    later = first + timedelta(minutes=11)
    assert Past(scope, config, later).since("streams", "a|s", "starving") is None


def test_what_is_too_old_goes_though_no_monitor_runs(home: Path) -> None:
    scope, config, now = Scope("p", REGION), Config(), datetime.now(UTC)
    for days, key in ((-40, "a"), (-1, "b"), (0, "c"), (3_000, "d")):
        Past(scope, config, now + timedelta(days=days)).keep([Seen("streams", key, key, "unknown")])
    with closing(History.open(history_path(scope, config))) as history:
        # Nor does a clock that leaps ahead make anything old.
        assert [one.key for one in history.load(now - timedelta(days=60))] == ["b", "c", "d"]


def test_without_history_nothing_is_kept(home: Path) -> None:
    scope, config, now = Scope("p", REGION), Config(history=False), datetime.now(UTC)
    Past(scope, config, now).keep([Seen("streams", "a|s", "a", "unknown")])
    assert not history_path(scope, config).exists()
