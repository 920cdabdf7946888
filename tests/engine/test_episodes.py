"""What began and what ended it: pairs that hold in any order, over gaps and told twice."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ivs_tui.engine.episodes import ABSENT, RECONNECTING, STARVING, Episode, episodes, told_once
from ivs_tui.engine.snapshot import Transition
from ivs_tui.engine.spells import Spell, between, gap_told
from tests.support import CHANNEL, SCOPE, START, topic

SESSION = topic("session", channelArn=CHANNEL, streamId="st-1")


def told(after: float, what: str, query: str = "streams", **more: Any) -> Transition:
    about = SESSION if query == "session" else topic(query)
    facts: dict[str, Any] = {"topic": about, "key": f"{CHANNEL}|st-1", "subject": CHANNEL} | more
    return Transition(at=START + timedelta(seconds=after), what=what, **facts)


def event(after: float, what: str) -> Transition:
    return told(after, what, "session", key="st-1", observed=False)


def lasted(found: list[Episode]) -> list[tuple[str, float | None]]:
    return [(one.state, one.lasted.total_seconds() if one.lasted else None) for one in found]


def test_starvation_that_lasts_is_told_apart_from_a_blip() -> None:
    blip, long = episodes(
        [told(0, "starving"), told(3, "recovered"), told(9, "starving"), told(51, "recovered")]
    )
    assert blip.is_blip
    assert not long.is_blip
    assert lasted([blip, long]) == [(STARVING, 3), (STARVING, 42)]
    assert not long.exact


def test_times_of_the_api_are_exact() -> None:
    (one,) = episodes([event(0, "Starvation Start"), event(5, "Starvation End")])
    assert one.exact
    assert not one.is_blip
    (cut,) = episodes([event(0, "Starvation Start"), event(5, "Session Ended")])
    assert lasted([cut]) == [(STARVING, 5)]


def test_an_end_without_a_beginning_is_no_episode_and_what_lasts_has_no_length() -> None:
    assert episodes([told(0, "recovered")]) == []
    (open_,) = episodes([told(0, "starving"), told(2, "starving")])
    assert open_.lasted is None
    assert not open_.is_blip


def test_what_begins_anew_had_ended_unseen() -> None:
    """As where a monitor is started anew within a minute: that is no gap."""
    lost, blip = episodes([told(0, "starving"), told(71, "starving"), told(73, "recovered")])
    assert (lost.ended, lost.over, lost.unwatched) == (None, True, True)
    assert lasted([blip]) == [(STARVING, 2)]
    assert blip.is_blip
    (well,) = episodes([told(0, "starving"), told(3_000, "health ODD", detail="was HEALTHY")])
    assert (well.ended, well.over) == (None, True)
    found = episodes([told(0, "starving"), told(3_000, "ended")])
    assert lasted(found) == [(STARVING, None), (ABSENT, None)]
    # The API's own time, and what a read showed later, are of one.
    (one,) = episodes([told(0, "starving", observed=False), told(24, "starving")])
    assert not one.over


def test_a_stream_that_ends_starves_no_more_and_the_channel_is_away_until_it_is_back() -> None:
    found = episodes(
        [
            *(told(0, "starving"), told(30, "ended", detail="while starving")),
            told(42, "went live", key=f"{CHANNEL}|st-2"),
            told(50, "ended", key=f"{CHANNEL}|st-2"),
        ]
    )
    assert lasted(found) == [(STARVING, 30), (ABSENT, 12), (ABSENT, None)]


def test_destinations_reconnect_each_for_itself_and_end_with_the_whole() -> None:
    def of(after: float, what: str, detail: str = "") -> Transition:
        return told(after, what, "compositions", key="co", detail=detail)

    found = episodes(
        [
            of(0, "destination reconnecting", "destination a, was active"),
            of(1, "destination reconnecting", "destination b, was active"),
            of(8, "destination recovered", "destination a, was reconnecting"),
            of(20, "composition failed"),
        ]
    )
    assert lasted(found) == [(RECONNECTING, 8), (RECONNECTING, 19)]


def test_over_a_gap_nobody_knows() -> None:
    gap = gap_told(SCOPE, Spell(START + timedelta(seconds=5), START + timedelta(hours=1)))
    (over,) = episodes([told(0, "starving"), gap, told(3_700, "recovered")])
    assert over.unwatched
    lost, anew = episodes([told(0, "starving"), gap, told(4_000, "starving")])
    assert (lost.ended, lost.unwatched, anew.unwatched) == (None, True, False)
    assert lost.over
    assert not anew.over
    (short,) = episodes([told(3_599, "starving"), gap, told(3_601, "recovered")])
    assert not short.is_blip
    (seen_twice,) = episodes([told(10, "starving"), told(900, "recovered"), gap])
    assert seen_twice.unwatched
    (exact,) = episodes([event(10, "Starvation Start"), event(12, "Starvation End"), gap])
    assert exact.exact


def test_what_the_reads_and_the_events_told_is_told_once() -> None:
    start, end = event(0, "Starvation Start"), event(60, "Starvation End")
    alone = [told(900, "starving"), told(960, "recovered")]
    other = told(61, "recovered", key=f"{CHANNEL}|st-2")
    kept = told_once([start, told(2, "starving"), end, told(64, "recovered"), other, *alone])
    assert kept == [start, end, other, *alone]
    assert [(one.began.topic.name, one.exact) for one in episodes(kept)] == [
        ("session", True),
        ("streams", False),
    ]


def test_each_event_of_the_api_tells_one_of_what_the_reads_showed() -> None:
    again = [told(20, "recovered"), told(30, "starving")]
    kept = told_once([event(0, "Starvation Start"), told(3, "starving"), *again])
    assert [one.what for one in kept] == ["Starvation Start", "recovered", "starving"]
    (first, second) = episodes(kept)
    assert lasted([first, second]) == [(STARVING, 20), (STARVING, None)]
    assert not first.exact


def test_what_a_read_showed_begin_the_api_may_end() -> None:
    kept = told_once([told(0, "starving"), event(18, "Starvation End"), told(20, "recovered")])
    assert lasted(episodes(kept)) == [(STARVING, 18)]


WORDS = st.sampled_from(["starving", "recovered", "ended", "went live", "health UNKNOWN"])
HAPPENED = st.lists(
    st.builds(
        lambda after, what, key: told(after, what, key=f"{key}|st", subject=key),
        *(st.integers(0, 500), WORDS, st.sampled_from("ab")),
    ),
    unique_by=lambda one: one.at,
    max_size=25,
)


@given(HAPPENED, st.randoms())
def test_episodes_of_one_thing_follow_each_other(events: list[Transition], random: Any) -> None:
    found = episodes(events)
    random.shuffle(events)
    assert episodes(events) == found
    assert all(one.began in events and one.lasted != timedelta(0) for one in found)
    for key in "ab":
        for state in (STARVING, ABSENT):
            mine = [one for one in found if (one.began.subject, one.state) == (key, state)]
            for one, following in pairwise(mine):
                assert (one.ended is None) is one.over
                assert one.began.at < (one.ended or following.began).at <= following.began.at


SPELLS = st.lists(
    st.builds(
        lambda began, length: Spell(
            START + timedelta(minutes=began), START + timedelta(minutes=began + length)
        ),
        *(st.integers(-30, 300), st.integers(0, 90)),
    ),
    max_size=12,
)


@given(SPELLS)
def test_each_minute_is_watched_or_in_a_gap(spells: list[Spell]) -> None:
    gaps = between(spells, START, START + timedelta(minutes=240))
    for minute in range(240):
        instant = START + timedelta(minutes=minute, seconds=30)
        watched = any(one.began <= instant <= one.until for one in spells)
        assert watched != any(one.began <= instant <= one.until for one in gaps)
