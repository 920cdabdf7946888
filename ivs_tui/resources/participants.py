"""Participants of a stage session: who is there, who publishes, who failed, who is recorded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from ivs_tui.engine.gathering import Attempts, InError, in_error
from ivs_tui.engine.snapshot import Snapshot, Topic
from ivs_tui.resources import attempts, jumps, parts, problems, states
from ivs_tui.resources import format as fmt
from ivs_tui.resources.spec import (
    Cell,
    Column,
    Goal,
    Kind,
    Look,
    Mark,
    Parameters,
    Presence,
    Row,
    Tone,
)

_RANK = {"CONNECTED": 1, "DISCONNECTED": 2}


class Beside(NamedTuple):
    """What a participant's events said, where anyone has read them."""

    attempts: Attempts | None = None
    in_error: InError | None = None
    """What the background knows, which keeps no more than this."""
    read: bool = False
    """Whether the background has read everybody's."""
    publishes: bool = False
    """Whether it has read that this one publishes."""

    @property
    def code(self) -> str:
        """The error to tell of."""
        if self.attempts is not None:
            failure = attempts.newest(self.attempts)
            return (failure.code or failure.event) if failure else ""
        return (self.in_error.code or self.in_error.event) if self.in_error else ""

    @property
    def lasts(self) -> bool:
        """Whether nothing has mended it."""
        return in_error(self.attempts) is not None if self.attempts else self.in_error is not None


def _merge(snapshot: Snapshot, joined: Mapping[str, Snapshot]) -> list[Row]:
    read = parts.items_of(joined, "session-errors")
    tried = {one.participant_id: one for one in read if one.read_at}
    here = (snapshot.topic.get("stageArn"), snapshot.topic.get("sessionId"))
    sessions = parts.items_of(joined, "errors")
    of_this = [one for one in sessions if (one.stage_arn, one.session_id) == here]
    held = {one.participant_id: one for session in of_this for one in session.in_error}
    # Nobody leaves the list of a session: as many as here are the same ones.
    whole = any(
        one.listed and one.read == one.participants == len(snapshot.items) and not one.more_in_error
        for one in of_this
    )

    publishing = {id_ for one in of_this for id_ in one.publishing}

    def beside(item: Any) -> Beside:
        id_ = item.participant_id
        return Beside(tried.get(id_), held.get(id_), whole, id_ in publishing)

    return parts.joined_rows(snapshot, beside)


def _state(row: Row, look: Look) -> Cell:
    if row.presence is Presence.ENDED:
        return parts.ended_cell(look)
    return states.participant(row.record.state, look)


def _publishing(row: Row) -> str:
    """`now` where its events say so; the API's flag is never taken back, and says `ever`."""
    tried: Attempts | None = row.joined.attempts
    publishes = tried.publishes if tried is not None else row.joined.publishes
    if publishes and row.record.state == "CONNECTED":
        return "now"
    return {True: "ever", False: "never"}.get(row.record.published, "")


_PUBLISHED = {"now": (2, Tone.GOOD), "ever": (1, Tone.INFO), "never": (0, Tone.DIM)}


def _published(row: Row, _look: Look) -> Cell:
    word = _publishing(row)
    return Cell(word, _PUBLISHED[word][1]) if word else fmt.UNSAID


def _error(row: Row, look: Look) -> Cell:
    beside: Beside = row.joined
    if beside.code:
        return fmt.text(beside.code, look, Tone.BAD if beside.lasts else Tone.DIM)
    if beside.attempts is not None:
        return Cell("none", Tone.DIM)
    # The background does not keep what has been mended.
    return Cell("none now" if beside.read else look.mark(Mark.UNREAD), Tone.DIM)


def _problem(row: Row) -> str:
    lasts = row.joined.lasts and row.presence is not Presence.ENDED
    return problems.ERROR if lasts else problems.of_participant(row)


def _offers(row: Row) -> Parameters:
    user = row.record.user_id
    return {"participantId": row.record.participant_id} | ({"userId": user} if user else {})


def _replication(row: Row) -> str | None:
    kind = row.record.replication_type
    if kind in {None, "NONE"}:
        return None
    state = row.record.replication_state
    return f"{kind.lower()} {state.lower()}" if state else kind.lower()


def _order(row: Row) -> Any:
    record = row.record
    return (
        row.presence is Presence.ENDED,
        not _problem(row),
        _RANK.get(record.state, 0),
        -_PUBLISHED.get(_publishing(row), (-1,))[0],
        parts.newest_first(record.first_join_time),
        row.key,
    )


def _drill(row: Row, topic: Topic) -> Goal | None:
    # A participant is asked for with the stage and session that its list was asked for with.
    return Goal(
        "participant", {**dict(topic.parameters), "participantId": row.record.participant_id}
    )


KIND = Kind(
    name="participants",
    alias="pa",
    title="Participants",
    query="participants",
    parent="stage-sessions",
    knows=("session-errors", "errors"),
    merge=_merge,
    order=_order,
    identity=lambda row: row.record.participant_id,
    problem=_problem,
    offers=_offers,
    nothing="nobody has joined this session",
    drill=_drill,
    jumps=lambda row, topic: jumps.of_participant(row.record, topic),
    columns=(
        Column(
            id="state",
            title="STATE",
            width=14,
            value=lambda row: _RANK.get(row.record.state, 0),
            cell=_state,
            text=lambda row: row.record.state or "",
        ),
        parts.text_column(
            "user", "USER", 15, lambda row: row.record.user_id, tone=Tone.STRONG, grow=2, ends=True
        ),
        parts.text_column("id", "PARTICIPANT", 12, lambda row: row.record.participant_id),
        Column(
            id="published",
            title="PUBLISHED",
            width=9,
            value=lambda row: _PUBLISHED[_publishing(row)][0] if _publishing(row) else None,
            cell=_published,
            text=_publishing,
            descending=True,
        ),
        Column(
            id="error",
            title="ERROR",
            width=18,
            value=lambda row: row.joined.code or None,
            cell=_error,
            text=lambda row: row.joined.code,
            grow=3,
            shed=1,
            ample=(25, 4),
        ),
        parts.time_column("joined", "JOINED", lambda row: row.record.first_join_time, shed=2),
        Column(
            id="recording",
            title="RECORDING",
            width=10,
            value=lambda row: row.record.recording_state,
            cell=lambda row, look: states.life(row.record.recording_state, look),
            text=lambda row: row.record.recording_state or "",
            shed=3,
        ),
        parts.text_column("replica", "REPLICATION", 14, _replication, shed=4),
        parts.arn_column(
            "ingest", "INGEST", lambda row: row.record.ingest_configuration_arn, shed=5
        ),
        parts.flag_column(
            "redundant", "REDUNDANT", 9, lambda row: row.record.redundant_ingest, shed=6
        ),
        parts.arn_column("source", "SOURCE STAGE", lambda row: row.record.source_stage_arn, shed=7),
    ),
)
