"""Every kind of `get`, how it is asked for, and what boto3 says to the same question."""

from __future__ import annotations

from typing import Any

from ivs_tui.knowledge.explain import explain_participant_event, explain_stream_event
from tests.cli.support import paged, wire, witness
from tests.sim.support import Control

CHANNEL, STAGE, SOURCE = "traffic-cam-7", "talkshow", "newsroom"
CONFIGURATIONS = {
    "compositions": ("ivs-realtime", "composition", "compositions"),
    "ingest": ("ivs-realtime", "ingest_configuration", "ingestConfigurations"),
    "recordings": ("ivs", "recording_configuration", "recordingConfigurations"),
    "key-pairs": ("ivs", "playback_key_pair", "keyPairs"),
    "restrictions": ("ivs", "playback_restriction_policy", "playbackRestrictionPolicies"),
    "ads": ("ivs", "ad_configuration", "adConfigurations"),
    "encoders": ("ivs-realtime", "encoder_configuration", "encoderConfigurations"),
    "storages": ("ivs-realtime", "storage_configuration", "storageConfigurations"),
    "public-keys": ("ivs-realtime", "public_key", "publicKeys"),
}
"""By kind: the service, what boto3 calls one of them, and the member that holds its list."""


class Configurations:
    """What the kinds hold that are alike: a list, and one of it."""

    def __init__(self, url: str) -> None:
        self._clients = {service: witness(url, service) for service in ("ivs", "ivs-realtime")}

    def every(self, kind: str) -> Any:
        """The list."""
        service, thing, member = CONFIGURATIONS[kind]
        plural = f"{thing.removesuffix('y')}ies" if thing.endswith("cy") else f"{thing}s"
        return paged(self._clients[service], f"list_{plural}", member)

    def chosen(self, kind: str) -> Any:
        """The second of the list, or its only one."""
        return self.every(kind)[:2][-1]

    def name(self, kind: str) -> str:
        """What the chosen one is called; what has no name is called by its ARN's last part."""
        chosen = self.chosen(kind)
        name: str = chosen.get("name") or chosen["arn"].rpartition("/")[2]
        return name

    def one(self, kind: str) -> Any:
        """Everything of the chosen one."""
        service, thing, _ = CONFIGURATIONS[kind]
        arn = self.chosen(kind)["arn"]
        answer = getattr(self._clients[service], f"get_{thing}")(arn=arn)
        (found,) = (held for name, held in answer.items() if name != "ResponseMetadata")
        return found


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
        self.source: str = world["stages"][SOURCE]
        self.shown = self._shown_elsewhere()
        self.configurations = Configurations(control.url)

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
            "stream-keys": ["stream-keys", "--channel", CHANNEL],
            "replicas": ["replicas", "--stage", SOURCE, "--participant", self.shown],
            **{kind: [kind] for kind in CONFIGURATIONS},
            **{f"one of {kind}": [kind, self.configurations.name(kind)] for kind in CONFIGURATIONS},
        }

    def answer(self, question: str) -> Any:
        """What `get` must print as JSON."""
        kind = question.removeprefix("one of ")
        if kind in CONFIGURATIONS:
            held = self.configurations
            return wire(held.every(kind) if kind == question else held.one(kind))
        return wire(getattr(self, "_" + question.replace("-", "_").replace(" ", "_"))())

    def _shown_elsewhere(self) -> str:
        stage = self.realtime.get_stage(arn=self.source)["stage"]
        where = {"stageArn": self.source, "sessionId": stage["activeSessionId"]}
        people = paged(self.realtime, "list_participants", "participants", **where)
        (one,) = (one for one in people if one["replicationType"] == "SOURCE")
        shown: str = one["participantId"]
        return shown

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

    def _stream_keys(self) -> Any:
        return paged(self.ivs, "list_stream_keys", "streamKeys", channelArn=self.channel)

    def _replicas(self) -> Any:
        asked = {"sourceStageArn": self.source, "participantId": self.shown}
        return paged(self.realtime, "list_participant_replicas", "replicas", **asked)


def _said(event: dict[str, Any], *members: str) -> list[Any]:
    return [event.get(member) for member in members]


def _told(explanation: Any) -> dict[str, str]:
    return {name: getattr(explanation, name) for name in ("meaning", "remedy", "severity")}
