"""Every failure of a call as one GatewayError: what is wrong, and what to do about it."""

from __future__ import annotations

import re
import shlex
from typing import Any

from botocore import exceptions as bc
from botocore.parsers import ResponseParserError

from ivs_tui.aws.errors import GatewayError, Problem, ProblemKind, problem
from ivs_tui.aws.operations import Operation
from ivs_tui.aws.session import TIMEOUT, MfaNeededError

_THROTTLES = frozenset(
    {
        "ThrottlingException",
        "Throttling",
        "ThrottledException",
        "TooManyRequestsException",
        "RequestLimitExceeded",
        "RequestThrottled",
        "SlowDown",
    }
)
_DENIALS = frozenset({"AccessDeniedException", "AccessDenied", "UnauthorizedOperation"})
_EXPIRED = frozenset({"ExpiredTokenException", "ExpiredToken", "RequestExpired"})
_BAD_KEYS = frozenset(
    {
        "UnrecognizedClientException",
        "InvalidClientTokenId",
        "InvalidSignatureException",
        "SignatureDoesNotMatch",
        "IncompleteSignature",
        "MissingAuthenticationToken",
        "MissingAuthenticationTokenException",
    }
)

HANDLED = (
    bc.ClientError,
    bc.BotoCoreError,
    ResponseParserError,
    MfaNeededError,
    TimeoutError,
    OSError,
)
"""What a call may raise and `explain` understands."""
STRANGE = (LookupError, AttributeError, TypeError, ValueError)
"""What botocore 1.43 raises of XML that is well-formed and not STS's: a portal's XHTML, say.

STS is asked on the way to credentials, too. Look for HANDLED first: some of it is one of these.
"""


def explain(error: Exception, operation: Operation, profile: str) -> GatewayError:
    """Turn one failure of a call of `operation` into words."""
    if isinstance(error, bc.ClientError):
        return _answered(error, operation, profile)
    if isinstance(error, ResponseParserError):
        # STS or SSO, on the way to credentials: IVS's own answers are decoded elsewhere.
        return not_aws()
    if isinstance(error, (bc.ReadTimeoutError, bc.ConnectTimeoutError, TimeoutError)):
        return problem(
            ProblemKind.TIMEOUT, f"no answer in {TIMEOUT:g} s", "the network or IVS is slow"
        )
    if isinstance(error, (bc.ConnectionError, bc.HTTPClientError, bc.IncompleteReadError, OSError)):
        return _unreached(error)
    if isinstance(error, bc.ParamValidationError):
        # An id that IVS itself told, and that its own model does not allow.
        return problem(ProblemKind.REFUSED, f"{operation.name} not asked: {_one_line(error)}")
    return _credentials(error, profile)


def not_aws() -> GatewayError:
    """Whoever answered, it was not AWS."""
    return problem(
        ProblemKind.NOT_IVS,
        "not an AWS answer",
        "a proxy or captive portal may answer in its place; check the network",
    )


def _answered(error: bc.ClientError, operation: Operation, profile: str) -> GatewayError:
    answer: dict[str, Any] = dict(error.response)
    code = _one_line(answer.get("Error", {}).get("Code", ""), 100)
    status = int(answer.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
    text = error_text(answer)
    if code in _THROTTLES or status == 429:
        return problem(
            ProblemKind.THROTTLED,
            f"throttled: {operation.name}",
            "the account's request rate is used up; the rate here gives way",
        )
    if code in _EXPIRED:
        return _expired(profile, text)
    if code in _BAD_KEYS:
        return problem(
            ProblemKind.CREDENTIALS,
            f"credentials refused: {code}",
            "check the access key, and this machine's clock",
        )
    if code in _DENIALS:
        return problem(
            ProblemKind.DENIED,
            f"denied: {operation.action}",
            f"add {operation.action} to the IAM policy of profile {profile}",
        )
    return _other(code, status, text, operation)


def _other(code: str, status: int, text: str, operation: Operation) -> GatewayError:
    said = f": {text}" if text else ""
    if code in {"ResourceNotFoundException", "ChannelNotBroadcasting"}:
        return problem(ProblemKind.NOT_FOUND, f"not found{said}", "it may have been deleted")
    if code == "PendingVerification":
        advice = "the account is not verified yet; contact AWS Support"
        return problem(ProblemKind.DENIED, f"account pending verification{said}", advice)
    if status >= 500:
        return problem(
            ProblemKind.SERVER,
            f"IVS error {status} {code if not code.isdigit() else ''}".rstrip(),
            "a fault of the service; it is tried again by itself",
        )
    if not code or code.isdigit() or status < 400:
        return problem(
            ProblemKind.NOT_IVS,
            f"not an IVS answer: HTTP {status}",
            "a proxy or another server answers; check the network and --endpoint-url",
        )
    return problem(ProblemKind.REFUSED, f"{operation.name} refused: {code}{said}")


def error_text(answer: dict[str, Any]) -> str:
    """The error's text: IVS models name it `exceptionMessage`, so botocore leaves Message empty."""
    text = answer.get("exceptionMessage") or answer.get("Error", {}).get("Message") or ""
    return _one_line(text)


def _one_line(told: object, limit: int = 300) -> str:
    """Text of a stranger's as one line that can go to a log or a terminal as it is."""
    text = re.sub(r"\s+", " ", str(told)[: 4 * limit]).strip()[:limit]
    return "".join(sign if sign.isprintable() else f"<U+{ord(sign):04X}>" for sign in text)


def _expired(profile: str, text: str = "") -> GatewayError:
    del text  # AWS's own text says no more than the sentence
    return GatewayError(
        Problem(
            kind=ProblemKind.CREDENTIALS,
            sentence=f"credentials expired: run aws sso login --profile {shlex.quote(profile)}",
            advice="or renew them as you do; it goes on by itself",
            passing=True,
        )
    )


def _unreached(error: Exception) -> GatewayError:
    if isinstance(error, bc.ProxyConnectionError):
        return problem(
            ProblemKind.UNREACHABLE,
            "unreachable: the proxy does not answer",
            "check HTTPS_PROXY and NO_PROXY",
        )
    if isinstance(error, bc.SSLError):
        return problem(
            ProblemKind.UNREACHABLE,
            "unreachable: the TLS certificate is not trusted",
            "a proxy may open TLS: set AWS_CA_BUNDLE",
        )
    if isinstance(error, bc.ConnectionClosedError):
        return problem(
            ProblemKind.UNREACHABLE, "unreachable: the connection was closed", "it is tried again"
        )
    return problem(
        ProblemKind.UNREACHABLE, "unreachable", "check the network, the Region and --endpoint-url"
    )


def _credentials(error: Exception, profile: str) -> GatewayError:
    if isinstance(error, (bc.UnauthorizedSSOTokenError, bc.SSOTokenLoadError, bc.SSOError)):
        return _expired(profile)
    if isinstance(error, (bc.TokenRetrievalError, bc.LoginError)):
        return _expired(profile)
    if isinstance(error, (MfaNeededError, bc.RefreshWithMFAUnsupportedError)):
        advice = f"run aws sts get-caller-identity --profile {shlex.quote(profile)}, or start again"
        return problem(
            ProblemKind.CREDENTIALS, "credentials expired: an MFA code is needed", advice
        )
    if isinstance(error, (bc.NoCredentialsError, bc.PartialCredentialsError)):
        return problem(
            ProblemKind.CREDENTIALS,
            "no credentials",
            "run aws configure, aws sso login, or give --profile",
        )
    if isinstance(error, bc.CredentialRetrievalError):
        return problem(
            ProblemKind.CREDENTIALS,
            "credentials not to be had: the credential process failed",
            f"run aws sts get-caller-identity --profile {shlex.quote(profile)} to see why",
        )
    name = type(error).__name__
    return problem(ProblemKind.REFUSED, f"AWS settings not usable: {name}: {_one_line(error)}")
