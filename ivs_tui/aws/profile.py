"""Profile and Region as AWS CLI v2 finds them, read without importing botocore.

The monitor must know both before its first frame, while botocore is still being imported elsewhere.
"""

from __future__ import annotations

import configparser
import os
import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from ivs_tui.config import Config

REGIONS = (
    "us-east-1",
    "us-west-2",
    "ap-south-1",
    "ap-northeast-1",
    "ap-northeast-2",
    "eu-central-1",
    "eu-west-1",
)
"""Where IVS exists (AWS General Reference, "Amazon IVS endpoints")."""

_CONFIG_FILE, _CREDENTIALS_FILE = "AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"
_FILES = {_CONFIG_FILE: "~/.aws/config", _CREDENTIALS_FILE: "~/.aws/credentials"}
Sections = dict[str, dict[str, str]]


class ProfileError(Exception):
    """No usable profile or Region; the text says which to give."""


def profile_name(config: Config, environ: Mapping[str, str] = os.environ) -> str:
    """The profile's name as it is shown."""
    chosen = config.profile or environ.get("AWS_PROFILE") or environ.get("AWS_DEFAULT_PROFILE")
    return chosen or "default"


def resolve_region(config: Config, environ: Mapping[str, str] = os.environ) -> str:
    """The Region, one of the seven; raises ProfileError."""
    settings = _settings(profile_name(config, environ), environ)
    region = (
        config.region
        or environ.get("AWS_REGION")
        or environ.get("AWS_DEFAULT_REGION")
        or settings.get("region")
    )
    if not region:
        raise ProfileError(f"no Region: give --region, one of {', '.join(REGIONS)}")
    if region not in REGIONS:
        raise ProfileError(f"IVS does not exist in Region {region!r}; it does in {_listed()}")
    return region


class Choice(NamedTuple):
    """The Region that a profile comes to when it is chosen at work, and why not its own."""

    region: str
    why: str = ""


def choose(profile: str, in_use: str, environ: Mapping[str, str] = os.environ) -> Choice:
    """The profile's own Region, else the one in use; raises ProfileError."""
    own = _settings(profile, environ).get("region")
    if not own:
        return Choice(in_use, "it has no Region of its own")
    if own not in REGIONS:
        return Choice(in_use, f"its own is {own}, where IVS does not exist")
    return Choice(own)


def profiles(environ: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """The names of those that are configured; raises ProfileError."""
    return tuple(sorted(_sections(environ)))


def endpoints(profile: str, environ: Mapping[str, str] = os.environ) -> tuple[str, str]:
    """What AWS's own settings say instead of the endpoints of IVS and IVS RealTime; empty for them.

    In botocore's order; raises ProfileError.
    """
    settings = _sections(environ).get(profile, {})
    ignored = environ.get("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS") or settings.get(
        "ignore_configured_endpoint_urls", ""
    )
    if ignored.lower() == "true":
        return "", ""
    services = _services(settings["services"], environ) if "services" in settings else {}
    anywhere, last = environ.get("AWS_ENDPOINT_URL"), settings.get("endpoint_url", "")
    ivs, realtime = (
        environ.get(f"AWS_ENDPOINT_URL_{one.upper()}") or anywhere or services.get(one) or last
        for one in ("ivs", "ivs_realtime")
    )
    return ivs, realtime


def needs_mfa(config: Config, environ: Mapping[str, str] = os.environ) -> bool:
    """Whether the profile, or one that it is built on, asks for an MFA code."""
    sections = _sections(environ)
    profile: str | None = profile_name(config, environ)
    seen: set[str] = set()
    while profile and profile not in seen:
        seen.add(profile)
        settings = sections.get(profile, {})
        if settings.get("mfa_serial"):
            return True
        profile = settings.get("source_profile")
    return False


def _settings(profile: str, environ: Mapping[str, str]) -> Mapping[str, str]:
    sections = _sections(environ)
    if profile != "default" and profile not in sections:
        raise ProfileError(f"profile {profile!r} is not configured{_those(sections)}")
    return sections.get(profile, {})


def _listed() -> str:
    return ", ".join(REGIONS)


def _those(sections: Sections) -> str:
    names = sorted(sections)
    return f"; there are: {', '.join(names[:20])}" if names else " (no AWS config file found)"


def _sections(environ: Mapping[str, str]) -> Sections:
    """Settings by profile, from the config and the credentials file."""
    merged: Sections = {}
    config, credentials = _read(_CONFIG_FILE, environ), _read(_CREDENTIALS_FILE, environ)
    for section in config.sections():
        if name := _name_in_config(section):
            merged.setdefault(name, {}).update(config[section])
    # As in botocore, what the credentials file says beats the config file.
    for section in credentials.sections():
        merged.setdefault(section, {}).update(credentials[section])
    return merged


def _read(variable: str, environ: Mapping[str, str]) -> configparser.RawConfigParser:
    parser = configparser.RawConfigParser(strict=False)
    path = environ.get(variable) or _FILES[variable]
    try:
        parser.read(Path(path).expanduser(), encoding="utf-8")
    except (configparser.Error, UnicodeDecodeError, OSError) as error:
        raise ProfileError(f"AWS config file not readable: {error}") from error
    return parser


def _name_in_config(section: str) -> str:
    """The profile that a section of the config file is of, as in botocore; empty for none."""
    words = _words(section)
    if len(words) == 2 and words[0] == "profile":
        return words[1]
    return section if section == "default" else ""


def _words(section: str) -> list[str]:
    try:
        return shlex.split(section)
    except ValueError:  # a quote is not closed
        return []


def _services(name: str, environ: Mapping[str, str]) -> dict[str, str]:
    """The endpoints by service of a `[services NAME]`."""
    config, found = _read(_CONFIG_FILE, environ), {}
    for section in config.sections():
        if _words(section) == ["services", name]:
            for service, nested in config[section].items():
                pairs = (line.partition("=") for line in nested.splitlines())
                told = {key.strip(): value.strip() for key, _, value in pairs}
                found[service] = told.get("endpoint_url", "")
    return found
