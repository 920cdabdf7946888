"""botocore's data, read in a leaner way, says the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from botocore.exceptions import BotoCoreError
from botocore.loaders import Loader
from botocore.regions import EndpointResolver

from ivs_tui.aws.models import lean_loader
from ivs_tui.aws.profile import REGIONS
from ivs_tui.aws.session import make_session
from ivs_tui.config import Config

USED = ("ivs", "ivs-realtime", "sts", "sso", "sso-oidc", "signin")


@pytest.fixture(scope="module")
def loaders() -> tuple[Loader, Loader]:
    return lean_loader(None), Loader()


@pytest.mark.parametrize("service", USED)
@pytest.mark.parametrize("type_name", ["service-2", "endpoint-rule-set-1"])
def test_models_are_the_same(loaders: tuple[Loader, Loader], service: str, type_name: str) -> None:
    lean, usual = (loader.load_service_model(service, type_name) for loader in loaders)
    assert lean == usual
    assert list(lean) == list(usual)


@pytest.mark.parametrize("name", ["partitions", "sdk-default-configuration", "_retry"])
def test_data_is_the_same(loaders: tuple[Loader, Loader], name: str) -> None:
    lean, usual = (loader.load_data_with_path(name) for loader in loaders)
    assert lean == usual


def test_endpoints_are_the_same(loaders: tuple[Loader, Loader]) -> None:
    lean, usual = (EndpointResolver(loader.load_data("endpoints")) for loader in loaders)
    prefixes = {
        loaders[1].load_service_model(service, "service-2")["metadata"]["endpointPrefix"]
        for service in USED
    }
    for region in (*REGIONS, "cn-north-1", "us-gov-west-1", "aws-global", "moon-1"):
        for prefix in prefixes:
            found = lean.construct_endpoint(prefix, region)
            assert found == usual.construct_endpoint(prefix, region)
    assert lean.get_available_partitions() == usual.get_available_partitions()
    assert lean.get_available_endpoints("ivs") == sorted(REGIONS)


def test_what_is_not_there(loaders: tuple[Loader, Loader]) -> None:
    for loader in loaders:
        with pytest.raises(BotoCoreError):
            loader.load_service_model("nothing", "service-2")


def test_a_folder_of_the_user_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "ivs" / "2030-01-01"
    folder.mkdir(parents=True)
    (folder / "service-2.json").write_text('{"metadata": {}}')
    monkeypatch.setenv("AWS_DATA_PATH", str(tmp_path))
    loader = make_session(Config()).get_component("data_loader")
    assert loader.load_service_model("ivs", "service-2") == {"metadata": {}}
    assert loader.load_service_model("ivs-realtime", "service-2")["metadata"]
