"""Every failure in words: its kind, its sentence, and what to do."""

from __future__ import annotations

from typing import Any

import pytest
from botocore import exceptions as bc
from botocore.exceptions import BotoCoreError, ClientError

from ivs_tui.aws import failures
from ivs_tui.aws.errors import Problem, ProblemKind
from ivs_tui.aws.operations import OPERATIONS
from ivs_tui.aws.session import MfaNeededError

STAGES = OPERATIONS["ListStages"]
URL = "https://ivs.eu-west-1.amazonaws.com/"


def explained(error: Exception) -> Problem:
    problem = failures.explain(error, STAGES, "studio").problem
    assert problem.sentence
    assert "\n" not in problem.sentence + problem.advice
    return problem


def answered(code: str, status: int, text: str = "", message: str = "") -> Problem:
    response: Any = {
        "Error": {"Code": code, "Message": message},
        "ResponseMetadata": {"HTTPStatusCode": status},
    }
    if text:
        response["exceptionMessage"] = text
    return explained(ClientError(response, "ListStages"))


@pytest.mark.parametrize(
    ("code", "status", "kind", "sentence", "advice"),
    [
        ("ThrottlingException", 429, "throttled", "throttled: ListStages", "gives way"),
        ("ThrottlingException", 400, "throttled", "throttled: ListStages", "rate"),
        ("TooManyRequestsException", 429, "throttled", "throttled: ListStages", ""),
        ("429", 429, "throttled", "throttled: ListStages", ""),
        ("AccessDeniedException", 403, "denied", "denied: ivs:ListStages", "IAM policy"),
        ("PendingVerification", 403, "denied", "account pending verification", "AWS Support"),
        ("ExpiredTokenException", 403, "credentials", "credentials expired: run aws sso login", ""),
        ("ExpiredToken", 400, "credentials", "run aws sso login --profile studio", "goes on"),
        ("UnrecognizedClientException", 403, "credentials", "credentials refused", "access key"),
        ("InvalidSignatureException", 403, "credentials", "credentials refused", "clock"),
        ("ResourceNotFoundException", 404, "not-found", "not found", "deleted"),
        ("ChannelNotBroadcasting", 404, "not-found", "not found", ""),
        ("InternalServerException", 500, "server", "IVS error 500 Internal", "tried again"),
        ("ServiceUnavailable", 503, "server", "IVS error 503 ServiceUnavailable", ""),
        ("502", 502, "server", "IVS error 502", "tried again"),
        ("ValidationException", 400, "refused", "ListStages refused: ValidationException", ""),
        ("ConflictException", 409, "refused", "ConflictException", ""),
        ("ServiceQuotaExceededException", 402, "refused", "ServiceQuotaExceeded", ""),
        ("403", 403, "not-ivs", "not an IVS answer: HTTP 403", "proxy"),
        ("302", 302, "not-ivs", "not an IVS answer: HTTP 302", "proxy"),
        ("", 404, "not-ivs", "not an IVS answer: HTTP 404", "--endpoint-url"),
    ],
)
def test_answers(code: str, status: int, kind: str, sentence: str, advice: str) -> None:
    problem = answered(code, status)
    assert problem.kind == kind
    assert sentence in problem.sentence
    assert advice in problem.advice


@pytest.mark.parametrize(
    ("error", "kind", "sentence", "advice"),
    [
        (bc.ReadTimeoutError(endpoint_url=URL), "timeout", "no answer in 10 s", "slow"),
        (bc.ConnectTimeoutError(endpoint_url=URL), "timeout", "no answer in 10 s", "slow"),
        (TimeoutError(), "timeout", "no answer in 10 s", "slow"),
        (bc.EndpointConnectionError(endpoint_url=URL), "unreachable", "unreachable", "network"),
        (bc.ConnectionClosedError(endpoint_url=URL), "unreachable", "closed", ""),
        (bc.ConnectionError(error=OSError("x")), "unreachable", "unreachable", "--endpoint-url"),
        (bc.HTTPClientError(error=OSError("x")), "unreachable", "unreachable", "network"),
        (bc.ResponseStreamingError(error=OSError("x")), "unreachable", "unreachable", ""),
        (bc.IncompleteReadError(actual_bytes=1, expected_bytes=2), "unreachable", "", ""),
        (bc.ProxyConnectionError(proxy_url="http://p"), "unreachable", "proxy", "HTTPS_PROXY"),
        (bc.SSLError(endpoint_url=URL, error=OSError("x")), "unreachable", "TLS", "AWS_CA_BUNDLE"),
        (OSError("x"), "unreachable", "unreachable", "network"),
        (bc.NoCredentialsError(), "credentials", "no credentials", "aws configure"),
        (bc.PartialCredentialsError(provider="x", cred_var="y"), "credentials", "no cred", ""),
        (bc.UnauthorizedSSOTokenError(), "credentials", "aws sso login --profile studio", ""),
        (bc.SSOTokenLoadError(error_msg="x"), "credentials", "aws sso login", ""),
        (bc.TokenRetrievalError(provider="x", error_msg="y"), "credentials", "sso login", ""),
        (bc.RefreshWithMFAUnsupportedError(), "credentials", "MFA", "start again"),
        (MfaNeededError(), "credentials", "MFA", "--profile studio"),
        (
            bc.CredentialRetrievalError(provider="custom-process", error_msg="x"),
            "credentials",
            "credential process failed",
            "to see why",
        ),
        (bc.ParamValidationError(report="too short"), "refused", "ListStages not asked", ""),
        (bc.ProfileNotFound(profile="x"), "refused", "settings not usable", ""),
        (bc.ConfigParseError(path="x"), "refused", "settings not usable", ""),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else None,
)
def test_what_never_became_an_answer(
    error: Exception, kind: str, sentence: str, advice: str
) -> None:
    problem = explained(error)
    assert problem.kind == kind
    assert sentence in problem.sentence
    assert advice in problem.advice


def test_the_command_to_run_can_be_run() -> None:
    told = failures.explain(bc.UnauthorizedSSOTokenError(), STAGES, "far away").problem
    assert told.sentence.endswith("run aws sso login --profile 'far away'")


def test_the_text_of_ivs_is_in_a_member_of_its_own() -> None:
    problem = answered("ValidationException", 400, "Value at\n 'arn' is   bad")
    assert problem.sentence == "ListStages refused: ValidationException: Value at 'arn' is bad"


def test_the_text_where_botocore_puts_it() -> None:
    problem = answered("ResourceNotFoundException", 404, message="no stage")
    assert problem.sentence == "not found: no stage"


def test_a_very_long_text_is_cut() -> None:
    assert len(answered("ValidationException", 400, "x" * 10_000).sentence) < 400


@pytest.mark.parametrize(
    "kind",
    [one for one in vars(bc).values() if isinstance(one, type) and issubclass(one, BotoCoreError)],
)
def test_nothing_of_botocore_s_is_without_words(kind: type[BotoCoreError]) -> None:
    error = kind.__new__(kind)
    error.args = ("something",)
    assert isinstance(error, failures.HANDLED)
    problem = explained(error)
    assert problem.kind is not ProblemKind.BROKEN
    if isinstance(error, bc.ConnectionError):
        assert problem.kind in {ProblemKind.UNREACHABLE, ProblemKind.TIMEOUT}


@pytest.mark.parametrize(
    ("error", "passing"),
    [
        (bc.UnauthorizedSSOTokenError(), True),
        (bc.SSOTokenLoadError(error_msg="x"), True),
        (bc.NoCredentialsError(), False),
        (MfaNeededError(), False),
        (bc.CredentialRetrievalError(provider="x", error_msg="y"), False),
    ],
)
def test_what_a_login_mends_is_told_from_what_is_not_there(error: Exception, passing: bool) -> None:
    problem = explained(error)
    assert problem.kind is ProblemKind.CREDENTIALS
    assert problem.passing is passing
