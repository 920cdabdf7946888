"""`ivs-tui config`: what holds and why, and every error with its place."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from ivs_tui.cli import config_command
from ivs_tui.cli.failure import Failure
from ivs_tui.config import load, sources

SAID = """\
theme = "light"
endpoint_url = "http://me:pass-word@localhost:9/x?token=SECRET"
[keys]
copy = ["f2", "ctrl+y"]
view.streams = "f3"
[[alert]]
on = "starving"
for = "30s"
command = ["curl", "-H", "Authorization: SECRET"]
filter = "viewers>5"
[[expect]]
name = "news-*"
days = ["mon"]
"""


@pytest.fixture
def flags(tmp_path: Path) -> dict[str, Any]:
    """Flags that name a config file."""
    path = tmp_path / "some.toml"
    path.write_text(SAID)
    return {"help": None, "config": str(path)}


def told(capsysbinary: pytest.CaptureFixture[bytes], status: int, *asked: Any) -> str:
    assert config_command.run(*asked) == status
    return capsysbinary.readouterr().out.decode()


def write(flags: dict[str, Any], text: str) -> None:
    Path(flags["config"]).write_text(text)


def test_what_holds_and_where_it_comes_from(
    flags: dict[str, Any],
    capsysbinary: pytest.CaptureFixture[bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("IVS_TUI_INTERVAL", "9")
    text = told(capsysbinary, 0, {**flags, "utc": False, "region": "eu-west-1"}, ["show"])
    lines = {line.split(" =")[0]: line for line in text.splitlines()}
    for setting, origin in {
        "theme": f"{flags['config']} line 1",
        "interval": "IVS_TUI_INTERVAL",
        "utc": "--local",
        "region": "--region",
        "quota_share": "default",
        "# profile": "not set",
        "copy": f"{flags['config']} line 4: Copy the ARN or id to the clipboard",
        '"view.streams"': f"{flags['config']} line 5: Live streams",
        '# "table.sort"': "Sort by the next column",
    }.items():
        assert lines[setting].endswith(f"# {origin}")
    assert "SECRET" not in text
    assert "pass-word" not in text


def test_what_is_shown_is_a_config_file(
    flags: dict[str, Any], capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> None:
    text = told(capsysbinary, 0, flags, ["show"])
    assert tomllib.loads(text)["alert"][0]["command"] == ["curl", "(2 arguments)"]
    again = tmp_path / "again.toml"
    again.write_text(text)
    before, after = load(flags, {}), load({"config": str(again)}, {})
    for name in ("theme", "keys", "expect", "interval"):
        assert getattr(before, name) == getattr(after, name)


def test_what_holds_as_json(
    flags: dict[str, Any], capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    found = json.loads(told(capsysbinary, 0, flags, ["show", "-o", "json"]))
    assert found["settings"]["theme"] == {"value": "light", "from": f"{flags['config']} line 1"}
    assert found["keys"]["copy"]["keys"] == ["f2", "ctrl+y"]
    assert found["alert"][0]["on"] == "starving"
    assert "SECRET" not in json.dumps(found)


def test_the_path(
    flags: dict[str, Any], capsysbinary: pytest.CaptureFixture[bytes], home: Path
) -> None:
    assert told(capsysbinary, 0, flags, ["path"]) == f"{flags['config']}\n"
    default = home / "config" / "ivs-tui" / "config.toml"
    assert told(capsysbinary, 0, {"help": None}, ["path"]) == f"{default}\n"
    assert f"# {default} (there is none)" in told(capsysbinary, 0, {"help": None}, [])


def test_all_is_well(flags: dict[str, Any], capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert told(capsysbinary, 0, flags, ["check"]) == "ok\n"
    assert told(capsysbinary, 0, {"help": None}, ["check"]) == "ok\n"


def test_every_error_is_told(
    flags: dict[str, Any], capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    write(
        flags,
        'intervall = 3\ntheme = "x"\nkeys.copyy = "Y"\nkeys.tree = "q"\n'
        'keys.table.sort = "\\u001b"\n'
        '[[alert]]\non = "starving"\nfilter = "viewers>x"\n[[alert]]\non = "starvin"\n'
        '[[expect]]\nname = "a"\nregion = "eu-west-9"\n',
    )
    text = told(capsysbinary, 2, {**flags, "interval": "never"}, ["check"])
    lines = [line.removeprefix(flags["config"]).strip() for line in text.splitlines()]
    assert [line.split(": ")[:2] for line in lines[:-1]] == [
        ["line 1", "intervall"],
        ["line 2", "theme"],
        ["--interval", "'never' is no number; write it like 5 or 0.5"],
        ["line 3", "keys.copyy"],
        ["line 5", "keys.table.sort"],
        ["line 4", "keys.tree"],
        ["line 8", "alert[0].filter"],
        ["line 13", "expect[0]"],
    ]
    assert lines[-1].startswith(f"note: {flags['config']} line 10: alert[1].on")
    assert lines[-1].endswith("did you mean starving?")
    assert "\x1b" not in text


def test_one_error_hides_no_other(
    flags: dict[str, Any], capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    write(
        flags,
        'keys.tree = ""\nkeys.copyy = "Y"\n[[alert]]\nfor = "3s"\n'
        '[[alert]]\non = "starving"\nfor = "soon"\nfilter = "viewers>x"\n',
    )
    lines = told(capsysbinary, 2, flags, ["check"]).replace(flags["config"], "").splitlines()
    assert sorted(line.split(": ")[:2] for line in lines) == [
        [" line 1", "keys.tree"],
        [" line 2", "keys.copyy"],
        [" line 3", "alert[0]"],
        [" line 7", "alert[1].for"],
        [" line 8", "alert[1].filter"],
    ]


def test_a_note_is_no_error(
    flags: dict[str, Any], capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    write(flags, '[[alert]]\non = "went live"\n[[alert]]\non = "Starving"\n')
    note, ok = told(capsysbinary, 0, flags, ["check"]).splitlines()
    assert "alert[1].on" in note
    assert ok == "ok"


def test_only_check_tells_of_several(flags: dict[str, Any]) -> None:
    write(flags, "intervall = 3\nx = 1\n")
    with pytest.raises(Failure, match="line 1: intervall") as caught:
        config_command.run(flags, ["show"])
    assert caught.value.status == 2
    assert len(sources.gather(flags, {}).faults) == 2


@pytest.mark.parametrize("words", [["bogus"], ["show", "more"], ["-o", "csv"]])
def test_what_config_does_not_know(flags: dict[str, Any], words: list[str]) -> None:
    with pytest.raises(Failure, match="ivs-tui config --help") as caught:
        config_command.run(flags, words)
    assert caught.value.status == 2


def test_a_home_that_nobody_has(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    with pytest.raises(Failure, match="no-such-user"):
        config_command.run({"help": None, "config": "~no-such-user/x.toml"}, ["path"])
    assert "show: every setting" in told(capsysbinary, 0, {"help": True}, [])
