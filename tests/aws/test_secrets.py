"""Where secrets lie, as the model says it and as answers have it."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.model import OperationModel, ServiceModel

from ivs_tui.aws.decode import REDACTED, redact
from ivs_tui.aws.operations import OPERATIONS
from ivs_tui.aws.secrets import secret_paths
from tests.aws.model import operation_model, service

KNOWN = {
    "GetChannel": {("channel", "srt", "passphrase")},
    "BatchGetChannel": {("channels", "*", "srt", "passphrase")},
    "GetStreamSession": {("streamSession", "channel", "srt", "passphrase")},
    "GetIngestConfiguration": {
        ("ingestConfiguration", "streamKey"),
        ("ingestConfiguration", "redundantIngestCredentials", "*", "streamKey"),
    },
}


def test_the_secrets_of_each_operation() -> None:
    found = {name: set(secret_paths(operation_model(one))) for name, one in OPERATIONS.items()}
    assert {name: paths for name, paths in found.items() if paths} == KNOWN


@pytest.mark.parametrize(
    ("service_name", "name", "path"),
    [
        ("ivs", "GetStreamKey", ("streamKey", "value")),
        ("ivs", "BatchGetStreamKey", ("streamKeys", "*", "value")),
    ],
)
def test_secrets_of_operations_that_nobody_calls(
    service_name: str, name: str, path: tuple[str, ...]
) -> None:
    assert path in secret_paths(service(service_name).operation_model(name))


def invented(shapes: dict[str, Any]) -> OperationModel:
    """An operation whose output is the shape `Out`."""
    model: Any = {
        "metadata": {},
        "operations": {"Get": {"name": "Get", "output": {"shape": "Out"}}},
        "shapes": {"Secret": {"type": "string", "sensitive": True}, **shapes},
    }
    return ServiceModel(model).operation_model("Get")


@pytest.mark.parametrize(
    ("secrets", "path", "answer", "left"),
    [
        (
            {"type": "list", "member": {"shape": "Secret"}},
            ("held", "*"),
            ["a", None, "b"],
            [REDACTED, None, REDACTED],
        ),
        (
            {"type": "map", "key": {"shape": "Text"}, "value": {"shape": "Secret"}},
            ("held", "*"),
            {"x": "a", "y": None},
            {"x": REDACTED, "y": None},
        ),
        (
            {"type": "structure", "members": {"x": {"shape": "Text"}}, "sensitive": True},
            ("held",),
            {"x": "a"},
            REDACTED,
        ),
    ],
    ids=["list", "map", "structure"],
)
def test_secrets_in_any_shape(secrets: Any, path: tuple[str, ...], answer: Any, left: Any) -> None:
    out = {"type": "structure", "members": {"held": {"shape": "Held"}}}
    model = invented({"Out": out, "Held": secrets, "Text": {"type": "string"}})
    assert secret_paths(model) == (path,)
    body = {"held": answer}
    redact(body, path)
    assert body == {"held": left}


@pytest.mark.parametrize(
    "answer", [{}, {"srt": None}, {"srt": []}, {"srt": "x"}, {"srt": {}}, [], "x", None]
)
def test_what_is_not_there_stays_away(answer: Any) -> None:
    redact(answer, ("srt", "passphrase"))
    assert REDACTED not in str(answer)
