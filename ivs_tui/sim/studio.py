"""What a stage shares with the account: compositions, encoders that publish, replicas."""

from ivs_tui.sim import gathering
from ivs_tui.sim.errors import ACCOUNT, REGION
from ivs_tui.sim.furniture import first
from ivs_tui.sim.world import Channel, Item, Participant, Stage, World

LONGEST = 24 * 3600.0
"""Seconds after which IVS stops a composition."""

RECONNECT_WINDOW = 300.0
"""Seconds for which a replica waits for its source, at the most."""

FORGOTTEN = 300.0
"""Seconds after its end that IVS still knows a composition."""


def compose(
    world: World,
    stage: Stage,
    *outputs: Channel | None,
    state: str = "ACTIVE",
    name: str = "archive",
) -> Item:
    """A composition of a stage to each output: a channel, or None for S3 (also without any)."""
    destinations = [destination(world, one, state, name) for one in outputs or (None,)]
    composition = {
        "stageArn": stage.arn,
        "state": state,
        "layout": {"grid": {"omitStoppedVideo": False, "videoFillMode": "COVER", "gridGap": 2}},
        "destinations": destinations,
        "tags": {"show": stage.api["name"]},
        "startTime": world.stamp(),
    }
    made = world.add("composition", composition)
    world.after(LONGEST, lambda: stop_composition(world, made))
    return made


def destination(world: World, channel: Channel | None, state: str, name: str) -> Item:
    encoder = first(world, "encoder-configuration")
    made: Item = {"id": world.token(12), "state": state, "startTime": world.stamp()}
    if channel:
        to_channel = {"channelArn": channel.arn, "encoderConfigurationArn": encoder}
        return made | {"configuration": {"name": channel.api["name"], "channel": to_channel}}
    to_s3 = {
        "storageConfigurationArn": first(world, "storage-configuration"),
        "encoderConfigurationArns": [encoder],
        "recordingConfiguration": {
            "hlsConfiguration": {"targetSegmentDurationSeconds": 6},
            "format": "HLS",
        },
    }
    prefix = f"{world.token(12)}/composite"
    detail = {"s3": {"recordingPrefix": prefix}}
    return made | {"configuration": {"name": name, "s3": to_s3}, "detail": detail}


def begin_composition(world: World, stage: Stage) -> None:
    """A composition that takes some seconds to start."""
    made = compose(world, stage, state="STARTING")
    world.after(8, lambda: change_state(made, "STARTING", "ACTIVE"))


def stop_composition(world: World, composition: Item, state: str = "STOPPED") -> None:
    """Stopped, or failed; five minutes later IVS knows it no more."""
    if "endTime" in composition:
        return
    for one in (composition, *composition["destinations"]):
        if "endTime" not in one:
            one |= {"state": state, "endTime": world.stamp()}
    world.after(FORGOTTEN, lambda: world.of("composition").pop(composition["arn"], None))


def change_state(composition: Item, before: str, after: str) -> None:
    """What is in one state goes on to another, unless it has ended meanwhile."""
    for one in (composition, *composition["destinations"]):
        if one["state"] == before:
            one["state"] = after


def fail_destination(world: World, composition: Item, index: int) -> None:
    """All retries were in vain; the composition lives on with its other destination."""
    composition["destinations"][index] |= {"state": "FAILED", "endTime": world.stamp()}


def add_ingest(
    world: World, name: str, stage: Stage | None, *, redundant: bool = False, protocol: str
) -> Item:
    """An ingest configuration; its first participant id is the one subscribers see."""
    credentials = [
        {"participantId": world.token(12), "streamKey": stream_key(world)} for _ in range(2)
    ]
    return world.add(
        "ingest-configuration",
        {
            "name": name,
            "ingestProtocol": protocol,
            "streamKey": stream_key(world),
            "stageArn": stage.arn if stage else "",
            "participantId": world.token(12),
            "state": "INACTIVE",
            "userId": name,
            "redundantIngest": redundant,
            **({"redundantIngestCredentials": credentials} if redundant else {}),
            "attributes": {"source": "encoder"},
            "tags": {},
        },
    )


def stream_key(world: World) -> str:
    return f"rt_{ACCOUNT}_{REGION}_{world.token(12)}_SECRET{world.token(16)}"


def publish_by_encoder(
    world: World, stage: Stage, name: str, protocol: str, *, redundant: bool = False
) -> list[Participant]:
    """An encoder publishes through an ingest configuration; a redundant one does it twice."""
    ingest = add_ingest(world, name, stage, redundant=redundant, protocol=protocol)
    own = {"ingestConfigurationArn": ingest["arn"], "redundantIngest": redundant}
    return [
        gathering.join(
            world,
            stage,
            name,
            publish=True,
            protocol=protocol,
            participantId=one["participantId"],
            **own,
        )
        for one in ingest.get("redundantIngestCredentials", [ingest])
    ]


def take_encoder(world: World, participant: Participant, ingest: Item) -> None:
    """Someone who publishes does so by this encoder."""
    participant.api |= {"ingestConfigurationArn": ingest["arn"], "protocol": "RTMPS"}
    ingest["participantId"] = participant.id
    gathering.switch_ingest(world, participant)


def replicate(world: World, source: Stage, target: Stage) -> None:
    """The source's first host is shown on the target too."""
    from_session, to_session = source.sessions[0], target.sessions[0]
    host = first_of(source)
    origin = {"sourceStageArn": source.arn, "sourceSessionId": from_session.api["sessionId"]}
    where = {
        "destinationStageArn": target.arn,
        "destinationSessionId": to_session.api["sessionId"],
    }
    host.api |= {"replicationType": "SOURCE", "replicationState": "ACTIVE"}
    gathering.note(world, host, "REPLICATION_STARTED", **where)
    gathering.replica_of(world, host, to_session, origin)
    source.replicas.append(
        {**origin, "participantId": host.id, **where, "replicationState": "ACTIVE"}
    )


def stop_replication(world: World, source: Stage, target: Stage) -> None:
    """The replica stays on the target for its reconnect window, in case it goes on."""
    host = first_of(source)
    replica = target.sessions[0].participants[host.id]
    replica.api["replicationState"] = "STOPPED"
    gathering.stop_publishing(world, replica)
    world.after(RECONNECT_WINDOW, lambda: gathering.leave(world, replica))
    entry = next(one for one in source.replicas if one["destinationStageArn"] == target.arn)
    entry["replicationState"] = "STOPPED"
    where = {name: entry[name] for name in ("destinationStageArn", "destinationSessionId")}
    gathering.note(world, host, "REPLICATION_STOPPED", **where)


def first_of(stage: Stage) -> Participant:
    """Whoever came first, a host."""
    return next(iter(stage.sessions[0].participants.values()))
