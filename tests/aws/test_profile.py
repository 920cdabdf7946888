"""Profile and Region, found as AWS's own tools find them."""

from __future__ import annotations

from pathlib import Path

import botocore.session
import pytest
from botocore.configprovider import ConfiguredEndpointProvider

from ivs_tui.aws import profile
from ivs_tui.aws.profile import REGIONS, ProfileError
from ivs_tui.config import Config

CONFIG = """
[default]
region = eu-west-1

[profile studio]
region = us-west-2
s3 =
    max_concurrent_requests = 20

[profile "with blank"]
region=ap-south-1

[profile nowhere]
output = json

[profile far]
region = eu-north-1

[profile both]
region = us-east-1

[sso-session work]
sso_region = us-east-1
region = us-west-2

[services lab]
ivs =
    endpoint_url = http://localhost:1
"""
CREDENTIALS = """
[studio]
aws_access_key_id = A
aws_secret_access_key = %(odd)s

[keys-only]
aws_access_key_id = B

[both]
region = eu-central-1
"""


@pytest.fixture
def files(home: Path) -> dict[str, str]:
    """The environment of someone with several profiles."""
    (home / "aws-config").write_text(CONFIG)
    (home / "aws-credentials").write_text(CREDENTIALS)
    return {
        "AWS_CONFIG_FILE": str(home / "aws-config"),
        "AWS_SHARED_CREDENTIALS_FILE": str(home / "aws-credentials"),
    }


def refusal(config: Config, environ: dict[str, str]) -> str:
    with pytest.raises(ProfileError) as caught:
        profile.resolve_region(config, environ)
    sentence = str(caught.value)
    assert "\n" not in sentence
    return sentence


@pytest.mark.parametrize("service", ["ivs", "ivs-realtime"])
def test_the_seven_regions_are_botocore_s(service: str) -> None:
    assert len(REGIONS) == 7
    assert set(botocore.session.get_session().get_available_regions(service)) == set(REGIONS)


def test_the_region_s_sources_in_order(files: dict[str, str]) -> None:
    environ = {**files, "AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "ap-northeast-1"}
    flag = Config(region="eu-central-1", profile="studio")
    config = Config(profile="studio")
    assert profile.resolve_region(flag, environ) == "eu-central-1"
    assert profile.resolve_region(config, environ) == "us-east-1"
    del environ["AWS_REGION"]
    assert profile.resolve_region(config, environ) == "ap-northeast-1"
    del environ["AWS_DEFAULT_REGION"]
    assert profile.resolve_region(config, environ) == "us-west-2"
    assert profile.resolve_region(Config(), environ) == "eu-west-1"


@pytest.mark.parametrize(
    ("config", "environ", "name"),
    [
        (Config(profile="a"), {"AWS_PROFILE": "b", "AWS_DEFAULT_PROFILE": "c"}, "a"),
        (Config(), {"AWS_PROFILE": "b", "AWS_DEFAULT_PROFILE": "c"}, "b"),
        (Config(), {"AWS_DEFAULT_PROFILE": "c"}, "c"),
        (Config(), {"AWS_PROFILE": ""}, "default"),
        (Config(), {}, "default"),
    ],
)
def test_the_profile_s_sources_in_order(config: Config, environ: dict[str, str], name: str) -> None:
    assert profile.profile_name(config, environ) == name


@pytest.mark.parametrize("name", ["studio", "with blank", "both", "default"])
def test_botocore_finds_the_same_region(
    name: str, files: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable, value in files.items():
        monkeypatch.setenv(variable, value)
    theirs = botocore.session.Session(profile=name).get_config_variable("region")
    assert profile.resolve_region(Config(profile=name), files) == theirs


def test_a_region_that_ivs_is_not_in(files: dict[str, str]) -> None:
    sentence = refusal(Config(profile="far"), files)
    assert "'eu-north-1'" in sentence
    assert all(region in sentence for region in REGIONS)


@pytest.mark.parametrize("name", ["nowhere", "keys-only"])
def test_no_region_at_all(name: str, files: dict[str, str]) -> None:
    sentence = refusal(Config(profile=name), files)
    assert "--region" in sentence
    assert all(region in sentence for region in REGIONS)


@pytest.mark.parametrize("name", ["sso-session work", "work", "lab", "services lab", "studo"])
def test_a_profile_that_nobody_configured(name: str, files: dict[str, str]) -> None:
    sentence = refusal(Config(profile=name), {**files, "AWS_REGION": "us-east-1"})
    assert repr(name) in sentence
    assert "studio" in sentence
    assert "sso-session" not in sentence.replace(repr(name), "")


def test_no_files_at_all() -> None:
    assert profile.resolve_region(Config(), {"AWS_REGION": "us-east-1"}) == "us-east-1"
    assert "no AWS config file" in refusal(Config(profile="x"), {"AWS_REGION": "us-east-1"})


@pytest.mark.parametrize("content", [b"region = x", b"[default\n", b"\xff\xfe", b"[a]\nx"])
def test_a_file_that_cannot_be_read(content: bytes, files: dict[str, str]) -> None:
    Path(files["AWS_CONFIG_FILE"]).write_bytes(content)
    with pytest.raises(ProfileError, match="not readable"):
        profile.resolve_region(Config(), files)


MFA = """
[profile plain]
role_arn = x
source_profile = default

[profile asks]
mfa_serial = arn:aws:iam::1:mfa/me

[profile built-on]
source_profile = asks

[profile round]
source_profile = about

[profile about]
source_profile = round

[profile self]
source_profile = self

[profile gone]
source_profile = nobody
"""


@pytest.mark.parametrize(
    ("name", "needed"),
    [
        ("plain", False),
        ("asks", True),
        ("built-on", True),
        ("round", False),
        ("self", False),
        ("gone", False),
        ("default", False),
    ],
)
def test_who_needs_an_mfa_code(name: str, needed: bool, home: Path) -> None:
    (home / "aws-config").write_text(MFA)
    environ = {"AWS_CONFIG_FILE": str(home / "aws-config")}
    assert profile.needs_mfa(Config(profile=name), environ) is needed


@pytest.mark.parametrize(
    ("name", "region", "why"),
    [
        ("studio", "us-west-2", ""),
        ("with blank", "ap-south-1", ""),
        ("both", "eu-central-1", ""),
        ("default", "eu-west-1", ""),
        ("nowhere", "ap-northeast-2", "it has no Region of its own"),
        ("keys-only", "ap-northeast-2", "it has no Region of its own"),
        ("far", "ap-northeast-2", "its own is eu-north-1, where IVS does not exist"),
    ],
)
def test_a_profile_chosen_at_work_brings_its_region(
    files: dict[str, str], name: str, region: str, why: str
) -> None:
    # What was set at the start is no wish for every profile to come.
    environ = files | {"AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "us-east-1"}
    assert profile.choose(name, "ap-northeast-2", environ) == (region, why)


@pytest.mark.parametrize("name", ["nobody", "sso-session work", "", "services lab"])
def test_no_profile_but_those_that_are_configured_can_be_chosen(
    files: dict[str, str], name: str
) -> None:
    with pytest.raises(ProfileError, match="is not configured"):
        profile.choose(name, "eu-west-1", files)


UNUSUAL = """
[default]
[bare]
[profilex]
[profile   g]
[profile\ttab]
[profile a b]
[profile "c d"]
[profile 'e f']
[profile it's]
[profile "it's"]
[sso-session s]
"""


def test_a_profile_is_what_botocore_takes_for_one(
    files: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Path(files["AWS_CONFIG_FILE"]).write_text(UNUSUAL)
    Path(files["AWS_SHARED_CREDENTIALS_FILE"]).write_text('[h i]\n["j k"]\n[profile l]\n')
    for name, value in files.items():
        monkeypatch.setenv(name, value)
    known = botocore.session.Session().available_profiles
    assert set(profile.profiles(files)) == set(known) >= {"c d", "e f", "it's"}


def test_the_profiles_there_are(files: dict[str, str]) -> None:
    found = ("both", "default", "far", "keys-only", "nowhere", "studio", "with blank")
    assert profile.profiles(files) == found


ENDPOINTS = """
[default]
endpoint_url = http://default

[profile lab]
services = lab
endpoint_url = http://anywhere

[profile half]
services = lab

[profile off]
endpoint_url = http://off
ignore_configured_endpoint_urls = TRUE

[services lab]
ivs =
    endpoint_url = http://lab-ivs
s3 =
    endpoint_url = http://lab-s3
"""


@pytest.mark.parametrize("name", ["default", "lab", "half", "off", "none"])
@pytest.mark.parametrize(
    "more",
    [
        {},
        {"AWS_ENDPOINT_URL": "http://all"},
        {"AWS_ENDPOINT_URL_IVS_REALTIME": "http://rt", "AWS_ENDPOINT_URL": "http://all"},
        {"AWS_ENDPOINT_URL_IVS": "http://ivs"},
        {"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true", "AWS_ENDPOINT_URL": "http://all"},
    ],
)
def test_endpoints_are_botocore_s(
    name: str, more: dict[str, str], files: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Path(files["AWS_CONFIG_FILE"]).write_text(ENDPOINTS)
    for variable, text in (files | more).items():
        monkeypatch.setenv(variable, text)
    session = botocore.session.Session()
    configured = session.full_config
    scoped = configured["profiles"].get(name, {})
    session.set_config_variable("profile", name if name in configured["profiles"] else None)
    ignored = session.get_config_variable("ignore_configured_endpoint_urls")
    said = [
        ConfiguredEndpointProvider(configured, scoped, client).provide()
        for client in ("ivs", "ivs-realtime")
    ]
    told = profile.endpoints(name, files | more)
    assert told == (("", "") if ignored else tuple(url or "" for url in said))
