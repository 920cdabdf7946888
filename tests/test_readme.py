"""The README is the front door: what it promises is what the code does."""

from __future__ import annotations

import json
import re
from pathlib import Path

from msgspec.structs import fields

import ivs_tui.ui.app  # noqa: F401  # knows every screen, and so every key
from ivs_tui.aws.operations import OPERATIONS
from ivs_tui.cli.commands import options_parser
from ivs_tui.config import OPTIONS
from ivs_tui.knowledge.checks import CATALOGUE
from ivs_tui.resources import VIEWS
from ivs_tui.resources.spec import Mark
from ivs_tui.resources.telling import Event, Resource
from ivs_tui.ui.keys import catalogue, written

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
SETUP = "python3 -m venv .venv && .venv/bin/pip install -e "


def test_the_policy_allows_what_the_code_calls_and_nothing_else() -> None:
    (policy,) = re.findall(r"```json\n(.*?)```", README, re.DOTALL)
    (statement,) = json.loads(policy)["Statement"]
    assert statement["Action"] == sorted({operation.action for operation in OPERATIONS.values()})
    assert statement["Resource"] == "*"


def test_the_table_of_views_is_that_of_the_code() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \| `([a-z]+)` \|", README, re.MULTILINE)
    assert rows == [(kind.name, kind.alias) for kind in VIEWS.values()]


def findings_table() -> list[str]:
    """The README's table of findings, as it has to stand there."""
    return [
        "| finding | severity | rests on | looked for in |",
        "|---|---|---|---|",
        *(
            f"| {one.title} | {one.severity} | {one.basis} | {', '.join(one.on)} |"
            for one in CATALOGUE.values()
        ),
    ]


def test_the_table_of_findings_is_that_of_the_code() -> None:
    start = README.index("| finding | severity |")
    assert README[start:].split("\n\n")[0].splitlines() == findings_table()


def test_every_option_stands_in_it_with_its_variable() -> None:
    for option in OPTIONS:
        name = option.replace("_", "-")
        assert f"`--{name}" in README or f"`--no-{name}" in README
        assert f"`IVS_TUI_{option.upper()}`" in README
    assert set(OPTIONS) <= set(vars(options_parser().parse_args([])))


def test_the_members_of_an_alert_s_event_stand_in_it() -> None:
    table = README[README.index("| member |") : README.index("What stands is counted in the bar")]
    members = (*fields(Event), *fields(Resource))
    assert [one.encode_name for one in members if f"`{one.encode_name}`" not in table] == []


def test_the_digits_of_the_views_stand_in_it() -> None:
    digits = [kind.digit for kind in VIEWS.values() if kind.digit]
    assert " ".join(f"`{digit}`" for digit in sorted(digits)) in README


def test_every_key_of_lists_and_details_stands_in_it() -> None:
    table = README[README.index("## Keys") : README.index("## get")]
    pages = {"pagedown": "pgdn", "pageup": "pgup"}
    missing = [
        bound.id
        for bound in catalogue()
        if bound.room == "lists and details"
        and not any(f"`{pages.get(key, written(key))}`" in table for key in bound.keys)
    ]
    assert not missing


def test_every_mark_stands_in_it() -> None:
    (marks,) = [line for line in README.splitlines() if line.startswith("Marks:")]
    assert re.findall(r"`(.)`", marks) == [mark.value[0] for mark in Mark]
    assert " ".join(mark.value[1] for mark in Mark) in README


def test_every_picture_it_shows_exists() -> None:
    shown = re.findall(r"\]\((screenshots/[a-z-]+\.svg)\)", README)
    assert shown
    assert all((ROOT / path).is_file() for path in shown)


def test_ci_runs_the_very_test_command_of_the_readme() -> None:
    test_command = f"{SETUP}'.[dev]' && .venv/bin/pytest"
    assert test_command in README
    assert test_command in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert f"{SETUP}. && .venv/bin/ivs-tui demo" in README
