"""Stages with participants, over a reader that says of each what a test has put down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from ivs_tui.aws.decode import Page
from ivs_tui.aws.errors import ProblemKind
from ivs_tui.aws.records.realtime import Event, Participant, ParticipantSummary, StageSummary
from tests.engine.polling import Stage, Step, fail, page
from tests.support import START, topic

STAGES = topic("stages")
ERRORS = topic("errors")


def person(number: int, state: str = "CONNECTED", **more: Any) -> ParticipantSummary:
    """A participant who joined as many seconds after the start."""
    return ParticipantSummary(
        participant_id=f"p{number}",
        user_id=f"user-{number}",
        state=state,
        first_join_time=START + timedelta(seconds=number),
        **more,
    )


def refused(code: str = "QUOTA_EXCEEDED") -> tuple[Event, ...]:
    """The events of one who could not publish."""
    return (
        Event(name="JOINED", event_time=START),
        Event(name="PUBLISH_ERROR", event_time=START + timedelta(seconds=1), error_code=code),
    )


class Studio:
    """Who is on which stage, what happened to them, and what is refused."""

    def __init__(self, stage: Stage) -> None:
        self.people: dict[str, list[ParticipantSummary]] = {}
        self.events: dict[str, tuple[Event, ...]] = {}
        self.wrong: dict[tuple[str, str], ProblemKind] = {}
        """By operation and by stage, or participant."""
        answers = stage.script.answers
        answers["ListStages"] = [lambda _asked: page(*self._stages())]
        answers["ListParticipants"] = [self._list]
        answers["ListParticipantEvents"] = [self._events]
        answers["GetParticipant"] = [self._get]

    def _stages(self) -> Sequence[StageSummary]:
        return [StageSummary(arn=arn, active_session_id=f"st-{arn}") for arn in self.people]

    def _list(self, asked: Mapping[str, Any]) -> Step:
        arn = str(asked["stageArn"])
        if kind := self.wrong.get(("ListParticipants", arn)):
            return fail(kind)
        user, start = asked.get("filterByUserId"), int(asked.get("nextToken", 0))
        there = [one for one in self.people.get(arn, ()) if user in {None, one.user_id}]
        end = start + 100
        return Page(tuple(there[start:end]), 0, str(end) if end < len(there) else None)

    def _events(self, asked: Mapping[str, Any]) -> Step:
        for name in (str(asked["participantId"]), str(asked["stageArn"])):
            if kind := self.wrong.get(("ListParticipantEvents", name)):
                return fail(kind)
        return page(*self.events.get(str(asked["participantId"]), ()))

    def _get(self, asked: Mapping[str, Any]) -> Step:
        name = str(asked["participantId"])
        if kind := self.wrong.get(("GetParticipant", name)):
            return fail(kind)
        return page(
            Participant(participant_id=name, sdk_version="1.2", os_name="iOS", os_version="17")
        )


def asked(stage: Stage, operation: str, member: str = "participantId") -> list[str]:
    """Whom an operation was asked for, in order."""
    return [str(one.parameters[member]) for one in stage.script.asked if one.operation == operation]
