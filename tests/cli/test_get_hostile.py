"""`get` over texts that were made to break terminals: shown, never obeyed, and kept whole."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Iterator

import pytest

from ivs_tui.cli.main import main
from ivs_tui.resources.text import in_full
from tests.cli.asking import Configurations
from tests.cli.support import REGION, paged, run, wire, witness
from tests.sim.support import Control, simulate

_OBEYED = frozenset({"Cc", "Cf", "Zl", "Zp"})


@pytest.fixture(scope="module")
def control() -> Iterator[Control]:
    with simulate(scenario="hostile") as client:
        client.change(pause=True)
        yield client


@pytest.fixture(scope="module")
def questions(control: Control) -> list[list[str]]:
    """A few of the worst of every kind."""
    world, found = control.world(), [["streams"], ["channels"], ["stages"]]
    realtime = witness(control.url, "ivs-realtime")
    for arn in world["live"][8:9]:
        found += [["stream-events", "--channel", arn], ["session", "--channel", arn]]
    active = [one for one in realtime.list_stages()["stages"] if "activeSessionId" in one]
    for stage in active[4:5]:
        where = {"stageArn": stage["arn"], "sessionId": stage["activeSessionId"]}
        people = realtime.list_participants(**where)["participants"]
        of = ["--stage", stage["arn"], "--participant", people[-1]["participantId"]]
        found += [["stages", stage["arn"]], ["participants", "--stage", stage["arn"]]]
        found += [["participant", *of], ["participant-events", *of]]
    held = Configurations(control.url)
    for kind in ("compositions", "restrictions", "public-keys"):
        found += [[kind], [kind, held.chosen(kind)["arn"]]]
    return found


def obeyed(text: str) -> set[str]:
    """What a terminal would not show but do, or hide."""
    return {sign for sign in text if sign != "\n" and unicodedata.category(sign) in _OBEYED}


def test_tables_and_json_hold_nothing_that_a_terminal_obeys(
    control: Control,
    questions: list[list[str]],
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
    credentials: None,
) -> None:
    monkeypatch.setenv("LANG", "C.UTF-8")
    where = ["--region", REGION, "--endpoint-url", control.url]
    for question in questions:
        for form in ("table", "json"):
            assert main(["get", *question, "-o", form, *where]) == 0
            told = capsysbinary.readouterr()
            assert not obeyed(told.out.decode())
            assert told.err == b""
        assert main(["get", *question, "--ascii", *where]) == 0
        assert capsysbinary.readouterr().out.isascii()


def test_json_keeps_every_text(control: Control) -> None:
    ivs = witness(control.url, "ivs")
    printed = json.loads(run("get", "channels", "-o", "json", url=control.url).out)
    assert printed == wire(paged(ivs, "list_channels", "channels"))


def test_csv_shows_every_text_and_obeys_none_in_a_pipe_too(control: Control) -> None:
    channels = wire(paged(witness(control.url, "ivs"), "list_channels", "channels"))
    piped = run("get", "channels", "-o", "csv", url=control.url).text
    assert obeyed(piped) == {"\r"}
    assert len(piped.splitlines()) == len(channels) + 1
    # But for the sign that keeps a spreadsheet from taking a text for a formula.
    names = [row["name"].removeprefix("'") for row in csv.DictReader(io.StringIO(piped))]
    assert names == [in_full(one.get("name", "")).removeprefix("'") for one in channels]


def test_a_name_is_text_in_a_sentence_too(control: Control) -> None:
    said = run("get", "channels", "no \x1b[31msuch\n\u202ename", url=control.url).sentence(3)
    assert not obeyed(said)


def test_what_has_an_impossible_name_is_found(control: Control) -> None:
    name = "[/x]"
    for kind in ("channels", "recordings"):
        found = json.loads(run("get", kind, name, "-o", "json", url=control.url).out)
        assert found["name"] == name
