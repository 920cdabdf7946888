"""`:region` and `:profile`: the same view of another scope, and why not where that cannot be."""

from __future__ import annotations

import errno
import os
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from ivs_tui.aws.errors import Problem, ProblemKind
from ivs_tui.aws.profile import REGIONS
from ivs_tui.engine.commands import Watch
from ivs_tui.engine.link import EngineLost
from ivs_tui.engine.snapshot import Scope, Snapshot, Topic
from tests.ui.monitor import (
    NOW,
    SCOPE,
    Desk,
    ScriptedLink,
    channel,
    open_desk,
    snapshot,
    stage,
    stream,
    topic,
)

PROFILES = """
[default]
region = us-west-2
[profile prod]
region = eu-west-1
[profile staging]
region = us-east-1
[profile nowhere]
role_arn = arn:aws:iam::123456789012:role/nowhere
[profile cold]
region = eu-north-1
"""
OTHER = "us-east-1"


def written(folder: Path, text: str) -> Path:
    """A config file of AWS's."""
    path = folder / "config"
    path.write_text(text, encoding="latin-1")
    return path


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A config file of AWS's with a few profiles."""
    path = written(tmp_path, PROFILES)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(path))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", os.devnull)
    return path


async def order(desk: Desk, text: str) -> None:
    """Have it done, as from the prompt or the palette."""
    desk.app.obey(text)
    await desk.pilot.pause()


async def answered(desk: Desk) -> str:
    """What is said of it, once it is."""
    while not (said := told(desk)):
        await desk.pilot.pause()
    desk.app.clear_notifications()
    return said


async def front(desk: Desk, count: int = 3) -> None:
    """Have the engine in front tell of a few streams."""
    await desk.say(
        snapshot(topic("streams"), [stream(n) for n in range(1, count + 1)]),
        snapshot(topic("names"), [channel(n) for n in range(1, count + 1)]),
    )


def there(name: str, scope: Scope) -> Topic:
    """A topic of another scope."""
    return Topic(scope, name)


async def tell(desk: Desk, link: ScriptedLink, *reports: Snapshot | EngineLost) -> None:
    """Have another engine say this."""
    link.say(*reports)
    for _ in range(3):
        await desk.pilot.pause()


async def until(desk: Desk, opened: int) -> Sequence[ScriptedLink]:
    """Wait until so many engines were started."""
    while len(desk.engines.opened) < opened:
        await desk.pilot.pause()
    return desk.engines.opened


def watched(link: ScriptedLink) -> set[str]:
    return {one.topic.name for one in link.sent if isinstance(one, Watch)}


async def test_another_region_shows_the_same_view_at_once() -> None:
    async with open_desk() as desk:
        await front(desk)
        await desk.press("3")
        await desk.say(snapshot(topic("stages"), [stage(1)]))
        await desk.press("enter")
        await desk.press("colon", *"region", "space", *"us-e", "tab", "enter")
        (link,) = desk.engines.opened
        assert (link.region, link.config.region if link.config else "") == (OTHER, OTHER)
        assert desk.link.ended
        assert desk.lines[0].split()[:3] == ["prod", OTHER, "stages"]
        assert "not read yet" in desk.text
        assert "stages" in watched(link)
        scope = Scope("prod", OTHER)
        await tell(desk, link, snapshot(there("stages", scope), [stage(7)]))
        assert "stage-7" in desk.text
        # Back in the first list, there is nothing of the old path.
        await desk.press("escape")
        assert desk.lines[0].split()[:3] == ["prod", OTHER, "stages"]


async def test_what_a_scope_knew_is_there_on_the_way_back_and_its_age_is_said() -> None:
    async with open_desk() as desk:
        await front(desk)
        await order(desk, f"region {OTHER}")
        desk.now = NOW + timedelta(minutes=9)
        await order(desk, f"region {SCOPE.region}")
        first, second = desk.engines.opened
        assert first.ended
        assert not second.ended
        assert "channel-2" in desk.text
        assert "read 14:03:05Z" in desk.lines[1]
        assert "stale 9 min" in desk.lines[1]
        assert {"streams", "starving"} <= watched(second)


async def test_a_short_absence_forgets_neither_since_when_nor_the_course_of_viewers() -> None:
    async with open_desk(size=(120, 24)) as desk:
        for viewers, seconds in ((100, 0), (300, 45), (200, 95)):
            desk.now = at = NOW + timedelta(seconds=seconds)
            starving = stream(2, viewers=viewers, health="STARVING" if seconds else "HEALTHY")
            link = desk.engines.opened[-1] if desk.engines.opened else desk.link
            read = snapshot(topic("streams"), [starving], read_at=at, last_complete_at=at)
            await tell(desk, link, read)
            if seconds == 45:
                assert "1 starving for <5s " in desk.text
                await order(desk, f"region {OTHER}")
                await order(desk, f"region {SCOPE.region}")
        assert "1 starving for 50s " in desk.text
        assert "▁█▅" in desk.text
        assert "+100" in desk.text


async def test_what_an_engine_that_was_left_still_says_is_not_shown() -> None:
    async with open_desk() as desk:
        await front(desk)
        await order(desk, f"region {OTHER}")
        await desk.say(EngineLost(), snapshot(topic("streams"), [stream(1)]))
        assert "not read yet" in desk.text
        assert "engine ended" not in desk.text


@pytest.mark.usefixtures("config")
async def test_what_cannot_be_is_said_and_the_scope_stays() -> None:
    wrong = {
        "region eu-north-1": "IVS does not exist in Region eu-north-1; it does in us-east-1",
        "region eu-west-1": "this is prod eu-west-1 already",
        "region \x1b[31m[/b]": "IVS does not exist in Region ␛[31m[/b]",
        "profile nobody": "profile 'nobody' is not configured; there are: cold, default",
        f"profile {'x' * 400}": "is not configured",
        "profile [/b]\u202e": "is not configured",
    }
    async with open_desk(size=(120, 24)) as desk:
        await front(desk)
        for typed, said in wrong.items():
            await order(desk, typed)
            assert said in await answered(desk)
        desk.engines.trouble = OSError(errno.EAGAIN, os.strerror(errno.EAGAIN))
        await order(desk, f"region {OTHER}")
        said = "no engine for prod us-east-1: Resource temporarily unavailable"
        assert said in await answered(desk)
        desk.engines.no_profiles = "the demo has no profile but its own"
        await order(desk, "profile staging")
        assert desk.engines.no_profiles in await answered(desk)
        assert not desk.engines.opened
        assert not desk.link.ended
        assert desk.lines[0].split()[:2] == ["prod", "eu-west-1"]
        assert "channel-2" in desk.text


def told(desk: Desk) -> str:
    """What the notifications say."""
    return " / ".join(one.message for one in desk.app._notifications)


async def test_a_profile_with_a_blank_is_offered_in_quotes_and_found_either_way(
    config: Path,
) -> None:
    written(config.parent, "[default]\n[profile 'far away']\nregion = us-east-1\n[profile far]\n")
    async with open_desk() as desk:
        line = desk.app.command_line
        while line.candidates("profile ") != "default  far  'far away'":
            await desk.pilot.pause()
        assert line.complete("profile 'far") == "profile 'far away'"
        assert line.complete("profile far ") == "profile far"
        for count, typed in enumerate(("far away", "'far away'", '"far away"'), 1):
            await order(desk, f"profile {typed}")
            link = (await until(desk, count))[-1]
            assert link.config
            assert link.config.profile == "far away"
        await order(desk, "profile 'far away")
        assert 'profile "\'far away" is not configured' in await answered(desk)


@pytest.mark.usefixtures("config")
async def test_a_profile_comes_in_its_own_region_once_it_has_answered() -> None:
    async with open_desk() as desk:
        await front(desk)
        await order(desk, "profile staging")
        (link,) = await until(desk, 1)
        assert (link.region, link.config and link.config.profile) == (OTHER, "staging")
        # Till then, the keys are those of the scope in front.
        await desk.pilot.pause()
        assert "channel-2" in desk.text
        scope = Scope("staging", OTHER)
        await desk.press("slash", "2")
        await tell(desk, link, snapshot(there("streams", scope), [stream(9)]))
        # What goes on being typed must not turn into keys.
        await desk.press("q", "backspace", "escape")
        assert desk.lines[0].split()[0] == "prod"
        await tell(desk, link, snapshot(there("streams", scope), [stream(9)]))
        assert desk.link.ended
        assert desk.lines[0].split()[:3] == ["staging", OTHER, "streams"]
        assert "chan00000009" in desk.text
        await order(desk, "region eu-central-1")
        other = desk.engines.opened[1].config
        assert other is not None
        assert (other.profile, other.region) == ("staging", "eu-central-1")


@pytest.mark.usefixtures("config")
async def test_a_profile_without_a_region_of_ivs_takes_the_one_in_use() -> None:
    async with open_desk() as desk:
        await order(desk, "profile nowhere")
        assert "asking as nowhere eu-west-1: it has no Region of its own" in await answered(desk)
        await order(desk, "profile cold")
        said = "asking as cold eu-west-1: its own is eu-north-1, where IVS does not exist"
        assert said in await answered(desk)
        first, second = desk.engines.opened
        assert (first.region, second.region) == (SCOPE.region, SCOPE.region)
        assert first.ended


@pytest.mark.usefixtures("config")
async def test_a_profile_without_credentials_leaves_the_scope_as_it_is() -> None:
    about = there("streams", Scope("staging", OTHER))
    async with open_desk() as desk:
        await front(desk)
        for number, sentence in enumerate(("no credentials", "an MFA code is needed")):
            await order(desk, "profile staging")
            await answered(desk)
            link = desk.engines.opened[number]
            problem = Problem(kind=ProblemKind.CREDENTIALS, sentence=sentence, advice="run aws")
            await tell(desk, link, Snapshot(topic=about, error=problem, error_at=NOW))
            assert link.ended
            said = f"staging us-east-1: {sentence}: run aws; still at prod eu-west-1"
            assert said in await answered(desk)
            # Too late: whoever was sent away is not let in.
            await tell(desk, link, snapshot(about, [stream(9)]))
        await order(desk, "profile staging")
        await answered(desk)
        await tell(desk, desk.engines.opened[2], EngineLost())
        assert "its engine ended; still at prod eu-west-1" in await answered(desk)
        assert not desk.link.ended
        assert desk.lines[0].split()[:2] == ["prod", "eu-west-1"]


@pytest.mark.usefixtures("config")
async def test_a_login_that_expired_is_waited_for_where_it_is_needed() -> None:
    async with open_desk(size=(120, 24)) as desk:
        await order(desk, "profile staging")
        (link,) = await until(desk, 1)
        sentence = "credentials expired: run aws sso login --profile staging"
        expired = Problem(kind=ProblemKind.CREDENTIALS, sentence=sentence, passing=True)
        about = there("streams", Scope("staging", OTHER))
        await tell(desk, link, Snapshot(topic=about, error=expired, error_at=NOW))
        assert desk.lines[0].split()[:2] == ["staging", OTHER]
        assert sentence in desk.text
        await tell(desk, link, snapshot(about, [stream(9)]))
        assert sentence not in desk.text


@pytest.mark.usefixtures("config")
async def test_only_the_newest_wish_counts() -> None:
    async with open_desk() as desk:
        await order(desk, "profile staging")
        (staging,) = await until(desk, 1)
        await order(desk, "region ap-south-1")
        _, second = await until(desk, 2)
        assert staging.ended
        assert (second.region, second.config and second.config.profile) == ("ap-south-1", "staging")
        scope = Scope("staging", "ap-south-1")
        await tell(desk, second, snapshot(there("streams", scope), []))
        assert desk.lines[0].split()[:2] == ["staging", "ap-south-1"]


@pytest.mark.parametrize("broken", ["[profile", "\xff\xfe"])
async def test_a_config_file_that_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    monkeypatch.setenv("AWS_CONFIG_FILE", str(written(tmp_path, broken)))
    async with open_desk() as desk:
        assert list(desk.app.scopes.profiles()) == []
        await order(desk, "profile staging")
        assert "AWS config file not readable" in await answered(desk)
        assert not desk.engines.opened


async def test_an_endpoint_of_one_region_leads_to_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    async with open_desk() as desk:
        for url in ("https://ivs.eu-west-1.amazonaws.com", "https://tunnel.example.com:8443"):
            monkeypatch.setenv("AWS_ENDPOINT_URL_IVS", url)
            await order(desk, f"region {OTHER}")
            assert "start ivs-tui anew for us-east-1" in await answered(desk)
        assert not desk.engines.opened
        for region, url in {
            OTHER: "http://127.0.0.1:4012",
            "us-west-2": "https://vpce-1.ivs.us-west-2.vpce.amazonaws.com",
        }.items():
            monkeypatch.setenv("AWS_ENDPOINT_URL_IVS", url)
            await order(desk, f"region {region}")
            assert desk.engines.opened[-1].region == region


@pytest.mark.usefixtures("config")
async def test_regions_and_profiles_are_offered_while_typing() -> None:
    async with open_desk(size=(120, 24)) as desk:
        await desk.press("colon", *"region", "space")
        assert all(region in desk.text for region in REGIONS)
        await desk.press("escape", "colon", *"profile", "space")
        while "staging" not in desk.text:
            await desk.pilot.pause()
        await desk.press("s", "tab")
        assert ":profile staging" in " ".join(desk.text.split())


async def test_the_oldest_of_many_scopes_is_forgotten() -> None:
    async with open_desk() as desk:
        await front(desk)
        for region in (*REGIONS[:5], SCOPE.region):
            await order(desk, f"region {region}")
        assert desk.lines[0].split()[:2] == ["prod", "eu-west-1"]
        assert "not read yet" in desk.text
        assert all(link.ended for link in desk.engines.opened[:-1])
