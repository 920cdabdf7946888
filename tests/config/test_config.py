"""Config: three sources, one order, and one sentence for everything that cannot be used."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ivs_tui import config
from ivs_tui.config import Config, ConfigError, sources

GOOD: dict[str, tuple[str, Any]] = {
    "profile": ("studio", "studio"),
    "region": ("eu-west-1", "eu-west-1"),
    "endpoint_url": ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
    "interval": ("2.5", 2.5),
    "quota_share": ("0.25", 0.25),
    "log_file": ("/tmp/x.log", "/tmp/x.log"),
    "ascii": ("true", True),
    "utc": ("false", False),
    "history": ("false", False),
    "theme": ("light", "light"),
}


def written(folder: Path, text: str) -> dict[str, str]:
    """A flag that names a config file with this text."""
    path = folder / "some.toml"
    path.write_text(text, encoding="utf-8")
    return {"config": str(path)}


def refusal(flags: dict[str, Any], environ: dict[str, str] | None = None) -> str:
    with pytest.raises(ConfigError) as caught:
        config.load(flags, environ or {})
    sentence = str(caught.value)
    assert sentence
    assert "\n" not in sentence.strip()
    return sentence


def test_every_option_is_tried_here() -> None:
    assert set(GOOD) == set(config.OPTIONS)


def test_nothing_said_means_the_defaults() -> None:
    assert config.load({}, {}) == Config()
    assert (Config().interval, Config().quota_share) == (5.0, 0.4)


@pytest.mark.parametrize("name", GOOD)
def test_each_option_from_each_source(name: str, tmp_path: Path) -> None:
    text, value = GOOD[name]
    expected = Config(**{name: value})
    literal = f'"{text}"' if isinstance(value, str) else text
    assert config.load(written(tmp_path, f"{name} = {literal}"), {}) == expected
    assert config.load({}, {f"IVS_TUI_{name.upper()}": text}) == expected
    assert config.load({name: value}, {}) == expected


def test_flags_beat_the_environment_and_the_environment_beats_the_file(tmp_path: Path) -> None:
    flags = written(tmp_path, 'profile = "file"\nregion = "file"\ninterval = 7')
    environ = {"IVS_TUI_PROFILE": "environment", "IVS_TUI_REGION": "environment"}
    found = config.load({**flags, "profile": "flag"}, environ)
    assert (found.profile, found.region, found.interval) == ("flag", "environment", 7.0)


@pytest.mark.parametrize(
    ("name", "no"), [("history", "IVS_TUI_NO_HISTORY"), ("utc", "IVS_TUI_LOCAL")]
)
def test_a_variable_that_says_no_beats_one_that_says_yes(name: str, no: str) -> None:
    yes = {f"IVS_TUI_{name.upper()}": "true"}
    for said, value in (("1", False), ("true", False), ("0", True), ("", True)):
        assert getattr(config.load({}, {**yes, no: said}), name) is value
    assert getattr(config.load({name: True}, {no: "1"}), name) is True
    assert sources.gather({}, {no: "1"}).origins == {name: no}
    assert refusal({}, {no: "perhaps"}) == f"{no}: 'perhaps' is neither true nor false"


def test_flags_not_given_and_empty_variables_say_nothing(tmp_path: Path) -> None:
    flags: dict[str, Any] = {**written(tmp_path, 'profile = "file"'), "profile": None}
    assert config.load(flags, {"IVS_TUI_PROFILE": ""}).profile == "file"


def test_the_default_file_is_read_where_xdg_says(tmp_path: Path) -> None:
    path = config.default_path({"XDG_CONFIG_HOME": str(tmp_path)})
    path.parent.mkdir()
    path.write_text("interval = 9")
    assert config.load({}, {"XDG_CONFIG_HOME": str(tmp_path)}).interval == 9


def test_the_default_file_lies_in_the_home_folder_else(home: Path) -> None:
    assert config.default_path({}) == home / ".config" / "ivs-tui" / "config.toml"


def test_a_file_named_by_the_environment(tmp_path: Path) -> None:
    named = written(tmp_path, "interval = 3")["config"]
    assert config.load({}, {"IVS_TUI_CONFIG": named}).interval == 3


def test_a_file_in_the_home_folder(home: Path) -> None:
    (home / "mine.toml").write_text("interval = 3")
    assert config.load({"config": "~/mine.toml"}, {}).interval == 3


@pytest.mark.parametrize(
    "value", ["nan", "0", "0.99", "-5", "86401", "1e13", "inf", "-inf", "five", "5 s", "0x"]
)
def test_intervals_that_cannot_be(value: str, tmp_path: Path) -> None:
    assert refusal({}, {"IVS_TUI_INTERVAL": value}).startswith("IVS_TUI_INTERVAL: ")
    assert refusal({"interval": value}).startswith("--interval: ")
    assert "interval" in refusal(dict(written(tmp_path, f"interval = {value}")))


@pytest.mark.parametrize("value", ["nan", "0", "1e-9", "-0.1", "1.01", "inf", "half"])
def test_shares_that_cannot_be(value: str) -> None:
    assert refusal({}, {"IVS_TUI_QUOTA_SHARE": value}).startswith("IVS_TUI_QUOTA_SHARE: ")


@pytest.mark.parametrize("value", [float("nan"), 0.0, -1.0])
def test_flags_are_judged_too(value: float) -> None:
    assert "interval" in refusal({"interval": value})
    assert "quota-share" in refusal({"quota_share": value})


def test_the_least_and_the_most() -> None:
    for interval, share in ((1.0, 0.001), (86_400.0, 1.0)):
        found = config.load({"interval": interval, "quota_share": share}, {})
        assert (found.interval, found.quota_share) == (interval, share)


@pytest.mark.parametrize("value", ["maybe", "2"])
def test_ascii_is_yes_or_no(value: str) -> None:
    said = refusal({}, {"IVS_TUI_ASCII": value})
    assert said == f"IVS_TUI_ASCII: '{value}' is neither true nor false"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "localhost:8080",
        "127.0.0.1",
        "ftp://host",
        "http://",
        "http://host:0",
        "http://host:99999",
        "http://host:port",
        "http://[::1",
        "http://two words",
        "http://host\n",
        "//host",
    ],
)
def test_urls_that_are_none(url: str) -> None:
    assert "endpoint-url" in refusal({"endpoint_url": url})


@pytest.mark.parametrize("url", ["https://ivs.example", "http://[::1]:80", "HTTP://localhost:1/x"])
def test_urls_that_are(url: str) -> None:
    assert config.load({"endpoint_url": url}, {}).endpoint_url == url


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("interval = ", "some.toml"),
        ("interval = 5\ninterval = 6", "some.toml"),
        ('intervall = "5"', "'intervall'"),
        ("[interval]\nx = 1", "interval"),
        ("region = 5", "region"),
        ("config = 'x'", "'config'"),
        ("interval = nan", "interval"),
        ("log_file = 2020-01-01", "log_file"),
        ("x = " + "[" * 5_000, "some.toml"),
    ],
)
def test_files_that_cannot_be(text: str, says: str, tmp_path: Path) -> None:
    assert says in refusal(dict(written(tmp_path, text)))


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "some.toml"
    path.write_bytes(b"\xff\xfe\x00")
    assert "some.toml" in refusal({"config": str(path)})


def test_a_named_file_that_is_not_there(tmp_path: Path) -> None:
    assert "does not exist" in refusal({"config": str(tmp_path / "none.toml")})
    assert "does not exist" in refusal({}, {"IVS_TUI_CONFIG": str(tmp_path / "none.toml")})


def test_a_folder_in_the_file_s_place(tmp_path: Path) -> None:
    assert str(tmp_path) in refusal({"config": str(tmp_path)})


def test_a_home_folder_that_nobody_has() -> None:
    assert "~no-such-user-here" in refusal({"config": "~no-such-user-here/config.toml"})
