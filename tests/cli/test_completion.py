"""Completion: the scripts are of their shell, and bash offers what the parsers take."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from ivs_tui.cli import completion, grammar
from ivs_tui.cli.failure import Failure
from ivs_tui.cli.kinds import KINDS as ANSWERS
from ivs_tui.cli.main import COMMANDS
from ivs_tui.config import THEMES
from ivs_tui.resources import VIEWS
from ivs_tui.sim.scenarios import SCENARIOS

_ASK = r"""
source "$1"
shift
while read -r -a COMP_WORDS; do
    [[ ${COMP_WORDS[-1]} == _ ]] && COMP_WORDS[-1]=
    COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
    _ivs_tui
    printf '%s|' "${COMPREPLY[@]}"
    echo
done
"""


def script(shell: str, capsysbinary: pytest.CaptureFixture[bytes]) -> str:
    assert completion.run([shell]) == 0
    return capsysbinary.readouterr().out.decode()


@pytest.fixture
def offered(capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path, home: Path) -> list[str]:
    """What bash offers for each of the lines below."""
    (tmp_path / "some file.toml").touch()
    (home / "aws-config").write_text(
        '[default]\n[profile studio]\n[ profile x]\n[profile "two words"]\n[sso-session sso]\n'
        f"[profile $(touch {tmp_path}/obeyed)]\n"
    )
    (home / "aws-credentials").write_text("[studio]\n[keys-only]\n")
    path = tmp_path / "script"
    path.write_text(script("bash", capsysbinary))
    subprocess.run(["bash", "-n", str(path)], check=True)
    done = subprocess.run(
        ["bash", "--norc", "-c", _ASK, "bash", str(path)],
        input="".join(f"ivs-tui {line}\n" for line in LINES),
        env={**os.environ},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    assert not (tmp_path / "obeyed").exists()
    return done.stdout.splitlines()


LINES = (
    "_",
    "str",
    "--th",
    "--theme _",
    "--region = eu",
    "--profile studio get _",
    "get streams --output _",
    "demo --scenario _",
    "demo --scenario calm st",
    "--profile _",
    "--config some",
    "get --channel _",
    "doctor _",
    "completion _",
    "--filter get str",
    "bogus no-such",
)


def test_what_bash_offers(offered: list[str]) -> None:
    found = {
        line: set(filter(None, said.split("|"))) for line, said in zip(LINES, offered, strict=True)
    }
    assert found["_"] == {*COMMANDS, *VIEWS}
    assert found["str"] == {"streams", "stream-keys"}
    assert found["--th"] == {"--theme"}
    assert found["--theme _"] == set(THEMES)
    assert found["--region = eu"] == {"eu-west-1", "eu-central-1"}
    assert found["--profile studio get _"] == set(ANSWERS)
    assert found["get streams --output _"] == {"table", "json", "ndjson", "csv"}
    assert found["demo --scenario _"] == set(SCENARIOS)
    assert "stages" in found["demo --scenario calm st"]
    profiles = found["--profile _"]
    assert {"default", "studio", "keys-only", r"two\ words"} <= profiles
    assert not any("sso" in name for name in profiles)
    assert found["--config some"] == {"some file.toml"}
    assert found["get --channel _"] == set()
    assert {"--output", "--help", "--region"} <= found["doctor _"]
    assert found["completion _"] == set(grammar.SHELLS)
    assert "streams" in found["--filter get str"]
    assert found["bogus no-such"] == set()


@pytest.mark.parametrize("shell", grammar.SHELLS)
def test_each_script_knows_every_command_and_is_of_its_shell(
    shell: str, capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> None:
    text = script(shell, capsysbinary)
    assert "@" not in text.replace("[@]", "").replace("$@", "").replace("(@", "")
    for word in (*COMMANDS, *VIEWS, *ANSWERS, *THEMES):
        assert word in text
    for option in grammar.everywhere():
        assert option.names[-1].lstrip("-") in text
    if shutil.which(shell):
        path = tmp_path / "script"
        path.write_text(text)
        subprocess.run([shell, "-n", str(path)], check=True)


@pytest.mark.parametrize("words", [[], ["tcsh"], ["bash", "zsh"]])
def test_shells_that_are_not_known(words: list[str]) -> None:
    with pytest.raises(Failure, match="bash, zsh, fish") as caught:
        completion.run(words)
    assert caught.value.status == 2


def test_how_it_is_switched_on(capsys: pytest.CaptureFixture[str]) -> None:
    assert completion.run(["--help"]) == 0
    assert "source <(ivs-tui completion bash)" in capsys.readouterr().out
