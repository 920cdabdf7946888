"""Every kind of `get`, how it is asked for, and what boto3 says to the same question."""

from __future__ import annotations

from typing import Any

from ivs_tui.knowledge.explain import explain_participant_event, explain_stream_event
from tests.cli.support import paged, wire, witness
from tests.sim.support import Control

CHANNEL, STAGE = "traffic-cam-7", "talkshow"


class Truth:
    """What the simulator holds, seen by boto3."""

    def __init__(self, control: Control) -> None:
        self.ivs = witness(control.url, "ivs")
        self.realtime = witness(control.url, "ivs-realtime")
        world = control.world()
        self.channel: str = world["channels"][CHANNEL]
        self.stage: str = world["stages"][STAGE]
        stage = self.realtime.get_stage(arn=self.stage)["stage"]
        self.where = {"stageArn": self.stage, "sessionId": stage["activeSessionId"]}
        people = paged(self.realtime, "list_participants", "participants", **self.where)
        self.person = {**self.where, "participantId": people[1]["participantId"]}

    def questions(self) -> dict[str, list[str]]:
        """Arguments after `get` by a name for the test."""
        stage = ["--stage", STAGE]
        person = [*stage, "--participant", self.person["participantId"]]
        return {
            "streams": ["streams"],
            "channels": ["channels"],
            "channel": ["channels", CHANNEL],
            "sessions": ["sessions", "--channel", CHANNEL],
            "session": ["session", "--channel", CHANNEL],
            "older session": ["session", "--channel", CHANNEL, "--session", self._older()],
            "stream-events": ["stream-events", "--channel", CHANNEL],
            "stages": ["stages"],
            "stage": ["stages", STAGE],
            "stage-sessions": ["stage-sessions", *stage],
            "participants": ["participants", *stage],
            "participant": ["participant", *person],
            "participant-events": ["participant-events", *person],
        }

    def answer(self, question: str) -> Any:
        """What `get` must print as JSON."""
        found = getattr(self, "_" + question.replace("-", "_").replace(" ", "_"))()
        return wire(found)

    def _older(self) -> str:
        sessions = self._sessions()
        older: str = sessions[1]["streamId"]
        return older

    def _streams(self) -> Any:
        streams = paged(self.ivs, "list_streams", "streams")
        arns = [stream["channelArn"] for stream in streams]
        channels = self.ivs.batch_get_channel(arns=arns)["channels"]
        names = {channel["arn"]: channel.get("name") for channel in channels}
        return [{**one, "ivsTui": {"channelName": names.get(one["channelArn"])}} for one in streams]

    def _channels(self) -> Any:
        return paged(self.ivs, "list_channels", "channels")

    def _channel(self) -> Any:
        return self.ivs.get_channel(arn=self.channel)["channel"]

    def _sessions(self) -> Any:
        return paged(self.ivs, "list_stream_sessions", "streamSessions", channelArn=self.channel)

    def _session(self) -> Any:
        return self.ivs.get_stream_session(channelArn=self.channel)["streamSession"]

    def _older_session(self) -> Any:
        asked = {"channelArn": self.channel, "streamId": self._older()}
        return self.ivs.get_stream_session(**asked)["streamSession"]

    def _stream_events(self) -> Any:
        return [
            {**event, "ivsTui": _told(explain_stream_event(*_said(event, "type", "name", "code")))}
            for event in self._session()["truncatedEvents"]
        ]

    def _stages(self) -> Any:
        return paged(self.realtime, "list_stages", "stages")

    def _stage(self) -> Any:
        return self.realtime.get_stage(arn=self.stage)["stage"]

    def _stage_sessions(self) -> Any:
        return paged(self.realtime, "list_stage_sessions", "stageSessions", stageArn=self.stage)

    def _participants(self) -> Any:
        return paged(self.realtime, "list_participants", "participants", **self.where)

    def _participant(self) -> Any:
        return self.realtime.get_participant(**self.person)["participant"]

    def _participant_events(self) -> Any:
        events = paged(self.realtime, "list_participant_events", "events", **self.person)
        return [
            {
                **event,
                "ivsTui": _told(explain_participant_event(*_said(event, "name", "errorCode"))),
            }
            for event in reversed(events)
        ]


def _said(event: dict[str, Any], *members: str) -> list[Any]:
    return [event.get(member) for member in members]


def _told(explanation: Any) -> dict[str, str]:
    return {name: getattr(explanation, name) for name in ("meaning", "remedy", "severity")}
