"""The config file: what may stand in it, and a sentence with line and key for all that may not."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivs_tui.config import OPTIONS, Config, ConfigError, Expected, Rule, checks, load
from ivs_tui.config.document import MOST_BYTES
from ivs_tui.config.sources import gather

ALL = """\
version = 1
theme = "light"
utc = false
history = false
interval = 2

[[alert]]
on = "starving"
for = "30s"
filter = "news"
command = ["notify-send", "-u", "critical"]
bell = false

[[alert]]
on = "went live"

[[expect]]
name = "news-*"
tag = "env=prod"
days = ["mon", "Fri"]
from = "22:00"
until = "24:00"
zone = "Europe/Berlin"

[keys]
copy = "Y"
"table.sort" = "o, ctrl+o"
view.streams = ["f1", ","]
filter = ","
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the config file is."""
    return tmp_path / "config.toml"


def faults(file: Path, content: str | bytes) -> list[str]:
    """All that is wrong with it, without its name."""
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return [
        fault.removeprefix("config file ").removeprefix(f"{file} ").removeprefix("line ")
        for fault in gather({"config": str(file)}, {}).faults
    ]


def test_all_that_may_stand_in_it(file: Path) -> None:
    assert faults(file, ALL) == []
    assert load({"config": str(file)}, {}) == Config(
        theme="light",
        utc=False,
        history=False,
        interval=2.0,
        alert=(
            Rule(
                on="starving",
                for_="30s",
                filter="news",
                command=("notify-send", "-u", "critical"),
                bell=False,
            ),
            Rule(on="went live"),
        ),
        expect=(
            Expected(
                name="news-*",
                tag="env=prod",
                days=("mon", "Fri"),
                from_="22:00",
                until="24:00",
                zone="Europe/Berlin",
            ),
        ),
        keys={
            "copy": ("Y",),
            "table.sort": ("o", "ctrl+o"),
            "view.streams": ("f1", ","),
            "filter": (",",),
        },
    )


def test_windows_writes_files_too(file: Path) -> None:
    content = b"\xef\xbb\xbf" + ALL.replace("\n", "\r\n").encode()
    assert faults(file, content) == []
    (fault,) = faults(file, content.replace(b'"30s"', b'"30x"'))
    assert fault.startswith("9: alert[0].for: ")


_SEMANTIC = [
    ("[[alert]]\non = 'x'\nfor = '30x'", "3: alert[0].for: '30x' is no length of time; write it"),
    ("[[alert]]\non = 'x'\nfor = 30", '3: alert[0].for: 30 is no length of time; write it like "'),
    ("[[alert]]\nfor = '3s'", '1: alert[0]: says not what to tell; add on = "starving"'),
    ("[[alert]]\non = ' '", "2: alert[0].on: is empty"),
    ("[[alert]]\non = 'x'\n[[alert]]\non = 'x'\nfilter = 3", "5: alert[1].filter: 3 is no text"),
    ("[[alert]]\non = 'x'\ncommand = 'beep'", "3: alert[0].command: 'beep' is no list; write it"),
    ("[[alert]]\non = 'x'\ncommand = ['']", "3: alert[0].command: the program has no name"),
    ("[[alert]]\non = 'x'\ncommand = ['a', 3]", "3: alert[0].command: 3 is no text"),
    ('[[alert]]\non = "x"\ncommand = ["a\\u0000"]', "3: alert[0].command: 'a\\x00' cannot be"),
    ("[[alert]]\non = 'x'\nbell = 1", "3: alert[0].bell: 1 is neither true nor false"),
    ("[[alert]]\non = 'x'\nsound = 1", "3: alert[0].sound: unknown key 'sound'; "),
    ("[[alert]]\non = 'x'\nFilter = 1", "did you mean filter?"),
    ("alert = [{ on = 'x', for = '1' }]", "1: alert[0].for: "),
    ("[alert]\non = 'x'", "1: alert: is no list of tables; write [[alert]], with two brackets"),
    ("alert = [3]", "1: alert[0]: 3 is no table"),
    ("[[expect]]\ndays = ['mon']", "1: expect[0]: means no channel; add name"),
    ("[[expect]]\nname = 'a'\ndays = ['mo']", "3: expect[0].days: 'mo' is no day; days are mon"),
    ("[[expect]]\nname = 'a'\ndays = 'mon'", "3: expect[0].days: 'mon' is no list"),
    ("[[expect]]\nname = 'a'\nfrom = '8:00'", "3: expect[0].from: '8:00' is no time of day"),
    ("[[expect]]\nname = 'a'\nfrom = 08:00:00", "3: expect[0].from: 08:00:00 is no time of day"),
    ("[[expect]]\nname = 'a'\nfrom = '24:00'", "3: expect[0].from: '24:00' is no time of day"),
    ("[[expect]]\nname = 'a'\nuntil = '25:00'", "3: expect[0].until: '25:00' is no time of day"),
    ("[[expect]]\nname = 'a'\nzone = 'Europe/Berlim'", "did you mean Europe/Berlin?"),
    ("[[expect]]\nname = 'a'\nzone = '../etc'", "3: expect[0].zone: '../etc' is no time zone; "),
    ("[[expect]]\nname = 'a'\nzone = 'Europe'", "3: expect[0].zone: 'Europe' is no time zone"),
    ("[[expect]]\ntag = 'env'", "2: expect[0].tag: 'env' is no tag; write it like \"env=prod\""),
    ("[[expect]]\ntag = '=x'", "2: expect[0].tag: '=x' is no tag"),
    ("keys = 3", "1: keys: 3 is no table"),
    ("[keys]\ncopy = 3", '2: keys.copy: 3 is no key; write it like "Y" or ["Y", "ctrl+y"]'),
    ("[keys]\ncopy = []", "2: keys.copy: no key is named; leave it out to keep the one it has"),
    ("[keys]\nview.streams = ''", "2: keys.view.streams: no key is named"),
    ('[keys]\n"a b" = false', '2: keys."a b": false is no key'),
    ("theme = 'ligth'", "1: theme: there is no theme 'ligth'; known: dark, light, "),
    ("utc = 'perhaps'", "1: utc: 'perhaps' is neither true nor false"),
    ("\nthemes = 'x'", "2: themes: unknown setting 'themes'; did you mean theme?"),
    ("[zebra]\nx = 1", "1: zebra: unknown setting 'zebra'; known: profile, region, "),
    ("version = 2\nnew = 1\n[shiny]", "1: version: this ivs-tui does not know version 2; use a"),
    ("version = 'x'", "1: version: this ivs-tui does not know version 'x'; the only one"),
    ("endpoint_url = 'http:/me:SECRET@x'", "1: endpoint_url: 'http:***@x' is no URL"),
]


@pytest.mark.parametrize(("text", "says"), _SEMANTIC)
def test_what_cannot_be_used(text: str, says: str, file: Path) -> None:
    (fault,) = faults(file, text)
    assert fault.startswith(says) or (not says[0].isdigit() and says in fault)
    assert "SECRET" not in fault
    with pytest.raises(ConfigError) as caught:
        load({"config": str(file)}, {})
    assert str(caught.value).startswith(f"{file} line ")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("a = 1\nb = ", "2: "),
        ("a = 1\na = 2", "2: "),
        ("[a]\n[a]", "2: "),
        ("a = '''", "1: "),
        ("a = 2026-13-01", "1: "),
        (b"a = 1\nb = '\xff'", "2: is no text in UTF-8"),
        (b"\xff\xfea\x00", "1: is no text in UTF-8"),
        (b"a = '\x00'", "1: "),
        pytest.param(b"#" * (MOST_BYTES + 1), "is larger than 1 MB: no config", id="large"),
        pytest.param("a = " + "9" * 5_000, "", id="digits"),
        pytest.param("a = " + "[" * 100_000, "", id="deep"),
    ],
)
def test_what_is_no_config_file(content: str | bytes, says: str, file: Path) -> None:
    (fault,) = faults(file, content)
    assert fault.startswith(says)
    assert len(fault) < 300


def test_what_is_no_file(file: Path, tmp_path: Path) -> None:
    def fault(path: object) -> str:
        (found,) = gather({"config": str(path)}, {}).faults
        return found

    os.mkfifo(file)
    assert fault(file) == f"config file {file} is a pipe; a config file is a plain file"
    assert fault(tmp_path) == f"config file {tmp_path} cannot be read: Is a directory"
    assert fault(tmp_path / "none") == f"config file {tmp_path / 'none'} does not exist"
    assert "is no name of a file" in fault("a\0b")
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    assert "cannot be read" in fault(loop)
    assert gather({"config": os.devnull}, {}).faults == []
    assert "is larger" in fault("/dev/zero")


def test_a_default_file_that_leads_nowhere(tmp_path: Path) -> None:
    (tmp_path / "ivs-tui").mkdir()
    (tmp_path / "ivs-tui" / "config.toml").symlink_to(tmp_path / "gone")
    (fault,) = gather({}, {"XDG_CONFIG_HOME": str(tmp_path)}).faults
    assert fault.endswith("config.toml does not exist")


def test_a_default_folder_that_nobody_may_look_into(tmp_path: Path) -> None:
    (tmp_path / "ivs-tui").symlink_to(tmp_path / "ivs-tui")
    (fault,) = gather({}, {"XDG_CONFIG_HOME": str(tmp_path)}).faults
    assert "config.toml cannot be read: Too many levels" in fault


def test_all_errors_are_told_and_what_is_right_is_kept(file: Path) -> None:
    text = "theme = 'light'\ninterval = 0\n[[alert]]\non = 'x'\nfor = 'y'\n[keys]\ncopy = 'Y'\n"
    assert [fault.split(": ")[1] for fault in faults(file, text)] == ["interval", "alert[0].for"]
    found = gather({"config": str(file), "quota_share": "2"}, {"IVS_TUI_ASCII": "x"})
    assert [fault.split(": ")[0] for fault in found.faults[2:]] == [
        "IVS_TUI_ASCII",
        "--quota-share",
    ]
    assert found.usable() == Config(theme="light", keys={"copy": ("Y",)})


_WORDS = st.sampled_from(["", "x", "30s", "08:00", "UTC", "a=b", "mon", "light", "true", "5", "\0"])
_VALUES = st.recursive(
    st.one_of(_WORDS, st.integers(), st.floats(), st.booleans(), st.times(), st.text(max_size=3)),
    lambda held: st.one_of(st.lists(held, max_size=2), st.dictionaries(_WORDS, held, max_size=2)),
    max_leaves=4,
)
_RULES = st.dictionaries(st.sampled_from([*checks._RULE, "x"]), _VALUES)
_EXPECTED = st.dictionaries(st.sampled_from([*checks._EXPECTED, "x"]), _VALUES)
_SETTINGS = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys((*OPTIONS, "keys", "version", "x"), _VALUES),
        "keys": st.one_of(_VALUES, st.dictionaries(_WORDS, _VALUES)),
        "alert": st.one_of(_VALUES, st.lists(_RULES, max_size=2)),
        "expect": st.one_of(_VALUES, st.lists(_EXPECTED, max_size=2)),
    },
)


@given(_SETTINGS)
def test_what_is_not_told_as_wrong_can_be_used(settings: dict[str, Any]) -> None:
    found = checks.faults(settings)
    assert all(fault.sentence for fault in found)
    assert msgspec.convert(checks.good(settings, found), Config, strict=False)
