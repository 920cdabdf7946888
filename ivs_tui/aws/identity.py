"""Whose credentials these are: where the chain found them, and what STS says of them."""

from __future__ import annotations

import asyncio
from urllib.parse import urlsplit

import msgspec
from aiobotocore.session import AioSession

from ivs_tui.aws import failures
from ivs_tui.aws.errors import GatewayError, Problem, ProblemKind, problem
from ivs_tui.aws.operations import Operation
from ivs_tui.aws.records.base import Record
from ivs_tui.aws.session import TIMEOUT, Clients

STS = "sts"
_WHO = Operation(service=STS, name="GetCallerIdentity", member="", record=Record)
_AWS_HOSTS = (".amazonaws.com", ".amazonaws.com.cn", ".api.aws")
_SHORTEST_KEY = 16
"""Characters of the shortest access key id that IAM makes; of a shorter one nothing is shown."""


class Held(msgspec.Struct, frozen=True):
    """Credentials that the chain found: by which provider, and the end of the access key's id."""

    method: str
    key_end: str


class Identity(msgspec.Struct, frozen=True):
    """Who signs."""

    account: str
    arn: str


async def held_credentials(session: AioSession, profile: str) -> Held:
    """Ask the chain, renewing what can be renewed; raises GatewayError."""
    try:
        async with asyncio.timeout(TIMEOUT):
            found = await session.get_credentials()
            if found is None:
                advice = "run aws configure, aws sso login, or give --profile"
                raise problem(ProblemKind.CREDENTIALS, "no credentials", advice)
            frozen = await found.get_frozen_credentials()
    except failures.HANDLED as error:
        raise failures.explain(error, _WHO, profile) from error
    except failures.STRANGE as error:
        raise _not_sts() from error
    key = frozen.access_key or ""
    return Held(str(found.method or "unknown"), key[-4:] if len(key) >= _SHORTEST_KEY else "")


async def caller(clients: Clients, profile: str) -> Identity:
    """Ask STS; raises GatewayError, whose words are about STS."""
    try:
        async with asyncio.timeout(TIMEOUT), clients.use(STS) as client:
            answer = await client.get_caller_identity()
    except failures.HANDLED as error:
        wrong = failures.explain(error, _WHO, profile).problem
        raise GatewayError(_about_sts(wrong)) from error
    except failures.STRANGE as error:
        raise _not_sts() from error
    account, arn = answer.get("Account"), answer.get("Arn")
    if not (isinstance(account, str) and isinstance(arn, str)):
        raise _not_sts()
    return Identity(account, arn)


def is_aws(url: str) -> bool:
    """Whether an endpoint is one of AWS's own, VPC endpoints among them."""
    return (urlsplit(url).hostname or "").endswith(_AWS_HOSTS)


def _not_sts() -> GatewayError:
    advice = "a proxy or captive portal may answer in its place; check the network"
    return problem(ProblemKind.NOT_IVS, "not an STS answer", advice)


def _about_sts(wrong: Problem) -> Problem:
    """The same in words that are true of STS, which takes no permission and is not IVS."""
    if wrong.kind is ProblemKind.CREDENTIALS:
        return wrong
    if wrong.kind is ProblemKind.DENIED:
        sentence = "STS answers AccessDenied, as the policy of a VPC endpoint makes it"
    else:
        sentence = "STS: " + wrong.sentence.replace("an IVS", "an AWS").replace(
            "IVS error", "error"
        )
    return msgspec.structs.replace(wrong, sentence=sentence, advice="")
