"""`get` against the simulator: every kind in every format says what boto3 says."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from ivs_tui.cli.kinds import KINDS
from ivs_tui.cli.main import main
from tests.cli.asking import CHANNEL, CONFIGURATIONS, STAGE, Truth
from tests.cli.support import SECRET, Done, environment, run, run_on_terminal, wire
from tests.sim.support import Control, simulate

# One worker for all: a simulator and boto3's two clients cost more than most of the tests.
pytestmark = pytest.mark.xdist_group("get")

Here = Callable[..., str]
QUESTIONS = (
    *("streams", "channels", "channel", "sessions", "session", "older session", "stream-events"),
    *("stages", "stage", "stage-sessions", "participants", "participant", "participant-events"),
    *("stream-keys", "replicas", *CONFIGURATIONS, *(f"one of {kind}" for kind in CONFIGURATIONS)),
)


@pytest.fixture(scope="module")
def control() -> Iterator[Control]:
    with simulate(scenario="incident") as client:
        client.change(pause=True)
        yield client


@pytest.fixture(scope="module")
def truth(control: Control) -> Truth:
    return Truth(control)


@pytest.fixture
def here(control: Control, credentials: None, capsysbinary: pytest.CaptureFixture[bytes]) -> Here:
    """`get` in this process: that the installed command runs is what the other tests show."""

    def printed(*arguments: str) -> str:
        where = ("--endpoint-url", control.url, "--region", "us-west-2")
        assert main(["get", *arguments, *where]) == 0
        told = capsysbinary.readouterr()
        assert told.err == b""
        assert SECRET.encode() not in told.out
        return told.out.decode()

    return printed


def get(control: Control, *arguments: str) -> Done:
    done = run("get", *arguments, url=control.url)
    assert (done.status, done.err) == (0, "")
    return done


def test_the_kinds_are_these() -> None:
    assert " ".join(KINDS) == (
        "streams channels sessions session stream-events "
        "stages stage-sessions participants participant participant-events stream-keys replicas "
        "compositions ingest recordings key-pairs restrictions ads encoders storages public-keys"
    )


def test_no_kind_is_left_out(truth: Truth) -> None:
    asked = truth.questions()
    assert tuple(asked) == QUESTIONS
    assert {arguments[0] for arguments in asked.values()} == set(KINDS)


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_format_says_what_boto3_says(truth: Truth, question: str, here: Here) -> None:
    arguments, answer = truth.questions()[question], truth.answer(question)
    assert answer
    assert json.loads(here(*arguments, "-o", "json")) == answer
    items = answer if isinstance(answer, list) else [answer]
    # Of the two for machines, one each: they share all but the last step.
    if QUESTIONS.index(question) % 2:
        lines = here(*arguments, "--output", "ndjson").splitlines()
        assert [json.loads(line) for line in lines] == items
    else:
        _check_csv(here(*arguments, "--output=csv"), items)
    table = here(*arguments)
    if isinstance(answer, list):
        _check_table(table, items, KINDS[arguments[0]].columns)
    else:
        _check_members(table, answer)


def _check_csv(text: str, items: list[dict[str, Any]]) -> None:
    assert text.endswith("\r\n")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert len(rows) == len(items)
    for row, item in zip(rows, items, strict=True):
        flat = {name: value for name, value in item.items() if name != "ivsTui"}
        flat |= {f"ivsTui.{name}": value for name, value in item.get("ivsTui", {}).items()}
        assert flat.keys() <= row.keys()
        for member, cell in row.items():
            value = flat.get(member)
            nested = value is not None and not isinstance(value, str)
            assert (json.loads(cell) if nested else cell) == (value if value is not None else "")


def _check_table(text: str, items: list[dict[str, Any]], columns: tuple[str, ...]) -> None:
    header, *lines = text.splitlines()
    told = header.split()
    assert len(told) == len(set(told)) == len(columns)
    assert all(path.endswith(name) for path, name in zip(columns, told, strict=True))
    assert len(lines) == len(items)
    for line, item in zip(lines, items, strict=True):
        for path in columns:
            values = _values(item, path)
            assert all(value in line for value in values if isinstance(value, str))
            if values == [None]:
                assert " - " in f" {line} "


def _values(held: Any, path: str) -> list[Any]:
    """What stands at the path, in each entry of the lists on the way and at its end."""
    if isinstance(held, list):
        return [value for one in held for value in _values(one, path)]
    if not path:
        return [held]
    head, _, rest = path.partition(".")
    return _values(held.get(head) if held else None, rest)


def _check_members(text: str, item: dict[str, Any]) -> None:
    said = dict(line.split(None, 1) for line in text.splitlines())
    for name, value in item.items():
        if isinstance(value, str):
            assert said[name] == (value.replace("\n", "␊") or "-")
        else:
            assert any(path.startswith(name) for path in said)
    assert all(text.replace("\n", "␊") in " ".join(said.values()) for text in _texts(item))


def _texts(held: Any) -> list[str]:
    """Every text within, however deep."""
    if isinstance(held, dict):
        held = list(held.values())
    if isinstance(held, list):
        return [text for one in held for text in _texts(one)]
    return [held] if isinstance(held, str) else []


def test_the_orders_of_the_lists(truth: Truth) -> None:
    for question, member in (
        ("sessions", "startTime"),
        ("stream-events", "eventTime"),
        ("stage-sessions", "startTime"),
    ):
        times = [item[member] for item in truth.answer(question)]
        assert len(times) > 1
        assert times == sorted(times, reverse=True)
    events = truth.answer("participant-events")
    times = [event["eventTime"] for event in events]
    assert times == sorted(times)
    assert events[0]["name"] == "JOINED"


def test_an_arn_reads_as_its_name_does(truth: Truth, here: Here) -> None:
    asked = truth.questions()
    arns = {CHANNEL: truth.channel, STAGE: truth.stage}
    for question in ("channel", "sessions", "stage", "participants", "stream-keys"):
        named = asked[question]
        by_arn = [arns.get(word, word) for word in named]
        assert by_arn != named
        assert here(*by_arn, "-o", "json") == here(*named, "-o", "json")
    for kind in CONFIGURATIONS:
        arn = truth.configurations.chosen(kind)["arn"]
        assert json.loads(here(kind, arn, "-o", "json")) == truth.answer(f"one of {kind}")
    last_part = truth.stage.rpartition("/")[2]
    assert here("stages", last_part) == here("stages", STAGE)


def test_stream_keys_of_encoders_are_in_no_format(here: Here) -> None:
    for form in ("table", "json", "ndjson", "csv"):
        # One of the configuration, and one of each of its two encoders.
        assert here("ingest", "outside-van", "-o", form).count("[redacted]") == 3


def test_an_older_stage_session(control: Control, truth: Truth) -> None:
    older = truth.answer("stage-sessions")[1]["sessionId"]
    asked = ("participants", "--stage", STAGE, "--session", older, "-o", "json")
    found = truth.realtime.list_participants(stageArn=truth.stage, sessionId=older)
    assert json.loads(get(control, *asked).out) == wire(found["participants"])


def test_options_stand_anywhere(control: Control) -> None:
    flags = ["--region", "us-west-2", "--endpoint-url", control.url]
    orders = (
        [*flags, "get", "stages", "-o", "json"],
        ["get", *flags, "stages", "-o", "json"],
        ["get", "stages", "-ojson", *flags],
        ["--region=us-west-2", "get", "-o", "json", "stages", *flags[2:]],
    )
    answers = [run(*order, AWS_REGION=None) for order in orders]
    assert {done.status for done in answers} == {0}
    assert len({done.out for done in answers}) == 1


def test_the_requests_that_an_answer_costs(control: Control, truth: Truth) -> None:
    control.clear_requests()
    get(control, "streams")
    assert control.counts() == {"ListStreams": 1, "BatchGetChannel": 1}
    control.clear_requests()
    get(control, "participants", "--stage", STAGE)
    assert control.counts() == {"ListStages": 1, "ListParticipants": 1}
    control.clear_requests()
    get(control, "recordings")
    get(control, "encoders", "hd-portrait")
    assert control.counts() == {
        "ListRecordingConfigurations": 1,
        "ListEncoderConfigurations": 1,
        "GetEncoderConfiguration": 1,
    }


def test_a_terminal_gets_colours_and_a_pipe_none(control: Control) -> None:
    url = control.url
    status, told = run_on_terminal("get", "streams", environ=environment(url, TERM="xterm"))
    assert status == 0
    assert b"\x1b[1;31mSTARVING" in told
    plain = environment(url, TERM="xterm", NO_COLOR="1")
    _, told = run_on_terminal("get", "streams", environ=plain)
    assert b"31m" not in told
    forced = run("get", "streams", url=url, FORCE_COLOR="1", COLUMNS="20", TERM="xterm")
    assert b"\x1b" not in forced.out
    assert max(map(len, forced.text.splitlines())) > 120


def test_a_narrow_terminal_loses_nothing(control: Control) -> None:
    environ = environment(control.url, TERM="dumb", NO_COLOR="1")
    status, told = run_on_terminal("get", "stages", environ=environ, columns=40)
    assert status == 0
    lines = told.decode().splitlines()
    assert max(map(len, lines)) <= 40
    assert len(lines) > 6


def test_more_pages_than_one() -> None:
    with simulate(scenario="large") as control:
        control.change(pause=True)
        stages = json.loads(get(control, "stages", "-o", "json").out)
        assert len({stage["arn"] for stage in stages}) == 500
        assert control.counts() == {"ListStages": 5}


def test_nothing_there(credentials: None, capsys: pytest.CaptureFixture[str]) -> None:
    with simulate(scenario="empty") as control:
        assert get(control, "streams", "-o", "json").out == b"[]\n"
        assert get(control, "streams", "-o", "ndjson").out == b""
        header = get(control, "streams", "-o", "csv").text
        assert header.startswith("channelArn,streamId,")
        assert header.endswith(",ivsTui.channelName\r\n")
        assert get(control, "streams").text.split()[:2] == ["health", "channelName"]
        where = ("--endpoint-url", control.url, "--region", "us-west-2")
        for kind in CONFIGURATIONS:
            for form in ("json", "table"):
                assert main(["get", kind, "-o", form, *where]) == 0
            told = capsys.readouterr()
            empty, heading = told.out.splitlines()
            assert (empty, told.err) == ("[]", "")
            assert heading.split()[-1] == "arn"
