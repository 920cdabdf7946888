"""What can happen on a stage: participants join, publish, subscribe, fail, leave."""

from typing import Any

from ivs_tui.sim.samples import device
from ivs_tui.sim.world import Item, Participant, Stage, StageSession, World

KEPT = 2_000


def open_session(world: World, stage: Stage) -> StageSession:
    session = StageSession({"sessionId": "st-" + world.token(13), "startTime": world.stamp()})
    stage.sessions.insert(0, session)
    stage.api["activeSessionId"] = session.api["sessionId"]
    return session


def close_session(world: World, stage: Stage) -> None:
    """Everyone leaves; a stage without a session has no activeSessionId."""
    session = stage.active
    if session is None:
        return
    for participant in session.participants.values():
        leave(world, participant)
    session.api["endTime"] = world.stamp()
    del stage.api["activeSessionId"]


def note(world: World, participant: Participant, name: str, **more: Any) -> None:
    event: Item = {"name": name, "participantId": participant.id, "eventTime": world.stamp()}
    participant.events.append(event | more)


def join(
    world: World,
    stage: Stage,
    user: str,
    *,
    publish: bool = False,
    protocol: str = "UNKNOWN",
    **members: Any,
) -> Participant:
    """Someone new enters the stage's active session, which begins with the first one.

    `members` replace what an ordinary participant has.
    """
    session = stage.active or open_session(world, stage)
    recorded = "autoParticipantRecordingConfiguration" in stage.api
    participant = Participant(
        {
            "participantId": world.token(12),
            "userId": user,
            "state": "CONNECTED",
            "firstJoinTime": world.stamp(),
            "attributes": {"displayName": user, "role": "host" if publish else "guest"},
            "published": False,
            **(device(world.rng) if protocol == "UNKNOWN" else {}),
            "recordingState": "DISABLED",
            "protocol": protocol,
            "replicationType": "NONE",
            **members,
        }
    )
    session.participants[participant.id] = participant
    forget_one(session)
    note(world, participant, "JOINED")
    if publish:
        start_publishing(world, participant)
        if recorded:
            record(participant, stage, session)
    return participant


def forget_one(session: StageSession) -> None:
    """Keep a session that runs for months from growing without end."""
    people = session.participants
    if len(people) > KEPT:
        gone = (one.id for one in people.values() if one.api["state"] == "DISCONNECTED")
        people.pop(next(gone, ""), None)


def replica_of(world: World, source: Participant, session: StageSession, origin: Item) -> None:
    """The source, under its own id, in another stage's session."""
    api = source.api | {"replicationType": "REPLICA", "firstJoinTime": world.stamp(), **origin}
    replica = session.participants[source.id] = Participant(api)
    note(world, replica, "JOINED", replica=True)
    note(world, replica, "PUBLISH_STARTED", replica=True)


def record(participant: Participant, stage: Stage, session: StageSession) -> None:
    stage_id = stage.arn.rpartition("/")[2]
    participant.api |= {
        "recordingState": "ACTIVE",
        "recordingS3BucketName": "stage-recordings",
        "recordingS3Prefix": f"{stage_id}-{session.api['sessionId']}-{participant.id}",
    }


def rejoin(world: World, participant: Participant) -> None:
    if participant.api["state"] != "CONNECTED":
        participant.api["state"] = "CONNECTED"
        note(world, participant, "JOINED")
        if participant.api["published"]:
            start_publishing(world, participant)


def leave(world: World, participant: Participant) -> None:
    if participant.api["state"] != "CONNECTED":
        return
    if publishing(participant):
        stop_publishing(world, participant)
    participant.api["state"] = "DISCONNECTED"
    if participant.api["recordingState"] == "ACTIVE":
        participant.api["recordingState"] = "STOPPED"
    note(world, participant, "LEFT")


def publishing(participant: Participant) -> bool:
    names = [e["name"] for e in participant.events if e["name"].startswith("PUBLISH_ST")]
    return bool(names) and names[-1] == "PUBLISH_STARTED"


def start_publishing(world: World, participant: Participant) -> None:
    participant.api["published"] = True
    note(world, participant, "PUBLISH_STARTED")
    switch_ingest(world, participant)


def stop_publishing(world: World, participant: Participant) -> None:
    note(world, participant, "PUBLISH_STOPPED")
    switch_ingest(world, participant)


def switch_ingest(world: World, participant: Participant) -> None:
    """An ingest configuration is active while an encoder publishes with it."""
    arn = participant.api.get("ingestConfigurationArn")
    ingest = world.of("ingest-configuration").get(arn or "")
    stage = world.stages.get(ingest["stageArn"]) if ingest else None
    if ingest is None or stage is None or not stage.sessions:
        return
    people = stage.sessions[0].participants.values()
    own = [one for one in people if one.api.get("ingestConfigurationArn") == arn]
    ingest["state"] = "ACTIVE" if any(publishing(one) for one in own) else "INACTIVE"


def subscribe(world: World, participant: Participant, to: Participant) -> None:
    note(world, participant, "SUBSCRIBE_STARTED", remoteParticipantId=to.id)


def refuse(
    world: World, participant: Participant, code: str, name: str = "PUBLISH_ERROR", **more: Any
) -> None:
    """An attempt to publish, subscribe or join fails."""
    if name == "JOIN_ERROR":
        participant.events.clear()
        participant.api["state"] = "DISCONNECTED"
    if name == "PUBLISH_ERROR" and publishing(participant):
        stop_publishing(world, participant)
    note(world, participant, name, errorCode=code, **more)
