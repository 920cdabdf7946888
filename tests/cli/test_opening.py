"""What the monitor is told to open on: round and round again, and what cannot be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivs_tui.cli import opening
from ivs_tui.cli.commands import joined, options_parser
from ivs_tui.cli.failure import Failure
from ivs_tui.cli.monitor import _first_watches
from ivs_tui.config import Config
from ivs_tui.engine.commands import Watch
from ivs_tui.engine.snapshot import Scope, Topic
from ivs_tui.resources.command import words
from ivs_tui.resources.opening import Opening, ViewState

ARN = "arn:aws:ivs:us-west-2:123456789012:channel/abcdefghijkl"
STAGE = {"stageArn": "s", "sessionId": "st-1"}
printable = st.text(min_size=1).filter(str.isprintable)
states = st.builds(
    ViewState,
    filter=st.sampled_from(["", "a b", "-x", "!y", "health=starving|unknown", '"a b"', "age<2h"]),
    sort=st.sampled_from(["", "-", "viewers", "-health", "-viewers"]),
    problems=st.booleans(),
    wide=st.booleans(),
    columns=st.sampled_from([(), ("health",), ("tags", "channel")]),
    row=st.just("") | printable,
)


def parsed(typed: list[str]) -> Opening:
    _, rest = options_parser().parse_known_args(joined(typed))
    return opening.parse(rest)


@given(states)
def test_what_is_told_opens_the_same(state: ViewState) -> None:
    told = Opening("streams", {}, None if state == ViewState() else state)
    assert parsed([*words(told), "--region", "us-west-2"]) == told


@pytest.mark.parametrize(
    ("target", "parameters"),
    [
        ("session", {"channelArn": ARN, "streamId": "st-1"}),
        ("participant", {**STAGE, "participantId": "p"}),
        ("participants", STAGE),
        ("compositions", {"filterByStageArn": "s"}),
        ("stream-key", {"channelArn": ARN}),
        ("found", {"filterByUserId": "8842"}),
        ("failing", STAGE | {"error": "x"}),
    ],
)
def test_whose_it_is_is_told_too(target: str, parameters: dict[str, str]) -> None:
    told = Opening(target, parameters)
    assert parsed(words(told)) == told
    (watch,) = _first_watches(Config(), Scope("p", "us-west-2"), told)
    assert watch.topic.parameters == tuple(sorted(parameters.items()))


def test_where_one_has_to_be_chosen_first_the_list_to_choose_from_is_read_first() -> None:
    scope = Scope("p", "us-west-2")
    assert _first_watches(Config(), scope, parsed(["sessions"])) == [
        Watch(Topic(scope, "channels"), 5.0)
    ]
    assert _first_watches(Config(), scope, parsed(["events"])) == []
    timeline = Opening("timeline", {"channelArn": ARN})
    assert parsed(words(timeline)) == timeline
    assert _first_watches(Config(), scope, timeline) == []


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("session", "it needs --with channelArn=VALUE"),
        ("participant --with stageArn=a", "--with sessionId=VALUE --with participantId=VALUE"),
        ("found", "it needs --with filterByUserId=VALUE"),
        ("failing", "it needs --with stageArn=VALUE --with sessionId=VALUE"),
        ("fd", "no view 'fd'; there are: streams, channels"),
        ("sources", "no view 'sources'"),
        ("timeline", "it needs --with arn=VALUE"),
        ("timeline --with nonsense=x", "it takes arn, channelArn"),
        ("streams --with channelArn=x", "streams has no parameter 'channelArn'; it takes none"),
        ("sessions --with nonsense=x", "it takes channelArn"),
        ("sessions --with channelArn", "--with channelArn is empty"),
        ("sessions --with channelArn=", "--with channelArn is empty"),
        ("sessions --with channelArn=a --with channelArn=b", "given twice"),
        ("streams --sort nope", "no column 'nope'; there are: health"),
        ("streams --sort --health", "no column '-health'"),
        ("streams --columns health,nope", "no column 'nope'"),
        ("streams --columns -health,viewers", "either the columns by name"),
        ("streams --filter viewers>x", "cannot be read"),
        ('streams --filter "open', "cannot be read"),
        ("key-pairs --problems", "nothing is known to go wrong with key-pairs"),
        ("streams --row", "expected one argument"),
        ("streams --wide=yes", "ignored explicit argument"),
        ("streams --wid", "unknown option --wid"),
        ("sesion", "no view 'sesion'"),
    ],
)
def test_what_cannot_be_opened_is_said_in_a_sentence(typed: str, why: str) -> None:
    with pytest.raises(Failure) as failed:
        parsed(typed.split(" "))
    assert failed.value.status == 2
    assert why in failed.value.sentence


def test_options_of_a_view_may_stand_before_the_command() -> None:
    assert parsed(["--sort", "-health", "streams"]).state == ViewState(sort="-health")
    assert joined(["--row", "-x", "demo", "--sort"]) == ["--row=-x", "demo", "--sort"]
