"""What has to be asked of AWS: whose credentials these are, and what they may read."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from ivs_tui.aws.errors import GatewayError, Problem, ProblemKind
from ivs_tui.aws.identity import Held, Identity
from ivs_tui.aws.probe import Endpoint, Probe, Trip
from ivs_tui.cli.doctor import network, reads
from ivs_tui.cli.doctor.checks import Check, State
from ivs_tui.cli.doctor.reads import Outcome, advice_of
from ivs_tui.config import Config
from ivs_tui.engine.clock import SystemClock

_ANYWHERE = "us-east-1"
"""Where STS is asked who signs, if there is no Region to ask IVS in."""
_METHODS = {
    "env": "the environment",
    "shared-credentials-file": "the AWS credentials file",
    "config-file": "the AWS config file",
    "assume-role": "an assumed role",
    "assume-role-with-web-identity": "a role by web identity",
    "sso": "IAM Identity Center",
    "custom-process": "a credential process",
    "container-role": "the container's role",
    "iam-role": "the instance's role",
}

_check = partial(Check, "credentials")


@dataclass
class Account:
    """All that was found out."""

    outcomes: Mapping[str, Sequence[Outcome]] = field(default_factory=dict)
    endpoints: Mapping[str, Endpoint] = field(default_factory=dict)
    identity: Identity | None = None
    credentials: list[Check] = field(default_factory=list)

    @property
    def trips(self) -> Mapping[str, Sequence[Trip]]:
        """Every way to IVS and back, by service."""
        return {
            name: [one.trip for one in outcomes if one.trip is not None]
            for name, outcomes in self.outcomes.items()
        }

    @property
    def checks(self) -> list[Check]:
        """What it comes to, group by group."""
        permissions = [one.check for several in self.outcomes.values() for one in several]
        wire = network.checks(self.endpoints, self.trips)
        return [*self.credentials, *wire, *permissions]


async def examine(config: Config, region: str | None) -> Account:
    """Ask; without a Region, only who signs."""
    account = Account()
    try:
        probe = Probe(config, region or _ANYWHERE)
    except GatewayError as error:
        _without(account, error.problem)
        return account
    try:
        await _examine(probe, config, region, account)
    finally:
        await probe.close()
    return account


async def _examine(probe: Probe, config: Config, region: str | None, account: Account) -> None:
    try:
        held = await probe.credentials()
        account.endpoints = await probe.endpoints() if region else {}
    except GatewayError as error:
        _without(account, error.problem)
        return
    async with asyncio.TaskGroup() as tasks:
        # Where only IVS is let through, STS takes its whole time-out.
        who = tasks.create_task(_identity(probe, account))
        if region:
            account.outcomes = await reads.ask_all(probe, SystemClock(), config.quota_share)
        else:
            account.outcomes = reads.not_tried("there is no Region")
    account.credentials = [_held(held, account.outcomes), who.result()]


def _without(account: Account, wrong: Problem) -> None:
    account.credentials = [_no_credentials(wrong)]
    account.outcomes = reads.not_tried("there are no credentials")


async def _identity(probe: Probe, account: Account) -> Check:
    try:
        account.identity = who = await probe.identity()
    except GatewayError as error:
        advice = advice_of(error.problem) or "the views do not need STS: only the name is missing"
        return _check("identity", State.WARNING, error.problem.sentence, advice)
    if who is None:
        said = "not asked: the endpoint is not AWS's, and no AWS_ENDPOINT_URL_STS is set"
        return _check("identity", State.SKIPPED, said)
    return _check("identity", State.OK, who.arn)


def _held(held: Held, outcomes: Mapping[str, Sequence[Outcome]]) -> Check:
    """What IVS makes of the credentials that the chain found."""
    wrong = next(filter(None, map(_refusal, (o for each in outcomes.values() for o in each))), None)
    if wrong is not None:
        return _no_credentials(wrong)
    ends = f", key ending in {held.key_end}" if held.key_end else ""
    return _check("credentials", State.OK, f"from {_METHODS.get(held.method, held.method)}{ends}")


def _refusal(outcome: Outcome) -> Problem | None:
    wrong = outcome.problem
    return wrong if wrong and wrong.kind is ProblemKind.CREDENTIALS else None


def _no_credentials(wrong: Problem) -> Check:
    return _check("credentials", State.FAILED, wrong.sentence, advice_of(wrong), stops=3)
