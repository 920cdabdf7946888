"""Profile, Region and this program's own settings: which hold, and where they come from."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from functools import partial

import msgspec

from ivs_tui.aws.profile import REGIONS, ProfileError, profile_name, resolve_region
from ivs_tui.cli.access import begin_log
from ivs_tui.cli.doctor.checks import Check, State
from ivs_tui.cli.failure import Failure
from ivs_tui.config import Config

_check = partial(Check, "settings")


def region_of(config: Config) -> str | None:
    """The Region, if it can be used."""
    try:
        return resolve_region(config)
    except ProfileError:
        return None


def checks(config: Config) -> list[Check]:
    """What holds; opens the log file that the user named, as the monitor would."""
    share = f"{config.quota_share:.0%} of the account's request rate"
    return [
        *_profile_and_region(config, os.environ),
        _check("refresh", State.OK, f"every {config.interval:g} s, with at most {share}"),
        _log(config),
    ]


def _profile_and_region(config: Config, environ: Mapping[str, str]) -> Iterator[Check]:
    try:
        # With a Region that is good, what is wrong is the profile.
        resolve_region(msgspec.structs.replace(config, region=REGIONS[0]), environ)
    except ProfileError as error:
        yield _check("profile", State.FAILED, str(error), stops=3)
        return
    variable = _variable(("AWS_PROFILE", "AWS_DEFAULT_PROFILE"), environ)
    source = _source("profile", config, environ) or variable
    name = profile_name(config, environ)
    yield _check("profile", State.OK, f"{name}, from {source}" if source else name)
    try:
        region = resolve_region(config, environ)
    except ProfileError as error:
        yield _check("Region", State.FAILED, str(error), stops=3)
        return
    variable = _variable(("AWS_REGION", "AWS_DEFAULT_REGION"), environ)
    source = _source("region", config, environ) or variable or "the profile"
    yield _check("Region", State.OK, f"{region}, from {source}")


def _source(option: str, config: Config, environ: Mapping[str, str]) -> str:
    """Where this program's own setting was made; nothing where none was."""
    value = getattr(config, option)
    if value is None:
        return ""
    variable = f"IVS_TUI_{option.upper()}"
    if environ.get(variable) == value:
        return variable
    return f"--{option} or the config file"


def _variable(names: tuple[str, ...], environ: Mapping[str, str]) -> str:
    return next((name for name in names if environ.get(name)), "")


def _log(config: Config) -> Check:
    advice = "give another --log-file, or none"
    try:
        unwritten = begin_log(config)
    except Failure as failure:
        said = failure.sentence.removeprefix("log file ")
        return _check("log file", State.FAILED, said, advice, stops=2)
    if unwritten:
        said = f"{config.log_file}: {unwritten}; the monitor runs without"
        return _check("log file", State.WARNING, said, advice)
    return _check("log file", State.OK, config.log_file or "none")
