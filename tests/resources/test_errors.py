"""Errors of a stage session: by what they have in common, who has them, and how far it is known."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from msgspec.structs import replace

from ivs_tui.aws.records.realtime import ParticipantSummary, StageSummary
from ivs_tui.engine.gathering import Attempts, Failure, InError, SessionInError
from ivs_tui.engine.snapshot import Snapshot, Topic
from ivs_tui.resources import KINDS
from ivs_tui.resources.spec import Look, Row
from tests.support import START, topic

LOOK = Look(START)
SESSION = {"stageArn": "a", "sessionId": "s"}
HERE = topic("session-errors", **SESSION)
ERRORS, FAILING, PARTICIPANTS = KINDS["errors"], KINDS["failing"], KINDS["participants"]


def one(name: str, *failures: Failure, **more: Any) -> Attempts:
    facts: dict[str, Any] = {
        "user_id": f"user {name}",
        "state": "CONNECTED",
        "read_at": START,
    } | more
    return Attempts(participant_id=name, failures=failures, **facts)


def failed(code: str | None, *, minute: int = 0, event: str = "PUBLISH_ERROR", **more: Any) -> Any:
    return Failure(event=event, code=code, last=START + timedelta(minutes=minute), **more)


def snapshot(*items: Attempts, complete: bool = True, of: Topic = HERE) -> Snapshot:
    return Snapshot(topic=of, items=items, read_at=START, complete=complete)


def rows(kind: Any, known: Snapshot, **joined: Snapshot) -> list[Row]:
    return sorted(kind.merge(known, joined), key=kind.order)


def told(*items: Attempts, complete: bool = True) -> str:
    cells = ERRORS.coverage(snapshot(*items, complete=complete), {}, LOOK)
    return " ".join(cell.text for cell in cells)


IOS = {"client": True, "sdk": "1.2", "os": "iOS 17", "isp": "Ex|ample"}
KNOWN = (
    one("p1", failed("QUOTA_EXCEEDED", count=3), **IOS),
    one("p2", failed("QUOTA_EXCEEDED", minute=2), failed("X|Y", mended=True), **IOS),
    one("p3", failed(None, event="JOIN_ERROR"), client=True, sdk="1.3"),
    one("p|4", failed("INVALID_INPUT")),
    one("p5"),
)


def test_codes_come_first_and_what_most_have_before_what_few_have() -> None:
    found = [(row.record.by, row.record.value) for row in rows(ERRORS, snapshot(*KNOWN))]
    assert found[:4] == [
        ("error", "QUOTA_EXCEEDED"),
        ("error", "INVALID_INPUT"),
        ("error", "JOIN_ERROR"),
        ("error", "X|Y"),  # mended
    ]
    assert found[4:10] == [
        ("sdk", "1.2"),
        ("sdk", "1.3"),
        ("sdk", "not read"),
        ("os", "iOS 17"),
        ("os", "not read"),
        ("os", "not said"),
    ]


def test_a_group_counts_participants_events_and_what_lasts() -> None:
    worst, *_ = rows(ERRORS, snapshot(*KNOWN))
    shown = {column.id: column.cell(worst, LOOK).text for column in ERRORS.columns}
    assert (shown["participants"], shown["events"], shown["open"]) == ("2", "4", "2")
    assert shown["last"] == "12:02:00Z"
    assert ERRORS.explain is not None
    said = {line.label: line.cells[0].text for line in ERRORS.explain(worst, LOOK)}
    assert said["meaning"] == "QUOTA_EXCEEDED"
    assert "do" in said


def test_coverage_says_how_far_and_that_there_is_none() -> None:
    unread = Attempts(participant_id="p9")
    assert told(one("p1"), unread, complete=False) == "no error so far in 1 of 2 read"
    assert told(one("p1"), one("p2")) == "no error in 2 of 2 read"
    assert told(*KNOWN, unread, complete=False) == "5 of 6 read"
    assert ERRORS.coverage(Snapshot(topic=HERE), {}, LOOK) == []


def test_enter_on_a_group_shows_who_is_in_it() -> None:
    for row in rows(ERRORS, snapshot(*KNOWN)):
        goal = ERRORS.drill(row, HERE) if ERRORS.drill else None
        assert goal is not None
        there = snapshot(*KNOWN, of=topic("session-errors", **goal.parameters))
        found = {each.key for each in rows(FAILING, there)}
        assert found == {each.participant_id for each in row.record.participants}
        group = FAILING.coverage(there, {}, LOOK)[0].text
        assert group == f"{row.record.by} {row.record.value}"


def test_who_fails_opens_by_its_own_id_whatever_is_in_it() -> None:
    (row,) = [one for one in rows(FAILING, snapshot(*KNOWN)) if one.key == "p|4"]
    goal = FAILING.drill(row, HERE) if FAILING.drill else None
    assert goal is not None
    assert goal.parameters == {**SESSION, "participantId": "p|4"}


def listed(name: str, **more: Any) -> ParticipantSummary:
    return ParticipantSummary(participant_id=name, state="CONNECTED", **more)


def shown(row: Row) -> tuple[str, str, str]:
    cells = {column.id: column.cell(row, LOOK).text for column in PARTICIPANTS.columns}
    return cells["published"], cells["error"], PARTICIPANTS.problem(row)


def test_participants_tell_what_is_known_of_their_events() -> None:
    people = Snapshot(
        topic=topic("participants", **SESSION),
        items=(
            listed("p1", published=True),
            listed("p2", published=True),
            listed("p3", published=False),
            listed("p4", published=True),
            listed("p5", recording_state="FAILED"),
        ),
    )
    read = snapshot(
        one("p1", publishes=True),
        one("p2", failed("B_FRAME_PRESENT", mended=True)),
        one("p3", failed("QUOTA_EXCEEDED")),
        Attempts(participant_id="p4"),
    )
    found = {row.key: shown(row) for row in rows(PARTICIPANTS, people, **{"session-errors": read})}
    assert found == {
        "p1": ("now", "none", ""),
        "p2": ("ever", "B_FRAME_PRESENT", ""),
        "p3": ("never", "QUOTA_EXCEEDED", "error"),
        "p4": ("ever", "…", ""),
        "p5": ("-", "…", "error"),
    }
    assert [row.key for row in rows(PARTICIPANTS, people, **{"session-errors": read})][:2] == [
        *("p3", "p5")
    ]


def test_participants_use_what_the_background_knows_of_their_own_session() -> None:
    people = Snapshot(topic=topic("participants", **SESSION), items=(listed("p1"),))

    def errors(stage: str, **more: Any) -> Snapshot:
        error = InError(participant_id="p1", event="PUBLISH_ERROR", code="INVALID_INPUT")
        item = SessionInError(
            stage_arn=stage, session_id="s", listed=True, in_error=(error,), **more
        )
        return Snapshot(topic=topic("errors"), items=(item,))

    both = replace(people, items=(listed("p1"), listed("p2")))
    whole = errors("a", participants=2, read=2, publishing=("p2",))
    assert [shown(row)[1] for row in rows(PARTICIPANTS, both, errors=whole)] == [
        *("INVALID_INPUT", "none now")
    ]
    assert [shown(row)[0] for row in rows(PARTICIPANTS, both, errors=whole)] == ["-", "now"]
    later = replace(both, items=(*both.items, listed("p3")))
    assert [shown(row)[1] for row in rows(PARTICIPANTS, later, errors=whole)][1:] == ["…", "…"]
    (own,) = rows(PARTICIPANTS, people, errors=errors("a"))
    (other,) = rows(PARTICIPANTS, people, errors=errors("b"))
    assert shown(own)[1:] == ("INVALID_INPUT", "error")
    assert shown(other)[1:] == ("…", "")


def test_stages_tell_how_many_are_in_error_and_of_how_many_that_is_known() -> None:
    stages = Snapshot(
        topic=topic("stages"),
        items=tuple(
            StageSummary(arn=arn, active_session_id="s" if arn != "e" else None) for arn in "abcde"
        ),
    )
    error = InError(participant_id="p")
    known = (
        SessionInError(stage_arn="a", session_id="s", listed=True, participants=9, read=9),
        SessionInError(
            stage_arn="b",
            session_id="s",
            listed=True,
            participants=2_000,
            read=30,
            in_error=(error,) * 3,
            more_in_error=2,
        ),
        SessionInError(stage_arn="c", session_id="s", unread="denied"),
        SessionInError(stage_arn="d", session_id="the one before", listed=True),
    )
    errors = Snapshot(topic=topic("errors"), items=known)
    kind = KINDS["stages"]
    column = next(one for one in kind.columns if one.id == "errors")
    found = {row.key: column.cell(row, LOOK).text for row in rows(kind, stages, errors=errors)}
    assert found == {"b": "5 (30/2,000)", "a": "0", "c": "not readable", "d": "…", "e": ""}
    assert next(iter(found)) == "b"
