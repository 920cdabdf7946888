"""The table of read operations: how each answers from the world."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ivs_tui.sim import paging
from ivs_tui.sim.errors import AwsError, not_found
from ivs_tui.sim.world import Item, Participant, Session, StageSession, World, found

Find = Callable[[World, Item], Item]
Rows = Callable[[World, Item], Iterable[Item]]


@dataclass(frozen=True, slots=True)
class Get:
    """Answers one resource under `member`."""

    member: str
    find: Find

    def __call__(self, world: World, name: str, asked: Item) -> Item:
        return {self.member: self.find(world, asked)}


@dataclass(frozen=True, slots=True)
class BatchGet:
    """Answers the resources of up to 50 ARNs, and an error for each unknown one."""

    member: str
    find: Find

    def __call__(self, world: World, name: str, asked: Item) -> Item:
        items: list[Item] = []
        errors: list[Item] = []
        for arn in dict.fromkeys(asked["arns"]):
            try:
                items.append(self.find(world, {"arn": arn}))
            except AwsError as error:
                errors.append({"arn": arn, "code": error.code, "message": error.message})
        return {self.member: items, "errors": errors}


@dataclass(frozen=True, slots=True)
class Listing:
    """Answers a page of resources under `member`; `page` is AWS's size when none is asked.

    Of the `one_of` members of the input only one may be given.
    """

    member: str
    rows: Rows
    page: int
    key: paging.Key = lambda item: str(item["arn"])
    one_of: Sequence[str] = ()
    refusal: str = "ValidationException"

    def __call__(self, world: World, name: str, asked: Item) -> Item:
        filters = [one for one in self.one_of if asked.get(one) is not None]
        if len(filters) > 1:
            raise AwsError(self.refusal, f"Only one of {', '.join(filters)} can be given")
        items = self.rows(world, asked)
        rows = items if isinstance(items, list) else list(items)
        limit = asked.get("maxResults") or self.page
        served, token = paging.page(name, rows, self.key, limit, asked.get("nextToken"))
        return {self.member: served} | ({"nextToken": token} if token else {})


def by_arn(kind: str) -> Find:
    return lambda world, asked: found(world.of(kind), asked["arn"])


def all_of(kind: str) -> Rows:
    return lambda world, asked: world.of(kind).values()


def having(filters: dict[str, str], rows: Rows) -> Rows:
    """Only the rows whose member equals what the filter asks: {filter: member}.

    An empty filter asks for those that have none.
    """

    def filtered(world: World, asked: Item) -> Iterable[Item]:
        wanted = [(filters[name], asked[name]) for name in filters if asked.get(name) is not None]
        items = rows(world, asked)
        if not wanted:
            return items
        return [one for one in items if all(one.get(m, "") == value for m, value in wanted)]

    return filtered


def channel(world: World, asked: Item) -> Item:
    return world.channel(asked["arn"]).api


def streams(world: World, asked: Item) -> Iterable[Item]:
    health = (asked.get("filterBy") or {}).get("health")
    live = (one.stream for one in world.live.values())
    return [one for one in live if one and health in {None, one.get("health")}]


def stream(world: World, asked: Item) -> Item:
    found_stream = world.channel(asked["channelArn"]).stream
    if found_stream is None:
        raise AwsError(
            "ChannelNotBroadcasting", "[Channel: {channelArn}] is not live".format(**asked)
        )
    return found_stream


def stream_sessions(world: World, asked: Item) -> Iterable[Item]:
    sessions = world.remains(asked["channelArn"]).sessions
    return [{**one.api, "hasErrorEvent": one.failed} for one in sessions]


def stream_session(world: World, asked: Item) -> Item:
    wanted = asked.get("streamId")
    for one in world.remains(asked["channelArn"]).sessions:
        if wanted in {None, one.api["streamId"]}:
            return whole_session(one)
    raise not_found(f"stream session of {asked['channelArn']}")


def whole_session(session: Session) -> Item:
    return {**session.api, "truncatedEvents": list(reversed(session.events))}


def stream_keys(world: World, asked: Item) -> Iterable[Item]:
    arn = world.channel(asked["channelArn"]).arn
    return [one for one in world.of("stream-key").values() if one["channelArn"] == arn]


def stage(world: World, asked: Item) -> Item:
    return world.stage(asked["arn"]).api


def stage_session(world: World, asked: Item) -> StageSession:
    for one in world.stage(asked["stageArn"]).sessions:
        if one.api["sessionId"] == asked["sessionId"]:
            return one
    raise not_found(f"stage session {asked['sessionId']} of {asked['stageArn']}")


def participant(world: World, asked: Item) -> Participant:
    return found(stage_session(world, asked).participants, asked["participantId"])


def participants(world: World, asked: Item) -> Iterable[Item]:
    return [one.api for one in stage_session(world, asked).participants.values()]


def participant_events(world: World, asked: Item) -> Iterable[Item]:
    """Newest first, as in AWS's own examples; the order is not documented."""
    return list(reversed(participant(world, asked).events))


def replicas(world: World, asked: Item) -> Iterable[Item]:
    all_replicas = world.stage(asked["sourceStageArn"]).replicas
    return [one for one in all_replicas if one["participantId"] == asked["participantId"]]


def compositions(world: World, asked: Item) -> Iterable[Item]:
    encoder = asked.get("filterByEncoderConfigurationArn")
    for one in world.of("composition").values():
        if encoder is None or any(encoder in encoders(each) for each in one["destinations"]):
            yield one


def encoders(destination: Item) -> list[str]:
    configuration = destination["configuration"]
    several = configuration.get("s3", {}).get("encoderConfigurationArns", [])
    return [*several, configuration.get("channel", {}).get("encoderConfigurationArn", "")]


def tags(world: World, name: str, asked: Item) -> Item:
    arn = asked["resourceArn"]
    kind = arn.rpartition(":")[2].partition("/")[0]
    if kind == "channel":
        return {"tags": world.channel(arn).api.get("tags", {})}
    if kind == "stage":
        return {"tags": world.stage(arn).api.get("tags", {})}
    return {"tags": found(world.of(kind), arn).get("tags", {})}


CHANNEL_FILTERS = {
    "filterByName": "name",
    "filterByRecordingConfigurationArn": "recordingConfigurationArn",
    "filterByPlaybackRestrictionPolicyArn": "playbackRestrictionPolicyArn",
    "filterByAdConfigurationArn": "adConfigurationArn",
}
PARTICIPANT_FILTERS = {
    "filterByUserId": "userId",
    "filterByPublished": "published",
    "filterByState": "state",
    "filterByRecordingState": "recordingState",
}
INGEST_FILTERS = {"filterByStageArn": "stageArn", "filterByState": "state"}

OPERATIONS: dict[str, Callable[[World, str, Item], Item]] = {
    "BatchGetChannel": BatchGet("channels", channel),
    "BatchGetStreamKey": BatchGet("streamKeys", by_arn("stream-key")),
    "GetAdConfiguration": Get("adConfiguration", by_arn("ad-configuration")),
    "GetChannel": Get("channel", channel),
    "GetComposition": Get("composition", by_arn("composition")),
    "GetEncoderConfiguration": Get("encoderConfiguration", by_arn("encoder-configuration")),
    "GetIngestConfiguration": Get("ingestConfiguration", by_arn("ingest-configuration")),
    "GetParticipant": Get("participant", lambda world, asked: participant(world, asked).api),
    "GetPlaybackKeyPair": Get("keyPair", by_arn("playback-key")),
    "GetPlaybackRestrictionPolicy": Get(
        "playbackRestrictionPolicy", by_arn("playback-restriction-policy")
    ),
    "GetPublicKey": Get("publicKey", by_arn("public-key")),
    "GetRecordingConfiguration": Get("recordingConfiguration", by_arn("recording-configuration")),
    "GetStage": Get("stage", stage),
    "GetStageSession": Get("stageSession", lambda world, asked: stage_session(world, asked).api),
    "GetStorageConfiguration": Get("storageConfiguration", by_arn("storage-configuration")),
    "GetStream": Get("stream", stream),
    "GetStreamKey": Get("streamKey", by_arn("stream-key")),
    "GetStreamSession": Get("streamSession", stream_session),
    "ListAdConfigurations": Listing("adConfigurations", all_of("ad-configuration"), 100),
    "ListChannels": Listing(
        "channels",
        having(CHANNEL_FILTERS, lambda world, _: [one.api for one in world.channels.values()]),
        100,
        one_of=tuple(CHANNEL_FILTERS),
        refusal="ConflictException",
    ),
    "ListCompositions": Listing(
        "compositions", having({"filterByStageArn": "stageArn"}, compositions), 100
    ),
    "ListEncoderConfigurations": Listing(
        "encoderConfigurations", all_of("encoder-configuration"), 100
    ),
    "ListIngestConfigurations": Listing(
        "ingestConfigurations",
        having(INGEST_FILTERS, all_of("ingest-configuration")),
        50,
        one_of=tuple(INGEST_FILTERS),
    ),
    "ListParticipantEvents": Listing("events", participant_events, 50, paging.fingerprint),
    "ListParticipantReplicas": Listing("replicas", replicas, 50, paging.fingerprint),
    "ListParticipants": Listing(
        "participants",
        having(PARTICIPANT_FILTERS, participants),
        50,
        lambda item: str(item["participantId"]),
        one_of=tuple(PARTICIPANT_FILTERS),
    ),
    "ListPlaybackKeyPairs": Listing("keyPairs", all_of("playback-key"), 100),
    "ListPlaybackRestrictionPolicies": Listing(
        "playbackRestrictionPolicies", all_of("playback-restriction-policy"), 1
    ),
    "ListPublicKeys": Listing("publicKeys", all_of("public-key"), 50),
    "ListRecordingConfigurations": Listing(
        "recordingConfigurations", all_of("recording-configuration"), 100
    ),
    "ListStageSessions": Listing(
        "stageSessions",
        lambda world, asked: [one.api for one in world.stage(asked["stageArn"]).sessions],
        50,
        lambda item: str(item["sessionId"]),
    ),
    "ListStages": Listing(
        "stages", lambda world, _: [one.api for one in world.stages.values()], 50
    ),
    "ListStorageConfigurations": Listing(
        "storageConfigurations", all_of("storage-configuration"), 100
    ),
    "ListStreamKeys": Listing("streamKeys", stream_keys, 1),
    "ListStreamSessions": Listing(
        "streamSessions", stream_sessions, 100, lambda item: str(item["streamId"])
    ),
    "ListStreams": Listing("streams", streams, 100, lambda item: str(item["channelArn"])),
    "ListTagsForResource": tags,
}
"""Called with the world, the operation's name and the input."""
