"""`hostile`: texts that break terminals, values that AWS may add one day, members left out."""

from ivs_tui.sim import broadcast, broken, gathering, history
from ivs_tui.sim.account import add_channel, add_stage
from ivs_tui.sim.furniture import first, furnish
from ivs_tui.sim.studio import add_ingest, compose, replicate
from ivs_tui.sim.world import Channel, Participant, Stage, World

TEXTS = (
    "[/x]",
    "[bold red]not red[/bold red]",
    "[link=https://example.com]click[/link] [@click=app.quit]quit[/]",
    "\\[escaped] {braces} %s $HOME `id` <b>&amp;</b>",
    "\x1b[31mred\x1b[0m \x1b[2J\x1b[H",
    "\x1b]0;title\x07 \x1b]8;;https://example.com\x1b\\link\x1b]8;;\x1b\\",
    "\x1b]52;c;aGFja2Vk\x07 \x1bP+q544e\x1b\\ \x1b[6n",
    "bell\x07 back\x08\x08\x08 nul\x00 del\x7f",
    "csi\x9b31m osc\x9d0;title\x9c nel\x85",
    "two\nlines\r\nand\rreturn",
    "tab\tbed\tcolumns\v\f",
    "\u202eoverridden\u202c \u2066isolated\u2069 \u2067right",
    "zero\u200bwidth\u200djoiner\ufeff\u2060 soft\u00adhyphen",
    "中央競馬場メインスタンド",
    "한국방송공사 뉴스 스튜디오",
    "family 👨‍👩‍👧‍👦 flag 🇩🇪 wave 👋🏽 heart ❤️",
    "e\u0301\u0302\u0303 z\u0351\u0344a\u0320\u0335l\u0324g\u0334o\u0327",
    "שידור חי من الملعب",
    "line\u2028separator\u2029paragraph",
    "tags \U000e0001\U000e0041 private \ue000 replacement \ufffd",
    '=HYPERLINK("https://example.com")',
    '"quoted", and; comma\'d',
    "../../etc/passwd",
    "-o --help",
    " ",
    "",
    "x" * 10_000,
    "界" * 10_000,
)
"""Markup, escape sequences, controls, bidi, wide, combined, right-to-left, long, empty."""
ON_AIR = 15
STATES = ("ACTIVE", "MELTING", "FAILED", "PAUSED", "STARTING", "\x1b[31mSTOPPED")
CODECS = ("avc1.\x1b[31m", "[/avc1]", "", "hvc1.2.4.L153.B0", "avc1." + "F" * 500)


def hostile(world: World) -> None:
    furnish(world)
    for add, number in broken.MORE.items():
        for index in range(number):
            add(world, f"more-{index}")
    recording = first(world, "recording-configuration")
    for index, text in enumerate(TEXTS):
        odd = broken.channel_members(index, recording)
        channel = add_channel(world, text, tags={text[:128] or " ": text, "plain": text}, **odd)
        if index < ON_AIR:
            history.past_session(world, channel, -history.DAY, history.HOUR)
            history.on_air(world, channel, 60.0 + index * 1000)
            break_session(channel, index, text)
    deleted = add_channel(world, "deleted")
    history.on_air(world, deleted, 300)
    broadcast.delete(world, deleted)
    for _ in range(2):
        bare = add_channel(world, "")
        bare.api = {"arn": bare.arn}
    odd_streams(world)
    for index, text in enumerate(TEXTS):
        break_stage(world, add_stage(world, text, tags={"t": text, text[:64] or " ": ""}), index)
    share(world, list(world.stages.values()))
    broken.break_all(world, TEXTS)
    world.every(1, lambda: broadcast.move_viewers(world, 4))


def break_session(channel: Channel, index: int, text: str) -> None:
    session = channel.sessions[0]
    video = session.api["ingestConfiguration"]["video"]
    video |= {"codec": CODECS[index % len(CODECS)], "encoder": text, "profile": text}
    event = {"type": text, "name": text, "eventTime": session.api["startTime"], "code": text}
    session.events.append(event)
    unknown = {"type": "IVS Weather Change", "name": "Rain Start", "code": "UmbrellaNotAllowed"}
    session.events.append({**unknown, "eventTime": session.api["startTime"]})
    session.events.append({"name": "Only a name"})


def odd_streams(world: World) -> None:
    """Values that no model knows yet, numbers out of proportion, members that are missing."""
    on_air = list(world.live.values())
    live = [one.stream for one in on_air if one.stream is not None]
    on_air[2].audience = 9_007_199_254_740_993
    live[0] |= {"health": "WOBBLY", "viewerCount": 0}
    live[1] |= {"state": "PAUSED"}
    live[2] |= {"viewerCount": on_air[2].audience}
    live[3] |= {"viewerCount": -1, "health": "STARVING"}
    live[4] |= {"startTime": "1970-01-01T00:00:00Z"}
    live[5] |= {"startTime": "9999-12-31T23:59:59Z"}
    for member in ("viewerCount", "health", "startTime", "state"):
        del live[6][member]


def break_stage(world: World, stage: Stage, index: int) -> None:
    if index % 4 == 3:
        return
    people: list[Participant] = []
    for offset in range(4):
        text = TEXTS[(index + offset) % len(TEXTS)]
        with world.moment(-100.0 * (5 - offset)):
            one = gathering.join(world, stage, text, publish=offset == 0)
            gathering.refuse(world, one, "TOO_FUNNY", "LAUGH_ERROR")
        one.api |= {"attributes": {text[:128] or " ": text}, "ispName": text, "browserName": text}
        people.append(one)
    people[1].api |= {"state": "HOVERING", "recordingState": "REWINDING", "protocol": "PIGEON"}
    for member in people[2].api.keys() - {"participantId"}:
        del people[2].api[member]
    people[2].events.append({"name": "JOINED"})
    if index < 12:
        compose(world, stage, state=STATES[index % len(STATES)])


def share(world: World, stages: list[Stage]) -> None:
    """Encoders of every name, and hosts that are shown where nobody has ever been."""
    for index in range(len(TEXTS)):
        add_ingest(world, "", stages[index], protocol="RTMP", redundant=index % 2 == 0)
    replicate(world, stages[0], stages[1])
    replicate(world, stages[0], stages[2])
    stages[0].replicas[1] |= {
        "replicationState": "ECHOING",
        "destinationStageArn": f"{broken.CHINA}:stage/AbCdEfGhIjKl",
    }
