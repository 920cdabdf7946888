"""Rules, what they tell and how: `resources/alerts.py` and `resources/telling.py`."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from ivs_tui.config import Rule
from ivs_tui.engine.snapshot import Transition
from ivs_tui.resources import KINDS
from ivs_tui.resources.alerts import (
    ENDED,
    MISSED,
    MOST_EVENTS,
    Alerts,
    Notice,
    Trouble,
    Watches,
)
from ivs_tui.resources.beside import Beside
from ivs_tui.resources.happenings import Told
from ivs_tui.resources.spec import Look, Row
from ivs_tui.resources.telling import MOST_RESOURCES, as_json, sentence
from tests.ui.monitor import NOW, SCOPE, channel, channel_arn, stream, topic

LOOK = Look(NOW)
STREAMS = [KINDS["streams"], KINDS["compositions"]]


def alerts(*rules: dict[str, Any]) -> Alerts:
    """These rules, over the lists that are always read."""
    return Alerts(msgspec.convert(rules, list[Rule]), STREAMS, KINDS["events"])


def trouble(number: int, since: float, word: str = "starving", **more: Any) -> Trouble:
    """A stream that is so for `since` seconds."""
    record = stream(number, viewers=100 * number)
    row = Row(f"{record.channel_arn}|{record.stream_id}", record, Beside(channel(number)))
    facts: dict[str, Any] = {"at_least": False, "as_of": NOW} | more
    begun = NOW - timedelta(seconds=since)
    return Trouble(word, row, record.channel_arn, f"channel-{number}", begun, **facts)


def told(
    these: Alerts, *troubles: Trouble, fate: str = "", query: str = "streams"
) -> list[tuple[str, list[str]]]:
    """What a read makes them tell."""
    notices = these.look(query, troubles, lambda _key: fate, LOOK)
    return [(one.state, [alert.name for alert in one.alerts]) for one in notices]


def test_a_rule_tells_once_it_has_lasted_and_again_when_it_is_over() -> None:
    these = alerts({"on": "starving", "for": "30s"})
    assert told(these, trouble(1, 29)) == []
    assert told(these, trouble(1, 30)) == [("firing", ["channel-1"])]
    assert told(these, trouble(1, 35)) == []
    assert told(these) == [("recovered", ["channel-1"])]
    assert told(these) == []
    assert told(these, trouble(1, 40)) == [("firing", ["channel-1"])]


def test_a_blip_is_never_told() -> None:
    these = alerts({"on": "starving", "for": "30s"})
    assert told(these, trouble(1, 29)) == told(these) == told(these, trouble(1, 2)) == []


def test_what_is_not_read_anew_lasts_no_longer() -> None:
    these = alerts({"on": "starving", "for": "30s"})
    stale = trouble(1, 300, as_of=NOW - timedelta(seconds=280))
    assert told(these, stale) == []


def test_what_one_read_missed_is_not_over_and_what_ended_is() -> None:
    these = alerts({"on": "starving"})
    assert told(these, trouble(1, 0)) == [("firing", ["channel-1"])]
    assert told(these, fate=MISSED) == []
    assert told(these, fate=ENDED) == [("ended", ["channel-1"])]


def test_500_at_once_are_one_notice() -> None:
    these = alerts({"on": "starving", "for": "5s"})
    many = [trouble(number, 6) for number in range(500)]
    (notice,) = these.look("streams", many, lambda _key: "", LOOK)
    assert len(notice.alerts) == 500
    said = sentence(notice, LOOK)
    assert said == "500 starving: channel-0, channel-1, channel-2 and 497 more"
    event = json.loads(as_json(notice, SCOPE, LOOK))
    assert (event["count"], len(event["resources"])) == (500, MOST_RESOURCES)


def test_many_rules_are_not_looked_at_once_for_each_alert_that_stands() -> None:
    these, ill = alerts(*[{"on": "starving"}] * 50), [trouble(number, 60) for number in range(200)]
    took = []
    for _ in range(4):
        began = time.process_time()
        told(these, *ill)
        took.append(time.process_time() - began)
    # To find nothing new is a small part of the telling.
    assert min(took[1:]) < took[0] / 3


def test_a_filter_chooses_when_it_begins_and_ends_nothing() -> None:
    these = alerts({"on": "starving", "filter": "viewers>150"})
    assert told(these, trouble(1, 60), trouble(2, 60)) == [("firing", ["channel-2"])]
    fewer = trouble(2, 70)._replace(row=Row(trouble(2, 0).row.key, stream(2, viewers=1), Beside()))
    assert told(these, fewer) == []


def test_a_filter_is_of_the_list_that_shows_the_problem() -> None:
    fits = alerts({"on": "error", "filter": "stage:talk"})
    assert not fits.troubles
    assert not fits.doubts
    (wrong,) = alerts({"on": "starving", "filter": "stage:talk"}).doubts
    assert wrong[1].endswith("'stage:talk' is a word, no column of this list")


def test_a_filter_that_its_list_does_not_understand_is_said_and_tells_nothing() -> None:
    these = alerts({"on": "starving", "filter": "nope>1"}, {"on": "unknown"})
    (wrong,) = these.troubles
    assert wrong.startswith("alert on starving tells nothing: filter 'nope>1' of streams: ")
    assert told(these, trouble(1, 60)) == []
    assert told(these, trouble(1, 60, "unknown")) == [("firing", ["channel-1"])]


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ({"on": "straving"}, "did you mean starving?"),
        ({"on": "Starving"}, "did you mean starving?"),
        ({"on": "composition faild"}, "did you mean composition failed?"),
        ({"on": "Went live"}, ""),
        ({"on": "starving", "filter": "channel:news-*"}, "`*` is looked for as it stands"),
        ({"on": "starving", "filter": "arn:aws:ivs:x"}, ""),
        ({"on": "ended", "for": "5m"}, "`for` is of no use"),
        ({"on": "ended"}, ""),
        ({"on": "Starvation Start"}, ""),
    ],
)
def test_a_rule_that_is_hardly_meant_is_said(rule: dict[str, Any], said: str) -> None:
    told_of = "; ".join(doubt for _, doubt in alerts(rule).doubts)
    assert said in told_of
    assert bool(said) == bool(told_of)


def test_what_is_acknowledged_waits_for_nobody_until_it_is_ill_anew() -> None:
    these = alerts({"on": "starving"})
    told(these, trouble(1, 5), trouble(2, 5))
    assert len(these.waiting()) == 2
    these.acknowledge(these.standing(channel_arn(1)))
    assert [one.name for one in these.waiting()] == ["channel-2"]
    assert told(these, trouble(1, 10), trouble(2, 10)) == []
    assert len(these.standing()) == 2
    told(these, trouble(2, 10))
    assert told(these, trouble(1, 1), trouble(2, 10)) == [("firing", ["channel-1"])]
    assert len(these.waiting()) == 2


def happened(*what: str, number: int = 1, **more: Any) -> Sequence[Row]:
    """Rows of the events' list."""
    events = [
        Transition(
            at=NOW,
            topic=topic("streams"),
            key=f"{channel_arn(number)}|st",
            subject=channel_arn(number),
            what=word,
            **more,
        )
        for word in what
    ]
    return [Row(str(place), one, Told(f"channel-{number}")) for place, one in enumerate(events)]


def test_a_rule_on_an_event_tells_when_it_happens() -> None:
    these = alerts({"on": "Ended", "filter": "channel-1"})
    assert these.happened(happened("went live"), LOOK) == []
    assert these.happened(happened("ended", number=2), LOOK) == []
    (notice,) = these.happened(happened("ended", detail="while starving"), LOOK)
    assert sentence(notice, LOOK) == "channel-1 ended (while starving)"
    # It stands until somebody has seen it, whatever is read.
    assert told(these) == []
    these.acknowledge(these.standing())
    assert these.standing() == []


def test_of_what_happened_only_so_much_stands() -> None:
    these = alerts({"on": "ended"})
    for number in range(MOST_EVENTS + 5):
        these.happened(happened("ended", number=number), LOOK)
    assert len(these.standing()) == MOST_EVENTS


def test_what_is_watched_for_is_told_once() -> None:
    watches = Watches()
    assert watches.toggle(channel_arn(1), topic("streams"))
    assert watches.happened(happened("ended", number=2), LOOK) == []
    (notice,) = watches.happened(happened("ended", "went live"), LOOK)
    assert sentence(notice, LOOK) == "channel-1 went live"
    assert watches.happened(happened("ended"), LOOK) == []
    watches.toggle(channel_arn(1), topic("streams"))
    assert not watches.toggle(channel_arn(1), topic("streams"))
    assert not watches.lists


@pytest.mark.parametrize(
    ("state", "at_least", "said"),
    [
        ("firing", False, "channel-1 starving for 1m05s"),
        ("firing", True, "channel-1 starving for 1m05s+, already so at first sight"),
        ("recovered", False, "channel-1 recovered, was starving for 1m05s"),
        ("ended", False, "channel-1 ended, was starving for 1m05s"),
        ("unknown", False, "channel-1 unknown, was starving for 1m05s"),
    ],
)
def test_what_a_notice_says(state: str, at_least: bool, said: str) -> None:
    these = alerts({"on": "starving"})
    (notice,) = these.look("streams", [trouble(1, 65, at_least=at_least)], lambda _key: "", LOOK)
    assert sentence(notice._replace(state=state), LOOK) == said


def test_a_notice_says_what_else_is_known() -> None:
    these = alerts({"on": "absent"})
    nobody = trouble(1, 65, "absent", detail="no channel of that name")
    (notice,) = these.look("streams", [nobody], lambda _key: "", LOOK)
    assert sentence(notice, LOOK) == "channel-1 absent (no channel of that name) for 1m05s"
    assert b'"detail":"no channel of that name"' in as_json(notice, SCOPE, LOOK)


def test_the_event_for_a_command_is_json_with_times_in_utc() -> None:
    these = alerts({"on": "starving", "for": "30s", "filter": "channel"})
    (notice,) = these.look("streams", [trouble(1, 65)], lambda _key: "", LOOK)
    zone = NOW.astimezone().tzinfo
    local = Notice(notice.rule, notice.state, notice.alerts, NOW.astimezone(zone))
    assert json.loads(as_json(local, SCOPE, LOOK)) == {
        "version": 1,
        "state": "firing",
        "on": "starving",
        "lasting": "30s",
        "filter": "channel",
        "profile": "prod",
        "region": "eu-west-1",
        "at": "2026-11-21T14:03:05Z",
        "text": "channel-1 starving for 1m05s",
        "count": 1,
        "resources": [
            {
                "name": "channel-1",
                "subject": channel_arn(1),
                "kind": "streams",
                "what": "starving",
                "since": "2026-11-21T14:02:00Z",
                "sinceAtLeast": False,
                "detail": "",
            }
        ],
    }


def test_a_name_that_would_move_the_cursor_does_not() -> None:
    these = alerts({"on": "starving"})
    hostile = trouble(1, 65)._replace(name="a\x1b[2J\x07b" + "x" * 900)
    (notice,) = these.look("streams", [hostile], lambda _key: "", LOOK)
    said = sentence(notice, LOOK)
    assert said.isprintable()
    assert len(said) < 100
